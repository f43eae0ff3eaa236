"""The grid in which lines are typed, by keyboard first.

Typing starts a cell. Enter goes to the next cell that usually needs typing (product, quantity, and the price where
none is known), Tab to each cell in turn; after the last one a new line begins, and Enter on an empty line leaves to the
discounts and totals. Ctrl+Insert and Ctrl+Delete add and take out lines, F6 copies the cell above, F2 edits, F4 opens
the choices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.i18n import N_, _
from app.models.order import LineKind
from app.queries.choices import Choice
from app.views.desk import Desk
from app.views.orders.lines_cells import LineCells, Products
from app.views.orders.lines_model import (
    AMOUNT,
    DISCOUNT,
    EACH,
    EDITABLE,
    NUMBER,
    TAX,
    UNIT,
    WHAT,
    DraftLine,
    LinesModel,
)
from app.views.texts import say
from app.views.widgets.picker import Picker

Index = QModelIndex | QPersistentModelIndex
FillIn = Callable[[Choice], dict[str, Any]]

_WIDTHS = {NUMBER: 84, UNIT: 60, EACH: 100, DISCOUNT: 92, TAX: 100, AMOUNT: 112}
_NUMBERS = frozenset({NUMBER, EACH, DISCOUNT})
_COPIED = {NUMBER: "quantity", UNIT: "unit", EACH: "unit_price", DISCOUNT: "discount_rate", TAX: "tax_code_id"}
ROW = 36
HEADER = 40
FEWEST = 2
"""Rows that the grid shows at least."""


class LinesView(QTableView):
    """The grid. ``fill_in(choice)`` gives the fields of a line for a chosen product."""

    create_asked = Signal(int, str)
    """A product that is not there was typed into this row and "Create …" was chosen."""
    left = Signal()
    """The keyboard left the grid at its end."""
    left_back = Signal()
    """The keyboard left the grid at its beginning."""
    deleted = Signal(object)
    """A line was taken out by the person: (row, line)."""

    def __init__(
        self, model: LinesModel, desk: Desk, products: Products, fill_in: FillIn, *, can_create: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName("order_lines")
        say(self.setAccessibleName, N_("Lines"))
        self.lines = model
        self.fill_in = fill_in
        self.setModel(model)
        self.setItemDelegate(LineCells(self, desk, products, can_create=can_create))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(HEADER)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setMinimumHeight(HEADER + FEWEST * ROW)

    def sizeHint(self) -> QSize:
        return QSize(640, HEADER + 6 * ROW)

    # Where the keyboard is

    def start(self) -> None:
        """Go to the first cell that waits for something."""
        self.go_to(len(self.lines.lines), WHAT)

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard into a cell."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.lines.index(row, column))
        self.scrollTo(self.currentIndex())

    def go_on(self, index: Index, *, back: bool = False) -> None:
        """Go to the next cell, whatever it holds; after the last one of the last line begins a new line."""
        row, place = index.row(), EDITABLE.index(index.column()) if index.column() in EDITABLE else len(EDITABLE) - 1
        if not back and row >= len(self.lines.lines):
            self.left.emit()
            return
        place += -1 if back else 1
        if place >= len(EDITABLE):
            row, place = row + 1, 0
        elif place < 0:
            row, place = row - 1, len(EDITABLE) - 1
        if row < 0:
            self.left_back.emit()
            return
        self.setCurrentIndex(self.lines.index(row, EDITABLE[place]))

    def go_on_typing(self, index: Index) -> None:
        """Go to the next cell that usually needs typing; from an empty line on leave the grid."""
        row, column = index.row(), index.column()
        line = self.lines.line(row)
        if row >= len(self.lines.lines) and line.empty:
            self.left.emit()
        elif column == WHAT:
            self.setCurrentIndex(self.lines.index(row, NUMBER))
        elif column in (NUMBER, UNIT) and (not line.unit_price or (row, EACH) in self.lines.errors):
            self.setCurrentIndex(self.lines.index(row, EACH))
        else:
            self.setCurrentIndex(self.lines.index(row + 1, WHAT))

    def commit(self) -> None:
        """Store what is being typed into a cell."""
        editor = self.indexWidget(self.currentIndex())
        if self.state() == QAbstractItemView.State.EditingState and editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, LineCells.EndEditHint.NoHint)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Insert and control:
            self.lines.insert(index.row(), DraftLine(tax_code_id=self.lines.default_tax))
            self.go_to(index.row(), WHAT)
        elif key == Qt.Key.Key_Delete and control:
            self.delete_line(index.row())
        elif key == Qt.Key.Key_F6:
            self._copy_above(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.go_on_typing(index)
        elif key == Qt.Key.Key_Tab and not control:
            self.go_on(index)
        elif key == Qt.Key.Key_Backtab:
            self.go_on(index, back=True)
        elif key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier):
            self._open_choices(index)
        else:
            super().keyPressEvent(event)

    def _open_choices(self, index: QModelIndex) -> None:
        if index.column() == AMOUNT:
            return
        self.edit(index)
        field = self.indexWidget(index)
        if isinstance(field, Picker):
            field.search("")

    def add_shipping(self) -> None:
        """Add a line for shipping and go to its price; where there is one already, go there."""
        for row, line in enumerate(self.lines.lines):
            if line.line_kind == LineKind.SHIPPING:
                self.go_to(row, EACH)
                return
        self.commit()
        row = len(self.lines.lines)
        self.lines.change(
            row, description=_("Shipping"), line_kind=LineKind.SHIPPING, tax_code_id=self.lines.default_tax
        )
        self.go_to(row, EACH)

    def delete_line(self, row: int) -> None:
        """Take a line out and stay where it was."""
        if row >= len(self.lines.lines):
            return
        line = self.lines.line(row)
        column = max(self.currentIndex().column(), WHAT)
        self.lines.delete(row)
        self.go_to(min(row, len(self.lines.lines)), column)
        if not line.empty:
            self.deleted.emit((row, line))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.hasFocus():
            self.scrollTo(self.currentIndex())

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        # Where a number is typed the input method stays off, so that the first digit is not swallowed.
        if query == Qt.InputMethodQuery.ImEnabled and self.currentIndex().column() in _NUMBERS:
            return False
        return super().inputMethodQuery(query)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.updateMicroFocus()

    def _copy_above(self, index: QModelIndex) -> None:
        row, column = index.row(), index.column()
        if row == 0 or row > len(self.lines.lines):
            return
        above = self.lines.line(row - 1)
        if column == WHAT or self.lines.line(row).empty:
            self.lines.change(
                row,
                product_id=above.product_id,
                code=above.code,
                description=above.description,
                unit=above.unit,
                unit_price=above.unit_price,
                suggested=above.suggested,
                tax_code_id=above.tax_code_id,
                line_kind=above.line_kind,
            )
            self.setCurrentIndex(self.lines.index(row, NUMBER))
        elif column in _COPIED:
            name = _COPIED[column]
            self.lines.change(row, **{name: getattr(above, name)})
            self.go_on_typing(index)

    def choose_product(self, row: int, product: Choice) -> None:
        """Fill a line with a product and go to its quantity."""
        self.lines.change(row, **{"product_id": product.id, **self.fill_in(product)})
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.lines.index(row, NUMBER))
