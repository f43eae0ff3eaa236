"""Nothing dated in a closed month is made, changed or voided; the sentence names the day and who may re-open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.company import the_company
from app.models.customer import LedgerLine
from app.models.order import OrderLine, Shipment
from app.models.payment import WriteOff
from app.operations.amendments import amend_order, close_rest
from app.operations.company import close_month, reopen_month
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit, void_credit
from app.operations.exchanges import Exchanged, exchange_goods
from app.operations.inputs import OrderInput
from app.operations.invoices import issue_invoice, void_invoice
from app.operations.order_content import typed_from
from app.operations.orders import confirm_order
from app.operations.parts import LinePart
from app.operations.payments import (
    allocate_payment,
    record_payment,
    release_payment,
    transfer_balance,
    void_payment,
)
from app.operations.refunds import approve_refund, pay_refund, request_refund, return_refund
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import receive_goods
from app.operations.write_offs import reverse_write_off, write_off
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    cents,
    every,
    line_ids,
    order,
    pieces,
    value,
)
from tests.helpers.bureau import FIRM

MARCH = date(2026, 3, 10)
LAST = date(2026, 3, 31)
APRIL = date(2026, 4, 7)
DIGITAL = "2631200000000000000"


class March:
    """What was done in March, before the month was closed."""

    def __init__(self, owner: Actor) -> None:
        self.customer, self.other = a_customer(owner), a_customer(owner, "Birch")
        self.lamp = a_product(owner, stock_kept=True)
        receive_goods(owner, self.lamp, pieces(50))
        line = a_line(100, 10, product_id=self.lamp)
        self.sold = an_order(owner, self.customer, line)
        self.waiting = an_order(owner, self.customer, line)
        self.draft = a_draft(owner, self.customer, 100)
        ship_order(owner, self.sold, {line_ids(self.sold)[0]: pieces(4)})
        self.shipment = every(Shipment)[0].id
        paid = record_payment(
            owner.confirming({"keep_surplus"}), cents(500), "cash", self.customer, parts=[(self.sold, cents(300))]
        )
        self.payment = paid.value
        self.own = issue_invoice(owner, [self.sold], [LinePart(line_ids(self.sold)[0], pieces(2))]).value
        self.bureau = issue_invoice(
            owner, [self.waiting], amount=cents(100), invoice_kind="digital_normal", buyer=FIRM, number=DIGITAL + "1"
        ).value
        self.credit = request_credit(owner, self.waiting, "allowance", "scratches", amount=cents(5)).value
        self.approved = request_credit(owner, self.waiting, "allowance", "late", amount=cents(2)).value
        approve_credit(owner, self.approved)
        write_off(owner, self.waiting, 3, "bank fee")
        self.write_off = every(WriteOff)[0].id
        self.refund = request_refund(owner, cents(20), "paid too much", payment_id=self.payment).value
        approve_refund(owner, self.refund)
        self.returned = request_refund(owner, cents(10), "paid too much", payment_id=self.payment).value
        approve_refund(owner, self.returned)
        pay_refund(owner, self.returned, "cash")


Act = Callable[[Actor, March], object]

DATED: dict[str, Act] = {
    "a payment": lambda o, m: record_payment(o, cents(10), "cash", m.customer, date=MARCH),
    "the reversal of a payment": lambda o, m: void_payment(o, m.payment, "typed twice", date=MARCH),
    "a bounced payment": lambda o, m: void_payment(o, m.payment, "the bank took it", date=MARCH, bounced=True),
    "a shipment": lambda o, m: ship_order(o, m.waiting, date=MARCH),
    "goods that came": lambda o, m: receive_goods(o, m.lamp, pieces(1), date=MARCH),
    "a bureau's invoice": lambda o, m: issue_invoice(
        o, [m.sold], invoice_kind="digital_normal", buyer=FIRM, number=DIGITAL + "2", date=MARCH
    ),
    "a bureau's credit note": lambda o, m: credit_invoice(
        o, m.bureau, "correction", "wrong", number=DIGITAL + "3", date=MARCH
    ),
    "voiding an invoice": lambda o, m: void_invoice(o, m.own, "wrong"),
    "a write-off": lambda o, m: write_off(o, m.waiting, 2, "bank fee", date=MARCH),
    "the reversal of a write-off": lambda o, m: reverse_write_off(o, m.write_off, "wrong", date=MARCH),
    "a refund": lambda o, m: pay_refund(o, m.refund, "cash", date=MARCH),
    "a refund that came back": lambda o, m: return_refund(o, m.returned, "account closed", date=MARCH),
    "confirming a draft": lambda o, m: confirm_order(o, m.draft),
}
"""What can bear a date of its own."""

TODAY: dict[str, Act] = {
    "an amendment": lambda o, m: amend_order(o, m.sold, _one_more(m.sold), "one more"),
    "closing the rest": lambda o, m: close_rest(o, m.sold, "no more"),
    "an exchange": lambda o, m: exchange_goods(o, m.sold, [Exchanged(line_ids(m.sold)[0], pieces(1))], "broken"),
    "a credit": lambda o, m: approve_credit(o, m.credit),
    "voiding a credit": lambda o, m: void_credit(o, m.approved, "wrong"),
    "an invoice": lambda o, m: issue_invoice(o, [m.waiting]),
    "a credit note": lambda o, m: credit_invoice(o, m.own, "correction", "wrong"),
    "an allocation": lambda o, m: allocate_payment(o, m.payment, [(m.sold, cents(10))]),
    "a release": lambda o, m: release_payment(o, m.payment, m.sold, cents(10)),
    "a transfer": lambda o, m: transfer_balance(o, m.payment, m.other, cents(10), "paid for the sister firm"),
    "voiding a shipment": lambda o, m: void_shipment(o, m.shipment, "it did not happen"),
}
"""What is always dated on the day on which it is done."""


def _one_more(order_id: int) -> OrderInput:
    content = typed_from(order(order_id), every(OrderLine, "order_id = ?", (order_id,)))
    return replace(content, lines=(*content.lines, a_line(100)))


@pytest.fixture
def march(chinese: TestBook) -> March:
    chinese.set_company(stock_policy="kept", prices_include_tax=True, write_off_limit=cents(1))
    return March(chinese.owner)


def refused(act: Act, owner: Actor, march: March, what: str) -> UserError:
    before = value("SELECT max(id) FROM trail")
    with pytest.raises(UserError) as told:
        act(owner, march)
    assert told.value.code == "closed_month", f"{what}: {told.value.message}"
    assert value("SELECT max(id) FROM trail") == before, what
    return told.value


def test_nothing_bears_a_date_of_a_closed_month(chinese: TestBook, march: March) -> None:
    owner = chinese.owner
    chinese.clock.day = APRIL
    close_month(owner.confirming({"to_be_credited"}), LAST)
    for what, act in DATED.items():
        told = refused(act, owner, march, what)
        assert "2026-03-31" in told.message, what
        assert "2026-03-10" in told.message, what
        assert "owner" in told.message, what


def test_nothing_is_done_on_a_day_that_is_closed(chinese: TestBook, march: March) -> None:
    owner = chinese.owner
    close_month(owner.confirming({"to_be_credited"}), MARCH)
    for what, act in TODAY.items():
        refused(act, owner, march, what)


def test_what_belongs_to_a_closed_month_is_taken_back_on_a_later_day(chinese: TestBook, march: March) -> None:
    owner = chinese.owner
    chinese.clock.day = APRIL
    close_month(owner.confirming({"to_be_credited"}), LAST)
    before = _ledger()
    note = credit_invoice(owner, march.own, "correction", "wrong title").value
    assert value("SELECT date FROM invoice WHERE id = ?", note) == APRIL.isoformat()
    return_refund(owner, march.returned, "account closed")
    reversal = reverse_write_off(owner, march.write_off, "paid after all").value
    assert value("SELECT date FROM write_off WHERE id = ?", reversal) == APRIL.isoformat()
    assert _ledger() == before


def _ledger() -> list[tuple[object, ...]]:
    return [(line.id, line.date, line.amount) for line in every(LedgerLine, "date <= ?", (LAST.isoformat(),))]


def test_only_the_owner_re_opens_a_month_and_says_why(chinese: TestBook, march: March) -> None:
    manager, owner = chinese.person(Role.MANAGER), chinese.owner
    finance = chinese.person(Role.FINANCE)
    chinese.clock.day = APRIL
    with pytest.raises(NotAllowed):
        close_month(finance, LAST)
    close_month(manager.confirming({"to_be_credited"}), LAST)
    with pytest.raises(NotAllowed):
        reopen_month(manager, None, "forgot an invoice")
    with pytest.raises(UserError) as told:
        reopen_month(owner, None, " ")
    assert told.value.code == "no_reason"
    reopen_month(owner, None, "forgot an invoice")
    assert the_company().closed_until is None
    assert "forgot an invoice" in value("SELECT detail FROM trail ORDER BY id DESC LIMIT 1")
    record_payment(finance, cents(10), "cash", march.customer, date=MARCH)
