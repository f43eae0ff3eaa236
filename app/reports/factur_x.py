"""The electronic invoice: Factur-X (ZUGFeRD) in its profile EN 16931, as XML for machines.

The XML is written by drafthorse, which also compares it with the schema. It follows from the snapshot alone: the same
snapshot always gives the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.i18n import N_, translator
from app.models import vat
from app.models.document import DocumentSnapshot, Party
from app.models.einvoice import CREDIT_NOTE, Allowance, EInvoice, Item, TaxGroup, e_invoice
from app.money import Currency, currency, plain

if TYPE_CHECKING:
    from drafthorse.models.document import Document

PROFILE = "urn:cen.eu:en16931:2017"
FILE_NAME = "factur-x.xml"

# Ways to pay (UNTDID 4461): a transfer within the euro area, and any other one.
_SEPA, _TRANSFER = "58", "30"
_DISCOUNT = "95"

# Characters that XML cannot hold; a pasted text may have brought them.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def factur_x(snapshot: DocumentSnapshot) -> bytes:
    """The XML of an invoice or credit note that lacks nothing (``app.models.einvoice_checks``)."""
    from drafthorse.models.document import Document

    return _Writer(_readable(snapshot), Document()).xml()


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return type(value)(_IMPOSSIBLE.sub("", value).strip())
    if isinstance(value, tuple):
        return tuple(_readable(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _readable(getattr(value, each.name)) for each in fields(value)})
    return value


class _Writer:
    """Fills in the parts of the library's document one after the other."""

    def __init__(self, snapshot: DocumentSnapshot, document: Document) -> None:
        self.snapshot = snapshot
        self.invoice: EInvoice = e_invoice(snapshot)
        self.unit: Currency = currency(snapshot.currency)
        self.words = translator(snapshot.language)
        self.document = document
        # Who is outside VAT must not show a VAT number.
        self.outside = any(group.category == vat.OUTSIDE for group in self.invoice.taxes)

    def xml(self) -> bytes:
        document = self.document
        document.context.guideline_parameter.id = PROFILE
        document.header.id = self.snapshot.number
        document.header.type_code = self.invoice.type_code
        document.header.issue_date_time = date.fromisoformat(self.snapshot.date)
        self._notes()
        for item in self.invoice.items:
            self._item(item)
        self._agreement()
        self._delivery()
        self._settlement()
        written: bytes = document.serialize(schema="FACTUR-X_EN16931")
        return written

    def _amount(self, minor: int) -> Decimal:
        return Decimal(plain(minor, self.unit))

    def _notes(self) -> None:
        from drafthorse.models.note import IncludedNote

        for text in (self.snapshot.reason, self.snapshot.notes):
            if text:
                self.document.header.notes.add(IncludedNote(content=text))

    def _item(self, item: Item) -> None:
        from drafthorse.models.tradelines import LineItem

        line = LineItem()
        line.document.line_id = str(item.number)
        line.product.name = item.name or item.code or str(item.number)
        if item.code:
            line.product.seller_assigned_id = item.code
        if item.detail:
            line.product.description = item.detail
        line.agreement.net.amount = _figure(item.price)
        line.delivery.billed_quantity = (_figure(item.quantity), item.unit)
        line.settlement.trade_tax.type_code = "VAT"
        line.settlement.trade_tax.category_code = item.category
        if item.category != vat.OUTSIDE:
            line.settlement.trade_tax.rate_applicable_percent = _percent(item.rate)
        if item.allowance is not None:
            line.settlement.allowance_charge.add(self._allowance(item.allowance))
        line.settlement.monetary_summation.total_amount = self._amount(item.net)
        self.document.trade.items.add(line)

    def _allowance(self, allowance: Allowance) -> Any:
        from drafthorse.models.accounting import CategoryTradeTax, TradeAllowanceCharge

        made = TradeAllowanceCharge()
        made.indicator = False
        if allowance.percent:
            made.calculation_percent = _percent(allowance.percent)
            made.basis_amount = self._amount(allowance.base)
        made.actual_amount = self._amount(allowance.amount)
        made.reason_code = _DISCOUNT
        made.reason = allowance.reason
        if allowance.category:
            tax = CategoryTradeTax()
            tax.type_code = "VAT"
            tax.category_code = allowance.category
            if allowance.category != vat.OUTSIDE:
                tax.rate_applicable_percent = _percent(allowance.rate)
            made.trade_tax.add(tax)
        return made

    def _agreement(self) -> None:
        agreement = self.document.trade.agreement
        if self.snapshot.buyer_reference:
            agreement.buyer_reference = self.snapshot.buyer_reference
        self._party(agreement.seller, self.snapshot.seller, seller=True)
        self._party(agreement.buyer, self.snapshot.buyer, seller=False)
        if self.snapshot.order_numbers and "," not in self.snapshot.order_numbers:
            agreement.seller_order.issuer_assigned_id = self.snapshot.order_numbers

    def _party(self, made: Any, party: Party, *, seller: bool) -> None:
        from drafthorse.models.party import TaxRegistration

        number = "" if self.outside else vat.vat_number(party.country, party.tax_number)
        made.name = party.name
        if seller and not number:
            made.id = party.tax_number
        lines = [line.strip() for line in party.address.splitlines() if line.strip()]
        for field, text in zip(
            ("line_one", "line_two", "line_three"), [*lines[:2], ", ".join(lines[2:])], strict=False
        ):
            if text:
                setattr(made.address, field, text)
        if party.postal_code:
            made.address.postcode = party.postal_code
        if party.city:
            made.address.city_name = party.city
        made.address.country_id = party.country
        if party.email:
            made.electronic_address.uri_ID = ("EM", party.email)
        if number:
            made.tax_registrations.add(TaxRegistration(id=("VA", number)))
        elif seller and not self.outside:
            made.tax_registrations.add(TaxRegistration(id=("FC", party.tax_number)))

    def _delivery(self) -> None:
        delivery = self.document.trade.delivery
        delivery.ship_to.address.country_id = self.snapshot.delivery_country or self.snapshot.buyer.country
        if self.snapshot.delivery_date:
            delivery.event.occurrence = date.fromisoformat(self.snapshot.delivery_date)

    def _settlement(self) -> None:
        settlement = self.document.trade.settlement
        settlement.payment_reference = self.snapshot.number
        settlement.currency_code = self.unit.code
        credit = self.invoice.type_code == CREDIT_NOTE
        if not credit:
            self._payment_means(settlement)
        for group in self.invoice.taxes:
            settlement.trade_tax.add(self._group(group))
        for allowance in self.invoice.allowances:
            settlement.allowance_charge.add(self._allowance(allowance))
        self._terms(settlement, credit=credit)
        sums = settlement.monetary_summation
        sums.line_total = self._amount(self.invoice.line_total)
        sums.charge_total = self._amount(0)
        sums.allowance_total = self._amount(self.invoice.allowance_total)
        sums.tax_basis_total = self._amount(self.invoice.net)
        sums.tax_total = (self._amount(self.invoice.tax), self.unit.code)
        if self.invoice.rounding:
            sums.rounding_amount = self._amount(self.invoice.rounding)
        sums.grand_total = self._amount(self.invoice.gross)
        sums.prepaid_total = self._amount(self.invoice.prepaid)
        sums.due_amount = self._amount(self.invoice.due)
        if self.snapshot.corrects_number:
            settlement.invoice_referenced_document.issuer_assigned_id = self.snapshot.corrects_number
            settlement.invoice_referenced_document.issue_date_time = date.fromisoformat(self.snapshot.corrects_date)

    def _payment_means(self, settlement: Any) -> None:
        from drafthorse.models.payment import PaymentMeans

        seller = self.snapshot.seller
        if not seller.account:
            return
        means = PaymentMeans()
        account = vat.iban(seller.account)
        means.type_code = _SEPA if account and self.unit.code == "EUR" else _TRANSFER
        if account:
            means.payee_account.iban = account
        else:
            means.payee_account.proprietary_id = seller.account
        means.payee_account.account_name = seller.name
        bic = vat.bic(seller.bic)
        if bic:
            means.payee_institution.bic = bic
        settlement.payment_means.add(means)

    def _group(self, group: TaxGroup) -> Any:
        from drafthorse.models.accounting import ApplicableTradeTax

        made = ApplicableTradeTax()
        made.calculated_amount = self._amount(group.tax)
        made.type_code = "VAT"
        if group.reason:
            made.exemption_reason = group.reason
        made.basis_amount = self._amount(group.base)
        made.category_code = group.category
        if group.reason_code:
            made.exemption_reason_code = group.reason_code
        if group.category != vat.OUTSIDE:
            made.rate_applicable_percent = _percent(group.rate)
        return made

    def _terms(self, settlement: Any, *, credit: bool) -> None:
        from drafthorse.models.payment import PaymentTerms

        words = self.snapshot.terms
        due = "" if credit else self.snapshot.due_date
        if credit:
            words = self.words(N_("Credited to the customer"))
        elif not words and not due and self.invoice.due > 0:
            words = self.words(N_("Payable on receipt"))
        if words or due:
            terms = PaymentTerms()
            if words:
                terms.description = words
            if due:
                terms.due = date.fromisoformat(due)
            settlement.terms.add(terms)


def _figure(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _percent(rate: int) -> str:
    return _figure(Decimal(rate) / 10_000)
