"""What must be refused with a sentence that names the thing, the reason and the next step, and saves nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import apsw
import pytest

from app.errors import UserError
from app.models.actor import Actor, Role
from app.models.base import connection
from app.models.order import OrderState
from app.operations.credits import approve_credit, request_credit
from app.operations.invoice_content import Buyer
from app.operations.invoices import issue_invoice
from app.operations.order_course import cancel_order
from app.operations.payments import allocate_payment, record_payment
from app.operations.refunds import approve_refund, pay_refund, request_refund
from app.operations.shipments import ship_order
from tests.helpers.book import TestBook, a_customer, an_order, cents, order, value


def refused(act: Callable[[], object], code: str, *words: str, field: str | None = None) -> None:
    """The act is refused with this code and these words, and leaves no trace."""
    entries = value("SELECT count(*) FROM trail")
    with pytest.raises(UserError) as found:
        act()
    assert found.value.code == code
    message = found.value.message
    assert message.endswith(".")
    for word in words:
        assert word in message
    if field is not None:
        assert found.value.field == field
    assert value("SELECT count(*) FROM trail") == entries


@pytest.mark.parametrize("amount", [0, -1, -100_000])
def test_a_payment_of_nothing_or_less(owner: Actor, amount: int) -> None:
    customer = a_customer(owner)
    refused(lambda: record_payment(owner, amount, "cash", customer), "not_positive", "more than zero", field="amount")
    sold = an_order(owner, customer, 10)
    refused(lambda: record_payment(owner, 100, "cash", customer, parts=[(sold, amount)]), "not_positive", field="parts")


def test_a_payment_in_a_closed_month_or_in_the_future(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    closed = book.clock.day - timedelta(days=10)
    book.set_company(closed_until=closed)
    refused(
        lambda: record_payment(owner, 1, "cash", customer, date=closed),
        "closed_month",
        closed.isoformat(),
        "later date",
        field="date",
    )
    tomorrow = book.clock.day + timedelta(days=1)
    refused(lambda: record_payment(owner, 1, "cash", customer, date=tomorrow), "future_date", field="date")
    record_payment(owner, 1, "cash", customer, date=closed + timedelta(days=1))


def test_money_for_the_order_of_somebody_else(owner: Actor) -> None:
    customer = a_customer(owner)
    other = an_order(owner, a_customer(owner, "Somebody else"), 10)
    refused(
        lambda: record_payment(owner, 100, "cash", customer, parts=[(other, 100)]),
        "other_customer",
        order(other).number,
        "another customer",
    )
    paid = record_payment(owner, 100, "cash", customer).value
    refused(lambda: allocate_payment(owner, paid, [(other, 100)]), "other_customer", order(other).number)
    refused(lambda: record_payment(owner, 100, "cash", parts=[(other, 100)]), "no_customer", field="customer_id")


def test_more_money_than_there_is_or_is_due(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 10)
    refused(
        lambda: record_payment(owner, 900, "cash", customer, parts=[(sold, 1000)]),
        "parts_exceed_payment",
        field="parts",
    )
    paid = record_payment(owner, cents(20), "cash", customer).value
    refused(lambda: allocate_payment(owner, paid, [(sold, 1001)]), "more_than_due", "$10.00")
    refused(lambda: allocate_payment(owner, paid, [(sold, 2001)]), "more_than_free", "$20.00")
    refused(lambda: record_payment(owner, 100, "shells", customer), "no_method", "shells", field="method")
    refused(lambda: record_payment(owner, 100, "cash", customer, fee=100), "fee", field="fee")


def test_a_refund_above_what_was_paid(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    record_payment(owner, cents(60), "cash", customer, parts=[(sold, cents(60))])
    refused(
        lambda: request_refund(owner, cents("60.01"), "x", order_id=sold, above_proposal_reason="y"),
        "above_paid",
        "$60.00",
        order(sold).number,
        field="amount",
    )


def test_approving_what_one_asked_for(book: TestBook) -> None:
    owner = book.owner
    manager = book.person(Role.MANAGER)
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    record_payment(owner, cents(100), "cash", customer, parts=[(sold, cents(100))])
    credit = request_credit(manager, sold, "allowance", "late", amount=100).value
    refused(lambda: approve_credit(manager, credit), "self_approval", "somebody else")
    approve_credit(owner, credit)
    refund = request_refund(manager, 100, "late", order_id=sold).value
    refused(lambda: approve_refund(manager, refund), "self_approval", "somebody else")
    refused(lambda: pay_refund(owner, refund, "cash"), "state", "requested")


def test_a_number_that_is_taken(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)
    number = "26312000000000000001"
    buyer = Buyer("青禾", tax_number="1")
    issue_invoice(owner, [an_order(owner, customer, 1)], invoice_kind="digital_normal", buyer=buyer, number=number)
    again = an_order(owner, customer, 1)
    refused(
        lambda: issue_invoice(owner, [again], invoice_kind="digital_normal", buyer=buyer, number=number),
        "number_taken",
        number,
        field="number",
    )


def test_an_issued_invoice_changes_by_no_means(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100)
    issue_invoice(owner, [sold])
    link = connection()
    # Outside an operation the book cannot be written at all, and inside one the guards refuse.
    with pytest.raises(apsw.ReadOnlyError):
        link.execute("UPDATE invoice SET total = 1")
    link.execute("PRAGMA query_only = OFF")
    with pytest.raises(apsw.ConstraintError, match="issued invoice cannot be changed"):
        link.execute("UPDATE invoice SET total = 1")
    link.execute("PRAGMA query_only = ON")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payment SET amount = 1",
        "DELETE FROM payment",
        "UPDATE allocation SET amount = 1",
        "DELETE FROM allocation",
        "UPDATE refund SET amount = 1",
        "DELETE FROM refund",
        "UPDATE refund SET state = 'requested'",
        "UPDATE ledger_line SET amount = 1",
        "DELETE FROM ledger_line",
        "UPDATE trail SET user_name = 'nobody'",
        "DELETE FROM trail",
        "DELETE FROM trail_change",
    ],
)
def test_the_file_itself_guards_money_and_trail(owner: Actor, statement: str) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    record_payment(owner, cents(100), "cash", customer, parts=[(sold, cents(100))])
    refund = request_refund(owner, 100, "x", order_id=sold, above_proposal_reason="y").value
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    link = connection()
    link.execute("PRAGMA query_only = OFF")
    with pytest.raises(apsw.ConstraintError, match="guard"):
        link.execute(statement)
    link.execute("PRAGMA query_only = ON")


def test_cancelling_an_order_with_money_or_goods_on_it(owner: Actor) -> None:
    customer = a_customer(owner)
    paid = an_order(owner, customer, 100)
    record_payment(owner, cents(40), "cash", customer, parts=[(paid, cents(40))])
    refused(lambda: cancel_order(owner, paid, "no"), "money_on_order", order(paid).number, "$40.00", "Refund")
    shipped = an_order(owner, customer, 100)
    ship_order(owner, shipped)
    refused(lambda: cancel_order(owner, shipped, "no"), "goods_out", order(shipped).number)
    plain = an_order(owner, customer, 100)
    refused(lambda: cancel_order(owner, plain, "  "), "no_reason", field="reason")
    cancel_order(owner, plain, "no")
    assert order(plain).state == OrderState.CANCELLED
