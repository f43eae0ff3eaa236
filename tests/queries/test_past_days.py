"""What was owed on a day before: read from the whole ledger at once, or by customer, it is the same."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.models.actor import Actor
from app.queries.columns import Ask
from app.queries.engine import RecordList
from app.queries.filters import Pill
from app.queries.receivables import Receivables, receivables_at
from tests.helpers.asked import asked
from tests.helpers.book import close, new_book
from tests.helpers.trade import Trade
from tests.queries.conftest import viewer

DAY = date(2025, 6, 30)


@pytest.mark.parametrize("seed", range(6))
def test_the_rows_of_everybody_are_those_of_each_customer(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    begin = book.clock.day
    for _ in range(60):
        trade.step()
    compared = 0
    for ago in range(1, (book.clock.day - begin).days, 2):
        records = receivables_at(book.clock.day - timedelta(days=ago), now=False)
        together = records.all_rows(book.owner, Ask())
        assert list(together) == list(records.ids(book.owner, Ask()))
        for customer, row in together.items():
            assert records.rows([customer], book.owner) == {customer: row}
        compared += len(together)
    assert compared > 0
    close(book)


@pytest.mark.usefixtures("large")
def test_the_ledger_is_read_once_for_the_list_of_a_day_before() -> None:
    with asked() as told:
        ids = Receivables(DAY).ids(viewer(), Ask())
    assert len(ids) > 0
    assert len([sql for sql in told if "ledger_line" in sql]) == 1
    plan = receivables_at(DAY, now=False).plan(viewer(), Ask())
    assert "SCAN ledger_line" in plan
    assert "CORRELATED" not in plan
    for joined in "dl":
        assert f"SEARCH {joined} USING AUTOMATIC COVERING INDEX (customer_id=?)" in plan


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("day", [None, DAY])
@pytest.mark.parametrize("who", [viewer(), viewer(3, "sales"), viewer(7, "warehouse")])
def test_the_views_are_counted_in_one_pass(day: date | None, who: Actor) -> None:
    list_of_day = Receivables(day)
    records = list_of_day.at(who)
    typed = Pill("typed", "Typed", Ask(search="Ltd"))
    region = Pill("region", "Region", Ask(filters=(("overdue_now", "yes"), ("region", "East"))))
    unknown = Pill("unknown", "Unknown", Ask(filters=(("nothing", "yes"),)))
    views = [*list_of_day.pills, typed, region, unknown]
    with asked() as told:
        counts = list_of_day.counts(who, views)
    assert len([sql for sql in told if "ledger_line" in sql or "sales_order" in sql]) <= 2
    assert counts == RecordList.counts(records, who, views)
    assert list_of_day.counts(who, [typed]) == {key: n for key, n in counts.items() if key == "typed"}


@pytest.mark.usefixtures("large")
def test_what_large_books_owed_on_a_day_before_is_what_was_not_paid_by_then() -> None:
    sums = Receivables(DAY).totals(viewer(), Ask()).sums
    assert sums["account"] > 0
    assert (sums["overpaid"], sums["ahead"]) == (0, 0)
