"""What pickers offer while somebody types: quick, the likeliest first, with what tells equal names apart.

Each function takes the viewer and the typed text and gives at most ``limit`` choices; without text the recent ones.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.i18n import _
from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.models.company import book_currency
from app.models.search_key import digits_of, query_terms
from app.models.user import shown_name
from app.money import PRICE, QUANTITY, show, show_scaled
from app.queries.columns import Ask
from app.queries.filters import LIKE, pattern
from app.queries.orders import NUMBER, ORDERS
from app.queries.words import method_word

LIMIT = 20


@dataclass(frozen=True)
class Choice:
    """A record that may be picked: its id, what it is called, what tells it apart, and facts that a form fills in.

    ``aside`` is the figure that stands at the right, ``remark`` what should be noticed before it is chosen.
    """

    id: int
    title: str
    subtitle: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    aside: str = ""
    remark: str = ""


def _search(column: str, text: str) -> tuple[str, list[Any]]:
    """Conditions and values that find each typed word, and a rank that puts beginnings first."""
    parts: list[str] = []
    values: list[Any] = []
    for term in query_terms(text):
        digits = digits_of(term)
        parts.append(f"({column} {LIKE}" + (f" OR {column} {LIKE})" if digits else ")"))
        values.extend([pattern(term), pattern(digits)] if digits else [pattern(term)])
    return " AND ".join(parts) or "1", values


_CUSTOMER_FACTS = ("code", "phone", "city", "debt", "balance", "last_order_date", "owner_id", "grade")
_CUSTOMERS = (
    "SELECT c.id, c.name, c.code, c.phone, c.city, c.debt, c.balance, c.last_order_date, c.owner_id, "
    "c.grade FROM customer c WHERE c.active = 1 AND c.merged_into_id IS NULL"
)
_OWN_CUSTOMERS = " AND (c.owner_id IS NULL OR c.owner_id = ?)"


def customers(viewer: Actor, text: str, limit: int = LIMIT) -> list[Choice]:
    """Active customers with code, phone, city, last order and debt; beginnings of names first, then the most recent."""
    where, values = _search("c.search_key", text)
    own, who = ("", [])
    if viewer.scope(Permission.SEE_CUSTOMERS) is not Scope.ALL:
        own, who = _OWN_CUSTOMERS, [viewer.user_id]
    terms = query_terms(text)
    beginning = pattern(terms[0])[1:] if terms else "%"
    sql = (
        f"{_CUSTOMERS}{own} AND {where} ORDER BY c.search_key NOT {LIKE}, c.last_order_date DESC NULLS LAST, "
        "c.search_key LIMIT ?"
    )
    unit = book_currency()
    private = viewer.may(Permission.SEE_MONEY)
    found = []
    for row in connection().execute(sql, (*who, *values, beginning, limit)):
        facts = dict(zip(_CUSTOMER_FACTS, row[2:], strict=True))
        parts = [facts["code"], facts["phone"] if private else "", facts["city"]]
        if facts["last_order_date"]:
            parts.append(_("last order {date}").format(date=facts["last_order_date"]))
        owes = _("{amount} outstanding").format(amount=show(facts["debt"], unit, symbol=True)) if facts["debt"] else ""
        told = " · ".join(p for p in parts if p)
        found.append(Choice(row[0], row[1], told, facts if private else {}, remark=owes if private else ""))
    return found


_PRODUCT_FACTS = (
    "code", "unit", "list_price", "floor_price", "tax_code_id", "stock_kept", "available", "specification",
)  # fmt: skip
_PRODUCTS = (
    "SELECT p.id, p.name, p.code, p.unit, coalesce((SELECT price FROM product_price WHERE product_id = p.id "
    "AND grade = ?), p.list_price), p.floor_price, p.tax_code_id, p.stock_kept, p.on_hand - p.reserved, "
    "p.specification FROM product p WHERE p.active = 1 AND p.merged_into_id IS NULL"
)


def products(viewer: Actor, text: str, limit: int = LIMIT, *, grade: str = "") -> list[Choice]:
    """Active products with code, price (of the customer's grade) and what is available; best-selling first."""
    where, values = _search("p.search_key", text)
    terms = query_terms(text)
    beginning = pattern(terms[0])[1:] if terms else "%"
    sql = f"{_PRODUCTS} AND {where} ORDER BY p.search_key NOT {LIKE}, p.sold_lines DESC, p.search_key LIMIT ?"
    unit = book_currency()
    found = []
    for row in connection().execute(sql, (grade, *values, beginning, limit)):
        facts = dict(zip(_PRODUCT_FACTS, row[2:], strict=True))
        parts = [facts["code"], facts["specification"]]
        price = unit.symbol + show_scaled(facts["list_price"], PRICE, least=unit.decimals)
        left = _("{quantity} available").format(quantity=show_scaled(facts["available"], QUANTITY))
        none_left = bool(facts["stock_kept"]) and facts["available"] <= 0
        if facts["stock_kept"] and not none_left:
            parts.append(left)
        told = " · ".join(p for p in parts if p)
        found.append(Choice(row[0], row[1], told, facts, aside=price, remark=left if none_left else ""))
    return found


_ORDERS = (
    f"SELECT o.id, {NUMBER}, c.name, o.date, o.outstanding, o.customer_id, o.worth, o.invoiced FROM sales_order o "
    "JOIN customer c ON c.id = o.customer_id WHERE o.id IN (SELECT value FROM json_each(?)) "
    "ORDER BY o.date DESC, o.id DESC"
)


def orders(viewer: Actor, text: str, limit: int = LIMIT, *, customer_id: int | None = None) -> list[Choice]:
    """Orders by number, customer or ship-to, of one customer if given, the newest first."""
    of_one = (("customer", str(customer_id)),) if customer_id is not None else ()
    ids = ORDERS.first(viewer, Ask(search=text, filters=of_one), limit)
    unit = book_currency()
    return [
        Choice(
            row[0],
            row[1],
            f"{row[2]} · {row[3]} · {show(row[4], unit)}",
            {"customer_id": row[5], "outstanding": row[4], "worth": row[6], "invoiced": row[7]},
        )
        for row in connection().execute(_ORDERS, (json.dumps(ids.tolist()),))
    ]


def _plain(sql: str, text: str, limit: int) -> list[Choice]:
    wanted = query_terms(text)
    rows = connection().execute(sql)
    found = [Choice(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]
    return [c for c in found if all(t in f"{c.title} {c.subtitle}".casefold() for t in wanted)][:limit]


def salespeople(_viewer: Actor, text: str = "", limit: int = LIMIT) -> list[Choice]:
    """The active people of the book."""
    sql = f"SELECT id, {shown_name('user')}, name FROM user WHERE active = 1 ORDER BY name"
    return _plain(sql, text, limit)


def channels(_viewer: Actor, text: str = "", limit: int = 200) -> list[Choice]:
    """The active channels."""
    return [
        Choice(c.id, _(c.title))
        for c in _plain("SELECT id, name FROM channel WHERE active = 1 ORDER BY id", text, limit)
    ]


def categories(_viewer: Actor, text: str = "", limit: int = 200) -> list[Choice]:
    """The categories of products."""
    return _plain("SELECT id, name FROM category ORDER BY name", text, limit)


_TAX_CODES = (
    "SELECT t.id, t.code, t.name, coalesce((SELECT rate FROM tax_rate r WHERE r.tax_code_id = t.id AND "
    "r.valid_from <= ? ORDER BY r.valid_from DESC LIMIT 1), 0) FROM tax_code t WHERE t.active = 1 ORDER BY t.id"
)


def tax_codes(viewer: Actor, day: str = "") -> list[Choice]:
    """The active tax codes with the rate that is in force on a day (today), first what this company usually charges."""
    # Lists look through these choices at the start, and no list needs the settings of the book.
    from app.queries.taxpayer import offered_place

    on = date.fromisoformat(day) if day else viewer.today()
    where = offered_place(on)
    rows: list[tuple[Any, ...]] = connection().execute(_TAX_CODES, (on.isoformat(),)).fetchall()
    rows.sort(key=lambda row: where(row[1], row[3]))
    return [Choice(row[0], _(row[2]) or row[1], row[1], {"rate": row[3], "code": row[1]}) for row in rows]


def methods(_viewer: Actor, *, imported: bool = False) -> list[Choice]:
    """The active payment methods; ``facts`` holds the code and what must be entered with it."""
    rows = connection().execute(
        "SELECT id, code, name, needs_reference, needs_date, fee_rate FROM payment_method WHERE active = 1 "
        "ORDER BY position, id"
    )
    return [
        Choice(
            row[0],
            method_word(row[1], row[2]),
            "",
            {"code": row[1], "needs_reference": bool(row[3]), "needs_date": bool(row[4]), "fee_rate": row[5]},
        )
        for row in rows
        if imported or row[1] != "imported"
    ]


def regions(_viewer: Actor, text: str = "", limit: int = 200) -> list[str]:
    """The regions that orders have gone to, the busiest first."""
    rows = connection().execute(
        "SELECT region FROM month_total WHERE region <> '' GROUP BY region ORDER BY sum(orders) DESC"
    )
    wanted = text.strip().casefold()
    return [row[0] for row in rows if wanted in row[0].casefold()][:limit]


_KEPT_ADDRESSES = (
    "SELECT iif(a.consignee <> '', a.consignee, c.name), iif(a.phone <> '', a.phone, c.phone), a.country, a.region, "
    "a.city, a.address, a.postal_code, a.label FROM address a JOIN customer c ON c.id = a.customer_id "
    "WHERE a.customer_id = ? ORDER BY a.main DESC, a.id LIMIT ?"
)
_ADDRESSES = (
    "SELECT consignee, ship_phone, ship_country, region, city, ship_address, ship_postal_code, count(*), max(date) "
    "FROM sales_order WHERE customer_id = ? AND ship_address <> '' GROUP BY 1, 2, 3, 4, 5, 6, 7 "
    "ORDER BY count(*) DESC, max(date) DESC LIMIT ?"
)
_ADDRESS_FACTS = (
    "consignee", "ship_phone", "ship_country", "region", "city", "ship_address", "ship_postal_code",
)  # fmt: skip


def ship_to(_viewer: Actor, customer_id: int, limit: int = 5) -> list[Choice]:
    """Where goods of a customer go: the addresses kept for it, the main one first, then where its earlier orders went,
    the most used and most recent first. ``facts`` fills the order in."""
    kept = [(row[:7], row[7]) for row in connection().execute(_KEPT_ADDRESSES, (customer_id, limit))]
    went = [(row[:7], "") for row in connection().execute(_ADDRESSES, (customer_id, limit))]
    known = {(row[4], row[5]) for row, _label in kept}
    found = [*kept, *(each for each in went if (each[0][4], each[0][5]) not in known)][:limit]
    return [
        Choice(
            i,
            " · ".join(p for p in (label, str(row[0] or row[5])) if p),
            f"{row[4]} {row[5]}".strip(),
            dict(zip(_ADDRESS_FACTS, row, strict=True)),
        )
        for i, (row, label) in enumerate(found)
    ]
