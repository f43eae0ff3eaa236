"""Money that came in, what it settles, and what goes back."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, FlagField, MomentField, Record, money, reference, text


class PaymentState(StrEnum):
    LIVE = "live"
    VOIDED = "voided"
    REVERSAL = "reversal"


class Payment(Record):
    """Money received: ``amount`` is gross and settles debts, ``fee`` stays with the bank, net = amount − fee.

    ``free`` is what no order has used: amount − allocated − refunded from balance ± transfers. A payment is never
    edited or deleted; voiding adds a reversal (negative, ``reverses_id``) with its own date. Imported payments carry
    the source's reference and no number of the strict series.
    """

    kind: ClassVar[str] = "payment"
    personal: ClassVar[frozenset[str]] = frozenset({"payer", "note", "void_reason"})

    number = text()
    customer_id = reference("customer", null=True)
    payer = text()
    date = DayField()
    amount = money()
    fee = money()
    method = text()
    bank_reference = text()
    state = text(PaymentState.LIVE)
    allocated = money()
    refunded = money()
    transferred = money()
    free = money()
    reverses_id = reference("payment", null=True)
    void_reason = text()
    bounced = FlagField(default=False)
    note = text()
    source_reference = text()
    opening = FlagField(default=False)
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()
    created_by = reference("user", null=True)

    def derive(self) -> None:
        """Write what is left of the payment."""
        live = self.amount if self.state == PaymentState.LIVE else 0
        self.free = live - self.allocated - self.refunded - self.transferred


class Allocation(Record):
    """How much of a payment settles an order. Append-only: loosening or voiding adds a negative line."""

    kind: ClassVar[str] = "allocation"

    payment_id = reference("payment")
    order_id = reference("sales_order")
    date = DayField()
    amount = money()
    reason = text()
    import_batch_id = reference("import_batch", null=True)

    class Meta:
        indexes = ((("payment_id",), False), (("order_id", "date", "amount"), False))


class Earmark(Record):
    """Money set aside for a draft; allocated when the order is confirmed."""

    kind: ClassVar[str] = "earmark"

    payment_id = reference("payment", index=True)
    order_id = reference("sales_order", index=True)
    amount = money()


class ReceiptState(StrEnum):
    ISSUED = "issued"
    VOIDED = "voided"


class Receipt(Record):
    """The paper that says a payment was received. Frozen once issued; ``snapshot`` is what it says.

    A payment has one that counts; it is voided with the payment, and its number stays used.
    """

    kind: ClassVar[str] = "receipt"

    number = text()
    payment_id = reference("payment")
    state = text(ReceiptState.ISSUED)
    date = DayField()
    amount = money()
    payer = text()
    snapshot = text("{}")
    snapshot_hash = text()
    void_reason = text()
    voided_on = DayField(null=True)
    issued_at = MomentField()
    issued_by = reference("user", null=True)

    class Meta:
        indexes = ((("number",), True), (("payment_id",), False))


class BalanceTransfer(Record):
    """Free money of a payment handed to another customer (a third party paid)."""

    kind: ClassVar[str] = "balance_transfer"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    payment_id = reference("payment", index=True)
    to_payment_id = reference("payment", index=True)
    date = DayField()
    amount = money()
    reason = text()
    user_id = reference("user", null=True)


class CreditKind(StrEnum):
    RETURN = "return"
    ALLOWANCE = "allowance"
    TERMINATION = "termination"


class CreditState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOIDED = "voided"


class Credit(Record):
    """A return, allowance or termination that lowers what an order is worth, from its approval on."""

    kind: ClassVar[str] = "credit"
    personal: ClassVar[frozenset[str]] = frozenset({"reason", "decision_note"})

    number = text()
    order_id = reference("sales_order", index=True)
    customer_id = reference("customer")
    credit_kind = text(CreditKind.RETURN)
    state = text(CreditState.REQUESTED)
    date = DayField(null=True)
    reason = text()
    goods_to = text("none")
    net = money()
    tax = money()
    amount = money()
    requested_by = reference("user", null=True)
    requested_on = DayField()
    approved_by = reference("user", null=True)
    decided_on = DayField(null=True)
    decision_note = text()
    voided_on = DayField(null=True)
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()


class CreditLine(Record):
    """What of an order line is credited: quantity taken back and the net and tax that it is worth."""

    kind: ClassVar[str] = "credit_line"

    credit_id = reference("credit", index=True)
    order_line_id = reference("order_line", index=True)
    quantity = IntegerField(default=0)
    net = money()
    tax = money()


class RefundState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    PAID = "paid"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


PROMISED = frozenset({RefundState.REQUESTED, RefundState.APPROVED})


class Refund(Record):
    """Money given back, from an order or from a payment's free balance; apart from the credit that it may name.

    ``snapshot`` is what its voucher says, frozen when it was paid; empty before that, and for imported ones.
    """

    kind: ClassVar[str] = "refund"
    personal: ClassVar[frozenset[str]] = frozenset({"reason", "above_proposal_reason", "decision_note"})

    number = text()
    customer_id = reference("customer")
    order_id = reference("sales_order", null=True, index=True)
    payment_id = reference("payment", null=True, index=True)
    credit_id = reference("credit", null=True)
    state = text(RefundState.REQUESTED)
    amount = money()
    reason = text()
    above_proposal_reason = text()
    target = text("cash")
    method = text()
    bank_reference = text()
    requested_on = DayField()
    requested_by = reference("user", null=True)
    decided_on = DayField(null=True)
    decided_by = reference("user", null=True)
    decision_note = text()
    date = DayField(null=True)  # when it was paid
    paid_by = reference("user", null=True)
    returned_on = DayField(null=True)
    source_reference = text()
    snapshot = text()
    snapshot_hash = text()
    import_batch_id = reference("import_batch", null=True)
    created_at = MomentField()


class WriteOffKind(StrEnum):
    DIFFERENCE = "difference"
    FEE = "fee"
    BAD_DEBT = "bad_debt"


class WriteOff(Record):
    """A difference, fee or bad debt that will not be collected; either sign; reversed by its negative."""

    kind: ClassVar[str] = "write_off"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    order_id = reference("sales_order", index=True)
    customer_id = reference("customer")
    write_off_kind = text(WriteOffKind.DIFFERENCE)
    date = DayField()
    amount = money()
    reason = text()
    reverses_id = reference("write_off", null=True)
    user_id = reference("user", null=True)
    created_at = MomentField()
