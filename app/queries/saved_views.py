"""The views of a list that a person has saved or that others share, as pills with live counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import UserError
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.queries.columns import Ask
from app.queries.engine import RecordList

_VIEWS = (
    "SELECT id, name, user_id, definition FROM saved_view WHERE noun = ? AND (user_id = ? OR user_id IS NULL) "
    "ORDER BY position, id"
)


@dataclass(frozen=True)
class ListView:
    """A saved view: what it asks for and how its columns stand (as the header arranges them; None as they are).

    ``lost`` counts filters and sort keys that this list does not have any more.
    """

    id: int
    name: str
    ask: Ask
    columns: Mapping[str, Any] | None = None
    shared: bool = False
    may_change: bool = True
    lost: int = field(default=0, compare=False)


def saved_views(viewer: Actor, records: RecordList) -> tuple[ListView, ...]:
    """The saved views of a list that this person sees, in their order."""
    rows = connection().execute(_VIEWS, (records.noun, viewer.user_id))
    return tuple(_view(viewer, records, *row) for row in rows)


def counts(viewer: Actor, records: RecordList, views: tuple[ListView, ...]) -> dict[int, int]:
    """How many records each view holds now, by its id; one that cannot be asked for is left out."""
    found = {}
    for view in views:
        try:
            found[view.id] = records.count(viewer, view.ask)
        except UserError:
            continue
    return found


def _view(viewer: Actor, records: RecordList, view_id: int, name: str, owner: int | None, definition: str) -> ListView:
    told = _read(definition)
    keys = {c.key for c in records.columns if c.sortable}
    filters = [(str(k), str(v)) for k, v in _pairs(told.get("filters"))]
    sort = [(str(k), bool(v)) for k, v in _pairs(told.get("sort"))]
    known = tuple(f for f in filters if f[0] in records.narrowing)
    order = tuple(s for s in sort if s[0] in keys)
    columns = told.get("columns")
    return ListView(
        view_id,
        name,
        Ask(str(told.get("search", "")), known, order),
        columns if isinstance(columns, dict) else None,
        owner is None,
        owner == viewer.user_id
        or (owner is None and (told.get("by") == viewer.user_id or viewer.may(Permission.ADMINISTER))),
        len(filters) - len(known) + len(sort) - len(order),
    )


def _read(definition: str) -> dict[str, Any]:
    try:
        told = json.loads(definition)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _pairs(told: Any) -> list[tuple[Any, Any]]:
    if not isinstance(told, list):
        return []
    return [(pair[0], pair[1]) for pair in told if isinstance(pair, list) and len(pair) == 2]
