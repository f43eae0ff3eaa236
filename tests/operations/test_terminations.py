"""Terminations: what a customer no longer gets is neither reserved nor waits to be shipped, until that is voided."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.base import writing_connection
from app.models.order import OrderLine
from app.models.product import Product
from app.models.totals import find_differences
from app.operations.amendments import amend_order, close_rest
from app.operations.company import change_company
from app.operations.credits import approve_credit, reject_credit, request_credit, void_credit
from app.operations.exchanges import Exchanged, exchange_goods
from app.operations.order_content import typed_from
from app.operations.order_course import complete_order, reopen_order
from app.operations.orders import copy_order
from app.operations.over_shipping import Over
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import receive_goods
from app.queries import order_details
from app.queries.check import check
from app.queries.columns import Ask
from app.queries.creditable import creditable
from app.queries.order_checks import TypedLine, TypedOrder, order_checks
from app.queries.promising import promised
from app.queries.shipping_papers import pick_list
from app.queries.to_ship import TO_SHIP, open_lines, waiting_order
from app.queries.why import why
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
    a_product,
    an_order,
    cents,
    every,
    line_ids,
    order,
    pieces,
    read,
)


@pytest.fixture
def owner(book: TestBook) -> Actor:
    """The owner of a book that keeps stock."""
    change_company(book.owner, {"stock_policy": "kept"})
    return book.owner


@pytest.fixture
def lamp(owner: Actor) -> int:
    """A product of which there are 20."""
    made = a_product(owner, "Lamp", stock_kept=True)
    receive_goods(owner, made, pieces(20))
    return made


@pytest.fixture
def sold(owner: Actor, lamp: int) -> int:
    """An order of ten lamps at 10."""
    return an_order(owner, a_customer(owner), a_line(10, 10, product_id=lamp))


def line_of(order_id: int) -> OrderLine:
    """The only line of an order."""
    return read(OrderLine, line_ids(order_id)[0])


def ask(owner: Actor, order_id: int, quantity: int) -> int:
    """Ask that some of an order's only line ends; returns the credit's id."""
    part = LinePart(line_ids(order_id)[0], pieces(quantity))
    return int(request_credit(owner, order_id, "termination", "sold out", [part]).value)


def end(owner: Actor, order_id: int, quantity: int) -> int:
    """End some of an order's only line; returns the credit's id."""
    asked = ask(owner, order_id, quantity)
    approve_credit(owner, asked)
    return asked


def reserved(product: int) -> tuple[int, int]:
    """What is reserved of a product, and what of it is available."""
    found = read(Product, product)
    return found.reserved, found.on_hand - found.reserved


def pay(owner: Actor, order_id: int) -> None:
    """Pay all that is outstanding."""
    due = order(order_id).outstanding
    record_payment(owner, due, "cash", order(order_id).customer_id, parts=[(order_id, due)])


def test_what_ends_is_neither_reserved_nor_waits_to_be_shipped(owner: Actor, lamp: int, sold: int) -> None:
    asked = ask(owner, sold, 6)
    assert reserved(lamp) == (pieces(10), pieces(10)), "what is only asked for is still promised"
    approve_credit(owner, asked)
    assert reserved(lamp) == (pieces(4), pieces(16))
    assert (line_of(sold).ended, line_of(sold).rest, order(sold).to_ship) == (pieces(6), pieces(4), pieces(4))
    assert [line.rest for line in open_lines(sold)] == [pieces(4)]
    assert [line.rest for line in waiting_order(owner, sold).lines] == [pieces(4)]
    assert [line.quantity for line in pick_list(owner, [sold]).lines] == [pieces(4)]
    assert promised(owner, [lamp])[lamp][0][1] == pieces(16)
    assert why(owner, "product", "reserved", lamp).total == pieces(4)
    assert [line.rest for line in order_details.order(owner, sold).lines] == [pieces(4)]
    assert creditable(owner, sold).lines[0].open == pieces(4)


def test_a_request_that_is_rejected_ends_nothing(owner: Actor, lamp: int, sold: int) -> None:
    reject_credit(owner, ask(owner, sold, 6), "they wait")
    assert (line_of(sold).ended, reserved(lamp)[0]) == (0, pieces(10))


def test_voiding_it_gives_back_what_had_ended(owner: Actor, lamp: int, sold: int) -> None:
    first = end(owner, sold, 6)
    second = end(owner, sold, 3)
    void_credit(owner, first, "a mistake")
    assert (line_of(sold).ended, reserved(lamp)[0], order(sold).to_ship) == (pieces(3), pieces(7), pieces(7))
    void_credit(owner, second, "a mistake")
    assert (line_of(sold).ended, reserved(lamp)[0], order(sold).worth) == (0, pieces(10), cents(100))
    ship_order(owner, sold)
    assert line_of(sold).shipped == pieces(10)


def test_an_order_whose_goods_all_went_out_or_ended_is_delivered(owner: Actor, sold: int) -> None:
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(4)})
    assert order(sold).delivery == "partly_shipped"
    credit = end(owner, sold, 6)
    assert (order(sold).delivery, order(sold).state) == ("shipped", "processing")
    assert sold not in TO_SHIP.first(owner, Ask(), 10)
    with pytest.raises(UserError, match="Everything"):
        waiting_order(owner, sold)
    pay(owner, sold)
    assert order(sold).state == "completed"
    void_credit(owner, credit, "they want them after all")
    assert (order(sold).delivery, order(sold).state) == ("partly_shipped", "processing")
    assert order(sold).completed_at is None
    assert list(TO_SHIP.first(owner, Ask(), 10)) == [sold]


def test_an_order_that_ends_as_a_whole_is_over(owner: Actor, lamp: int, sold: int) -> None:
    credit = end(owner, sold, 10)
    assert (order(sold).delivery, order(sold).state, reserved(lamp)[0]) == ("nothing_to_ship", "completed", 0)
    void_credit(owner, credit, "a mistake")
    assert (order(sold).delivery, order(sold).state, reserved(lamp)[0]) == ("waiting", "processing", pieces(10))


def test_more_than_is_left_does_not_go_out_and_it_says_why(owner: Actor, sold: int) -> None:
    end(owner, sold, 6)
    line = line_ids(sold)[0]
    with pytest.raises(UserError, match=re.escape("Lamp: 6 have ended, so only 4 are still to be shipped.")) as refused:
        ship_order(owner, sold, {line: pieces(5)})
    assert refused.value.code == "over_ordered"
    assert ship_order(owner, sold).value
    assert line_of(sold).shipped == pieces(4)


@pytest.mark.parametrize(("over", "quantities"), [(Over.AMEND, [11]), (Over.GIFT, [10, 1])])
def test_more_goes_out_beside_what_has_ended(owner: Actor, sold: int, over: Over, quantities: list[int]) -> None:
    end(owner, sold, 6)
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(5)}, over=over)
    lines = every(OrderLine)
    assert [line.quantity for line in lines] == [pieces(n) for n in quantities]
    assert sum(line.shipped for line in lines) == pieces(5)
    assert (order(sold).delivery, sum(line.rest for line in lines)) == ("shipped", 0)


def test_an_amendment_leaves_what_is_shipped_and_what_has_ended(owner: Actor, lamp: int, sold: int) -> None:
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(2)})
    end(owner, sold, 5)
    typed = typed_from(order(sold), every(OrderLine))

    def amend(quantity: int) -> None:
        lines = (replace(typed.lines[0], quantity=pieces(quantity)),)
        amend_order(owner, sold, replace(typed, lines=lines), "less")

    with pytest.raises(UserError, match="2 were shipped and 5 have ended") as refused:
        amend(6)
    assert refused.value.code == "below_shipped"
    amend(8)
    assert (line_of(sold).rest, order(sold).to_ship, reserved(lamp)[0]) == (pieces(1), pieces(3), pieces(1))
    amend(12)
    assert (line_of(sold).rest, reserved(lamp)[0]) == (pieces(5), pieces(5))


def test_a_line_that_ended_is_not_removed(owner: Actor, lamp: int) -> None:
    sold = an_order(owner, a_customer(owner), a_line(10, 5), a_line(0, 2, product_id=lamp))
    parts = [LinePart(line, pieces(1)) for line in line_ids(sold)]
    approve_credit(owner, request_credit(owner, sold, "termination", "sold out", parts).value)
    typed = typed_from(order(sold), every(OrderLine))
    with pytest.raises(UserError) as refused:
        amend_order(owner, sold, replace(typed, lines=typed.lines[:1]), "less")
    assert refused.value.code == "line_in_use"


def test_closing_the_rest_keeps_what_has_ended(owner: Actor, lamp: int, sold: int) -> None:
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(2)})
    end(owner, sold, 5)
    close_rest(owner, sold, "no more")
    assert (line_of(sold).quantity, line_of(sold).rest, reserved(lamp)[0]) == (pieces(7), 0, 0)
    assert (order(sold).worth, order(sold).delivery) == (cents(20), "shipped")


def test_what_is_shipped_last_closes_beside_what_has_ended(owner: Actor, sold: int) -> None:
    end(owner, sold, 5)
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(2)}, close=True)
    assert (line_of(sold).quantity, order(sold).worth, order(sold).delivery) == (pieces(7), cents(20), "shipped")


def test_an_order_that_was_completed_by_hand_is_open_for_its_rest_only(owner: Actor, lamp: int, sold: int) -> None:
    end(owner, sold, 6)
    complete_order(owner, sold, "they moved away")
    assert reserved(lamp)[0] == 0
    reopen_order(owner, sold, "they came back")
    assert reserved(lamp)[0] == pieces(4)


def test_a_voided_shipment_is_open_again_beside_what_has_ended(owner: Actor, lamp: int, sold: int) -> None:
    shipment = ship_order(owner, sold, {line_ids(sold)[0]: pieces(4)}).value
    end(owner, sold, 6)
    void_shipment(owner, shipment, "never left")
    assert (line_of(sold).rest, reserved(lamp)[0], order(sold).delivery) == (pieces(4), pieces(4), "waiting")


def test_an_exchange_opens_its_replacement_only(owner: Actor, lamp: int, sold: int) -> None:
    line = line_ids(sold)[0]
    ship_order(owner, sold, {line: pieces(4)})
    end(owner, sold, 6)
    exchange_goods(owner, sold, (Exchanged(line, pieces(1)),), "broken", "scrap")
    assert (reserved(lamp)[0], order(sold).to_ship, order(sold).delivery) == (pieces(1), pieces(5), "partly_shipped")


def test_a_copy_begins_with_nothing_ended(owner: Actor, sold: int) -> None:
    end(owner, sold, 6)
    copied = line_of(copy_order(owner, sold).value)
    assert (copied.quantity, copied.ended) == (pieces(10), 0)


def test_an_amendment_that_is_typed_wants_only_what_is_still_to_be_delivered(owner: Actor, lamp: int) -> None:
    sold = an_order(owner, a_customer(owner), a_line(10, 20, product_id=lamp))
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(5)})
    end(owner, sold, 6)
    other = an_order(owner, 1, a_line(10, 6, product_id=lamp))
    assert order(other).state == "confirmed"

    def short(quantity: int) -> list[int]:
        line = TypedLine(0, lamp, "goods", pieces(quantity), 10_000_000, 0)
        typed = TypedOrder(1, order(sold).date.isoformat(), 0, (line,), order_id=sold)
        return [each.wanted for each in order_checks(owner, typed).short]

    assert short(20) == [], "nine are still to be delivered, and they are there"
    assert short(21) == [pieces(10)]


def test_the_check_names_what_did_not_end(owner: Actor, sold: int) -> None:
    end(owner, sold, 6)
    line = line_ids(sold)[0]
    writing_connection().execute("UPDATE order_line SET ended = 50000 WHERE id = ?", (line,))
    told = [f.sentence for f in check() if f.serious]
    assert any("ended: 5 is kept, but its records add up to 6" in each for each in told), told
    assert any("the quantity to ship is kept as 4, but follows as 5" in each for each in told), told
    assert find_differences(writing_connection()), "what is reserved follows from it"
    writing_connection().execute("UPDATE order_line SET ended = 60000 WHERE id = ?", (line,))
