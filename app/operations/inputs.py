"""What a person fills in for an order: plain frozen data, so that a form, an import and a script say the same."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from app.models.order import LineKind, OrderKind


@dataclass(frozen=True)
class LineInput:
    """One line as typed. Quantity in ten-thousandths, price in millionths, rate in ten-thousandths of a percent.

    ``id`` names an existing line that is kept; ``amount`` states the line amount instead of quantity × price.
    Without a tax code the product's, the customer's or the company's applies.
    """

    quantity: int
    unit_price: int
    product_id: int | None = None
    description: str = ""
    unit: str = ""
    discount_rate: int = 0
    tax_code_id: int | None = None
    line_kind: str = LineKind.GOODS
    amount: int | None = None
    note: str = ""
    id: int | None = None


@dataclass(frozen=True)
class OrderInput:
    """An order as typed. Amounts in minor units; what is None is filled from customer, company or today.

    ``payment_terms`` is the key of terms (see ``Terms.key``), empty for the customer's; ``terms`` are words about
    paying that papers say instead of those.
    """

    customer_id: int
    lines: tuple[LineInput, ...]
    date: datetime.date | None = None
    channel_id: int | None = None
    salesperson_id: int | None = None
    order_kind: str = OrderKind.NORMAL
    promised_date: datetime.date | None = None
    due_date: datetime.date | None = None
    payment_terms: str = ""
    terms: str = ""
    customer_reference: str = ""
    prices_include_tax: bool | None = None
    discount_rate: int = 0
    discount_amount: int = 0
    rounding_off: int = 0
    cash_rounding: int = 0
    consignee: str | None = None
    ship_phone: str | None = None
    ship_country: str | None = None
    region: str | None = None
    city: str | None = None
    ship_address: str | None = None
    ship_postal_code: str | None = None
    carrier: str = ""
    note: str = ""
    document_note: str = ""
    tags: str = ""
