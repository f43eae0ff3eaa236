"""What the selected rows of a list come to: how many, their sums, how many in which state; read once for all who show
it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from app.queries.columns import Column, Kind, Row, Totals
from app.views.record_tab import RecordTab

MOST = 2_000
"""Of more rows the states are not counted."""


@dataclass(frozen=True)
class Selected:
    """The selection: ids in the order shown; sums by column and counts by state once they are read."""

    ids: array[int]
    sums: tuple[tuple[Column, int], ...] = ()
    states: tuple[tuple[Column, str, int], ...] = field(default=())

    @property
    def count(self) -> int:
        """How many rows are selected."""
        return len(self.ids)


class Selection(QObject):
    """Hears what is selected in a list and tells what it comes to."""

    told = Signal(object)
    """A ``Selected``: at once with the ids, and again with sums and states for two rows and more."""

    def __init__(self, tab: RecordTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self.now = Selected(array("q"))
        tab.selection_settled.connect(self._settled)
        tab.chosen.told.connect(self._summed)

    def _settled(self, ids: array[int]) -> None:
        self.now = Selected(ids, self.now.sums, self.now.states) if ids == self.now.ids else Selected(ids)
        self.told.emit(self.now)
        if 1 < len(ids) <= MOST:
            self._tab.read_rows(ids, lambda rows: self._counted(ids, rows), key="selected")

    def _summed(self) -> None:
        totals = self._tab.chosen.sums
        if totals is not None:
            self.now = replace(self.now, sums=summed(self._tab.records.columns, totals))
            self.told.emit(self.now)

    def _counted(self, ids: array[int], rows: Mapping[int, Row]) -> None:
        if ids == self.now.ids:
            self.now = replace(self.now, states=counted(self._tab.records.columns, rows))
            self.told.emit(self.now)


def summed(columns: Sequence[Column], totals: Totals) -> tuple[tuple[Column, int], ...]:
    """The sums of the columns that have one and are shown from the start."""
    return tuple((column, totals.sums[column.key]) for column in columns if column.shown and column.key in totals.sums)


def counted(columns: Sequence[Column], rows: Mapping[int, Row]) -> tuple[tuple[Column, str, int], ...]:
    """How many rows are in each state of the first column of states."""
    place = next((i for i, column in enumerate(columns) if column.kind is Kind.STATE and column.shown), None)
    if place is None:
        return ()
    counts: dict[str, int] = {}
    for row in rows.values():
        if row.values[place]:
            counts[row.values[place]] = counts.get(row.values[place], 0) + 1
    return tuple((columns[place], key, counts[key]) for key in sorted(counts, key=lambda k: -counts[k]))
