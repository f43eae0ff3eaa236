"""What an electronic invoice says beyond the paper: structured addresses, the bank's code, where goods went. Private to
invoicing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.models.customer import Customer
from app.models.document import DocumentSnapshot
from app.models.einvoice_checks import BIC, CITY, POSTAL_CODE, SETTING, lacks
from app.models.invoice import Invoice
from app.models.order import Order
from app.operations.steps import book_setting
from app.operations.work import Work


def with_machine_facts(work: Work, snapshot: DocumentSnapshot, orders: Sequence[Order]) -> DocumentSnapshot:
    """The snapshot with all that its electronic form needs and its paper doesn't show."""
    customer = work.known(Customer, orders[0].customer_id)
    buyer = snapshot.buyer
    if buyer.address in ("", customer.address):
        buyer = replace(
            buyer, address=customer.address, city=customer.city or customer.region, postal_code=customer.postal_code
        )
    shipped = [day for order in orders if (day := _last_shipment(work, order.id)) is not None]
    countries = {order.ship_country for order in orders}
    return replace(
        snapshot,
        seller=replace(
            snapshot.seller,
            city=book_setting(work, CITY, ""),
            postal_code=book_setting(work, POSTAL_CODE, ""),
            bic=book_setting(work, BIC, ""),
        ),
        buyer=buyer,
        delivery_date=max(shipped).isoformat() if shipped else "",
        delivery_country=countries.pop() if len(countries) == 1 else "",
    )


def stays_paper(work: Work, invoice_id: int) -> bool:
    """Whether the book makes electronic invoices, and something that this one needs for it is missing."""
    if not book_setting(work, SETTING):
        return False
    return bool(lacks(DocumentSnapshot.from_json(work.get(Invoice, invoice_id).snapshot)))


def _last_shipment(work: Work, order_id: int) -> date | None:
    found = work.value("SELECT max(date) FROM shipment WHERE order_id = ? AND state <> 'voided'", (order_id,))
    return date.fromisoformat(found) if found else None
