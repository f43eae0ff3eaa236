"""The originals of invoices that the tax bureau's platform made: kept as they came, with their hash."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.invoice import Invoice
from app.models.invoice_kinds import KINDS
from app.operations.invoice_files import keep_invoice_file
from app.operations.operation import operation
from app.operations.work import Work

PREFIX = "original-"
"""Before the kind of file under which an original is kept, beside the papers that the book made itself."""


@operation("keep original", needs=Permission.ISSUE_INVOICES)
def keep_original(work: Work, invoice_id: int, content: bytes, name: str, file_kind: str) -> int:
    """Keep the original of an invoice or credit note, once for each kind (``pdf``, ``ofd``, ``xml``).

    The same bytes again change nothing; others are refused, because a kept document never changes. Returns the id of
    the kept file.
    """
    invoice = work.get(Invoice, invoice_id)
    kind = KINDS.get(invoice.invoice_kind)
    if kind is None or kind.own_series:
        raise UserError(
            _("{number} is a paper of this book, so there is no original of it elsewhere.").format(
                number=invoice.number
            ),
            code="own_paper",
        )
    if file_kind not in ("pdf", "ofd", "xml"):
        raise UserError(_("An original is a PDF, OFD or XML file. Choose another file."), field="content", code="kind")
    return keep_invoice_file.function(work, invoice_id, content, name.strip(), f"{PREFIX}{file_kind}")
