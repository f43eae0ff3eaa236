"""Every figure against the sums of the rows, whichever way it was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.errors import NotAllowed, UserError
from app.models.base import connection
from app.money import divide
from app.queries import statistics as module
from app.queries.columns import Series
from app.queries.periods import fold, period_of, periods
from app.queries.statistics import GROUPS, PERIODS, as_json, statistics
from app.queries.workbench import dashboard
from tests.queries.conftest import viewer

pytestmark = pytest.mark.usefixtures("large")

RANGES = [("", ""), ("2024-01-01", "2024-12-31"), ("2024-02-10", "2025-03-09"), ("2025-06-01", "")]
FIGURES = ("revenue", "total", "paid", "refunded", "invoiced", "outstanding")


def rows() -> list[dict[str, Any]]:
    """All orders with the names that statistics group them by."""
    cursor = connection().execute(
        "SELECT o.date, o.state, o.revenue, o.total, o.paid, o.refunded, o.invoiced, o.outstanding, o.region, "
        "o.salesperson_id, o.customer_id, o.due_date, c.name customer, ch.name channel, u.full_name salesperson "
        "FROM sales_order o JOIN customer c ON c.id = o.customer_id JOIN channel ch ON ch.id = o.channel_id "
        "JOIN user u ON u.id = o.salesperson_id"
    )
    names = [d[0] for d in cursor.get_description()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def inside(row: dict[str, Any], from_: str, to: str) -> bool:
    return (from_ or "0") <= row["date"] <= (to or "9")


def summed(series: Series, key: str) -> dict[Any, int]:
    index = [c.key for c in series.columns].index(key)
    return {row[0]: row[index] for row in series.rows}


def true_sums(key: Callable[[dict[str, Any]], Any], figure: str, from_: str, to: str) -> dict[Any, int]:
    found: dict[Any, int] = defaultdict(int)
    for row in rows():
        if inside(row, from_, to):
            found[key(row)] += row[figure] if figure else 1
    return found


@pytest.mark.parametrize("span", RANGES)
@pytest.mark.parametrize("by", PERIODS)
def test_periods_add_up(by: str, span: tuple[str, str]) -> None:
    series = statistics(viewer(), "revenue", by, *span)
    more = statistics(viewer(), "collection", by, *span)

    def key(row: dict[str, Any]) -> str:
        return period_of(date.fromisoformat(row["date"]), by)

    for figure in ("", "revenue", "total"):
        true = true_sums(key, figure, *span)
        assert {k: v for k, v in summed(series, figure or "orders").items() if v} == dict(true)
        assert (
            sum(true.values())
            == dict(zip((c.key for c in series.columns), series.total, strict=True))[figure or "orders"]
        )
    for figure in FIGURES:
        true = {k: v for k, v in true_sums(key, figure, *span).items() if v}
        assert {k: v for k, v in summed(more, figure).items() if v} == true


@pytest.mark.parametrize("span", RANGES)
@pytest.mark.parametrize("by", ["region", "channel", "salesperson"])
def test_groups_add_up(by: str, span: tuple[str, str]) -> None:
    series = statistics(viewer(), by, from_=span[0], to=span[1])
    assert summed(series, "revenue") == dict(true_sums(lambda r: r[by], "revenue", *span))
    assert summed(series, "orders") == dict(true_sums(lambda r: r[by], "", *span))
    revenue = [row[2] for row in series.rows]
    assert revenue == sorted(revenue, reverse=True)


@pytest.mark.parametrize("span", RANGES)
@pytest.mark.parametrize("by", GROUPS)
def test_every_group_comes_to_the_same_total(by: str, span: tuple[str, str]) -> None:
    series = statistics(viewer(), by, from_=span[0], to=span[1])
    index = [c.key for c in series.columns].index("revenue")
    assert series.total[index] == sum(r["revenue"] for r in rows() if inside(r, *span))
    assert len({row[0] for row in series.rows}) == len(series.rows)


def test_kept_totals_and_rows_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [("revenue", by) for by in PERIODS] + [(g, g) for g in GROUPS]
    kept = [statistics(viewer(), name, by) for name, by in asked]
    monkeypatch.setattr(module, "_kept", lambda *_range: None)
    assert kept == [statistics(viewer(), name, by) for name, by in asked]


def test_averages_are_rounded_like_money() -> None:
    for row in statistics(viewer(), "revenue", "month").rows:
        assert row[3] == (divide(row[2], row[1]) if row[1] else 0)


def test_filters_narrow_down() -> None:
    series = statistics(viewer(), "revenue", "year", filters=(("region", "East"), ("channel", "phone")))
    true = sum(r["revenue"] for r in rows() if r["region"] == "East" and r["channel"] == "phone")
    assert series.total[2] == true > 0


def test_sales_see_their_own_figures() -> None:
    sales = viewer(3, "sales")
    own = sum(r["revenue"] for r in rows() if r["salesperson_id"] == 3)
    for by in (*PERIODS, *GROUPS):
        series = statistics(sales, "revenue", by)
        assert series.total[[c.key for c in series.columns].index("revenue")] == own
    collection = statistics(sales, "collection", "year")
    assert sum(summed(collection, "outstanding").values()) == sum(
        r["outstanding"] for r in rows() if r["salesperson_id"] == 3
    )
    ageing = statistics(sales, "ageing")
    assert ageing.total[-1] == sum(summed(collection, "outstanding").values())


def test_ageing_comes_to_the_accounts() -> None:
    series = statistics(viewer(), "ageing")
    debts = next(connection().execute("SELECT sum(amount) FROM ledger_line"))[0]
    assert series.total[-1] == debts
    for row in series.rows:
        assert row[-1] == sum(row[1:-1])
    late = [r for r in rows() if r["outstanding"] > 0]
    assert series.total[1] == sum(r["outstanding"] for r in late if r["due_date"] >= "2026-01-01")
    assert series.total[5] == sum(r["outstanding"] for r in late if r["due_date"] < "2025-10-03")


def test_cash_counts_by_its_own_dates() -> None:
    series = statistics(viewer(), "cash", "month")
    payments = dict(connection().execute("SELECT substr(date, 1, 7), sum(amount) FROM payment GROUP BY 1"))
    assert {k: v for k, v in summed(series, "received").items() if v} == payments
    invoices = next(connection().execute("SELECT sum(total) FROM invoice WHERE state = 'issued'"))[0]
    assert series.total[3] == invoices


@pytest.mark.parametrize("role", ["service", "warehouse"])
def test_who_may_not_is_told_so(role: str) -> None:
    with pytest.raises(NotAllowed):
        statistics(viewer(1, role))


@pytest.mark.parametrize(
    "wrong", [{"name": "profit"}, {"by": "fortnight"}, {"from_": "1.2.24"}, {"filters": (("x", "1"),)}]
)
def test_unknown_words_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        statistics(viewer(), **wrong)


def test_json_is_stable_and_exact() -> None:
    data = as_json(statistics(viewer(), "revenue", "year", "2024-01-01", "2024-12-31"))
    assert (data["name"], data["by"], data["from"], data["to"]) == ("revenue", "year", "2024-01-01", "2024-12-31")
    true = sum(r["revenue"] for r in rows() if r["date"].startswith("2024"))
    assert data["rows"][0]["key"] == "2024"
    assert data["rows"][0]["revenue"] == data["total"]["revenue"] == f"{true // 100}.{true % 100:02d}"
    assert "key" not in data["total"]


def test_periods_between_without_orders_are_there() -> None:
    folded = fold([("2025-11-15", 1), ("2026-02-01", 5)], "month")
    assert folded == [("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 5)]
    assert list(periods(date(2025, 12, 30), date(2026, 1, 8), "week")) == ["2026-W01", "2026-W02"]
    assert list(periods(date(2025, 10, 1), date(2026, 4, 1), "quarter")) == ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert fold([], "day") == []


def test_counters_equal_the_lists_they_open() -> None:
    from app.queries.lists import LISTS

    found = dashboard(viewer(), date(2025, 12, 20))
    for counter in found.counters:
        assert counter.count == len(LISTS[counter.noun].ids(viewer(), counter.ask)), counter.key
    assert found.month is not None
    assert found.month_before is not None
    assert (found.month.from_, found.month.to) == ("2025-12-01", "2025-12-20")
    assert (found.month_before.from_, found.month_before.to) == ("2025-11-01", "2025-11-20")
    assert found.month.revenue == sum(r["revenue"] for r in rows() if "2025-12-01" <= r["date"] <= "2025-12-20")
    assert found.receivable == sum(r["outstanding"] for r in rows())


def test_hot_figures_run_over_their_indexes() -> None:
    month = "EXPLAIN QUERY PLAN " + module._by_order("o.date", ("revenue",), "o.state IN ('confirmed')", False)
    assert "COVERING INDEX sales_order_figures" in str(connection().execute(month).fetchall())
    own = module._by_order("o.date", ("revenue", "total"), "o.salesperson_id = ?", False)
    assert "COVERING INDEX sales_order_by_salesperson" in str(
        connection().execute("EXPLAIN QUERY PLAN " + own, (3,)).fetchall()
    )


def test_the_large_book_is_sound() -> None:
    from app.queries.check import check

    assert check() == []
