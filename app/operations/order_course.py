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
    refuse_goods_out(work, order)
    refuse_written_off(order)
    if order.earmarked:
        raise UserError(
            _("Money is set aside for order {order}. Release it first.").format(order=name), code="earmarked"
        )
    cancel_now(work, order, reason)


def refuse_goods_out(work: Work, order: Order) -> None:
    """Refuse to cancel an order of which goods are with the customer."""
    if order.shipped > order_returned(work, order):
        raise UserError(
            _(
                "Goods of order {order} are out, so it cannot be cancelled. Record their return first, or close the "
                "rest."
            ).format(order=order_name(order)),
            code="goods_out",
        )


def refuse_written_off(order: Order) -> None:
    """Refuse to cancel an order of which something was written off."""
    if order.written_off:
        raise UserError(
            _("Order {order} has a write-off. Reverse the write-off first.").format(order=order_name(order)),
            code="written_off",
        )


def cancel_now(work: Work, order: Order, reason: str) -> None:
    """Cancel an order that nothing keeps from it: worth and reservation go."""
    before = order.worth
    if before:
        work.open_day(work.today)
    move(order, OrderState.CANCELLED)
    order.cancel_reason = reason
    if order.cancel_when_refunded:
        order.cancel_when_refunded = order.hold = False
        order.hold_reason = ""
    settle(work, order, may_complete=False)
    change_worth(work, order, before, work.today, "cancellation")
    work.about(order, order_name(order))
    work.tell(reason=reason)
    work.happened("order cancelled")


def go_on(order: Order) -> None:
    """Let an order live that was to be cancelled once its refund was paid; the caller settles it."""
    order.cancel_when_refunded = order.hold = False
    order.cancel_reason = order.hold_reason = ""


def _refuse_ending(order: Order) -> None:
    if order.cancel_when_refunded:
        raise UserError(
            _(
                "Order {order} is cancelled as soon as its refund is paid. Reject or withdraw the refund to let the "
                "order go on."
            ).format(order=order_name(order)),
            code="waits_already",
        )


@operation("complete order", needs=Permission.EDIT_ORDERS)
def complete_order(
    work: Work, order_id: int, reason: str = "", satisfaction: int | None = None, comment: str = ""
) -> None:
    """Complete an order by hand; one that is not wholly shipped and settled needs a reason.

    ``satisfaction`` (1–5) is what the customer thinks of it, if that is known already.
    """
    order = own_order(work, order_id)
    _refuse_ending(order)
    whole = order.delivery in (Delivery.SHIPPED, Delivery.SIGNED, Delivery.NOTHING) and order.outstanding == 0
    if not whole:
        reason = require_reason(reason)
    move(order, OrderState.COMPLETED)
    if satisfaction is not None:
        _rate(order, satisfaction, comment)
    order.completed_at = work.actor.now()
    settle(work, order)
    work.about(order, order.number)
    if reason:
        work.tell(reason=reason)
    work.happened("order completed")


@operation("rate order", needs=Permission.EDIT_ORDERS, undoable=True)
def rate_order(work: Work, order_id: int, satisfaction: int | None, comment: str = "") -> None:
    """Note how satisfied the customer is with a completed order, 1 (not at all) to 5; None takes it away again."""
    order = own_order(work, order_id)
    if order.state != OrderState.COMPLETED:
        raise UserError(
            _("Order {order} is {state}. Customers are asked once an order is completed.").format(
                order=order_name(order), state=_(STATE_WORDS[OrderState(order.state)])
            ),
            code="state",
        )
    _rate(order, satisfaction, comment)
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("satisfaction with {order}").format(order=order_name(order)))


def _rate(order: Order, satisfaction: int | None, comment: str) -> None:
    if satisfaction is not None and not 1 <= satisfaction <= 5:
        raise UserError(_("Satisfaction lies between 1 and 5."), field="satisfaction", code="satisfaction")
    order.satisfaction = satisfaction
    order.satisfaction_comment = comment.strip() if satisfaction is not None else ""


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
    if not reason:
        _refuse_ending(order)
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
