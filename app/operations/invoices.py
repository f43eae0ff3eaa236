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
    InvoiceRequest,
    InvoiceState,
    InvoiceType,
    RequestState,
)
from app.models.invoice_kinds import KINDS, OWN, InvoiceKind, check_number, kind_named
from app.models.order import Order, OrderLine
from app.models.paper_style import dress
from app.models.shares import Share
from app.models.terms import invoice_due
from app.operations.decisions import fact_day, require_counted
from app.operations.einvoice_facts import with_machine_facts
from app.operations.invoice_billing import bill
from app.operations.invoice_content import Billed, Buyer, buyer_of, check_buyer, invoice_snapshot
from app.operations.invoice_requests import buyer_asked_for, open_request
from app.operations.operation import operation
from app.operations.parts import LinePart
from app.operations.steps import order_name, require_positive, require_reason, settle
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
    request_ids: Sequence[int] = (),
    number: str = "",
    code: str = "",
    date: date | None = None,
    notes: str = "",
    terms: str | None = None,
    versions: Mapping[int, int] | None = None,
) -> int:
    """Issue an invoice over orders of one customer, or register the one that an authority's platform made.

    It bills all that is open of the orders, or the given parts of their lines, or an ``amount`` spread over one order.
    Papers of the own series are dated and numbered today; authority-numbered ones carry the typed number, code and
    date. Requests give buyer, kind and the amount of each order unless they are given; several of them have to agree
    on the buyer. ``terms`` are the words about paying, those of the orders unless given. Returns the invoice's id.
    """
    requests = _requests(work, order_ids, request_ids)
    asked = _asked(requests)
    amounts: Mapping[int, int] = {}
    if requests:
        buyer = buyer or _one_buyer(requests)
        invoice_kind = requests[0].invoice_kind if invoice_kind == OWN else invoice_kind
        if amount is None and lines is None:
            amounts = asked
    if amount is not None:
        amounts = _amount_of(order_ids, amount)
    kind = kind_named(invoice_kind, work.company.country)
    orders = _orders(work, order_ids, versions)
    buyer = buyer or buyer_of(work, orders[0].customer_id)
    check_buyer(kind, buyer)
    typed_number, typed_code = check_number(kind, number, code)
    day = _day(work, kind, date)
    billed = bill(work, orders, lines, amounts)
    if not kind.own_series:
        check_unused(work, typed_number, typed_code)
    given = typed_number or work.draw("invoice", day)
    due = due_date or invoice_due([(o.due_date, o.payment_terms) for o in orders], day)
    snapshot = invoice_snapshot(
        work,
        kind,
        buyer,
        billed,
        code=typed_code,
        number=given,
        day=day,
        due_date=due,
        notes=notes.strip(),
        terms=terms.strip() if terms is not None else None,
    )
    invoice = freeze(
        work,
        with_machine_facts(work, snapshot, orders) if kind.own_series else snapshot,
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
    for request in requests:
        request.state = RequestState.ISSUED
        request.invoice_id = invoice.id
        work.save(request)
    for part in billed:
        part.order.invoice_requested -= asked.get(part.order.id, 0)
        part.order.invoiced += part.total
        settle(work, part.order, may_complete=False)
    work.about(invoice, invoice.number)
    work.tell(amount=invoice.total)
    work.happened("invoice issued")
    return int(invoice.id)


def _requests(work: Work, order_ids: Sequence[int], request_ids: Sequence[int]) -> list[InvoiceRequest]:
    found = [open_request(work, request_id) for request_id in dict.fromkeys(request_ids)]
    if found and {r.order_id for r in found} != set(order_ids):
        raise UserError(
            _("What is asked for is an invoice of other orders. Issue it for those."),
            field="order_ids",
            code="other_order",
        )
    return found


def _one_buyer(requests: Sequence[InvoiceRequest]) -> Buyer:
    buyers = {buyer_asked_for(request) for request in requests}
    if len(buyers) > 1:
        raise UserError(
            _("These requests name different buyers. Choose one buyer, or issue them one by one."),
            field="buyer.title",
            code="other_buyer",
        )
    return buyer_asked_for(requests[0])


def _asked(requests: Sequence[InvoiceRequest]) -> dict[int, int]:
    amounts: dict[int, int] = {}
    for request in requests:
        amounts[request.order_id] = amounts.get(request.order_id, 0) + request.amount
    return amounts


def _amount_of(order_ids: Sequence[int], amount: int) -> dict[int, int]:
    if len(order_ids) > 1:
        raise UserError(
            _("An amount can be invoiced for one order at a time. Choose lines, or one order."),
            field="amount",
            code="several_orders",
        )
    require_positive(amount)
    return dict.fromkeys(order_ids, amount)


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
    snapshot = dress(snapshot)
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
