"""The one table model of all lists: ordered ids in an array, rows fetched a page at a time around what is painted.

``RecordTable(records, desk).ask(Ask(…))`` shows the first 400, at once where that is quick, else as soon as the reading
thread has them, and then all ids; until then the rows before stay.
Nothing walks over all rows: a page of 200 costs one query by id, the last 40 pages are kept.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.errors import Cancelled, UserError
from app.i18n import _
from app.models.actor import Actor
from app.queries.columns import Ask, Column, Kind, Row, Totals
from app.queries.filters import Filter, Pill
from app.queries.pins import Pin, Problem
from app.queries.saved_views import ListView
from app.views.desk import Desk
from app.views.moments import soon
from app.views.texts import follow, tip
from app.views.tokens import STRUCK
from app.views.values import RIGHT, copied, shown

PAGE = 64
"""Rows that are read at once when the first of them is painted: a little more than a large window shows, because the
window waits for them."""
PAGES = 125
"""Pages that are remembered."""
FIRST = 400
REST_AFTER = 30
"""Milliseconds for painting the first rows before the rest is read: both at once would keep them waiting."""

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
USER = int(Qt.ItemDataRole.UserRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

_FIRST = Kind.NUMBER
"""The kind of the column that a row is known by, which tells all its problems."""

Index = QModelIndex | QPersistentModelIndex


class Records(Protocol):
    """A list of records as the queries offer it."""

    noun: str
    title: str
    columns: tuple[Column, ...]
    pills: tuple[Pill, ...]
    pins: tuple[Pin, ...]
    default_sort: tuple[tuple[str, bool], ...]
    narrowing: dict[str, Filter]
    of_column: dict[str, Filter]

    def quick(self, viewer: Actor, ask: Ask) -> bool:
        """Whether ``first`` may run on the window's own thread."""
        ...

    def first(self, viewer: Actor, ask: Ask, limit: int = FIRST) -> array[int]:
        """The first ids that answer, quickly."""
        ...

    def ids(self, viewer: Actor, ask: Ask) -> array[int]:
        """All ids that answer."""
        ...

    def rows(self, ids: Sequence[int], viewer: Actor | None = None) -> dict[int, Row]:
        """The rows of one page."""
        ...

    def totals(self, viewer: Actor, ask: Ask) -> Totals:
        """How many answer, and their sums."""
        ...

    def totals_of(self, viewer: Actor, ids: Sequence[int]) -> Totals:
        """The sums of these rows."""
        ...

    def counts(self, viewer: Actor, pills: Sequence[Pill] | None = None) -> dict[str, int]:
        """How many records each view holds, by its key; of the ready-made ones unless told."""
        ...

    def problems(self, viewer: Actor, ask: Ask) -> int:
        """How many of those that answer have a problem."""
        ...

    def views(self, viewer: Actor) -> tuple[ListView, ...]:
        """The views that people saved."""
        ...

    def hides(self, viewer: Actor, column: str) -> bool:
        """Whether the values of a column are kept from this viewer."""
        ...


class RecordTable(QAbstractTableModel):
    """The rows of one list. ``complete`` tells whether all ids are there, not only the first."""

    arrived = Signal()
    """Rows were shown for the question asked last: the first ones, then all."""
    refused = Signal(object)
    """The question asked last cannot be answered (``UserError``)."""
    about_to_change = Signal()
    changed_rows = Signal()
    """Around every replacement of the ids, so that a view can keep its selection."""

    def __init__(self, records: Records, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self.columns = records.columns
        self.ids: array[int] = array("q")
        self.asked = Ask()
        self.complete = False
        self._desk = desk
        self._rows: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._texts: dict[int, tuple[str, ...]] = {}
        self._struck: set[int] = set()
        self._kinds = tuple(c.kind for c in self.columns)
        self._states = tuple(i for i, c in enumerate(self.columns) if c.kind is Kind.STATE)
        self._alignments = tuple(_RIGHT if c.kind in RIGHT else _LEFT for c in self.columns)
        self._key = f"ids.{records.noun}.{id(self)}"
        self._rest = soon(self, REST_AFTER, self._read_all)
        follow(self._language_switched)

    # What to show

    def ask(self, ask: Ask) -> None:
        """Show what answers: the first rows, then all of them as soon as they are counted."""
        self.asked = ask
        self.complete = False
        self._rest.stop()
        actor = self._desk.actor
        if self.records.quick(actor, ask):
            self._first_read(self.records.first(actor, ask, FIRST))
            return
        self._read(lambda: self.records.first(actor, ask, FIRST), self._first_read)

    def _first_read(self, ids: array[int]) -> None:
        self._replace(ids)
        self.complete = len(ids) < FIRST
        self.arrived.emit()
        if self.complete:
            self._desk.background.forget(self._key)
        else:
            self._rest.start()

    def refresh(self) -> None:
        """Ask the same again after something changed; what is shown stays until the answer is there."""
        if self.complete and len(self.ids) < FIRST:
            self.ask(self.asked)
        else:
            self._read_all()

    def _read_all(self) -> None:
        actor, ask = self._desk.actor, self.asked
        self._read(lambda: self.records.ids(actor, ask), self._all_read)

    def _read(self, call: Callable[[], array[int]], on_done: Callable[[array[int]], None]) -> None:
        self._desk.read(call, on_done, key=self._key, on_problem=self._not_read, owner=self)

    def _not_read(self, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        if not isinstance(problem, UserError):
            self._desk.background.problem(problem)
            return
        self._replace(array("q"))
        self.complete = True
        self.refused.emit(problem)

    def _all_read(self, ids: array[int]) -> None:
        shown_now = len(self.ids)
        if not self.complete and len(ids) >= shown_now and ids[:shown_now] == self.ids:
            if len(ids) > shown_now:
                self.beginInsertRows(QModelIndex(), shown_now, len(ids) - 1)
                self.ids = ids
                self._rows.pop(shown_now // PAGE, None)
                self.endInsertRows()
        else:
            self._replace(ids)
        self.complete = True
        self.arrived.emit()

    def _replace(self, ids: array[int]) -> None:
        self.about_to_change.emit()
        self._rows.clear()
        self._texts.clear()
        self._struck.clear()
        if ids == self.ids and len(ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.columns) - 1))
        else:
            self.beginResetModel()
            self.ids = ids
            self.endResetModel()
        self.changed_rows.emit()

    def _language_switched(self) -> None:
        self._texts.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if len(self.ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.columns) - 1))

    # Rows

    def row(self, number: int) -> Row | None:
        """The record in line ``number``; None if it has gone meanwhile."""
        if not 0 <= number < len(self.ids):
            return None
        page = number // PAGE
        rows = self._rows.get(page)
        if rows is None:
            rows = self.records.rows(self.ids[page * PAGE : (page + 1) * PAGE], self._desk.actor)
            self._rows[page] = rows
            if len(self._rows) > PAGES:
                _old, dropped = self._rows.popitem(last=False)
                for known in dropped:
                    self._texts.pop(known, None)
        else:
            self._rows.move_to_end(page)
        return rows.get(self.ids[number])

    def texts(self, number: int) -> tuple[str, ...]:
        """What line ``number`` shows, column by column."""
        row = self.row(number)
        if row is None:
            return ("",) * len(self.columns)
        found = self._texts.get(row.id)
        if found is None:
            currency = self._desk.currency
            found = tuple(shown(c.kind, v, currency, c.key) for c, v in zip(self.columns, row.values, strict=True))
            self._texts[row.id] = found
            if any(row.values[i] in STRUCK for i in self._states[:1]):
                self._struck.add(row.id)
        return found

    def struck(self, number: int) -> bool:
        """Whether the record of line ``number`` no longer counts (cancelled, void)."""
        return 0 <= number < len(self.ids) and self.ids[number] in self._struck

    def problems(self, number: int) -> tuple[Problem, ...]:
        """What is wrong with the record of line ``number``."""
        row = self.row(number)
        return row.problems if row is not None else ()

    def _told(self, index: Index) -> str:
        """A cell as it is read out, with what is wrong where its column says so."""
        text = self.texts(index.row())[index.column()]
        key = self.columns[index.column()].key
        own = [p for p in self.problems(index.row()) if p.pin.column == key or self._kinds[index.column()] is _FIRST]
        return " – ".join([text, *(p.reason for p in own)]) if own else text

    def copied_row(self, row: Row, columns: Sequence[int]) -> str:
        """One row as tab-separated text for a spreadsheet."""
        currency = self._desk.currency
        return "\t".join(copied(self._kinds[i], row.values[i], currency, self.columns[i].key) for i in columns)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == DISPLAY:
            return self.texts(index.row())[index.column()]
        if role == ALIGNMENT:
            return self._alignments[index.column()]
        if role == ACCESSIBLE:
            return self._told(index)
        if role == TOOLTIP:
            return tip(self._told(index))
        if role == USER:
            row = self.row(index.row())
            return None if row is None else row.values[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            column = self.columns[section]
            if role == DISPLAY:
                return _(column.title)
            if role in (ACCESSIBLE, TOOLTIP):
                money = column.kind in (Kind.MONEY, Kind.PRICE)
                return f"{_(column.title)} ({self._desk.currency.code})" if money else _(column.title)
            if role == ALIGNMENT:
                return self._alignments[section]
        return None
