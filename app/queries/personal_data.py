"""Everything that a book holds about one customer, for a person who asks for a copy of it."""

from __future__ import annotations

import json
from typing import Any

from app.models import erasing
from app.models.actor import Actor, Permission
from app.models.base import connection, shape
from app.models.customer import Customer
from app.queries import allowed
from app.queries.columns import Column, Kind
from app.queries.customers import CUSTOMERS
from app.queries.moment import one_moment
from app.queries.shapes import require
from app.queries.words import field_word, record_word

_TRAIL = (
    "SELECT t.at, t.user_name, t.operation, c.record_kind, c.record_id, c.private FROM trail_change c "
    "JOIN trail t ON t.id = c.trail_id WHERE c.private <> '' AND c.record_kind = ? "
    "AND c.record_id IN (SELECT value FROM json_each(?)) ORDER BY t.id"
)
_INVOICES = (
    "SELECT document_type, number, date, title, tax_number, total, state FROM invoice "
    "WHERE customer_id IN (SELECT value FROM json_each(?)) ORDER BY date, id"
)
_INVOICE_FIELDS = ("document_type", "number", "date", "title", "tax_number", "total", "state")

COLUMNS = (
    Column("record", "", Kind.TEXT, 180),
    Column("number", "", Kind.TEXT, 90),
    Column("field", "", Kind.TEXT, 180),
    Column("value", "", Kind.TEXT, 420),
)
"""How a copy is laid out in a workbook: which record, its number, which field, what it says."""


def personal_data(viewer: Actor, customer_id: int) -> dict[str, Any]:
    """All records about a customer by kind, as plain values; ``trail`` holds the personal values of its history.

    Amounts are minor units. Raises NotFound and NotAllowed.
    """
    allowed.require_right(viewer, Permission.PERSONAL_DATA)
    require(CUSTOMERS, viewer, customer_id, "customer")
    with one_moment():
        link = connection()
        affected = erasing.belonging(link, customer_id)
        found: dict[str, Any] = {}
        trail: list[dict[str, Any]] = []
        for model, ids in affected.items():
            form, chosen = shape(model), json.dumps(ids)
            rows = link.execute(f"{form.select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (chosen,))
            found[model.kind] = [dict(zip(form.columns, row, strict=True)) for row in rows]
            for at, user, operation, kind, record, private in link.execute(_TRAIL, (model.kind, chosen)):
                trail.append(
                    {
                        "at": at,
                        "user": user,
                        "operation": operation,
                        "record": f"{kind} {record}",
                        "values": json.loads(str(private)),
                    }
                )
        everybody = json.dumps(affected[Customer])
        invoices = link.execute(_INVOICES, (everybody,))
        found["invoice"] = [dict(zip(_INVOICE_FIELDS, row, strict=True)) for row in invoices]
        found["trail"] = sorted(trail, key=lambda entry: str(entry["at"]))
    return {kind: rows for kind, rows in found.items() if rows}


def as_rows(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """The same as rows of a workbook in the user's language; empty fields are left out."""
    rows = []
    for kind, records in found.items():
        for record in records:
            number = str(record.get("number") or record.get("code") or record.get("id") or record.get("at", ""))
            for name, value in record.items():
                # A cell has no room for the bytes of a file; the copy for machines holds them.
                if value not in (None, "") and not isinstance(value, bytes) and name != "search_key":
                    told = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
                    rows.append((record_word(kind), number, field_word(name) or name, told))
    return rows
