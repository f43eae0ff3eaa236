"""A short table on a record's page: a few rows, read at once, opened by Enter or double click.

``table = SmallTable("order_payments", N_("Payments"), columns, currency)``; ``table.show_rows(rows)`` with ``Row``
values in the order of the columns. It is as high as its rows, up to ``most``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from app.i18n import _
from app.money import Currency
from app.queries.columns import Column, Kind, Row
from app.views import theme
from app.views.painting import CellDelegate
from app.views.texts import Saying, follow, say, tip
from app.views.tokens import STRUCK
from app.views.values import RIGHT, copied, first_capital, shown

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
DISPLAY, TOOLTIP, ALIGN, ACCESSIBLE = (
    int(r)
    for r in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
ROW = 32
LEFT_OVER = 120
"""Pixels of the column that takes what the others leave, below which headings are shortened instead."""


class SmallModel(QAbstractTableModel):
    """A few rows in memory."""

    def __init__(self, columns: Sequence[Column], currency: Currency) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.currency = currency
        self.rows: tuple[Row, ...] = ()
        self._states = [i for i, c in enumerate(self.columns) if c.kind is Kind.STATE]
        follow(self._language_switched)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def _language_switched(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def row(self, number: int) -> Row | None:
        """The record in a line."""
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def texts(self, number: int) -> tuple[str, ...]:
        """What a line shows, column by column."""
        values = self.rows[number].values
        return tuple(shown(c.kind, v, self.currency, c.key) for c, v in zip(self.columns, values, strict=True))

    def struck(self, number: int) -> bool:
        """Whether the record of a line no longer counts."""
        return any(self.rows[number].values[i] in STRUCK for i in self._states[:1])

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role in (DISPLAY, ACCESSIBLE):
            return self.texts(index.row())[index.column()]
        if role == TOOLTIP:
            return tip(self.texts(index.row())[index.column()])
        if role == ALIGN:
            return _RIGHT if self.columns[index.column()].kind in RIGHT else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (DISPLAY, ACCESSIBLE):
            title = _(self.columns[section].title)
            return first_capital(title)
        if role == TOOLTIP:
            return self.headerData(section, orientation)
        if role == ALIGN:
            return _RIGHT if self.columns[section].kind in RIGHT else _LEFT
        return None


class SmallTable(QTableView):
    """The table. Column widths follow ``Column.width``; the first text column takes what is left."""

    open_asked = Signal(int)
    """Open the record with this id (Enter, double click)."""
    beside_asked = Signal(int)
    """Open it in a window of its own (Shift+Enter, Ctrl+double click)."""
    chosen = Signal(int)
    """The row with this id has the keyboard now."""

    def __init__(
        self, name: str, title: Saying, columns: Sequence[Column], currency: Currency, *, most: int = 8
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        say(self.setAccessibleName, title)
        self.small = SmallModel(columns, currency)
        self.small.setParent(self)
        self._cells = CellDelegate(self)
        self._most = most
        self.setModel(self.small)
        self.setItemDelegate(self._cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(32)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._widest = max(
            (i for i, c in enumerate(columns) if c.kind is Kind.TEXT),
            key=lambda i: columns[i].width,
            default=len(columns) - 1,
        )
        for number, column in enumerate(columns):
            self.setColumnWidth(number, column.width)
        header.setSectionResizeMode(self._widest, QHeaderView.ResizeMode.Stretch)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(self._double_clicked)
        theme.switch().switched.connect(self.viewport().update)
        self.small.headerDataChanged.connect(self._give_headings_room)

    def _give_headings_room(self) -> None:
        """Widen columns to their headings, if that leaves enough for the column that takes the rest."""
        header = self.horizontalHeader()
        wanted = {
            number: max(column.width, header.sectionSizeHint(number))
            for number, column in enumerate(self.small.columns)
            if number != self._widest and not self.isColumnHidden(number)
        }
        scrolls = self.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        enough = scrolls or sum(wanted.values()) + LEFT_OVER <= self.viewport().width()
        for number, width in wanted.items():
            self.setColumnWidth(number, width if enough else self.small.columns[number].width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_headings_room()

    def hide_columns(self, keys: Collection[str]) -> None:
        """Show all columns but those with these keys."""
        for number, column in enumerate(self.small.columns):
            self.setColumnHidden(number, column.key in keys)
        self._give_headings_room()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the one that had the keyboard keeps it."""
        current = self.current_id()
        self.small.show_rows(rows)
        for line, row in enumerate(self.small.rows):
            if row.id == current:
                self.selectRow(line)
        self.updateGeometry()

    def current_id(self) -> int | None:
        """The id of the row that has the keyboard."""
        row = self.small.row(self.currentIndex().row())
        return row.id if row is not None else None

    def sizeHint(self) -> QSize:
        lines = min(max(len(self.small.rows), 1), self._most)
        return QSize(400, self.horizontalHeader().sizeHint().height() + lines * ROW + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def opens_with(self, show: Callable[[int, bool], object]) -> None:
        """Open rows by ``show(id, beside)``."""
        self.open_asked.connect(lambda row: show(row, False))
        self.beside_asked.connect(lambda row: show(row, True))

    def _double_clicked(self, index: QModelIndex) -> None:
        control = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        self._open(index.row(), beside=bool(control))

    def _open(self, line: int, *, beside: bool = False) -> None:
        row = self.small.row(line)
        if row is not None:
            (self.beside_asked if beside else self.open_asked).emit(row.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.small.rows:
            self.selectRow(0)
        self._cells.current = self.currentIndex().row()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cells.current = -1
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._cells.current = current.row() if self.hasFocus() else -1
        self.viewport().update()
        row = self.small.row(current.row())
        if row is not None:
            self.chosen.emit(row.id)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            # The row that has the keyboard is meant, not the page around it.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self._open(self.currentIndex().row(), beside=event.modifiers() == Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy all rows with their headers as tab-separated text."""
        columns, currency = self.small.columns, self.small.currency
        lines = ["\t".join(_(c.title) for c in columns)]
        for row in self.small.rows:
            cells = zip(columns, row.values, strict=True)
            lines.append("\t".join(copied(c.kind, v, currency, c.key) for c, v in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))
