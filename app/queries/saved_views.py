"""The views of a list that a person has saved or that others share."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from app.models.actor import Actor
from app.models.base import connection
from app.models.user import may_change_view
from app.queries.columns import Ask
from app.queries.filters import Pill

_VIEWS = (
    "SELECT id, name, user_id, definition FROM saved_view WHERE noun = ? AND (user_id = ? OR user_id IS NULL) "
    "ORDER BY position, id"
)


SAVED = "saved-"
"""How the keys of saved views begin."""


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

    @property
    def key(self) -> str:
        """What the view is called among the ready-made ones."""
        return f"{SAVED}{self.id}"

    @property
    def token(self) -> str:
        """What a desk remembers the view by, which may open other books with views of the same numbers."""
        return f"{self.key}-{crc32(self.name.encode()):08x}"

    @property
    def pill(self) -> Pill:
        """The view as a pill, to be counted."""
        return Pill(self.key, self.name, self.ask)


def saved_views(viewer: Actor, noun: str, filters: Collection[str], sorted_by: Collection[str]) -> tuple[ListView, ...]:
    """The saved views of a list that this person sees, in their order; the list knows these filters and sort keys."""
    rows = connection().execute(_VIEWS, (noun, viewer.user_id))
    return tuple(_view(viewer, filters, sorted_by, *row) for row in rows)


def _view(
    viewer: Actor,
    known_filters: Collection[str],
    sorted_by: Collection[str],
    view_id: int,
    name: str,
    owner: int | None,
    definition: str,
) -> ListView:
    told = _read(definition)
    filters = [(str(k), str(v)) for k, v in _pairs(told.get("filters"))]
    sort = [(str(k), bool(v)) for k, v in _pairs(told.get("sort"))]
    known = tuple(f for f in filters if f[0] in known_filters)
    order = tuple(s for s in sort if s[0] in sorted_by)
    columns = told.get("columns")
    return ListView(
        view_id,
        name,
        Ask(str(told.get("search", "")), known, order),
        columns if isinstance(columns, dict) else None,
        owner is None,
        may_change_view(viewer, owner, told.get("by")),
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
