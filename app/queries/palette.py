"""What the quick search of the window finds among the records: numbers, names, phones and amounts.

``exact`` is quick enough for the window's own thread (an index each); ``find`` belongs on the reading thread. A viewer
finds what their lists show, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.models.actor import Actor, Scope
from app.models.base import connection
from app.models.company import book_currency
from app.money import PRICE, Currency, show, show_scaled
from app.queries import choices
from app.queries.amounts import amount_of
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.queries.words import method_word, state_word

QUICK = ("customers", "orders", "products")
"""The kinds of record that answer at once even in a large book."""
KINDS = (*QUICK, "invoices", "payments", "refunds")
"""The kinds of record that are looked through, in the order in which they are shown."""

FEW = 6
MANY = 40
"""How many records of a kind are shown beside others, and alone."""

_NUMBERS = {
    "customers": "SELECT id FROM customer WHERE code = ? AND merged_into_id IS NULL",
    "orders": "SELECT id FROM sales_order WHERE number = ? ORDER BY date DESC LIMIT 5",
    "invoices": "SELECT id FROM invoice WHERE number = ? LIMIT 5",
    "payments": "SELECT id FROM payment WHERE number = ? AND number <> ''",
    "products": "SELECT id FROM product WHERE code = ?",
    "refunds": "SELECT id FROM refund WHERE number = ? AND number <> ''",
}
_AMOUNTS = {
    "orders": "SELECT id, date FROM (SELECT id, date FROM sales_order WHERE total = ?1 UNION "
    "SELECT id, date FROM sales_order WHERE outstanding = ?1 AND outstanding <> 0) ORDER BY date DESC LIMIT ?2",
    "payments": "SELECT id FROM payment WHERE amount = ?1 ORDER BY date DESC LIMIT ?2",
}


@dataclass(frozen=True)
class Found:
    """A record: what it is called, what tells it apart, and its amount as people read it."""

    kind: str
    id: int
    title: str
    subtitle: str = ""
    amount: str = ""
    exact: bool = False
    """Its number is just what was typed."""


def exact(viewer: Actor, typed: str) -> list[Found]:
    """The records whose number is just what was typed, in capitals or not; about a millisecond."""
    wanted = list(dict.fromkeys((typed.strip(), typed.strip().upper())))
    if not wanted[0] or not typed.isascii():
        return []
    found: list[Found] = []
    for kind in _open_kinds(viewer):
        ids = [row[0] for each in wanted for row in connection().execute(_NUMBERS[kind], (each,))]
        seen = [i for i in dict.fromkeys(ids) if LISTS[kind].shows(viewer, i)]
        found += described(viewer, kind, seen, exact=True)
    return found


def find(viewer: Actor, typed: str, kinds: Sequence[str] = KINDS, limit: int = FEW) -> list[Found]:
    """The records of these kinds that hold each typed word, kind by kind; without a word the recent ones.

    Customers and products come with the beginnings of names first, documents the newest first; documents of just the
    typed amount follow those whose number or name holds it.
    """
    money = amount_of(typed)
    found: list[Found] = []
    for kind in (k for k in _open_kinds(viewer) if k in kinds):
        ids = list(_ids(viewer, kind, typed, limit))
        if money is not None and kind in _AMOUNTS:
            same = [row[0] for row in connection().execute(_AMOUNTS[kind], (money, limit))]
            same = [i for i in same if LISTS[kind].shows(viewer, i)]
            ids = [*ids[: limit - min(len(same), limit // 2)], *same]
        found += described(viewer, kind, list(dict.fromkeys(ids))[:limit])
    return found


def again(viewer: Actor, records: Iterable[tuple[str, int]]) -> list[Found]:
    """These records in this order, as far as they are still there and the viewer may see them."""
    wanted = [(kind, i) for kind, i in records if kind in _open_kinds(viewer)]
    by_kind: dict[str, list[int]] = {}
    for kind, i in wanted:
        if LISTS[kind].shows(viewer, i):
            by_kind.setdefault(kind, []).append(i)
    known = {(f.kind, f.id): f for kind, ids in by_kind.items() for f in described(viewer, kind, ids)}
    return [known[each] for each in dict.fromkeys(wanted) if each in known]


def described(viewer: Actor, kind: str, ids: Sequence[int], *, exact: bool = False) -> list[Found]:
    """These records of a kind in this order, with what tells them apart."""
    if not ids:
        return []
    records = LISTS[kind]
    keys = [column.key for column in records.columns]
    rows = records.rows(ids, viewer)
    unit = book_currency()
    found = []
    for i in ids:
        if i in rows:
            facts = dict(zip(keys, rows[i].values, strict=True))
            title, parts, amount = _TELL[kind](facts, unit)
            found.append(Found(kind, i, title, " · ".join(str(p) for p in parts if p), amount, exact))
    return found


def _open_kinds(viewer: Actor) -> list[str]:
    return [kind for kind in KINDS if viewer.scope(LISTS[kind].needs) is not Scope.NONE]


def _ids(viewer: Actor, kind: str, typed: str, limit: int) -> Iterable[int]:
    if kind not in ("customers", "products"):
        return LISTS[kind].first(viewer, Ask(search=typed), limit)
    likely = (choices.customers if kind == "customers" else choices.products)(viewer, typed, limit)
    ids = [choice.id for choice in likely]
    if len(ids) < limit:
        # Those that nobody trades with any more come last.
        ids += LISTS[kind].first(viewer, Ask(search=typed), limit)
    return dict.fromkeys(ids)


_Told = tuple[str, Sequence[Any], str]


def _customer(facts: dict[str, Any], unit: Currency) -> _Told:
    owed = facts["outstanding"]
    return facts["name"], (facts["number"], facts["phone"], facts["city"]), show(owed, unit) if owed else ""


def _order(facts: dict[str, Any], unit: Currency) -> _Told:
    state = state_word("order", facts["state"])
    return facts["number"], (facts["customer"], facts["date"], state), show(facts["total"], unit)


def _invoice(facts: dict[str, Any], unit: Currency) -> _Told:
    word = state_word("invoice", facts["state"]) if facts["state"] != "issued" else ""
    kind = state_word("document_type", facts["document_type"]) if facts["document_type"] != "invoice" else ""
    return facts["number"], (facts["customer"], facts["date"], kind, word), show(facts["total"], unit)


def _payment(facts: dict[str, Any], unit: Currency) -> _Told:
    who = facts["customer"] or facts["payer"]
    title = facts["number"] or facts["bank_reference"] or who or ""
    return title, (who, facts["date"], method_word(facts["method"])), show(facts["amount"], unit)


def _product(facts: dict[str, Any], unit: Currency) -> _Told:
    price = show_scaled(facts["list_price"] or 0, PRICE, least=unit.decimals)
    return facts["name"], (facts["number"], facts["category"], facts["specification"]), price


def _refund(facts: dict[str, Any], unit: Currency) -> _Told:
    state = state_word("refund", facts["state"])
    day = facts["date"] or facts["requested_on"]
    return facts["number"], (facts["customer"], day, state), show(facts["amount"], unit)


_TELL: dict[str, Callable[[dict[str, Any], Currency], _Told]] = {
    "customers": _customer,
    "orders": _order,
    "invoices": _invoice,
    "payments": _payment,
    "products": _product,
    "refunds": _refund,
}
