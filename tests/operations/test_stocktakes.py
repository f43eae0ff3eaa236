"""Counting stock: what is counted, what it is held against, and what is booked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import UserError
from app.models.product import Movement, Product, StockMovement
from app.models.stock import Stocktake, StocktakeLine, StocktakeState
from app.operations.history import redo, undo
from app.operations.products import ProductInput, edit_product
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import StockLine, receive_goods, scrap_goods
from app.operations.stocktakes import (
    book_stocktake,
    count_product,
    count_products,
    drop_stocktake,
    forget_count,
    start_stocktake,
)
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, every, pieces, read, value


@pytest.fixture
def stocked(book: TestBook) -> TestBook:
    """A book that keeps stock of three products: ten of each, and gives advice."""
    book.set_company(stock_policy="kept")
    a_product(book.owner, "Advice")
    for name, category in (("Lamp", "Light"), ("Candle", "Light"), ("Oil", "")):
        made = a_product(book.owner, name, stock_kept=True, category=category)
        receive_goods(book.owner, made, pieces(10))
    return book


def of(name: str) -> int:
    return int(value("SELECT id FROM product WHERE name = ?", name))


def on_hand(name: str) -> int:
    return int(read(Product, of(name)).on_hand) // pieces(1)


def counted_in(stocktake: int) -> set[str]:
    """The products of a stocktake."""
    return {read(Product, line.product_id).name for line in every(StocktakeLine, "stocktake_id = ?", (stocktake,))}


def test_all_products_one_category_or_chosen_ones_are_counted(stocked: TestBook) -> None:
    owner = stocked.owner
    everything = start_stocktake(owner).value
    assert counted_in(everything) == {"Lamp", "Candle", "Oil"}
    drop_stocktake(owner, everything)
    light = start_stocktake(owner, category_id=value("SELECT id FROM category WHERE name = 'Light'")).value
    assert (counted_in(light), read(Stocktake, light).scope) == ({"Lamp", "Candle"}, "Light")
    # What is being counted already is left out.
    chosen = start_stocktake(owner, product_ids=[of("Lamp"), of("Oil"), of("Advice")]).value
    assert counted_in(chosen) == {"Oil"}
    with pytest.raises(UserError) as refused:
        start_stocktake(owner)
    assert refused.value.code == "nothing_to_count"


def test_the_book_is_brought_to_what_was_counted(stocked: TestBook) -> None:
    owner = stocked.owner
    stocktake = start_stocktake(owner).value
    count_product(owner, stocktake, of("Lamp"), pieces(8))
    count_product(owner, stocktake, of("Candle"), pieces(7))
    count_product(owner, stocktake, of("Candle"), pieces(5), add=True)
    count_product(owner, stocktake, of("Oil"), pieces(10))
    assert book_stocktake(owner, stocktake).value == 2
    assert (on_hand("Lamp"), on_hand("Candle"), on_hand("Oil")) == (8, 12, 10)
    found = every(StockMovement, "movement = ?", (Movement.STOCKTAKE,))
    assert {m.product_id: m.quantity for m in found} == {of("Lamp"): -pieces(2), of("Candle"): pieces(2)}
    lines = {line.product_id: line for line in every(StocktakeLine)}
    assert (lines[of("Lamp")].expected, lines[of("Lamp")].difference) == (pieces(10), -pieces(2))
    assert read(Stocktake, stocktake).state == StocktakeState.BOOKED
    for again in (book_stocktake, drop_stocktake):
        with pytest.raises(UserError, match="booked already"):
            again(owner, stocktake)


def test_products_that_nobody_counted_are_asked_about(stocked: TestBook) -> None:
    owner = stocked.owner
    stocktake = start_stocktake(owner).value
    with pytest.raises(UserError) as refused:
        book_stocktake(owner, stocktake, "zero")
    assert refused.value.code == "nothing_counted"
    count_product(owner, stocktake, of("Lamp"), pieces(9))
    with pytest.raises(UserError) as refused:
        book_stocktake(owner, stocktake)
    assert (refused.value.code, refused.value.field) == ("uncounted", "uncounted")
    book_stocktake(owner, stocktake, "keep")
    assert (on_hand("Lamp"), on_hand("Candle")) == (9, 10)
    second = start_stocktake(owner).value
    count_product(owner, second, of("Lamp"), pieces(9))
    assert book_stocktake(owner, second, "zero").value == 2
    assert (on_hand("Lamp"), on_hand("Candle"), on_hand("Oil")) == (9, 0, 0)


def test_what_moves_after_the_count_is_no_difference(stocked: TestBook) -> None:
    owner, clock = stocked.owner, stocked.clock
    customer = a_customer(owner)
    before = clock.day - timedelta(days=1)
    stocktake = start_stocktake(owner).value
    shipped = ship_order(owner, an_order(owner, customer, a_line(10, 1, product_id=of("Lamp")))).value
    count_product(owner, stocktake, of("Lamp"), pieces(9))
    # The same day, after the count: these lie between the count and the book.
    ship_order(owner, an_order(owner, customer, a_line(10, 3, product_id=of("Lamp"))))
    void_shipment(owner, shipped, "came back")
    clock.day += timedelta(days=1)
    receive_goods(owner, of("Lamp"), pieces(5))
    # Entered late, but gone before anybody counted: the count knows of it already.
    receive_goods(owner, of("Lamp"), pieces(4), date=before)
    assert book_stocktake(owner, stocktake, "keep").value == 1
    assert on_hand("Lamp") == 9 - 3 + 1 + 5


def test_a_count_survives_a_change_of_mind_by_undo(stocked: TestBook) -> None:
    owner = stocked.owner
    stocktake = start_stocktake(owner).value
    count_product(owner, stocktake, of("Lamp"), pieces(8))
    count_product(owner, stocktake, of("Lamp"), pieces(80))
    undo(owner)
    lamp = value("SELECT counted FROM stocktake_line WHERE product_id = ?", of("Lamp"))
    assert lamp == pieces(8)
    redo(owner)
    forget_count(owner, stocktake, of("Lamp"))
    assert value("SELECT counted FROM stocktake_line WHERE product_id = ?", of("Lamp")) is None
    with pytest.raises(UserError) as refused:
        forget_count(owner, stocktake, of("Lamp"))
    assert refused.value.code == "not_counted"


def test_many_counts_come_in_at_once_and_one_product_twice_adds_up(stocked: TestBook) -> None:
    owner = stocked.owner
    stocktake = start_stocktake(owner, product_ids=[of("Lamp")]).value
    counts = [StockLine(of("Lamp"), pieces(4)), StockLine(of("Oil"), pieces(3)), StockLine(of("Lamp"), pieces(5))]
    assert count_products(owner, stocktake, counts).value == 2
    # Oil was not on the list: what is found is counted all the same.
    assert counted_in(stocktake) == {"Lamp", "Oil"}
    book_stocktake(owner, stocktake)
    assert (on_hand("Lamp"), on_hand("Oil")) == (9, 3)


def test_a_product_is_counted_in_one_stocktake_at_a_time_and_only_if_stock_is_kept_of_it(stocked: TestBook) -> None:
    owner = stocked.owner
    start_stocktake(owner, product_ids=[of("Oil")])
    stocktake = start_stocktake(owner).value
    for product, code in (("Oil", "counted_elsewhere"), ("Advice", "no_stock_kept")):
        with pytest.raises(UserError) as refused:
            count_product(owner, stocktake, of(product), pieces(1))
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        count_product(owner, stocktake, of("Lamp"), -1)
    assert refused.value.code == "below_zero"


def test_a_difference_that_was_sold_meanwhile_is_refused(stocked: TestBook) -> None:
    owner = stocked.owner
    stocktake = start_stocktake(owner).value
    count_product(owner, stocktake, of("Lamp"), pieces(2))
    ship_order(owner, an_order(owner, a_customer(owner), a_line(10, 9, product_id=of("Lamp"))))
    with pytest.raises(UserError) as refused:
        book_stocktake(owner, stocktake, "keep")
    assert refused.value.code == "stock_below_zero"
    assert read(Stocktake, stocktake).state == StocktakeState.COUNTING


def test_a_product_whose_stock_is_kept_no_more_is_left_alone(stocked: TestBook) -> None:
    owner = stocked.owner
    stocktake = start_stocktake(owner).value
    count_product(owner, stocktake, of("Lamp"), pieces(10))
    count_product(owner, stocktake, of("Oil"), pieces(3))
    scrap_goods(owner, [StockLine(of("Lamp"), pieces(10))], "broken")
    edit_product(owner, of("Lamp"), ProductInput("Lamp", stock_kept=False))
    assert book_stocktake(owner, stocktake, "keep").value == 1
    assert (on_hand("Lamp"), on_hand("Oil")) == (0, 3)
