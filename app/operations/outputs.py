"""What left the book: exports and prints stand on the trail as small operations of their own."""

from __future__ import annotations

from collections.abc import Sequence

from app.models.actor import Permission
from app.operations.operation import operation
from app.operations.work import Work

_NAMED = 2_000


@operation("export", needs=Permission.EXPORT)
def note_export(work: Work, noun: str, file: str, rows: int) -> None:
    """Note that a list or a statistic was written to a file; ``file`` is its name without folders."""
    work.tell(noun=noun, file=file, rows=rows)


@operation("print", needs=Permission.WORK)
def note_print(work: Work, document: str, numbers: Sequence[str], copies: Sequence[str] = ()) -> None:
    """Note that documents were printed or saved as PDF; of very many, the first ones are named. ``copies`` are those
    that carry the mark of a copy."""
    work.tell(document=document, count=len(numbers), numbers=list(numbers[:_NAMED]))
    if copies:
        work.tell(copies=list(copies[:_NAMED]))
