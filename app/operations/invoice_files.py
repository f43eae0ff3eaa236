"""The files of issued invoices and credit notes, kept as they were handed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor, Permission, not_allowed
from app.models.invoice import Invoice, InvoiceFile
from app.operations.operation import operation
from app.operations.own_papers import file_hash
from app.operations.work import Done, Work


class MadeFile(Protocol):
    """A file that was made of an issued document; ``kind`` as for ``keep_invoice_file``."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> bytes: ...


@operation("keep invoice file", needs=Permission.SEE_MONEY)
def keep_invoice_file(work: Work, invoice_id: int, content: bytes, name: str, file_kind: str = "pdf") -> int:
    """Keep the bytes that were handed out, once per kind (pdf, xml, ofd); the same bytes again change nothing.

    For who may issue invoices or credit notes. Returns the id of the kept file.
    """
    if not (work.actor.may(Permission.ISSUE_INVOICES) or work.actor.may(Permission.VOID)):
        raise not_allowed(Permission.ISSUE_INVOICES)
    invoice = work.get(Invoice, invoice_id)
    digest = file_hash(content)
    for kept in work.find(InvoiceFile, "invoice_id = ? AND file_kind = ?", (invoice_id, file_kind)):
        if kept.sha256 == digest:
            return int(kept.id)
        raise UserError(
            _(
                "A {kind} file of invoice {number} is kept already, and a kept document never changes. Print it again "
                "from the book."
            ).format(kind=file_kind.upper(), number=invoice.number),
            field="content",
            code="kept_already",
        )
    file = work.add(
        InvoiceFile(
            invoice_id=invoice_id,
            file_kind=file_kind,
            name=name,
            content=content,
            sha256=digest,
            kept_at=work.actor.now(),
        )
    )
    work.about(invoice, invoice.number)
    work.tell(file=name, sha256=digest)
    return int(file.id)


def keep_made_files(actor: Actor, invoice_id: int, files: Sequence[MadeFile]) -> Done[int] | None:
    """Keep the files that were made of an issued document, of which the PDF is the first; what keeping it gave back.

    The PDF is kept last: what was kept before an interruption is made again in the same way.
    """
    kept = None
    for file in reversed(files):
        kept = keep_invoice_file(actor, invoice_id, file.content, file.name, file.kind)
    return kept
