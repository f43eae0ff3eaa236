"""What goes with the goods on paper: values that add up, what the warehouse may see, what has to be picked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.actor import Role
from app.models.document import Mark
from app.operations.channels import add_channel
from app.operations.inputs import LineInput
from app.operations.order_course import cancel_order, hold_order
from app.operations.orders import confirm_order
from app.operations.outputs import note_print
from app.operations.quotations import return_to_draft
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import receive_goods
from app.queries.columns import Ask
from app.queries.shipping_papers import delivery_note, pick_list, shipping_label
from app.queries.to_ship import TO_SHIP
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
    a_product,
    an_order,
    cents,
    close,
    line_ids,
    new_book,
    order,
    pieces,
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A fresh book without taxes."""
    made = new_book(tmp_path)
    yield made
    close(made)


def test_the_values_of_part_shipments_add_up_to_the_line(book: TestBook) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line("33.33", 3), discount_amount=cents("10"))
    (line,) = line_ids(made)
    shipped = [ship_order(book.owner, made, quantities={line: pieces(1)}).value for _part in range(3)]
    values = [delivery_note(book.owner, each).gross for each in shipped]
    assert sum(values) == order(made).total == cents("89.99")
    assert sorted(values) == [cents("29.99"), cents("30"), cents("30")]


def test_the_warehouse_gets_delivery_notes_without_prices(book: TestBook) -> None:
    shipment = ship_order(book.owner, an_order(book.owner, a_customer(book.owner), 25)).value
    warehouse = book.person(Role.WAREHOUSE)
    seen = delivery_note(warehouse, shipment)
    assert (seen.shows_prices, seen.gross, seen.lines[0].price) == (False, 0, 0)
    priced = delivery_note(book.owner, shipment)
    assert (priced.shows_prices, priced.gross, priced.lines[0].amount) == (True, cents(25), cents(25))
    assert delivery_note(book.owner, shipment, prices=False).gross == 0


def test_papers_of_a_voided_shipment_say_so(book: TestBook) -> None:
    shipment = ship_order(book.owner, an_order(book.owner, a_customer(book.owner), 25)).value
    void_shipment(book.owner, shipment, "fell down")
    assert delivery_note(book.owner, shipment).mark is Mark.VOID
    assert shipping_label(book.owner, shipment).mark is Mark.VOID


def test_a_label_carries_what_the_order_says_of_where_it_goes(book: TestBook) -> None:
    made = an_order(
        book.owner,
        a_customer(book.owner),
        25,
        consignee="Ruth Okafor",
        ship_phone="555 018",
        ship_address="7 Quayside",
        city="Gloucester",
    )
    label = shipping_label(book.owner, ship_order(book.owner, made, carrier="UPS", tracking_number="1Z9").value)
    assert label.ship_to is not None
    assert (label.ship_to.name, label.ship_to.phone) == ("Ruth Okafor", "555 018")
    assert label.ship_to.address == "7 Quayside\nGloucester"
    assert (label.carrier, label.tracking_number, label.order_numbers) == ("UPS", "1Z9", order(made).number)
    assert not label.shows_prices


def test_a_pick_list_adds_up_orders_and_leaves_out_what_cannot_go(book: TestBook) -> None:
    lamp, chair = a_product(book.owner, "Lamp", code="B2"), a_product(book.owner, "Chair", code="A1")
    customer = a_customer(book.owner)

    def ordered(product: int, quantity: int) -> LineInput:
        return a_line(5, quantity, product_id=product, description="")

    first = an_order(book.owner, customer, ordered(lamp, 2), ordered(chair, 1))
    second = an_order(book.owner, customer, ordered(lamp, 3))
    held = an_order(book.owner, customer, ordered(chair, 9))
    hold_order(book.owner, held, "asks again")
    ship_order(book.owner, second, quantities={line_ids(second)[0]: pieces(1)})
    paper = pick_list(book.person(Role.WAREHOUSE), [first, second, held])
    assert [(line.code, line.quantity) for line in paper.lines] == [("A1", pieces(1)), ("B2", pieces(4))]
    assert paper.lines[1].note == "[1] × 2   [2] × 2"
    assert paper.order_numbers == "2"
    assert [(b.number, b.order, b.lines, b.quantity) for b in paper.baskets] == [
        (1, order(first).number, 2, pieces(3)),
        (2, order(second).number, 1, pieces(2)),
    ]
    assert paper.baskets[0].goods == "1 × Chair  ·  2 × Lamp"
    turned = pick_list(book.owner, [second, first])
    assert [b.order for b in turned.baskets] == [order(second).number, order(first).number]
    assert not pick_list(book.owner, [first, held]).baskets
    with pytest.raises(UserError, match="Nothing of these orders"):
        pick_list(book.owner, [held])


def test_a_pick_list_is_walked_by_place_and_what_has_none_comes_last(book: TestBook) -> None:
    places = {"Lamp": "A-12", "Chair": "", "Table": "A-3", "Pen": "B-1"}
    made = [a_product(book.owner, name, code=name[0], place=place) for name, place in places.items()]
    wanted = [a_line(5, 1, product_id=each, description="") for each in made]
    paper = pick_list(book.owner, [an_order(book.owner, a_customer(book.owner), *wanted)])
    assert [(line.place, line.code) for line in paper.lines] == [("A-3", "T"), ("A-12", "L"), ("B-1", "P"), ("", "C")]


def test_a_pick_list_knows_what_lies_there_where_stock_is_kept(book: TestBook) -> None:
    book.set_company(stock_policy="kept")
    lamp = a_product(book.owner, "Lamp", stock_kept=True)
    chair = a_product(book.owner, "Chair")
    receive_goods(book.owner, lamp, pieces(2))
    lines = [a_line(5, 3, product_id=each, description="") for each in (lamp, chair)]
    paper = pick_list(book.owner, [an_order(book.owner, a_customer(book.owner), *lines)])
    assert {line.description: line.in_stock for line in paper.lines} == {"Lamp": pieces(2), "Chair": None}


def test_orders_on_a_pick_list_are_told_apart_until_a_part_of_them_left(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first, second, third = (an_order(book.owner, customer, a_line(5, 4)) for _number in range(3))
    fresh = Ask(filters=(("picked", "no"),))
    assert len(TO_SHIP.ids(book.owner, fresh)) == 3
    note_print(book.owner, "pick-list", [order(first).number, order(second).number])
    note_print(book.owner, "delivery-note", [order(third).number])
    assert list(TO_SHIP.ids(book.owner, fresh)) == [third]
    at = [column.key for column in TO_SHIP.columns].index("listed")
    rows = TO_SHIP.rows([first, third], book.owner)
    assert rows[first].values[at].startswith("2026-03-10")
    assert rows[third].values[at] is None
    ship_order(book.owner, first, quantities={line_ids(first)[0]: pieces(1)})
    assert sorted(TO_SHIP.ids(book.owner, fresh)) == [first, third], "what is left of it is to be picked again"
    note_print(book.owner, "pick-list", [order(first).number])
    assert list(TO_SHIP.ids(book.owner, fresh)) == [third]


def test_orders_of_two_channels_with_one_number_are_both_still_to_be_picked(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first, second = (an_order(book.owner, customer, a_line(5, 4)) for _number in range(2))
    channel = add_channel(book.owner, "A marketplace").value
    book.prepare(
        lambda work: work.connection.execute(
            "UPDATE sales_order SET number = ?, channel_id = ? WHERE id = ?", (order(first).number, channel, second)
        )
    )
    fresh = Ask(filters=(("picked", "no"),))
    note_print(book.owner, "pick-list", [order(first).number])
    assert sorted(TO_SHIP.ids(book.owner, fresh)) == [first, second], "the list may have been that of the other one"
    ship_order(book.owner, first)
    note_print(book.owner, "pick-list", [order(second).number])
    assert list(TO_SHIP.ids(book.owner, fresh)) == []


def test_an_order_that_came_after_the_list_of_its_number_is_still_to_be_picked(book: TestBook) -> None:
    note_print(book.owner, "pick-list", ["SO-2026-0001"])
    made = an_order(book.owner, a_customer(book.owner), a_line(5, 4))
    assert order(made).number == "SO-2026-0001"
    fresh = Ask(filters=(("picked", "no"),))
    assert list(TO_SHIP.ids(book.owner, fresh)) == [made]
    note_print(book.owner, "pick-list", [order(made).number])
    assert list(TO_SHIP.ids(book.owner, fresh)) == []
    cancel_order(book.owner, made, "not wanted after all")
    return_to_draft(book.owner, made)
    confirm_order(book.owner, made)
    assert list(TO_SHIP.ids(book.owner, fresh)) == [made], "what was put back on the shelves is taken again"


def test_what_was_printed_is_found_by_its_index(book: TestBook) -> None:
    assert "trail_prints" in TO_SHIP.plan(book.owner, Ask(filters=(("picked", "no"),)))
