"""What a person does about a notice: put it off, call it done, bring it back. Outside trail and undo, like drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.models.actor import Permission
from app.models.base import moment_text
from app.models.user import Notification
from app.operations.operation import operation
from app.operations.work import Work

KEPT_FOR = timedelta(days=180)
"""How long it is remembered that a notice was done."""


@dataclass(frozen=True)
class Mark:
    """Which notice is meant: its topic, the record it is about, and what it said (``sign``)."""

    topic: str
    kind: str = ""
    id: int | None = None
    sign: str = ""


@operation("put notice aside", needs=Permission.WORK)
def put_notices_aside(work: Work, marks: Iterable[Mark], until: datetime | None = None) -> None:
    """Hide notices from this person until a moment; None: they are done, until they have something else to say."""
    now = work.actor.now()
    for old in work.find(
        Notification, "user_id = ? AND done_at < ?", (work.actor.user_id, moment_text(now - KEPT_FOR))
    ):
        work.remove(old)
    for mark in marks:
        found = _of(work, mark)
        kept = found[0] if found else Notification(user_id=work.actor.user_id, topic=mark.topic, about_kind=mark.kind)
        kept.about_id = mark.id
        kept.message = mark.sign
        kept.made_at = now
        kept.due_at = until
        kept.done_at = now if until is None else None
        work.save(kept) if found else work.add(kept)


@operation("bring notice back", needs=Permission.WORK)
def bring_notices_back(work: Work, marks: Iterable[Mark]) -> None:
    """Show notices again that were put off or done."""
    for mark in marks:
        for kept in _of(work, mark):
            work.remove(kept)


def _of(work: Work, mark: Mark) -> list[Notification]:
    return work.find(
        Notification,
        "user_id IS ? AND topic = ? AND about_kind = ? AND about_id IS ?",
        (work.actor.user_id or None, mark.topic, mark.kind, mark.id),
    )
