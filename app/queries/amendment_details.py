"""What amendments of an order changed, field by field: dates, discounts and totals, and line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.i18n import _
from app.models.base import connection
from app.models.company import book_currency
from app.models.user import shown_name
from app.queries.history import FieldChange, words_of
from app.queries.words import FIELDS, field_word


@dataclass(frozen=True)
class AmendmentDetail:
    """One amendment: its revision, day, reason, person, and what stood there before and after."""

    id: int
    revision: int
    date: str
    reason: str
    user: str
    changes: tuple[FieldChange, ...]


_AMENDMENTS = (
    f"SELECT a.id, a.revision, a.date, a.reason, coalesce({shown_name('u')}, ''), a.before, "
    "a.after FROM amendment a LEFT JOIN user u ON u.id = a.user_id WHERE a.order_id = ? ORDER BY a.revision"
)
_OF_A_LINE = ("quantity", "unit_price", "amount")


def amendments(order_id: int) -> tuple[AmendmentDetail, ...]:
    """The amendments of an order, the first one first."""
    return tuple(
        AmendmentDetail(number, revision, day, reason, user, _changes(json.loads(before), json.loads(after)))
        for number, revision, day, reason, user, before, after in connection().execute(_AMENDMENTS, (order_id,))
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    unit = book_currency()
    old, new = before.get("order", {}), after.get("order", {})
    found = [
        FieldChange(name, field_word(name), words_of(name, old.get(name), unit), words_of(name, new.get(name), unit))
        for name in FIELDS
        if name in new and old.get(name) != new.get(name)
    ]
    return (*_line_changes(before.get("lines", []), after.get("lines", [])), *found)


def _line_changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[FieldChange]:
    unit = book_currency()
    left = list(after)
    found = []
    for line in before:
        same = next((i for i in left if (i["code"], i["description"]) == (line["code"], line["description"])), None)
        if same is None:
            found.append(FieldChange("line", line["description"], words_of("quantity", line["quantity"], unit), ""))
            continue
        left.remove(same)
        found += [
            FieldChange(
                f"line.{name}",
                _("{product}, {field}").format(product=line["description"], field=field_word(name)),
                words_of(name, line[name], unit),
                words_of(name, same[name], unit),
            )
            for name in _OF_A_LINE
            if line[name] != same[name]
        ]
    found += [
        FieldChange("line", line["description"], "", words_of("quantity", line["quantity"], unit)) for line in left
    ]
    return found
