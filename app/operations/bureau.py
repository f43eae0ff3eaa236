"""Registering the invoices that the tax bureau's platform made, many at once, as a person confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.errors import UserError
from app.i18n import _
from app.importing.bureau import LIVE, BureauRow, day_of
from app.models.actor import Permission
from app.models.invoice import Invoice, InvoiceRequest
from app.models.invoice_kinds import KINDS
from app.models.order import Order
from app.operations.batch_steps import Refused, tried
from app.operations.bureau_red import RedDone, RedEntry, register_red
from app.operations.invoice_content import Buyer, buyer_of
from app.operations.invoice_requests import buyer_asked_for
from app.operations.invoices import issue_invoice
from app.operations.operation import operation
from app.operations.work import Work

REGISTERED, RED_REGISTERED, KNOWN, REFUSED = "registered", "red_registered", "known", "refused"


@dataclass(frozen=True, slots=True)
class BureauEntry:
    """An invoice of the bureau's and what it bills: a request's order, or an order that nobody asked it for."""

    row: BureauRow
    order_id: int
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class BureauOutcome:
    """What became of one invoice: ``state`` is registered (blue or red), known or refused.

    ``reason`` is why it was refused, or what a person should compare.
    """

    row: int
    number: str
    state: str
    invoice_id: int = 0
    reason: str = ""


@operation("register bureau invoices", needs=Permission.ISSUE_INVOICES)
def register_bureau_invoices(
    work: Work, entries: Sequence[BureauEntry | RedEntry], file: str = ""
) -> tuple[BureauOutcome, ...]:
    """Register the bureau's invoices as a person confirmed them, each as one is registered by hand.

    The blue ones come first, so that a red one finds its invoice where both stand in the file. One whose number is in
    the book already adds nothing, so that the same workbook can come in twice. One that is refused leaves the others
    as they are. Red ones take the right to credit besides.
    """
    found: list[BureauOutcome] = []
    for done, entry in enumerate(sorted(entries, key=_turn)):
        work.actor.progress(done, len(entries))
        row = entry.row
        if work.value("SELECT 1 FROM invoice WHERE number = ? AND code = ?", (row.number, row.code)):
            found.append(BureauOutcome(row.row, row.number, KNOWN))
            continue
        register = partial(register_red, entry) if isinstance(entry, RedEntry) else partial(_register, entry)
        made = tried(work, row.row, register, lambda _work, _row: "")
        if isinstance(made, Refused):
            found.append(BureauOutcome(row.row, row.number, REFUSED, reason=made.reason))
        elif isinstance(made, RedDone):
            found.append(BureauOutcome(row.row, row.number, RED_REGISTERED, made.invoice_id, made.told))
        else:
            found.append(BureauOutcome(row.row, row.number, REGISTERED, made))
    registered = [each for each in found if each.invoice_id]
    if registered:
        work.about(work.get(Invoice, registered[0].invoice_id), registered[0].number)
    states = [each.state for each in found]
    work.tell(file=file, count=len(registered), red=states.count(RED_REGISTERED), refused=states.count(REFUSED))
    return tuple(found)


def _turn(entry: BureauEntry | RedEntry) -> tuple[bool, str]:
    red = isinstance(entry, RedEntry)
    return red, entry.row.date if red else ""


def _register(entry: BureauEntry, work: Work) -> int:
    row = entry.row
    if row.state != LIVE:
        raise UserError(_("Only invoices that hold are registered here, no red or voided ones."), code="not_live")
    request = work.get(InvoiceRequest, entry.request_id) if entry.request_id is not None else None
    asked = (
        buyer_asked_for(request) if request is not None else buyer_of(work, work.get(Order, entry.order_id).customer_id)
    )
    return issue_invoice.function(
        work,
        [entry.order_id],
        amount=row.total,
        invoice_kind=_kind(row, request),
        buyer=Buyer(
            title=row.title or asked.title,
            title_kind=asked.title_kind if row.tax_number or asked.title_kind == "person" else "person",
            tax_number=row.tax_number or asked.tax_number,
            address=asked.address,
            phone=asked.phone,
            bank=asked.bank,
        ),
        request_ids=[entry.request_id] if entry.request_id is not None else (),
        number=row.number,
        code=row.code,
        date=day_of(row),
        notes=row.remark,
    )


def _kind(row: BureauRow, request: InvoiceRequest | None) -> str:
    """What the file says; else what was asked for, if its numbers have this form; else the ordinary kind."""
    digital = len(row.number) == 20
    if row.kind:
        return row.kind
    if request is not None and request.invoice_kind in KINDS:
        asked = KINDS[request.invoice_kind]
        if not asked.own_series and asked.key.startswith("digital") is digital:
            return asked.key
    return "digital_normal" if digital else "paper_normal"
