"""Cancelling an order, and what is offered instead while money is on it or goods are out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.money import show
from app.operations.amendments import close_rest, keep_deposit
from app.operations.cancelling import refund_and_cancel
from app.operations.order_course import cancel_order
from app.queries import reasons
from app.queries.order_details import OrderDetail
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.money_parts import MethodField
from app.views.record_actions import ReasonDialog
from app.views.texts import Saying, say
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.reason_field import HINT, ReasonField

LATER, NOW = "later", "now"


class CancelDialog(ReasonDialog):
    """Asks why an order is cancelled. Where it may not be, what can be done instead stands below as buttons; the
    reason that was typed goes with it."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "cancel_dialog",
            N_("Cancel the order"),
            N_("Cancel order"),
            lambda actor, reason: cancel_order(actor, order.id, reason),
            consequence=N_("The order keeps its number and is worth nothing any more."),
            danger=True,
            back=N_("Close"),
            usual="cancel",
            parent=parent,
        )
        self.order = order
        self.said: Saying = N_("The order is cancelled.")
        self.refunding = False
        self.instead = QWidget()
        self.instead.setObjectName("cancel_instead")
        row = QHBoxLayout(self.instead)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.offers: dict[str, QPushButton] = {
            "refund_and_cancel": button(N_("Refund and cancel…"), "cancel_offer_refund", run=self._refund),
            "close_rest": button(N_("Close the rest"), "cancel_offer_close_rest", run=self._close_rest),
            "keep_deposit": button(N_("Keep the deposit"), "cancel_offer_keep_deposit", run=self._keep_deposit),
        }
        for name, offer in self.offers.items():
            offer.setVisible(name in order.actions)
            row.addWidget(offer)
        row.addStretch(1)
        self.instead.hide()
        self.body.addWidget(self.instead)

    def _problem(self, error: Exception) -> None:
        super()._problem(error)
        if not isinstance(error, UserError) or error.code not in ("money_on_order", "goods_out"):
            return
        offered = [offer for name, offer in self.offers.items() if name in self.order.actions]
        self.instead.setVisible(bool(offered))
        if offered:
            offered[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _refund(self) -> None:
        self.refunding = True
        self.reject()

    def _close_rest(self) -> None:
        reason = self.reason.text()
        self.said = N_("The rest of the order is closed.")
        self.submit(lambda actor: close_rest(actor, self.order.id, reason))

    def _keep_deposit(self) -> None:
        reason = self.reason.text()
        self.said = N_("The deposit is kept.")
        self.submit(lambda actor: keep_deposit(actor, self.order.id, reason))


class RefundAndCancelDialog(FormDialog):
    """One step: what was paid is asked back, and the order ends once it is paid; at once where the person may."""

    def __init__(self, desk: Desk, order: OrderDetail, reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "refund_and_cancel_dialog",
            N_("Refund and cancel"),
            N_("Refund and cancel"),
            danger=True,
            back=N_("Close"),
            parent=parent,
        )
        self.order = order
        self.may_now = (
            desk.actor.alone and desk.actor.may(Permission.APPROVE) and desk.actor.may(Permission.PAY_REFUNDS)
        )
        self.what = label("", "muted", "refund_and_cancel_what", wrap=True)
        self.form.add_widget(self.what)
        given = reasons.reasons("cancel")
        self.reason = ReasonField("refund_and_cancel_reason", given)
        self.reason.setText(reason)
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=HINT if given else "")
        self.target = KeyField(
            "refund_and_cancel_target",
            (("cash", N_("Pay it out")), ("balance", N_("Keep it as the customer's balance"))),
        )
        self.form.add("target", N_("The money"), self.target)
        self.when = KeyField(
            "refund_and_cancel_when", ((NOW, N_("It is paid back now")), (LATER, N_("It is paid back later")))
        )
        self.method = MethodField(desk, "refund_and_cancel_method")
        self.reference = QLineEdit()
        self.reference.setObjectName("refund_and_cancel_reference")
        if self.may_now:
            self.form.add("when", N_("When"), self.when)
            self.form.add("method", N_("Refund method"), self.method)
            self.form.add("bank_reference", N_("Reference"), self.reference)
            self.when.key_changed.connect(lambda _key: self._follow())
        else:
            for part in (self.when, self.method, self.reference):
                part.setParent(self)
                part.hide()
        self.target.key_changed.connect(lambda _key: self._follow())
        self._follow()

    @property
    def at_once(self) -> bool:
        """Whether the refund is approved and paid in the same step."""
        return self.may_now and (self.target.key() == "balance" or self.when.key() == NOW)

    def _follow(self) -> None:
        cash = self.target.key() == "cash"
        if self.may_now:
            self.form.fields["when"].setVisible(cash)
            for name in ("method", "bank_reference"):
                self.form.fields[name].setVisible(cash and self.at_once)
        say(self.what.setText, self._consequence)

    def _consequence(self) -> str:
        amount = show(self.order.paid - self.order.refunded, self.desk.currency, symbol=True)
        if self.at_once:
            return _("{amount} is given back and the order is cancelled.").format(amount=amount)
        return _(
            "{amount} is asked back. The order is on hold, and is cancelled by itself as soon as that is paid."
        ).format(amount=amount)

    def accept_form(self) -> None:
        reason, target, at_once = self.reason.text(), self.target.key(), self.at_once
        method = self.method.key() if at_once and target == "cash" else ""
        reference = self.reference.text() if method else ""
        self.submit(lambda actor: refund_and_cancel(actor, self.order.id, reason, target, at_once, method, reference))


def ask_to_cancel(desk: Desk, parent: QWidget, order: OrderDetail) -> None:
    """Open the dialog, and go on with the refund if that was chosen."""
    dialog = CancelDialog(desk, order, parent)

    def finished(_result: int) -> None:
        if dialog.refunding:
            ask_to_refund(desk, parent, order, dialog.reason.text())

    dialog.finished.connect(finished)
    open_dialog(desk, dialog, lambda: _spoken(dialog.said))


def ask_to_refund(desk: Desk, parent: QWidget, order: OrderDetail, reason: str = "") -> None:
    """Open the dialog of the guided step."""
    dialog = RefundAndCancelDialog(desk, order, reason, parent)

    def said() -> str:
        if dialog.done_value == "cancelled":
            return _("The money is given back and the order is cancelled.")
        return _("The refund is asked for. The order is cancelled once it is paid.")

    open_dialog(desk, dialog, said)


def _spoken(said: Any) -> str:
    return _(said) if isinstance(said, str) else str(said())
