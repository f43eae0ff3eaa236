"""Fields for amounts, quantities, prices and rates. They calculate (``120*3-10%``), take full-width digits and ``￥``,
and show the result when left; the calculation stays as the tooltip, and F9 brings it back. Values are the scaled
integers of ``app.money``; None is an empty field.

``value()`` of a text that is no number raises ``UserError`` with the sentence to show at the field.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from app.errors import UserError
from app.i18n import _
from app.money import PRICE, QUANTITY, RATE, Currency, show, show_scaled
from app.views.arithmetic import NotUnderstood, calculate, is_calculation
from app.views.texts import tip


def line_edit(name: str) -> QLineEdit:
    """A field for a line of text."""
    made = QLineEdit()
    made.setObjectName(name)
    return made


class CodeField(QLineEdit):
    """A line for codes, numbers and dates: the input method stays off, so that no key is swallowed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)


class ValueField(CodeField):
    """A line whose text means something, or nothing. Subclasses say what in ``value``, and how it is shown in
    ``settle``."""

    value_changed = Signal(object)
    """The value, None of an empty field; while typing, whenever the text makes sense."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._last: Any = None
        self.textChanged.connect(self._typed)

    def value(self) -> Any:
        """What the field says, None if it is empty. Raises UserError for a text that makes no sense."""
        return self.text().strip() or None

    def understood(self) -> bool:
        """Whether the field is empty or its text makes sense."""
        try:
            self.value()
        except UserError:
            return False
        return True

    def settle(self) -> None:
        """Show in full what was typed."""

    def _typed(self, _text: str) -> None:
        try:
            value = self.value()
        except UserError:
            return
        if value != self._last:
            self._last = value
            self.value_changed.emit(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.isReadOnly():
            self.settle()


class NumberField(ValueField):
    """A number of ``1/factor`` units, with at least ``least`` and at most ``most`` decimals as shown."""

    def __init__(
        self, name: str, *, factor: int, least: int = 0, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._factor = factor
        self._least = least
        self._suffix = suffix
        self._calculation = ""
        self.setProperty("amount", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(144)
        self.textEdited.connect(lambda _text: self.keep_calculation(""))

    def value(self) -> int | None:
        """What the field says, None if it is empty.

        Raises:
            UserError: The text is no number.
        """
        text = self.text().strip().removesuffix(self._suffix.strip()).strip() if self._suffix else self.text().strip()
        if not text:
            return None
        try:
            return calculate(text, self._factor)
        except NotUnderstood:
            raise UserError(
                _("“{text}” is not a number. Write it like {example}.").format(
                    text=text[:20], example=self._shown(self._example())
                ),
                code="not_a_number",
            ) from None

    def sense(self) -> int | None:
        """What the field says, None if it is empty or its text makes no sense."""
        try:
            return self.value()
        except UserError:
            return None

    def set_value(self, value: int | None) -> None:
        """Show a value; None empties the field."""
        self._show(value)
        self.keep_calculation("")

    def shown(self, value: int | None) -> str:
        """How the field writes a value."""
        return "" if value is None else self._shown(value)

    def _show(self, value: int | None) -> None:
        self.setText(self.shown(value))
        self.setCursorPosition(0)

    @property
    def calculation(self) -> str:
        """The calculation whose result is shown, nothing for a number that was typed as such."""
        return self._calculation

    def keep_calculation(self, text: str) -> None:
        """Remember how the value was worked out: the tooltip says it, F9 shows it again."""
        self._calculation = text
        self.setToolTip(tip(f"{text} = {self.text()}") if text else "")

    def _example(self) -> int:
        return 1_234 * self._factor + self._factor // 2

    def _shown(self, value: int) -> str:
        return show_scaled(value, self._factor, least=self._least) + self._suffix

    def settle(self) -> None:
        """Show the result of what was typed."""
        if not self.understood():
            return
        typed = self.text().strip()
        self._show(self.value())
        if is_calculation(typed):
            self.keep_calculation(typed)

    def recompute(self) -> None:
        """Work out what was typed; a result that is shown already becomes its calculation again."""
        if is_calculation(self.text()) or not self._calculation:
            self.settle()
        else:
            self.setText(self._calculation)
        self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        ):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F9:
            self.recompute()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.settle()
        super().keyPressEvent(event)


class MoneyField(NumberField):
    """An amount in minor units of a currency."""

    def __init__(self, name: str, currency: Currency, parent: QWidget | None = None) -> None:
        self._currency = currency
        super().__init__(name, factor=currency.minor, least=currency.decimals, parent=parent)

    def _shown(self, value: int) -> str:
        return show(value, self._currency)


class QuantityField(NumberField):
    """A quantity in ten-thousandths."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, factor=QUANTITY, parent=parent)
        self.setFixedWidth(112)


class PriceField(NumberField):
    """A unit price in millionths of the major unit."""

    def __init__(self, name: str, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(name, factor=PRICE, least=currency.decimals, parent=parent)


class RateField(NumberField):
    """A rate in ten-thousandths of a percent, shown with its sign."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, factor=RATE, suffix=" %", parent=parent)
        self.setFixedWidth(96)

    def _example(self) -> int:
        return 13 * RATE


class CountField(QSpinBox):
    """A small whole number, such as how many copies."""

    def __init__(self, name: str, least: int = 0, most: int = 999, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setRange(least, most)
        self.setFixedWidth(96)
        self.lineEdit().setTextMargins(8, 0, 0, 0)
