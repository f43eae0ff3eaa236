"""Stock as people look at it: what lies there, what moved, what comes, what can be promised, what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.actor import Role
from app.models.product import StockMovement
from app.models.stock import StocktakeLine
from app.operations.shipments import ship_order
from app.operations.stock import StockLine, expect_goods, receive_goods, scrap_goods, take_back_movement
from app.operations.stocktakes import book_stocktake, count_product, start_stocktake
from app.operations.work import Work
from app.queries.check import check
from app.queries.columns import Ask
from app.queries.promising import promised
from app.queries.stock import EXPECTED_GOODS, MOVEMENTS, STOCK, STOCKTAKES
from app.queries.stocktakes import read_counts, stocktake
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, close, every, new_book, pieces


@pytest.fixture
def stocked(tmp_path: Path) -> Iterator[TestBook]:
    """A book with ten lamps and no oil."""
    book = new_book(tmp_path, stock_policy="kept")
    a_product(book.owner, "Lamp", code="L-1", stock_kept=True, aliases=("Lantern",))
    a_product(book.owner, "Oil", code="O-1", stock_kept=True)
    receive_goods(book.owner, 1, pieces(10), note="DN 7")
    yield book
    close(book)


def shown(records: object, book: TestBook, *keys: str, **filters: str) -> list[tuple[object, ...]]:
    """These columns of all rows."""
    assert isinstance(records, type(STOCK))
    ask = Ask(filters=tuple(filters.items()))
    ids = records.ids(book.owner, ask)
    places = [next(i for i, c in enumerate(records.columns) if c.key == key) for key in keys]
    rows = records.rows(ids, book.owner)
    return [tuple(rows[i].values[p] for p in places) for i in ids]


def test_the_stock_list_says_what_lies_there_and_what_comes_next(stocked: TestBook) -> None:
    owner, day = stocked.owner, stocked.clock.day
    an_order(owner, a_customer(owner), a_line(1, 3, product_id=1))
    for days in (30, 5):
        expect_goods(owner, 2, pieces(6), day + timedelta(days=days))
    receive_goods(owner, 2, pieces(2))
    wanted = ("number", "on_hand", "reserved", "available", "next_receipt", "coming")
    assert shown(STOCK, stocked, *wanted) == [
        ("L-1", pieces(10), pieces(3), pieces(7), None, None),
        ("O-1", pieces(2), 0, pieces(2), "2026-03-15", pieces(10)),
    ]
    assert shown(STOCK, stocked, "number", coming="yes") == [("O-1",)]
    assert shown(EXPECTED_GOODS, stocked, "date", "arrival", "coming", open="yes") == [
        ("2026-03-15", "partly_arrived", pieces(4)),
        ("2026-04-09", "coming", pieces(6)),
    ]
    stocked.clock.day += timedelta(days=10)
    assert shown(EXPECTED_GOODS, stocked, "date", late="yes") == [("2026-03-15",)]


def test_movements_carry_the_running_sum_of_their_product_and_may_be_taken_back_once(stocked: TestBook) -> None:
    owner, day = stocked.owner, stocked.clock.day
    scrap_goods(owner, [StockLine(1, pieces(1))], "broken")
    receive_goods(owner, 1, pieces(4), date=day - timedelta(days=2))
    ship_order(owner, an_order(owner, a_customer(owner), a_line(1, 3, product_id=1)))
    assert shown(MOVEMENTS, stocked, "date", "movement", "quantity", "balance", product="1") == [
        ("2026-03-10", "shipment", -pieces(3), pieces(10)),
        ("2026-03-10", "scrap", -pieces(1), pieces(13)),
        ("2026-03-10", "receipt", pieces(10), pieces(14)),
        ("2026-03-08", "receipt", pieces(4), pieces(4)),
    ]
    assert shown(MOVEMENTS, stocked, "date", product="2") == []
    scrapped = next(m for m in every(StockMovement) if m.movement == "scrap")

    def may() -> dict[str, bool]:
        rows = MOVEMENTS.rows(MOVEMENTS.ids(owner, Ask()), owner)
        return {str(row.values[3]): "take_back_movement" in row.actions for row in rows.values() if row.id <= 4}

    assert may() == {"shipment": False, "scrap": True, "receipt": True}
    take_back_movement(owner, scrapped.id, "it was only dusty")
    assert may()["scrap"] is False


def test_what_can_be_promised_leaves_out_what_the_order_itself_has_reserved(stocked: TestBook) -> None:
    owner, day = stocked.owner, stocked.clock.day
    later = day + timedelta(days=23)
    expect_goods(owner, 1, pieces(6), later)
    sold = an_order(owner, a_customer(owner), a_line(1, 6, product_id=1))
    assert promised(owner, [1, 2]) == {
        1: ((day, pieces(4)), (later, pieces(10))),
        2: ((day, 0),),
    }
    assert promised(owner, [1], sold)[1][0] == (day, pieces(10))
    stocked.set_company(stock_policy="not_kept")
    assert promised(owner, [1, 2]) == {}


def test_a_stocktake_shows_what_differs_before_and_after_it_is_booked(stocked: TestBook) -> None:
    owner = stocked.owner
    begun = start_stocktake(owner).value
    count_product(owner, begun, 1, pieces(8))
    seen = stocktake(owner, begun)
    assert (seen.counted, [(d.code, d.expected, d.difference) for d in seen.differing]) == (
        1,
        [("L-1", pieces(10), -pieces(2))],
    )
    assert seen.lines[1].difference is None
    assert {"count_products", "book_stocktake", "drop_stocktake"} <= seen.actions
    book_stocktake(owner, begun, "keep")
    after = stocktake(owner, begun)
    assert [d.difference for d in after.differing] == [-pieces(2)]
    assert "count_products" not in after.actions
    assert shown(STOCKTAKES, stocked, "stocktake_scope", "stocktake", "lines", "counted", "differing") == [
        ("all", "booked", 2, 1, 1)
    ]
    assert "count_products" not in stocktake(stocked.person(Role.SALES), begun).actions


def test_counts_are_read_from_cells_by_code_name_or_other_name(stocked: TestBook) -> None:
    found = read_counts(
        [
            ("Code", "Name", "Counted"),
            ("L-1", "Lamp", "1,200"),
            ("Oil", None, "２．５"),
            ("Lantern", 4),
            ("Candle", 3),
            ("Oil", "litre"),
            ("O-1", -1),
            (),
        ]
    )
    assert [(c.row, c.product, c.quantity, bool(c.problem)) for c in found] == [
        (2, "Lamp", pieces(1200), False),
        (3, "Oil", pieces("2.5"), False),
        (4, "Lamp", pieces(4), False),
        (5, "", 0, True),
        (6, "Oil", 0, True),
        (7, "Oil", 0, True),
    ]


def test_the_check_finds_a_movement_or_a_count_that_was_booked_otherwise(stocked: TestBook) -> None:
    owner = stocked.owner
    begun = start_stocktake(owner, product_ids=[1]).value
    count_product(owner, begun, 1, pieces(8))
    book_stocktake(owner, begun)
    assert [f.code for f in check() if f.serious] == []

    def tamper(work: Work) -> None:
        line = work.find(StocktakeLine, "stocktake_id = ?", (begun,))[0]
        line.difference = pieces(1)
        work.save(line)
        wrong = StockMovement(
            product_id=1,
            date=owner.today(),
            movement="receipt",
            quantity=-pieces(1),
            reverses_id=1,
            created_at=owner.now(),
        )
        work.add(wrong)

    stocked.prepare(tamper)
    assert {f.code for f in check() if f.serious} == {"stock_taken_back", "stock_counted"}
