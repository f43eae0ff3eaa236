"""Small differences, fees and bad debts that will not be collected; reversible, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission, not_allowed
from app.models.order import Order
from app.models.payment import Payment, WriteOff, WriteOffKind
from app.operations.decisions import fact_day, require_counted
from app.operations.operation import operation
from app.operations.steps import allocate, amount_text, order_name, require_reason, settle
from app.operations.work import Work


@dataclass(frozen=True)
class Difference:
    """What a payment leaves of an order and nobody will ask for: positive is missing, negative is too much (minor
    units)."""

    order_id: int
    amount: int
    write_off_kind: str
    reason: str


@operation("write off", needs=Permission.WRITE_OFF)
def write_off(
    work: Work,
    order_id: int,
    amount: int,
    reason: str,
    write_off_kind: str = WriteOffKind.DIFFERENCE,
    date: date | None = None,
) -> int:
    """Give up what is outstanding on an order (positive), or keep what was paid too much (negative); returns its id.

    Never more than is outstanding in that direction; above the book's limit it asks first (key ``above_limit``).
    """
    return _give_up(work, order_id, amount, reason, write_off_kind, fact_day(work, date))


def write_off_with(work: Work, payment: Payment, differences: Sequence[Difference]) -> None:
    """A step of recording a payment: book what it leaves of its orders as the person decided; it still needs saving.

    Raises NotAllowed for who may not write off.
    """
    if not work.actor.may(Permission.WRITE_OFF):
        raise not_allowed(Permission.WRITE_OFF)
    for difference in differences:
        order = work.get(Order, difference.order_id)
        if order.customer_id != payment.customer_id:
            raise UserError(
                _("Order {order} belongs to another customer. Its difference is not of this payment.").format(
                    order=order_name(order)
                ),
                field="parts",
                code="other_customer",
            )
        if difference.amount < 0:
            allocate(work, payment, order, -difference.amount, payment.date)
            settle(work, order, may_complete=False)
        _give_up(
            work,
            difference.order_id,
            difference.amount,
            difference.reason,
            difference.write_off_kind,
            payment.date,
        )


def _give_up(work: Work, order_id: int, amount: int, reason: str, write_off_kind: str, day: date) -> int:
    reason = require_reason(reason)
    if write_off_kind not in set(WriteOffKind):
        raise UserError(
            _("A write-off is a difference, a fee or a bad debt. Choose one of them."),
            field="write_off_kind",
            code="write_off_kind",
        )
    order = work.get(Order, order_id)
    require_counted(order)
    surplus = max(0, -order.outstanding - order.refund_promised)
    room = max(0, order.outstanding) if amount > 0 else surplus
    if amount == 0 or abs(amount) > room:
        raise UserError(
            _(
                "Order {order} has {due} outstanding and {surplus} too much; a write-off cannot be zero or go beyond "
                "that. Change the amount."
            ).format(
                order=order_name(order),
                due=amount_text(work, max(0, order.outstanding)),
                surplus=amount_text(work, surplus),
            ),
            field="amount",
            code="above_outstanding",
        )
    limit = work.company.write_off_limit
    if abs(amount) > limit:
        work.confirm(
            "above_limit",
            _("{amount} is more than the limit of {limit} for write-offs. Write it off all the same?").format(
                amount=amount_text(work, abs(amount)), limit=amount_text(work, limit)
            ),
            accept=_("Write off"),
        )
    return _book(work, order, amount, reason, write_off_kind, day, None)


@operation("reverse write-off", needs=Permission.WRITE_OFF)
def reverse_write_off(work: Work, write_off_id: int, reason: str, date: date | None = None) -> int:
    """Take a write-off back by its negative with a date of its own; returns the reversal's id."""
    day = fact_day(work, date)
    reason = require_reason(reason)
    found = work.get(WriteOff, write_off_id)
    reversed_by = work.value("SELECT id FROM write_off WHERE reverses_id = ?", (found.id,))
    if found.reverses_id is not None or reversed_by is not None:
        raise UserError(
            _("This write-off is reversed already, or is itself a reversal. Record a new one instead."), code="reversed"
        )
    if day < found.date:
        raise UserError(
            _("A reversal cannot be dated before its write-off of {day}. Check the date.").format(
                day=found.date.isoformat()
            ),
            field="date",
            code="before_write_off",
        )
    order = work.get(Order, found.order_id)
    return _book(work, order, -found.amount, reason, found.write_off_kind, day, found.id)


def _book(
    work: Work, order: Order, amount: int, reason: str, write_off_kind: str, day: date, reverses: int | None
) -> int:
    entry = work.add(
        WriteOff(
            order_id=order.id,
            customer_id=order.customer_id,
            write_off_kind=write_off_kind,
            date=day,
            amount=amount,
            reason=reason,
            reverses_id=reverses,
            user_id=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )
    order.written_off += amount
    work.ledger(
        order.customer_id, day, "write-off" if reverses is None else "write-off reversed", -amount, entry, order.id
    )
    settle(work, order, may_complete=reverses is None)
    work.about(order, order_name(order))
    work.tell(amount=amount, reason=reason)
    return int(entry.id)
