"""How orders are found by a typed word: customer, consignee, phone, reference, note, number, goods, amount."""

from __future__ import annotations

import re

from app.models.base import connection
from app.models.search_key import digits_of
from app.queries.amounts import amount_of
from app.queries.filters import LIKE, Part, pattern

BROAD = 20_000
"""Orders and lines beyond which they are not gathered first: a walk along the dates soon finds as many as are shown."""

_DIGIT = re.compile("[0-9]")
_LETTER = re.compile(r"[^\W\d_]")

_CUSTOMERS = f"SELECT id FROM customer WHERE search_key {LIKE}"
_PRODUCTS = f"SELECT id FROM product WHERE search_key {LIKE}"
_EXPECTED = (
    f"SELECT (SELECT coalesce(sum(orders), 0) FROM customer WHERE search_key {LIKE}) "
    f"+ (SELECT coalesce(sum(sold_lines), 0) FROM product WHERE search_key {LIKE})"
)
# Every piece runs over an index that holds all it needs; keys and digits have no capitals that would have to be folded.
_KEYS = "SELECT id FROM sales_order INDEXED BY sales_order_search WHERE search_key <> '' AND instr(search_key, ?)"
_NUMBERS = f"SELECT id FROM sales_order INDEXED BY sales_order_by_number WHERE number {LIKE}"
_DIGITS = "SELECT id FROM sales_order INDEXED BY sales_order_by_number WHERE instr(number, ?)"
_AMOUNTS = (
    "SELECT id FROM sales_order INDEXED BY sales_order_by_total WHERE total = ?",
    "SELECT id FROM sales_order INDEXED BY sales_order_open WHERE outstanding <> 0 AND outstanding = ?",
)
_GOODS = f"SELECT order_id FROM order_line INDEXED BY order_line_product WHERE product_id IN ({_PRODUCTS})"
_SOLD = (
    "EXISTS (SELECT 1 FROM order_line l INDEXED BY order_line_order_id_position "
    f"WHERE l.order_id = o.id AND l.product_id IN ({_PRODUCTS}))"
)


def search(term: str) -> Part:
    """The condition that an order answers a term."""
    if _is_broad(term):
        return _one_by_one(term)
    customers, theirs = _customers(term)
    ids, values = _gathered(term)
    return f"o.id IN (SELECT id FROM sales_order WHERE {customers} UNION {ids})", (*theirs, *values)


def search_by_date(term: str) -> Part:
    """The same as dates and ids: what customers bought comes from an index that holds both."""
    if _is_broad(term):
        where, values = _one_by_one(term)
        return f"SELECT o.date, o.id FROM sales_order o INDEXED BY sales_order_by_date WHERE {where}", values
    customers, theirs = _customers(term)
    ids, values = _gathered(term)
    return (
        f"SELECT date, id FROM sales_order WHERE {customers} UNION ALL "
        f"SELECT date, id FROM sales_order WHERE id IN ({ids}) AND NOT {customers}",
        (*theirs, *values, *theirs),
    )


def likely(typed: str) -> tuple[Part, ...]:
    """The order of just the typed number."""
    numbers = tuple(dict.fromkeys((typed, typed.upper())))
    marks = ", ".join("?" * len(numbers))
    return ((f"SELECT id FROM sales_order WHERE number IN ({marks}) ORDER BY date DESC, id DESC", numbers),)


def _customers(term: str) -> Part:
    digits = digits_of(term)
    if digits:
        return f"customer_id IN ({_CUSTOMERS} UNION {_CUSTOMERS})", (pattern(term), pattern(digits))
    return f"customer_id IN ({_CUSTOMERS})", (pattern(term),)


def _ids(term: str) -> Part:
    """The orders that answer by what stands on them."""
    pieces: list[str] = [_KEYS]
    values: list[object] = [term]
    digits = digits_of(term)
    if digits:
        pieces.append(_KEYS)
        values.append(digits)
    if _DIGIT.search(term):
        lettered = _LETTER.search(term)
        pieces.append(_NUMBERS if lettered else _DIGITS)
        values.append(pattern(term) if lettered else term)
        amount = amount_of(term)
        if amount is not None:
            pieces += _AMOUNTS
            values += [amount] * len(_AMOUNTS)
    return " UNION ".join(pieces), tuple(values)


def _gathered(term: str) -> Part:
    """The same, and by what was sold."""
    ids, values = _ids(term)
    return (f"{ids} UNION {_GOODS}", (*values, pattern(term))) if _by_goods(term) else (ids, values)


def _one_by_one(term: str) -> Part:
    """The condition that is looked at for one order after the other."""
    customers, theirs = _customers(term)
    ids, values = _ids(term)
    where, bound = f"o.{customers} OR o.id IN ({ids})", (*theirs, *values)
    return (f"{where} OR {_SOLD}", (*bound, pattern(term))) if _by_goods(term) else (where, bound)


def _by_goods(term: str) -> bool:
    # A single letter stands in nearly every name: it would find nearly every order by what was sold with it.
    return len(term) > 1 or not term.isascii()


def _is_broad(term: str) -> bool:
    wanted = pattern(term)
    return int(next(connection().execute(_EXPECTED, (wanted, wanted)))[0]) > BROAD
