"""Receipts as they were issued: what stands on them, and the file that was handed out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection, gone
from app.models.document import DocumentSnapshot, Mark
from app.models.papers import is_kept, kept_bytes
from app.queries.beginning import is_sample
from app.queries.payments import PAYMENTS
from app.queries.shapes import load, one, require


@dataclass(frozen=True)
class ReceiptOf:
    """A receipt of a payment."""

    id: int
    number: str
    date: str
    state: str
    payer: str
    void_reason: str


@dataclass(frozen=True)
class ReceiptStart:
    """What a receipt of a payment would say unless somebody types something else."""

    payer: str
    orders: str
    amount: int


_RECEIPTS = "SELECT id, number, date, state, payer, void_reason FROM receipt WHERE payment_id = ? ORDER BY id DESC"
_NEWEST = "SELECT max(r.id) FROM json_each(?) p JOIN receipt r ON r.payment_id = p.value GROUP BY p.key ORDER BY p.key"
_START = (
    "SELECT iif(p.payer <> '', p.payer, coalesce(c.name, '')), coalesce((SELECT group_concat(number, ', ') FROM "
    "(SELECT o.number FROM allocation a JOIN sales_order o ON o.id = a.order_id WHERE a.payment_id = p.id "
    "GROUP BY o.id HAVING sum(a.amount) <> 0 ORDER BY min(a.id))), ''), p.amount "
    "FROM payment p LEFT JOIN customer c ON c.id = p.customer_id WHERE p.id = ?"
)


def receipts(payment_id: int) -> tuple[ReceiptOf, ...]:
    """The receipts of a payment, the newest first: one that counts at most, and voided ones."""
    return load(ReceiptOf, _RECEIPTS, (payment_id,))


def newest_receipts(payment_ids: Sequence[int]) -> list[int]:
    """The ids of the newest receipts of these payments, in their order; payments without one are left out."""
    return [int(found) for (found,) in connection().execute(_NEWEST, (json.dumps(list(payment_ids)),))]


def receipt_start(viewer: Actor, payment_id: int) -> ReceiptStart:
    """What is proposed for the receipt of a payment. Raises NotFound, NotAllowed."""
    require(PAYMENTS, viewer, payment_id, "payment")
    return one(ReceiptStart, _START, (payment_id,))


def receipt_document(viewer: Actor, receipt_id: int) -> DocumentSnapshot:
    """A receipt exactly as it was issued; voided and sample ones carry their mark. Raises NotFound, NotAllowed."""
    row = connection().execute("SELECT payment_id, state, snapshot FROM receipt WHERE id = ?", (receipt_id,)).fetchone()
    if row is None:
        raise gone("no_receipt")
    payment_id, state, text = row
    require(PAYMENTS, viewer, payment_id, "payment")
    snapshot = DocumentSnapshot.from_json(text)
    if is_sample():
        return replace(snapshot, mark=Mark.SAMPLE)
    return replace(snapshot, mark=Mark.VOID) if state == "voided" else snapshot


def receipt_of_payment(viewer: Actor, payment_id: int) -> DocumentSnapshot:
    """The newest receipt of a payment, as it was issued. Raises NotFound, NotAllowed, and UserError without one."""
    require(PAYMENTS, viewer, payment_id, "payment")
    found = receipts(payment_id)
    if not found:
        raise UserError(_("No receipt was issued for this payment."), code="no_receipt")
    return receipt_document(viewer, found[0].id)


def receipt_kept(receipt_id: int) -> bool:
    """Whether the file of the receipt is kept."""
    return is_kept("receipt", receipt_id)


def receipt_file(receipt_id: int) -> bytes | None:
    """The bytes that were kept when the receipt was issued; None when none are kept yet."""
    return kept_bytes("receipt", receipt_id)
