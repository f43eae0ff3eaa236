"""When a record reached the states it went through, and who brought it there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.models.base import connection


@dataclass(frozen=True)
class Milestone:
    """``key`` is ``state.confirmed`` for a state reached, or the name of a track (``collection``) for its last move;
    ``at`` is UTC."""

    key: str
    at: str
    user: str


_CHANGES = (
    "SELECT t.at, t.user_name, c.fields FROM trail_change c JOIN trail t ON t.id = c.trail_id "
    "WHERE c.record_kind = ? AND c.record_id = ? ORDER BY t.id"
)
ORDER_TRACKS: Mapping[str, frozenset[str]] = {
    "collection": frozenset({"collection", "paid", "refunded", "written_off"}),
    "delivery": frozenset({"delivery"}),
    "invoicing": frozenset({"invoicing", "invoiced", "invoice_requested"}),
}
"""The fields whose change moves a track of an order."""


def milestones(kind: str, record_id: int, tracks: Mapping[str, frozenset[str]] | None = None) -> tuple[Milestone, ...]:
    """The last time each state was reached and each track moved; what came in by an import left no such traces."""
    found: dict[str, Milestone] = {}
    for at, user, changed in connection().execute(_CHANGES, (kind, record_id)):
        fields = json.loads(changed or "{}")
        if "state" in fields and fields["state"][1]:
            key = f"state.{fields['state'][1]}"
            found[key] = Milestone(key, at, user)
        for track, names in (tracks or {}).items():
            # A first image holds every field; a track has moved once one of them says something.
            if any(name in fields and fields[name][0] is not None for name in names):
                found[track] = Milestone(track, at, user)
    return tuple(found.values())
