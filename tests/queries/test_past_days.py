"""What was owed on a day before, in a large book: read from the whole ledger, once."""

from __future__ import annotations

from datetime import date

import pytest

from app.models.actor import Actor
from app.queries.columns import Ask
from app.queries.engine import RecordList
from app.queries.filters import Pill
from app.queries.receivables import Receivables, receivables_at
from tests.helpers.asked import asked
from tests.queries.conftest import viewer

DAY = date(2025, 6, 30)


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
