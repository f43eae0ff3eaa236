"""What is sold of products: the columns and filters of their list, and the standing of one product among all.

A year is this month and the eleven before it. Everything comes from the months kept for each product, never from all
order lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.i18n import N_
from app.models.actor import Actor, Permission, Scope
from app.models.base import connection, gone
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field
from app.queries.filters import Pill, flag
from app.queries.shapes import Money, Quantity

SLOW = 90
"""Days without a sale that make a product a slow seller."""
MONTHS = 12

_SINCE = "strftime('%Y-%m', date('now', 'localtime', 'start of month', '-11 months'))"
_SUM = f"(SELECT sum(y.{{}}) FROM product_month y WHERE y.product_id = p.id AND y.month >= {_SINCE})"

FIELDS = (
    Field(Column("sold_year", N_("Sold in 12 months"), Kind.QUANTITY, 124, total=True), _SUM.format("quantity")),
    Field(
        Column("revenue_year", N_("Revenue in 12 months"), Kind.MONEY, 136, False, total=True), _SUM.format("revenue")
    ),
    Field(Column("last_sold", N_("Last sold"), Kind.DATE, 100), "p.last_sold"),
)
FILTERS = (
    flag("sold", N_("Sold in 12 months"), "p.last_sold >= ?", lambda viewer: (first_month(viewer.today()) + "-01",)),
    flag(
        "slow",
        N_("Nothing sold for 90 days"),
        "p.active = 1 AND coalesce(p.last_sold, substr(p.created_at, 1, 10)) < ?",
        lambda viewer: (viewer.today() - timedelta(days=SLOW),),
    ),
)
PILLS = (
    Pill("best", N_("Best sellers"), Ask(filters=(("sold", "yes"),), sort=(("sold_year", True),))),
    Pill("slow", N_("Slow sellers"), Ask(filters=(("slow", "yes"),), sort=(("last_sold", False),))),
)
SECRET = frozenset({"revenue_year"})


@dataclass(frozen=True)
class Month:
    """What was sold of a product in a month (``2026-11``)."""

    month: str
    quantity: Quantity
    revenue: Money | None


@dataclass(frozen=True)
class Buyer:
    """A customer who bought a product: how much, what it came to, when last."""

    customer_id: int
    name: str
    orders: int
    quantity: Quantity
    revenue: Money | None
    last: str


@dataclass(frozen=True)
class Standing:
    """A product among all that were sold in the last twelve months, by revenue: ``rank`` of ``among``.

    ``rank`` is 0 where nothing of it was sold. ``slow`` says for how many days nothing was, 0 for fewer than ``SLOW``.
    ``months`` are the last twelve, the oldest first, also those without a sale; ``buyers`` the best ones first.
    """

    rank: int
    among: int
    slow: int
    months: tuple[Month, ...]
    buyers: tuple[Buyer, ...]


_RANK = (
    "SELECT count(*), coalesce(sum(s.revenue > mine.revenue), 0), mine.revenue IS NOT NULL FROM "
    "(SELECT product_id, sum(revenue) revenue FROM product_month WHERE month >= ?1 GROUP BY product_id) s LEFT JOIN "
    "(SELECT sum(revenue) revenue FROM product_month WHERE month >= ?1 AND product_id = ?2) mine"
)
_MONTHS = "SELECT month, quantity, revenue FROM product_month WHERE product_id = ? AND month >= ?"
_BUYERS = (
    "SELECT c.id, c.name, count(DISTINCT o.id), sum(l.quantity), sum(l.revenue), max(o.date) FROM order_line l "
    "JOIN sales_order o ON o.id = l.order_id JOIN customer c ON c.id = o.customer_id WHERE l.product_id = ? "
    "AND o.state IN ('confirmed', 'processing', 'completed'){} GROUP BY c.id ORDER BY 5 DESC, 4 DESC LIMIT ?"
)
_OWN = " AND (c.owner_id IS NULL OR c.owner_id = ?)"
_AGE = "SELECT coalesce(last_sold, substr(created_at, 1, 10)), active FROM product WHERE id = ?"


def first_month(day: date) -> str:
    """The first of the twelve months that end with the month of a day."""
    months = day.year * 12 + day.month - MONTHS
    return f"{months // 12:04}-{months % 12 + 1:02}"


def standing(viewer: Actor, product_id: int, most: int = 8) -> Standing:
    """How a product sells. Takes a moment for one that stands on very many orders: for beside the window.

    Raises NotFound.
    """
    today = viewer.today()
    since = first_month(today)
    link = connection()
    money = viewer.may(Permission.SEE_STATISTICS) or viewer.may(Permission.EDIT_PRODUCTS)
    ranks: list[Any] = link.execute(_RANK, (since, product_id)).fetchall()
    among, better, sold = ranks[0]
    found: dict[str, Any] = {row[0]: row for row in link.execute(_MONTHS, (product_id, since))}
    first = int(since[:4]) * 12 + int(since[5:]) - 1
    names = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, first + MONTHS)]
    empty = ("", 0, 0)
    rows = [(name, *found.get(name, empty)[1:]) for name in names]
    ages: list[Any] = link.execute(_AGE, (product_id,)).fetchall()
    if not ages:
        raise gone("no_product")
    last, active = ages[0]
    still = (today - date.fromisoformat(last)).days
    return Standing(
        rank=better + 1 if sold and money else 0,
        among=among,
        slow=still if active and still > SLOW else 0,
        months=tuple(Month(name, quantity, revenue if money else None) for name, quantity, revenue in rows),
        buyers=_buyers(viewer, product_id, money, most),
    )


def _buyers(viewer: Actor, product_id: int, money: bool, most: int) -> tuple[Buyer, ...]:
    scope = viewer.scope(Permission.SEE_CUSTOMERS)
    if scope is Scope.NONE or not viewer.may(Permission.SEE_MONEY):
        return ()
    own = scope is Scope.OWN
    sql = _BUYERS.format(_OWN if own else "")
    values = (product_id, viewer.user_id, most) if own else (product_id, most)
    rows: list[Any] = connection().execute(sql, values).fetchall()
    return tuple(Buyer(row[0], row[1], row[2], row[3], row[4] if money else None, row[5]) for row in rows)
