"""What can be done with one order, in the order of the menus: one table for the list, the page and panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_
from app.later import Later
from app.views import problems
from app.views.acting import open_dialog, tell
from app.views.desk import Desk
from app.views.record_actions import AtOnce, RecordAction, WithReason
from app.views.records import started_by

if TYPE_CHECKING:
    from app.operations import amendments, earmarks, order_course, orders, quotations
    from app.queries import order_details
else:
    amendments, orders = Later("app.operations.amendments"), Later("app.operations.orders")
    quotations, order_course = Later("app.operations.quotations"), Later("app.operations.order_course")
    earmarks = Later("app.operations.earmarks")
    order_details = Later("app.queries.order_details")


def _edit(desk: Desk, _parent: QWidget, order_id: int) -> None:
    from app.views.orders.editor import open_editor

    open_editor(desk, order_id)


def _amend(desk: Desk, _parent: QWidget, order_id: int) -> None:
    from app.views.orders.editor import open_editor

    open_editor(desk, order_id, amend=True)


def _copy(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.editor import open_editor

    def done(result: Any) -> None:
        open_editor(desk, result.value)

    desk.perform(lambda actor: orders.copy_order(actor, order_id), on_done=done, owner=parent)


def show_refused(desk: Desk, order_id: int, error: UserError) -> None:
    """Open the editor of an order that may not be confirmed, with everything that it lacks."""
    from app.views.orders.editor import OrderEditor, open_editor

    open_editor(desk, order_id)
    page = desk.shell.current_page()
    if isinstance(page, OrderEditor):
        page.saving.show_problem(error)


def _confirm(desk: Desk, parent: QWidget, order_id: int) -> None:
    def done(result: Any) -> None:
        tell(desk, N_("The order was sent to review.") if result.value == "review" else N_("The order is confirmed."))

    def refused(error: Exception) -> None:
        # What is missing is put right in the editor: it opens with all of it, each as a link to its field.
        if isinstance(error, UserError) and error.field and error.code != "closed_month":
            show_refused(desk, order_id, error)
        else:
            problems.show(error, parent=parent)

    desk.perform(lambda actor: orders.confirm_order(actor, order_id), on_done=done, on_problem=refused, owner=parent)


def _ship(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.dialogs import OpenLine, ShipDialog

    order = order_details.order(desk.actor, order_id)
    lines = [
        OpenLine(line.id, line.description, line.unit, line.rest)
        for line in order.lines
        if line.line_kind == "goods" and line.rest
    ]
    open_dialog(
        desk,
        ShipDialog(desk, order_id, lines, order.carrier, parent),
        N_("The shipment was recorded."),
        posted="shipment",
    )


def _solve(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.solving import solve

    solve(desk, parent, order_id)


def _hold(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.hold_dialog import HoldDialog

    order = order_details.order(desk.actor, order_id)
    if order.hold:
        _RELEASE(desk, parent, order_id)
    else:
        open_dialog(desk, HoldDialog(desk, order, parent), N_("The order is on hold."))


_RELEASE = AtOnce(
    lambda actor, order_id: order_course.hold_order(actor, order_id, ""), N_("The order goes on."), undo=True
)


def _cancel(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.cancel_dialogs import ask_to_cancel

    ask_to_cancel(desk, parent, order_details.order(desk.actor, order_id))


def _refund_and_cancel(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.cancel_dialogs import ask_to_refund

    ask_to_refund(desk, parent, order_details.order(desk.actor, order_id))


def _quote(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.course_dialogs import QuoteDialog

    order = order_details.order(desk.actor, order_id)
    said = N_("The quotation holds until the new date.") if order.state == "quoted" else N_("The quotation was made.")
    open_dialog(desk, QuoteDialog(desk, order, parent), said)


def _complete(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.course_dialogs import CompleteDialog

    open_dialog(desk, CompleteDialog(desk, order_id, parent), N_("The order is completed."))


def _rate(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.course_dialogs import RateDialog

    order = order_details.order(desk.actor, order_id)
    open_dialog(desk, RateDialog(desk, order, parent), N_("What the customer thinks is kept."))


def _exchange(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.exchange_dialog import ExchangeDialog

    order = order_details.order(desk.actor, order_id)
    open_dialog(
        desk, ExchangeDialog(desk, order, parent), N_("The exchange was recorded. The replacement can be shipped.")
    )


def _plan(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.orders.plan_dialog import PlanDialog

    order = order_details.order(desk.actor, order_id)
    open_dialog(desk, PlanDialog(desk, order, parent), N_("The payment plan is kept."))


def _invoice(desk: Desk, parent: QWidget, order_id: int) -> None:
    from app.views.invoices import issue_invoice

    issue_invoice(desk, parent, [order_id])


OFFER, MONEY, END = N_("Quotation and review"), N_("Money"), N_("End or cancel")

_ALL = (
    RecordAction("edit_order", N_("Edit…"), "pencil", _edit, shortcut="F2", in_list=False),
    RecordAction("amend_order", N_("Amend…"), "pencil", _amend, shortcut="Shift+F2", in_list=False),
    RecordAction("confirm_order", N_("Confirm order"), "check", _confirm),
    RecordAction("quote_order", N_("Make a quotation…"), "file-text", _quote, in_list=False, within=OFFER),
    RecordAction("revive_quotation", N_("Let it hold longer…"), "calendar", _quote, in_list=False, within=OFFER),
    RecordAction(
        "send_to_review",
        N_("Send to review…"),
        "hourglass",
        WithReason(
            "send_to_review_dialog",
            N_("Send the order to review"),
            N_("Send to review"),
            lambda actor, order_id, reason: quotations.send_to_review(actor, order_id, reason),
            N_("The order was sent to review."),
            N_("A manager sees who asked and why. Reasons that follow from the rules of the business are added."),
            required=False,
        ),
        in_list=False,
        within=OFFER,
    ),
    RecordAction(
        "send_back",
        N_("Send back…"),
        "undo-2",
        WithReason(
            "send_back_dialog",
            N_("Send the order back"),
            N_("Send back"),
            lambda actor, order_id, reason: quotations.send_back(actor, order_id, reason),
            N_("The order was sent back."),
        ),
        in_list=False,
        within=OFFER,
    ),
    RecordAction(
        "start_order",
        N_("Start work"),
        "refresh-cw",
        AtOnce(
            lambda actor, order_id: order_course.start_order(actor, order_id), N_("Work on the order began."), undo=True
        ),
        in_list=False,
    ),
    RecordAction("ship_order", N_("Ship…"), "truck", _ship, shortcut="F12"),
    RecordAction(
        "record_payment", N_("Record payment…"), "wallet", started_by("payments", "record_payment"), shortcut="F7"
    ),
    RecordAction("issue_invoice", N_("Issue invoice…"), "receipt-text", _invoice, shortcut="F9"),
    RecordAction(
        "request_invoice",
        N_("Request invoice…"),
        "file-text",
        started_by("invoices", "request_invoice"),
        in_list=False,
        within=MONEY,
    ),
    RecordAction(
        "request_credit",
        N_("Return or allowance…"),
        "package",
        started_by("refunds", "request_credit"),
        shortcut="Shift+F9",
        within=MONEY,
    ),
    RecordAction(
        "request_refund",
        N_("Request refund…"),
        "undo-2",
        started_by("refunds", "request_refund"),
        shortcut="Shift+F7",
        within=MONEY,
    ),
    RecordAction(
        "write_off", N_("Write off…"), "minus", started_by("refunds", "write_off"), in_list=False, within=MONEY
    ),
    RecordAction("complete_order", N_("Complete…"), "check", _complete, within=END),
    RecordAction("rate_order", N_("Satisfaction…"), "thumbs-up", _rate, in_list=False, within=END),
    RecordAction("exchange_goods", N_("Exchange…"), "refresh-cw", _exchange, in_list=False),
    RecordAction("plan_instalments", N_("Payment plan…"), "calendar", _plan, in_list=False, within=MONEY),
    RecordAction(
        "reopen_order",
        N_("Re-open…"),
        "undo-2",
        WithReason(
            "reopen_dialog",
            N_("Re-open the order"),
            N_("Re-open order"),
            lambda actor, order_id, reason: order_course.reopen_order(actor, order_id, reason),
            N_("The order is open again."),
        ),
        in_list=False,
        within=END,
    ),
    RecordAction("hold_order", N_("Hold or release…"), "clock", _hold, in_list=False),
    RecordAction("solve_problem", N_("Solve a problem…"), "flag", _solve, shortcut="Shift+F8"),
    RecordAction("copy_order", N_("Copy order"), "copy", _copy, shortcut="Ctrl+D"),
    RecordAction(
        "return_to_draft",
        N_("Return to draft"),
        "undo-2",
        AtOnce(
            lambda actor, order_id: quotations.return_to_draft(actor, order_id),
            N_("The order is a draft again."),
            undo=True,
        ),
        in_list=False,
        within=OFFER,
    ),
    RecordAction(
        "close_rest",
        N_("Close the rest…"),
        "x",
        WithReason(
            "close_rest_dialog",
            N_("Close the rest"),
            N_("Close the rest"),
            lambda actor, order_id, reason: amendments.close_rest(actor, order_id, reason),
            N_("The rest of the order is closed."),
            N_("The order is amended to what was shipped; nothing more will be delivered."),
            danger=True,
        ),
        danger=True,
        in_list=False,
        within=END,
    ),
    RecordAction(
        "keep_deposit",
        N_("Keep the deposit…"),
        "x",
        WithReason(
            "keep_deposit_dialog",
            N_("Keep the deposit"),
            N_("Keep the deposit"),
            lambda actor, order_id, reason: amendments.keep_deposit(actor, order_id, reason),
            N_("The deposit is kept."),
            N_("The order is amended to one fee of what was paid; nothing will be delivered."),
            danger=True,
        ),
        danger=True,
        in_list=False,
        within=END,
    ),
    RecordAction(
        "refund_and_cancel", N_("Refund and cancel…"), "ban", _refund_and_cancel, danger=True, in_list=False, within=END
    ),
    RecordAction("cancel_order", N_("Cancel order…"), "ban", _cancel, danger=True, within=END),
    RecordAction(
        "use_balance",
        N_("Use balance…"),
        "hand-coins",
        started_by("payments", "use_balance"),
        shortcut="Ctrl+F7",
        within=MONEY,
    ),
    RecordAction(
        "release_earmark",
        N_("Release money set aside"),
        "minus",
        AtOnce(
            lambda actor, order_id: earmarks.release_earmark(actor, order_id), N_("The money is no longer set aside.")
        ),
        in_list=False,
        within=MONEY,
    ),
    RecordAction(
        "delete_draft",
        N_("Delete draft"),
        "trash-2",
        AtOnce(lambda actor, order_id: orders.delete_draft(actor, order_id), N_("The draft was deleted."), undo=True),
        danger=True,
        within=END,
    ),
)
ACTIONS: Mapping[str, RecordAction] = {a.name: a for a in _ALL}

# The next step of an order, the first that is allowed: what its page offers as the one filled button.
NEXT_STEPS = ("confirm_order", "record_payment", "ship_order", "issue_invoice", "complete_order", "copy_order")
