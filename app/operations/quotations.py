"""What an order passes before it is confirmed: quotation, review, back to draft."""

from __future__ import annotations

from datetime import date, timedelta

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import Order, OrderState
from app.operations import order_content as content_of
from app.operations.operation import operation
from app.operations.steps import (
    lines_of,
    move,
    order_name,
    own_order,
    require_reason,
)
from app.operations.work import Work


@operation("quote order", needs=Permission.EDIT_ORDERS, undoable=True)
def quote_order(work: Work, order_id: int, expiry_date: date | None = None) -> str:
    """Turn a draft into a quotation with a number of its own and an expiry date (30 days unless given)."""
    order = own_order(work, order_id)
    content_of.check_ready(order, lines_of(work, order_id))
    move(order, OrderState.QUOTED)
    order.quotation_number = order.quotation_number or work.draw("quotation", work.today)
    order.expiry_date = expiry_date or work.today + timedelta(days=30)
    order.version += 1
    work.save(order)
    work.about(order, order.quotation_number)
    work.happened("order quoted")
    work.label(_("quote {order}").format(order=order.quotation_number))
    return str(order.quotation_number)


@operation("return order to draft", needs=Permission.EDIT_ORDERS, undoable=True)
def return_to_draft(work: Work, order_id: int) -> None:
    """Take a quotation or a cancelled order back to a draft; a number that it had stays its own."""
    order = own_order(work, order_id)
    if order.credited or order.shipped or order.invoiced:
        raise UserError(
            _(
                "Order {order} was shipped, credited or invoiced before it was cancelled, so it cannot be written "
                "anew. Copy it instead."
            ).format(order=order_name(order)),
            code="used",
        )
    move(order, OrderState.DRAFT, only_from=(OrderState.QUOTED, OrderState.CANCELLED))
    order.cancel_reason = ""
    order.derive()
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("return {order} to draft").format(order=order_name(order)))


@operation("send order to review", needs=Permission.EDIT_ORDERS, undoable=True)
def send_to_review(work: Work, order_id: int) -> None:
    """Ask a manager to look at an order before it is confirmed."""
    order = own_order(work, order_id)
    content_of.check_ready(order, lines_of(work, order_id))
    to_review(work, order)


@operation("send order back", needs=Permission.REVIEW_ORDERS, undoable=True)
def send_back(work: Work, order_id: int, reason: str) -> None:
    """Return an order from review to its writer, with a reason."""
    order = work.get(Order, order_id)
    reason = require_reason(reason)
    move(order, OrderState.DRAFT, only_from=(OrderState.REVIEW,))
    order.sent_back_reason = reason
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.tell(reason=reason)
    work.happened("order sent back")
    work.label(_("send {order} back").format(order=order_name(order)))


def to_review(work: Work, order: Order, reasons: list[str] | None = None) -> None:
    """Let an order wait for a manager's look, for the reasons that the policies give."""
    move(order, OrderState.REVIEW)
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    if reasons:
        work.tell(review=reasons)
    work.happened("order sent to review")
    work.label(_("send {order} to review").format(order=order_name(order)))
