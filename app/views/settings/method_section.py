"""The ways in which money comes and goes: their order, what must be entered with each, what the bank usually keeps."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from app.i18n import N_
from app.operations import codes
from app.queries.book_settings import Method, payment_methods
from app.queries.columns import Column, Kind, Row
from app.views.settings.section import SAVE, Section
from app.views.texts import Saying
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.choices import check_box
from app.views.widgets.form import Form, FormDialog
from app.views.widgets.number_fields import RateField
from app.views.widgets.small_table import SmallTable


class MethodSection(Section):
    """The ways in which money comes and goes."""

    key = "methods"
    title = N_("Payment methods")
    lead = N_("What can be chosen when a payment or refund is recorded. Recorded ones keep their method.")
    icon = "wallet"
    words = (N_("Cash"), N_("Bank transfer"), N_("Reference"), N_("Fee"))

    _moved = 0
    """The method that was just moved: it stays chosen."""

    def extra(self) -> None:
        card = self.card("methods_card")
        columns = (
            Column("name", N_("Name"), Kind.TEXT, 200),
            Column("reference", N_("Reference needed"), Kind.FLAG, 130),
            Column("date", N_("Date from the statement"), Kind.FLAG, 150),
            Column("fee", N_("Usual fee"), Kind.RATE, 90),
            Column("active", N_("Offered"), Kind.FLAG, 80),
        )
        self.table = SmallTable("methods_table", self.title, columns, self.desk.currency, most=10)
        self.table.open_asked.connect(lambda _id: self._edit())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(button(N_("Change…"), "change_method", icon="pencil", run=self._edit))
        row.addWidget(button(N_("Offer or not"), "toggle_method", run=lambda: self._change(active=True)))
        row.addWidget(button(N_("Ask for a reference or not"), "toggle_reference", run=lambda: self._change()))
        row.addStretch(1)
        row.addWidget(icon_button("chevron-up", N_("Offer it earlier"), "method_up", run=lambda: self._move(-1)))
        row.addWidget(icon_button("chevron-down", N_("Offer it later"), "method_down", run=lambda: self._move(1)))
        card.body.addLayout(row)
        row = QHBoxLayout()
        self.form = Form("method_form")
        self.name = QLineEdit()
        self.form.add("name", N_("New method"), self.name)
        row.addWidget(self.form, 1)
        row.addWidget(button(N_("Add"), "add_method", icon="plus", run=self._add))
        card.body.addLayout(row)

    def load(self) -> None:
        self._methods = {m.id: m for m in payment_methods()}
        self.table.show_rows(
            [
                Row(m.id, (m.name, m.needs_reference, m.needs_date, m.fee_rate or None, m.active))
                for m in self._methods.values()
            ]
        )

        if self._moved in self._methods:
            self.table.selectRow(list(self._methods).index(self._moved))
        self._moved = 0

    def _chosen(self) -> Method | None:
        return self.chosen_of(self._methods, self.table)

    def _edit(self) -> None:
        method = self._chosen()
        if method is not None and self.allowed:
            self.show_dialog(MethodDialog(self, method))

    def _change(self, *, active: bool = False) -> None:
        method = self._chosen()
        if method is None:
            return
        offered = method.active != active
        asked = method.needs_reference == active
        before = (method.active, method.needs_reference)

        def back() -> None:
            self.run(lambda actor: codes.change_payment_method(actor, method.id, *before))

        self.run(lambda actor: codes.change_payment_method(actor, method.id, offered, asked), back=back)

    def _move(self, step: int) -> None:
        method = self._chosen()
        if method is None:
            return
        before = list(self._methods)
        place = before.index(method.id)
        if not 0 <= place + step < len(before):
            return
        after = list(before)
        after.insert(place + step, after.pop(place))

        def back() -> None:
            self.run(lambda actor: codes.order_payment_methods(actor, before))

        self._moved = method.id
        self.run(lambda actor: codes.order_payment_methods(actor, after), back=back)

    def _add(self) -> None:
        name = self.name.text()
        self.run(
            lambda actor: codes.add_payment_method(actor, name), form=self.form, on_done=lambda _done: self.name.clear()
        )


class MethodDialog(FormDialog):
    """What is asked for when a method is chosen, and what the bank usually keeps of it."""

    def __init__(self, section: Section, method: Method) -> None:
        super().__init__(section.desk, "method_dialog", N_("Change payment method"), SAVE, parent=section)
        self._method = method
        self.active = self._box("method_active", N_("Offered for payments and refunds"), method.active)
        self.reference = self._box(
            "method_reference", N_("The bank's reference must be entered"), method.needs_reference
        )
        self.day = self._box("method_date", N_("The date must be entered too"), method.needs_date)
        self.fee = RateField("method_fee")
        self.fee.set_value(method.fee_rate or None)
        self.form.add(
            "fee_rate",
            N_("Fee that the bank usually keeps"),
            self.fee,
            hint=N_("It is proposed for each payment and can be changed there."),
        )

    def _box(self, name: str, words: Saying, checked: bool) -> QCheckBox:
        made = check_box(words, name, checked=checked)
        self.form.add_widget(made)
        return made

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        method, fee = self._method, self.fee.value() or 0
        active, reference, day = (box.isChecked() for box in (self.active, self.reference, self.day))
        self.submit(lambda actor: codes.change_payment_method(actor, method.id, active, reference, day, fee))
