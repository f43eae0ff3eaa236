"""What may be missing on an order: goods that this customer usually orders, and goods that go with its lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.models.actor import Actor
from app.models.base import connection
from app.queries.customers import CUSTOMERS
from app.queries.shapes import require

LOOK_BACK = 30
"""Orders of the customer that are looked through."""
NEIGHBOURS = 200
"""Newest lines of a product whose orders are looked through."""
_LEAST_TIMES = 2
_LEAST_SHARE = 10
"""Percent of the orders with a product that must hold another one, before both count as bought together."""


@dataclass(frozen=True)
class Suggestion:
    """A product that may be missing: ``times`` this customer ordered it, or ``together`` orders held it beside another.

    ``quantity`` is what was ordered the last time, in ten-thousandths; 0 where that is not known.
    """

    product_id: int
    name: str
    times: int = 0
    together: int = 0
    beside: str = ""
    quantity: int = 0


_USUAL = (
    "SELECT l.product_id, p.name, count(DISTINCT o.id), max(o.date || '/' || substr('0000000000' || o.id, -10) || '/' "
    "|| l.quantity) FROM (SELECT id, date FROM sales_order WHERE customer_id = ? AND state IN "
    "('confirmed', 'processing', 'completed') ORDER BY date DESC, id DESC LIMIT ?) o JOIN order_line l "
    "ON l.order_id = o.id JOIN product p ON p.id = l.product_id WHERE l.quantity > 0 AND p.active = 1 "
    "AND p.merged_into_id IS NULL AND l.product_id NOT IN (SELECT value FROM json_each(?)) "
    "GROUP BY l.product_id HAVING count(DISTINCT o.id) >= ? ORDER BY 3 DESC, max(o.date) DESC LIMIT ?"
)
_TOGETHER = (
    "SELECT m.product_id, p.name, count(DISTINCT m.order_id) FROM (SELECT DISTINCT order_id FROM order_line "
    "WHERE product_id = ?1 AND quantity > 0 ORDER BY order_id DESC LIMIT ?2) o JOIN order_line m "
    "ON m.order_id = o.order_id JOIN product p ON p.id = m.product_id WHERE m.quantity > 0 AND p.active = 1 "
    "AND p.merged_into_id IS NULL AND m.product_id NOT IN (SELECT value FROM json_each(?3)) GROUP BY m.product_id "
    "HAVING count(DISTINCT m.order_id) >= ?4 AND count(DISTINCT m.order_id) * 100 >= ?5 * (SELECT count(*) FROM "
    "(SELECT DISTINCT order_id FROM order_line WHERE product_id = ?1 AND quantity > 0 ORDER BY order_id DESC "
    "LIMIT ?2)) "
    "ORDER BY 3 DESC, m.product_id LIMIT ?6"
)
_NAME = "SELECT name FROM product WHERE id = ?"


def suggestions(
    viewer: Actor, customer_id: int | None, products: Sequence[int], limit: int = 3
) -> tuple[Suggestion, ...]:
    """At most ``limit`` products that are not on the order yet, those that this customer usually orders first.

    ``products`` are those on the order, the newest line last. Raises NotFound, NotAllowed for a customer that this
    person may not see.
    """
    link = connection()
    there = json.dumps(list(products))
    found: dict[int, Suggestion] = {}
    if customer_id is not None:
        require(CUSTOMERS, viewer, customer_id, "customer")
        for product, name, times, last in link.execute(_USUAL, (customer_id, LOOK_BACK, there, _LEAST_TIMES, limit)):
            found[product] = Suggestion(product, name, times=times, quantity=int(str(last).rsplit("/", 1)[1]))
    for beside in list(dict.fromkeys(reversed(products)))[:3]:
        if len(found) >= limit:
            break
        called = next(link.execute(_NAME, (beside,)), ("",))[0]
        values = (beside, NEIGHBOURS, there, _LEAST_TIMES, _LEAST_SHARE, limit)
        for product, name, together in link.execute(_TOGETHER, values):
            if product not in found and len(found) < limit:
                found[product] = Suggestion(product, name, together=together, beside=str(called))
    return tuple(found.values())
