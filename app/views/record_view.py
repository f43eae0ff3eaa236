"""The table of a list: ``QTableView`` over a ``RecordTable`` with every known slowness avoided.

Selections are kept as ids through every refresh. ``selected_ids()`` and ``selection_count()`` read ranges, never cells.
Enter opens, Space asks for the preview, Ctrl+C copies with headers as a spreadsheet takes it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.queries.columns import Row
from app.views import theme
from app.views.desk import Desk
from app.views.lists.copying import copied_text
from app.views.painting import CellDelegate
from app.views.record_header import RecordHeader
from app.views.record_table import FIRST, Index, RecordTable
from app.views.row_painting import paint_rows
from app.views.texts import follow

ROW = 36
COMPACT_ROW = 28
FEW = 200
"""More rows than this are copied beside the window."""
REMEMBERED = 20_000
"""A larger selection is not carried over a refresh, unless it is everything."""
SCATTERED = 1_000
"""Neither is one in more pieces than these."""
FEW_IDS = 8


_CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RecordView(QTableView):
    """Shows a ``RecordTable``; remembers columns per list in the preferences."""

    open_asked = Signal(object)
    """Open the record with this id (Enter, double click)."""
    preview_asked = Signal(object)
    selection_altered = Signal()
    menu_asked = Signal(QPoint)
    """The row menu is wanted, at this point of the screen."""

    def __init__(self, table: RecordTable, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{table.records.noun.replace('-', '_')}_table")
        self.table = table
        self._desk = desk
        self._cells = CellDelegate(self)
        self._kept: array[int] | None = None
        self._kept_all = False
        self._kept_current = 0
        self._kept_scroll = 0
        self._begin_at: int | None = None
        self.menu_cell = (-1, -1)
        """Column and line that the row menu was asked for."""
        self.header = RecordHeader(
            table.columns, table.records.of_column, desk.currency.symbol, table.records.pins, self
        )
        self.setHorizontalHeader(self.header)
        self.setModel(table)
        # A header that follows the selection asks it about every section at each repaint: seconds, with all
        # rows selected.
        self.header.setSelectionModel(QItemSelectionModel(table, self.header))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(COMPACT_ROW)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(ROW)
        self._remember_key = ""
        self.use_columns(f"lists.{table.records.noun}.columns")
        self.header.arranged.connect(self._remember)
        self._compact_key = f"lists.{table.records.noun}.compact"
        low = bool(desk.preferences.get("window.compact", False))
        self._set_rows(bool(desk.preferences.get(self._compact_key, low)))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.selection_altered.emit())
        table.about_to_change.connect(self._keep)
        table.changed_rows.connect(self._give_back)
        self.doubleClicked.connect(self._open)
        theme.switch().switched.connect(self.viewport().update)
        follow(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        self.header.fit(self.viewport().width())

    @property
    def compact(self) -> bool:
        """Whether the rows are 28 instead of 36 pixels high."""
        return self.verticalHeader().defaultSectionSize() == COMPACT_ROW

    def set_compact(self, compact: bool) -> None:
        """Show rows of 28 instead of 36 pixels, in this list from now on."""
        top = self.rowAt(0)
        self._set_rows(compact)
        self._desk.preferences.set(self._compact_key, compact)
        if top > 0:
            self.scrollTo(self.table.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _set_rows(self, compact: bool) -> None:
        height = COMPACT_ROW if compact else ROW
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    @property
    def columns_key(self) -> str:
        """Under which key of the preferences the columns are remembered now."""
        return self._remember_key

    def use_columns(self, key: str, otherwise: Mapping[str, Any] | None = None) -> None:
        """Arrange the columns as remembered under ``key``, else as told; changes are remembered there from now on."""
        if key == self._remember_key and otherwise is None:
            return
        self._remember_key = key
        self.header.arrange(self._desk.preferences.get(key, None) or dict(otherwise or {}))

    def _remember(self) -> None:
        self._desk.preferences.set(self._remember_key, self.header.arrangement())

    # Selection

    def ranges(self) -> list[tuple[int, int]]:
        """The selected lines as ordered, separate (first, last) pairs."""
        selection = self.selectionModel().selection()
        chosen = [selection.at(i) for i in range(selection.count())]
        found = sorted((r.top(), r.bottom()) for r in chosen)
        merged: list[tuple[int, int]] = []
        for top, bottom in found:
            if merged and top <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
            else:
                merged.append((top, bottom))
        return merged

    def selection_count(self) -> int:
        """How many rows are selected."""
        return sum(bottom - top + 1 for top, bottom in self.ranges())

    def selected_ids(self) -> array[int]:
        """The ids of the selected rows, in the order shown."""
        chosen = array("q")
        for top, bottom in self.ranges():
            chosen.extend(self.table.ids[top : bottom + 1])
        return chosen

    def current_id(self) -> int | None:
        """The id of the row that has the keyboard, if any."""
        line = self.currentIndex().row()
        return self.table.ids[line] if 0 <= line < len(self.table.ids) else None

    def current_row(self) -> Row | None:
        """The record that has the keyboard, if any."""
        return self.table.row(self.currentIndex().row())

    def select_ids(self, wanted: Iterable[int], *, current: int | None = None) -> None:
        """Select the rows of these ids, as far as they are shown; ``current`` gets the keyboard."""
        lines = self._lines(set(wanted))
        selection = QItemSelection()
        last = len(self.table.columns) - 1
        start = previous = -2
        for line in [*lines, -5]:
            if line == previous + 1:
                previous = line
                continue
            if start >= 0:
                selection.append(QItemSelectionRange(self.table.index(start, 0), self.table.index(previous, last)))
            start = previous = line
        model = self.selectionModel()
        line = self._line(current) if current is not None else -1
        if line >= 0:
            place = self.table.index(line, self._first_column())
            model.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _lines(self, chosen: set[int]) -> list[int]:
        """The lines of these ids, in order."""
        if len(chosen) <= FEW_IDS:
            return sorted(line for line in map(self._line, chosen) if line >= 0)
        return [i for i, record in enumerate(self.table.ids) if record in chosen]

    def _line(self, record: int) -> int:
        """The line of an id; -1 if it is not shown."""
        try:
            return self.table.ids.index(record)
        except ValueError:
            return -1

    def show_id(self, record: int) -> bool:
        """Select one record and bring it into sight; False if the list doesn't hold it."""
        if self._line(record) < 0:
            return False
        self.select_ids([record], current=record)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def _first_column(self) -> int:
        return next(iter(self.header.shown_columns()), 0)

    def begin_at_top(self) -> None:
        """Show the next rows that arrive from the first one on."""
        self._begin_at = 0

    def begin_at(self, scroll: int) -> None:
        """Show the rows that arrive from this scroll place on, as soon as there are enough of them."""
        self._begin_at = scroll
        if self.table.complete or self.verticalScrollBar().maximum() >= scroll:
            self.verticalScrollBar().setValue(scroll)

    def go_to_first(self) -> None:
        """Give the keyboard to the first row, which becomes the selected one."""
        if len(self.table.ids):
            place = self.table.index(0, self._first_column())
            self.selectionModel().setCurrentIndex(place, _CHOOSE)
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def open_first(self) -> None:
        """Open the first row."""
        self.go_to_first()
        self._open(self.currentIndex())

    def _keep(self) -> None:
        count = self.selection_count()
        self._kept_all = count > 0 and count == len(self.table.ids)
        kept = count <= REMEMBERED and self.selectionModel().selection().count() <= SCATTERED
        self._kept = self.selected_ids() if kept else None
        self._kept_current = self.current_id() or 0
        self._kept_scroll = self.verticalScrollBar().value()

    def _give_back(self) -> None:
        if self._kept_all and len(self.table.ids) > FIRST:
            self.selectAll()
        elif self._kept:
            self.select_ids(self._kept, current=self._kept_current or None)
        elif self._kept_current:
            self.select_ids((), current=self._kept_current)
        place = self._kept_scroll if self._begin_at is None else self._begin_at
        if place:
            # The scroll bar only knows how many rows there are once they are laid out.
            self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(place)
        if self.table.complete or self.verticalScrollBar().value() == place:
            self._begin_at = None
        self._kept = None
        self._cells.hovered = -1
        self.selection_altered.emit()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            record = self.current_id()
            if record is not None:
                self.preview_asked.emit(record)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.table.ids):
            self.open_asked.emit(self.table.ids[index.row()])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        place = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        self.menu_cell = (place.column(), place.row())
        where = event.globalPos()
        if not by_mouse and place.isValid():
            where = self.viewport().mapToGlobal(self.visualRect(place).bottomLeft())
        self.menu_asked.emit(where)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, line: int) -> None:
        before = self._cells.hovered
        if line == before:
            return
        self._cells.hovered = line
        self._repaint_line(before)
        self._repaint_line(line)

    def _repaint_line(self, line: int) -> None:
        if line >= 0:
            self.viewport().update(0, self.rowViewportPosition(line), self.viewport().width(), self.rowHeight(line))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._cells.current = current.row() if self.hasFocus() else -1
        self._repaint_line(previous.row())
        self._repaint_line(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and len(self.table.ids):
            place = self.table.index(0, self._first_column())
            self.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._cells.current = self.currentIndex().row()
        self._repaint_line(self._cells.current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        line, self._cells.current = self._cells.current, -1
        self._repaint_line(line)

    # Copying

    def copy(self) -> None:
        """Copy the selected rows, with the headers of the shown columns, as tab-separated text."""
        ids = self.selected_ids()
        if not len(ids):
            return
        table, columns, actor = self.table, self.header.shown_columns(), self._desk.actor
        if len(ids) <= FEW:
            self._put(copied_text(table, columns, ids, actor))
        else:
            key = f"copy.{id(self)}"
            self._desk.read(lambda: copied_text(table, columns, ids, actor), self._put, key=key, owner=self)

    @staticmethod
    def _put(text: str) -> None:
        data = QMimeData()
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            paint_rows(painter, self, self._cells, event.rect())
        finally:
            painter.end()

    def last_pinned(self) -> int:
        """The last of the rows that were put in front because of a problem, if it is in sight; else -1."""
        if not self.table.asked.problems_first:
            return -1
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = bottom if bottom >= 0 else len(self.table.ids) - 1
        most = self.table.asked.problems_at_most
        if most and top <= most <= len(self.table.ids) and self.table.problems(most - 1):
            return most - 1
        for line in range(max(top, 0), last):
            if not self.table.problems(line):
                return -1
            if not self.table.problems(line + 1):
                return line
        return -1
