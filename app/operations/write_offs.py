"""Small differences, fees and bad debts that will not be collected; reversible, never edited."""

from __future__ import annotations

from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import Order
from app.models.payment import WriteOff, WriteOffKind
from app.operations.decisions import fact_day, require_counted
from app.operations.operation import operation
from app.operations.steps import amount_text, order_name, require_reason, settle
from app.operations.work import Work


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
    day = fact_day(work, date)
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
