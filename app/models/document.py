"""What is printed on a document, frozen when it is issued, so that a reprint never depends on live records.

Issuing stores ``DocumentSnapshot.to_json()`` inside its own transaction. The text is canonical: sorted keys, no spaces,
integers, truth values and strings only. The same snapshot always gives the same text, and the same PDF.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from app.errors import BookError
from app.i18n import _
from app.models.company import Company

VERSION = 1


class DocumentKind(StrEnum):
    """Which document it is; the drawing chooses title and parts by it."""

    QUOTATION = "quotation"
    ORDER_SHEET = "order_sheet"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DELIVERY_NOTE = "delivery_note"
    RECEIPT = "receipt"
    REFUND_VOUCHER = "refund_voucher"
    PICK_LIST = "pick_list"
    SHIPPING_LABEL = "shipping_label"


class Mark(StrEnum):
    """A sign across the paper that says it is not the plain original."""

    NONE = ""
    DRAFT = "draft"
    VOID = "void"
    COPY = "copy"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Party:
    """The seller, the buyer, or whoever the goods go to; ``address`` may have several lines, ``country`` is a code.

    ``city``, ``postal_code`` and ``bic`` (the code of its bank) stand in files for machines; papers show ``address``.
    """

    name: str
    tax_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    contact: str = ""
    bank: str = ""
    account: str = ""
    country: str = ""
    city: str = ""
    postal_code: str = ""
    bic: str = ""


def seller_party(company: Company) -> Party:
    """The book's own business as it stands on papers."""
    return Party(
        name=company.legal_name or company.name,
        tax_number=company.tax_number,
        address=company.address,
        phone=company.phone,
        email=company.email,
        bank=company.bank_name,
        account=company.bank_account,
        country=company.country,
    )


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line as printed.

    ``quantity`` in ten-thousandths, ``price`` in millionths of the major unit, ``discount`` and ``tax_rate`` in
    ten-thousandths of a percent, the rest in minor units. ``amount`` is the line's amount before document discounts,
    with or without tax as the document's prices are; ``net``, ``tax`` and ``gross`` are its shares after them.
    ``tax_label`` replaces the printed rate where a rate says too little ("exempt"). ``picture`` is a PNG or JPEG.
    ``place`` is where the goods lie and ``in_stock`` how many (ten-thousandths, None where nobody counts them): pick
    lists only.
    """

    description: str
    quantity: int
    price: int
    amount: int
    code: str = ""
    specification: str = ""
    unit: str = ""
    discount: int = 0
    tax_code: str = ""
    tax_rate: int = 0
    tax_label: str = ""
    net: int = 0
    tax: int = 0
    gross: int = 0
    note: str = ""
    picture: bytes = b""
    place: str = ""
    in_stock: int | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """What of a pick list belongs to one order: ``number`` is its basket on this list, ``order`` its own number.

    ``lines`` is a count, ``quantity`` in ten-thousandths; ``goods`` names them in a few words.
    """

    number: int
    order: str
    consignee: str
    carrier: str
    lines: int
    quantity: int
    goods: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaxRow:
    """The tax of one tax code: what it is called, its rate, its base and its amount.

    ``category`` is that of the tax code, and ``reason`` says why nothing is taxed where its rate is zero.
    """

    code: str
    label: str
    rate: int
    net: int
    tax: int
    category: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSnapshot:
    """Everything that a document says. Dates are ISO texts or empty, money is in minor units of ``currency``.

    ``subtotal`` is the sum of the lines' amounts before ``discount`` and ``rounding_off`` (both printed as they are
    subtracted, so positive here). ``paid`` and ``outstanding`` are printed only where ``shows_payments`` is set.
    ``yuan`` is how 人民币大写 writes the main unit: 元 on receipts, 圆 on fiscal papers. ``shows_prices`` is asked of
    delivery notes only, which go without prices too. ``method`` is a word of the book or the key of a method,
    ``payment_number`` and ``received_on`` name the payment of a receipt, or the source and the day of a refund.
    ``style`` is the text of the ``PaperStyle`` in which the document was made, ``seal`` and ``payment_qr`` are the
    pictures that it shows. ``baskets`` are the orders of a pick list over several.
    """

    kind: DocumentKind
    number: str
    date: str
    seller: Party
    buyer: Party
    lines: tuple[DocumentLine, ...]
    taxes: tuple[TaxRow, ...]
    net: int
    tax: int
    gross: int
    currency: str
    language: str = "en"
    prices_include_tax: bool = False
    subtotal: int = 0
    discount: int = 0
    rounding_off: int = 0
    cash_rounding: int = 0
    shows_payments: bool = False
    paid: int = 0
    outstanding: int = 0
    ship_to: Party | None = None
    due_date: str = ""
    delivery_date: str = ""
    expiry_date: str = ""
    order_numbers: str = ""
    buyer_reference: str = ""
    invoice_kind: str = ""
    invoice_code: str = ""
    terms: str = ""
    notes: str = ""
    salesperson: str = ""
    issued_by: str = ""
    corrects: str = ""
    corrects_number: str = ""
    corrects_date: str = ""
    delivery_country: str = ""
    reason: str = ""
    mark: Mark = Mark.NONE
    yuan: str = "元"
    logo: bytes = b""
    carrier: str = ""
    tracking_number: str = ""
    shows_prices: bool = True
    method: str = ""
    bank_reference: str = ""
    payment_number: str = ""
    received_on: str = ""
    requested_by: str = ""
    approved_by: str = ""
    style: str = ""
    seal: bytes = b""
    payment_qr: bytes = b""
    baskets: tuple[Basket, ...] = ()

    def to_json(self) -> str:
        """The canonical text of this snapshot."""
        return json.dumps(
            {"version": VERSION, **_plain(self)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @classmethod
    def from_json(cls, text: str) -> DocumentSnapshot:
        """The snapshot that ``to_json`` wrote.

        Raises BookError when the text is damaged or was written by a newer Daybook.
        """
        try:
            found = json.loads(text)
            version = found.pop("version")
            if version != VERSION:
                raise BookError(
                    _("This document was stored by a newer Daybook. Open the book with that version to print it."),
                    code="document_newer",
                )
            return cls(
                **{
                    **found,
                    "kind": DocumentKind(found["kind"]),
                    "mark": Mark(found["mark"]),
                    "seller": Party(**found["seller"]),
                    "buyer": Party(**found["buyer"]),
                    "ship_to": Party(**found["ship_to"]) if found["ship_to"] else None,
                    "lines": tuple(DocumentLine(**{**line, "picture": _bytes(line)}) for line in found["lines"]),
                    "taxes": tuple(TaxRow(**row) for row in found["taxes"]),
                    "baskets": tuple(Basket(**row) for row in found.get("baskets", ())),
                    **{name: base64.b64decode(found.get(name, ""), validate=True) for name in _PICTURES},
                }
            )
        except (AttributeError, KeyError, TypeError, ValueError, binascii.Error) as error:
            raise BookError(
                _("The stored contents of this document are damaged. Check the book, or restore a backup."),
                code="document_damaged",
            ) from error


def _bytes(line: Mapping[str, Any]) -> bytes:
    return base64.b64decode(line.get("picture", ""), validate=True)


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, (Party, DocumentLine, TaxRow, Basket, DocumentSnapshot)):
        return _fields(value)
    raise TypeError(f"a document cannot hold {type(value).__name__}")


def _fields(record: Any) -> Mapping[str, Any]:
    return {name: _plain(getattr(record, name)) for name in _NAMES[type(record)]}


_PICTURES = ("logo", "seal", "payment_qr")
_NAMES = {kind: tuple(f.name for f in fields(kind)) for kind in (Party, DocumentLine, TaxRow, Basket, DocumentSnapshot)}
