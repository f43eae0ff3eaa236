"""What can be done with a request for an invoice: issue it, or refuse it with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_
from app.operations.invoice_requests import reject_invoice_request, withdraw_invoice_request
from app.queries.invoicing import order_of_request, orders_of_requests, require_one_buyer
from app.views import problems
from app.views.desk import Desk
from app.views.record_actions import AtOnce, RecordAction, WithReason
from app.views.records import open_record


def issue(desk: Desk, parent: QWidget, request_id: int) -> None:
    """Issue the invoice that a request asks for."""
    from app.views.invoices import issue_invoice

    issue_invoice(desk, parent, [order_of_request(desk.actor, request_id)], request_ids=[request_id])


def issue_together(desk: Desk, parent: QWidget, request_ids: Sequence[int]) -> None:
    """Issue one invoice for several requests, which have to name one buyer and be of one customer."""
    from app.views.invoices import issue_over

    try:
        require_one_buyer(request_ids)
    except UserError as refused:
        problems.show(refused, parent=parent)
        return
    issue_over(desk, parent, orders_of_requests(desk.actor, request_ids), request_ids=request_ids)


def open_order(desk: Desk, _parent: QWidget, request_id: int) -> None:
    """Show the order that a request is about."""
    open_record(desk, "order", order_of_request(desk.actor, request_id))


ACTIONS = (
    RecordAction("issue_requested", N_("Issue invoice…"), "file-text", issue),
    RecordAction(
        "reject_invoice_request",
        N_("Reject…"),
        "x",
        WithReason(
            "reject_invoice_request_dialog",
            N_("Reject request"),
            N_("Reject"),
            lambda actor, request_id, reason: reject_invoice_request(actor, request_id, reason),
            N_("The request was rejected."),
            usual="reject",
        ),
    ),
    RecordAction(
        "withdraw_invoice_request",
        N_("Withdraw"),
        "ban",
        AtOnce(lambda actor, request_id: withdraw_invoice_request(actor, request_id), N_("The request was withdrawn.")),
        danger=True,
    ),
)
