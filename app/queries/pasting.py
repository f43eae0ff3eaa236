"""What is needed to understand a pasted text: the products and customers of the book, as plain data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.money import PRICE
from app.paste.draft import Draft, Goods, Known
from app.paste.reading import Reader

_PRODUCTS = (
    "SELECT id, code, name, unit, list_price FROM product WHERE active = 1 AND merged_into_id IS NULL "
    "ORDER BY sold_lines DESC, id"
)
_ALIASES = "SELECT product_id, name FROM product_alias"
_CUSTOMERS = "SELECT id, name, phone FROM customer WHERE active = 1 AND merged_into_id IS NULL"
_OWN = " AND (owner_id IS NULL OR owner_id = ?)"
_CONTACTS = "SELECT customer_id, name, phone FROM contact"


@dataclass(frozen=True)
class BookReader:
    """Reads pasted texts with what the book knows; the others say what its answers are called."""

    reader: Reader
    customers: dict[int, str]
    products: dict[int, Goods]

    def read(self, text: str, today: date) -> Draft:
        """What is understood of a text; days are counted from ``today``."""
        return self.reader.read(text, today)


def book_reader(viewer: Actor) -> BookReader:
    """A reader with the products and customers that this person may use; making it takes a moment."""
    link = connection()
    called: dict[int, list[str]] = defaultdict(list)
    for product_id, name in link.execute(_ALIASES):
        called[product_id].append(name)
    products = [
        Goods(row[0], row[1], row[2], row[3], tuple(called[row[0]]), Decimal(row[4]) / PRICE)
        for row in link.execute(_PRODUCTS)
    ]
    own, who = ("", ()) if viewer.scope(Permission.SEE_CUSTOMERS) is Scope.ALL else (_OWN, (viewer.user_id,))
    rows = list(link.execute(_CUSTOMERS + own, who))
    people: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for customer_id, name, phone in link.execute(_CONTACTS):
        people[customer_id].append((name, phone))
    customers = [
        Known(
            row[0],
            row[1],
            tuple(p for p in (row[2], *(phone for _name, phone in people[row[0]])) if p),
            tuple(name for name, _phone in people[row[0]] if name),
        )
        for row in rows
    ]
    return BookReader(Reader(products, customers), {c.id: c.name for c in customers}, {p.id: p for p in products})
