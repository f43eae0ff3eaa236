"""The line in which products and quantities are typed one after the other: product, Enter, number, Enter, next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _
from app.queries.choices import Choice
from app.queries.stock_choices import kept_products
from app.views.desk import Desk
from app.views.texts import Saying, say
from app.views.widgets.buttons import button
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.number_fields import QuantityField
from app.views.widgets.picker import Picker

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Amount(QuantityField):
    """A quantity that Enter hands over instead of leaving it to the dialog around it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and not held:
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class ProductEntry(QWidget):
    """Takes one product and its quantity after the other; ``entered`` carries the choice and the quantity.

    ``adds`` is whether the number was typed with a plus before it: to what is there already.
    """

    entered = Signal(object, int, bool)

    def __init__(
        self, desk: Desk, name: str, quantity: Saying, accept: Saying, *, hint: Saying = "", says_stock: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        actor = desk.actor
        self.product = Picker(
            f"{name}_product", lambda text: kept_products(actor, text, 8, says_stock=says_stock), desk=desk
        )
        self.quantity = _Amount(f"{name}_quantity")
        self.product_field = LabelledField(
            f"{name}_product", N_("Product"), self.product, hint=N_("Code, name or pinyin; Enter goes on")
        )
        self.quantity_field = LabelledField(f"{name}_quantity", quantity, self.quantity, hint=hint)
        self.add = button(accept, f"{name}_add", icon="plus", run=self.take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.product_field, 1)
        row.addWidget(self.quantity_field)
        below = QWidget()
        below.setObjectName(f"{name}_add_place")
        column = QHBoxLayout(below)
        # The button stands beside the fields, below the height of their captions.
        column.setContentsMargins(0, 20, 0, 0)
        column.addWidget(self.add)
        row.addWidget(below, 0, Qt.AlignmentFlag.AlignTop)
        self.product.taken.connect(self._to_quantity)
        self.quantity.entered.connect(self.take)

    def _to_quantity(self) -> None:
        self.quantity.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put(self, choice: Choice, quantity: int | None = None) -> None:
        """Have this product chosen and wait for its quantity."""
        self.product.set_value(choice)
        self.product_field.clear_error()
        self.quantity.set_value(quantity)
        self._to_quantity()

    def take(self) -> None:
        """Hand over what is typed; what is missing is said at its field."""
        self.product.take_choice()
        chosen = self.product.chosen
        if chosen is None:
            self.product_field.set_error(_("Choose a product first."))
            self.product.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        adds = self.quantity.text().strip().startswith(("+", "＋"))
        if not self.quantity.understood():
            self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        value = self.quantity.value()
        if value is None:
            self.quantity_field.set_error(_("How many?"))
            self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.clear()
        self.product.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entered.emit(chosen, value, adds)

    def clear(self) -> None:
        """Wait for the next product."""
        self.product.set_value(None)
        self.quantity.set_value(None)
        self.product_field.clear_error()
        self.quantity_field.clear_error()

    def tell(self, text: Saying) -> None:
        """Say below the product what was taken last."""
        self.product_field.set_hint(text)
        say(self.product.setAccessibleDescription, text)

    @property
    def empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.product.text().strip() and not self.quantity.text().strip()
