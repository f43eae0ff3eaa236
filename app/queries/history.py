"""What happened to a record: the trail in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.i18n import _
from app.models.base import connection
from app.models.company import book_currency
from app.models.terms import terms_from
from app.models.user import shown_name
from app.money import PRICE, QUANTITY, Currency, show, show_scaled
from app.queries.words import FIELDS, field_word, operation_word, state_word

_MONEY = frozenset(
    {
        "total", "net", "tax", "discount_amount", "rounding_off", "paid", "refunded", "refund_promised", "credited",
        "written_off", "outstanding", "invoiced", "invoice_requested", "worth", "credit_limit", "amount", "free",
        "allocated",
    }
)  # fmt: skip
_STATES = frozenset({"state", "collection", "delivery", "invoicing", "method"})
_NAMES = {
    "customer_id": "SELECT name FROM customer WHERE id = ?",
    "channel_id": "SELECT name FROM channel WHERE id = ?",
    "salesperson_id": f"SELECT {shown_name('user')} FROM user WHERE id = ?",
    "owner_id": f"SELECT {shown_name('user')} FROM user WHERE id = ?",
}
_ENTRIES = (
    "SELECT t.id, t.at, t.user_name, t.operation, t.about_kind, t.about, t.detail, c.fields, c.private "
    "FROM trail_change c JOIN trail t ON t.id = c.trail_id WHERE c.record_kind = ? AND c.record_id = ? "
    "ORDER BY t.id DESC LIMIT ?"
)


@dataclass(frozen=True)
class FieldChange:
    """One field: its name and its values in words."""

    field: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryEntry:
    """One operation that changed the record. ``at`` is UTC; ``operation`` is the stable name, ``title`` its words."""

    id: int
    at: str
    user: str
    operation: str
    title: str
    about: str
    reason: str
    changes: tuple[FieldChange, ...]


def history(kind: str, record_id: int, limit: int = 200) -> tuple[HistoryEntry, ...]:
    """What happened to a record, newest first; erased personal values are left out."""
    unit = book_currency()
    entries = []
    for entry_id, at, user, operation, _kind, about, detail, changed, private in connection().execute(
        _ENTRIES, (kind, record_id, limit)
    ):
        both: dict[str, list[Any]] = {**json.loads(changed or "{}"), **json.loads(private or "{}")}
        changes = tuple(
            FieldChange(name, field_word(name), words_of(name, old, unit), words_of(name, new, unit))
            for name, (old, new) in both.items()
            if name in FIELDS and (old or new)
        )
        told = json.loads(detail or "{}")
        reason = str(told.get("reason", "")) or _reminder(told, unit)
        entries.append(HistoryEntry(entry_id, at, user, operation, operation_word(operation), about, reason, changes))
    return tuple(entries)


def _reminder(told: Mapping[str, Any], unit: Currency) -> str:
    """In which tone a reminder asked for how much, and for which orders."""
    if "tone" not in told or "letter" not in told:
        return ""
    return _("{tone}: {amount} for {orders}").format(
        tone=state_word("reminder_tone", told["tone"]),
        amount=show(told["amount"], unit, symbol=True),
        orders=_(", ").join(told["orders"]),
    )


def words_of(name: str, value: Any, unit: Currency) -> str:
    """A stored value of a field in words; nothing for none."""
    if value is None or value == "":
        return ""
    if name in _MONEY:
        return show(value, unit)
    if name == "quantity":
        return show_scaled(value, QUANTITY)
    if name in ("unit_price", "list_price"):
        return show_scaled(value, PRICE, least=unit.decimals)
    if name in _STATES:
        return state_word(name, value)
    if name == "payment_terms":
        return terms_from(str(value)).words(_)
    if name == "active":
        return _("yes") if value else _("no")
    if name in _NAMES:
        found = connection().execute(_NAMES[name], (value,)).fetchone()
        return str(found[0]) if found else f"#{value}"
    return str(value)
