"""Invoices, credit notes, and the requests for them. Once issued, a fiscal document is frozen for ever."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, FlagField, MomentField, Record, blob, money, reference, text


class RequestState(StrEnum):
    REQUESTED = "requested"
    ISSUED = "issued"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class InvoiceRequest(Record):
    """Sales asks finance for an invoice of an order: kind, title, amount, where to send it.

    ``content`` is ``lines`` or ``summary``; ``before_payment`` says that the buyer pays once it has the invoice.
    """

    kind: ClassVar[str] = "invoice_request"
    personal: ClassVar[frozenset[str]] = frozenset(
        {"title", "tax_number", "deliver_to", "address", "phone", "bank", "note"}
    )

    order_id = reference("sales_order", index=True)
    customer_id = reference("customer")
    state = text(RequestState.REQUESTED)
    invoice_kind = text("invoice")
    title_kind = text("company")
    title = text()
    tax_number = text()
    address = text()
    phone = text()
    bank = text()
    deliver_to = text()
    content = text("lines")
    amount = money()
    note = text()
    wanted_on = DayField(null=True)
    before_payment = FlagField(default=False)
    requested_on = DayField()
    requested_by = reference("user", null=True)
    invoice_id = reference("invoice", null=True)
    created_at = MomentField()


class InvoiceType(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceState(StrEnum):
    ISSUED = "issued"
    VOIDED = "voided"


class CreditNoteReason(StrEnum):
    """Why an invoice is taken back; only a correction leaves the order's worth unchanged."""

    CORRECTION = "correction"
    RETURN = "return"
    ALLOWANCE = "allowance"
    TERMINATION = "termination"


class Invoice(Record):
    """A fiscal document. Amounts are positive on credit notes too; ``snapshot`` is the canonical frozen content.

    ``credited`` (what credit notes took back) and ``state`` are the only fields that change after issue.
    """

    kind: ClassVar[str] = "invoice"

    document_type = text(InvoiceType.INVOICE)
    invoice_kind = text("invoice")
    code = text()
    number = text()
    state = text(InvoiceState.ISSUED)
    customer_id = reference("customer")
    title = text()
    tax_number = text()
    date = DayField()
    due_date = DayField(null=True)
    net = money()
    tax = money()
    total = money()
    credited = money()
    corrects_id = reference("invoice", null=True)
    credit_id = reference("credit", null=True)
    reason_kind = text()
    reason = text()
    void_reason = text()
    voided_on = DayField(null=True)
    snapshot = text("{}")
    snapshot_hash = text()
    anchor = text()
    issued_at = MomentField()
    issued_by = reference("user", null=True)
    import_batch_id = reference("import_batch", null=True)

    class Meta:
        indexes = (
            (("code", "number"), True),
            (("customer_id", "date", "id"), False),
            (("date", "id"), False),
            (("corrects_id",), False),
        )


class InvoiceLine(Record):
    """A line of a fiscal document and the order line that it bills."""

    kind: ClassVar[str] = "invoice_line"

    invoice_id = reference("invoice")
    position = IntegerField()
    order_id = reference("sales_order", null=True)
    order_line_id = reference("order_line", null=True)
    description = text()
    unit = text()
    quantity = IntegerField()
    tax_code_id = reference("tax_code", null=True)
    tax_rate = IntegerField(default=0)
    net = money()
    tax = money()

    class Meta:
        indexes = ((("invoice_id", "position"), False), (("order_id",), False), (("order_line_id",), False))


class InvoiceFile(Record):
    """The bytes that were issued (PDF, XML, OFD), written once and reprinted as they were."""

    kind: ClassVar[str] = "invoice_file"

    invoice_id = reference("invoice", index=True)
    file_kind = text("pdf")
    name = text()
    content = blob(null=False)
    sha256 = text()
    kept_at = MomentField()
