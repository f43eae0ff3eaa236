"""What this person can undo or redo next, by its name."""

from __future__ import annotations

from app.models.actor import Actor
from app.models.base import connection
from app.queries.words import operation_word


def next_undo(viewer: Actor) -> str | None:
    """The name of the operation that undo would take back; None if there is none."""
    return _label(viewer, "SELECT label FROM undo_step WHERE user_id IS ? AND run = ? AND undone = 0 ORDER BY id DESC")


def next_redo(viewer: Actor) -> str | None:
    """The name of the operation that redo would do again; None if there is none."""
    return _label(viewer, "SELECT label FROM undo_step WHERE user_id IS ? AND run = ? AND undone = 1 ORDER BY id")


def _label(viewer: Actor, statement: str) -> str | None:
    row = connection().execute(statement + " LIMIT 1", (viewer.user_id or None, viewer.run)).fetchone()
    return operation_word(str(row[0])) if row is not None else None
