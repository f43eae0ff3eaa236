"""What waits for somebody: counters that equal the lists they open, and the money of the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.queries.columns import Ask
from app.queries.follow_ups import DUE
from app.queries.lists import LISTS
from app.queries.shapes import Money
from app.queries.statistics import statistics


@dataclass(frozen=True)
class Counter:
    """A number and the list that shows just these records."""

    key: str
    noun: str
    ask: Ask
    count: int


@dataclass(frozen=True)
class Span:
    """Figures of some days."""

    from_: str
    to: str
    orders: int
    revenue: Money
    received: Money


@dataclass(frozen=True)
class Dashboard:
    """Counters, and for who may see statistics this month beside the same days of the month before, and the debts."""

    counters: tuple[Counter, ...]
    month: Span | None
    month_before: Span | None
    receivable: Money | None


COUNTERS = (
    ("to_follow_up", "follow-ups", Permission.SEE_FOLLOW_UPS, DUE),
    ("to_finish", "orders", Permission.SEE_ORDERS, Ask(filters=(("to_finish", "yes"),))),
    ("to_collect", "orders", Permission.SEE_MONEY, Ask(filters=(("to_collect", "yes"),))),
    ("overdue", "orders", Permission.SEE_MONEY, Ask(filters=(("overdue", "yes"),))),
    ("to_invoice", "orders", Permission.SEE_MONEY, Ask(filters=(("to_invoice", "yes"),))),
    ("refunds_to_approve", "refunds", Permission.SEE_MONEY, Ask(filters=(("state", "requested"),))),
    ("exceptions", "orders", Permission.SEE_ORDERS, Ask(filters=(("exception", "yes"),))),
)


def dashboard(viewer: Actor, today: date | None = None) -> Dashboard:
    """What this viewer finds on coming in."""
    day = today or viewer.today()
    counters = tuple(
        Counter(key, noun, ask, LISTS[noun].count(viewer, ask))
        for key, noun, needs, ask in COUNTERS
        if viewer.may(needs)
    )
    if not viewer.may(Permission.SEE_STATISTICS):
        return Dashboard(counters, None, None, None)
    first = day.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    same = min(before + (day - first), first - timedelta(days=1))
    owed = "SELECT coalesce(sum(outstanding), 0) FROM sales_order WHERE outstanding <> 0 AND outstanding > 0"
    if viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN:
        receivable = next(connection().execute(owed + " AND salesperson_id = ?", (viewer.user_id,)))[0]
    else:
        receivable = next(connection().execute(owed))[0]
    return Dashboard(counters, _span(viewer, first, day), _span(viewer, before, same), receivable)


def _span(viewer: Actor, first: date, last: date) -> Span:
    range_ = (first.isoformat(), last.isoformat())
    sold = statistics(viewer, "revenue", "year", *range_).total
    money = statistics(viewer, "cash", "year", *range_).total
    return Span(*range_, sold[1], sold[2], money[1])
