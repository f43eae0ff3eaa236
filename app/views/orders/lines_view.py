"""The grid in which lines are typed, by keyboard first.

Typing starts a cell; Enter and Tab go to the next one, after the last a new line begins; Ctrl+Insert and Ctrl+Delete
add and take out lines, F6 copies the cell above, F4 opens the choices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_
from app.money import QUANTITY, RATE
from app.queries.choices import Choice
from app.views import theme
from app.views.desk import Desk
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
from app.views.widgets.number_fields import NumberField, PriceField, QuantityField
from app.views.widgets.picker import Picker

Index = QModelIndex | QPersistentModelIndex
Products = Callable[[str], Sequence[Choice]]
FillIn = Callable[[Choice], dict[str, Any]]

_WIDTHS = {NUMBER: 96, UNIT: 72, EACH: 120, DISCOUNT: 96, TAX: 132, AMOUNT: 128}
ROW = 36
HEADER = 42
MOST = 9
"""Rows that the grid grows to before it scrolls."""


class LinesView(QTableView):
    """The grid. ``fill_in(choice)`` gives the fields of a line for a chosen product."""

    create_asked = Signal(int, str)
    """A product that is not there was typed into this row and "Create …" was chosen."""
    left = Signal()
    """Tab left the grid at its end."""

    def __init__(self, model: LinesModel, desk: Desk, products: Products, fill_in: FillIn) -> None:
        super().__init__()
        self.setObjectName("order_lines")
        say(self.setAccessibleName, N_("Lines"))
        self.lines = model
        self.fill_in = fill_in
        self.setModel(model)
        self.setItemDelegate(_Cells(self, desk, products))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        model.rowsInserted.connect(self._fit)
        model.rowsRemoved.connect(self._fit)
        model.modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        # All lines of a usual order stand in sight; a long one scrolls.
        rows = min(max(self.lines.rowCount(), 3), MOST)
        self.setMinimumHeight(HEADER + rows * ROW)

    def sizeHint(self) -> QSize:
        return QSize(720, HEADER + 4 * ROW)

    def start(self) -> None:
        """Go to the first cell that waits for something."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.lines.index(len(self.lines.lines), WHAT))

    def go_on(self, index: Index, *, back: bool = False) -> None:
        """Go to the next cell to type in; after the last cell of the last line begins a new one."""
        row, place = index.row(), EDITABLE.index(index.column()) if index.column() in EDITABLE else len(EDITABLE) - 1
        place += -1 if back else 1
        if place >= len(EDITABLE):
            row, place = row + 1, 0
        elif place < 0:
            row, place = row - 1, len(EDITABLE) - 1
        if row < 0 or row > len(self.lines.lines):
            self.left.emit()
            return
        self.setCurrentIndex(self.lines.index(row, EDITABLE[place]))

    def next_line(self) -> None:
        """Go to the first cell of the next line."""
        row = min(self.currentIndex().row() + 1, len(self.lines.lines))
        self.setCurrentIndex(self.lines.index(row, WHAT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Insert and control:
            self.lines.insert(index.row(), DraftLine(tax_code_id=self.lines.default_tax))
            self.setCurrentIndex(self.lines.index(index.row(), WHAT))
        elif key == Qt.Key.Key_Delete and control:
            self.lines.delete(index.row())
            self.setCurrentIndex(self.lines.index(min(index.row(), len(self.lines.lines)), index.column()))
        elif key == Qt.Key.Key_F6:
            self._copy_above(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if index.column() == WHAT and index.row() >= len(self.lines.lines):
                self.left.emit()
            else:
                self.go_on(index)
        elif key == Qt.Key.Key_Tab:
            if index.row() >= len(self.lines.lines):
                self.left.emit()
            else:
                self.go_on(index)
        elif key == Qt.Key.Key_Backtab:
            self.go_on(index, back=True)
        elif key in (Qt.Key.Key_F4,) or (key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier):
            self.edit(index)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def _copy_above(self, index: QModelIndex) -> None:
        row, column = index.row(), index.column()
        if row == 0 or row > len(self.lines.lines):
            return
        above = self.lines.line(row - 1)
        if column == WHAT or row == len(self.lines.lines):
            self.lines.change(
                row,
                product_id=above.product_id,
                code=above.code,
                description=above.description,
                unit=above.unit,
                unit_price=above.unit_price,
                tax_code_id=above.tax_code_id,
            )
        else:
            name = {NUMBER: "quantity", UNIT: "unit", EACH: "unit_price", DISCOUNT: "discount_rate"}.get(column)
            name = name or "tax_code_id"
            self.lines.change(row, **{name: getattr(above, name)})
        self.go_on(index)

    def choose_product(self, row: int, product: Choice) -> None:
        """Fill a line with a product and go to its quantity."""
        self.lines.change(row, product_id=product.id, **self.fill_in(product))
        self.setCurrentIndex(self.lines.index(row, NUMBER))
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class _Cells(QStyledItemDelegate):
    """Makes the fields of the cells and takes their values."""

    def __init__(self, view: LinesView, desk: Desk, products: Products) -> None:
        super().__init__(view)
        self._view, self._desk, self._products = view, desk, products

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = self._view.lines
        column = index.column()
        if column == WHAT:
            picker = Picker("line_product", self._products, can_create=True, parent=parent)
            field: QWidget = picker
            row = index.row()
            picker.value_changed.connect(lambda _id: self._picked(row, picker.chosen))
            picker.create_asked.connect(lambda name: self._view.create_asked.emit(row, name))
            say(field.setAccessibleName, N_("Product"))
        elif column == NUMBER:
            field = QuantityField("line_quantity", parent=parent)
            say(field.setAccessibleName, N_("Quantity"))
        elif column == EACH:
            field = PriceField("line_price", model.currency, parent=parent)
            say(field.setAccessibleName, N_("Price"))
        elif column == DISCOUNT:
            field = NumberField("line_discount", factor=RATE, parent=parent)
            say(field.setAccessibleName, N_("Discount %"))
        elif column == TAX:
            box = QComboBox(parent)
            box.setObjectName("line_tax")
            for tax in model.taxes.values():
                box.addItem(tax.name, tax.id)
            say(box.setAccessibleName, N_("Tax"))
            field = box
        else:
            field = QLineEdit(parent)
            field.setObjectName("line_unit")
            say(field.setAccessibleName, N_("Unit"))
        if isinstance(field, NumberField):
            field.setMinimumWidth(0)
            field.setMaximumWidth(16777215)
        field.setProperty("cell", "true")
        return field

    def _picked(self, row: int, product: Choice | None) -> None:
        if product is not None:
            self._view.choose_product(row, product)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(2, 2, -2, -2))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        line = self._view.lines.line(index.row())
        if isinstance(editor, Picker):
            editor.setText(line.description)
            editor.selectAll()
        elif isinstance(editor, NumberField):
            value = {NUMBER: line.quantity, EACH: line.unit_price, DISCOUNT: line.discount_rate}[index.column()]
            editor.set_value(value)
            editor.selectAll()
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(line.tax_code_id or self._view.lines.default_tax)))
        elif isinstance(editor, QLineEdit):
            editor.setText(line.unit)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        lines, row, column = self._view.lines, index.row(), index.column()
        line = lines.line(row)
        if isinstance(editor, Picker):
            text = editor.text().strip()
            if editor.value() is None and text and text != line.description:
                lines.change(row, description=text, product_id=None, code="")
            return
        if isinstance(editor, NumberField):
            try:
                value = editor.value()
            except UserError as problem:
                lines.set_error(row, column, problem.message)
                return
            name = {NUMBER: "quantity", EACH: "unit_price", DISCOUNT: "discount_rate"}[column]
            fields: dict[str, Any] = {name: value if value is not None else (QUANTITY if column == NUMBER else 0)}
            if line.amount is not None:
                fields["amount"] = None
            lines.change(row, **fields)
        elif isinstance(editor, QComboBox):
            lines.change(row, tax_code_id=editor.currentData())
        elif isinstance(editor, QLineEdit) and column == UNIT:
            lines.change(row, unit=editor.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                if isinstance(watched, Picker) and watched.take_choice():
                    return True
                index = self._view.currentIndex()
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
                self._view.go_on(index, back=key == Qt.Key.Key_Backtab)
                return True
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option = QStyleOptionViewItem(option)
        lines = self._view.lines
        if index.row() >= len(lines.lines):
            painter.save()
            painter.setPen(QColor(theme.tokens().text3))
            box = option.rect
            if self._view.hasFocus() and index == self._view.currentIndex():
                painter.fillRect(box, QColor(theme.tokens().accent_soft))
            painter.drawText(box.adjusted(10, 0, -10, 0), int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
            painter.restore()
            return
        super().paint(painter, option, index)
        if (index.row(), index.column()) in lines.errors:
            painter.save()
            painter.setPen(QColor(theme.tokens().danger))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
            painter.restore()
