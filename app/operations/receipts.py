"""Receipts (收据): the paper that says a payment was received; issued once, kept as it was, voided with its payment."""

from __future__ import annotations

import hashlib
from datetime import date

from app.errors import UserError
from app.i18n import _, translator
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.document import DocumentKind, DocumentSnapshot, Party, seller_party
from app.models.order import Order
from app.models.paper_style import dress, paper_language
from app.models.payment import Payment, Receipt, ReceiptState
from app.operations.decisions import method_name
from app.operations.operation import operation
from app.operations.own_papers import keep_bytes
from app.operations.steps import allocated_to, live_payment, order_name, require_reason
from app.operations.work import Work


@operation("issue receipt", needs=Permission.RECORD_PAYMENTS)
def issue_receipt(work: Work, payment_id: int, payer: str = "", reason: str = "") -> int:
    """Issue the receipt of a payment, dated today, with the next number of its strict series; returns its id.

    ``payer`` and ``reason`` are what stands on it: unless given, who paid, and the orders that the payment settles.
    A payment has one receipt that counts.
    """
    payment = live_payment(work, payment_id)
    work.open_day(work.today)
    if payment.amount <= 0:
        raise UserError(
            _("This balance was handed over by another customer. The receipt belongs to the payment it came from."),
            code="transferred",
        )
    standing = work.find(Receipt, "payment_id = ? AND state = 'issued'", (payment_id,))
    if standing:
        raise UserError(
            _("Receipt {number} was issued for this payment already. Print it again instead.").format(
                number=standing[0].number
            ),
            code="receipt_issued",
        )
    told = payer.strip() or _payer(work, payment)
    if not told:
        raise UserError(_("A receipt names who paid. Fill in the payer."), field="payer", code="no_payer")
    number = work.draw("receipt", work.today)
    text = dress(_snapshot(work, payment, number, told, reason.strip())).to_json()
    receipt = work.add(
        Receipt(
            number=number,
            payment_id=payment_id,
            date=work.today,
            amount=payment.amount,
            payer=told,
            snapshot=text,
            snapshot_hash=hashlib.sha256(text.encode()).hexdigest(),
            issued_at=work.actor.now(),
            issued_by=work.actor.user_id or None,
        )
    )
    work.about(payment, payment.number)
    work.tell(receipt=number)
    return int(receipt.id)


@operation("keep receipt file", needs=Permission.RECORD_PAYMENTS)
def keep_receipt(work: Work, receipt_id: int, content: bytes, name: str) -> int:
    """Keep the PDF that was handed out, once; the same bytes again change nothing. Returns the id of the kept file."""
    receipt = work.get(Receipt, receipt_id)
    kept = keep_bytes(work, receipt, content, name)
    _about_payment(work, receipt)
    return kept


@operation("void receipt", needs=Permission.VOID)
def void_receipt(work: Work, receipt_id: int, reason: str) -> None:
    """Take back a receipt that says something wrong; its number stays used, and the payment may get another one."""
    receipt = work.get(Receipt, receipt_id)
    reason = require_reason(reason)
    work.open_day(receipt.date)
    if receipt.state != ReceiptState.ISSUED:
        raise UserError(_("This receipt is voided already."), code="voided")
    _void(work, receipt, reason, work.today)
    _about_payment(work, receipt)
    work.tell(reason=reason, receipt=receipt.number)


def void_with_payment(work: Work, payment: Payment, reason: str, day: date) -> None:
    """A step of voiding a payment: its receipt counts no more either."""
    for receipt in work.find(Receipt, "payment_id = ? AND state = 'issued'", (payment.id,)):
        _void(work, receipt, reason, day)


def _void(work: Work, receipt: Receipt, reason: str, day: date) -> None:
    receipt.state = ReceiptState.VOIDED
    receipt.void_reason = reason
    receipt.voided_on = day
    work.save(receipt)


def _about_payment(work: Work, receipt: Receipt) -> None:
    payment = work.get(Payment, receipt.payment_id)
    work.about(payment, payment.number)


def _payer(work: Work, payment: Payment) -> str:
    if payment.payer or payment.customer_id is None:
        return str(payment.payer)
    return str(work.known(Customer, payment.customer_id).name)


def _snapshot(work: Work, payment: Payment, number: str, payer: str, reason: str) -> DocumentSnapshot:
    company = work.company
    language = paper_language(DocumentKind.RECEIPT.value)
    orders = ", ".join(order_name(work.known(Order, order_id)) for order_id in allocated_to(work, payment))
    return DocumentSnapshot(
        kind=DocumentKind.RECEIPT,
        number=number,
        date=work.today.isoformat(),
        seller=seller_party(company),
        buyer=Party(name=payer),
        lines=(),
        taxes=(),
        net=payment.amount,
        tax=0,
        gross=payment.amount,
        currency=company.currency,
        language=language,
        order_numbers=orders,
        reason=reason or _purpose(language, orders),
        issued_by=work.actor.name,
        payment_number=payment.number or payment.source_reference,
        received_on=payment.date.isoformat(),
        method=method_name(work, payment.method),
        bank_reference=payment.bank_reference,
        logo=bytes(company.logo or b""),
    )


def _purpose(language: str, orders: str) -> str:
    """What a payment is for, in the language of papers."""
    _ = translator(language)
    return (
        _("Goods and services of order {orders}").format(orders=orders) if orders else _("Payment received in advance")
    )
