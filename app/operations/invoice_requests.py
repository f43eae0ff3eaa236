"""Sales asks finance for an invoice; finance issues it, or says no."""

from __future__ import annotations

from datetime import date

from app.errors import ChangedMeanwhile, NotAllowed, UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.models.invoice import InvoiceRequest, RequestState
from app.models.invoice_kinds import OWN, kind_named
from app.models.order import Order
from app.operations.decisions import require_counted
from app.operations.invoice_content import Buyer, buyer_of, check_buyer
from app.operations.operation import operation
from app.operations.steps import (
    amount_text,
    order_name,
    own_order,
    require_positive,
    require_reason,
    settle,
)
from app.operations.work import Work

_WORDS = {
    RequestState.REQUESTED: N_("requested"),
    RequestState.ISSUED: N_("issued"),
    RequestState.REJECTED: N_("rejected"),
    RequestState.WITHDRAWN: N_("withdrawn"),
}


@operation("request invoice", needs=Permission.REQUEST)
def request_invoice(
    work: Work,
    order_id: int,
    invoice_kind: str = OWN,
    buyer: Buyer | None = None,
    amount: int | None = None,
    deliver_to: str = "",
    content: str = "lines",
    note: str = "",
    wanted_on: date | None = None,
    before_payment: bool = False,
    version: int | None = None,
) -> int:
    """Ask for an invoice of an order, over all that is not invoiced or asked for yet, or over ``amount``.

    Without a buyer the customer's own title is taken; ``content`` is ``lines`` or ``summary``, ``before_payment`` that
    the buyer pays once it has the invoice. ``version`` is that of the order which the form showed. Returns its id.
    """
    order = own_order(work, order_id, Permission.REQUEST)
    if version is not None and version != order.version:
        raise ChangedMeanwhile(
            _(
                "Order {order} changed since this form was opened, perhaps by a second click. Nothing was asked for "
                "again; look at its requests first."
            ).format(order=order_name(order)),
            code="changed_meanwhile",
        )
    require_counted(order)
    kind = kind_named(invoice_kind, work.company.country)
    buyer = buyer or buyer_of(work, order.customer_id)
    check_buyer(kind, buyer)
    room = order.worth - order.invoiced - order.invoice_requested
    wanted = room if amount is None else amount
    if room <= 0:
        raise UserError(
            _("Everything that order {order} is worth is invoiced or asked for already.").format(
                order=order_name(order)
            ),
            field="amount",
            code="nothing_to_invoice",
        )
    require_positive(wanted)
    if wanted > room:
        raise UserError(
            _("Only {room} of order {order} can still be invoiced. Lower the amount.").format(
                room=amount_text(work, room), order=order_name(order)
            ),
            field="amount",
            code="above_worth",
        )
    request = add_request(work, order, kind.key, buyer, wanted)
    request.deliver_to = deliver_to.strip()
    request.content = content
    request.note = note.strip()
    request.wanted_on = wanted_on
    request.before_payment = before_payment
    work.save(request)
    settle(work, order, may_complete=False)
    work.about(order, order_name(order))
    work.happened("invoice requested")
    return int(request.id)


def add_request(work: Work, order: Order, invoice_kind: str, buyer: Buyer, amount: int) -> InvoiceRequest:
    """Store a request and count it on its order, which still needs settling."""
    order.invoice_requested += amount
    return work.add(
        InvoiceRequest(
            order_id=order.id,
            customer_id=order.customer_id,
            invoice_kind=invoice_kind,
            title_kind=buyer.title_kind,
            title=buyer.title,
            tax_number=buyer.tax_number,
            address=buyer.address,
            phone=buyer.phone,
            bank=buyer.bank,
            amount=amount,
            requested_on=work.today,
            requested_by=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )


def buyer_asked_for(request: InvoiceRequest) -> Buyer:
    """To whom a request wants the invoice made out."""
    return Buyer(
        title=request.title,
        title_kind=request.title_kind,
        tax_number=request.tax_number,
        address=request.address,
        phone=request.phone,
        bank=request.bank,
    )


def open_request(work: Work, request_id: int) -> InvoiceRequest:
    """A request that still waits; one that was decided is refused, naming its state."""
    request = work.get(InvoiceRequest, request_id)
    if request.state != RequestState.REQUESTED:
        raise UserError(
            _("This request is {state}, so nothing more can be done with it. Ask for a new invoice.").format(
                state=_(_WORDS[RequestState(request.state)])
            ),
            field="request_id",
            code="state",
        )
    return request


@operation("reject invoice request", needs=Permission.ISSUE_INVOICES)
def reject_invoice_request(work: Work, request_id: int, reason: str) -> None:
    """Say no to a requested invoice, with a reason."""
    request = open_request(work, request_id)
    request.note = require_reason(reason)
    _end(work, request, RequestState.REJECTED)
    work.tell(reason=request.note)


@operation("withdraw invoice request", needs=Permission.REQUEST)
def withdraw_invoice_request(work: Work, request_id: int) -> None:
    """Take back one's own request for an invoice; anybody's, by who may issue invoices or approve."""
    request = open_request(work, request_id)
    may = work.actor.may(Permission.ISSUE_INVOICES) or work.actor.may(Permission.APPROVE)
    if request.requested_by != work.actor.user_id and not may:
        raise NotAllowed(
            _("Only the person who asked for the invoice, finance, a manager or the owner may withdraw the request."),
            code="not_own",
        )
    _end(work, request, RequestState.WITHDRAWN)


def _end(work: Work, request: InvoiceRequest, state: RequestState) -> None:
    request.state = state
    work.save(request)
    order = work.get(Order, request.order_id)
    order.invoice_requested -= request.amount
    settle(work, order, may_complete=False)
    work.about(order, order_name(order))
