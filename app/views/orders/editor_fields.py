"""The fields of the order editor around the lines: head, ship-to, discounts. Each form gives and takes its own part."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from app.i18n import N_
from app.queries.choices import Choice
from app.queries.order_details import OrderDetail
from app.views import pickers
from app.views.desk import Desk
from app.views.pickers import CustomerTerms
from app.views.texts import say
from app.views.values import day_of
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form
from app.views.widgets.number_fields import MoneyField, NumberField, RateField
from app.views.widgets.picker import Picker

SHIP_TO = ("consignee", "ship_phone", "region", "city", "ship_address", "ship_postal_code")


class EditorForm(Form):
    """A form that tells when something was typed and can be kept and restored as plain data."""

    altered = Signal()

    def watch(self) -> None:
        """Listen to every field of the form."""
        for field in self.fields.values():
            part = field.field
            if isinstance(part, QLineEdit):
                part.textChanged.connect(lambda _text: self.altered.emit())
            elif isinstance(part, QComboBox):
                part.currentIndexChanged.connect(lambda _index: self.altered.emit())
            elif isinstance(part, QCheckBox):
                part.toggled.connect(lambda _on: self.altered.emit())

    def state(self) -> dict[str, Any]:
        """What every field shows, to be kept as a draft."""
        kept: dict[str, Any] = {}
        for name, field in self.fields.items():
            part = field.field
            if isinstance(part, Picker):
                chosen = part.chosen
                kept[name] = [chosen.id, chosen.title, chosen.subtitle] if chosen is not None else None
            elif isinstance(part, QLineEdit):
                kept[name] = part.text()
            elif isinstance(part, QComboBox):
                kept[name] = part.currentData()
            elif isinstance(part, QCheckBox):
                kept[name] = part.isChecked()
        return kept

    def restore(self, kept: dict[str, Any]) -> None:
        """Show what was kept."""
        for name, value in kept.items():
            if name not in self.fields:
                continue
            part = self.fields[name].field
            if isinstance(part, Picker):
                part.set_value(Choice(*value) if value else None)
            elif isinstance(part, QLineEdit):
                part.setText(str(value))
            elif isinstance(part, QComboBox):
                part.setCurrentIndex(max(0, part.findData(value)))
            elif isinstance(part, QCheckBox):
                part.setChecked(bool(value))


def _box(name: str, choices: Any, *, none: bool = False) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    if none:
        box.addItem("", None)
    for choice in choices:
        box.addItem(choice.title, choice.id)
    return box


def _line(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    return field


class HeadForm(EditorForm):
    """Customer, dates, channel, person in charge."""

    customer_chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__("order_head_form")
        self._desk = desk
        self.customer = Picker("order_customer", pickers.customers(desk), can_create=True)
        self.date = DateField("order_date", today=desk.actor.today)
        self.date.set_value(desk.actor.today())
        self.due = DateField("order_due_date", today=desk.actor.today)
        self.promised = DateField("order_promised_date", today=desk.actor.today)
        self.channel = _box("order_channel", pickers.channels(desk))
        self.salesperson = _box("order_salesperson", pickers.people(desk), none=True)
        self.salesperson.setCurrentIndex(max(0, self.salesperson.findData(desk.actor.user_id)))
        self.reference = _line("order_customer_reference")
        self.include = QCheckBox()
        say(self.include.setText, N_("Prices include tax"))
        self.include.setObjectName("order_prices_include_tax")
        self.include.setChecked(pickers.prices_include_tax())
        self.add("customer_id", N_("Customer"), self.customer, required=True, row=0, column=0, span=2)
        self.add("date", N_("Order date"), self.date, required=True, row=0, column=2)
        self.add("promised_date", N_("Promised date"), self.promised, row=0, column=3)
        self.add("channel_id", N_("Channel"), self.channel, row=1, column=0)
        self.add("salesperson_id", N_("Salesperson"), self.salesperson, row=1, column=1)
        self.add("due_date", N_("Due date"), self.due, hint=N_("Empty: by the customer's terms"), row=1, column=2)
        self.add("customer_reference", N_("Customer's reference"), self.reference, row=1, column=3)
        self.include.toggled.connect(lambda _on: self.altered.emit())
        self.customer.value_changed.connect(self._chosen)
        self.customer.create_asked.connect(self._create)
        self.watch()

    def _chosen(self, customer: int | None) -> None:
        if customer is not None:
            self.customer_chosen.emit(customer)

    def _create(self, name: str) -> None:
        from app.views.customers import new_customer

        made = new_customer(self._desk, self.window(), name)
        if made is not None:
            self.choose_customer(made)
            self.date.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_customer(self, customer_id: int) -> None:
        """Choose a customer by id."""
        self.customer.set_value(pickers.customer_choice(self._desk, customer_id))

    def show_terms(self, terms: CustomerTerms) -> None:
        """Say below the customer what should be known: debt and balance; take its person in charge."""
        field = self.fields["customer_id"]
        field.set_hint(terms.hint)
        if terms.owner_id is not None:
            self.salesperson.setCurrentIndex(max(0, self.salesperson.findData(terms.owner_id)))

    def show_order(self, order: OrderDetail) -> None:
        """Show an order that is edited."""
        self.customer.set_value(Choice(order.customer_id, order.customer))
        self.date.set_value(day_of(order.date))
        self.due.set_value(day_of(order.due_date))
        self.promised.set_value(day_of(order.promised_date))
        self.channel.setCurrentIndex(max(0, self.channel.findData(order.channel_id)))
        self.salesperson.setCurrentIndex(max(0, self.salesperson.findData(order.salesperson_id)))
        self.reference.setText(order.customer_reference)
        self.include.setChecked(bool(order.prices_include_tax))

    def frame(self) -> dict[str, Any]:
        """What of it decides the totals."""
        return {"prices_include_tax": self.include.isChecked(), "tax_rounding": pickers.tax_rounding()}

    def values(self) -> dict[str, Any]:
        """The typed fields, named as ``OrderInput`` names them. Raises UserError for a date not understood."""
        return {
            "date": self.date.value(),
            "due_date": self.due.value(),
            "promised_date": self.promised.value(),
            "channel_id": self.channel.currentData(),
            "salesperson_id": self.salesperson.currentData(),
            "customer_reference": self.reference.text().strip(),
            "prices_include_tax": self.include.isChecked(),
        }

    def state(self) -> dict[str, Any]:
        return {**super().state(), "include": self.include.isChecked()}

    def restore(self, kept: dict[str, Any]) -> None:
        super().restore(kept)
        self.include.setChecked(bool(kept.get("include", self.include.isChecked())))


class ShipToForm(EditorForm):
    """Where the goods go; suggested from the customer as long as nothing else was typed."""

    def __init__(self) -> None:
        super().__init__("order_ship_to_form")
        titles = (
            N_("Consignee"),
            N_("Phone"),
            N_("Region"),
            N_("City"),
            N_("Address"),
            N_("Postal code"),
        )
        places = ((0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (0, 2))
        self.lines: dict[str, QLineEdit] = {}
        for name, title, (row, column) in zip(SHIP_TO, titles, places, strict=True):
            field = _line(f"order_{name}")
            self.lines[name] = field
            self.add(name, title, field, row=row, column=column)
        self._suggested: dict[str, str] = {}
        self.watch()

    def suggest(self, terms: CustomerTerms) -> None:
        """Fill in where this customer's goods go, unless something else was typed."""
        for name, field in self.lines.items():
            text = terms.ship_to.get(name, "")
            if field.text() == self._suggested.get(name, ""):
                field.setText(text)
                field.setCursorPosition(0)
        self._suggested = dict(terms.ship_to)

    def show_order(self, order: OrderDetail) -> None:
        """Show an order that is edited."""
        for name, field in self.lines.items():
            field.setText(getattr(order, name))
            field.setCursorPosition(0)
        self._suggested = {name: field.text() for name, field in self.lines.items()}

    def values(self) -> dict[str, Any]:
        """The typed fields, named as ``OrderInput`` names them."""
        return {name: field.text().strip() for name, field in self.lines.items()}


class MoneyForm(EditorForm):
    """Discounts, rounding-off, and the reason of an amendment."""

    def __init__(self, desk: Desk, *, amend: bool = False) -> None:
        super().__init__("order_money_form")
        currency = desk.currency
        self.rate = RateField("order_discount_rate")
        self.discount = MoneyField("order_discount_amount", currency)
        self.off = MoneyField("order_rounding_off", currency)
        self.add("discount_rate", N_("Order discount %"), self.rate, row=0, column=0)
        self.add("discount_amount", N_("Order discount"), self.discount, row=0, column=1)
        self.add("rounding_off", N_("Rounding-off"), self.off, row=0, column=2)
        self.why = _line("order_amendment_reason")
        if amend:
            self.add("reason", N_("Reason for the amendment"), self.why, required=True, row=1, column=0, span=3)
        for field in (self.rate, self.discount, self.off):
            field.setMinimumWidth(96)
            field.setMaximumWidth(144)
        self.watch()

    def start(self) -> None:
        """Put the keyboard into the first field."""
        self.rate.setFocus(Qt.FocusReason.TabFocusReason)

    def reason(self) -> str:
        """Why the order is amended."""
        return self.why.text()

    def show_order(self, order: OrderDetail) -> None:
        """Show an order that is edited."""
        self.rate.set_value(order.discount_rate or None)
        self.discount.set_value(order.discount_amount or None)
        self.off.set_value(order.rounding_off or None)

    def _value(self, field: NumberField) -> int:
        return (field.value() or 0) if field.understood() else 0

    def frame(self) -> dict[str, Any]:
        """What of it decides the totals; a field that is not understood counts as empty."""
        return {
            "discount_rate": self._value(self.rate),
            "discount_amount": self._value(self.discount),
            "rounding_off": self._value(self.off),
        }

    def values(self) -> dict[str, Any]:
        """The typed fields, named as ``OrderInput`` names them."""
        return self.frame()
