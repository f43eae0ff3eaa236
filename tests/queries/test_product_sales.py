"""What sells and what does not: the list's columns and views, and a product's standing among the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import NotFound
from app.models.actor import Role
from app.operations.categories import add_category
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.queries.product_sales import first_month, standing
from app.queries.products import PRODUCTS
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, cents, close, new_book, pieces


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close(made)


def sell(book: TestBook, product: int, quantity: int, price: int, day: date, customer: int) -> int:
    return an_order(book.owner, customer, a_line(price, quantity, product_id=product), date=day)


def at(book: TestBook, product: int, column: str) -> object:
    row = PRODUCTS.rows([product], book.owner)[product]
    return row.values[[c.key for c in PRODUCTS.columns].index(column)]


def view(book: TestBook, key: str) -> list[int]:
    pill = next(p for p in LISTS["products"].pills if p.key == key)
    return PRODUCTS.ids(book.owner, pill.ask).tolist()


def test_a_year_is_this_month_and_the_eleven_before() -> None:
    assert first_month(date(2026, 11, 22)) == "2025-12"
    assert first_month(date(2026, 12, 31)) == "2026-01"
    assert first_month(date(2026, 1, 1)) == "2025-02"


def test_best_and_slow_sellers_are_views_of_the_list(book: TestBook) -> None:
    today = book.clock.day = date.today()
    customer = a_customer(book.owner)
    lamp, torch, candle, match = (a_product(book.owner, name) for name in ("Lamp", "Torch", "Candle", "Match"))
    sell(book, lamp, 2, 50, today, customer)
    sell(book, torch, 9, 1, today - timedelta(days=100), customer)
    sell(book, candle, 30, 1, today - timedelta(days=800), customer)
    assert view(book, "best") == [torch, lamp]
    assert view(book, "slow") == [candle, torch]
    assert (at(book, lamp, "sold_year"), at(book, lamp, "last_sold")) == (pieces(2), today.isoformat())
    assert (at(book, torch, "sold_year"), at(book, torch, "revenue_year")) == (pieces(9), cents(9))
    assert at(book, candle, "sold_year") is None
    # A product that is new has had no time to sell; after a while it has.
    assert match not in view(book, "slow")
    book.clock.day = today + timedelta(days=91)
    assert match in view(book, "slow")


def test_a_product_stands_among_those_that_sold(book: TestBook) -> None:
    day = book.clock.day
    harbour, larch = a_customer(book.owner, "Harbour"), a_customer(book.owner, "Larch")
    lamp, torch, candle = (a_product(book.owner, name) for name in ("Lamp", "Torch", "Candle"))
    sell(book, lamp, 1, 100, day, harbour)
    sell(book, lamp, 2, 100, date(2025, 12, 5), larch)
    sell(book, lamp, 50, 100, date(2024, 12, 5), larch)
    sell(book, torch, 4, 100, day, larch)
    found = standing(book.owner, lamp)
    assert (found.rank, found.among, found.slow) == (2, 2, 0)
    assert [m.month for m in found.months][:: len(found.months) - 1] == ["2025-04", "2026-03"]
    assert {m.month: m.revenue for m in found.months if m.revenue} == {"2025-12": cents(200), "2026-03": cents(100)}
    assert [(b.name, b.orders, b.quantity, b.last) for b in found.buyers] == [
        ("Larch", 2, pieces(52), "2025-12-05"), ("Harbour", 1, pieces(1), day.isoformat()),
    ]  # fmt: skip
    nothing = standing(book.owner, candle)
    assert (nothing.rank, nothing.among, nothing.buyers) == (0, 2, ())
    book.clock.day = day + timedelta(days=120)
    assert standing(book.owner, candle).slow >= 120


def test_a_product_that_is_gone_is_said_to_be_gone(book: TestBook) -> None:
    with pytest.raises(NotFound, match="does not exist any more"):
        standing(book.owner, a_product(book.owner, "Lamp") + 1)


def test_revenue_and_buyers_are_kept_from_who_may_not_see_them(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp")
    sell(book, lamp, 1, 100, book.clock.day, a_customer(book.owner))
    found = standing(book.person(Role.WAREHOUSE), lamp)
    assert (found.rank, found.buyers) == (0, ())
    assert {m.revenue for m in found.months} == {None}


def test_a_category_finds_the_products_below_it_too(book: TestBook) -> None:
    lights = add_category(book.owner, "Lights").value
    lamp = a_product(book.owner, "Lamp", category="Lights > Desk lamps")
    torch = a_product(book.owner, "Torch", category="Lights")
    a_product(book.owner, "Match")
    for said in (str(lights), "Lights"):
        assert set(PRODUCTS.ids(book.owner, Ask(filters=(("category", said),)))) == {lamp, torch}
    assert PRODUCTS.ids(book.owner, Ask(filters=(("category", "Desk lamps"),))).tolist() == [lamp]
