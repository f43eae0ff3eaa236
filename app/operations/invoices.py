"""Invoices: issued once and frozen, and voided where their kind allows it.

A second click issues nothing: what is invoiced already is no longer open, a request is used up by its invoice, and
``versions`` (the orders' versions that the form showed) refuses an issue over orders that changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from app.errors import ChangedMeanwhile, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.audit import head
from app.models.document import DocumentSnapshot
from app.models.invoice import (
    Invoice,
    InvoiceLine,
    InvoiceState,
    InvoiceType,
    RequestState,
)
from app.models.invoice_kinds import KINDS, OWN, InvoiceKind, check_number, kind_named
from app.models.order import Order, OrderLine
from app.models.shares import Share, beyond_lines_to_invoice, left_to_invoice, spread, whole_of
from app.operations.decisions import fact_day, require_counted
from app.operations.invoice_content import Billed, Buyer, buyer_of, check_buyer, invoice_snapshot
from app.operations.invoice_requests import buyer_asked_for, open_request
from app.operations.operation import operation
from app.operations.parts import LinePart, OpenLine, credited_quantities, resolve
from app.operations.steps import amount_text, lines_of, order_name, require_positive, require_reason, settle
from app.operations.work import Work


@operation("issue invoice", needs=Permission.ISSUE_INVOICES)
def issue_invoice(
    work: Work,
    order_ids: Sequence[int],
    lines: Sequence[LinePart] | None = None,
    amount: int | None = None,
    invoice_kind: str = OWN,
    buyer: Buyer | None = None,
    due_date: date | None = None,
    request_id: int | None = None,
    number: str = "",
    code: str = "",
    date: date | None = None,
    notes: str = "",
    versions: Mapping[int, int] | None = None,
) -> int:
    """Issue an invoice over orders of one customer, or register the one that an authority's platform made.

    It bills all that is open of the orders, or the given parts of their lines, or an ``amount`` spread over one order.
    Papers of the own series are dated and numbered today; authority-numbered ones carry the typed number, code and
    date. A request gives buyer, kind and amount unless they are given. Returns the invoice's id.
    """
    request = open_request(work, request_id) if request_id is not None else None
    if request is not None:
        buyer = buyer or buyer_asked_for(request)
        invoice_kind = request.invoice_kind if invoice_kind == OWN else invoice_kind
        amount = request.amount if amount is None and lines is None else amount
        if list(order_ids) != [request.order_id]:
            raise UserError(
                _("The request asks for an invoice of one other order. Issue it for that order."),
                field="order_ids",
                code="other_order",
            )
    kind = kind_named(invoice_kind, work.company.country)
    orders = _orders(work, order_ids, versions)
    buyer = buyer or buyer_of(work, orders[0].customer_id)
    check_buyer(kind, buyer)
    typed_number, typed_code = check_number(kind, number, code)
    day = _day(work, kind, date)
    billed = _billed(work, orders, lines, amount)
    if not kind.own_series:
        check_unused(work, typed_number, typed_code)
    given = typed_number or work.draw("invoice", day)
    due = due_date or max((o.due_date for o in orders if o.due_date is not None and o.due_date >= day), default=None)
    snapshot = invoice_snapshot(
        work, kind, buyer, billed, code=typed_code, number=given, day=day, due_date=due, notes=notes.strip()
    )
    invoice = freeze(
        work,
        snapshot,
        Invoice(
            invoice_kind=kind.key,
            code=typed_code,
            number=given,
            customer_id=orders[0].customer_id,
            title=buyer.title.strip(),
            tax_number=buyer.tax_number.strip(),
            date=day,
            due_date=due,
        ),
    )
    add_lines(work, invoice, billed, 1)
    if request is not None:
        request.state = RequestState.ISSUED
        request.invoice_id = invoice.id
        work.save(request)
        orders[0].invoice_requested -= request.amount
    for part in billed:
        part.order.invoiced += part.total
        settle(work, part.order, may_complete=False)
    work.about(invoice, invoice.number)
    work.tell(amount=invoice.total)
    work.happened("invoice issued")
    return int(invoice.id)


def _orders(work: Work, order_ids: Sequence[int], versions: Mapping[int, int] | None) -> list[Order]:
    if not order_ids or len(set(order_ids)) != len(order_ids):
        raise UserError(_("Choose the orders to invoice, each of them once."), field="order_ids", code="no_orders")
    orders = [work.get(Order, order_id) for order_id in order_ids]
    for order in orders:
        require_counted(order)
        if order.customer_id != orders[0].customer_id or order.prices_include_tax != orders[0].prices_include_tax:
            raise UserError(
                _(
                    "Order {order} is of another customer, or priced differently; one invoice bills orders of one "
                    "customer with the same kind of prices. Issue it alone."
                ).format(order=order_name(order)),
                field="order_ids",
                code="other_customer",
            )
        if versions is not None and versions.get(order.id) != order.version:
            raise ChangedMeanwhile(
                _(
                    "Order {order} changed since this form was opened, perhaps by a second click. Nothing was issued "
                    "again; look at the order's invoices first."
                ).format(order=order_name(order)),
                code="changed_meanwhile",
            )
    return orders


def _day(work: Work, kind: InvoiceKind, day: date | None) -> date:
    if kind.own_series and day is not None and day != work.today:
        raise UserError(
            _("An invoice of the own series is dated today, because its numbers follow the calendar."),
            field="date",
            code="date_not_today",
        )
    return fact_day(work, day)


def _billed(
    work: Work, orders: Sequence[Order], parts: Sequence[LinePart] | None, amount: int | None
) -> tuple[Billed, ...]:
    lines = {order.id: lines_of(work, order.id) for order in orders}
    left = {order.id: _left(work, order, lines[order.id]) for order in orders}
    taken: dict[int, Share]
    if parts is not None:
        taken = resolve(
            work,
            parts,
            {
                line.id: OpenLine(line.description, whole_of(line), left[o.id][line.id])
                for o in orders
                for line in lines[o.id]
            },
        )
    elif amount is not None:
        if len(orders) > 1:
            raise UserError(
                _("An amount can be invoiced for one order at a time. Choose lines, or one order."),
                field="amount",
                code="several_orders",
            )
        require_positive(amount)
        open_shares = left[orders[0].id]
        within = min(amount, sum(share.gross for share in open_shares.values()))
        taken = dict(zip(open_shares, spread(within, list(open_shares.values())), strict=True))
    else:
        taken = {line_id: share for shares in left.values() for line_id, share in shares.items()}
    return tuple(_bill(work, order, lines[order.id], left[order.id], taken, amount) for order in orders)


def _left(work: Work, order: Order, lines: list[OrderLine]) -> dict[int, Share]:
    credited = credited_quantities(work, order.id)
    return {line.id: left_to_invoice(line, credited.get(line.id, 0)) for line in lines}


def _bill(
    work: Work,
    order: Order,
    lines: list[OrderLine],
    left: dict[int, Share],
    taken: dict[int, Share],
    amount: int | None,
) -> Billed:
    # The invoice that takes the last of all lines also takes what the order is worth beyond them.
    parts = tuple((line, taken[line.id]) for line in lines if taken.get(line.id, Share()) != Share())
    beyond = 0
    if all(taken.get(line.id, Share()).gross == left[line.id].gross for line in lines):
        beyond = beyond_lines_to_invoice(order, lines)
        if amount is not None:
            beyond = min(beyond, amount - sum(share.gross for _line, share in parts))
    billed = Billed(order, parts, beyond)
    open_amount = order.worth - order.invoiced
    if billed.total <= 0:
        raise UserError(
            _("Nothing of order {order} is left to invoice. Look at its invoices, or credit one first.").format(
                order=order_name(order)
            ),
            field="lines",
            code="nothing_to_invoice",
        )
    if billed.total > open_amount or (amount is not None and amount != billed.total):
        raise UserError(
            _(
                "Only {left} of order {order} can still be invoiced. Lower the amount, or credit an earlier invoice "
                "first."
            ).format(left=amount_text(work, max(open_amount, 0)), order=order_name(order)),
            field="amount",
            code="above_worth",
        )
    return billed


def check_unused(work: Work, number: str, code: str) -> None:
    """Refuse a number that stands on another document already."""
    if work.value("SELECT 1 FROM invoice WHERE number = ? AND code = ?", (number, code)):
        raise UserError(
            _("Invoice {number} is in this book already, and no number is issued twice. Check the number.").format(
                number=f"{code} {number}".strip()
            ),
            field="number",
            code="number_taken",
        )


def freeze(work: Work, snapshot: DocumentSnapshot, invoice: Invoice) -> Invoice:
    """Store a fiscal document with its canonical content, the content's hash, and the trail's last entry before it."""
    content = snapshot.to_json()
    entry, digest = head(work.connection)
    invoice.net = snapshot.net + snapshot.cash_rounding
    invoice.tax = snapshot.tax
    invoice.total = invoice.net + invoice.tax
    invoice.snapshot = content
    invoice.snapshot_hash = hashlib.sha256(content.encode()).hexdigest()
    invoice.anchor = f"{entry}:{digest}"
    invoice.issued_at = work.actor.now()
    invoice.issued_by = work.actor.user_id or None
    return work.add(invoice)


def add_lines(work: Work, invoice: Invoice, billed: Sequence[Billed], sign: int) -> None:
    """Store the lines of an invoice (``sign`` 1) or credit note (-1) and count them on the order lines.

    What is billed beyond the lines follows them, one line per order without an order line.
    """
    position = 0
    for part in billed:
        for line, share in part.parts:
            position += 1
            work.add(
                InvoiceLine(
                    invoice_id=invoice.id,
                    position=position,
                    order_id=part.order.id,
                    order_line_id=line.id,
                    description=line.description,
                    unit=line.unit,
                    quantity=share.quantity,
                    tax_code_id=line.tax_code_id,
                    tax_rate=line.tax_rate,
                    net=share.net,
                    tax=share.tax,
                )
            )
            count_line(work, line, share, sign)
    for part in billed:
        if part.beyond:
            position += 1
            work.add(
                InvoiceLine(
                    invoice_id=invoice.id,
                    position=position,
                    order_id=part.order.id,
                    description=_("Rounding"),
                    quantity=0,
                    net=part.beyond,
                )
            )


def count_line(work: Work, line: OrderLine, share: Share, sign: int) -> None:
    """Count a share as invoiced on its order line, or no longer."""
    line.invoiced_quantity += sign * share.quantity
    line.invoiced_net += sign * share.net
    line.invoiced_tax += sign * share.tax
    work.save(line)


@operation("void invoice", needs=Permission.VOID)
def void_invoice(work: Work, invoice_id: int, reason: str) -> None:
    """Void an issued invoice whose kind allows it; its number stays used, and its orders can be invoiced again."""
    invoice = work.get(Invoice, invoice_id)
    reason = require_reason(reason)
    require_issued(invoice)
    kind = KINDS[invoice.invoice_kind]
    month = (work.today.year, work.today.month)
    late = kind.void_in_month and (invoice.date.year, invoice.date.month) != month
    if not kind.may_void or late:
        rule = _("voided only in the month of its issue") if kind.void_in_month else _("never voided")
        raise UserError(
            _("Invoice {number} is of a kind that is {rule}. Issue a credit note instead.").format(
                number=invoice.number, rule=rule
            ),
            code="may_not_void",
        )
    if invoice.credited:
        raise UserError(
            _("A credit note was issued for invoice {number}, so it cannot be voided. Credit the rest instead.").format(
                number=invoice.number
            ),
            code="credited",
        )
    work.open_day(invoice.date)
    work.open_day(work.today)
    invoice.state = InvoiceState.VOIDED
    invoice.void_reason = reason
    invoice.voided_on = work.today
    work.save(invoice)
    sums: dict[int, int] = {}
    for part in work.find(InvoiceLine, "invoice_id = ?", (invoice.id,), order="position"):
        assert part.order_id is not None  # every line that was issued here bills an order
        sums[part.order_id] = sums.get(part.order_id, 0) + part.net + part.tax
        if part.order_line_id is not None:
            count_line(work, work.get(OrderLine, part.order_line_id), Share(part.quantity, part.net, part.tax), -1)
    for order_id, total in sums.items():
        order = work.get(Order, order_id)
        order.invoiced -= total
        settle(work, order, may_complete=False)
    work.about(invoice, invoice.number)
    work.tell(reason=reason)
    work.happened("invoice voided")


def require_issued(invoice: Invoice) -> None:
    """Refuse a credit note, or an invoice that is voided."""
    if invoice.document_type != InvoiceType.INVOICE:
        raise UserError(
            _("{number} is a credit note; it stays as it was issued. Issue a new invoice instead.").format(
                number=invoice.number
            ),
            code="credit_note",
        )
    if invoice.state != InvoiceState.ISSUED:
        raise UserError(
            _("Invoice {number} is voided, so nothing more can be done with it. Issue a new one.").format(
                number=invoice.number
            ),
            code="state",
        )
