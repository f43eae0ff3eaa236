"""What this person has typed and not saved.

A kept draft belongs to the editor of a record; what was typed for a new one is kept under a negative number of its own,
so that several new ones may wait.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app.models.actor import Actor
from app.models.base import connection


@dataclass(frozen=True)
class KeptDraft:
    """Something typed and not saved; ``record_id`` is below zero for a new record."""

    record_id: int | None
    content: dict[str, Any]
    updated_at: str


_ALL = (
    "SELECT record_id, content, updated_at FROM editor_draft WHERE user_id = ? AND noun = ? "
    "ORDER BY updated_at DESC, id DESC"
)


def kept_draft(viewer: Actor, noun: str, record_id: int | None) -> dict[str, Any] | None:
    """What is kept for the editor of a record; None if there is nothing."""
    row = (
        connection()
        .execute(
            "SELECT content FROM editor_draft WHERE user_id = ? AND noun = ? AND record_id IS ?",
            (viewer.user_id, noun, record_id),
        )
        .fetchone()
    )
    return dict(json.loads(str(row[0]))) if row is not None else None


def kept_drafts(viewer: Actor, noun: str) -> tuple[KeptDraft, ...]:
    """All that this person has typed of a noun and not saved, the newest first."""
    return tuple(
        KeptDraft(row[0], dict(json.loads(str(row[1]))), str(row[2]))
        for row in connection().execute(_ALL, (viewer.user_id, noun))
    )


def unused_number(viewer: Actor, noun: str) -> int:
    """A number below zero under which a new record may be kept."""
    row = next(
        connection().execute(
            "SELECT min(coalesce(record_id, 0)) FROM editor_draft WHERE user_id = ? AND noun = ?",
            (viewer.user_id, noun),
        )
    )
    return min(0, int(row[0] or 0)) - 1
