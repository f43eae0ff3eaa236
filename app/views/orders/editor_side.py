"""The panel at the right of the order editor: discounts and note, the address in two lines, the totals always in
sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import N_
from app.money import Currency
from app.views.commands import with_keys
from app.views.orders.editor_fields import ShipToForm
from app.views.orders.editor_money import MoneyForm
from app.views.orders.editor_totals import TotalsCard
from app.views.texts import say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import Card, label
from app.views.widgets.layouts import scroll_area

WIDTH = 288
SHIPPING_KEY = "Ctrl+F8"


class ShipToCard(Card):
    """Where the goods go, in two lines; the fields open to change them. A line for the fee is added from here."""

    shipping_asked = Signal()

    def __init__(self, form: ShipToForm) -> None:
        super().__init__("editor_ship_to_card", padding=12)
        self.form = form
        row = QHBoxLayout()
        row.addWidget(label(N_("Ship to"), "section", "editor_ship_to_title"))
        row.addStretch(1)
        self.shipping = button(
            N_("Shipping fee"), "order_shipping_fee", kind="quiet", icon="plus", run=self.shipping_asked.emit
        )
        say(self.shipping.setToolTip, with_keys(N_("Add a line for shipping"), SHIPPING_KEY))
        row.addWidget(self.shipping)
        self.change = button(N_("Change"), "change_ship_to_button", kind="quiet", run=self.toggle)
        row.addWidget(self.change)
        self.body.setSpacing(4)
        self.body.addLayout(row)
        self.words = label("", "", "editor_ship_to_words", wrap=True)
        self.source = label("", "hint", "editor_ship_to_source", wrap=True)
        for part in (self.words, self.source, form):
            self.body.addWidget(part)
        form.hide()
        form.altered.connect(self.show_words)
        self.show_words()

    def show_words(self) -> None:
        """Say the address as it is typed now."""
        words = self.form.words()
        say(self.words.setText, words if words else N_("Filled in with the customer."))
        self.words.setProperty("role", "" if words else "muted")
        self.source.setText(self.form.source())
        folded = self.form.isHidden()
        self.words.setVisible(folded)
        self.source.setVisible(folded and bool(self.source.text()))

    def toggle(self) -> None:
        """Open the fields, or fold them up again."""
        self.unfold() if self.form.isHidden() else self._fold()

    def unfold(self) -> None:
        """Open the fields and go to the first one."""
        self.form.show()
        say_button(self.change, N_("Fold up"))
        self.show_words()
        next(iter(self.form.lines.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _fold(self) -> None:
        self.form.hide()
        say_button(self.change, N_("Change"))
        self.show_words()
        self.change.setFocus(Qt.FocusReason.OtherFocusReason)


class SidePanel(QWidget):
    """Discounts, note and address scroll where they must; the totals below them never do."""

    def __init__(self, currency: Currency, money: MoneyForm, ship_to: ShipToForm) -> None:
        super().__init__()
        self.setObjectName("editor_side")
        self.setFixedWidth(WIDTH)
        self.ship_to = ShipToCard(ship_to)
        self.totals = TotalsCard(currency)
        terms = Card("editor_money_card", padding=12)
        terms.body.addWidget(money)
        inside = QWidget()
        inside.setObjectName("scroll_body")
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(terms)
        inner.addWidget(self.ship_to)
        inner.addStretch(1)
        area = scroll_area(inside, "editor_side_scroll")
        say(area.setAccessibleName, N_("Discounts and address"))
        self._area = area
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(area, 1)
        column.addWidget(self.totals)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring the field with the keyboard into sight."""
        if now is not None and self._area.isAncestorOf(now):
            QTimer.singleShot(0, now, lambda: self._area.ensureWidgetVisible(now, 0, 32))
