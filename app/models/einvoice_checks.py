"""What an electronic invoice still lacks, in words and with the place where it is filled in.

Nothing here refuses an invoice: one that lacks something is issued on paper, and the electronic file is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.i18n import N_
from app.models import vat
from app.models.document import DocumentSnapshot, Party
from app.models.einvoice import EInvoice, e_invoice
from app.money import currency

SETTING = "invoice.electronic"
"""The setting of the book that makes an electronic invoice (Factur-X, ZUGFeRD) of each invoice of its own series."""

CITY, POSTAL_CODE, BIC = "company.city", "company.postal_code", "company.bic"
"""Settings of the book that hold what an electronic invoice says of the business beside the columns of the company."""

Place = Literal["company", "customer", "order"]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: ``sentence`` is a marked text, ``place`` is where it is filled in."""

    code: str
    sentence: str
    place: Place


def lacks(snapshot: DocumentSnapshot) -> tuple[Lack, ...]:
    """What keeps this document from being an electronic invoice; empty where nothing does."""
    return tuple(_lacks(snapshot, e_invoice(snapshot)))


def seller_lacks(seller: Party) -> tuple[Lack, ...]:
    """What every electronic invoice of this business would lack."""
    found = []
    if not seller.country:
        found.append(Lack("seller_country", N_("The country of the business is missing."), "company"))
    if not seller.tax_number:
        found.append(Lack("seller_tax", N_("The VAT number of the business is missing."), "company"))
    return tuple(found)


def _lacks(snapshot: DocumentSnapshot, document: EInvoice) -> Iterator[Lack]:
    seller, buyer = snapshot.seller, snapshot.buyer
    categories = {group.category for group in document.taxes}
    seller_vat = vat.vat_number(seller.country, seller.tax_number)
    buyer_vat = vat.vat_number(buyer.country, buyer.tax_number)
    yield from seller_lacks(seller)
    if seller.tax_number and not seller_vat and categories & {vat.COMMUNITY, vat.EXPORT}:
        yield Lack("seller_vat", N_("Tax-free supplies abroad need the VAT number of the business."), "company")
    if not buyer.country:
        yield Lack("buyer_country", N_("The customer's country is missing."), "customer")
    if not buyer_vat and categories & {vat.REVERSE, vat.COMMUNITY}:
        yield Lack(
            "buyer_vat", N_("The customer's VAT number is missing; without it the tax cannot be left out."), "customer"
        )
    if vat.COMMUNITY in categories:
        if not snapshot.delivery_date:
            yield Lack(
                "delivery", N_("A supply within the EU needs the day of delivery. Ship the order first."), "order"
            )
        if not (snapshot.delivery_country or buyer.country):
            yield Lack("delivery_country", N_("A supply within the EU needs the country of delivery."), "order")
    if not snapshot.lines:
        yield Lack("no_lines", N_("There is no line to invoice."), "order")
    if any(not line.tax_code for line in snapshot.lines):
        yield Lack("no_tax_code", N_("A line has no tax code."), "order")
    elif vat.OUTSIDE in categories and len(categories) > 1:
        yield Lack("mixed", N_("Lines outside VAT cannot stand beside others. Invoice them on their own."), "order")
    if currency(snapshot.currency).decimals > 2:
        yield Lack("currency", N_("Electronic invoices know currencies with at most two decimals."), "company")
