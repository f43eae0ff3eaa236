"""The fields of the order editor around the lines: head and ship-to. Each form gives and takes its own part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from app.i18n import N_, _
from app.models.terms import terms_from
from app.queries.choices import Choice
from app.queries.order_details import OrderDetail
from app.queries.order_start import OrderStart
from app.queries.words import states
from app.views import pickers
from app.views.desk import Desk
from app.views.places import Places
from app.views.terms_field import TermsField
from app.views.texts import Saying, say
from app.views.values import word_of
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form
from app.views.widgets.key_field import KeyField
from app.views.widgets.number_fields import CodeField
from app.views.widgets.picker import Picker
from app.views.widgets.suggest_field import SuggestField

SHIP_TO = ("consignee", "ship_phone", "region", "city", "ship_address", "ship_postal_code")
NET, GROSS = "net", "gross"
WIDE = 240
"""Pixels that a field of the editor has at most."""
State = dict[str, Any]


class EditorForm(Form):
    """A form that tells when something was typed and can be kept and restored as plain data."""

    squeezes = True
    altered = Signal()
    undo_asked = Signal(bool)
    """Ctrl+Z (False) or Ctrl+Y (True) in a field that has nothing of its own to take back."""

    def watch(self) -> None:
        """Listen to every field of the form."""
        for field in self.fields.values():
            part = field.field
            part.installEventFilter(self)
            if isinstance(part, QLineEdit):
                part.textChanged.connect(lambda _text: self.altered.emit())
            elif isinstance(part, QPlainTextEdit):
                part.textChanged.connect(self.altered.emit)
            elif isinstance(part, QComboBox):
                part.currentIndexChanged.connect(lambda _index: self.altered.emit())
            elif isinstance(part, QCheckBox):
                part.toggled.connect(lambda _on: self.altered.emit())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            for redo, keys in ((False, QKeySequence.StandardKey.Undo), (True, QKeySequence.StandardKey.Redo)):
                if event.matches(keys) and not _takes_back(watched, redo=redo):
                    self.undo_asked.emit(redo)
                    return True
        return super().eventFilter(watched, event)

    def caption_of(self, part: object) -> Saying:
        """What the field with the keyboard is called; nothing if it is none of this form."""
        return next((f.caption for f in self.fields.values() if f.field is part), "")

    def state(self) -> State:
        """What every field shows, to be kept as a draft."""
        kept: State = {}
        for name, field in self.fields.items():
            part = field.field
            if isinstance(part, Picker):
                chosen = part.chosen
                kept[name] = [chosen.id, chosen.title, chosen.subtitle] if chosen is not None else None
                if chosen is None and part.text():
                    kept[f"{name}_typed"] = part.text()
            elif isinstance(part, QLineEdit):
                kept[name] = part.text()
            elif isinstance(part, QPlainTextEdit):
                kept[name] = part.toPlainText()
            elif isinstance(part, QComboBox):
                kept[name] = part.currentData()
            elif isinstance(part, QCheckBox):
                kept[name] = part.isChecked()
        return kept

    def restore(self, kept: State) -> None:
        """Show what was kept; fields that show it already are left alone."""
        shown = self.state()
        for name, value in kept.items():
            if name not in self.fields or (name in shown and shown[name] == value):
                continue
            self.fields[name].set_suggestion("")
            part = self.fields[name].field
            if isinstance(part, Picker):
                part.set_value(Choice(*value) if value else None)
                if not value:
                    part.setText(str(kept.get(f"{name}_typed", "")))
            elif isinstance(part, QLineEdit):
                part.setText(str(value))
                part.setCursorPosition(0)
            elif isinstance(part, QPlainTextEdit):
                part.setPlainText(str(value))
            elif isinstance(part, TermsField):
                part.choose_terms(str(value or ""))
            elif isinstance(part, QComboBox):
                part.setCurrentIndex(max(0, part.findData(value)))
            elif isinstance(part, QCheckBox):
                part.setChecked(bool(value))

    def suggest(self, name: str, show: Callable[[], None], source: Saying) -> None:
        """Fill a field in with a suggestion, and say so."""
        show()
        self.fields[name].set_suggestion(source)


def _takes_back(part: QObject, *, redo: bool) -> bool:
    if isinstance(part, QLineEdit):
        return part.isRedoAvailable() if redo else part.isUndoAvailable()
    if isinstance(part, QPlainTextEdit):
        return part.document().isRedoAvailable() if redo else part.document().isUndoAvailable()
    return False


def _box(name: str, choices: Any, *, none: bool = False) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if none:
        box.addItem("", None)
    for choice in choices:
        box.addItem(choice.title, choice.id)
    return box


def line_field(name: str, *, code: bool = False) -> QLineEdit:
    field = CodeField(name) if code else QLineEdit()
    field.setObjectName(name)
    return field


def as_last(start: OrderStart) -> Saying:
    """Where a suggestion comes from."""
    if start.last_date:
        return lambda: _("As on {date}").format(date=start.last_date)
    return N_("From the customer")


class HeadForm(EditorForm):
    """Customer, dates, channel, person in charge, whether prices include tax; the due date follows ``terms``."""

    customer_chosen = Signal(int)
    customer_taken = Signal()
    """A customer was chosen by Enter or by the mouse: the keyboard may go on to the lines."""
    create_asked = Signal(str)

    begun = Signal(object)
    """What the order begins with is known (an ``OrderStart``)."""

    def __init__(self, desk: Desk, *, can_create: bool) -> None:
        super().__init__("order_head_form")
        self._desk = desk
        self.terms = TermsField("order_payment_terms")
        self._followed = self.terms.key()
        self.customer = Picker("order_customer", pickers.customers(desk), can_create=can_create, desk=desk)
        self.date = DateField("order_date", today=desk.actor.today)
        self.date.set_value(desk.actor.today())
        self.due = DateField("order_due_date", today=desk.actor.today)
        self.promised = DateField("order_promised_date", today=desk.actor.today)
        self.channel = _box("order_channel", pickers.channels(desk))
        self.salesperson = _box("order_salesperson", pickers.people(desk), none=True)
        self.salesperson.setCurrentIndex(max(0, self.salesperson.findData(desk.actor.user_id)))
        self.reference = line_field("order_customer_reference", code=True)
        say(self.customer.setPlaceholderText, N_("Name, code, phone, pinyin…"))
        self.include = KeyField(
            "order_prices_include_tax",
            ((NET, N_("Without tax")), (GROSS, N_("With tax"))),
            GROSS if pickers.prices_include_tax() else NET,
        )
        self.include.setMinimumWidth(96)
        self.add("customer_id", N_("Customer"), self.customer, required=True, row=0, column=0, span=2)
        kinds = [(key, (lambda key=key: word_of("order_kind", key))) for key, _word in states("order_kind")]
        self.kind = KeyField("order_kind", kinds)
        self.add("order_kind", N_("Kind of order"), self.kind, row=0, column=2)
        self.add("date", N_("Order date"), self.date, required=True, row=0, column=3)
        self.add("promised_date", N_("Promised date"), self.promised, row=0, column=4)
        self.add("channel_id", N_("Channel"), self.channel, row=1, column=0)
        self.add("salesperson_id", N_("Salesperson"), self.salesperson, row=1, column=1)
        self.add("prices_include_tax", N_("Prices"), self.include, row=1, column=2)
        self.add("due_date", N_("Due date"), self.due, hint=N_("Empty: by the terms"), row=1, column=3)
        self.add("customer_reference", N_("Customer's reference"), self.reference, row=1, column=4)
        for field in (self.date, self.promised, self.due):
            field.setMinimumWidth(120)
            field.setMaximumWidth(WIDE)
        self.customer.value_changed.connect(self._chosen)
        self.customer.taken.connect(self.customer_taken)
        self.customer.create_asked.connect(self.create_asked)
        self.date.value_changed.connect(lambda _day: self._suggest_due())
        self.terms.key_changed.connect(self._follow_terms)
        self.watch()

    def _chosen(self, customer: int | None) -> None:
        self.fields["customer_id"].clear_error()
        self.fields["customer_id"].set_hint("")
        if customer is not None:
            self.customer_chosen.emit(customer)

    def choose_customer(self, customer_id: int) -> None:
        """Choose a customer by id."""
        self.customer.set_value(pickers.customer_choice(self._desk, customer_id))

    def show_start(self, start: OrderStart, hint: str) -> None:
        """Fill in what the customer's last order says, as suggestions; say below the customer what should be known."""
        self.fields["customer_id"].set_hint(hint)
        source = as_last(start)
        if start.owner_id is not None:
            place = self.salesperson.findData(start.owner_id)
            if place >= 0 and place != self.salesperson.currentIndex():
                self.suggest(
                    "salesperson_id",
                    lambda: self.salesperson.setCurrentIndex(place),
                    N_("From the customer"),
                )
        place = self.channel.findData(start.channel_id)
        if place >= 0 and place != self.channel.currentIndex():
            self.suggest("channel_id", lambda: self.channel.setCurrentIndex(place), source)
        self.begun.emit(start)
        if not self.due.text() or self.fields["due_date"].suggested:
            self.due.set_value(None)
            self._suggest_due()

    def suggest_tax(self, start: OrderStart) -> None:
        """Write prices as in the customer's last order, with or without tax."""
        field = self.fields["prices_include_tax"]
        if start.prices_include_tax is None or start.prices_include_tax == self.include_tax:
            field.set_suggestion("")
        else:
            place = self.include.findData(GROSS if start.prices_include_tax else NET)
            self.suggest("prices_include_tax", lambda: self.include.setCurrentIndex(place), as_last(start))

    @property
    def include_tax(self) -> bool:
        """Whether the typed prices include tax."""
        return self.include.key() == GROSS

    def frame(self) -> dict[str, Any]:
        """What of it decides the totals."""
        return {"prices_include_tax": self.include_tax, "tax_rounding": pickers.tax_rounding()}

    def _suggest_due(self) -> None:
        due = self._due_by(self.terms.key())
        if due is None or (self.due.text() and not self.fields["due_date"].suggested):
            return
        words = terms_from(self.terms.key()).words
        self.suggest("due_date", lambda: self.due.set_value(due), lambda: words(_))

    def _due_by(self, key: str) -> date | None:
        day = self.date.value() if self.date.understood() else None
        return terms_from(key).due(day) if key and day is not None else None

    def _follow_terms(self, key: str) -> None:
        """Let the due date follow other terms where it was that of the terms before; without any it is left open."""
        before, self._followed = self._due_by(self._followed), key
        stands = self.due.value() if self.due.understood() else None
        if before is not None and stands == before:
            self.due.set_value(None)
            self.fields["due_date"].set_suggestion("")
        self._suggest_due()

    def state_of(self, order: OrderDetail) -> State:
        """What the fields show of an order."""
        return {
            "customer_id": [order.customer_id, order.customer, ""],
            "date": order.date,
            "due_date": order.due_date or "",
            "promised_date": order.promised_date or "",
            "channel_id": order.channel_id,
            "salesperson_id": order.salesperson_id,
            "customer_reference": order.customer_reference,
            "prices_include_tax": GROSS if order.prices_include_tax else NET,
            "order_kind": order.order_kind,
        }

    def values(self) -> dict[str, Any]:
        """The typed fields, named as ``OrderInput`` names them. Raises UserError for a date not understood."""
        suggested = self.fields["due_date"].suggested
        return {
            "date": self.date.value(),
            "due_date": None if suggested else self.due.value(),
            "promised_date": self.promised.value(),
            "channel_id": self.channel.currentData(),
            "salesperson_id": self.salesperson.currentData(),
            "customer_reference": self.reference.text().strip(),
            "prices_include_tax": self.include_tax,
            "order_kind": self.kind.key(),
        }


class ShipToForm(EditorForm):
    """Where the goods go; suggested from the customer as long as nothing else was typed.

    Consignee and address offer the addresses that are kept for the customer, and where its earlier orders went.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__("order_ship_to_form")
        self._desk = desk
        self._start: OrderStart | None = None
        street = SuggestField("order_ship_address", self._addresses, desk)
        places = Places(desk, "order", self._country, street)
        consignee = SuggestField("order_consignee", self._addresses, desk, narrow=True)
        own: dict[str, QLineEdit] = {
            "consignee": consignee,
            "region": places.region,
            "city": places.city,
            "ship_address": street,
        }
        for offering in (consignee, street):
            offering.chosen.connect(self._take)
        titles = (N_("Consignee"), N_("Phone"), N_("Region"), N_("City"), N_("Address"), N_("Postal code"))
        cells = ((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 0, 2), (3, 0, 1))
        self.lines: dict[str, QLineEdit] = {}
        for name, title, (row, column, span) in zip(SHIP_TO, titles, cells, strict=True):
            field = own.get(name) or line_field(f"order_{name}", code=True)
            self.lines[name] = field
            self.add(name, title, field, row=row, column=column, span=span)
        places.belongs_to(self)
        self.watch()

    def _country(self) -> str:
        return self._start.ship_to.get("ship_country", "") if self._start is not None else ""

    def _addresses(self, typed: str) -> list[Choice]:
        if self._start is None:
            return []
        return pickers.ship_to(self._desk, self._start.customer_id, typed)

    def _take(self, choice: Choice) -> None:
        for name, field in self.lines.items():
            field.setText(choice.facts[name])
            field.setCursorPosition(0)
            self.fields[name].set_suggestion("")

    def suggest_from(self, start: OrderStart) -> None:
        """Fill in where this customer's goods went, unless something else was typed."""
        self._start = start
        source = as_last(start)
        for name, field in self.lines.items():
            text = start.ship_to.get(name, "")
            if field.text() and not self.fields[name].suggested:
                continue
            field.setText(text)
            field.setCursorPosition(0)
            self.fields[name].set_suggestion(source if text else "")

    def words(self) -> str:
        """The address in two lines, as it stands on a parcel."""
        text = {name: field.text().strip() for name, field in self.lines.items()}
        who = " · ".join(t for t in (text["consignee"], text["ship_phone"]) if t)
        where = " ".join(t for t in (text["region"], text["city"], text["ship_address"]) if t)
        return "\n".join(t for t in (who, where) if t)

    def source(self) -> str:
        """Where the address comes from as long as it is a suggestion."""
        noted = [f for f in self.fields.values() if f.suggested]
        return noted[0].note if noted else ""

    def state_of(self, order: OrderDetail) -> State:
        """What the fields show of an order."""
        return {name: getattr(order, name) for name in SHIP_TO}

    def values(self) -> dict[str, Any]:
        """The typed fields, named as ``OrderInput`` names them."""
        return {name: field.text().strip() for name, field in self.lines.items()}
