"""The files of issued invoices and credit notes, kept as they were handed out."""

from __future__ import annotations

import hashlib

from app.errors import NotAllowed, UserError
from app.i18n import _
from app.models.actor import ACTS, Permission, who_may
from app.models.invoice import Invoice, InvoiceFile
from app.operations.operation import operation
from app.operations.work import Work

LARGEST_FILE = 50 * 1024 * 1024


@operation("keep invoice file", needs=Permission.SEE_MONEY)
def keep_invoice_file(work: Work, invoice_id: int, content: bytes, name: str, file_kind: str = "pdf") -> int:
    """Keep the bytes that were handed out, once per kind (pdf, xml, ofd); the same bytes again change nothing.

    For who may issue invoices or credit notes. Returns the id of the kept file.
    """
    if not (work.actor.may(Permission.ISSUE_INVOICES) or work.actor.may(Permission.VOID)):
        raise NotAllowed(
            _("You may not {act}. Ask someone who may: {roles}.").format(
                act=_(ACTS[Permission.ISSUE_INVOICES]), roles=who_may(Permission.ISSUE_INVOICES)
            ),
            code="not_allowed",
        )
    invoice = work.get(Invoice, invoice_id)
    if not content or len(content) > LARGEST_FILE:
        raise UserError(
            _("A kept file must have between 1 byte and 50 MB. Choose another file."), field="content", code="file_size"
        )
    digest = hashlib.sha256(content).hexdigest()
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
