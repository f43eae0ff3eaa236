"""What money has to be there at the end of a day, by method: since the last day that was closed, with what came late.

Every payment and every reversal is a row of its own with its own day, and every refund that was paid or came back is a
line of the customer's account. So each of them is counted once: on its day, or, if it was recorded after that day had
been closed, in the next close.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import apsw

from app.models.day_sheet import DaySheet, LateMoney

NOT_COUNTED = frozenset({"imported", "trade_in"})
"""Methods whose money nobody counts: it was there before Daybook, or it is goods."""


@dataclass(frozen=True)
class LastClose:
    """The last closed day: what stayed by method, and the newest payment and account line that it knew."""

    id: int
    date: date
    payment_upto: int
    ledger_upto: int
    left: dict[str, int]


@dataclass(frozen=True)
class Expected:
    """The money of one method that has to be there, in minor units."""

    method: str
    name: str
    opening: int
    received: int
    paid_out: int

    @property
    def amount(self) -> int:
        """What has to be there."""
        return self.opening + self.received - self.paid_out


@dataclass(frozen=True)
class DayMoney:
    """The money of a day by method, and what of it was recorded late for days that were closed."""

    methods: tuple[Expected, ...]
    late: tuple[LateMoney, ...]
    payment_upto: int
    ledger_upto: int


_LAST = "SELECT id, date, payment_upto, ledger_upto, snapshot FROM day_close ORDER BY date DESC LIMIT 1"
# Gross settles debts; what is there to be counted is less the fee.
_PAYMENTS = (
    "SELECT iif(p.number <> '', p.number, coalesce((SELECT number FROM payment WHERE id = p.reverses_id), '')), "
    "p.date, p.method, p.amount - p.fee FROM payment p WHERE p.amount <> 0 AND p.opening = 0 "
    "AND p.import_batch_id IS NULL AND "
)
_PAID_BACK = (
    "SELECT r.number, l.date, r.method, -l.amount FROM {} WHERE l.about_kind = 'refund' "
    "AND l.entry IN ('refund', 'refund returned') AND l.import_batch_id IS NULL AND "
)
_REFUND_FIRST = (
    "refund r CROSS JOIN ledger_line l ON l.customer_id = r.customer_id AND l.about_id = r.id "
    "AND (r.date > ?1 OR r.returned_on > ?1)"
)
_LINE_FIRST = "ledger_line l CROSS JOIN refund r ON r.id = l.about_id"


def last_close(link: apsw.Connection) -> LastClose | None:
    """The day that was closed last; None if none was."""
    row = link.execute(_LAST).fetchone()
    if row is None:
        return None
    number, day, payments, lines, snapshot = row
    left = {line.method: line.left for line in DaySheet.from_json(str(snapshot)).money}
    return LastClose(int(str(number)), date.fromisoformat(str(day)), int(str(payments)), int(str(lines)), left)


def day_money(link: apsw.Connection, day: date, last: LastClose | None) -> DayMoney:
    """What has to be there at the end of a day; ``last`` is the day closed before it.

    Without one, only the money of the day itself counts, and nothing was there before.
    """
    since = last.date if last is not None else day - timedelta(days=1)
    span = (since.isoformat(), day.isoformat())
    on_time = [
        *link.execute(f"{_PAYMENTS} p.date > ?1 AND p.date <= ?2", span),
        *link.execute(f"{_PAID_BACK.format(_REFUND_FIRST)} l.date > ?1 AND l.date <= ?2", span),
    ]
    late = []
    if last is not None:
        day_before = last.date.isoformat()
        late = [
            *link.execute(f"{_PAYMENTS} p.id > ?1 AND p.date <= ?2 ORDER BY p.id", (last.payment_upto, day_before)),
            *link.execute(
                f"{_PAID_BACK.format(_LINE_FIRST)} l.id > ?1 AND l.date <= ?2 ORDER BY l.id",
                (last.ledger_upto, day_before),
            ),
        ]
    names = dict(link.execute("SELECT code, name FROM payment_method ORDER BY position, id"))
    found = {
        str(code): [0, 0]
        for (code,) in link.execute("SELECT code FROM payment_method WHERE active ORDER BY position, id")
    }
    opening = dict(last.left) if last is not None else {}
    for method in (m for m, amount in opening.items() if amount):
        found.setdefault(method, [0, 0])
    for _number, _day, method, amount in (*on_time, *late):
        sums = found.setdefault(str(method), [0, 0])
        sums[amount < 0] += abs(amount)
    return DayMoney(
        tuple(
            Expected(method, str(names.get(method, "")), opening.get(method, 0), received, paid_out)
            for method, (received, paid_out) in found.items()
            if method not in NOT_COUNTED
        ),
        tuple(
            LateMoney(str(number), str(dated), str(method), int(amount), str(names.get(method, "")))
            for number, dated, method, amount in late
            if method not in NOT_COUNTED
        ),
        int(str(link.execute("SELECT coalesce(max(id), 0) FROM payment").get)),
        int(str(link.execute("SELECT coalesce(max(id), 0) FROM ledger_line").get)),
    )
