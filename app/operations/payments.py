"""Money that comes in: recorded, settled against orders, loosened, claimed, handed over, voided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.order import STATE_WORDS, Order, OrderState
from app.models.payment import BalanceTransfer, Earmark, Payment, PaymentState
from app.operations.decisions import check_method
from app.operations.operation import operation
from app.operations.receipts import void_with_payment
from app.operations.repeats import ask_about_twin, check_seen
from app.operations.steps import (
    allocate,
    allocated_to,
    amount_text,
    live_payment,
    not_in_future,
    note_exception,
    order_name,
    promised_back,
    require_positive,
    require_reason,
    settle,
    spendable,
)
from app.operations.work import Work
from app.operations.write_offs import Difference, write_off_with

# How much of a payment goes to which order: (order id, minor units).
Parts = Sequence[tuple[int, int]]


@operation("record payment", needs=Permission.RECORD_PAYMENTS)
def record_payment(
    work: Work,
    amount: int,
    method: str,
    customer_id: int | None = None,
    date: date | None = None,
    parts: Parts = (),
    payer: str = "",
    fee: int = 0,
    bank_reference: str = "",
    note: str = "",
    differences: Sequence[Difference] = (),
    seen: Mapping[int, int] | None = None,
) -> int:
    """Record money received and settle orders with it; returns the payment's id.

    ``parts`` says which orders it settles. What no order takes stays as the customer's balance; where orders were
    named, that is asked first (key ``keep_surplus``). Without a customer the payment waits to be claimed.
    ``differences`` are written off with it. ``seen`` is what was due on orders when the person looked: where something
    else is due now, as after the same payment from another window, nothing is recorded.
    """
    day = date or work.today
    require_positive(amount)
    not_in_future(work, day)
    work.open_day(day)
    if not 0 <= fee < amount:
        raise UserError(_("The fee must lie between zero and the amount."), field="fee", code="fee")
    check_method(work, method, bank_reference)
    if customer_id is None and parts:
        raise UserError(
            _("Choose the customer first; a payment of an unknown payer cannot settle orders."),
            field="customer_id",
            code="no_customer",
        )
    customer = work.get(Customer, customer_id) if customer_id is not None else None
    payment = work.add(
        Payment(
            number=work.draw("payment", work.today),
            customer_id=customer_id,
            payer=payer.strip() or (customer.name if customer is not None else ""),
            date=day,
            amount=amount,
            fee=fee,
            method=method,
            bank_reference=bank_reference.strip(),
            free=amount,
            note=note,
            created_at=work.actor.now(),
            created_by=work.actor.user_id or None,
        )
    )
    check_seen(work, seen or {})
    ask_about_twin(work, payment, on_account=not parts)
    if customer_id is not None:
        work.ledger(customer_id, day, "payment", -amount, payment)
    if parts:
        _spread(work, payment, parts, amount + sum(min(0, d.amount) for d in differences))
    if differences:
        write_off_with(work, payment, differences)
    work.save(payment)
    work.about(payment, payment.number)
    work.happened("payment received")
    return int(payment.id)


def _spread(work: Work, payment: Payment, parts: Parts, available: int) -> None:
    asked = 0
    surplus = 0
    for order_id, part in parts:
        require_positive(part, "parts")
        order = _payable(work, payment.customer_id, order_id)
        asked += part
        taken = min(part, max(order.outstanding, 0))
        surplus += part - taken
        if taken:
            allocate(work, payment, order, taken, payment.date)
            settle(work, order)
    if asked > available:
        raise UserError(
            _("The orders take {asked}, but the payment has only {available}. Lower the parts.").format(
                asked=amount_text(work, asked), available=amount_text(work, available)
            ),
            field="parts",
            code="parts_exceed_payment",
        )
    surplus += available - asked
    if surplus:
        work.confirm(
            "keep_surplus",
            _(
                "{surplus} more than is due. Keep it as the customer's balance, or go back and correct the amount?"
            ).format(surplus=amount_text(work, surplus)),
            accept=_("Keep as balance"),
        )


def due_part(work: Work, customer_id: int | None, order_id: int, part: int) -> Order:
    """The order, on which at least this part is due and which is this customer's. Raises UserError."""
    require_positive(part, "parts")
    order = _payable(work, customer_id, order_id)
    if part > order.outstanding:
        raise UserError(
            _("Only {due} is due on order {order}.").format(
                due=amount_text(work, max(order.outstanding, 0)), order=order_name(order)
            ),
            field="parts",
            code="more_than_due",
        )
    return order


def _payable(work: Work, customer_id: int | None, order_id: int) -> Order:
    order = work.get(Order, order_id)
    if order.customer_id != customer_id:
        raise UserError(
            _(
                "Order {order} belongs to another customer. A payment settles only orders of its own customer; "
                "transfer the balance first."
            ).format(order=order_name(order)),
            field="parts",
            code="other_customer",
        )
    if not order.counted:
        raise UserError(
            _(
                "Order {order} is {state}, so nothing is due on it. Confirm it first, or set the money aside for it."
            ).format(order=order_name(order), state=_(STATE_WORDS[OrderState(order.state)])),
            field="parts",
            code="not_due",
        )
    return order


@operation("allocate payment", needs=Permission.RECORD_PAYMENTS)
def allocate_payment(work: Work, payment_id: int, parts: Parts) -> None:
    """Settle orders with a payment's free balance, dated today; never more than is owed or free."""
    payment = live_payment(work, payment_id)
    work.open_day(work.today)
    free = spendable(work, payment)
    asked = sum(part for _order, part in parts)
    if asked > free:
        raise UserError(
            _("Only {free} of this payment is free.").format(free=amount_text(work, free)),
            field="parts",
            code="more_than_free",
        )
    for order_id, part in parts:
        order = due_part(work, payment.customer_id, order_id, part)
        allocate(work, payment, order, part, work.today)
        settle(work, order)
    work.save(payment)
    work.about(payment, payment.number)


@operation("release payment", needs=Permission.RECORD_PAYMENTS)
def release_payment(work: Work, payment_id: int, order_id: int, amount: int, reason: str = "") -> None:
    """Loosen part of a payment from an order without voiding it; the money is free again."""
    payment = live_payment(work, payment_id)
    require_positive(amount)
    work.open_day(work.today)
    settled = allocated_to(work, payment).get(order_id, 0)
    order = work.get(Order, order_id)
    if amount > settled:
        raise UserError(
            _("The payment settles only {settled} of order {order}.").format(
                settled=amount_text(work, settled), order=order_name(order)
            ),
            field="amount",
            code="more_than_settled",
        )
    _keep_cover(work, order, amount)
    allocate(work, payment, order, -amount, work.today, reason or "released")
    settle(work, order)
    work.save(payment)
    work.about(payment, payment.number)
    if reason:
        work.tell(reason=reason)


def _keep_cover(work: Work, order: Order, amount: int) -> None:
    # An order never has less paid than was refunded or promised back.
    used = order.refunded + order.refund_promised
    if order.paid - amount < used:
        raise UserError(
            _("{used} of order {order} was refunded or is promised back, so only {free} can be taken off it.").format(
                used=amount_text(work, used), order=order_name(order), free=amount_text(work, order.paid - used)
            ),
            code="less_than_refunded",
        )


@operation("claim payment", needs=Permission.RECORD_PAYMENTS)
def claim_payment(work: Work, payment_id: int, customer_id: int) -> None:
    """Say whose a payment is whose payer was unknown; it counts for the customer from today."""
    payment = live_payment(work, payment_id)
    if payment.customer_id is not None:
        raise UserError(_("This payment has a customer already. Transfer its balance instead."), code="claimed")
    work.open_day(work.today)
    work.get(Customer, customer_id)
    payment.customer_id = customer_id
    work.save(payment)
    work.ledger(customer_id, work.today, "payment", -payment.amount, payment)
    work.about(payment, payment.number)


@operation("transfer balance", needs=Permission.RECORD_PAYMENTS)
def transfer_balance(work: Work, payment_id: int, to_customer_id: int, amount: int, reason: str) -> int:
    """Hand free money of a payment to another customer, for whom a third party paid; returns the new payment's id."""
    payment = live_payment(work, payment_id)
    require_positive(amount)
    reason = require_reason(reason)
    work.open_day(work.today)
    if payment.customer_id is None or payment.customer_id == to_customer_id:
        raise UserError(
            _("Choose another customer to transfer the balance to."), field="to_customer_id", code="same_customer"
        )
    free = spendable(work, payment)
    if amount > free:
        raise UserError(
            _("Only {free} of this payment is free.").format(free=amount_text(work, free)),
            field="amount",
            code="more_than_free",
        )
    work.get(Customer, to_customer_id)
    target = work.add(
        Payment(
            number="",
            customer_id=to_customer_id,
            payer=payment.payer,
            date=work.today,
            amount=0,
            transferred=-amount,
            free=amount,
            method=payment.method,
            note=reason,
            created_at=work.actor.now(),
            created_by=work.actor.user_id or None,
        )
    )
    payment.transferred += amount
    payment.derive()
    work.save(payment)
    work.add(
        BalanceTransfer(
            payment_id=payment.id,
            to_payment_id=target.id,
            date=work.today,
            amount=amount,
            reason=reason,
            user_id=work.actor.user_id or None,
        )
    )
    work.ledger(payment.customer_id, work.today, "transfer", amount, payment)
    work.ledger(to_customer_id, work.today, "transfer", -amount, target)
    work.about(payment, payment.number)
    work.tell(reason=reason)
    return int(target.id)


@operation("void payment", needs=Permission.VOID)
def void_payment(work: Work, payment_id: int, reason: str, date: date | None = None, bounced: bool = False) -> int:
    """Take a payment back by a reversal with its own date; returns the reversal's id.

    Refused where money of it was refunded or handed on, unless the bank took it back (``bounced``): that is booked all
    the same and becomes an exception on its orders.
    """
    payment = live_payment(work, payment_id)
    reason = require_reason(reason)
    day = date or work.today
    not_in_future(work, day)
    work.open_day(day)
    if day < payment.date:
        raise UserError(
            _("A reversal cannot be dated before its payment of {day}.").format(day=payment.date.isoformat()),
            field="date",
            code="before_payment",
        )
    if payment.amount == 0:
        raise UserError(
            _("This balance was handed over by another customer and cannot be voided. Transfer it back instead."),
            code="transferred",
        )
    used = payment.refunded + payment.transferred + promised_back(work, payment)
    if used and not bounced:
        raise UserError(
            _(
                "{used} of this payment was refunded or handed on, so voiding it would leave a balance below zero. "
                "Record it as bounced if the bank took the money back."
            ).format(used=amount_text(work, used)),
            code="balance_below_zero",
        )
    for mark in work.find(Earmark, "payment_id = ?", (payment.id,)):
        marked = work.get(Order, mark.order_id)
        marked.earmarked -= mark.amount
        marked.version += 1
        work.save(marked)
        work.remove(mark)
    for order_id, amount in allocated_to(work, payment).items():
        order = work.get(Order, order_id)
        if not bounced:
            _keep_cover(work, order, amount)
        allocate(work, payment, order, -amount, day, "voided")
        settle(work, order, may_complete=False)
        if bounced:
            note_exception(
                work, order, "bounced", _("Payment {number} bounced.").format(number=payment.number or payment.payer)
            )
    if bounced:
        _warn_who_got_it(work, payment)
    void_with_payment(work, payment, reason, day)
    reversal = work.add(
        Payment(
            number="",
            customer_id=payment.customer_id,
            payer=payment.payer,
            date=day,
            amount=-payment.amount,
            fee=-payment.fee,
            method=payment.method,
            state=PaymentState.REVERSAL,
            reverses_id=payment.id,
            void_reason=reason,
            bounced=bounced,
            created_at=work.actor.now(),
            created_by=work.actor.user_id or None,
        )
    )
    payment.state = PaymentState.VOIDED
    payment.void_reason = reason
    payment.bounced = bounced
    payment.derive()
    work.save(payment)
    if payment.customer_id is not None:
        work.ledger(payment.customer_id, day, "payment voided", payment.amount, reversal)
    work.about(payment, payment.number)
    work.tell(reason=reason)
    work.happened("payment voided")
    return int(reversal.id)


def _warn_who_got_it(work: Work, payment: Payment) -> None:
    """Money that was handed on before it bounced is missing where it settles orders: each becomes an exception."""
    for transfer in work.find(BalanceTransfer, "payment_id = ?", (payment.id,)):
        target = work.get(Payment, transfer.to_payment_id)
        for order_id in allocated_to(work, target):
            note_exception(
                work,
                work.get(Order, order_id),
                "bounced",
                _("Payment {number}, from whose balance this order was paid, bounced.").format(
                    number=payment.number or payment.payer
                ),
            )
