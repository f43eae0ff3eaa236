"""Keeping the papers of the book's own as they were handed out."""

from __future__ import annotations

import hashlib

from app.errors import UserError
from app.i18n import _
from app.importing.limits import LIMITS
from app.models.base import Record
from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.operations.work import Work


def file_hash(content: bytes) -> str:
    """The hash under which a file is kept. Raises UserError for one without bytes and for one that is too large."""
    if not content or len(content) > LIMITS.kept:
        raise UserError(
            _("A kept file must have between 1 byte and 50 MB. Choose another file."), field="content", code="file_size"
        )
    return hashlib.sha256(content).hexdigest()


def keep_bytes(work: Work, record: Record, content: bytes, name: str, file_kind: str = "pdf") -> int:
    """Keep the file of a record's paper, once for each kind; the same bytes again change nothing.

    Returns the id of the kept file.
    """
    digest = file_hash(content)
    where, values = "about_kind = ? AND about_id = ? AND file_kind = ?", (record.kind, record.id, file_kind)
    for kept in work.find(KeptPaper, where, values):
        if kept.sha256 == digest:
            return int(kept.id)
        raise UserError(
            _("This paper is kept already, and a kept document never changes. Print it again from the book."),
            field="content",
            code="kept_already",
        )
    file = work.add(
        KeptPaper(
            about_kind=record.kind,
            about_id=record.id,
            file_kind=file_kind,
            name=name,
            content=content,
            sha256=digest,
            kept_at=work.actor.now(),
        )
    )
    work.tell(file=name, sha256=digest)
    return int(file.id)


def keep_letter(work: Work, letter: CustomerLetter) -> CustomerLetter:
    """Keep what a letter of today says, with its hash, its moment and who made it."""
    letter.date = work.today
    letter.content_hash = hashlib.sha256(letter.content.encode()).hexdigest()
    letter.made_at = work.actor.now()
    letter.made_by = work.actor.user_id or None
    return work.add(letter)
