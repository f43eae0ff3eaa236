"""A red invoice that the tax bureau's platform made: the credit note over the invoice that it takes back.

It goes through the very operation by which one is registered by hand. Private to registering the bureau's workbook.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.importing.bureau import RED, BureauRow, day_of
from app.importing.bureau_red import more_than_left, not_in_book
from app.models.actor import Permission, not_allowed
from app.models.invoice import Invoice, InvoiceType
from app.models.red_slip import KIND_OF, REASONS
from app.operations.credit_notes import credit_invoice
from app.operations.steps import amount_text
from app.operations.work import Work


@dataclass(frozen=True, slots=True)
class RedEntry:
    """A red invoice of the bureau's and the invoice that it takes back, by its number.

    ``reason`` is the bureau's code; all but a wrong invoice name the approved credit. ``slip_id`` is the slip that the
    book holds for it.
    """

    row: BureauRow
    number: str
    code: str
    reason: str
    credit_id: int | None = None
    slip_id: int | None = None


@dataclass(frozen=True, slots=True)
class RedDone:
    """The credit note that was made; ``told`` is how it differs from what the platform says."""

    invoice_id: int
    told: str = ""


def register_red(entry: RedEntry, work: Work) -> RedDone:
    """Register a red invoice as the credit note of its blue one. Raises UserError with what to do about it."""
    row = entry.row
    if not work.actor.may(Permission.VOID):
        raise not_allowed(Permission.VOID)
    if row.state != RED:
        raise UserError(_("Only a red invoice takes another one back."), code="not_red")
    blue = work.find(
        Invoice,
        "number = ? AND code = ? AND document_type = ?",
        (entry.number, entry.code, InvoiceType.INVOICE.value),
    )
    if not blue:
        raise UserError(not_in_book(entry.number), code="no_blue")
    invoice, amount = blue[0], abs(row.total)
    left = invoice.total - invoice.credited
    if amount > left:
        rest = amount_text(work, left) if left else ""
        raise UserError(more_than_left(invoice.number, amount_text(work, amount), rest), code="above_invoice")
    if entry.reason not in KIND_OF:
        raise UserError(_("Choose why it takes the invoice back: 01 to 04."), field="reason", code="reason")
    reason = _(REASONS[entry.reason])
    note_id = credit_invoice.function(
        work,
        invoice.id,
        KIND_OF[entry.reason],
        reason[:1].upper() + reason[1:],
        credit_id=entry.credit_id,
        amount=amount,
        number=row.number,
        code=row.code,
        date=day_of(row),
        red_slip_id=entry.slip_id,
        slip_number=row.takes_back.slip if entry.slip_id is None else "",
    )
    return RedDone(note_id, _tax_told(work, row, work.get(Invoice, note_id)))


def _tax_told(work: Work, row: BureauRow, note: Invoice) -> str:
    if row.tax is None or abs(row.tax) == note.tax:
        return ""
    return _("Its tax is {made} on the platform and {kept} in the book. Compare the lines of both.").format(
        made=amount_text(work, abs(row.tax)), kept=amount_text(work, note.tax)
    )
