"""Cancelling an order on which money was paid: the money is asked back, and the order ends once it is paid."""

from __future__ import annotations

from app.errors import NotAllowed, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import Order, OrderState
from app.operations.decisions import not_by_requester
from app.operations.operation import operation
from app.operations.order_course import refuse_goods_out, refuse_written_off
from app.operations.refunds import approve_refund, ask_back, pay_refund
from app.operations.steps import move, order_name, own_order, require_reason, settle
from app.operations.work import Work


@operation("refund and cancel", needs=Permission.EDIT_ORDERS)
def refund_and_cancel(
    work: Work,
    order_id: int,
    reason: str,
    target: str = "cash",
    at_once: bool = False,
    method: str = "",
    bank_reference: str = "",
) -> str:
    """Ask back all that is paid on an order and cancel it as soon as that is paid; returns the state it reached.

    Until then it is on hold, so that nothing is shipped. ``at_once`` approves and pays the refund in the same step,
    for a person who may do both and needs nobody else's yes; ``target`` *balance* keeps the money with the customer.
    """
    order = own_order(work, order_id)
    reason = require_reason(reason)
    name = order_name(order)
    if order.state not in (OrderState.CONFIRMED, OrderState.PROCESSING):
        move(order, OrderState.CANCELLED, only_from=(OrderState.CONFIRMED, OrderState.PROCESSING))
    if order.cancel_when_refunded:
        raise UserError(
            _("Order {order} is cancelled as soon as its refund is paid.").format(order=name), code="waits_already"
        )
    refuse_goods_out(work, order)
    refuse_written_off(order)
    if target not in ("cash", "balance"):
        raise UserError(
            _("A refund is paid out, or from an order put on the customer's balance. Choose one of them."),
            field="target",
            code="refund_target",
        )
    if order.paid - order.refunded <= 0:
        raise UserError(
            _("Nothing is paid on order {order}. Cancel it without a refund.").format(order=name), code="nothing_paid"
        )
    asked = ask_back(work, order, order.refundable, reason, target) if order.refundable else None
    order.cancel_when_refunded = True
    order.cancel_reason = reason
    order.hold = True
    order.hold_reason = _("Cancelled as soon as the refund is paid")
    settle(work, order, may_complete=False)
    work.about(order, name)
    work.tell(reason=reason)
    work.happened("refund requested")
    if not at_once:
        return str(order.state)
    if not (work.actor.may(Permission.APPROVE) and work.actor.may(Permission.PAY_REFUNDS)):
        raise NotAllowed(
            _("Somebody who may approve and pay refunds has to do that. Ask for the refund instead."),
            code="not_allowed",
        )
    not_by_requester(work, work.actor.user_id)
    if asked is not None:
        approve_refund.function(work, asked.id, reason)
        pay_refund.function(work, asked.id, method, bank_reference)
    return str(work.get(Order, order_id).state)
