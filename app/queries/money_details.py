"""One payment, refund, credit, invoice or shipment with what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.models.base import connection
from app.models.user import shown_name
from app.queries import allowed
from app.queries.history import HistoryEntry, history
from app.queries.invoices import INVOICES
from app.queries.orders import NUMBER
from app.queries.payments import PAYMENTS
from app.queries.receipts import ReceiptOf, receipts
from app.queries.refunds import REFUNDS
from app.queries.shapes import Flag, Money, Quantity, Rate, load, one, require, select
from app.queries.shipments import SHIPMENT_STATE, SHIPMENTS


@dataclass(frozen=True)
class PaymentPart:
    """How much of the payment settles an order."""

    order_id: int
    number: str
    date: str
    amount: Money
    outstanding: Money


@dataclass(frozen=True)
class PaymentRefund:
    """A refund from the payment's balance."""

    id: int
    number: str
    requested_on: str
    state: str
    amount: Money


@dataclass(frozen=True)
class PaymentDetail:
    """One payment."""

    id: int
    number: str
    source_reference: str
    date: str
    customer_id: int | None
    customer: str | None
    payer: str
    method: str
    method_name: str | None
    bank_reference: str
    state: str
    amount: Money
    fee: Money
    allocated: Money
    refunded: Money
    transferred: Money
    free: Money
    reverses_id: int | None
    void_reason: str
    bounced: Flag
    note: str
    created_at: str
    orders: tuple[PaymentPart, ...]
    refunds: tuple[PaymentRefund, ...]
    receipts: tuple[ReceiptOf, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


@dataclass(frozen=True)
class RefundDetail:
    """One refund."""

    id: int
    number: str
    customer_id: int
    customer: str
    order_id: int | None
    order: str | None
    payment_id: int | None
    credit_id: int | None
    state: str
    amount: Money
    reason: str
    above_proposal_reason: str
    target: str
    method: str
    bank_reference: str
    requested_on: str
    requested_by: int | None
    requester: str | None
    decided_on: str | None
    decider: str | None
    decision_note: str
    date: str | None
    returned_on: str | None
    source_reference: str
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


@dataclass(frozen=True)
class InvoiceLineDetail:
    """One line of a fiscal document and the order that it bills."""

    position: int
    order_id: int | None
    order: str | None
    description: str
    unit: str
    quantity: Quantity
    tax_rate: Rate
    net: Money
    tax: Money


@dataclass(frozen=True)
class CreditNote:
    """A document that took (part of) the invoice back."""

    id: int
    number: str
    date: str
    state: str
    reason: str
    total: Money


@dataclass(frozen=True)
class InvoiceDetail:
    """One invoice or credit note; amounts are positive on both."""

    id: int
    document_type: str
    invoice_kind: str
    code: str
    number: str
    state: str
    customer_id: int
    customer: str
    title: str
    tax_number: str
    date: str
    due_date: str | None
    net: Money
    tax: Money
    total: Money
    credited: Money
    corrects_id: int | None
    corrects: str | None
    credit_id: int | None
    reason_kind: str
    reason: str
    void_reason: str
    voided_on: str | None
    issued_at: str
    issuer: str | None
    has_file: Flag
    electronic: Flag
    lines: tuple[InvoiceLineDetail, ...]
    credit_notes: tuple[CreditNote, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


@dataclass(frozen=True)
class ShipmentLineDetail:
    """What went with the shipment."""

    code: str
    description: str
    unit: str
    quantity: Quantity


@dataclass(frozen=True)
class ShipmentDetail:
    """One shipment."""

    id: int
    number: str
    order_id: int
    order: str
    customer: str
    date: str
    state: str
    carrier: str
    tracking_number: str
    signed_on: str | None
    void_reason: str
    before_daybook: Flag
    consignee: str
    ship_phone: str
    ship_address: str
    note: str
    lines: tuple[ShipmentLineDetail, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


_PAYMENT = (
    select(PaymentDetail, "p", customer="c.name", method_name="m.name")
    + " FROM payment p LEFT JOIN customer c ON c.id = p.customer_id "
    "LEFT JOIN payment_method m ON m.code = p.method WHERE p.id = ?"
)
_PAYMENT_FACTS = (
    "SELECT state, customer_id IS NOT NULL, free > 0, allocated > 0, refunded > 0, amount > 0, EXISTS (SELECT 1 FROM "
    "receipt WHERE payment_id = payment.id AND state = 'issued'), EXISTS (SELECT 1 FROM receipt WHERE payment_id = "
    "payment.id) FROM payment WHERE id = ?"
)
_PARTS = (
    f"SELECT o.id, {NUMBER}, max(a.date), sum(a.amount), o.outstanding FROM allocation a "
    "JOIN sales_order o ON o.id = a.order_id WHERE a.payment_id = ? GROUP BY o.id HAVING sum(a.amount) <> 0 "
    "ORDER BY max(a.date), o.id"
)
_PAYMENT_REFUNDS = select(PaymentRefund, "r") + " FROM refund r WHERE r.payment_id = ? ORDER BY r.id"
_REFUND = (
    select(
        RefundDetail,
        "r",
        customer="c.name",
        order="o.number",
        requester=shown_name("u"),
        decider=shown_name("d"),
    )
    + " FROM refund r JOIN customer c ON c.id = r.customer_id LEFT JOIN sales_order o ON o.id = r.order_id "
    "LEFT JOIN user u ON u.id = r.requested_by LEFT JOIN user d ON d.id = r.decided_by WHERE r.id = ?"
)
_INVOICE = (
    select(
        InvoiceDetail,
        "i",
        customer="c.name",
        corrects="x.number",
        issuer=shown_name("u"),
        has_file="EXISTS (SELECT 1 FROM invoice_file WHERE invoice_id = i.id)",
        electronic="EXISTS (SELECT 1 FROM invoice_file WHERE invoice_id = i.id AND file_kind = 'xml')",
    )
    + " FROM invoice i JOIN customer c ON c.id = i.customer_id LEFT JOIN invoice x ON x.id = i.corrects_id "
    "LEFT JOIN user u ON u.id = i.issued_by WHERE i.id = ?"
)
_INVOICE_FACTS = "SELECT state, document_type, credited > 0, credited < total FROM invoice WHERE id = ?"
_INVOICE_LINES = (
    select(InvoiceLineDetail, "n", order="o.number")
    + " FROM invoice_line n LEFT JOIN sales_order o ON o.id = n.order_id WHERE n.invoice_id = ? "
    "ORDER BY n.position, n.id"
)
_NOTES = select(CreditNote, "i") + " FROM invoice i WHERE i.corrects_id = ? ORDER BY i.id"
_SHIPMENT = (
    select(
        ShipmentDetail,
        "s",
        order="o.number",
        customer="c.name",
        consignee="o.consignee",
        ship_phone="o.ship_phone",
        ship_address="o.ship_address",
        state=SHIPMENT_STATE,
    )
    + " FROM shipment s JOIN sales_order o ON o.id = s.order_id JOIN customer c ON c.id = o.customer_id WHERE s.id = ?"
)
_SHIPMENT_LINES = (
    "SELECT l.code, l.description, l.unit, s.quantity FROM shipment_line s "
    "JOIN order_line l ON l.id = s.order_line_id WHERE s.shipment_id = ? ORDER BY l.position, l.id"
)


def payment(viewer: Actor, payment_id: int) -> PaymentDetail:
    """One payment as this viewer may see it. Raises NotFound, NotAllowed."""
    require(PAYMENTS, viewer, payment_id, "payment")
    key = (payment_id,)
    names = ("state", "claimed", "free", "allocated", "refunded", "received", "receipt", "printable")
    reasons = allowed.payment(viewer, dict(zip(names, next(connection().execute(_PAYMENT_FACTS, key)), strict=True)))
    return one(
        PaymentDetail,
        _PAYMENT,
        key,
        orders=load(PaymentPart, _PARTS, key),
        refunds=load(PaymentRefund, _PAYMENT_REFUNDS, key),
        receipts=receipts(payment_id),
        history=history("payment", payment_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )


def refund(viewer: Actor, refund_id: int) -> RefundDetail:
    """One refund as this viewer may see it. Raises NotFound, NotAllowed."""
    require(REFUNDS, viewer, refund_id, "refund")
    key = (refund_id,)
    state, requested_by = next(connection().execute("SELECT state, requested_by FROM refund WHERE id = ?", key))
    reasons = allowed.refund(viewer, {"state": state, "requested_by": requested_by})
    return one(
        RefundDetail,
        _REFUND,
        key,
        history=history("refund", refund_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )


def invoice(viewer: Actor, invoice_id: int) -> InvoiceDetail:
    """One invoice or credit note as this viewer may see it. Raises NotFound, NotAllowed."""
    require(INVOICES, viewer, invoice_id, "invoice")
    key = (invoice_id,)
    names = ("state", "document_type", "credited", "creditable")
    reasons = allowed.invoice(viewer, dict(zip(names, next(connection().execute(_INVOICE_FACTS, key)), strict=True)))
    return one(
        InvoiceDetail,
        _INVOICE,
        key,
        lines=load(InvoiceLineDetail, _INVOICE_LINES, key),
        credit_notes=load(CreditNote, _NOTES, key),
        history=history("invoice", invoice_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )


def shipment(viewer: Actor, shipment_id: int) -> ShipmentDetail:
    """One shipment as this viewer may see it. Raises NotFound, NotAllowed."""
    require(SHIPMENTS, viewer, shipment_id, "shipment")
    key = (shipment_id,)
    state, before = next(
        connection().execute(f"SELECT {SHIPMENT_STATE}, s.before_daybook FROM shipment s WHERE s.id = ?", key)
    )
    reasons = allowed.shipment(viewer, {"state": state, "before_daybook": before})
    return one(
        ShipmentDetail,
        _SHIPMENT,
        key,
        lines=load(ShipmentLineDetail, _SHIPMENT_LINES, key),
        history=history("shipment", shipment_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )
