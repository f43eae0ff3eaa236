"""Receipts from the window: issued in a dialog, kept, shown and printed again, voided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor
from app.money import show
from app.operations.receipts import issue_receipt, keep_receipt, void_receipt
from app.queries import receipts
from app.queries.receipts import ReceiptStart
from app.reports.files import plain_name
from app.views.acting import open_dialog, tell
from app.views.desk import Desk
from app.views.record_actions import RecordAction, WithReason
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import line_edit

if TYPE_CHECKING:
    from app.views import papers, print_setup
else:
    papers, print_setup = Later("app.views.papers"), Later("app.views.print_setup")


class ReceiptDialog(FormDialog):
    """Issues the receipt of a payment: who paid and what for can be said otherwise than proposed."""

    def __init__(self, desk: Desk, payment_id: int, start: ReceiptStart, parent: QWidget | None = None) -> None:
        super().__init__(desk, "receipt_dialog", N_("Issue receipt"), N_("Issue receipt"), parent=parent)
        self.payment_id = payment_id
        self.form.add_widget(
            label(
                lambda: _("Over {amount}, with the next number of its series. It stays as it is issued.").format(
                    amount=show(start.amount, desk.currency, symbol=True)
                ),
                "muted",
                "receipt_amount",
                wrap=True,
            )
        )
        self.payer = line_edit("receipt_payer")
        self.payer.setText(start.payer)
        self.reason = line_edit("receipt_reason")
        self.form.add("payer", N_("Received from"), self.payer, required=True)
        self.form.add(
            "reason",
            N_("Payment for"),
            self.reason,
            hint=lambda: (
                _("Empty: the goods of order {orders}").format(orders=start.orders)
                if start.orders
                else _("Empty: a payment in advance")
            ),
        )
        self.payer.setFocus()
        self.payer.selectAll()

    def accept_form(self) -> None:
        payer, reason = self.payer.text(), self.reason.text()
        self.submit(lambda actor: issue_receipt(actor, self.payment_id, payer, reason))


def keep_paper(actor: Actor, receipt_id: int) -> Any:
    """Make the PDF of a receipt and keep it, the second step of issuing. Safe to repeat."""
    from app.reports.documents import document_bytes

    if receipts.receipt_kept(receipt_id):
        return None
    snapshot = receipts.receipt_document(actor, receipt_id)
    name = plain_name(snapshot.number)
    return keep_receipt(actor, receipt_id, document_bytes(snapshot), f"{name}.pdf")


def issue(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Issue the receipt of a payment; its paper is made, kept and shown."""

    def issued(receipt_id: Any) -> None:
        desk.perform(
            lambda actor: keep_paper(actor, receipt_id),
            on_done=lambda _kept: _show(desk, parent, [receipt_id]),
            owner=parent,
            title=_("Keep the paper"),
        )

    start = receipts.receipt_start(desk.actor, payment_id)
    open_dialog(desk, ReceiptDialog(desk, payment_id, start, parent), N_("The receipt was issued."), after=issued)


def print_receipt(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Show the newest receipt of a payment as it was handed out; printed again it is marked as a copy."""
    print_receipts(desk, parent, [payment_id])


def print_receipts(desk: Desk, parent: QWidget, payment_ids: Sequence[int]) -> None:
    """Show the receipts of payments in one file; payments without one are left out."""
    found = receipts.newest_receipts(payment_ids)
    if not found:
        tell(desk, N_("No receipt was issued for these payments."))
        return
    _show(desk, parent, found)


def _show(desk: Desk, parent: QWidget, receipt_ids: list[int]) -> None:
    title = N_("Payment receipts") if len(receipt_ids) > 1 else N_("Payment receipt")
    papers.preview_papers(desk, parent, _piece, receipt_ids, title, "receipt", papers=print_setup.FORMS)


def _piece(actor: Actor, receipt_id: int) -> papers.Piece:
    snapshot = receipts.receipt_document(actor, receipt_id)
    return snapshot, receipts.receipt_file(receipt_id) if not snapshot.mark else None


def _void(actor: Actor, payment_id: int, reason: str) -> Any:
    standing = next(each for each in receipts.receipts(payment_id) if each.state == "issued")
    return void_receipt(actor, standing.id, reason)


ACTIONS = (
    RecordAction("issue_receipt", N_("Issue receipt…"), "receipt-text", issue, shortcut="F9"),
    RecordAction("print_receipt", N_("Print receipt…"), "printer", print_receipt, shortcut="Ctrl+P", in_list=False),
    RecordAction(
        "void_receipt",
        N_("Void receipt…"),
        "ban",
        WithReason(
            "void_receipt_dialog",
            N_("Void receipt"),
            N_("Void receipt"),
            _void,
            N_("The receipt was voided."),
            N_("Its number stays used, and the payment can get another receipt. The payment itself stays as it is."),
            danger=True,
            usual="void",
        ),
        danger=True,
        in_list=False,
    ),
)
"""What is done with the receipt of a payment; each is told the id of the payment."""
