"""The form by which sales asks finance for an invoice (开票申请)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.company import the_company
from app.models.invoice_kinds import kinds_for
from app.money import show
from app.operations.invoice_requests import request_invoice
from app.queries.invoicing import Invoiceable
from app.views.desk import Desk
from app.views.invoices.parts import BuyerFields, PaperDialog, kind_choices
from app.views.widgets.choices import check_box
from app.views.widgets.date_field import DateField
from app.views.widgets.key_field import KeyField
from app.views.widgets.number_fields import MoneyField, line_edit

USUAL = {"CN": "digital_normal"}
"""The kind that is asked for most in a country, where it is not the book's own paper."""


class RequestInvoiceDialog(PaperDialog):
    """Asks finance for an invoice of one order: kind, amount, to whom, what stands on it, and where it is sent."""

    def __init__(self, desk: Desk, found: Invoiceable, parent: QWidget | None = None) -> None:
        order = found.orders[0]
        super().__init__(
            desk,
            "request_invoice_dialog",
            lambda: _("Request an invoice for {order}").format(order=order.number),
            N_("Request invoice"),
            width=880,
            parent=parent,
        )
        self.order = order
        add = self.form.add
        country = str(the_company().country)
        known = {kind.key for kind in kinds_for(country)}
        usual = USUAL.get(country, "")
        self.kind = KeyField(
            "request_invoice_kind", kind_choices(found.kinds), chosen=usual if usual in known else found.kinds[0].key
        )
        self.amount = MoneyField("request_invoice_amount", desk.currency)
        self.amount.set_value(order.unrequested or None)
        self.wanted_on = DateField("request_invoice_wanted_on", today=desk.actor.today)
        self.content = KeyField(
            "request_invoice_content", [("lines", N_("Line by line")), ("summary", N_("Summed up"))], "lines"
        )
        self.deliver_to = line_edit("request_invoice_deliver_to")
        self.note = line_edit("request_invoice_note")
        self.before_payment = check_box(N_("The buyer pays once it has the invoice"), "request_invoice_before_payment")
        add("invoice_kind", N_("Kind"), self.kind, row=0)
        add(
            "amount",
            N_("Amount"),
            self.amount,
            required=True,
            hint=lambda: _("At most {n}").format(n=show(order.unrequested, desk.currency)),
            row=0,
            column=1,
        )
        add("wanted_on", N_("Wanted by"), self.wanted_on, row=0, column=2)
        self.buyer = BuyerFields(self.form, "request_invoice", found.titles, row=1, phone_at=(3, 0))
        add("deliver_to", N_("Deliver to"), self.deliver_to, hint=N_("E-mail or mobile"), row=3, column=1)
        add("content", N_("What stands on it"), self.content, row=3, column=2)
        add("note", N_("Note"), self.note, hint=N_("Stands on the invoice as its remark"), row=4, span=3)
        self.form.add_widget(self.before_payment, row=5, span=3)
        self.amount.setFocus()
        self.amount.selectAll()

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        kind, buyer, amount = self.kind.key(), self.buyer.buyer(), self.amount.value()
        deliver_to, note, wanted_on = self.deliver_to.text(), self.note.text(), self.wanted_on.value()
        content, before_payment = self.content.key(), self.before_payment.isChecked()
        self.submit(
            lambda actor: request_invoice(
                actor,
                self.order.id,
                invoice_kind=kind,
                buyer=buyer,
                amount=amount,
                deliver_to=deliver_to,
                content=content,
                note=note,
                wanted_on=wanted_on,
                before_payment=before_payment,
                version=self.order.version,
            )
        )
