"""What somebody types and has not saved: kept every few seconds, outside trail and undo; a crash loses nothing."""

from __future__ import annotations

import json
from typing import Any

from app.models.actor import Permission
from app.models.user import EditorDraft
from app.operations.operation import operation
from app.operations.work import Work


@operation("keep draft", needs=Permission.WORK)
def keep_draft(work: Work, noun: str, record_id: int | None, content: dict[str, Any]) -> None:
    """Keep what this person has typed into the editor of a record (None: a new one), replacing what was kept."""
    text = json.dumps(content, ensure_ascii=False)
    found = _mine(work, noun, record_id)
    if found:
        found[0].content = text
        found[0].updated_at = work.actor.now()
        work.save(found[0])
    else:
        work.add(
            EditorDraft(
                user_id=work.actor.user_id,
                noun=noun,
                record_id=record_id,
                content=text,
                updated_at=work.actor.now(),
            )
        )


@operation("drop draft", needs=Permission.WORK)
def drop_draft(work: Work, noun: str, record_id: int | None) -> None:
    """Forget what was kept, because it was saved or given up."""
    for draft in _mine(work, noun, record_id):
        work.remove(draft)


def _mine(work: Work, noun: str, record_id: int | None) -> list[EditorDraft]:
    return work.find(EditorDraft, "user_id = ? AND noun = ? AND record_id IS ?", (work.actor.user_id, noun, record_id))
