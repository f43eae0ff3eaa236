"""Papers of the book's own that were handed out: their bytes are kept and printed again as they were."""

from __future__ import annotations

from typing import ClassVar

from peewee import IntegerField

from app.models.base import MomentField, Record, blob, text


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
