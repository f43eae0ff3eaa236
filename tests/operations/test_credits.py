"""Credits: what they lower, where goods go, and what they refuse."""

from __future__ import annotations

import pytest

from app.errors import UserError
from app.models.actor import Actor, Role
from app.models.customer import LedgerLine
from app.models.imports import ImportBatch
from app.models.order import Order, OrderLine, OrderState
from app.models.payment import Credit, CreditState
from app.operations.credits import approve_credit, reject_credit, request_credit, void_credit
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.refunds import request_refund
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import receive_goods
from app.operations.work import Work
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
    read,
    value,
)


def a_shipped_order(actor: Actor, *lines: object) -> int:
    sold = an_order(actor, a_customer(actor), *(lines or (a_line(100, 10),)))
    ship_order(actor, sold)
    return sold


def test_nothing_changes_until_a_credit_is_approved(owner: Actor) -> None:
    sold = a_shipped_order(owner)
    asked = request_credit(owner, sold, "return", "broken", lines=[LinePart(line_ids(sold)[0], pieces(2))]).value
    assert order(sold).worth == cents(1000)
    number = approve_credit(owner, asked).value
    credit = read(Credit, asked)
    assert (credit.state, credit.number, credit.amount) == (CreditState.APPROVED, number, cents(200))
    assert credit.date == owner.today()
    assert order(sold).worth == cents(800)
    line = every(OrderLine, "order_id = ?", (sold,))[0]
    assert (line.returned, line.credited_net) == (pieces(2), cents(200))
    assert every(LedgerLine, "entry = 'credit'")[0].amount == cents(-200)


def test_a_return_takes_no_more_than_was_shipped_and_is_not_back_yet(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(100, 10))
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(4)})
    line = line_ids(sold)[0]
    with pytest.raises(UserError) as refused:
        request_credit(owner, sold, "return", "broken", lines=[LinePart(line, pieces(5))])
    assert refused.value.code == "above_shipped"
    asked = request_credit(owner, sold, "return", "broken", lines=[LinePart(line, pieces(3))]).value
    # What is asked for counts too, so a second click asks for nothing twice.
    with pytest.raises(UserError):
        request_credit(owner, sold, "return", "broken", lines=[LinePart(line, pieces(3))])
    approve_credit(owner, asked)
    with pytest.raises(UserError):
        request_credit(owner, sold, "return", "broken", lines=[LinePart(line, pieces(2))])


def test_the_last_part_takes_the_remainder(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line("33.33", 3), discount_amount=cents("0.01"))
    ship_order(owner, sold)
    line = line_ids(sold)[0]
    for _ in range(3):
        approve_credit(owner, request_credit(owner, sold, "return", "no", lines=[LinePart(line, pieces(1))]).value)
    stored = read(OrderLine, line)
    assert (stored.credited_net, stored.credited_tax) == (stored.net, stored.tax)
    assert order(sold).worth == 0


def test_an_allowance_is_spread_over_what_the_lines_are_worth(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), 100, 50, "0.01")
    asked = request_credit(owner, sold, "allowance", "late", amount=cents(30)).value
    approve_credit(owner, asked)
    credit = read(Credit, asked)
    assert (credit.amount, credit.net + credit.tax) == (cents(30), cents(30))
    assert order(sold).worth == cents("120.01")
    approve_credit(owner, request_credit(owner, sold, "allowance", "very late", amount=cents("120.01")).value)
    assert order(sold).worth == 0
    assert all(line.credited_net == line.net for line in every(OrderLine, "order_id = ?", (sold,)))


def test_the_last_credit_takes_the_cash_rounding_too(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), "99.98", cash_rounding=2)
    ship_order(owner, sold)
    assert order(sold).total == cents(100)
    approve_credit(
        owner, request_credit(owner, sold, "return", "all back", lines=[LinePart(line_ids(sold)[0], pieces(1))]).value
    )
    assert order(sold).worth == 0


def test_an_amount_may_take_part_of_what_an_order_is_worth_beyond_its_lines(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), "99.98", cash_rounding=2)
    asked = request_credit(owner, sold, "allowance", "almost all", amount=cents("99.99")).value
    approve_credit(owner, asked)
    assert (read(Credit, asked).amount, order(sold).worth) == (cents("99.99"), 1)


def test_goods_of_a_return_go_back_to_stock_or_to_scrap(book: TestBook) -> None:
    book.set_company(stock_policy="kept")
    owner = book.owner
    lamp = a_product(owner, stock_kept=True)
    receive_goods(owner, lamp, pieces(10))
    sold = an_order(owner, a_customer(owner), a_line(10, 10, product_id=lamp))
    shipment = ship_order(owner, sold).value
    line = line_ids(sold)[0]

    def on_hand() -> int:
        return int(value("SELECT on_hand FROM product WHERE id = ?", lamp))

    def give_back(quantity: int, goods_to: str) -> int:
        asked = request_credit(
            owner, sold, "return", "broken", lines=[LinePart(line, pieces(quantity))], goods_to=goods_to
        ).value
        approve_credit(owner, asked)
        return asked

    first = give_back(3, "stock")
    assert on_hand() == pieces(3)
    second = give_back(2, "scrap")
    assert on_hand() == pieces(3)
    with pytest.raises(UserError) as refused:
        void_shipment(owner, shipment, "never left")
    assert refused.value.code == "returned"
    void_credit(owner, second, "not broken after all")
    assert on_hand() == pieces(3)
    void_credit(owner, first, "they kept it")
    assert (on_hand(), read(OrderLine, line).returned, order(sold).worth) == (0, 0, cents(100))


def test_a_voided_return_needs_its_goods_in_stock(book: TestBook) -> None:
    book.set_company(stock_policy="kept")
    owner = book.owner
    lamp = a_product(owner, stock_kept=True)
    receive_goods(owner, lamp, pieces(1))
    customer = a_customer(owner)
    sold = an_order(owner, customer, a_line(10, 1, product_id=lamp))
    ship_order(owner, sold)
    asked = request_credit(
        owner, sold, "return", "no", lines=[LinePart(line_ids(sold)[0], pieces(1))], goods_to="stock"
    ).value
    approve_credit(owner, asked)
    ship_order(owner, an_order(owner, customer, a_line(10, 1, product_id=lamp)))
    with pytest.raises(UserError) as refused:
        void_credit(owner, asked, "they want it")
    assert refused.value.code == "stock_below_zero"


def test_an_order_completed_before_daybook_counts_as_shipped(book: TestBook) -> None:
    owner = book.owner
    sold = an_order(owner, a_customer(owner), a_line(100, 2))

    def import_it(work: Work) -> None:
        batch = work.add(ImportBatch(file_name="old.xls", made_at=owner.now()))
        imported = work.get(Order, sold)
        imported.state, imported.import_batch_id = OrderState.COMPLETED, batch.id
        work.save(imported)

    book.prepare(import_it)
    asked = request_credit(owner, sold, "return", "broken", lines=[LinePart(line_ids(sold)[0], pieces(1))]).value
    approve_credit(owner, asked)
    assert order(sold).worth == cents(100)


def test_who_asked_never_approves_unless_alone(book: TestBook) -> None:
    sold = a_shipped_order(book.owner)
    alone = request_credit(book.owner, sold, "allowance", "late", amount=100).value
    approve_credit(book.owner, alone)
    manager = book.person(Role.MANAGER)
    asked = request_credit(manager, sold, "allowance", "late", amount=100).value
    with pytest.raises(UserError) as refused:
        approve_credit(manager, asked)
    assert refused.value.code == "self_approval"
    approve_credit(book.owner, asked)


def test_a_rejected_credit_stays_without_effect(owner: Actor) -> None:
    sold = a_shipped_order(owner)
    asked = request_credit(owner, sold, "allowance", "late", amount=cents(10)).value
    reject_credit(owner, asked, "it was in time")
    assert order(sold).worth == cents(1000)
    for again in (approve_credit, reject_credit, void_credit):
        with pytest.raises(UserError) as refused:
            again(owner, asked, "again")
        assert "rejected" in refused.value.message


def test_a_credit_that_a_refund_names_is_not_voided(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    record_payment(owner, cents(100), "cash", customer, parts=[(sold, cents(100))])
    asked = request_credit(owner, sold, "allowance", "late", amount=cents(10)).value
    approve_credit(owner, asked)
    request_refund(owner, cents(10), "late", order_id=sold, credit_id=asked)
    with pytest.raises(UserError) as refused:
        void_credit(owner, asked, "no")
    assert refused.value.code == "refund_names_it"


def test_what_no_credit_may_be(owner: Actor) -> None:
    sold = a_shipped_order(owner)
    line = line_ids(sold)[0]
    other = line_ids(a_shipped_order(owner))[0]
    draft = a_draft(owner, a_customer(owner, "Other"), 10)
    for arguments, code in (
        ({"credit_kind": "gift", "amount": 1}, "credit_kind"),
        ({"credit_kind": "return", "amount": 1}, "no_lines"),
        ({"credit_kind": "allowance"}, "no_lines"),
        ({"credit_kind": "allowance", "amount": 0}, "not_positive"),
        ({"credit_kind": "allowance", "amount": cents("1000.01")}, "above_worth"),
        ({"credit_kind": "return", "lines": [LinePart(other, pieces(1))]}, "unknown_line"),
        ({"credit_kind": "return", "lines": [LinePart(line, pieces(1)), LinePart(line, pieces(1))]}, "unknown_line"),
        ({"credit_kind": "return", "lines": [LinePart(line, -1)]}, "below_zero"),
        ({"credit_kind": "return", "lines": [LinePart(line)]}, "nothing_named"),
        ({"credit_kind": "allowance", "lines": [LinePart(line, 0, cents(1001))]}, "above_share"),
        ({"credit_kind": "allowance", "lines": [LinePart(line, 0, cents(10), 1)]}, "above_share"),
        ({"credit_kind": "return", "lines": [LinePart(line, pieces(1))], "goods_to": "moon"}, "goods_to"),
        ({"credit_kind": "allowance", "amount": 1, "reason": "  "}, "no_reason"),
        ({"credit_kind": "allowance", "amount": 1, "order_id": draft}, "state"),
    ):
        with pytest.raises(UserError) as refused:
            request_credit(owner, **{"order_id": sold, "reason": "so", **arguments})
        assert refused.value.code == code, arguments
        assert refused.value.message.endswith(".")
    assert value("SELECT count(*) FROM credit") == 0
    assert order(sold).state != OrderState.DRAFT


def test_a_request_that_no_longer_fits_is_refused_at_its_approval(owner: Actor) -> None:
    sold = a_shipped_order(owner, a_line(60), a_line(100))
    first = line_ids(sold)[0]
    one = request_credit(owner, sold, "allowance", "a", lines=[LinePart(first, 0, cents(50))]).value
    two = request_credit(owner, sold, "return", "b", lines=[LinePart(first, pieces(1))]).value
    approve_credit(owner, one)
    with pytest.raises(UserError) as refused:
        approve_credit(owner, two)
    assert refused.value.code == "above_share"
