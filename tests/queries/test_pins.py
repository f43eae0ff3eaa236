"""Records with a problem come first, whatever the order, and say what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.base import connection
from app.queries.columns import Ask
from app.queries.lists import LISTS
from tests.queries.conftest import viewer

pytestmark = pytest.mark.usefixtures("large")
LIST = LISTS["orders"]
OVERDUE = "SELECT id FROM sales_order WHERE outstanding > 0 AND due_date < '2026-01-01'"


def pinned() -> set[int]:
    late = (
        "SELECT id FROM sales_order WHERE state IN ('confirmed', 'processing') AND shipped < to_ship "
        "AND promised_date < '2026-01-01'"
    )
    twice = (
        "SELECT o.id FROM sales_order o JOIN sales_order d ON d.customer_id = o.customer_id AND d.date = o.date "
        "AND d.total = o.total AND d.id < o.id WHERE o.state = 'confirmed'"
    )
    wrong = "SELECT order_id FROM order_exception WHERE solved_at IS NULL"
    return {row[0] for row in connection().execute(f"{OVERDUE} UNION {late} UNION {twice} UNION {wrong}")}


@pytest.mark.parametrize(
    "ask",
    [
        Ask(),
        Ask(sort=(("total", True),)),
        Ask(sort=(("customer", False),)),
        Ask(filters=(("region", "East"),)),
        Ask(filters=(("state", "completed"),), sort=(("number", False),)),
        Ask(search="星辰"),
    ],
    ids=str,
)
def test_problems_come_first_within_filter_and_order(ask: Ask) -> None:
    plain = LIST.ids(viewer(), ask).tolist()
    first = pinned()
    wanted = Ask(ask.search, ask.filters, ask.sort, problems_first=True)
    found = LIST.ids(viewer(), wanted).tolist()
    assert found == [i for i in plain if i in first] + [i for i in plain if i not in first]
    assert first
    for limit in (1, 7, 400):
        assert LIST.first(viewer(), wanted, limit).tolist() == found[:limit]


@pytest.mark.parametrize("ask", [Ask(), Ask(sort=(("total", True),)), Ask(search="星辰")], ids=str)
def test_only_the_first_problems_come_first_where_so_many_are_wanted(ask: Ask) -> None:
    plain = LIST.ids(viewer(), ask).tolist()
    wrong = [i for i in plain if i in pinned()]
    assert len(wrong) > 3
    wanted = replace(ask, problems_first=True, problems_at_most=3)
    found = LIST.ids(viewer(), wanted).tolist()
    assert found == wrong[:3] + [i for i in plain if i not in wrong[:3]]
    assert LIST.first(viewer(), wanted, 7).tolist() == found[:7]
    assert LIST.first(viewer(), wanted, 2).tolist() == found[:2]
    assert LIST.problems(viewer(), wanted) == len(wrong)


def test_rows_say_what_is_wrong() -> None:
    overdue = next(connection().execute(OVERDUE))[0]
    (problem,) = [p for p in LIST.rows([overdue], viewer())[overdue].problems if p.pin.key == "overdue"]
    due = next(connection().execute("SELECT due_date FROM sales_order WHERE id = ?", (overdue,)))[0]
    assert problem.pin.column == "collection"
    assert problem.reason.startswith(f"Payment was due on {due}, ")
    assert problem.chip.endswith("late")
    fine = next(i for i in LIST.ids(viewer(), Ask()) if i not in pinned())
    assert LIST.rows([fine], viewer())[fine].problems == ()
    assert LIST.rows([overdue])[overdue].problems == ()


def test_who_sees_no_money_is_told_of_goods_and_addresses_only() -> None:
    overdue = next(connection().execute(OVERDUE))[0]
    warehouse = viewer(1, "warehouse")
    told = {"late_delivery", "address", "shortage", "duplicate"}
    assert {p.pin.key for p in LIST.rows([overdue], warehouse)[overdue].problems} <= told
    assert {p.key for p in LIST.pins_for(warehouse)} == told


def test_sales_have_their_own_problems_in_front() -> None:
    sales = viewer(3, "sales")
    found = LIST.ids(sales, Ask(problems_first=True)).tolist()
    assert sorted(found) == sorted(LIST.ids(sales, Ask()))
    first = pinned()
    marks = [i in first for i in found]
    assert marks == sorted(marks, reverse=True)


def test_problems_are_found_over_indexes() -> None:
    for pin in LIST.pins:
        sql, values = pin.found(viewer())
        plan = [row[3] for row in connection().execute("EXPLAIN QUERY PLAN " + sql, values)]
        read = [step for step in plan if step.startswith(("SCAN", "SEARCH")) and "(subquery" not in step]
        assert read, pin.key
        assert all("INDEX" in step or "PRIMARY KEY" in step for step in read), (pin.key, plan)
