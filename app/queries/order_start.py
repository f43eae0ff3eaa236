"""What a new order may begin with: where this customer's last order went, how it was paid, what it cost then."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import the_company
from app.models.order import SHIP_TO
from app.queries.customers import CUSTOMERS
from app.queries.shapes import require

LOOK_BACK = 200
"""Orders of a customer that are looked through for the last price of a product."""


@dataclass(frozen=True)
class OrderStart:
    """What an order takes from its customer. ``last_date`` is that of the order the rest was taken from, nothing if it
    comes from the customer itself. Amounts in minor units; None where the viewer may not see them."""

    customer_id: int
    last_date: str = ""
    last_number: str = ""
    ship_to: dict[str, str] = field(default_factory=dict)
    channel_id: int | None = None
    owner_id: int | None = None
    prices_include_tax: bool | None = None
    payment_terms: str = ""
    """The key of the terms: the customer's, else those of its last order, else the company's."""
    terms_of: str = "company"
    """Whose terms they are: ``customer``, ``last`` or ``company``."""
    grade: str = ""
    debt: int | None = None
    balance: int | None = None
    credit_limit: int | None = None


@dataclass(frozen=True)
class LastPrice:
    """What this customer paid for a product the last time: millionths of the major unit, discount in ten-thousandths
    of a percent."""

    unit_price: int
    discount_rate: int
    date: str


_CUSTOMER = (
    "SELECT name, phone, country, region, city, address, postal_code, owner_id, payment_terms, grade, debt, balance, "
    "credit_limit FROM customer WHERE id = ?"
)
_LAST = (
    "SELECT date, number, channel_id, prices_include_tax, payment_terms, consignee, ship_phone, ship_country, region, "
    "city, ship_address, ship_postal_code FROM sales_order WHERE customer_id = ? AND state IN "
    "('confirmed', 'processing', 'completed') AND opening = 0 ORDER BY date DESC, id DESC LIMIT 1"
)
_ADDRESS = (
    "SELECT a.consignee, a.phone, a.country, a.region, a.city, a.address, a.postal_code FROM address a "
    "WHERE a.customer_id = ? AND a.main = 1 ORDER BY a.id LIMIT 1"
)
_PRICE = (
    "SELECT l.unit_price, l.discount_rate, o.date FROM (SELECT id, date, prices_include_tax FROM sales_order "
    "WHERE customer_id = ? AND state IN ('confirmed', 'processing', 'completed') ORDER BY date DESC, id DESC LIMIT ?) "
    "o JOIN order_line l ON l.order_id = o.id WHERE l.product_id = ? AND l.quantity > 0 AND l.unit_price > 0 AND "
    "o.prices_include_tax = ? ORDER BY o.date DESC, o.id DESC LIMIT 1"
)


def order_start(viewer: Actor, customer_id: int) -> OrderStart:
    """What an order for this customer begins with: as the last one was, else what is known of the customer.

    Raises NotFound, NotAllowed.
    """
    require(CUSTOMERS, viewer, customer_id, "customer")
    row = next(connection().execute(_CUSTOMER, (customer_id,)))
    own = [str(value or "") for value in row[:7]]
    owner_id, terms, grade, debt, balance, limit = row[7:]
    money = viewer.may(Permission.SEE_MONEY)
    last = connection().execute(_LAST, (customer_id,)).fetchone()
    went = [str(value or "") for value in last[5:]] if last is not None else []
    ship_to = went if any(went[2:]) else _usual_address(customer_id, own)
    kept = (
        ("customer", str(terms)),
        ("last", str(last[4]) if last is not None else ""),
        ("company", the_company().default_terms),
    )
    return OrderStart(
        customer_id=customer_id,
        last_date=str(last[0]) if last is not None else "",
        last_number=str(last[1]) if last is not None else "",
        ship_to=dict(zip(SHIP_TO, ship_to, strict=True)),
        channel_id=last[2] if last is not None else None,
        owner_id=owner_id,
        prices_include_tax=bool(last[3]) if last is not None else None,
        payment_terms=next(key for _whose, key in kept if key),
        terms_of=next(whose for whose, key in kept if key),
        grade=str(grade or ""),
        debt=debt if money else None,
        balance=balance if money else None,
        credit_limit=limit if money else None,
    )


def _usual_address(customer_id: int, own: list[str]) -> list[str]:
    """The main one of the addresses that the office keeps for a customer, else what stands at the customer itself."""
    found = connection().execute(_ADDRESS, (customer_id,)).fetchone()
    if found is None:
        return own
    kept = [str(value or "") for value in found]
    return [kept[0] or own[0], kept[1] or own[1], kept[2] or own[2], *kept[3:]]


def last_price(viewer: Actor, customer_id: int, product_id: int, prices_include_tax: bool) -> LastPrice | None:
    """What a customer paid for a product the last time, with or without tax as the order is written; None if never."""
    found = (
        connection().execute(_PRICE, (customer_id, LOOK_BACK, product_id, 1 if prices_include_tax else 0)).fetchone()
    )
    return LastPrice(int(found[0]), int(found[1]), str(found[2])) if found is not None else None
