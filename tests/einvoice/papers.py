"""Invoices of made-up European firms, priced by the program itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, TaxRow
from app.models.order import Order, OrderLine
from app.models.pricing import price
from app.money import QUANTITY, RATE, currency, scale
from tests.helpers.book import each

SELLER = Party(
    name="Birkenau Papier GmbH",
    tax_number="DE 136 695 976",
    address="Lindenhof 4",
    city="Birkenau",
    postal_code="69488",
    email="rechnung@birkenau.example",
    bank="Musterbank",
    account="DE89 3704 0044 0532 0130 00",
    bic="COBADEFFXXX",
    country="DE",
)
BUYER = Party(
    name="Atelier du Canal SARL",
    tax_number="FR 83 404 833 048",
    address="3 quai des Tanneurs\nBâtiment C",
    city="Strasbourg",
    postal_code="67000",
    country="FR",
)


@dataclass(frozen=True)
class Code:
    """A tax code of an office: its name, the kind that the book knows, its percentage and why nothing is taxed."""

    name: str
    kind: str
    percent: str = "0"
    reason: str = ""

    @property
    def rate(self) -> int:
        """Its rate in ten-thousandths of a percent."""
        return scale(Decimal(self.percent), RATE)


STANDARD = Code("standard", "standard", "19")
REDUCED = Code("reduced", "reduced", "7")
ZERO = Code("zero", "zero")
EXEMPT = Code("exempt", "exempt", reason="exempt from VAT")
REVERSE = Code("reverse_charge", "reverse_charge", reason="the customer owes the tax")
COMMUNITY = Code("intra_eu", "intra_community", reason="tax-free supply within the EU")
EXPORT = Code("export", "export", reason="export outside the EU")
OUTSIDE = Code("none", "not_taxable", reason="not subject to VAT")


@dataclass(frozen=True)
class Sold:
    """A line as it was sold: price in millionths, quantity in ten-thousandths, discount in ten-thousandths of 1 %."""

    price: int
    quantity: int = QUANTITY
    code: Code = STANDARD
    discount: int = 0
    unit: str = "pc"


euros = each
"""A price in millionths."""


def invoice(
    *sold: Sold,
    include_tax: bool = False,
    rounding: str = "document",
    discount: int = 0,
    rounding_off: int = 0,
    cash_rounding: int = 0,
    unit: str = "EUR",
    **fields: Any,
) -> DocumentSnapshot:
    """The frozen content of an invoice over these lines, as issuing one makes it."""
    codes = {line.code: number for number, line in enumerate(sold, start=1)}
    lines = [
        OrderLine(
            description=f"Ware {number}",
            quantity=line.quantity,
            unit_price=line.price,
            discount_rate=line.discount,
            unit=line.unit,
            tax_code_id=codes[line.code],
            tax_rate=line.code.rate,
        )
        for number, line in enumerate(sold, start=1)
    ]
    order = Order(
        prices_include_tax=include_tax, tax_rounding=rounding, discount_amount=discount, rounding_off=rounding_off
    )
    price(order, lines, currency(unit))
    printed = tuple(_printed(line, one.code) for line, one in zip(lines, sold, strict=True))
    taken = order.discount_total
    off = min(rounding_off, taken)
    made = DocumentSnapshot(
        kind=DocumentKind.INVOICE,
        number="INV-2026-0001",
        date="2026-03-05",
        due_date="2026-04-04",
        delivery_date="2026-03-04",
        seller=SELLER,
        buyer=BUYER,
        lines=printed,
        taxes=tax_rows(printed, [one.code for one in sold]),
        net=order.net,
        tax=order.tax,
        gross=order.net + order.tax,
        currency=unit,
        prices_include_tax=include_tax,
        subtotal=sum(line.amount for line in printed),
        discount=taken - off,
        rounding_off=off,
        cash_rounding=cash_rounding,
        order_numbers="SO-2026-0009",
        buyer_reference="EK-77",
        terms="Payment within 30 days.",
    )
    return replace(made, **fields)


def credit_note(of: DocumentSnapshot) -> DocumentSnapshot:
    """The credit note that takes a whole invoice back."""
    return replace(
        of,
        kind=DocumentKind.CREDIT_NOTE,
        number="CN-2026-0001",
        due_date="",
        shows_payments=False,
        paid=0,
        corrects=f"{of.number} of {of.date}",
        corrects_number=of.number,
        corrects_date=of.date,
        reason="wrong price",
    )


def tax_rows(lines: Sequence[DocumentLine], codes: Sequence[Code]) -> tuple[TaxRow, ...]:
    """The tax of each code over the lines."""
    rows: dict[Code, TaxRow] = {}
    for line, code in zip(lines, codes, strict=True):
        row = rows.get(code, TaxRow(code.name, code.name, code.rate, 0, 0, code.kind, code.reason))
        rows[code] = replace(row, net=row.net + line.net, tax=row.tax + line.tax)
    return tuple(rows.values())


def _printed(line: OrderLine, code: Code) -> DocumentLine:
    return DocumentLine(
        description=line.description,
        quantity=line.quantity,
        price=line.unit_price,
        amount=line.amount,
        unit=line.unit,
        discount=line.discount_rate,
        tax_code=code.name,
        tax_rate=line.tax_rate,
        net=line.net,
        tax=line.tax,
        gross=line.gross,
    )
