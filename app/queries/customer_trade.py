"""What a customer buys, was invoiced and given back, and how satisfied it is; for whoever may see money."""

from __future__ import annotations

from dataclasses import dataclass

from app.queries.shapes import Money, Price, Quantity, load, select

RECENT = 50
LOOK_BACK = 500
"""Orders of a customer that are looked through for what it usually buys."""
FAVOURITES = 30


@dataclass(frozen=True)
class CustomerRefund:
    """One of the newest refunds."""

    id: int
    number: str
    requested_on: str
    order: str | None
    state: str
    amount: Money


@dataclass(frozen=True)
class CustomerInvoice:
    """One of the newest invoices and credit notes."""

    id: int
    number: str
    date: str
    title: str
    state: str
    total: Money


@dataclass(frozen=True)
class UsualProduct:
    """A product that the customer buys: in how many orders, how much in all, when and at what price the last time."""

    id: int
    code: str
    name: str
    unit: str
    orders: int
    quantity: Quantity
    last_price: Price
    last_date: str


_REFUNDS = (
    select(CustomerRefund, "r", order="o.number")
    + " FROM refund r LEFT JOIN sales_order o ON o.id = r.order_id WHERE r.customer_id = ? "
    "ORDER BY r.requested_on DESC, r.id DESC LIMIT ?"
)
_INVOICES = (
    select(CustomerInvoice, "i") + " FROM invoice i WHERE i.customer_id = ? ORDER BY i.date DESC, i.id DESC LIMIT ?"
)
_PRODUCTS = (
    "SELECT p.id, p.code, p.name, p.unit, count(DISTINCT l.order_id), sum(l.quantity), l.unit_price, max(o.date) "
    "FROM (SELECT id, date FROM sales_order WHERE customer_id = ? AND state IN ('confirmed', 'processing', "
    "'completed') ORDER BY date DESC, id DESC LIMIT ?) o JOIN order_line l ON l.order_id = o.id "
    "JOIN product p ON p.id = l.product_id WHERE l.quantity > 0 GROUP BY p.id ORDER BY 5 DESC, 8 DESC, p.id LIMIT ?"
)
SATISFACTION = (
    "(SELECT (sum(satisfaction) * 200 + count(satisfaction)) / (2 * count(satisfaction)) FROM sales_order "
    "WHERE customer_id = c.id)"
)
RATINGS = "(SELECT count(satisfaction) FROM sales_order WHERE customer_id = c.id)"


def refunds(customer_id: int) -> tuple[CustomerRefund, ...]:
    """The newest refunds of a customer."""
    return load(CustomerRefund, _REFUNDS, (customer_id, RECENT))


def invoices(customer_id: int) -> tuple[CustomerInvoice, ...]:
    """The newest invoices and credit notes of a customer."""
    return load(CustomerInvoice, _INVOICES, (customer_id, RECENT))


def usual_products(customer_id: int) -> tuple[UsualProduct, ...]:
    """What a customer usually buys, the product of most orders first."""
    return load(UsualProduct, _PRODUCTS, (customer_id, LOOK_BACK, FAVOURITES))
