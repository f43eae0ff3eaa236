"""The list of requests for invoices: issued, or refused with a reason."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.operations.invoice_requests import reject_invoice_request, withdraw_invoice_request
from app.queries.invoicing import REQUESTS, order_of_request
from app.views.commands import Command
from app.views.desk import Desk
from app.views.exporting import export_command
from app.views.list_over import ListOver
from app.views.record_actions import AtOnce, WithReason
from app.views.record_tab import RecordTab
from app.views.records import open_record


def issue(desk: Desk, parent: QWidget, request_id: int) -> None:
    """Issue the invoice that a request asks for."""
    from app.views.invoices import issue_invoice

    issue_invoice(desk, parent, [order_of_request(desk.actor, request_id)], request_id=request_id)


reject = WithReason(
    "reject_invoice_request_dialog",
    N_("Reject request"),
    N_("Reject"),
    lambda actor, request_id, reason: reject_invoice_request(actor, request_id, reason),
    N_("The request was rejected."),
)
withdraw = AtOnce(
    lambda actor, request_id: withdraw_invoice_request(actor, request_id), N_("The request was withdrawn.")
)


def requests_list(desk: Desk, shell: Any) -> ListOver:
    """The list of requests, over that of invoices."""
    tabs: list[RecordTab] = []

    def show_order(request_id: int) -> None:
        open_record(desk, "order", order_of_request(desk.actor, request_id))

    def command(name: str, text: str, icon: str, run: Any, action: str, *, danger: bool = False) -> Command:
        return Command(name, text, lambda ids: run(desk, tabs[0], ids[0]), icon=icon, action=action, danger=danger)

    made = ListOver(
        desk,
        REQUESTS,
        commands=[
            export_command(desk, tabs),
            command("issue_requested", N_("Issue invoice…"), "file-text", issue, "issue_requested"),
            command("reject_request", N_("Reject…"), "x", reject, "reject_invoice_request"),
            Command("open_request_order", N_("Open its order"), lambda ids: show_order(ids[0]), icon="external-link"),
            command("withdraw_request", N_("Withdraw"), "ban", withdraw, "withdraw_invoice_request", danger=True),
        ],
        open_record=lambda request_id: issue(desk, tabs[0], request_id),
        needs=Permission.SEE_MONEY,
        picture="file-text",
        nothing_yet=N_("Nobody asks for an invoice."),
        nothing_hint=N_("Sales asks for invoices on the page of an order."),
    )
    tabs.append(made)
    return made
