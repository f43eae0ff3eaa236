"""Every sum of a statistic is explained by the orders, lines and papers that make it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.models.actor import Actor
from app.queries.columns import Series
from app.queries.statistics import GROUPS, statistics
from app.queries.why_statistics import explained_columns, why_cell
from tests.helpers.book import TestBook, a_customer, a_line, an_order, close, new_book
from tests.helpers.trade import Trade

ASKED = (
    *(("revenue", by) for by in ("day", "week", "month", "quarter", "year")),
    *((group, "") for group in GROUPS),
    ("collection", "month"),
    ("collection", "customer"),
    ("cash", "week"),
    ("cash", "month"),
    ("ageing", ""),
)


def _explained(seen_by: Actor, series: Series) -> int:
    """Compare every sum of a statistic with its lines; gives how many of them were not 0."""
    told = 0
    for place, column in enumerate(series.columns):
        if column not in explained_columns(series):
            continue
        for row, values in enumerate(series.rows):
            assert why_cell(seen_by, series, row, column.key).total == values[place], (series.name, column.key, row)
            told += bool(values[place])
        assert why_cell(seen_by, series, None, column.key).total == series.total[place], (series.name, column.key)
    return told


@pytest.mark.parametrize(("name", "by"), ASKED)
def test_every_sum_is_made_of_its_lines(eventful: TestBook, name: str, by: str) -> None:
    assert _explained(eventful.owner, statistics(eventful.owner, name, by or "month"))


@pytest.mark.parametrize("seed", range(3))
def test_every_sum_of_random_trade_is_made_of_its_lines(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(40):
        trade.step()
    book.clock.day += timedelta(days=45)
    for name, by in ASKED:
        _explained(book.owner, statistics(book.owner, name, by or "month"))
    close(book)


def test_the_lines_stay_within_the_days_that_the_statistic_is_about(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    customer = a_customer(book.owner)
    for _turn in range(4):
        an_order(book.owner, customer, a_line("10"))
        book.clock.day += timedelta(days=12)
    series = statistics(book.owner, "revenue", "month", "2026-03-15", "2026-04-10")
    assert sum(len(why_cell(book.owner, series, row, "revenue").lines) for row in range(len(series.rows))) == 2
    assert _explained(book.owner, series)
    close(book)
