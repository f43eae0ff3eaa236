"""The fields that an imported column may fill: their titles here, names and types in ``fields.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.i18n import N_
from app.importing.names import compact, load_data

TITLES = {
    "number": N_("Order number"),
    "channel": N_("Channel"),
    "date": N_("Order date"),
    "time": N_("Order time"),
    "status": N_("Order state"),
    "payment_status": N_("Payment state"),
    "delivery_status": N_("Delivery state"),
    "after_sale_status": N_("Refund state"),
    "currency": N_("Currency"),
    "customer_code": N_("Customer code"),
    "customer_account": N_("Customer account"),
    "customer_name": N_("Customer name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "customer_phone": N_("Customer phone"),
    "customer_email": N_("Customer e-mail"),
    "customer_kind": N_("Customer kind"),
    "consignee": N_("Recipient"),
    "ship_phone": N_("Recipient's phone"),
    "ship_address": N_("Address"),
    "ship_address_2": N_("Address, second line"),
    "ship_city": N_("City"),
    "ship_district": N_("District"),
    "ship_state": N_("State or province"),
    "ship_postcode": N_("Postal code"),
    "ship_country": N_("Country"),
    "region": N_("Region"),
    "salesperson": N_("Salesperson"),
    "promised": N_("Promised date"),
    "shipped": N_("Shipped on"),
    "paid_on": N_("Paid on"),
    "cancelled_on": N_("Cancelled on"),
    "carrier": N_("Carrier or way of shipping"),
    "tracking": N_("Tracking number"),
    "note": N_("Note"),
    "buyer_note": N_("Customer's note"),
    "payment_method": N_("Payment method"),
    "payment_reference": N_("Payment reference"),
    "order_total": N_("Order total"),
    "subtotal": N_("Sum of the lines"),
    "paid": N_("Amount paid"),
    "refunded": N_("Amount refunded"),
    "shipping": N_("Shipping charge"),
    "order_discount": N_("Order discount"),
    "tax_total": N_("Tax of the order"),
    "invoice_title": N_("Invoice title"),
    "position": N_("Line number"),
    "product_code": N_("Product code"),
    "product_name": N_("Product name"),
    "products_cell": N_("All products in one cell"),
    "variation": N_("Variant"),
    "category": N_("Category"),
    "subcategory": N_("Subcategory"),
    "unit": N_("Unit"),
    "quantity": N_("Quantity"),
    "unit_price": N_("Unit price"),
    "amount": N_("Line amount"),
    "discount": N_("Line discount"),
    "tax_rate": N_("Tax rate"),
    "tax_amount": N_("Tax of the line"),
    "event": N_("Kind of row"),
    "skip": N_("Not imported"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One target of an imported column: its key, title (a msgid), level (order or line) and type of value."""

    key: str
    title: str
    level: str
    type: str


@cache
def fields() -> dict[str, Field]:
    """All fields by key, in the order in which a person meets them."""
    data = load_data("fields.toml")
    return {key: Field(key, title, data[key]["level"], data[key]["type"]) for key, title in TITLES.items()}


@cache
def synonyms() -> dict[str, tuple[tuple[str, int], ...]]:
    """Compact header name → the fields it may mean with a weight (100 a full name, 60 a weak one), best first."""
    found: dict[str, dict[str, int]] = {}
    for key, entry in load_data("fields.toml").items():
        for weight, names in ((100, entry.get("names", ())), (60, entry.get("weak", ()))):
            for name in names:
                wanted = found.setdefault(compact(name), {})
                wanted[key] = max(wanted.get(key, 0), weight)
    return {name: tuple(sorted(keys.items(), key=lambda item: -item[1])) for name, keys in found.items()}
