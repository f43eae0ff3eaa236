"""Money given back: asked for, approved by somebody else, paid, and sometimes returned by the bank.

``refunded`` of an order or payment counts money that left the business, so it equals the sum of the paid refunds with
target *cash*. A refund with target *balance* lets no money leave: paying it takes that much off the order's payments,
whose free balance grows by it; ``paid`` of the order falls instead of ``refunded`` rising, and the customer's account
does not move.
"""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from app.errors import NotAllowed, UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.models.order import Order
from app.models.payment import PROMISED, Credit, CreditState, Payment, PaymentState, Refund, RefundState
from app.operations.decisions import check_method, fact_day, not_by_requester
from app.operations.operation import operation
from app.operations.order_course import cancel_now, go_on
from app.operations.refund_vouchers import freeze
from app.operations.steps import (
    allocate,
    allocated_to,
    amount_text,
    earmarked,
    order_name,
    own_customer,
    own_order,
    promised_back,
    require_positive,
    require_reason,
    settle,
    spendable,
    used_up,
)
from app.operations.work import Work

_WORDS = {
    RefundState.REQUESTED: N_("requested"),
    RefundState.APPROVED: N_("approved"),
    RefundState.PAID: N_("refund paid"),
    RefundState.REJECTED: N_("rejected"),
    RefundState.WITHDRAWN: N_("withdrawn"),
    RefundState.RETURNED: N_("returned by the bank"),
}


@operation("request refund", needs=Permission.REQUEST)
def request_refund(
    work: Work,
    amount: int,
    reason: str,
    order_id: int | None = None,
    payment_id: int | None = None,
    credit_id: int | None = None,
    target: str = "cash",
    above_proposal_reason: str = "",
) -> int:
    """Ask for money to be given back from an order, or from the free balance of a payment; returns the refund's id.

    From an order at most ``Order.refundable``; more than ``Order.proposed_refund`` only by who may approve, with a
    reason. From a payment at most what is free, not set aside and not promised. ``target`` is ``cash`` (by any method)
    or, for orders, ``balance``.
    """
    require_positive(amount)
    reason = require_reason(reason)
    if (order_id is None) == (payment_id is None):
        raise UserError(
            _("A refund comes from one order or from one payment's balance. Choose one of them."),
            field="order_id",
            code="refund_source",
        )
    if target not in ("cash", "balance") or (target == "balance" and order_id is None):
        raise UserError(
            _("A refund is paid out, or from an order put on the customer's balance. Choose one of them."),
            field="target",
            code="refund_target",
        )
    refund = Refund(
        amount=amount,
        reason=reason,
        target=target,
        requested_on=work.today,
        requested_by=work.actor.user_id or None,
        created_at=work.actor.now(),
    )
    if order_id is not None:
        _from_order(work, refund, own_order(work, order_id, Permission.REQUEST), credit_id, above_proposal_reason)
    elif payment_id is not None:
        _from_balance(work, refund, payment_id, credit_id)
    work.add(refund)
    work.tell(amount=amount, reason=reason)
    work.happened("refund requested")
    return int(refund.id)


def ask_back(work: Work, order: Order, amount: int, reason: str, target: str) -> Refund:
    """Ask for money of an order that ends with it, which takes no manager's reason; the caller settles the order."""
    order.refund_promised += amount
    return work.add(
        Refund(
            order_id=order.id,
            customer_id=order.customer_id,
            amount=amount,
            reason=reason,
            target=target,
            requested_on=work.today,
            requested_by=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )


def _from_order(work: Work, refund: Refund, order: Order, credit_id: int | None, above_reason: str) -> None:
    if refund.amount > order.refundable:
        raise UserError(
            _("At most {cap} of order {order} can be given back: {used}. Lower the amount.").format(
                cap=amount_text(work, order.refundable),
                order=order_name(order),
                used=used_up(
                    work,
                    (N_("{amount} was paid"), order.paid),
                    (N_("{amount} is refunded already"), order.refunded),
                    (N_("{amount} is promised"), order.refund_promised),
                ),
            ),
            field="amount",
            code="above_paid",
        )
    if refund.amount > order.proposed_refund:
        if not work.actor.may(Permission.APPROVE):
            raise NotAllowed(
                _(
                    "Order {order} has {proposed} too much on it; only a manager may ask for more. Lower the "
                    "amount, or ask for a credit first."
                ).format(order=order_name(order), proposed=amount_text(work, order.proposed_refund)),
                field="amount",
                code="above_proposal",
            )
        refund.above_proposal_reason = require_reason(above_reason, "above_proposal_reason")
    if credit_id is not None:
        credit = work.get(Credit, credit_id)
        if credit.order_id != order.id or credit.state != CreditState.APPROVED:
            raise UserError(
                _("The credit that the refund names must be an approved one of the same order."),
                field="credit_id",
                code="other_credit",
            )
    refund.order_id = order.id
    refund.customer_id = order.customer_id
    refund.credit_id = credit_id
    order.refund_promised += refund.amount
    settle(work, order, may_complete=False)
    work.about(order, order_name(order))


def _from_balance(work: Work, refund: Refund, payment_id: int, credit_id: int | None) -> None:
    payment = work.get(Payment, payment_id)
    if payment.state != PaymentState.LIVE or payment.customer_id is None:
        raise UserError(
            _("Only money of a known customer that was not voided can be given back. Claim the payment first."),
            field="payment_id",
            code="no_balance",
        )
    own_customer(work, payment.customer_id, Permission.REQUEST)
    if credit_id is not None:
        raise UserError(
            _("A refund from the balance belongs to no credit. Leave the credit empty."),
            field="credit_id",
            code="other_credit",
        )
    free = spendable(work, payment)
    if refund.amount > free:
        raise UserError(
            _("Only {free} of payment {number} can be given back: {used}. Lower the amount.").format(
                free=amount_text(work, max(free, 0)),
                number=payment.number or payment.source_reference or f"#{payment.id}",
                used=used_up(
                    work,
                    (N_("{amount} was paid"), payment.amount),
                    (N_("{amount} settles orders"), payment.allocated),
                    (N_("{amount} is refunded already"), payment.refunded),
                    (N_("{amount} was handed to others"), payment.transferred),
                    (N_("{amount} is set aside"), earmarked(work, payment)),
                    (N_("{amount} is promised"), promised_back(work, payment)),
                ),
            ),
            field="amount",
            code="above_balance",
        )
    refund.payment_id = payment.id
    refund.customer_id = payment.customer_id
    work.about(payment, payment.number)


@operation("approve refund", needs=Permission.APPROVE)
def approve_refund(work: Work, refund_id: int, note: str = "") -> None:
    """Allow a requested refund to be paid. Who asked for it never approves it."""
    refund = work.get(Refund, refund_id)
    if refund.state != RefundState.REQUESTED:
        _refuse_state(refund, _("Only requested refunds are approved."))
    not_by_requester(work, refund.requested_by)
    _decide(work, refund, RefundState.APPROVED, note.strip())
    work.happened("refund approved")


@operation("reject refund", needs=Permission.APPROVE)
def reject_refund(work: Work, refund_id: int, reason: str) -> None:
    """Refuse a requested refund, with a reason; the money is no longer promised."""
    refund = work.get(Refund, refund_id)
    if refund.state != RefundState.REQUESTED:
        _refuse_state(refund, _("Only requested refunds are rejected; an approved one is withdrawn."))
    _decide(work, refund, RefundState.REJECTED, require_reason(reason))
    work.happened("refund rejected")


@operation("withdraw refund", needs=Permission.REQUEST)
def withdraw_refund(work: Work, refund_id: int, reason: str = "") -> None:
    """Take back a refund that is not paid yet: by who asked for it, or by who may approve."""
    refund = work.get(Refund, refund_id)
    if refund.requested_by != work.actor.user_id and not work.actor.may(Permission.APPROVE):
        raise NotAllowed(
            _("Only the person who asked for the refund, a manager or the owner may withdraw it."), code="not_own"
        )
    if refund.state not in PROMISED:
        _refuse_state(refund, _("Only refunds that are not paid yet are withdrawn."))
    _decide(work, refund, RefundState.WITHDRAWN, reason.strip() or refund.decision_note)
    work.happened("refund withdrawn")


def _decide(work: Work, refund: Refund, state: RefundState, note: str) -> None:
    refund.state = state
    refund.decision_note = note
    refund.decided_on = work.today
    refund.decided_by = work.actor.user_id or None
    work.save(refund)
    if refund.order_id is not None:
        order = work.get(Order, refund.order_id)
        if state not in PROMISED:
            order.refund_promised -= refund.amount
            if order.cancel_when_refunded:
                go_on(order)
            settle(work, order)
        work.about(order, order_name(order))
    else:
        payment = _payment_of(work, refund)
        work.about(payment, payment.number)
    work.tell(amount=refund.amount, **({"reason": note} if note else {}))


@operation("pay refund", needs=Permission.PAY_REFUNDS)
def pay_refund(work: Work, refund_id: int, method: str = "", bank_reference: str = "", date: date | None = None) -> str:
    """Record that an approved refund was paid; returns its number.

    ``date`` is when the money left, the number belongs to today. ``method`` is needed for cash refunds; with target
    balance the order's payments are loosened by the amount instead, the newest first.
    """
    day = fact_day(work, date)
    work.open_day(work.today)
    refund = work.get(Refund, refund_id)
    if refund.state != RefundState.APPROVED:
        _refuse_state(refund, _("Only approved refunds are paid."))
    if refund.target == "cash":
        check_method(work, method, bank_reference)
    refund.state = RefundState.PAID
    refund.number = work.draw("refund", work.today)
    refund.date = day
    refund.method = method if refund.target == "cash" else ""
    refund.bank_reference = bank_reference.strip()
    refund.paid_by = work.actor.user_id or None
    freeze(work, refund)
    work.save(refund)
    if refund.order_id is not None:
        _pay_from_order(work, refund, work.get(Order, refund.order_id), day)
    else:
        _pay_from_balance(work, refund, _payment_of(work, refund), day)
    work.tell(refund=refund.number, amount=refund.amount)
    work.happened("refund paid")
    return str(refund.number)


def _pay_from_order(work: Work, refund: Refund, order: Order, day: date) -> None:
    order.refund_promised -= refund.amount
    if refund.amount > order.paid - order.refunded:
        _refuse_cover(work, order.paid - order.refunded)
    if refund.target == "cash":
        order.refunded += refund.amount
        work.ledger(order.customer_id, day, "refund", refund.amount, refund, order.id)
    else:
        _put_on_balance(work, refund, order)
    settle(work, order, may_complete=not order.cancel_when_refunded)
    if order.cancel_when_refunded and order.paid == order.refunded and not order.refund_promised:
        cancel_now(work, order, order.cancel_reason)
    work.about(order, order_name(order))


def _put_on_balance(work: Work, refund: Refund, order: Order) -> None:
    rest = refund.amount
    for payment in work.find(
        Payment, "id IN (SELECT payment_id FROM allocation WHERE order_id = ?)", (order.id,), order="date DESC, id DESC"
    ):
        part = min(rest, allocated_to(work, payment).get(order.id, 0))
        if part > 0:
            allocate(work, payment, order, -part, work.today, f"refund {refund.number}")
            work.save(payment)
            rest -= part
    if rest:
        _refuse_cover(work, refund.amount - rest)


def _pay_from_balance(work: Work, refund: Refund, payment: Payment, day: date) -> None:
    free = payment.free - earmarked(work, payment)
    if refund.amount > free:
        _refuse_cover(work, free)
    payment.refunded += refund.amount
    payment.derive()
    work.save(payment)
    work.ledger(refund.customer_id, day, "refund", refund.amount, refund)
    work.about(payment, payment.number)


@operation("return refund", needs=Permission.PAY_REFUNDS)
def return_refund(work: Work, refund_id: int, reason: str, date: date | None = None) -> None:
    """Record that the bank sent a paid refund back: the money is on its order or payment again, from that date."""
    refund = work.get(Refund, refund_id)
    if refund.state != RefundState.PAID or refund.target != "cash":
        _refuse_state(refund, _("Only refunds that were paid out can come back from the bank."))
    reason = require_reason(reason)
    day = fact_day(work, date)
    if day < refund.date:
        raise UserError(
            _("A refund paid on {day} cannot come back before that day. Check the date.").format(
                day=refund.date.isoformat()
            ),
            field="date",
            code="before_refund",
        )
    refund.state = RefundState.RETURNED
    refund.returned_on = day
    refund.decision_note = reason
    work.save(refund)
    if refund.order_id is not None:
        order = work.get(Order, refund.order_id)
        order.refunded -= refund.amount
        settle(work, order, may_complete=False)
        work.about(order, order_name(order))
    else:
        payment = _payment_of(work, refund)
        payment.refunded -= refund.amount
        payment.derive()
        work.save(payment)
        work.about(payment, payment.number)
    work.ledger(refund.customer_id, day, "refund returned", -refund.amount, refund, refund.order_id)
    work.tell(refund=refund.number, reason=reason)
    work.happened("refund returned")


def _payment_of(work: Work, refund: Refund) -> Payment:
    assert refund.payment_id is not None  # a refund comes from an order or from a payment
    return work.get(Payment, refund.payment_id)


def _refuse_cover(work: Work, left: int) -> NoReturn:
    raise UserError(
        _("Only {left} is left to pay this refund from. Withdraw it and ask for less.").format(
            left=amount_text(work, max(left, 0))
        ),
        field="amount",
        code="above_paid",
    )


def _refuse_state(refund: Refund, rule: str) -> NoReturn:
    raise UserError(
        _("This refund is {state}. {rule}").format(state=_(_WORDS[RefundState(refund.state)]), rule=rule), code="state"
    )
