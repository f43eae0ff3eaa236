"""What money can settle: the open orders of a customer, what is free of a payment, and the payments with a rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import the_company
from app.queries.customers import CUSTOMERS
from app.queries.order_details import OrderDetail
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


@dataclass(frozen=True)
class Standing:
    """What a payment of a customer meets: the open orders, the oldest first, and what is free of earlier payments.

    Differences up to ``limit`` are written off without being asked about again; it is None for who may not write off.
    """

    orders: tuple[OpenOrder, ...]
    free: Money
    limit: Money | None


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
_FREE = (
    f"SELECT coalesce(sum(max(0, {_SPENDABLE})), 0) FROM payment p WHERE p.customer_id = ? AND p.state = 'live' "
    "AND p.free <> 0"
)


def open_orders(viewer: Actor, customer_id: int) -> tuple[OpenOrder, ...]:
    """The orders of a customer on which something is due, the oldest first. Raises NotFound, NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    return load(OpenOrder, _OPEN, (customer_id,))


def free_balance(viewer: Actor, customer_id: int) -> int:
    """What of a customer's payments is neither used, set aside nor promised back. Raises NotFound, NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    return int(next(connection().execute(_FREE, (customer_id,)))[0])


def standing(viewer: Actor, customer_id: int) -> Standing:
    """What a payment of this customer meets. Raises NotFound, NotAllowed."""
    limit = the_company().write_off_limit if viewer.may(Permission.WRITE_OFF) else None
    return Standing(open_orders(viewer, customer_id), free_balance(viewer, customer_id), limit)


def drafts(viewer: Actor, customer_id: int) -> tuple[Draft, ...]:
    """The drafts and quotations of a customer that money can be set aside for. Raises NotFound, NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    return load(Draft, _DRAFTS, (customer_id,))


def spendable(viewer: Actor, payment_id: int) -> int:
    """What of a payment is neither used, set aside nor promised back. Raises NotFound, NotAllowed."""
    require(PAYMENTS, viewer, payment_id, "payment")
    row = next(connection().execute(f"SELECT {_SPENDABLE} FROM payment p WHERE p.id = ?", (payment_id,)))
    return int(row[0])


def asked_now(order: OrderDetail, today: date) -> int:
    """What is asked for on an order now: all of it, or by its payment plan the open parts that are due, and where none
    is due yet the next one."""
    due = max(order.outstanding, 0)
    rests = [(part.due_date, part.amount - part.paid) for part in order.instalments if part.amount > part.paid]
    if not rests:
        return due
    reached = sum(rest for day, rest in rests if day <= today.isoformat())
    return min(due, reached or rests[0][1])
