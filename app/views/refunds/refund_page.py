"""The page of one refund: whose money, why, who decided, when it was paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import show
from app.operations import refunds
from app.queries import money_details
from app.queries.money_details import RefundDetail
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.record_actions import RecordAction, WithReason
from app.views.record_page import RecordPage
from app.views.records import open_record
from app.views.refunds.dialogs import ApproveRefundDialog, PayRefundDialog, ReturnedDialog
from app.views.refunds.vouchers import after_paying, print_voucher
from app.views.values import word_of
from app.views.widgets.form import FormDialog
from app.views.widgets.stepper import Step

Dialog = Callable[[Desk, RefundDetail, QWidget], FormDialog]


def _with(dialog: Dialog, said: str) -> Callable[[Desk, QWidget, int], Any]:
    def run(desk: Desk, parent: QWidget, refund_id: int) -> None:
        open_dialog(desk, dialog(desk, money_details.refund(desk.actor, refund_id), parent), said)

    return run


def open_source(desk: Desk, parent: QWidget, refund_id: int) -> None:
    """Open the order or payment that the money comes from."""
    found = money_details.refund(desk.actor, refund_id)
    if found.order_id is not None:
        open_record(desk, "order", found.order_id)
    elif found.payment_id is not None:
        open_record(desk, "payment", found.payment_id)


def _pay(desk: Desk, parent: QWidget, refund_id: int) -> None:
    """Record that a refund was paid; its voucher is made, kept and shown."""
    dialog = PayRefundDialog(desk, money_details.refund(desk.actor, refund_id), parent)
    open_dialog(desk, dialog, N_("The refund is paid."), after=lambda _number: after_paying(desk, parent, refund_id))


ACTIONS = (
    RecordAction(
        "approve_refund",
        N_("Approve…"),
        "check",
        _with(ApproveRefundDialog, N_("The refund is approved.")),
        shortcut="F9",
    ),
    RecordAction("pay_refund", N_("Pay…"), "wallet", _pay, shortcut="F7"),
    RecordAction(
        "reject_refund",
        N_("Reject…"),
        "x",
        WithReason(
            "reject_refund_dialog",
            N_("Reject refund"),
            N_("Reject"),
            lambda actor, refund_id, reason: refunds.reject_refund(actor, refund_id, reason),
            N_("The refund was rejected."),
            N_("The money is no longer promised."),
            usual="reject",
        ),
        shortcut="Shift+F9",
    ),
    RecordAction(
        "return_refund", N_("Came back from the bank…"), "undo-2", _with(ReturnedDialog, N_("The refund came back."))
    ),
    RecordAction("print_voucher", N_("Print voucher…"), "printer", print_voucher, shortcut="Ctrl+P", in_list=False),
    RecordAction(
        "withdraw_refund",
        N_("Withdraw…"),
        "ban",
        WithReason(
            "withdraw_refund_dialog",
            N_("Withdraw refund"),
            N_("Withdraw"),
            lambda actor, refund_id, reason: refunds.withdraw_refund(actor, refund_id, reason),
            N_("The refund was withdrawn."),
            N_("The money is no longer promised."),
            required=False,
        ),
        danger=True,
    ),
)


def refund_steps(refund: RefundDetail) -> tuple[Step, ...]:
    """From the request over the decision to the money, each with its day and person."""
    asked = Step(_("Request made"), "done", refund.requested_on, refund.requester or "", key="requested")
    if refund.state in ("rejected", "withdrawn"):
        word = word_of("refund", refund.state)
        return asked, Step(word, "stopped", refund.decided_on or "", refund.decider or "", key=refund.state)
    decided = refund.state != "requested"
    paid = refund.state in ("paid", "returned")
    approve, pay = ("" if done else name for done, name in ((decided, "approve_refund"), (paid, "pay_refund")))
    texts = {action.name: _(action.text) for action in ACTIONS}
    steps = [
        asked,
        Step(
            _("Approved"),
            "done" if decided else "ahead",
            refund.decided_on or "",
            refund.decider or "",
            "approved",
            approve,
            texts.get(approve, ""),
            refund.why_not.get(approve, ""),
        ),
        Step(
            word_of("refund", "paid"),
            "done" if paid else "ahead",
            refund.date or "",
            "",
            "paid",
            pay,
            texts.get(pay, ""),
            refund.why_not.get(pay, ""),
        ),
    ]
    if refund.state == "returned":
        steps.append(Step(word_of("refund", "returned"), "stopped", refund.returned_on or "", key="returned"))
    return tuple(steps)


class RefundPage(RecordPage):
    """One refund."""

    help_topic = "returns-refunds-and-write-offs"

    chip_kinds = ("refund",)
    watches = frozenset({"refund", "order", "payment", "credit"})
    facts_titles = (
        ("customer", N_("Customer")),
        ("order", N_("Order")),
        ("amount", N_("Amount")),
        ("target", N_("How")),
        ("reason", N_("Reason")),
        ("above", N_("Why more than was paid too much")),
        ("requested_on", N_("Requested")),
        ("requester", N_("Requested by")),
        ("decided_on", N_("Decided")),
        ("decider", N_("Decided by")),
        ("decision", N_("Decision note")),
        ("date", N_("Paid on")),
        ("method", N_("Refund method")),
        ("reference", N_("Reference")),
        ("returned_on", N_("Came back on")),
        ("source", N_("Number in the old file")),
    )

    def __init__(self, desk: Desk, refund_id: int) -> None:
        super().__init__(desk, "refund", refund_id, ACTIONS, ("approve_refund", "pay_refund"))

    def read_record(self) -> RefundDetail:
        return money_details.refund(self.desk.actor, self.record_id)

    def title_of(self, record: Any) -> str:
        name = record.number or record.source_reference or f"#{record.id}"
        return _("Refund {number}").format(number=name)

    def steps(self, record: RefundDetail) -> tuple[Sequence[Step], Sequence[Step]]:
        return refund_steps(record), ()

    def locked(self, record: RefundDetail) -> str:
        return (
            "" if record.state in ("requested", "approved") else _("A refund that is decided and done stays as it is.")
        )

    def leads_to(self, record: Any, key: str) -> tuple[str, int] | None:
        if key == "order" and record.order_id is None:
            return ("payment", record.payment_id) if record.payment_id is not None else None
        return super().leads_to(record, key)

    def show_record(self, record: RefundDetail) -> None:
        own = record.state == "requested" and "approve_refund" in record.why_not
        if own:
            self.banner.tell("info", lambda: record.why_not["approve_refund"], dismissible=False)
        elif record.state == "rejected":
            self.banner.tell(
                "danger", lambda: _("Rejected: {reason}").format(reason=record.decision_note), dismissible=False
            )
        elif record.state == "returned":
            self.banner.tell("danger", N_("The bank sent the money back."), dismissible=False)
        else:
            self.banner.hide()
        self.show_facts(
            (
                ("customer", record.customer),
                ("order", record.order or _("From a payment's balance")),
                ("amount", show(record.amount, self.desk.currency)),
                ("target", word_of("target", record.target)),
                ("reason", record.reason),
                ("above", record.above_proposal_reason),
                ("requested_on", record.requested_on),
                ("requester", record.requester or ""),
                ("decided_on", record.decided_on or ""),
                ("decider", record.decider or ""),
                ("decision", record.decision_note),
                ("date", record.date or ""),
                ("method", word_of("method", record.method) if record.method else ""),
                ("reference", record.bank_reference),
                ("returned_on", record.returned_on or ""),
                ("source", record.source_reference),
            )
        )
