"""What this person has typed and not saved."""

from __future__ import annotations

import json
from typing import Any

from app.models.actor import Actor
from app.models.base import connection


def kept_draft(viewer: Actor, noun: str, record_id: int | None) -> dict[str, Any] | None:
    """What is kept for the editor of a record (None: a new one); None if there is nothing."""
    row = (
        connection()
        .execute(
            "SELECT content FROM editor_draft WHERE user_id = ? AND noun = ? AND record_id IS ?",
            (viewer.user_id, noun, record_id),
        )
        .fetchone()
    )
    return dict(json.loads(str(row[0]))) if row is not None else None
