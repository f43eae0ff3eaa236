"""A customer's balance: money of theirs that no order has used yet."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.payment import Payment
from app.operations.operation import operation
from app.operations.payments import Parts, due_part
from app.operations.steps import allocate, amount_text, require_positive, settle, spendable
from app.operations.work import Work


@operation("use balance", needs=Permission.RECORD_PAYMENTS)
def use_balance(work: Work, customer_id: int, parts: Parts) -> None:
    """Settle orders with what is free of a customer's payments, the oldest payment first, dated today.

    Never more than is due on an order or free; what is set aside for drafts or promised back is not free.
    """
    work.open_day(work.today)
    asked = sum(part for _order, part in parts)
    require_positive(asked, "parts")
    payments = work.find(Payment, "customer_id = ? AND state = 'live' AND free > 0", (customer_id,), order="date, id")
    free = {payment.id: spendable(work, payment) for payment in payments}
    whole = sum(free.values())
    if asked > whole:
        raise UserError(
            _("Only {free} of the customer's balance is free.").format(free=amount_text(work, whole)),
            field="parts",
            code="more_than_free",
        )
    for order_id, part in parts:
        order = due_part(work, customer_id, order_id, part)
        left = part
        for payment in payments:
            taken = min(left, free[payment.id])
            if taken > 0:
                allocate(work, payment, order, taken, work.today)
                free[payment.id] -= taken
                left -= taken
        settle(work, order)
    for payment in payments:
        work.save(payment)
    customer = work.get(Customer, customer_id)
    work.about(customer, customer.code)
    work.tell(amount=asked)
