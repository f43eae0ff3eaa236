"""What is done with a refund: asked for, approved, paid, and noted when the bank sends it back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import show
from app.operations import refunds
from app.queries.money_details import RefundDetail
from app.views.desk import Desk
from app.views.money_parts import MethodField
from app.views.texts import say
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import line_edit


class ApproveRefundDialog(FormDialog):
    """Allows a refund to be paid; shows once more to whom, how much and why."""

    def __init__(self, desk: Desk, refund: RefundDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "approve_refund_dialog", N_("Approve refund"), N_("Approve"), parent=parent)
        self.refund_id = refund.id
        self.form.add_widget(label(lambda: _asked(desk, refund), "muted", "approve_refund_what", wrap=True))
        self.note = line_edit("approve_refund_note")
        self.form.add("note", N_("Note"), self.note)
        self.note.setFocus()

    def accept_form(self) -> None:
        note = self.note.text()
        self.submit(lambda actor: refunds.approve_refund(actor, self.refund_id, note))


def _asked(desk: Desk, refund: RefundDetail) -> str:
    told = _("{amount} for {customer}. Reason: {reason}").format(
        amount=show(refund.amount, desk.currency), customer=refund.customer, reason=refund.reason
    )
    if refund.above_proposal_reason:
        told += "\n" + _("More than was paid too much: {reason}").format(reason=refund.above_proposal_reason)
    return told


class PayRefundDialog(FormDialog):
    """Records that an approved refund was paid, or puts it on the customer's balance."""

    def __init__(self, desk: Desk, refund: RefundDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "pay_refund_dialog", N_("Pay refund"), N_("Record as paid"), parent=parent)
        self.refund_id = refund.id
        self.cash = refund.target == "cash"
        self.form.add_widget(label(lambda: _asked(desk, refund), "muted", "pay_refund_what", wrap=True))
        self.method = MethodField(desk, "pay_refund_method")
        self.reference = line_edit("pay_refund_reference")
        self.day = DateField("pay_refund_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        if self.cash:
            self.form.add("method", N_("Refund method"), self.method, required=True)
            self.form.add("bank_reference", N_("Reference"), self.reference)
            self.method.key_changed.connect(lambda _key: self._method_chosen())
            self._method_chosen()
        else:
            self.form.add_widget(
                label(
                    N_("No money leaves: the amount becomes free on the customer's payments."),
                    "muted",
                    "pay_refund_balance",
                    wrap=True,
                )
            )
        self.form.add("date", N_("Date"), self.day, required=True)

    def _method_chosen(self) -> None:
        needed = self.method.needs_reference
        say(self.reference.setPlaceholderText, N_("Needed for this method") if needed else (lambda: ""))

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        method = self.method.key() if self.cash else ""
        reference, day = self.reference.text() if self.cash else "", self.day.value()
        self.submit(lambda actor: refunds.pay_refund(actor, self.refund_id, method, reference, day))


class ReturnedDialog(FormDialog):
    """Records that the bank sent a paid refund back."""

    def __init__(self, desk: Desk, refund: RefundDetail, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "returned_refund_dialog", N_("Refund came back"), N_("Record as returned"), parent=parent
        )
        self.refund_id = refund.id
        self.form.add_widget(
            label(
                lambda: _("{amount} is on its order or payment again from the date on which it came back.").format(
                    amount=show(refund.amount, desk.currency)
                ),
                "muted",
                "returned_refund_what",
                wrap=True,
            )
        )
        self.reason = line_edit("returned_refund_reason")
        self.form.add("reason", N_("Reason"), self.reason, required=True)
        self.day = DateField("returned_refund_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.form.add("date", N_("Date"), self.day, required=True)
        self.reason.setFocus()

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        reason, day = self.reason.text(), self.day.value()
        self.submit(lambda actor: refunds.return_refund(actor, self.refund_id, reason, day))
