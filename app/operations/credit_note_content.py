"""What stands on a credit note: what its invoice said, as far as it is taken back. Private to invoicing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.i18n import translator
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot
from app.models.invoice import Invoice, InvoiceLine
from app.models.pricing import line_amount
from app.models.shares import Share
from app.money import PRICE, QUANTITY, currency, divide
from app.operations.invoice_content import tax_rows
from app.operations.work import Work


def credit_note_snapshot(
    work: Work,
    invoice: Invoice,
    rows: Sequence[InvoiceLine],
    taken: dict[int, Share],
    number: str,
    code: str,
    day: date,
    reason: str,
) -> DocumentSnapshot:
    """The content of a credit note to be frozen; ``taken`` is what it takes back of each row of the invoice."""
    # The paper repeats what the invoice said; its first lines are the invoice's own, rounding stands after them.
    original = DocumentSnapshot.from_json(invoice.snapshot)
    include = original.prices_include_tax
    lines = []
    for row, printed in zip(rows, original.lines, strict=False):
        share = taken.get(row.id, Share())
        if share != Share():
            lines.append(_part(printed, Share(row.quantity, row.net, row.tax), share, original))
    _ = translator(original.language)
    beyond = sum(taken.get(row.id, Share()).net for row in rows[len(original.lines) :])
    bases = sum(line.gross if include else line.net for line in lines)
    subtotal = sum(line.amount for line in lines)
    return replace(
        original,
        kind=DocumentKind.CREDIT_NOTE,
        number=number,
        invoice_code=code,
        date=day.isoformat(),
        due_date="",
        lines=tuple(lines),
        taxes=tax_rows(work, lines),
        net=sum(line.net for line in lines),
        tax=sum(line.tax for line in lines),
        gross=sum(line.gross for line in lines),
        subtotal=subtotal,
        discount=subtotal - bases,
        rounding_off=0,
        cash_rounding=beyond,
        shows_payments=False,
        paid=0,
        outstanding=0,
        corrects=_("{number} of {day}").format(
            number=f"{invoice.code} {invoice.number}".strip(), day=invoice.date.isoformat()
        ),
        corrects_number=invoice.number,
        corrects_date=invoice.date.isoformat(),
        reason=reason,
        issued_by=work.actor.name,
    )


def _part(printed: DocumentLine, whole: Share, share: Share, original: DocumentSnapshot) -> DocumentLine:
    if share == whole:
        return printed
    base, of = (share.gross, whole.gross) if original.prices_include_tax else (share.net, whole.net)
    amount = divide(printed.amount * base, of) if of else base
    unit = currency(original.currency)
    price, discount = printed.price, printed.discount
    if line_amount(share.quantity, price, discount, unit) != amount:
        discount = 0
        price = divide(amount * QUANTITY * PRICE, share.quantity * unit.minor) if share.quantity else 0
    _ = translator(original.language)
    lowered = _("Price reduced") if not share.quantity else ""
    note = "\n".join(part for part in (printed.note, lowered) if part)
    return replace(
        printed,
        note=note,
        quantity=share.quantity,
        price=price,
        discount=discount,
        amount=amount,
        net=share.net,
        tax=share.tax,
        gross=share.gross,
    )
