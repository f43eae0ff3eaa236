"""What is known of stock beside its ledger: goods that are on their way, and counts of what lies there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, MomentField, Record, reference, text


class ExpectedReceipt(Record):
    """Goods that a supplier will bring: how many (ten-thousandths), when, and how many of them came already."""

    kind: ClassVar[str] = "expected_receipt"

    product_id = reference("product")
    date = DayField()
    quantity = IntegerField()
    received = IntegerField(default=0)
    note = text()
    created_at = MomentField()
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("product_id", "date"), False),)


class StocktakeState(StrEnum):
    COUNTING = "counting"
    BOOKED = "booked"
    DROPPED = "dropped"


class Stocktake(Record):
    """One count of stock, from its start over days of counting to the day when its differences were booked."""

    kind: ClassVar[str] = "stocktake"

    scope = text()
    state = text(StocktakeState.COUNTING)
    date = DayField()
    booked_on = DayField(null=True)
    note = text()
    created_by = reference("user", null=True)
    created_at = MomentField()
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("state", "id"), False),)


class StocktakeLine(Record):
    """One product of a stocktake. ``counted`` is None until somebody counted it.

    ``counted_on`` and ``after_id``, the newest movement of any product at that moment, say when it was counted: what
    was booked since then lies between the count and the book and is no difference. ``expected`` and ``difference`` are
    written when the stocktake is booked.
    """

    kind: ClassVar[str] = "stocktake_line"

    stocktake_id = reference("stocktake")
    product_id = reference("product", index=True)
    counted = IntegerField(null=True)
    counted_on = DayField(null=True)
    after_id = IntegerField(default=0)
    counted_by = reference("user", null=True)
    expected = IntegerField(null=True)
    difference = IntegerField(null=True)

    class Meta:
        indexes = ((("stocktake_id", "product_id"), True),)


EXPECTED = (
    "(SELECT coalesce(sum(m.quantity), 0) FROM stock_movement m WHERE m.product_id = l.product_id AND "
    "(l.counted IS NULL OR m.date < l.counted_on OR (m.date = l.counted_on AND m.id <= l.after_id)))"
)
"""What the book says lay there when a line ``l`` was counted; for one that was not counted, what lies there now.

A movement booked after the count but dated before it had happened when the goods were counted, so it is in.
"""


def promises(
    on_hand: int, reserved: Iterable[tuple[date, int]], coming: Iterable[tuple[date, int]], today: date
) -> tuple[tuple[date, int], ...]:
    """How many could be promised from which day on, without taking any from orders that were promised before.

    ``reserved`` are open quantities by promised day, ``coming`` expected receipts by day; what is overdue counts as
    today for orders and not at all for receipts, which nobody can rely on any more. The first entry is today's; each
    further one is a later day on which more can be promised. Quantities in ten-thousandths, never below zero.
    """
    steps: dict[date, int] = {today: on_hand}
    for day, quantity in reserved:
        steps[max(day, today)] = steps.get(max(day, today), 0) - quantity
    for day, quantity in coming:
        if day >= today:
            steps[day] = steps.get(day, 0) + quantity
    days = sorted(steps)
    balances: list[int] = []
    for day in days:
        balances.append(steps[day] + (balances[-1] if balances else 0))
    # What can be promised on a day is the least that is left from then on.
    least = balances[-1]
    found: list[tuple[date, int]] = []
    for day, balance in reversed(list(zip(days, balances, strict=True))):
        least = min(least, balance)
        found.append((day, max(0, least)))
    found.reverse()
    return tuple((day, more) for n, (day, more) in enumerate(found) if n == 0 or more > found[n - 1][1])
