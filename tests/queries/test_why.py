"""Why a figure is what it is: the lines come to the figure that is kept and shown, for every kind of figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import NotAllowed
from app.models.actor import Role
from app.operations.payments import record_payment
from app.queries.columns import Ask, Kind
from app.queries.customers import CUSTOMERS
from app.queries.orders import ORDERS
from app.queries.why import FIGURES, Why, column_sum, figures_of, total_of, why
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, close, new_book, value
from tests.helpers.trade import Trade

KEPT = {("customer", "account"): "outstanding - balance"}
"""Figures that no column of their own holds."""


def _adds_up(found: Why) -> None:
    so_far = 0
    for line in found.lines:
        so_far += line.amount
        assert line.sum == so_far
    assert found.total == so_far == total_of(found.lines)


def _every_figure(book: TestBook) -> int:
    """Compare all figures of all records with what is kept; gives how many of them were not 0."""
    told = 0
    for record, subject in FIGURES.items():
        ids = [row[0] for row in _rows(f"SELECT id FROM {subject.table}")]
        for key in subject.figures:
            column = KEPT.get((record, key), key)
            for record_id in ids:
                if not subject.records.shows(book.owner, record_id):
                    continue
                found = why(book.owner, record, key, record_id)
                kept = value(f"SELECT {column} FROM {subject.table} WHERE id = ?", record_id)
                assert found.total == kept, f"{record} {record_id} {key}"
                _adds_up(found)
                told += bool(kept)
    return told


def _rows(sql: str) -> list[tuple[Any, ...]]:
    from app.models.base import connection

    return [tuple(row) for row in connection().execute(sql)]


def test_every_figure_of_a_book_in_which_everything_happened_is_explained(eventful: TestBook) -> None:
    assert _every_figure(eventful) > 20


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_of_random_trade_is_explained(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(50):
        trade.step()
    assert _every_figure(book) > 20
    close(book)


@pytest.fixture
def book(tmp_path: Path) -> TestBook:
    return new_book(tmp_path)


def test_the_lines_of_what_is_outstanding_are_the_order_and_the_money(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, a_line("100"))
    worth = int(value("SELECT worth FROM sales_order WHERE id = ?", order))
    payment = record_payment(book.owner, cents("30"), "cash", customer_id=customer, parts=[(order, cents("30"))]).value
    found = why(book.owner, "order", "outstanding", order)
    assert [(line.what, line.amount, line.sum, line.record) for line in found.lines] == [
        ("Order", worth, worth, "order"),
        ("Payment", -cents("30"), worth - cents("30"), "payment"),
    ]
    assert found.lines[1].record_id == payment
    assert found.subject == value("SELECT number FROM sales_order WHERE id = ?", order)


def test_of_too_many_lines_the_first_are_told_as_one_and_the_sum_stays(book: TestBook) -> None:
    customer = a_customer(book.owner)
    for worth in ("10", "20", "30", "40"):
        an_order(book.owner, customer, a_line(worth))
    whole = why(book.owner, "customer", "outstanding", customer)
    short = why(book.owner, "customer", "outstanding", customer, most=2)
    assert (len(whole.lines), len(short.lines), short.left_out) == (4, 3, 2)
    assert short.total == whole.total
    assert short.lines[1:] == whole.lines[2:]
    _adds_up(short)


@pytest.mark.parametrize("most", [2, 1_000])
def test_the_sum_below_a_column_is_made_of_the_rows_that_answer(book: TestBook, most: int) -> None:
    first, second = a_customer(book.owner, "First"), a_customer(book.owner, "Second")
    for worth in ("10", "20", "30"):
        an_order(book.owner, first, a_line(worth))
    an_order(book.owner, second, a_line("99"))
    ask = Ask(filters=(("customer", "First"),))
    for records, asked in ((ORDERS, ask), (CUSTOMERS, Ask())):
        totals = records.totals(book.owner, asked).sums
        for column in records.columns:
            if column.total and column.kind in (Kind.MONEY, Kind.QUANTITY, Kind.COUNT):
                found = column_sum(book.owner, records, asked, column.key, most)
                assert found.total == totals[column.key]
                _adds_up(found)


def test_who_may_not_see_amounts_gets_no_explanation_of_them(book: TestBook) -> None:
    warehouse = book.person(Role.WAREHOUSE)
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, a_line("10"))
    assert figures_of(warehouse, "order") == ()
    assert [key for key, _title in figures_of(warehouse, "product")] == ["on_hand", "reserved"]
    with pytest.raises(NotAllowed):
        why(warehouse, "order", "outstanding", order)


def test_a_salesperson_asks_about_own_orders_only(book: TestBook) -> None:
    seller = book.person(Role.SALES)
    order = an_order(book.owner, a_customer(book.owner), a_line("10"))
    with pytest.raises(NotAllowed):
        why(seller, "order", "outstanding", order)
