"""What filters of other records offer to choose from, and what a filter's stored value is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection
from app.models.user import shown_name
from app.queries import choices
from app.queries.choices import Choice
from app.queries.filters import LIKE, pattern
from app.queries.orders import NUMBER
from app.queries.words import method_word

ME = "me"
"""The value of a filter by person that means whoever looks."""

_IMPORTS = f"SELECT id, file_name FROM import_batch WHERE file_name {LIKE} ORDER BY id DESC LIMIT 20"
_TITLES = {
    "customers": "SELECT name FROM customer WHERE id = ?",
    "products": "SELECT name FROM product WHERE id = ?",
    "salespeople": f"SELECT {shown_name('user')} FROM user WHERE id = ?",
    "channels": "SELECT name FROM channel WHERE id = ?",
    "categories": "SELECT name FROM category WHERE id = ?",
    "orders": f"SELECT {NUMBER} FROM sales_order o WHERE o.id = ?",
    "imports": "SELECT file_name FROM import_batch WHERE id = ?",
}


def _imports(_viewer: Actor, text: str) -> list[Choice]:
    return [Choice(row[0], row[1]) for row in connection().execute(_IMPORTS, (pattern(text),))]


def _methods(viewer: Actor, text: str) -> list[Choice]:
    found = choices.methods(viewer, imported=True)
    return [replace(c, facts={"value": c.facts["code"]}) for c in found if text.casefold() in c.title.casefold()]


def _regions(viewer: Actor, text: str) -> list[Choice]:
    return [Choice(i, name, facts={"value": name}) for i, name in enumerate(choices.regions(viewer, text))]


def _people(viewer: Actor, text: str) -> list[Choice]:
    me = [] if text else [Choice(viewer.user_id, _("Me"), facts={"value": ME})]
    return me + choices.salespeople(viewer, text)


_OFFERED: dict[str, Callable[[Actor, str], list[Choice]]] = {
    "customers": choices.customers,
    "products": choices.products,
    "salespeople": _people,
    "channels": choices.channels,
    "categories": choices.categories,
    "orders": choices.orders,
    "imports": _imports,
    "methods": _methods,
    "regions": _regions,
}


def is_typed(offer: str) -> bool:
    """Whether a filter with this offer is chosen from what there is."""
    return offer in _OFFERED


def offered(viewer: Actor, offer: str, text: str) -> list[Choice]:
    """What answers to a typed text; ``facts["value"]`` is what the filter takes."""
    return [replace(c, facts={"value": str(c.id), **c.facts}) for c in _OFFERED[offer](viewer, text)]


def title_of(offer: str, value: str) -> str:
    """What a filter's value is called: the record's name where the value is its id."""
    if value == ME:
        return _("Me")
    if offer == "methods":
        row = connection().execute("SELECT name FROM payment_method WHERE code = ?", (value,)).fetchone()
        return method_word(value, row[0] if row else "")
    if offer not in _TITLES or not value.isdecimal():
        return value
    row = connection().execute(_TITLES[offer], (int(value),)).fetchone()
    return (_(row[0]) if offer == "channels" else str(row[0])) if row else value
