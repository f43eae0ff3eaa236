"""What money can settle: the open orders of a customer, what is free of a payment, and the payments with a rest."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.models.base import connection
from app.queries.customers import CUSTOMERS
from app.queries.orders import NUMBER
from app.queries.payments import PAYMENTS
from app.queries.shapes import Money, load, require


@dataclass(frozen=True)
class OpenOrder:
    """An order on which something is due."""

    id: int
    number: str
    date: str
    due_date: str | None
    outstanding: Money


@dataclass(frozen=True)
class Draft:
    """A draft or quotation that money can be set aside for; ``room`` is what it still takes."""

    id: int
    number: str
    date: str
    room: Money


_OPEN = (
    f"SELECT o.id, {NUMBER}, o.date, o.due_date, o.outstanding FROM sales_order o WHERE o.customer_id = ? "
    "AND o.outstanding > 0 AND o.state IN ('confirmed', 'processing', 'completed') ORDER BY o.date, o.id"
)
_DRAFTS = (
    f"SELECT o.id, {NUMBER}, o.date, o.total - o.earmarked FROM sales_order o WHERE o.customer_id = ? "
    "AND o.state IN ('draft', 'quoted', 'review') AND o.total > o.earmarked ORDER BY o.date, o.id"
)
_SPENDABLE = (
    "p.free - (SELECT coalesce(sum(amount), 0) FROM earmark WHERE payment_id = p.id) - (SELECT coalesce(sum(amount), "
    "0) FROM refund WHERE payment_id = p.id AND state IN ('requested', 'approved'))"
)


def open_orders(viewer: Actor, customer_id: int) -> tuple[OpenOrder, ...]:
    """The orders of a customer on which something is due, the oldest first. Raises NotFound, NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    return load(OpenOrder, _OPEN, (customer_id,))


def drafts(viewer: Actor, customer_id: int) -> tuple[Draft, ...]:
    """The drafts and quotations of a customer that money can be set aside for. Raises NotFound, NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    return load(Draft, _DRAFTS, (customer_id,))


def spendable(viewer: Actor, payment_id: int) -> int:
    """What of a payment is neither used, set aside nor promised back. Raises NotFound, NotAllowed."""
    require(PAYMENTS, viewer, payment_id, "payment")
    row = next(connection().execute(f"SELECT {_SPENDABLE} FROM payment p WHERE p.id = ?", (payment_id,)))
    return int(row[0])
