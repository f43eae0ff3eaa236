"""What may be wrong with an order: one rule each, looked for over indexes that hold hardly more than the suspects.

Nothing is stored about a problem of this kind until somebody solves it: the note of how is an ``order_exception`` with
the ``sign`` of what was wrong. While the problem has that sign it counts as solved; with another one it is back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.models.actor import Permission
from app.models.base import MomentField, Record, reference, text
from app.models.open_lines import is_open, rest_of
from app.money import RATE_WHOLE

INCOMPLETE_ADDRESS = "review.incomplete_address"
"""The setting by which every address has to be complete; else only one that was begun."""

OPEN = "o.state IN ('confirmed','processing')"
UNFINISHED = "o.state IN ('draft','quoted','review','confirmed','processing')"
TO_SHIP = f"o.shipped < o.to_ship AND {OPEN}"
SHORT_ADDRESS = "(o.consignee = '' OR o.ship_phone = '' OR o.ship_address = '')"
UNSETTLED = "(o.outstanding <> 0 OR o.state IN ('draft','quoted','review','confirmed','processing'))"
CONTRADICTING = f"(o.outstanding + o.refund_promised < 0 OR (o.stated_difference <> 0 AND {UNSETTLED}))"
OPEN_LINE = f"l.product_id IS NOT NULL AND l.line_kind = 'goods' AND {is_open()}"
DIFFERENT_LINE = "l.stated_difference <> 0"
SHORT_PRODUCT = "p.stock_kept = 1 AND p.on_hand < p.reserved"

_ALIAS = re.compile(r"\b[olp]\.")

BETWEEN = "\t"
"""Stands between the parts of a detail."""
AND_ALSO = "\n"
"""Stands between several of the same kind in a detail."""


class OrderException(Record):
    """Something wrong with an order that a person must solve; the note of how is kept.

    ``sign`` is by what a solved problem counts as the same one (``Topic``); empty once its cause has gone.
    """

    kind: ClassVar[str] = "exception"
    personal: ClassVar[frozenset[str]] = frozenset({"reason", "solution"})

    order_id = reference("sales_order")
    topic = text()
    reason = text()
    sign = text()
    found_at = MomentField()
    solved_at = MomentField(null=True)
    solved_by = reference("user", null=True)
    solution = text()

    class Meta:
        table_name = "order_exception"
        indexes = ((("order_id", "topic"), False), (("solved_at",), False))


def of_table(condition: str) -> str:
    """A condition without the alias of its table, as an index states it."""
    return _ALIAS.sub("", condition)


@dataclass(frozen=True)
class Topic:
    """One kind of problem. ``?`` stands for today's date wherever it occurs.

    ``found`` selects date and id of the orders that have it; ``detail`` is an expression over an order ``o``: what is
    wrong, as text, or NULL if nothing is. ``sign`` is the part of it by which the problem is the same one as before.
    ``needs`` is the right to see it, and to solve it.
    """

    key: str
    found: str
    detail: str
    needs: Permission = Permission.SEE_MONEY
    sign: str = ""

    @property
    def known_by(self) -> str:
        """The expression whose value is kept with a solution."""
        return self.sign or self.detail

    @property
    def unsolved(self) -> str:
        """The condition that nobody solved what is wrong with order ``o`` now."""
        return (
            "NOT EXISTS (SELECT 1 FROM order_exception x WHERE x.order_id = o.id "
            f"AND x.topic = '{self.key}' AND x.solved_at IS NOT NULL AND x.sign = {self.known_by})"
        )

    @property
    def open(self) -> str:
        """Selects date and id of the orders that have the problem unsolved."""
        return f"{self.found} AND {self.unsolved}"

    @property
    def at_row(self) -> str:
        """An expression: what is wrong and not solved with order ``o``, or NULL."""
        return f"(SELECT w.d FROM (SELECT {self.detail} AS d) w WHERE w.d IS NOT NULL AND {self.unsolved})"


_LATE = f"{TO_SHIP} AND o.promised_date < ?"
_ADDRESS = (
    f"{TO_SHIP} AND {SHORT_ADDRESS} AND (o.ship_address <> '' OR o.city <> '' "
    f"OR (SELECT value = 'true' FROM setting WHERE name = '{INCOMPLETE_ADDRESS}'))"
)
_MADE_LATER = "o.order_kind IN ('pre_sale', 'made_to_order')"
_KEPT = "(SELECT stock_policy = 'kept' FROM company WHERE id = 1)"
_TWIN = (
    "SELECT {} FROM sales_order d INDEXED BY sales_order_by_customer WHERE d.customer_id = o.customer_id "
    "AND d.date = o.date AND d.total = o.total AND d.id < o.id AND d.state <> 'cancelled'"
)
_CALLED = (
    f"d.id || '{BETWEEN}' || CASE WHEN d.number <> '' THEN d.number "
    "WHEN d.quotation_number <> '' THEN d.quotation_number ELSE '#' || d.id END"
)
_KNOWN = "CAST(d.id AS TEXT)"
_FIRST = "ORDER BY d.id LIMIT 1"
# Nobody looks for an order that was entered twice a season ago; so few are looked at, however many are unfinished.
_TWINNED = f"{UNFINISHED} AND o.total > 0 AND o.date > date(?, '-92 days')"
_CHEAP = f"l.unit_price * ({RATE_WHOLE} - l.discount_rate) < p.floor_price * {RATE_WHOLE}"
_FLOOR = f"{OPEN_LINE} AND p.floor_price > 0 AND {_CHEAP}"

# Goods go to the older orders first: an order is short of what they and it together want beyond what is there.
_WANTED = (
    f"SELECT o.date, o.id, p.on_hand, sum({rest_of()}) OVER (PARTITION BY p.id ORDER BY o.date, o.id "
    "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS wanted "
    "FROM product p INDEXED BY product_short CROSS JOIN order_line l INDEXED BY order_line_open ON l.product_id = p.id "
    "CROSS JOIN sales_order o ON o.id = l.order_id "
    f"WHERE {_KEPT} AND {SHORT_PRODUCT} AND {OPEN_LINE} AND {OPEN} AND NOT {_MADE_LATER}"
)
_WANTED_SO_FAR = (
    f"SELECT sum({rest_of('e')}) FROM order_line e INDEXED BY order_line_open "
    "JOIN sales_order f ON f.id = e.order_id WHERE e.product_id = p.id AND e.product_id IS NOT NULL "
    f"AND e.line_kind = 'goods' AND {is_open('e')} AND f.state IN ('confirmed','processing') "
    "AND f.order_kind NOT IN ('pre_sale', 'made_to_order') AND (f.date, f.id) <= (o.date, o.id)"
)
_LINES = "FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = o.id"

_TOPICS = (
    Topic(
        "overdue",
        "SELECT o.date, o.id FROM sales_order o INDEXED BY sales_order_to_collect "
        "WHERE o.outstanding > 0 AND o.due_date < ?",
        f"iif(o.outstanding > 0 AND o.due_date < ?, o.due_date || '{BETWEEN}' || o.outstanding, NULL)",
    ),
    Topic(
        "late_delivery",
        f"SELECT o.date, o.id FROM sales_order o INDEXED BY sales_order_to_ship WHERE {_LATE}",
        f"iif({_LATE}, o.promised_date, NULL)",
        needs=Permission.SEE_ORDERS,
    ),
    Topic(
        "address",
        f"SELECT o.date, o.id FROM sales_order o INDEXED BY sales_order_address WHERE {_ADDRESS}",
        f"iif({_ADDRESS}, trim(iif(o.consignee = '', 'consignee ', '') || iif(o.ship_phone = '', 'phone ', '') "
        "|| iif(o.ship_address = '', 'address', '')), NULL)",
        needs=Permission.SEE_ORDERS,
    ),
    Topic(
        "shortage",
        f"SELECT o.date, o.id FROM sales_order o WHERE o.id IN (SELECT id FROM ({_WANTED}) WHERE wanted > on_hand)",
        f"iif({OPEN} AND NOT {_MADE_LATER} AND {_KEPT}, "
        f"(SELECT group_concat(p.name || '{BETWEEN}' || {rest_of()}, '{AND_ALSO}' ORDER BY l.id) {_LINES} "
        f"AND {OPEN_LINE} AND {SHORT_PRODUCT} AND p.on_hand < ({_WANTED_SO_FAR})), NULL)",
        needs=Permission.SEE_ORDERS,
    ),
    Topic(
        "duplicate",
        f"SELECT o.date, o.id FROM sales_order o INDEXED BY sales_order_unfinished WHERE {_TWINNED} "
        f"AND EXISTS ({_TWIN.format(1)})",
        f"iif({_TWINNED}, ({_TWIN.format(_CALLED)} {_FIRST}), NULL)",
        sign=f"({_TWIN.format(_KNOWN)} {_FIRST})",
        needs=Permission.SEE_ORDERS,
    ),
    Topic(
        "floor",
        "SELECT DISTINCT o.date, o.id FROM product p INDEXED BY product_floor "
        "CROSS JOIN order_line l INDEXED BY order_line_open ON l.product_id = p.id "
        f"CROSS JOIN sales_order o ON o.id = l.order_id WHERE {_FLOOR} AND {UNFINISHED}",
        f"iif({UNFINISHED}, (SELECT group_concat(p.name || '{BETWEEN}' || l.unit_price || '{BETWEEN}' "
        f"|| l.discount_rate, '{AND_ALSO}' ORDER BY l.id) {_LINES} AND {_FLOOR}), NULL)",
    ),
    Topic(
        "amounts",
        f"SELECT o.date, o.id FROM sales_order o INDEXED BY sales_order_contradicting WHERE {CONTRADICTING}",
        "CASE WHEN o.outstanding + o.refund_promised < 0 "
        f"THEN 'paid{BETWEEN}' || (-o.outstanding - o.refund_promised) "
        f"WHEN o.stated_difference <> 0 AND {UNSETTLED} THEN 'stated{BETWEEN}' || o.stated_difference END",
    ),
    Topic(
        "lines",
        "SELECT DISTINCT o.date, o.id FROM order_line l INDEXED BY order_line_different "
        f"CROSS JOIN sales_order o ON o.id = l.order_id WHERE {DIFFERENT_LINE} AND {UNSETTLED}",
        f"iif({UNSETTLED}, (SELECT CAST(sum(l.stated_difference) AS TEXT) FROM order_line l WHERE l.order_id = o.id "
        f"AND {DIFFERENT_LINE}), NULL)",
    ),
)
TOPICS: Mapping[str, Topic] = {topic.key: topic for topic in _TOPICS}
