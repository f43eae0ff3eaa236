"""Goods come in, go out, come back: every path through the stock ledger, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.errors import NeedsConfirmation, Problems, UserError
from app.models.order import LineKind, OrderKind, OrderLine
from app.models.product import Movement, Product, StockMovement
from app.models.stock import ExpectedReceipt, promises
from app.operations.amendments import amend_order
from app.operations.batches import confirm_orders
from app.operations.credits import approve_credit, request_credit, void_credit
from app.operations.history import undo
from app.operations.order_content import typed_from
from app.operations.order_course import cancel_order, complete_order, reopen_order
from app.operations.orders import confirm_order
from app.operations.parts import LinePart
from app.operations.products import ProductInput, edit_product
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import (
    StockLine,
    change_expected,
    drop_expected,
    enter_opening_stock,
    expect_goods,
    receive_delivery,
    receive_goods,
    scrap_goods,
    take_back_movement,
)
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    every,
    line_ids,
    order,
    pieces,
    read,
)


@pytest.fixture
def stocked(book: TestBook) -> TestBook:
    """A book that keeps stock."""
    book.set_company(stock_policy="kept")
    return book


def a_kept(book: TestBook, name: str = "Lamp", on_hand: int = 10, **fields: object) -> int:
    made = a_product(book.owner, name, stock_kept=True, **fields)
    if on_hand:
        receive_goods(book.owner, made, pieces(on_hand))
    return made


def stock(product: int) -> tuple[int, int]:
    """What lies there and what of it is reserved, in pieces."""
    found = read(Product, product)
    return found.on_hand // pieces(1), found.reserved // pieces(1)


def test_stock_is_reserved_at_confirmation_deducted_at_shipment_and_given_back(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_kept(stocked)
    customer = a_customer(owner)
    draft = a_draft(owner, customer, a_line(10, 4, product_id=lamp))
    assert stock(lamp) == (10, 0)
    confirm_order(owner, draft)
    assert stock(lamp) == (10, 4)
    shipment = ship_order(owner, draft, {line_ids(draft)[0]: pieces(3)}).value
    assert stock(lamp) == (7, 1)
    void_shipment(owner, shipment, "not picked up")
    assert stock(lamp) == (10, 4)
    cancel_order(owner, draft, "changed their mind")
    assert stock(lamp) == (10, 0)


def test_an_order_completed_by_hand_frees_what_was_not_shipped_until_it_is_reopened(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_kept(stocked)
    sold = an_order(owner, a_customer(owner), a_line(10, 4, product_id=lamp))
    complete_order(owner, sold, "delivered by the factory")
    assert stock(lamp) == (10, 0)
    reopen_order(owner, sold, "not delivered after all")
    assert stock(lamp) == (10, 4)


def test_a_shipment_gives_back_what_it_took_even_when_stock_is_not_kept_any_more(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_kept(stocked, on_hand=4)
    shipment = ship_order(owner, an_order(owner, a_customer(owner), a_line(10, 4, product_id=lamp))).value
    edit_product(owner, lamp, ProductInput("Lamp", stock_kept=False))
    void_shipment(owner, shipment, "came back unopened")
    assert stock(lamp)[0] == 4


def test_a_shipment_that_took_nothing_gives_nothing_back(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_product(owner, "Lamp")
    shipment = ship_order(owner, an_order(owner, a_customer(owner), a_line(10, 4, product_id=lamp))).value
    edit_product(owner, lamp, ProductInput("Lamp", stock_kept=True))
    void_shipment(owner, shipment, "never left")
    assert (stock(lamp)[0], every(StockMovement)) == (0, [])


def test_voiding_a_return_takes_out_what_it_brought_and_nothing_else(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_kept(stocked)
    sold = an_order(owner, a_customer(owner), a_line(10, 4, product_id=lamp))
    ship_order(owner, sold)
    given = {}
    for goods_to, left in (("stock", 7), ("scrap", 7), ("none", 7)):
        asked = request_credit(
            owner, sold, "return", "broken", [LinePart(line_ids(sold)[0], pieces(1))], goods_to=goods_to
        )
        given[goods_to] = asked.value
        approve_credit(owner, asked.value)
        assert stock(lamp)[0] == left
    assert read(OrderLine, line_ids(sold)[0]).returned == pieces(3)
    for goods_to, left in (("none", 7), ("scrap", 7), ("stock", 6)):
        void_credit(owner, given[goods_to], "a mistake")
        assert stock(lamp)[0] == left


def test_a_delivery_of_several_products_is_booked_whole_or_not_at_all(stocked: TestBook) -> None:
    lamp, oil, talk = a_kept(stocked, on_hand=0), a_kept(stocked, "Oil", 0), a_product(stocked.owner, "Advice")
    receive_delivery(stocked.owner, [StockLine(lamp, pieces(3)), StockLine(oil, pieces(2))], note="DN 7")
    assert (stock(lamp)[0], stock(oil)[0]) == (3, 2)
    with pytest.raises(Problems) as refused:
        receive_delivery(stocked.owner, [StockLine(lamp, pieces(1)), StockLine(talk, pieces(1)), StockLine(oil, 0)])
    assert [p.field for p in refused.value.problems] == ["lines.2", "lines.3"]
    assert stock(lamp)[0] == 3
    with pytest.raises(UserError, match="Choose a product"):
        receive_delivery(stocked.owner, [])


def test_opening_stock_is_entered_once(stocked: TestBook) -> None:
    stocked.set_company(start_date=date(2026, 1, 1))
    lamp = a_kept(stocked, on_hand=0)
    enter_opening_stock(stocked.owner, [StockLine(lamp, pieces(30))])
    (opening,) = every(StockMovement)
    assert (opening.movement, opening.date) == (Movement.OPENING, date(2026, 1, 1))
    with pytest.raises(UserError) as refused:
        enter_opening_stock(stocked.owner, [StockLine(lamp, pieces(3))])
    assert (refused.value.code, refused.value.field) == ("opened", "lines.1")
    take_back_movement(stocked.owner, opening.id, "counted wrong")
    enter_opening_stock(stocked.owner, [StockLine(lamp, pieces(3))])
    assert stock(lamp)[0] == 3


def test_scrap_needs_a_reason_and_goods(stocked: TestBook) -> None:
    lamp = a_kept(stocked, on_hand=2)
    with pytest.raises(UserError) as refused:
        scrap_goods(stocked.owner, [StockLine(lamp, pieces(1))], " ")
    assert refused.value.code == "no_reason"
    with pytest.raises(UserError, match="Only 2") as refused:
        scrap_goods(stocked.owner, [StockLine(lamp, pieces(3))], "broken")
    assert refused.value.code == "stock_below_zero"
    scrap_goods(stocked.owner, [StockLine(lamp, pieces(2))], "broken")
    assert stock(lamp)[0] == 0


def test_a_movement_entered_by_mistake_is_taken_back_once_by_a_movement_of_its_own(stocked: TestBook) -> None:
    lamp = a_kept(stocked, on_hand=100)
    (receipt,) = every(StockMovement)
    take_back_movement(stocked.owner, receipt.id, "ten, not a hundred")
    first, second = every(StockMovement)
    assert (stock(lamp)[0], second.reverses_id, second.quantity) == (0, first.id, -first.quantity)
    for movement, code in ((first, "taken_back"), (second, "not_by_hand")):
        with pytest.raises(UserError) as refused:
            take_back_movement(stocked.owner, movement.id, "again")
        assert refused.value.code == code


def test_a_receipt_whose_goods_are_sold_is_not_taken_back(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_kept(stocked, on_hand=5)
    ship_order(owner, an_order(owner, a_customer(owner), a_line(10, 3, product_id=lamp)))
    with pytest.raises(UserError, match="Only 2"):
        take_back_movement(owner, every(StockMovement)[0].id, "a mistake")


def test_what_would_be_missing_on_a_later_day_is_refused_with_that_day_and_the_amount(stocked: TestBook) -> None:
    owner, clock = stocked.owner, stocked.clock
    lamp = a_kept(stocked, on_hand=5)
    first = clock.day
    clock.day += timedelta(days=4)
    ship_order(owner, an_order(owner, a_customer(owner), a_line(10, 5, product_id=lamp)))
    clock.day += timedelta(days=4)
    receive_goods(owner, lamp, pieces(5))
    with pytest.raises(UserError) as refused:
        scrap_goods(owner, [StockLine(lamp, pieces(2))], "broken", first + timedelta(days=1))
    told = refused.value.message
    assert "2026-03-14 only 0" in told
    assert "2 too few" in told
    assert refused.value.field == "date"
    scrap_goods(owner, [StockLine(lamp, pieces(2))], "broken")


def test_goods_dated_in_the_future_or_in_a_closed_month_are_refused(stocked: TestBook) -> None:
    lamp = a_kept(stocked, on_hand=0)
    with pytest.raises(UserError) as refused:
        receive_delivery(stocked.owner, [StockLine(lamp, pieces(1))], stocked.clock.day + timedelta(days=1))
    assert refused.value.code == "future_date"
    stocked.set_company(closed_until=date(2026, 2, 28))
    with pytest.raises(UserError) as refused:
        receive_delivery(stocked.owner, [StockLine(lamp, pieces(1))], date(2026, 2, 28))
    assert refused.value.code == "closed_month"


def test_what_comes_counts_against_what_was_expected_the_earliest_first(stocked: TestBook) -> None:
    owner, day = stocked.owner, stocked.clock.day
    lamp = a_kept(stocked, on_hand=0)
    later = expect_goods(owner, lamp, pieces(10), day + timedelta(days=20)).value
    soon = expect_goods(owner, lamp, pieces(10), day + timedelta(days=2), "by ship").value
    receive_goods(owner, lamp, pieces(14))
    assert [read(ExpectedReceipt, each).received for each in (soon, later)] == [pieces(10), pieces(4)]
    with pytest.raises(UserError) as refused:
        change_expected(owner, later, pieces(3), day + timedelta(days=30))
    assert refused.value.code == "below_received"
    drop_expected(owner, later)
    assert read(ExpectedReceipt, later).quantity == pieces(4)
    undo(owner)
    assert read(ExpectedReceipt, later).quantity == pieces(10)


def test_goods_are_expected_today_or_later_and_taken_off_the_list_again(stocked: TestBook) -> None:
    owner, day = stocked.owner, stocked.clock.day
    lamp = a_kept(stocked, on_hand=0)
    with pytest.raises(UserError) as refused:
        expect_goods(owner, lamp, pieces(1), day - timedelta(days=1))
    assert refused.value.field == "date"
    coming = expect_goods(owner, lamp, pieces(1), day).value
    drop_expected(owner, coming)
    assert every(ExpectedReceipt) == []


def test_each_shortage_policy_does_what_it_says_for_one_order_and_for_many(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp, oil = a_kept(stocked, on_hand=2), a_kept(stocked, "Oil", 1)
    customer = a_customer(owner)

    def short() -> int:
        return a_draft(owner, customer, a_line(10, 3, product_id=lamp), a_line(5, 2, product_id=oil))

    drafts = [short() for _ in range(3)]
    with pytest.raises(NeedsConfirmation) as asked:
        confirm_order(owner, drafts[0])
    assert asked.value.key == "shortage"
    stocked.set_company(shortage_policy="block")
    with pytest.raises(UserError) as refused:
        confirm_order(owner.confirming({"shortage"}), drafts[0])
    assert refused.value.code == "shortage"
    assert "Lamp: 3 wanted, 2 available" in refused.value.message
    assert "Oil: 2 wanted, 1 available" in refused.value.message
    outcome = confirm_orders(owner, drafts).value
    assert (outcome.done, [r.group for r in outcome.refused]) == ((), ["not enough in stock"] * 3)
    stocked.set_company(shortage_policy="pre_sale")
    confirm_order(owner, drafts[0])
    assert confirm_orders(owner, drafts[1:]).value.done == tuple(drafts[1:])
    assert [order(each).order_kind for each in drafts] == [OrderKind.PRE_SALE] * 3


DAY = date(2026, 3, 10)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("on_hand", "reserved", "coming", "told"),
    [
        (4, [], [], [(0, 4)]),
        (4, [], [(23, 6)], [(0, 4), (23, 10)]),
        (4, [(5, 3)], [(23, 6)], [(0, 1), (23, 7)]),
        # What was promised for later is kept for that day, even where more lies there before.
        (4, [(30, 4)], [(23, 6)], [(0, 4), (23, 6)]),
        (10, [(30, 4)], [], [(0, 6)]),
        # More is promised than there is: nothing is left until more comes than is owed.
        (1, [(-3, 5)], [(2, 3), (9, 8)], [(0, 0), (9, 7)]),
        # Nobody can rely on goods that should have come already.
        (4, [], [(-1, 6)], [(0, 4)]),
    ],
)
def test_what_can_be_promised_by_when(
    on_hand: int, reserved: list[tuple[int, int]], coming: list[tuple[int, int]], told: list[tuple[int, int]]
) -> None:
    found = promises(on_hand, [(later(d), q) for d, q in reserved], [(later(d), q) for d, q in coming], DAY)
    assert list(found) == [(later(d), q) for d, q in told]


def test_an_amendment_that_wants_more_is_held_to_the_same_policy(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp, oil = a_kept(stocked, on_hand=5), a_kept(stocked, "Oil", 0)
    sold = an_order(owner, a_customer(owner), a_line(10, 4, product_id=lamp), a_line(5, 2, product_id=oil))

    def amended(lamps: int, oils: int = 2) -> None:
        lines = every(OrderLine, "order_id = ?", (sold,))
        typed = typed_from(order(sold), lines)
        wanted = (pieces(lamps), pieces(oils))
        changed = tuple(replace(line, quantity=q) for line, q in zip(typed.lines, wanted, strict=True))
        amend_order(owner, sold, replace(typed, lines=changed), "more is wanted")

    # The oil that is short already is wanted no more of, so nobody asks about it again.
    amended(5)
    assert stock(lamp) == (5, 5)
    with pytest.raises(NeedsConfirmation, match="Lamp: 6 wanted, 5 available") as asked:
        amended(6)
    assert asked.value.key == "shortage"
    stocked.set_company(shortage_policy="block")
    with pytest.raises(UserError, match="Lamp: 6 wanted, 5 available"):
        amended(6)
    amended(3)
    assert stock(lamp) == (5, 3)
    stocked.set_company(shortage_policy="pre_sale")
    amended(3, 4)
    assert order(sold).order_kind == OrderKind.PRE_SALE


def test_only_goods_are_reserved(stocked: TestBook) -> None:
    owner = stocked.owner
    lamp = a_kept(stocked)
    repair = a_line(5, 2, product_id=lamp, line_kind=LineKind.SERVICE, description="Repair of a lamp")
    an_order(owner, a_customer(owner), repair, a_line(10, 3, product_id=lamp))
    assert stock(lamp) == (10, 3)
