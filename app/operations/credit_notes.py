"""Credit notes: an issued invoice taken back in part or as a whole. They never change what an order is worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from app.errors import ChangedMeanwhile, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.document import DocumentSnapshot
from app.models.invoice import CreditNoteReason, Invoice, InvoiceLine, InvoiceType
from app.models.invoice_kinds import KINDS, InvoiceKind, check_number
from app.models.order import Order, OrderLine
from app.models.payment import Credit, CreditLine, CreditState
from app.models.red_slip import red_remark
from app.models.shares import Share, spread
from app.operations.credit_note_content import credit_note_snapshot
from app.operations.decisions import fact_day
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import add_request
from app.operations.invoices import check_unused, count_line, freeze, require_issued
from app.operations.operation import operation
from app.operations.parts import LinePart, OpenLine, resolve
from app.operations.red_slips import usable_slip
from app.operations.steps import amount_text, require_positive, require_reason, settle
from app.operations.work import Work


@operation("credit invoice", needs=Permission.VOID)
def credit_invoice(
    work: Work,
    invoice_id: int,
    reason_kind: str,
    reason: str,
    credit_id: int | None = None,
    lines: Sequence[LinePart] | None = None,
    amount: int | None = None,
    new_request: bool = False,
    number: str = "",
    code: str = "",
    date: date | None = None,
    left: int | None = None,
    red_slip_id: int | None = None,
    slip_number: str = "",
) -> int:
    """Issue a credit note over an invoice; returns its id. Its amounts are positive, and the invoice stays as it was.

    A *correction* takes back parts of invoice lines, an amount spread over them, or all that is left, and leaves the
    order's worth as it is; with ``new_request`` a whole correction asks for the new invoice at once. The other reasons
    name an approved credit of an order on the invoice, take its lines unless parts or another amount are given, take
    nothing of other orders unless parts are given, and never exceed it. ``left`` is what the form showed as not
    credited yet; nothing is issued where something was credited since. ``red_slip_id`` is the slip by which the tax
    bureau allowed it: its reason and amount have to be those of the note. ``slip_number`` is noted on the note
    where the book holds no such slip.
    """
    invoice = work.get(Invoice, invoice_id)
    require_issued(invoice)
    if left is not None and left != invoice.total - invoice.credited:
        raise ChangedMeanwhile(
            _(
                "Something of invoice {number} was credited since this form was opened, perhaps by a second click. "
                "Nothing was issued again; look at its credit notes first."
            ).format(number=invoice.number),
            code="changed_meanwhile",
        )
    reason = require_reason(reason)
    why = _reason(reason_kind)
    kind = KINDS[invoice.invoice_kind]
    number, code = check_number(kind, number, code)
    day = _day(work, kind, invoice, date)
    rows = work.find(InvoiceLine, "invoice_id = ?", (invoice.id,), order="position")
    credit = _credit(work, why, credit_id, {row.order_id for row in rows})
    open_shares = _left(work, invoice, rows)
    if credit is not None and lines is None:
        open_shares = {row.id: open_shares[row.id] if row.order_id == credit.order_id else Share() for row in rows}
        taken = _of_credit(work, credit, rows, open_shares, amount)
    else:
        taken = _taken(work, rows, open_shares, lines, amount)
    total = sum(share.gross for share in taken.values())
    _check_total(work, invoice, credit, max(total, amount or 0), sum(share.gross for share in open_shares.values()))
    whole = total == invoice.total - invoice.credited
    if why is CreditNoteReason.CORRECTION and kind.whole_corrections and (not whole or invoice.credited):
        raise UserError(
            _("An invoice of this kind is corrected only as a whole. Credit all of it and issue a new one."),
            field="lines",
            code="whole_only",
        )
    if new_request and not (whole and why is CreditNoteReason.CORRECTION):
        raise UserError(
            _("A new invoice is asked for only with a correction of the whole invoice."),
            field="new_request",
            code="not_whole",
        )
    if not kind.own_series:
        check_unused(work, number, code)
    slip = usable_slip(work, red_slip_id, invoice, why, total) if red_slip_id is not None else None
    remark = red_remark(invoice.number, slip.number if slip is not None else slip_number) if kind.red_slip else None
    given = number or work.draw("credit_note", day)
    note = _issue(work, invoice, rows, taken, why, reason, credit, given, code, day, remark)
    if slip is not None:
        slip.credit_note_id = note.id
        work.save(slip)
    invoice.credited += note.total
    work.save(invoice)
    _uncount(work, invoice, rows, taken, new_request=new_request)
    work.about(note, note.number)
    work.tell(amount=note.total, reason=reason, corrects=invoice.number)
    work.happened("invoice credited")
    return int(note.id)


def _reason(reason_kind: str) -> CreditNoteReason:
    if reason_kind not in set(CreditNoteReason):
        raise UserError(
            _("A credit note is a correction, a return, an allowance or a termination. Choose one of them."),
            field="reason_kind",
            code="reason_kind",
        )
    return CreditNoteReason(reason_kind)


def _day(work: Work, kind: InvoiceKind, invoice: Invoice, day: date | None) -> date:
    told = fact_day(work, day)
    if kind.own_series and told != work.today:
        raise UserError(
            _("A credit note of the own series is dated today, because its numbers follow the calendar."),
            field="date",
            code="date_not_today",
        )
    if told < invoice.date:
        raise UserError(
            _("A credit note cannot be dated before its invoice of {day}. Check the date.").format(
                day=invoice.date.isoformat()
            ),
            field="date",
            code="before_invoice",
        )
    return told


def _credit(work: Work, why: CreditNoteReason, credit_id: int | None, billed: Collection[int | None]) -> Credit | None:
    if why is CreditNoteReason.CORRECTION:
        if credit_id is not None:
            raise UserError(
                _("A correction leaves the order's worth as it is and names no credit. Leave the credit empty."),
                field="credit_id",
                code="credit_not_wanted",
            )
        return None
    credit = work.get(Credit, credit_id) if credit_id is not None else None
    if (
        credit is None
        or credit.state != CreditState.APPROVED
        or credit.credit_kind != why.value
        or credit.order_id not in billed
    ):
        raise UserError(
            _(
                "This credit note needs the approved credit of its kind that lowered the order's worth. Choose it, or "
                "have it approved first."
            ),
            field="credit_id",
            code="no_credit",
        )
    return credit


def _left(work: Work, invoice: Invoice, rows: Sequence[InvoiceLine]) -> dict[int, Share]:
    taken = {
        (order_id, line_id): Share(quantity, net, tax)
        for order_id, line_id, quantity, net, tax in work.connection.execute(
            "SELECT l.order_id, l.order_line_id, sum(l.quantity), sum(l.net), sum(l.tax) FROM invoice_line l "
            "JOIN invoice i ON i.id = l.invoice_id WHERE i.corrects_id = ? AND i.state = 'issued' "
            "GROUP BY l.order_id, l.order_line_id",
            (invoice.id,),
        )
    }
    return {row.id: _share(row).less(taken.get((row.order_id, row.order_line_id), Share())) for row in rows}


def _share(row: InvoiceLine) -> Share:
    return Share(row.quantity, row.net, row.tax)


def _taken(
    work: Work,
    rows: Sequence[InvoiceLine],
    left: dict[int, Share],
    parts: Sequence[LinePart] | None,
    amount: int | None,
) -> dict[int, Share]:
    if parts is not None:
        return resolve(work, parts, {row.id: OpenLine(row.description, _share(row), left[row.id]) for row in rows})
    if amount is None:
        return dict(left)
    require_positive(amount)
    open_amount = sum(share.gross for share in left.values())
    return dict(zip(left, spread(min(amount, open_amount), list(left.values())), strict=True))


def _of_credit(
    work: Work, credit: Credit, rows: Sequence[InvoiceLine], left: dict[int, Share], amount: int | None
) -> dict[int, Share]:
    """The credit's own lines, or the amount shared over them; over all lines of its order where they don't hold it."""
    own = _from_credit(work, credit, rows, left)
    if amount is None:
        return own
    enough = amount <= sum(share.gross for share in own.values())
    return _taken(work, rows, own if enough else left, None, amount)


def _from_credit(work: Work, credit: Credit, rows: Sequence[InvoiceLine], left: dict[int, Share]) -> dict[int, Share]:
    # The credit's lines as far as this invoice bills them and no other note has taken them yet.
    noted = {
        line_id: Share(quantity, net, tax)
        for line_id, quantity, net, tax in work.connection.execute(
            "SELECT l.order_line_id, sum(l.quantity), sum(l.net), sum(l.tax) FROM invoice_line l "
            "JOIN invoice i ON i.id = l.invoice_id WHERE i.credit_id = ? AND i.state = 'issued' "
            "GROUP BY l.order_line_id",
            (credit.id,),
        )
    }
    parts = {
        p.order_line_id: Share(p.quantity, p.net, p.tax) for p in work.find(CreditLine, "credit_id = ?", (credit.id,))
    }
    beyond = credit.amount - sum(share.gross for share in parts.values())
    taken: dict[int, Share] = {}
    for row in rows:
        if row.order_id != credit.order_id:
            continue
        whole = parts.get(row.order_line_id, Share()) if row.order_line_id is not None else Share(0, beyond, 0)
        rest, room = whole.less(noted.get(row.order_line_id, Share())), left[row.id]
        taken[row.id] = Share(
            max(0, min(rest.quantity, room.quantity)), _nearer(rest.net, room.net), _nearer(rest.tax, room.tax)
        )
    return taken


def _nearer(one: int, other: int) -> int:
    if one * other <= 0:
        return 0
    return min(one, other) if one > 0 else max(one, other)


def _check_total(work: Work, invoice: Invoice, credit: Credit | None, total: int, left: int) -> None:
    if credit is not None:
        noted = work.value(
            "SELECT coalesce(sum(total), 0) FROM invoice WHERE credit_id = ? AND state = 'issued'", (credit.id,)
        )
        left = min(left, credit.amount - int(noted))
    if not 0 < total <= left:
        raise UserError(
            _(
                "At most {left} of invoice {number} can be credited for this reason, and more than zero. Change the "
                "amount."
            ).format(left=amount_text(work, max(left, 0)), number=invoice.number),
            field="amount",
            code="above_invoice",
        )


def _issue(
    work: Work,
    invoice: Invoice,
    rows: Sequence[InvoiceLine],
    taken: dict[int, Share],
    why: CreditNoteReason,
    reason: str,
    credit: Credit | None,
    number: str,
    code: str,
    day: date,
    remark: str | None,
) -> Invoice:
    snapshot = credit_note_snapshot(work, invoice, rows, taken, number, code, day, reason)
    if remark is not None:
        snapshot = replace(snapshot, notes=remark)
    note = freeze(
        work,
        snapshot,
        Invoice(
            document_type=InvoiceType.CREDIT_NOTE,
            invoice_kind=invoice.invoice_kind,
            code=code,
            number=number,
            customer_id=invoice.customer_id,
            title=invoice.title,
            tax_number=invoice.tax_number,
            date=day,
            corrects_id=invoice.id,
            credit_id=credit.id if credit is not None else None,
            reason_kind=why,
            reason=reason,
        ),
    )
    position = 0
    for row in rows:
        share = taken.get(row.id, Share())
        if share == Share():
            continue
        position += 1
        work.add(
            InvoiceLine(
                invoice_id=note.id,
                position=position,
                order_id=row.order_id,
                order_line_id=row.order_line_id,
                description=row.description,
                unit=row.unit,
                quantity=share.quantity,
                tax_code_id=row.tax_code_id,
                tax_rate=row.tax_rate,
                net=share.net,
                tax=share.tax,
            )
        )
    return note


def _uncount(
    work: Work, invoice: Invoice, rows: Sequence[InvoiceLine], taken: dict[int, Share], *, new_request: bool
) -> None:
    sums: dict[int, int] = {}
    for row in rows:
        share = taken.get(row.id, Share())
        if share == Share():
            continue
        assert row.order_id is not None  # every line that was issued here bills an order
        sums[row.order_id] = sums.get(row.order_id, 0) + share.gross
        if row.order_line_id is not None:
            count_line(work, work.get(OrderLine, row.order_line_id), share, -1)
    printed = DocumentSnapshot.from_json(invoice.snapshot).buyer
    buyer = Buyer(
        title=invoice.title,
        title_kind="company" if invoice.tax_number else "person",
        tax_number=invoice.tax_number,
        address=printed.address,
        phone=printed.phone,
        bank=printed.bank,
    )
    for order_id, total in sums.items():
        order = work.get(Order, order_id)
        order.invoiced -= total
        if new_request and total > 0:
            add_request(work, order, invoice.invoice_kind, buyer, total)
        settle(work, order, may_complete=False)
