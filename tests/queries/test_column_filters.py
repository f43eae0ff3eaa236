"""Filters that come from columns alone, against the same question answered by plain Python; and pinned problems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.errors import NotAllowed, UserError
from app.models.base import connection
from app.queries.columns import Ask, Kind
from app.queries.lists import LISTS
from app.queries.periods import NAMED, named
from tests.queries.conftest import viewer

LIST = LISTS["orders"]

Test = Callable[[dict[str, Any]], bool]


def orders() -> list[dict[str, Any]]:
    """All orders as the list shows them."""
    ids = LIST.ids(viewer(), Ask())
    keys = [c.key for c in LIST.columns]
    return [{"id": i, **dict(zip(keys, row.values, strict=True))} for i, row in LIST.rows(ids, viewer()).items()]


FILTERS: list[tuple[str, str, Test]] = [
    ("total", "100..2000", lambda o: 100_00 <= o["total"] <= 2000_00),
    ("total", "1500.50..", lambda o: o["total"] >= 1500_50),
    ("outstanding", "..0", lambda o: o["outstanding"] <= 0),
    ("outstanding", "0", lambda o: o["outstanding"] == 0),
    ("note", "~a", lambda o: "a" in (o["note"] or "").lower()),
    ("note", "", lambda o: not o["note"]),
    ("consignee", "*", lambda o: bool(o["consignee"])),
    ("number", "~0012", lambda o: "0012" in o["number"]),
    ("region", "~as", lambda o: "as" in o["region"].lower()),
    ("date", "2024-02-01..2024-03-31", lambda o: "2024-02-01" <= o["date"] <= "2024-03-31"),
    ("date", "last_month", lambda o: o["date"][:7] == "2025-12"),
    ("date", "last_year", lambda o: o["date"][:4] == "2025"),
    ("due_date", "..2024-12-31", lambda o: bool(o["due_date"]) and o["due_date"] <= "2024-12-31"),
    ("due_date", "*", lambda o: bool(o["due_date"])),
    ("state", "confirmed,completed", lambda o: o["state"] in ("confirmed", "completed")),
]


@pytest.mark.usefixtures("large")
class TestLarge:
    @pytest.mark.parametrize(("key", "value", "test"), FILTERS, ids=[f"{k}={v}" for k, v, _t in FILTERS])
    def test_a_column_narrows_down_to_what_python_finds(self, key: str, value: str, test: Test) -> None:
        found = LIST.ids(viewer(), Ask(filters=((key, value),)))
        every = orders()
        true = [o["id"] for o in sorted(every, key=lambda o: (o["date"], o["id"]), reverse=True) if test(o)]
        assert found.tolist() == true
        if value not in ("~a", "*"):
            assert true
        assert LIST.count(viewer(), Ask(filters=((key, value),))) == len(true)

    def test_a_moment_is_a_day_at_this_desk(self) -> None:
        one = orders()[0]
        made = next(connection().execute("SELECT created_at FROM sales_order WHERE id = ?", (one["id"],)))[0]
        from datetime import datetime

        day = datetime.fromisoformat(made).astimezone().date().isoformat()
        assert one["id"] in LIST.ids(viewer(), Ask(filters=(("created_at", f"{day}..{day}"),)))
        assert one["id"] not in LIST.ids(viewer(), Ask(filters=(("created_at", "..2001-01-01"),)))

    def test_what_a_viewer_does_not_see_cannot_be_guessed_from_the_order(self) -> None:
        asked = Ask(sort=(("outstanding", True),))
        packer, owner = viewer(1, "warehouse"), viewer()
        assert LIST.ids(packer, asked) == LIST.ids(packer, Ask())
        assert LIST.ids(owner, asked) != LIST.ids(owner, Ask())

    def test_what_a_viewer_does_not_see_cannot_be_guessed_by_filtering(self) -> None:
        with pytest.raises(NotAllowed, match="Outstanding"):
            LIST.ids(viewer(1, "warehouse"), Ask(filters=(("outstanding", "100.."),)))

    @pytest.mark.parametrize(
        "wanted", [("total", "much"), ("date", "31.1.2026"), ("date", "next_decade"), ("state", "open")]
    )
    def test_what_is_not_understood_is_refused_with_a_sentence(self, wanted: tuple[str, str]) -> None:
        with pytest.raises(UserError) as refused:
            LIST.ids(viewer(), Ask(filters=(wanted,)))
        assert refused.value.message.endswith(".")
        assert refused.value.field == wanted[0]

    @pytest.mark.parametrize("noun", LISTS)
    def test_every_column_of_every_list_has_a_filter(self, noun: str) -> None:
        found = LISTS[noun]
        offers = {
            Kind.MONEY: "number", Kind.COUNT: "number", Kind.QUANTITY: "number", Kind.PRICE: "number",
            Kind.DATE: "period", Kind.MOMENT: "period", Kind.FLAG: "flag",
        }  # fmt: skip
        for column in found.columns:
            wanted = found.of_column[column.key]
            assert found.narrowing[wanted.key] is wanted
            if column.kind in offers:
                assert wanted.offer == offers[column.kind], column.key
            found.count(viewer(), Ask(filters=((wanted.key, "*"),) if wanted.offer in ("text", "period") else ()))

    def test_totals_of_chosen_rows_add_up(self) -> None:
        chosen = orders()[:40]
        told = LIST.totals_of(viewer(), [o["id"] for o in chosen])
        assert told.count == 40
        assert told.sums["total"] == sum(o["total"] for o in chosen)
        assert "paid" not in LIST.totals_of(viewer(1, "warehouse"), [chosen[0]["id"]]).sums


def test_named_periods_are_whole() -> None:
    for day in (date(2026, 1, 1), date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 30)):
        for name in NAMED:
            found = named(name, day)
            assert found is not None
            first, last = found
            assert first <= last
            if name.startswith("this"):
                assert first <= day <= last
            if name.startswith(("last", "yester")):
                assert last < day
            if name.startswith("next"):
                assert first > day
            if name.endswith("month"):
                assert (first.day, (last.month, last.year)) == (1, (first.month, first.year))
    assert named("last_month", date(2026, 1, 15)) == (date(2025, 12, 1), date(2025, 12, 31))
    assert named("this_week", date(2026, 3, 15)) == (date(2026, 3, 9), date(2026, 3, 15))
    assert named("someday", date(2026, 1, 1)) is None
