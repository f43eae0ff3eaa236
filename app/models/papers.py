"""Papers of the book's own that were handed out: their bytes are kept and printed again as they were."""

from __future__ import annotations

from typing import ClassVar

from peewee import IntegerField

from app.models.base import MomentField, Record, blob, connection, text


class KeptPaper(Record):
    """The bytes of a paper about a record (``about_kind``, ``about_id``), written once per kind of file.

    Invoices keep theirs as ``InvoiceFile``; receipts and the other own papers keep them here.
    """

    kind: ClassVar[str] = "kept_paper"

    about_kind = text()
    about_id = IntegerField()
    file_kind = text("pdf")
    name = text()
    content = blob(null=False)
    sha256 = text()
    kept_at = MomentField()

    class Meta:
        indexes = ((("about_kind", "about_id", "file_kind"), True),)


def kept_bytes(about_kind: str, about_id: int, file_kind: str = "pdf") -> bytes | None:
    """The file that is kept of a record's paper; None while none is."""
    row = (
        connection()
        .execute(
            "SELECT content FROM kept_paper WHERE about_kind = ? AND about_id = ? AND file_kind = ?",
            (about_kind, about_id, file_kind),
        )
        .fetchone()
    )
    return bytes(row[0]) if row is not None else None


def is_kept(about_kind: str, about_id: int) -> bool:
    """Whether the PDF of a record's paper is kept, without reading it."""
    row = connection().execute(
        "SELECT 1 FROM kept_paper WHERE about_kind = ? AND about_id = ? AND file_kind = 'pdf'", (about_kind, about_id)
    )
    return row.fetchone() is not None
