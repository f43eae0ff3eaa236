"""Reads what published electronic invoices say, in both syntaxes of EN 16931: UBL, and CII as Factur-X uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

Group = tuple[str, Decimal]
"""A tax category and its rate in percent."""


@dataclass(frozen=True)
class Line:
    """A line: what it charges and allows beside quantity × price is ``beside``; ``net`` is what it says it comes to."""

    quantity: Decimal
    price: Decimal
    beside: Decimal
    net: Decimal
    group: Group


@dataclass(frozen=True)
class Published:
    """An invoice or credit note: its lines, what is charged and allowed on the document, and its totals."""

    type_code: str
    lines: tuple[Line, ...]
    beside: tuple[tuple[Decimal, Group], ...]
    taxes: dict[Group, tuple[Decimal, Decimal]]
    net: Decimal
    tax: Decimal
    gross: Decimal
    prepaid: Decimal
    rounding: Decimal
    due: Decimal


def read(xml: bytes) -> Published:
    """What a published document says."""
    root = etree.fromstring(xml)
    readers = {"CrossIndustryInvoice": _cii, "CrossIndustryDocument": _zugferd_1}
    return readers.get(etree.QName(root).localname, _ubl)(root)


def _all(element: Any, *path: str) -> list[Any]:
    found = [element]
    for name in path:
        found = [child for each in found for child in each if etree.QName(child).localname == name]
    return found


def _text(element: Any, *path: str, default: str = "0") -> str:
    found = _all(element, *path)
    return (found[0].text or "").strip() if found else default


def _number(element: Any, *path: str, default: str = "0") -> Decimal:
    return Decimal(_text(element, *path, default=default) or default)


def _sum(charges: Iterable[Any], read_one: Callable[[Any], tuple[bool, Decimal]]) -> Decimal:
    return sum((amount if charge else -amount for charge, amount in map(read_one, charges)), Decimal(0))


def _ubl_charge(element: Any) -> tuple[bool, Decimal]:
    return _text(element, "ChargeIndicator") in ("true", "1"), _number(element, "Amount")


def _ubl_group(element: Any) -> Group:
    return _text(element, "ID"), _number(element, "Percent")


def _ubl(root: Any) -> Published:
    lines = []
    for line in [*_all(root, "InvoiceLine"), *_all(root, "CreditNoteLine")]:
        quantity = _number(line, "InvoicedQuantity") + _number(line, "CreditedQuantity")
        price = _number(line, "Price", "PriceAmount") / _number(line, "Price", "BaseQuantity", default="1")
        (category,) = _all(line, "Item", "ClassifiedTaxCategory")
        lines.append(
            Line(
                quantity,
                price,
                _sum(_all(line, "AllowanceCharge"), _ubl_charge),
                _number(line, "LineExtensionAmount"),
                _ubl_group(category),
            )
        )
    beside = tuple(
        (_sum([each], _ubl_charge), _ubl_group(_all(each, "TaxCategory")[0])) for each in _all(root, "AllowanceCharge")
    )
    taxes = {
        _ubl_group(_all(each, "TaxCategory")[0]): (_number(each, "TaxableAmount"), _number(each, "TaxAmount"))
        for each in _all(root, "TaxTotal", "TaxSubtotal")
    }
    (total,) = _all(root, "LegalMonetaryTotal")
    return Published(
        _text(root, "InvoiceTypeCode", default="") or _text(root, "CreditNoteTypeCode"),
        tuple(lines),
        beside,
        taxes,
        _number(total, "TaxExclusiveAmount"),
        _number(root, "TaxTotal", "TaxAmount"),
        _number(total, "TaxInclusiveAmount"),
        _number(total, "PrepaidAmount"),
        _number(total, "PayableRoundingAmount"),
        _number(total, "PayableAmount"),
    )


def _cii_charge(element: Any) -> tuple[bool, Decimal]:
    return _text(element, "ChargeIndicator", "Indicator") == "true", _number(element, "ActualAmount")


def _cii_group(element: Any) -> Group:
    return _text(element, "CategoryCode"), _number(element, "RateApplicablePercent")


def _cii(root: Any) -> Published:
    (trade,) = _all(root, "SupplyChainTradeTransaction")
    (settlement,) = _all(trade, "ApplicableHeaderTradeSettlement")
    (sums,) = _all(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    lines = []
    for line in _all(trade, "IncludedSupplyChainTradeLineItem"):
        (priced,) = _all(line, "SpecifiedLineTradeAgreement", "NetPriceProductTradePrice")
        (settled,) = _all(line, "SpecifiedLineTradeSettlement")
        lines.append(
            Line(
                _number(line, "SpecifiedLineTradeDelivery", "BilledQuantity"),
                _number(priced, "ChargeAmount") / _number(priced, "BasisQuantity", default="1"),
                _sum(_all(settled, "SpecifiedTradeAllowanceCharge"), _cii_charge),
                _number(settled, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount"),
                _cii_group(_all(settled, "ApplicableTradeTax")[0]),
            )
        )
    beside = tuple(
        (_sum([each], _cii_charge), _cii_group(_all(each, "CategoryTradeTax")[0]))
        for each in _all(settlement, "SpecifiedTradeAllowanceCharge")
    )
    taxes = {
        _cii_group(each): (_number(each, "BasisAmount"), _number(each, "CalculatedAmount"))
        for each in _all(settlement, "ApplicableTradeTax")
    }
    return Published(
        _text(root, "ExchangedDocument", "TypeCode"),
        tuple(lines),
        beside,
        taxes,
        _number(sums, "TaxBasisTotalAmount"),
        _number(sums, "TaxTotalAmount"),
        _number(sums, "GrandTotalAmount"),
        _number(sums, "TotalPrepaidAmount"),
        _number(sums, "RoundingAmount"),
        _number(sums, "DuePayableAmount"),
    )


def _zugferd_1(root: Any) -> Published:
    """The first version of ZUGFeRD in its smallest profile: one rate, and lines that say no more than their amount."""
    (trade,) = _all(root, "SpecifiedSupplyChainTradeTransaction")
    (settlement,) = _all(trade, "ApplicableSupplyChainTradeSettlement")
    (sums,) = _all(settlement, "SpecifiedTradeSettlementMonetarySummation")
    (tax,) = _all(settlement, "ApplicableTradeTax")
    group = ("S", _number(tax, "ApplicablePercent"))
    amounts = [
        _number(
            line, "SpecifiedSupplyChainTradeSettlement", "SpecifiedTradeSettlementMonetarySummation", "LineTotalAmount"
        )
        for line in _all(trade, "IncludedSupplyChainTradeLineItem")
    ]
    gross = _number(sums, "GrandTotalAmount")
    return Published(
        "380",
        tuple(Line(Decimal(1), amount, Decimal(0), amount, group) for amount in amounts),
        (),
        {group: (_number(tax, "BasisAmount"), _number(tax, "CalculatedAmount"))},
        _number(sums, "TaxBasisTotalAmount"),
        _number(sums, "TaxTotalAmount"),
        gross,
        Decimal(0),
        Decimal(0),
        gross,
    )
