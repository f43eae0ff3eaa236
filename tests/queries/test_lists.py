"""Lists against the same question answered by plain Python over all rows, and the plans that keep them quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import NotAllowed, UserError
from app.models.base import connection
from app.queries.columns import Ask, Kind
from app.queries.lists import LISTS, record_list
from app.queries.words import state_word
from tests.queries.conftest import viewer

pytestmark = pytest.mark.usefixtures("large")
LIST = LISTS["orders"]


def raw() -> list[dict[str, Any]]:
    """All orders with their customers' names and keys, by plain SQL."""
    cursor = connection().execute(
        "SELECT o.id, o.number, o.date, o.state, o.total, o.outstanding, o.due_date, o.region, o.salesperson_id, "
        "o.collection, o.worth, o.invoiced, o.ship_phone, o.consignee, o.customer_id, c.name, c.search_key, "
        "ch.name channel FROM sales_order o JOIN customer c ON c.id = o.customer_id "
        "JOIN channel ch ON ch.id = o.channel_id"
    )
    names = [d[0] for d in cursor.get_description()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


Test = Callable[[dict[str, Any]], bool]
FILTERS: list[tuple[tuple[tuple[str, str], ...], Test]] = [
    ((("state", "confirmed"),), lambda o: o["state"] == "confirmed"),
    ((("state", "confirmed,completed"),), lambda o: o["state"] in ("confirmed", "completed")),
    ((("collection", "unpaid"),), lambda o: o["collection"] == "unpaid"),
    ((("region", "East"),), lambda o: o["region"] == "East"),
    ((("channel", "phone"),), lambda o: o["channel"] == "phone"),
    ((("from", "2024-02-01"), ("to", "2024-03-31")), lambda o: "2024-02-01" <= o["date"] <= "2024-03-31"),
    ((("overdue", "yes"),), lambda o: o["outstanding"] > 0 and o["due_date"] < "2026-01-01"),
    ((("overdue", "no"),), lambda o: not (o["outstanding"] > 0 and o["due_date"] < "2026-01-01")),
    ((("to_collect", "yes"),), lambda o: o["outstanding"] > 0),
    ((("to_invoice", "yes"),), lambda o: o["worth"] > o["invoiced"]),
    ((("salesperson", "3"),), lambda o: o["salesperson_id"] == 3),
    ((("salesperson", "sales1"),), lambda o: o["salesperson_id"] == 3),
    ((("customer", "C-000017"),), lambda o: o["customer_id"] == 17),
    ((("region", "West"), ("to_collect", "yes")), lambda o: o["region"] == "West" and o["outstanding"] > 0),
]


@pytest.mark.parametrize(("filters", "test"), FILTERS, ids=[str(f) for f, _t in FILTERS])
def test_filters_find_what_python_finds(filters: tuple[tuple[str, str], ...], test: Test) -> None:
    found = LIST.ids(viewer(), Ask(filters=filters))
    true = sorted((o for o in raw() if test(o)), key=lambda o: (o["date"], o["id"]), reverse=True)
    assert found.tolist() == [o["id"] for o in true]
    assert true
    totals = LIST.totals(viewer(), Ask(filters=filters))
    assert totals.count == LIST.count(viewer(), Ask(filters=filters)) == len(true)
    assert totals.sums["total"] == sum(o["total"] for o in true)
    assert totals.sums["outstanding"] == sum(o["outstanding"] for o in true)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", lambda o: (o["number"],)),
        ("date", lambda o: (o["date"],)),
        ("total", lambda o: (o["total"],)),
        ("customer", lambda o: (o["search_key"], o["customer_id"], o["date"])),
        ("state", lambda o: (o["state"], o["date"])),
        ("channel", lambda o: (o["channel"],)),
        ("outstanding", lambda o: (o["outstanding"],)),
    ],
)
@pytest.mark.parametrize("downwards", [False, True])
def test_sorting_is_total_and_true(
    key: str, value: Callable[[dict[str, Any]], tuple[Any, ...]], downwards: bool
) -> None:
    ask = Ask(sort=((key, downwards),))
    true = [o["id"] for o in sorted(raw(), key=lambda o: (*value(o), o["id"]), reverse=downwards)]
    assert LIST.ids(viewer(), ask).tolist() == true
    assert LIST.first(viewer(), ask, 37).tolist() == true[:37]


def test_a_second_key_sorts_within_the_first() -> None:
    true = sorted(raw(), key=lambda o: (o["region"], -o["total"], -o["id"]))
    found = LIST.ids(viewer(), Ask(sort=(("region", False), ("total", True))))
    assert found.tolist() == [o["id"] for o in true]


@pytest.mark.parametrize(
    "word", ["星辰", "星", "mil", "MILLER", "xingchen", "xc", "00012", "so-00001", "8421", "qqzz", "%", "_"]
)
def test_search_finds_what_python_finds(word: str) -> None:
    term = word.lower()

    def hit(o: dict[str, Any]) -> bool:
        numbered = any(c.isdigit() for c in term)
        there = term in o["search_key"] or term in o["consignee"].lower() or term in o["ship_phone"]
        if there or (numbered and term in o["number"].lower()):
            return True
        return o["id"] in sold or (term.isdecimal() and int(term) * 100 in (o["total"], o["outstanding"]))

    sold = {
        row[0]
        for row in connection().execute(
            "SELECT l.order_id FROM order_line l JOIN product p ON p.id = l.product_id "
            "WHERE length(?1) > 1 AND instr(p.search_key, ?1)",
            (term,),
        )
    }
    true = sorted((o for o in raw() if hit(o)), key=lambda o: (o["date"], o["id"]), reverse=True)
    assert LIST.ids(viewer(), Ask(search=word)).tolist() == [o["id"] for o in true]


def test_several_words_must_all_be_there() -> None:
    both = set(LIST.ids(viewer(), Ask(search="上海 星辰")))
    assert both == set(LIST.ids(viewer(), Ask(search="上海"))) & set(LIST.ids(viewer(), Ask(search="星辰")))


def test_signs_typed_in_a_phone_number_do_not_matter() -> None:
    phone = next(o["ship_phone"] for o in raw() if o["ship_phone"])
    assert (
        LIST.ids(viewer(), Ask(search=f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")).tolist()
        == LIST.ids(viewer(), Ask(search=phone)).tolist()
    )


def test_rows_give_the_columns_and_forget_what_is_gone() -> None:
    rows = LIST.rows([3, 999_999, 1], viewer())
    assert sorted(rows) == [1, 3]
    row = dict(zip((c.key for c in LIST.columns), rows[3].values, strict=True))
    true = next(o for o in raw() if o["id"] == 3)
    assert {k: row[k] for k in ("number", "date", "state", "total", "region", "channel")} == {
        k: true[k] for k in ("number", "date", "state", "total", "region", "channel")
    }
    assert row["customer"] == true["name"]


def test_rows_say_what_may_be_done() -> None:
    unpaid = LIST.first(viewer(), Ask(filters=(("collection", "unpaid"),)), 1)[0]
    paid = LIST.first(viewer(), Ask(filters=(("state", "completed"),)), 1)[0]
    owner = LIST.rows([unpaid, paid], viewer())
    assert {"record_payment", "cancel_order", "amend_order", "write_off"} <= owner[unpaid].actions
    assert {"request_refund", "reopen_order"} <= owner[paid].actions
    assert not {"edit_order", "delete_draft"} & (owner[unpaid].actions | owner[paid].actions)
    assert not LIST.rows([unpaid], viewer(1, "warehouse"))[unpaid].actions & {"record_payment", "cancel_order"}
    assert LIST.rows([unpaid])[unpaid].actions == frozenset()


def test_sales_see_their_own_orders_only() -> None:
    sales = viewer(3, "sales")
    mine = sorted(o["id"] for o in raw() if o["salesperson_id"] == 3)
    assert sorted(LIST.ids(sales, Ask())) == mine
    assert LIST.totals(sales, Ask()).count == len(mine)
    other = next(o["id"] for o in raw() if o["salesperson_id"] == 4)
    assert LIST.shows(sales, mine[0])
    assert not LIST.shows(sales, other)
    assert set(LIST.ids(sales, Ask(search="星辰"))) <= set(mine)


def test_who_may_not_look_is_told_so() -> None:
    with pytest.raises(NotAllowed, match="payments"):
        LISTS["payments"].ids(viewer(1, "warehouse"), Ask())


def test_the_warehouse_sees_no_money() -> None:
    row = LIST.rows([1], viewer(1, "warehouse"))[1]
    values = dict(zip((c.key for c in LIST.columns), row.values, strict=True))
    assert values["paid"] is None
    assert values["number"]
    assert "paid" not in LIST.totals(viewer(1, "warehouse"), Ask()).sums


@pytest.mark.parametrize(
    "ask",
    [
        Ask(filters=(("colour", "red"),)),
        Ask(filters=(("state", "open"),)),
        Ask(filters=(("from", "31.1.2026"),)),
        Ask(filters=(("overdue", "perhaps"),)),
        Ask(filters=(("customer", "nobody"),)),
        Ask(sort=(("colour", False),)),
        Ask(sort=(("note", False),)),
    ],
)
def test_unknown_words_are_refused_with_a_sentence(ask: Ask) -> None:
    with pytest.raises(UserError) as refused:
        LIST.ids(viewer(), ask)
    assert refused.value.message.endswith(".")


def test_an_unknown_noun_is_refused() -> None:
    with pytest.raises(UserError, match="customers"):
        record_list("unicorns")


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_sorts_filters_searches_and_counts(noun: str) -> None:
    found = LISTS[noun]
    keys = [c.key for c in found.columns]
    assert len(keys) == len(set(keys))
    ids = found.ids(viewer(), Ask())
    assert found.first(viewer(), Ask(), 5) == ids[:5]
    for column in found.columns:
        if column.sortable:
            assert sorted(found.ids(viewer(), Ask(sort=((column.key, True),)))) == sorted(ids)
        if column.total:
            assert column.kind in (Kind.MONEY, Kind.QUANTITY, Kind.COUNT)
    found.ids(viewer(), Ask(search="星辰 8421"))
    samples = {"date": "2025-01-31", "flag": "yes", "text": "~x", "number": "1..2.5", "period": "last_month"}
    for f in found.narrowing.values():
        found.totals(viewer(), Ask(filters=((f.key, f.values[0][0] if f.values else samples.get(f.offer, "1")),)))
    pills = [pill for pill in found.pills if pill.counted]
    assert found.counts(viewer()) == {pill.key: len(found.ids(viewer(), pill.ask)) for pill in pills}
    for row in found.rows(ids[:3], viewer()).values():
        assert len(row.values) == len(found.columns)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (Ask(), "sales_order_by_date"),
        (Ask(sort=(("number", False),)), "sales_order_by_number"),
        (Ask(sort=(("total", True),)), "sales_order_by_total"),
        (Ask(sort=(("customer", True),)), "sales_order_by_customer"),
        (Ask(filters=(("state", "confirmed"),)), "sales_order_by_state"),
        (Ask(filters=(("collection", "unpaid"),)), "sales_order_by_collection"),
        (Ask(filters=(("region", "East"),)), "sales_order_figures"),
        (Ask(filters=(("to_invoice", "yes"),)), "sales_order_to_invoice"),
        (Ask(filters=(("to_collect", "yes"),)), "sales_order_to_collect"),
        (Ask(filters=(("overdue", "yes"),), sort=(("due_date", False),)), "sales_order_open"),
        (Ask(search="星辰"), "sales_order_by_customer"),
        (Ask(search="8421"), "sales_order_by_number"),
        (Ask(search="8421"), "sales_order_search"),
        (Ask(search="星辰"), "customer_search"),
    ],
)
def test_hot_questions_run_over_their_indexes(ask: Ask, index: str) -> None:
    assert f"COVERING INDEX {index}" in LIST.plan(viewer(), ask, 400)


@pytest.mark.parametrize("key", ["date", "number", "total", "customer", "state", "collection"])
@pytest.mark.parametrize("downwards", [False, True])
def test_first_pages_need_no_sorting(key: str, downwards: bool) -> None:
    assert "TEMP B-TREE" not in LIST.plan(viewer(), Ask(sort=((key, downwards),)), 400)


def test_pages_come_by_id() -> None:
    plan = LIST.page_plan(viewer())
    assert "SEARCH o USING INTEGER PRIMARY KEY" in plan
    assert "SCAN o" not in plan


def test_states_have_words() -> None:
    for noun, found in LISTS.items():
        for column in found.columns:
            if column.kind is Kind.STATE and column.key not in ("method", "operation", "about_kind", "target"):
                index = found.columns.index(column)
                for row in found.rows(found.first(viewer(), Ask(), 50), viewer()).values():
                    if row.values[index]:
                        word = state_word(column.key, row.values[index])
                        assert word
                        assert "_" not in word, (noun, column.key)


def test_the_book_itself_is_there(large: Path) -> None:
    assert large.exists()
