"""Goods go out: too much, too little, many at once, with their tracking numbers; and what of it is taken back."""

from __future__ import annotations

import pytest

from app.errors import NotAllowed, UserError
from app.models.order import Amendment, OrderLine, Shipment, ShipmentLine
from app.operations.batches import ship_orders
from app.operations.batches_shipments import sign_for_shipments, void_shipments
from app.operations.history import redo, undo
from app.operations.shipments import ship_order, sign_for_shipment, void_shipment
from app.operations.stock import receive_goods
from app.operations.tracking import TrackingInput, change_tracking, record_tracking
from app.queries.tracking import Match, match_tracking
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
    value,
)
from tests.operations.conftest import Office


@pytest.fixture
def lamp(book: TestBook) -> int:
    """A product of which ten lie in stock."""
    book.set_company(stock_policy="kept")
    made = a_product(book.owner, "Lamp", code="L", stock_kept=True)
    receive_goods(book.owner, made, pieces(10))
    return made


def on_hand(product: int) -> int:
    return int(value("SELECT on_hand FROM product WHERE id = ?", product))


# More than ordered


def test_more_than_ordered_is_refused_unless_somebody_chose(book: TestBook, lamp: int) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line(20, 4, product_id=lamp))
    (line,) = line_ids(made)
    with pytest.raises(UserError, match="only 4") as refused:
        ship_order(book.owner, made, quantities={line: pieces(6)})
    assert refused.value.code == "over_ordered"
    assert every(Shipment) == []


def test_more_than_ordered_amends_the_order_and_is_charged(book: TestBook, lamp: int) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line(20, 4, product_id=lamp))
    (line,) = line_ids(made)
    ship_order(book.owner, made, quantities={line: pieces(6)}, over="amend")
    found = order(made)
    assert (found.total, found.revision, found.delivery) == (cents(120), 1, "shipped")
    assert read(OrderLine, line).quantity == pieces(6)
    assert on_hand(lamp) == pieces(4)
    assert every(Amendment)[0].reason


def test_more_than_ordered_goes_along_as_a_gift_for_nothing(book: TestBook, lamp: int) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line(20, 4, product_id=lamp))
    (line,) = line_ids(made)
    ship_order(book.owner, made, quantities={line: pieces(5)}, over="gift")
    found = order(made)
    assert (found.total, found.delivery) == (cents(80), "shipped")
    gift = every(OrderLine)[-1]
    assert (gift.quantity, gift.amount, gift.product_id) == (pieces(1), 0, lamp)
    assert [part.quantity for part in every(ShipmentLine)] == [pieces(4), pieces(1)]
    assert on_hand(lamp) == pieces(5)


def test_who_may_ship_and_not_amend_sends_no_more_than_ordered(office: Office) -> None:
    made = an_order(office.owner, a_customer(office.owner), a_line(20, 4))
    (line,) = line_ids(made)
    for over in ("amend", "gift"):
        with pytest.raises(NotAllowed):
            ship_order(office.warehouse, made, quantities={line: pieces(5)}, over=over)
    with pytest.raises(NotAllowed):
        ship_order(office.warehouse, made, quantities={line: pieces(1)}, close=True)
    assert every(Shipment) == []
    assert order(made).revision == 0


# Less than ordered


def test_a_part_stays_open_or_the_rest_is_closed(book: TestBook, lamp: int) -> None:
    customer = a_customer(book.owner)
    kept, closed = (an_order(book.owner, customer, a_line(20, 5, product_id=lamp)) for _number in range(2))
    ship_order(book.owner, kept, quantities={line_ids(kept)[0]: pieces(2)})
    assert (order(kept).delivery, order(kept).worth) == ("partly_shipped", cents(100))
    ship_order(book.owner, closed, quantities={line_ids(closed)[0]: pieces(2)}, close=True)
    found = order(closed)
    assert (found.delivery, found.worth, found.revision) == ("shipped", cents(40), 1)
    assert value("SELECT reserved FROM product WHERE id = ?", lamp) == pieces(3)


def test_closing_the_rest_of_what_goes_out_whole_amends_nothing(book: TestBook) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line(20, 5))
    ship_order(book.owner, made, close=True)
    assert (order(made).revision, order(made).delivery) == (0, "shipped")


# Many at once


def test_a_batch_of_shipments_is_voided_in_one_go(book: TestBook, lamp: int) -> None:
    customer = a_customer(book.owner)
    made = [an_order(book.owner, customer, a_line(20, 2, product_id=lamp)) for _number in range(3)]
    outcome = ship_orders(book.owner, made, carrier="UPS").value
    assert len(outcome.made) == 3
    assert on_hand(lamp) == pieces(4)
    back = void_shipments(book.owner, outcome.made, "not picked up").value
    assert (len(back.done), back.refused) == (3, ())
    assert on_hand(lamp) == pieces(10)
    assert {order(each).delivery for each in made} == {"waiting"}
    again = void_shipments.rehearse(book.owner, outcome.made, "again")
    assert list(again.groups) == ["voided"]


def test_signing_for_many_leaves_out_what_cannot_be_and_is_undone_as_one(book: TestBook) -> None:
    customer = a_customer(book.owner)
    made = [an_order(book.owner, customer, 10) for _number in range(4)]
    shipped = [ship_order(book.owner, each).value for each in made]
    sign_for_shipment(book.owner, shipped[0])
    void_shipment(book.owner, shipped[1], "fell down")
    outcome = sign_for_shipments(book.owner, shipped).value
    assert outcome.done == tuple(shipped[2:])
    assert sorted(outcome.groups) == ["is so already", "voided"]
    assert [order(each).delivery for each in made] == ["signed_for", "waiting", "signed_for", "signed_for"]
    undo(book.owner)
    assert [order(each).delivery for each in made] == ["signed_for", "waiting", "shipped", "shipped"]


def test_nobody_signs_for_goods_before_they_left(book: TestBook) -> None:
    shipped = ship_order(book.owner, an_order(book.owner, a_customer(book.owner), 10)).value
    left = read(Shipment, shipped).date
    with pytest.raises(UserError, match="before that") as refused:
        sign_for_shipment(book.owner, shipped, left.replace(day=left.day - 1))
    assert refused.value.field == "date"


# Tracking numbers


def shipped_orders(book: TestBook, count: int) -> list[int]:
    customer = a_customer(book.owner)
    made = [an_order(book.owner, customer, 10) for _number in range(count)]
    for each in made:
        ship_order(book.owner, each)
    return made


def found(book: TestBook, *rows: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(row.match.value, row.carrier, row.tracking_number) for row in match_tracking(book.owner, rows)]


def store(book: TestBook, *rows: tuple[str, ...]) -> int:
    matched = [row for row in match_tracking(book.owner, rows) if row.match is Match.MATCHED]
    return record_tracking(
        book.owner, [TrackingInput(row.shipment_id or 0, row.tracking_number, row.carrier) for row in matched]
    ).value


def test_pasted_numbers_find_their_shipments_whatever_the_order_of_the_cells(book: TestBook) -> None:
    first, second, _third = (order(each).number for each in shipped_orders(book, 3))
    shipment = every(Shipment)[2].number
    rows = (
        ("Order", "Carrier", "Tracking number"),
        (first, "UPS", "1Z999AA10123456784"),
        ("DHL", "1234567890", second, "13800000000"),
        (shipment, "Parcel van", "VAN-2026-77"),
        ("SO-1999-0001", "UPS", "1Z999AA10123456785"),
        (first,),
    )
    assert found(book, *rows) == [
        ("matched", "UPS", "1Z999AA10123456784"),
        ("matched", "DHL", "1234567890"),
        ("matched", "Parcel van", "VAN-2026-77"),
        ("not_matched", "UPS", "1Z999AA10123456785"),
        ("not_matched", "", ""),
    ]


def test_numbers_given_twice_add_nothing_and_one_undo_takes_all_back(book: TestBook) -> None:
    made = shipped_orders(book, 2)
    rows = tuple((order(each).number, "UPS", f"1Z999AA1012345678{each}") for each in made)
    assert store(book, *rows) == 2
    assert [s.carrier for s in every(Shipment)] == ["UPS", "UPS"]
    assert {match for match, _carrier, _number in found(book, *rows)} == {"already_there"}
    trail = value("SELECT count(*) FROM trail")
    entries = [TrackingInput(s.id, s.tracking_number, s.carrier) for s in every(Shipment)]
    assert record_tracking(book.owner, entries).value == 0
    assert value("SELECT count(*) FROM trail") == trail
    undo(book.owner)
    assert [s.tracking_number for s in every(Shipment)] == ["", ""]
    redo(book.owner)
    assert all(s.tracking_number for s in every(Shipment))


def test_two_part_shipments_of_an_order_take_two_numbers(book: TestBook) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line(5, 2))
    (line,) = line_ids(made)
    for _part in range(2):
        ship_order(book.owner, made, quantities={line: pieces(1)})
    number = order(made).number
    store(book, (number, "1Z999AA10123456784"), (number, "1Z999AA10123456785"))
    assert [s.tracking_number[-1] for s in every(Shipment)] == ["4", "5"]
    (third,) = found(book, (number, "1Z999AA10123456786"))
    assert third[0] == "not_matched"


def test_another_number_never_replaces_the_first_by_pasting_but_is_corrected_on_purpose(book: TestBook) -> None:
    (made,) = shipped_orders(book, 1)
    (shipment,) = every(Shipment)
    store(book, (order(made).number, "UPS", "1Z999AA10123456784"))
    with pytest.raises(UserError, match="already"):
        record_tracking(book.owner, [TrackingInput(shipment.id, "1Z0000000000000000")])
    change_tracking(book.owner, shipment.id, "DHL", "1234567890")
    assert (read(Shipment, shipment.id).carrier, read(Shipment, shipment.id).tracking_number) == ("DHL", "1234567890")
    undo(book.owner)
    assert read(Shipment, shipment.id).carrier == "UPS"


def test_what_was_not_shipped_or_is_voided_says_so(book: TestBook) -> None:
    waiting = an_order(book.owner, a_customer(book.owner), 10)
    (made,) = shipped_orders(book, 1)
    (shipment,) = every(Shipment)
    void_shipment(book.owner, shipment.id, "fell down")
    told = match_tracking(
        book.owner,
        [
            (order(waiting).number, "1Z999AA10123456784"),
            (order(made).number, "1Z999AA10123456784"),
            (shipment.number, "1Z999AA10123456784"),
        ],
    )
    assert [row.reason for row in told] == [
        "Nothing of this order was shipped yet. Ship it first.",
        "Nothing of this order was shipped yet. Ship it first.",
        "This shipment is voided.",
    ]
    with pytest.raises(UserError, match="voided"):
        record_tracking(book.owner, [TrackingInput(shipment.id, "1Z999AA10123456784")])
