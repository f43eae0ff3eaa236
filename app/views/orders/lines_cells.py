"""How the cells of an order's lines are typed in and drawn: the right field for each column, live while typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_
from app.money import QUANTITY, RATE
from app.queries.choices import Choice
from app.views import theme
from app.views.arithmetic import is_calculation
from app.views.desk import Desk
from app.views.icons import glyph, pixel_ratio
from app.views.orders.lines_model import DISCOUNT, EACH, NUMBER, TAX, UNIT, WHAT, DraftLine
from app.views.texts import say
from app.views.widgets.number_fields import NumberField, PriceField, QuantityField
from app.views.widgets.picker import Picker

if TYPE_CHECKING:
    from app.views.orders.lines_view import LinesView

Index = QModelIndex | QPersistentModelIndex
Products = Callable[[str], Sequence[Choice]]

FIELDS = {NUMBER: "quantity", EACH: "unit_price", DISCOUNT: "discount_rate"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVES = (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_WIDE = 16_777_215


class LineCells(QStyledItemDelegate):
    """Makes and reads the field of a cell; what is typed counts at once, Esc takes it back."""

    def __init__(self, view: LinesView, desk: Desk, products: Products, *, can_create: bool) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk
        self._products = products
        self._can_create = can_create
        self._before: tuple[int, DraftLine] | None = None

    # Fields

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, column, lines = index.row(), index.column(), self._view.lines
        self._before = (row, lines.line(row)) if row < len(lines.lines) else None
        field: QWidget
        if column == WHAT:
            field = self._product_field(parent, row)
        elif column == NUMBER:
            field = QuantityField("line_quantity", parent=parent)
            say(field.setAccessibleName, N_("Quantity"))
        elif column == EACH:
            field = PriceField("line_price", lines.currency, parent=parent)
            say(field.setAccessibleName, N_("Price"))
        elif column == DISCOUNT:
            field = NumberField("line_discount", factor=RATE, parent=parent)
            say(field.setAccessibleName, N_("Discount %"))
        elif column == TAX:
            box = QComboBox(parent)
            box.setObjectName("line_tax")
            for tax in lines.taxes.values():
                box.addItem(tax.name, tax.id)
            say(box.setAccessibleName, N_("Tax"))
            field = box
        else:
            field = QLineEdit(parent)
            field.setObjectName("line_unit")
            say(field.setAccessibleName, N_("Unit"))
        if isinstance(field, NumberField):
            field.setMinimumWidth(0)
            field.setMaximumWidth(_WIDE)
            field.value_changed.connect(lambda _value: self._typing(field, row, column))
        field.setProperty("cell", "true")
        return field

    def _product_field(self, parent: QWidget, row: int) -> Picker:
        picker = Picker(
            "line_product",
            self._products,
            can_create=self._can_create,
            free_text=True,
            desk=self._desk,
            parent=parent,
        )
        picker.setMinimumWidth(0)
        picker.value_changed.connect(lambda _id: self._picked(row, picker.chosen))
        picker.create_asked.connect(lambda name: self._view.create_asked.emit(row, name))
        picker.kept.connect(lambda: self._leave(picker, Qt.Key.Key_Return))
        say(picker.setAccessibleName, N_("Product"))
        return picker

    def _picked(self, row: int, product: Choice | None) -> None:
        if product is not None:
            self._view.choose_product(row, product)

    def _typing(self, field: NumberField, row: int, column: int) -> None:
        """Count with what is typed so far."""
        if field.isModified() and field.understood() and row < len(self._view.lines.lines):
            self._view.lines.change(row, **self._number(field, row, column))

    def _number(self, field: NumberField, row: int, column: int) -> dict[str, Any]:
        value, typed = field.value(), field.text().strip()
        fields: dict[str, Any] = {FIELDS[column]: value if value is not None else (QUANTITY if column == NUMBER else 0)}
        line = self._view.lines.line(row)
        if line.amount is not None:
            fields["amount"] = None
        if column == EACH:
            fields["suggested"] = ""
        if column in (NUMBER, EACH):
            worked = typed if is_calculation(typed) else ""
            fields["worked"] = (worked, line.worked[1]) if column == NUMBER else (line.worked[0], worked)
        return fields

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        line, column = self._view.lines.line(index.row()), index.column()
        if isinstance(editor, Picker):
            editor.setText(line.description)
            editor.selectAll()
        elif isinstance(editor, NumberField):
            if editor.isModified():
                return
            wrong = self._view.lines.wrong.get((index.row(), column), "")
            if wrong:
                editor.setText(wrong)
                editor.selectAll()
                return
            editor.set_value(getattr(line, FIELDS[column]))
            editor.keep_calculation({NUMBER: line.worked[0], EACH: line.worked[1]}.get(column, ""))
            editor.selectAll()
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(line.tax_code_id or self._view.lines.default_tax)))
        elif isinstance(editor, QLineEdit):
            editor.setText(line.unit)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        lines, row, column = self._view.lines, index.row(), index.column()
        if isinstance(editor, Picker):
            text = editor.text().strip()
            if editor.value() is None and text and text != lines.line(row).description:
                lines.change(row, description=text, product_id=None, code="", suggested="")
        elif isinstance(editor, NumberField):
            if not editor.isModified():
                return
            try:
                lines.change(row, **self._number(editor, row, column))
            except UserError as problem:
                lines.set_error(row, column, problem.message, editor.text().strip())
        elif isinstance(editor, QComboBox):
            if editor.currentData() != lines.line(row).tax_code_id:
                lines.change(row, tax_code_id=editor.currentData())
        elif isinstance(editor, QLineEdit) and column == UNIT:
            lines.change(row, unit=editor.text().strip())

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            key = event.key()
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if key == Qt.Key.Key_Escape and isinstance(watched, Picker) and watched.close_choices():
                return True
            if key == Qt.Key.Key_Escape:
                self._take_back()
            elif key in _LEAVES and not control:
                self._leave(watched, key)
                return True
            elif key in _LEAVES:
                self._close(watched)
                return False
            elif key == Qt.Key.Key_F6 or (control and key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete)):
                self._take_back()
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                self._view.keyPressEvent(event)
                return True
            elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not isinstance(watched, (Picker, QComboBox)):
                self._close(watched)
                self._view.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _leave(self, editor: QWidget, key: int) -> None:
        """Store what was typed and go to the next cell."""
        index = self._view.currentIndex()
        if isinstance(editor, Picker) and editor.chosen is None and self._choose(editor, key):
            return
        self._close(editor)
        if key == Qt.Key.Key_Backtab:
            self._view.go_on(index, back=True)
        elif key == Qt.Key.Key_Tab:
            self._view.go_on(index)
        else:
            self._view.go_on_typing(index)

    def _choose(self, picker: Picker, key: int) -> bool:
        """Take the choice that is marked or answers to what was typed; False if there is none."""
        if picker.text().strip() == self._view.lines.line(self._view.currentIndex().row()).description:
            return False
        if picker.kept_as_text:
            return False
        return (key in _ENTER and picker.take_marked()) or picker.take_choice()

    def _close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _take_back(self) -> None:
        """Forget what was typed into the cell since it was opened."""
        if self._before is not None and self._before[0] < len(self._view.lines.lines):
            self._view.lines.put(*self._before)

    # Drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option = QStyleOptionViewItem(option)
        lines, t = self._view.lines, theme.tokens()
        cell = (index.row(), index.column())
        box: QRect = option.rect
        wrong, remark = cell in lines.errors, cell in lines.remarks
        focused = self._view.hasFocus() and index == self._view.currentIndex()
        # The ring shows where the keyboard is; without the keyboard nothing looks chosen.
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if index.row() >= len(lines.lines):
            painter.save()
            painter.setPen(QColor(t.text3))
            painter.drawText(box.adjusted(11, 0, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
            painter.restore()
        else:
            if wrong or remark:
                painter.fillRect(box.adjusted(1, 1, -1, -2), QColor(t.danger_soft if wrong else t.warn_soft))
            super().paint(painter, option, index)
        if wrong or remark:
            picture = glyph(
                "circle-alert" if wrong else "triangle-alert", t.danger if wrong else t.warn, 14, pixel_ratio(painter)
            )
            painter.drawPixmap(box.left() + 5, box.center().y() - 7, picture)
        if wrong or focused:
            painter.save()
            painter.setPen(QPen(QColor(t.accent if focused else t.danger), 2))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(QRectF(box).adjusted(2, 2, -2, -3), 4, 4)
            painter.restore()
