"""The course of an order once it stands: start, hold, complete, re-open, cancel."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import ENDED, STATE_WORDS, Delivery, Order, OrderState
from app.operations.operation import operation
from app.operations.steps import (
    amount_text,
    change_worth,
    move,
    order_name,
    own_order,
    require_reason,
    settle,
)
from app.operations.work import Work


@operation("start order", needs=Permission.EDIT_ORDERS, undoable=True)
def start_order(work: Work, order_id: int) -> None:
    """Say that work on a confirmed order began."""
    order = own_order(work, order_id)
    move(order, OrderState.PROCESSING, only_from=(OrderState.CONFIRMED,))
    order.version += 1
    work.save(order)
    work.about(order, order.number)
    work.label(_("start {order}").format(order=order.number))


@operation("cancel order", needs=Permission.EDIT_ORDERS)
def cancel_order(work: Work, order_id: int, reason: str) -> None:
    """Cancel an order: worth and reservation go, its number stays. Refused while money is on it or goods are out."""
    order = own_order(work, order_id)
    reason = require_reason(reason)
    name = order_name(order)
    if order.paid - order.refunded != 0 or order.refund_promised:
        raise UserError(
            _(
                "Order {order} has {amount} of money on it, so it cannot be cancelled. Refund the money first, close "
                "the rest, or keep it as a deposit."
            ).format(order=name, amount=amount_text(work, order.paid - order.refunded or order.refund_promised)),
            code="money_on_order",
        )
    if order.shipped > order_returned(work, order):
        raise UserError(
            _(
                "Goods of order {order} are out, so it cannot be cancelled. Record their return first, or close the "
                "rest."
            ).format(order=name),
            code="goods_out",
        )
    if order.written_off:
        raise UserError(
            _("Order {order} has a write-off. Reverse the write-off first.").format(order=name), code="written_off"
        )
    if order.earmarked:
        raise UserError(
            _("Money is set aside for order {order}. Release it first.").format(order=name), code="earmarked"
        )
    before = order.worth
    if before:
        work.open_day(work.today)
    move(order, OrderState.CANCELLED)
    order.cancel_reason = reason
    settle(work, order, may_complete=False)
    change_worth(work, order, before, work.today, "cancellation")
    work.about(order, name)
    work.tell(reason=reason)
    work.happened("order cancelled")


@operation("complete order", needs=Permission.EDIT_ORDERS)
def complete_order(work: Work, order_id: int, reason: str = "") -> None:
    """Complete an order by hand; one that is not wholly shipped and settled needs a reason."""
    order = own_order(work, order_id)
    whole = order.delivery in (Delivery.SHIPPED, Delivery.SIGNED, Delivery.NOTHING) and order.outstanding == 0
    if not whole:
        reason = require_reason(reason)
    move(order, OrderState.COMPLETED)
    order.completed_at = work.actor.now()
    settle(work, order)
    work.about(order, order.number)
    if reason:
        work.tell(reason=reason)
    work.happened("order completed")


@operation("re-open order", needs=Permission.EDIT_ORDERS)
def reopen_order(work: Work, order_id: int, reason: str) -> None:
    """Take a completed order back into processing, with a reason."""
    order = own_order(work, order_id)
    reason = require_reason(reason)
    move(order, OrderState.PROCESSING, only_from=(OrderState.COMPLETED,))
    order.completed_at = None
    settle(work, order, may_complete=False)
    work.about(order, order.number)
    work.tell(reason=reason)


@operation("hold order", needs=Permission.EDIT_ORDERS, undoable=True)
def hold_order(work: Work, order_id: int, reason: str) -> None:
    """Stop an order that is not over yet, for a reason; an empty reason lets it go on."""
    order = own_order(work, order_id)
    reason, name = reason.strip(), order_name(order)
    if reason and order.state in ENDED:
        raise UserError(
            _("Order {order} is {state}. There is nothing to put on hold.").format(
                order=name, state=_(STATE_WORDS[OrderState(order.state)])
            ),
            code="state",
        )
    order.hold = bool(reason)
    order.hold_reason = reason
    order.version += 1
    work.save(order)
    work.about(order, name)
    if reason:
        work.happened("order held")
        work.label(_("hold {order}").format(order=name))
    else:
        work.label(_("release {order}").format(order=name))


def order_returned(work: Work, order: Order) -> int:
    """How much of an order's goods came back."""
    return int(work.value("SELECT coalesce(sum(returned), 0) FROM order_line WHERE order_id = ?", (order.id,)))
