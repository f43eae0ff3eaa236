"""Money of a payment that is set aside for a draft, until the order is confirmed or the money is released."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import Order, OrderState
from app.models.payment import Earmark
from app.operations.operation import operation
from app.operations.steps import amount_text, live_payment, order_name, require_positive, spendable
from app.operations.work import Work


@operation("set money aside", needs=Permission.RECORD_PAYMENTS)
def earmark_payment(work: Work, payment_id: int, order_id: int, amount: int) -> None:
    """Set part of a payment's free balance aside for a draft or quotation; its confirmation allocates it."""
    payment = live_payment(work, payment_id)
    require_positive(amount)
    order = work.get(Order, order_id)
    if order.customer_id != payment.customer_id:
        raise UserError(
            _(
                "Order {order} belongs to another customer. A payment settles only orders of its own customer; "
                "transfer the balance first."
            ).format(order=order_name(order)),
            field="order_id",
            code="other_customer",
        )
    if order.counted or order.state == OrderState.CANCELLED:
        raise UserError(
            _("Money is set aside only for drafts and quotations; allocate it to order {order} instead.").format(
                order=order_name(order)
            ),
            field="order_id",
            code="state",
        )
    free = spendable(work, payment)
    if amount > free:
        raise UserError(
            _("Only {free} of this payment is free.").format(free=amount_text(work, free)),
            field="amount",
            code="more_than_free",
        )
    room = order.total - order.earmarked
    if amount > room:
        raise UserError(
            _("Order {order} can take at most {room} more.").format(
                order=order_name(order), room=amount_text(work, max(room, 0))
            ),
            field="amount",
            code="more_than_due",
        )
    work.add(Earmark(payment_id=payment.id, order_id=order.id, amount=amount))
    order.earmarked += amount
    order.version += 1
    work.save(order)
    work.about(payment, payment.number)


@operation("release money set aside", needs=Permission.RECORD_PAYMENTS)
def release_earmark(work: Work, order_id: int) -> None:
    """Let go all money that is set aside for a draft."""
    order = work.get(Order, order_id)
    for mark in work.find(Earmark, "order_id = ?", (order_id,)):
        work.remove(mark)
    order.earmarked = 0
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
