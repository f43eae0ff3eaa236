"""Refund vouchers (退款单): the paper that says money was given back; frozen when it is paid, kept as it was handed
out."""

from __future__ import annotations

import hashlib

from app.errors import UserError
from app.i18n import _, translator
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, seller_party
from app.models.order import Order, OrderLine
from app.models.paper_style import dress, paper_language
from app.models.payment import Credit, CreditLine, Payment, Refund
from app.models.user import User
from app.operations.decisions import method_name
from app.operations.operation import operation
from app.operations.own_papers import keep_bytes
from app.operations.steps import order_name
from app.operations.work import Work


@operation("keep refund voucher", needs=Permission.PAY_REFUNDS)
def keep_voucher(work: Work, refund_id: int, content: bytes, name: str) -> int:
    """Keep the PDF of a refund's voucher, once; the same bytes again change nothing. Returns the kept file's id."""
    refund = work.get(Refund, refund_id)
    if not refund.snapshot:
        raise UserError(_("Only refunds that were paid here have a voucher."), code="no_voucher")
    work.about(refund, refund.number)
    return keep_bytes(work, refund, content, name)


def freeze(work: Work, refund: Refund) -> None:
    """A step of paying a refund: fix what its voucher says. The caller saves the refund."""
    text = dress(_snapshot(work, refund)).to_json()
    refund.snapshot = text
    refund.snapshot_hash = hashlib.sha256(text.encode()).hexdigest()


def _snapshot(work: Work, refund: Refund) -> DocumentSnapshot:
    company = work.company
    language = paper_language(DocumentKind.REFUND_VOUCHER)
    customer = work.known(Customer, refund.customer_id)
    order = work.known(Order, refund.order_id) if refund.order_id is not None else None
    payment = work.known(Payment, refund.payment_id) if refund.payment_id is not None else None
    credit = work.known(Credit, refund.credit_id) if refund.credit_id is not None else None
    return DocumentSnapshot(
        kind=DocumentKind.REFUND_VOUCHER,
        number=refund.number,
        date=work.today.isoformat(),
        seller=seller_party(company),
        buyer=Party(name=customer.name, address=customer.address, phone=customer.phone, country=customer.country),
        lines=_lines(work, credit, language) if credit is not None else (),
        taxes=(),
        net=refund.amount,
        tax=0,
        gross=refund.amount,
        currency=company.currency,
        language=language,
        subtotal=credit.amount if credit is not None else 0,
        order_numbers=order_name(order) if order is not None else "",
        corrects=credit.number if credit is not None else "",
        reason=refund.reason,
        requested_by=_person(work, refund.requested_by),
        approved_by=_person(work, refund.decided_by),
        issued_by=_person(work, refund.paid_by) or work.actor.name,
        payment_number=(payment.number or payment.source_reference) if payment is not None else "",
        received_on=refund.date.isoformat(),
        method=_method(work, refund, language),
        bank_reference=refund.bank_reference,
        logo=bytes(company.logo or b""),
    )


def _lines(work: Work, credit: Credit, language: str) -> tuple[DocumentLine, ...]:
    _ = translator(language)
    found = []
    for part in work.find(CreditLine, "credit_id = ?", (credit.id,)):
        line = work.known(OrderLine, part.order_line_id)
        found.append(
            DocumentLine(
                description=line.description,
                quantity=part.quantity,
                price=0,
                amount=part.net + part.tax,
                code=line.code,
                unit=line.unit,
                net=part.net,
                tax=part.tax,
                gross=part.net + part.tax,
            )
        )
    beyond = credit.amount - sum(line.amount for line in found)
    if found and beyond:
        found.append(DocumentLine(_("Rounding of the order"), 0, 0, beyond, net=beyond, gross=beyond))
    return tuple(found)


def _method(work: Work, refund: Refund, language: str) -> str:
    if refund.target == "balance":
        return translator(language)("Kept as the customer's balance")
    return method_name(work, refund.method)


def _person(work: Work, user_id: int | None) -> str:
    return work.known(User, user_id).shown_name if user_id is not None else ""
