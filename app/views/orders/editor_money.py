"""The fields of the order editor about money: discounts, rounding-off, terms, the note; and why it is amended."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.i18n import N_
from app.queries.order_details import OrderDetail
from app.queries.order_start import OrderStart
from app.views.desk import Desk
from app.views.orders.editor_fields import WIDE, EditorForm, HeadForm, State, as_last, line_field
from app.views.terms_field import AS_IT_IS
from app.views.widgets.number_fields import MoneyField, NumberField, RateField

WHOSE = {"customer": N_("From the customer"), "company": N_("As usual")}


class MoneyForm(EditorForm):
    """Discounts, rounding-off, the terms of payment, the note, and the reason of an amendment."""

    reserves = False

    def __init__(self, desk: Desk, head: HeadForm, *, amend: bool = False) -> None:
        super().__init__("order_money_form")
        self.terms = head.terms
        currency = desk.currency
        self.why = line_field("order_amendment_reason")
        first = 0
        if amend:
            self.terms.name_unchosen(AS_IT_IS)
            self.add("reason", N_("Reason for the amendment"), self.why, required=True, row=0, column=0, span=3)
            first = 1
        self.rate = RateField("order_discount_rate")
        self.discount = MoneyField("order_discount_amount", currency)
        self.off = MoneyField("order_rounding_off", currency)
        self.add("discount_rate", N_("Discount %"), self.rate, row=first, column=0)
        self.add("discount_amount", N_("Discount"), self.discount, row=first, column=1)
        self.add("rounding_off", N_("Rounding-off"), self.off, row=first, column=2)
        for field in (self.rate, self.discount, self.off):
            field.setMinimumWidth(64)
            field.setMaximumWidth(WIDE)
        self.note = QPlainTextEdit()
        self.note.setObjectName("order_note")
        self.note.setFixedHeight(52)
        self.note.setTabChangesFocus(True)
        self.add("payment_terms", N_("Payment terms"), self.terms, row=first + 1, column=0, span=3)
        self.add("note", N_("Note"), self.note, row=first + 2, column=0, span=3)
        head.begun.connect(self._suggest_terms)
        self.watch()

    def ask_reason(self) -> None:
        """Ask from now on why the order is amended; without a choice it keeps its terms."""
        self.terms.name_unchosen(AS_IT_IS)
        if "reason" not in self.fields:
            self.add("reason", N_("Reason for the amendment"), self.why, required=True, row=4, column=0, span=3)
            self.why.textChanged.connect(lambda _text: self.altered.emit())

    def _suggest_terms(self, start: OrderStart) -> None:
        """Fill in the terms of the customer, as long as nobody chose others."""
        if not self.terms.key() or self.fields["payment_terms"].suggested:
            source = as_last(start) if start.terms_of == "last" else WHOSE.get(start.terms_of, "")
            self.suggest("payment_terms", lambda: self.terms.choose_terms(start.payment_terms), source)

    def start(self) -> None:
        """Put the keyboard into the first field."""
        first: QLineEdit = self.why if "reason" in self.fields and not self.why.text() else self.rate
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def reason(self) -> str:
        """Why the order is amended."""
        return self.why.text()

    def state_of(self, order: OrderDetail) -> State:
        """What the fields show of an order."""
        return {
            "discount_rate": self.rate.shown(order.discount_rate or None),
            "discount_amount": self.discount.shown(order.discount_amount or None),
            "rounding_off": self.off.shown(order.rounding_off or None),
            "payment_terms": order.payment_terms,
            "note": order.note,
        }

    def _value(self, field: NumberField) -> int:
        return field.sense() or 0

    def frame(self) -> dict[str, Any]:
        """What of it decides the totals; a field that is not understood counts as empty."""
        return {
            "discount_rate": self._value(self.rate),
            "discount_amount": self._value(self.discount),
            "rounding_off": self._value(self.off),
        }

    def values(self) -> dict[str, Any]:
        """The typed fields, named as ``OrderInput`` names them."""
        return {**self.frame(), "payment_terms": self.terms.key(), "note": self.note.toPlainText()}
