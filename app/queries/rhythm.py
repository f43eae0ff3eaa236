"""How long each customer usually takes to pay: the median over the newest orders that are settled.

A customer with fewer than ``LEAST`` settled orders has no rhythm, and nothing is said about when money will come.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.models.base import connection
from app.models.totals import COUNTED_SQL

LEAST = 3
"""Settled orders below which nothing is said."""
NEWEST = 12
"""How many of the newest settled orders are looked at: habits change."""

# Read from indexes alone: an order that counts, is worth something, owes nothing and got money was paid.
_SETTLED = (
    f"state IN {COUNTED_SQL} AND total > 0 AND id NOT IN "
    "(SELECT id FROM sales_order INDEXED BY sales_order_open WHERE outstanding <> 0)"
)
_NEWEST_FIRST = "date DESC, id DESC"


@dataclass(frozen=True)
class Rhythm:
    """A customer usually pays ``days`` after the date of the order; known from so many settled ``orders``."""

    days: int
    orders: int

    def expected(self, ordered: date) -> date:
        """When an order of this day may be expected to be paid."""
        return ordered + timedelta(days=self.days)


def settled(customer: str, day: date) -> str:
    """The SELECT of ``days`` from an order to its last payment, of the newest orders settled by a day.

    ``customer`` is the SQL of the customer's id.
    """
    return (
        "SELECT CAST(julianday(max(a.date)) - julianday(o.date) AS INTEGER) days FROM (SELECT id, date FROM "
        f"sales_order WHERE customer_id = {customer} AND {_SETTLED} ORDER BY {_NEWEST_FIRST} LIMIT {NEWEST}) o "
        "JOIN allocation a ON a.order_id = o.id AND a.amount > 0 "
        f"GROUP BY o.id HAVING max(a.date) <= '{day.isoformat()}'"
    )


def usual_days(customer: str, day: date) -> str:
    """The SQL of the median of ``settled``, the lower one of two; NULL with too few orders."""
    return (
        "(SELECT days FROM (SELECT days, row_number() OVER (ORDER BY days) place, count(*) OVER () orders FROM "
        f"({settled(customer, day)})) WHERE orders >= {LEAST} AND place = (orders + 1) / 2)"
    )


def rhythms(customer_ids: Sequence[int], day: date) -> dict[int, Rhythm]:
    """What is known of these customers on a day; those with too few settled orders are missing."""
    found: dict[int, list[int]] = {}
    statement = (
        "SELECT o.customer_id, CAST(julianday(max(a.date)) - julianday(o.date) AS INTEGER) FROM (SELECT customer_id, "
        f"id, date, row_number() OVER (PARTITION BY customer_id ORDER BY {_NEWEST_FIRST}) place FROM sales_order "
        "INDEXED BY sales_order_by_customer WHERE customer_id IN (SELECT value FROM json_each(?)) "
        f"AND {_SETTLED}) o JOIN allocation a ON a.order_id = o.id AND a.amount > 0 WHERE o.place <= {NEWEST} "
        f"GROUP BY o.id HAVING max(a.date) <= '{day.isoformat()}'"
    )
    for customer, days in connection().execute(statement, (json.dumps(list(customer_ids)),)):
        found.setdefault(int(customer), []).append(int(days))
    return {
        customer: Rhythm(sorted(days)[(len(days) - 1) // 2], len(days))
        for customer, days in found.items()
        if len(days) >= LEAST
    }


def rhythm(customer_id: int, day: date) -> Rhythm | None:
    """What is known of one customer; None with too few settled orders."""
    return rhythms([customer_id], day).get(customer_id)
