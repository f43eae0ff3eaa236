"""Invoices and credit notes: the list, issuing, requests, the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.queries.lists import LISTS
from app.views import problems
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.page import Page
from app.views.record_tab import RecordTab


def invoices_page(desk: Desk, shell: Any) -> Page:
    """The list of invoices and credit notes."""
    from app.views.invoices.glance import INVOICE
    from app.views.invoices.invoice_page import ACTIONS
    from app.views.list_page import ListOf, Other, list_page
    from app.views.month_closing import close_the_month
    from app.views.number_gaps import show_gaps
    from app.views.papers import print_invoices

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["invoices"],
            "invoice",
            open_invoice,
            Permission.SEE_MONEY,
            picture="file-text",
            nothing_yet=N_("No invoices yet."),
            nothing_hint=N_("They are issued on the page of an order, or from a request."),
            search_hint=N_("Number, customer, title…"),
            actions=tuple(each for each in ACTIONS if each.name != "print"),
            others=(
                Other(
                    "show_requests",
                    N_("Requests"),
                    "inbox",
                    lambda desk, _tab, _ids: show_requests(desk, shell),
                    place="secondary",
                ),
                Other(
                    "close_a_month",
                    N_("Close a month…"),
                    "lock",
                    lambda desk, tab, _ids: close_the_month(desk, tab),
                    place="menu",
                    needs=Permission.CLOSE_MONTH,
                ),
                Other(
                    "show_number_gaps",
                    N_("Numbers without gaps…"),
                    "shield-check",
                    lambda desk, tab, _ids: show_gaps(desk, tab),
                    place="menu",
                ),
            ),
            glance=INVOICE,
            print_papers=print_invoices,
        ),
    )


def requests_page(desk: Desk, shell: Any) -> RecordTab:
    """The list of requests for invoices; opening one issues it."""
    from app.queries.invoicing import REQUESTS
    from app.views.invoices.batches import ISSUE_REQUESTED
    from app.views.invoices.bureau import bureau_others
    from app.views.invoices.request_glance import REQUEST
    from app.views.invoices.requests import ACTIONS, issue, issue_together, open_order
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, Other, list_page

    return list_page(
        desk,
        shell,
        ListOf(
            REQUESTS,
            "request",
            issue,
            Permission.SEE_MONEY,
            picture="file-text",
            nothing_yet=N_("Nobody asks for an invoice."),
            nothing_hint=N_("Sales asks for invoices on the page of an order."),
            search_hint=N_("Order, customer, title…"),
            actions=ACTIONS,
            batches=(ISSUE_REQUESTED,),
            others=(
                Other(
                    "issue_one_invoice",
                    N_("One invoice over these…"),
                    "receipt-text",
                    lambda desk, tab, ids: issue_together(desk, tab, list(ids)),
                    several=True,
                    needs=Permission.ISSUE_INVOICES,
                ),
                Other(
                    "open_request_order",
                    N_("Open its order"),
                    "external-link",
                    lambda desk, tab, ids: open_order(desk, tab, ids[0]),
                ),
                *bureau_others(),
            ),
            opens=False,
            page=ListOver,
            glance=REQUEST,
        ),
    )


def issue_invoice(desk: Desk, parent: QWidget, order_ids: Sequence[int], *, request_ids: Sequence[int] = ()) -> None:
    """Issue an invoice over orders of one customer; its paper is made and kept, and it is shown.

    ``request_ids`` are the requests that it is issued for; the only open one of an order unless given.
    """
    from app.queries.invoicing import invoiceable
    from app.views.invoices.issuing import IssueDialog
    from app.views.invoices.paper_dialog import tell_issued
    from app.views.papers import keep_paper

    dialog = IssueDialog(desk, invoiceable(desk.actor, list(order_ids)), request_ids, parent)

    def issued(invoice_id: Any) -> None:
        desk.perform(lambda actor: keep_paper(actor, invoice_id), title=_("Keep the paper"))
        dialog.original.keep(invoice_id)
        if desk.shell is not None and isinstance(invoice_id, int):
            open_invoice(desk, desk.shell, invoice_id)
            tell_issued(desk, invoice_id, dialog.shown_number, N_("The invoice was issued."))

    open_dialog(desk, dialog, after=issued)


def issue_over(desk: Desk, parent: QWidget, order_ids: Sequence[int], *, request_ids: Sequence[int] = ()) -> None:
    """Issue one invoice over these orders, which have to be of one customer; else it is said that they are not."""
    from app.queries.invoicing import require_one_customer

    try:
        require_one_customer(order_ids)
    except UserError as refused:
        problems.show(refused, parent=parent)
        return
    issue_invoice(desk, parent, order_ids, request_ids=request_ids)


def request_invoice(desk: Desk, parent: QWidget, order_id: int) -> None:
    """Ask finance for an invoice of an order."""
    from app.queries.invoicing import invoiceable
    from app.views.invoices.requesting import RequestInvoiceDialog

    dialog = RequestInvoiceDialog(desk, invoiceable(desk.actor, [order_id]), parent)
    open_dialog(desk, dialog, N_("The invoice was requested."))


def credit_invoice(desk: Desk, parent: QWidget, invoice_id: int) -> None:
    """Issue a credit note over an invoice."""
    from app.views.invoices.invoice_page import credit

    credit(desk, parent, invoice_id)


def open_invoice(desk: Desk, shell: Any, invoice_id: int) -> None:
    """Show one invoice or credit note over the list."""
    from app.views.invoices.invoice_page import InvoicePage
    from app.views.record_page import record_page

    shell.open_record("invoices", record_page(desk, InvoicePage, invoice_id))


def show_requests(desk: Desk, shell: Any) -> None:
    """Show the requests for invoices over the list of invoices: those that wait, if some do."""
    from app.queries.invoicing import OPEN_REQUESTS, REQUESTS

    page = requests_page(desk, shell)
    if desk.actor.may(Permission.SEE_MONEY) and len(REQUESTS.first(desk.actor, OPEN_REQUESTS, 1)):
        page.show_view("open")
    shell.open_record("invoices", page)
