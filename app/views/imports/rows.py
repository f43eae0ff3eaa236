"""The rows of a file before they come in: as they will be stored, and the refused ones with the cell to blame.

A cell of a refused row can be put right in its place (F2, or simply typing); the file itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.i18n import N_, _
from app.views import theme
from app.views.icons import icon
from app.views.imports.stored import PlanColumn, PlanRow, title_of
from app.views.texts import follow, say, tip

Index = QModelIndex | QPersistentModelIndex
DISPLAY, EDIT, TIP, ALIGN, BACK, FORE, DECORATION, ACCESSIBLE = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
ROW, PROBLEM = 0, 1
"""The columns before those of the file: the row's number, and what is wrong with it."""
BEFORE = 2


class RowsModel(QAbstractTableModel):
    """Rows in memory, all of them or only the refused ones; ``fixes`` are the cells that were put right."""

    fixed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[PlanColumn, ...] = ()
        self.rows: tuple[PlanRow, ...] = ()
        self.only_refused = False
        self.fixes: dict[tuple[int, int], str] = {}
        self._shown: tuple[PlanRow, ...] = ()
        follow(self._language_switched)

    def _language_switched(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def show_rows(self, columns: Sequence[PlanColumn], rows: Sequence[PlanRow]) -> None:
        """Show the rows of another plan."""
        self.columns, self.rows = tuple(columns), tuple(rows)
        self.fixes = {}
        self.show_only_refused(self.only_refused and any(row.refused for row in rows))

    def show_only_refused(self, only: bool) -> None:
        """Leave out the rows that come in."""
        self.beginResetModel()
        self.only_refused = only
        self._shown = tuple(row for row in self.rows if row.refused) if only else self.rows
        self.endResetModel()

    def row(self, line: int) -> PlanRow:
        """The row in a line."""
        return self._shown[line]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns) + BEFORE

    def text(self, line: int, section: int) -> str:
        """What a cell shows."""
        row = self._shown[line]
        if section == ROW:
            return f"{row.number:,}"
        if section == PROBLEM:
            return _("Changed, to be checked again") if self._changed(row) else row.reason
        place = self.columns[section - BEFORE].place
        return self.fixes.get((row.number, place), row.cells[section - BEFORE])

    def _changed(self, row: PlanRow) -> bool:
        return row.refused and any(number == row.number for number, _place in self.fixes)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        row, section = self._shown[index.row()], index.column()
        if role in (DISPLAY, EDIT, ACCESSIBLE):
            return self.text(index.row(), section)
        if role == TIP:
            return tip(row.reason if row.refused and section != ROW else self.text(index.row(), section))
        if role == ALIGN:
            figure = section == ROW or (section >= BEFORE and self.columns[section - BEFORE].figure)
            return _RIGHT if figure else _LEFT
        t = theme.tokens()
        fixed = section >= BEFORE and (row.number, self.columns[section - BEFORE].place) in self.fixes
        changed = self._changed(row)
        bad = row.refused and not changed and (section == PROBLEM or section - BEFORE == row.bad)
        if role == BACK and (bad or fixed):
            return QColor(t.accent_soft if fixed else t.danger_soft)
        if role == FORE:
            return QColor(t.danger if bad else t.text if not row.refused or fixed else t.text2)
        if role == DECORATION and section == PROBLEM:
            if changed:
                return icon("pencil", "accent")
            return icon("circle-alert", "danger") if row.refused else icon("check", "ok")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (DISPLAY, ACCESSIBLE, TIP):
            if section < BEFORE:
                return _("Row") if section == ROW else _("Problem")
            return title_of(self.columns[section - BEFORE])
        if role == ALIGN:
            figure = section == ROW or (section >= BEFORE and self.columns[section - BEFORE].figure)
            return _RIGHT if figure else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        section = index.column()
        if self._shown[index.row()].refused and section >= BEFORE and self.columns[section - BEFORE].place >= 0:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        if role != EDIT or index.column() < BEFORE:
            return False
        row, column = self._shown[index.row()], self.columns[index.column() - BEFORE]
        text, key = str(value).strip(), (row.number, column.place)
        if text == row.cells[index.column() - BEFORE]:
            self.fixes.pop(key, None)
        else:
            self.fixes[key] = text
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), self.columnCount() - 1))
        self.fixed.emit()
        return True


class _Cells(QStyledItemDelegate):
    """Fills the cells to blame; the look of the window draws no background of its own in cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fill = index.data(BACK)
        if fill is not None:
            painter.fillRect(option.rect.adjusted(0, 0, 0, -1), fill)
        super().paint(painter, option, index)


class RowsTable(QTableView):
    """The table. Enter opens a cell of a refused row for typing; F8 goes to the next problem."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_rows_table")
        say(self.setAccessibleName, N_("Rows of the file"))
        self.found = RowsModel()
        self.setModel(self.found)
        self.setItemDelegate(_Cells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultSectionSize(120)
        self.setMinimumHeight(140)
        theme.switch().switched.connect(self.viewport().update)

    def show_rows(self, columns: Sequence[PlanColumn], rows: Sequence[PlanRow]) -> None:
        """Show these rows, from the first problem on where there is one."""
        self.found.show_rows(columns, rows)
        self.setColumnWidth(ROW, 64)
        self.setColumnWidth(PROBLEM, 280 if any(row.refused for row in rows) else 90)
        for section, column in enumerate(columns, BEFORE):
            self.setColumnWidth(section, 104 if column.figure else 130)
        self.next_problem(from_line=-1)

    def next_problem(self, from_line: int | None = None) -> None:
        """Go to the cell to blame of the next refused row."""
        at = self.currentIndex().row() if from_line is None else from_line
        count = self.found.rowCount()
        for step in range(1, count + 1):
            line = (at + step) % count
            row = self.found.row(line)
            if row.refused:
                place = self.found.index(line, row.bad + BEFORE if row.bad >= 0 else BEFORE)
                self.setCurrentIndex(place)
                self.scrollTo(self.found.index(line, PROBLEM) if row.bad < 4 else place)
                return
        if count:
            self.setCurrentIndex(self.found.index(0, ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() == Qt.Key.Key_F8:
            self.next_problem()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and not editing:
            index = self.currentIndex()
            if index.isValid() and self.found.flags(index) & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
        else:
            super().keyPressEvent(event)
