"""A desk with a list held in memory, for everything the window is made of."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtWidgets import QApplication

from app.models.actor import Actor
from app.money import currency
from app.preferences import Preferences
from app.queries.column_filters import filter_of
from app.queries.columns import Ask, Column, Kind, Row, Totals
from app.queries.filters import Filter, Pill
from app.queries.pins import Pin
from app.queries.saved_views import ListView
from app.views import texts, theme
from app.views.background import Background
from app.views.desk import Desk
from tests.helpers.watchdog import watchdog

__all__ = ["watchdog"]

NAMES = ("Harbour Stationery Ltd", "杭州绿茵园艺", "Green Leaf Trading", "苏州同里花店", "宁波海韵酒店", "常州运河书店")
STATES = ("confirmed", "processing", "completed", "draft", "cancelled")
COLLECTIONS = ("partly_paid", "unpaid", "paid", "refunded", "overpaid")


class FakeOrders:
    """Orders that exist only as a rule: row ``i`` is computed when it is asked for, and counted."""

    noun = "orders"
    title = "Orders"
    columns = (
        Column("number", "Number", Kind.NUMBER, 140),
        Column("customer", "Customer", Kind.TEXT, 210),
        Column("date", "Date", Kind.DATE, 110),
        Column("state", "State", Kind.STATE, 120),
        Column("collection", "Collection", Kind.STATE, 120),
        Column("total", "Total", Kind.MONEY, 120, total=True),
        Column("outstanding", "Outstanding", Kind.MONEY, 120, total=True),
        Column("note", "Note", Kind.TEXT, 120, shown=False, sortable=False),
    )
    filters: tuple[Filter, ...] = (
        Filter("state", "state", "choice", lambda _v, _x: ("", ()), tuple((s, s) for s in STATES)),
        Filter("due", "overdue", "flag", lambda _v, _x: ("", ()), (("yes", "yes"), ("no", "no"))),
    )
    pins: tuple[Pin, ...] = ()
    pills = (Pill("open", "To collect", Ask(filters=(("open", "yes"),))),)
    default_sort = (("date", True),)

    def __init__(self, count: int = 412) -> None:
        self.count = count
        self.at_once = True
        self.saved: list[ListView] = []
        self.narrowing = {f.key: f for f in self.filters}
        self.of_column = {c.key: self.narrowing.get(c.key) or filter_of(c, c.key, c.key) for c in self.columns}
        self.narrowing.update((f.key, f) for f in self.of_column.values())
        self.touched = 0
        self.gone: set[int] = set()

    def _ids(self, ask: Ask) -> list[int]:
        found: Sequence[int] = range(1, self.count + 1)
        if ask.search:
            found = [i for i in found if ask.search.lower() in f"so-2026-{i:04d} {NAMES[i % 6]}".lower()]
        for key, value in ask.filters:
            if key == "open":
                found = [i for i in found if i % 3 == 0]
            if key == "state":
                found = [i for i in found if STATES[i % 5] in value.split(",")]
            if key == "customer":
                found = [i for i in found if value.removeprefix("~").lower() in NAMES[i % 6].lower()]
        descending = ask.sort[0][1] if ask.sort else True
        return [i for i in (reversed(found) if descending else found) if i not in self.gone]

    def first(self, viewer: Actor, ask: Ask, limit: int = 400) -> array[int]:
        return array("q", self._ids(ask)[:limit])

    def ids(self, viewer: Actor, ask: Ask) -> array[int]:
        return array("q", self._ids(ask))

    def rows(self, ids: Sequence[int], viewer: Actor | None = None) -> dict[int, Row]:
        self.touched += len(ids)
        return {i: self._row(i) for i in ids if i not in self.gone}

    def _row(self, i: int) -> Row:
        total = (i * 7919) % 2_000_000 + 100
        values = (
            f"SO-2026-{i:04d}",
            NAMES[i % 6],
            f"2026-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
            STATES[i % 5],
            COLLECTIONS[i % 5],
            total,
            -total if i % 11 == 0 else total // 2,
            None,
        )
        return Row(i, values, frozenset({"confirm"}) if i % 5 == 3 else frozenset())

    def totals(self, viewer: Actor, ask: Ask) -> Totals:
        ids = self._ids(ask)
        return Totals(len(ids), {"total": sum((i * 7919) % 2_000_000 + 100 for i in ids), "outstanding": 1_137_050})

    def totals_of(self, viewer: Actor, ids: Sequence[int]) -> Totals:
        return Totals(len(ids), {"total": sum((i * 7919) % 2_000_000 + 100 for i in ids)})

    def problems(self, viewer: Actor, ask: Ask) -> int:
        return 0

    def counts(self, viewer: Actor, pills: Sequence[Pill] | None = None) -> dict[str, int]:
        return {p.key: len(self._ids(p.ask)) for p in (self.pills if pills is None else pills)}

    def views(self, viewer: Actor) -> tuple[ListView, ...]:
        return tuple(self.saved)

    def quick(self, viewer: Actor, ask: Ask) -> bool:
        return self.at_once

    def hides(self, viewer: Actor, column: str) -> bool:
        return False


@pytest.fixture(autouse=True)
def _stalls(request: pytest.FixtureRequest) -> None:
    """Listen for stalls of the window in every test that has one."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        request.getfixturevalue("watchdog")


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[QApplication]:
    """The program with its look, in the light scheme and English."""
    theme.start(qapp, "light")
    theme.choose("light")
    yield qapp
    theme.choose("light")
    texts.set_language("en")


@pytest.fixture
def actor() -> Actor:
    return Actor(1, "Wang Fang", frozenset({"owner"}))


@pytest.fixture
def desk(styled: QApplication, actor: Actor) -> Iterator[Desk]:
    background = Background()
    yield Desk(actor, background, Preferences(), currency("CNY"))
    background.close()
