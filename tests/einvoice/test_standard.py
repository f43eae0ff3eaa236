"""An electronic invoice says what the paper says, and the rules of EN 16931 hold for whatever was sold."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.models.document import DocumentSnapshot
from app.models.einvoice import e_invoice
from app.models.einvoice_checks import lacks
from app.reports.factur_x import factur_x
from tests.einvoice.conftest import Checker
from tests.einvoice.papers import (
    COMMUNITY,
    EXEMPT,
    EXPORT,
    OUTSIDE,
    REDUCED,
    REVERSE,
    SELLER,
    STANDARD,
    ZERO,
    Sold,
    credit_note,
    euros,
    invoice,
)

MODES = [(include, rounding) for include in (False, True) for rounding in ("line", "document")]
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"

sold = st.builds(
    Sold,
    price=st.one_of(st.integers(0, 10**9), st.sampled_from([9_990_000, 33_333_333, 1])),
    quantity=st.one_of(st.sampled_from([10_000, 30_000, 70_000]), st.integers(1, 10**6)),
    code=st.sampled_from([STANDARD, STANDARD, REDUCED, ZERO, EXEMPT]),
    discount=st.sampled_from([0, 0, 25_000, 333_333]),
    unit=st.sampled_from(["pc", "box", "kg", "", "Kiste"]),
)
documents = st.builds(
    lambda lines, mode, discount, off, cash: invoice(
        *lines, include_tax=mode[0], rounding=mode[1], discount=discount, rounding_off=off, cash_rounding=cash
    ),
    st.lists(sold, min_size=1, max_size=8),
    st.sampled_from(MODES),
    st.sampled_from([0, 0, 5, 1000]),
    st.sampled_from([0, 0, 7]),
    st.sampled_from([0, 0, 2, -3]),
)


def figures(xml: bytes) -> tuple[Any, Any, dict[str, Decimal]]:
    """The lines, the header of the settlement, and its totals."""
    root = etree.fromstring(xml)
    trade = root[-1]
    settlement = trade.find(f"{RAM}ApplicableHeaderTradeSettlement")
    sums = settlement.find(f"{RAM}SpecifiedTradeSettlementHeaderMonetarySummation")
    totals = {each.tag.removeprefix(RAM): Decimal(each.text) for each in sums}
    return trade.findall(f"{RAM}IncludedSupplyChainTradeLineItem"), settlement, totals


def number(element: Any, path: str) -> Decimal:
    """The number below an element."""
    return Decimal(element.findtext("/".join(RAM + part for part in path.split("/"))))


@given(documents)
def test_all_sums_of_the_standard_hold_for_whatever_is_sold(document: DocumentSnapshot) -> None:
    lines, settlement, totals = figures(factur_x(document))
    net = sum(number(x, "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount")
              for x in lines)  # fmt: skip
    taxes = settlement.findall(f"{RAM}ApplicableTradeTax")
    allowances = settlement.findall(f"{RAM}SpecifiedTradeAllowanceCharge")
    assert totals["LineTotalAmount"] == net
    assert totals["AllowanceTotalAmount"] == sum(number(x, "ActualAmount") for x in allowances)
    assert totals["TaxBasisTotalAmount"] == totals["LineTotalAmount"] - totals["AllowanceTotalAmount"]
    assert totals["TaxBasisTotalAmount"] == sum(number(x, "BasisAmount") for x in taxes)
    assert totals["TaxTotalAmount"] == sum(number(x, "CalculatedAmount") for x in taxes)
    assert totals["GrandTotalAmount"] == totals["TaxBasisTotalAmount"] + totals["TaxTotalAmount"]
    assert totals["DuePayableAmount"] == totals["GrandTotalAmount"] + totals.get("RoundingAmount", Decimal(0))
    assert all(number(x, "ActualAmount") > 0 for x in allowances)
    for line in lines:
        quantity = number(line, "SpecifiedLineTradeDelivery/BilledQuantity")
        price = number(line, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount")
        off = line.find(f"{RAM}SpecifiedLineTradeSettlement/{RAM}SpecifiedTradeAllowanceCharge")
        taken = number(off, "ActualAmount") if off is not None else Decimal(0)
        whole = number(
            line, "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
        )
        assert (quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP) - taken == whole
        assert price >= 0


@given(documents)
def test_it_says_what_the_paper_says(document: DocumentSnapshot) -> None:
    made = e_invoice(document)
    assert (made.net, made.tax, made.gross) == (document.net, document.tax, document.gross)
    assert made.due == document.gross + document.cash_rounding
    assert sum(group.base for group in made.taxes) == sum(row.net for row in document.taxes)


@settings(max_examples=15)
@given(documents)
def test_an_independent_reader_accepts_whatever_is_sold(checker: Checker, document: DocumentSnapshot) -> None:
    assert not lacks(document)
    assert checker.problems(factur_x(document)) == []


PAPERS = {
    "two rates": invoice(Sold(euros("24.90"), 400_000, unit="box"), Sold(euros("3.45"), code=REDUCED)),
    "including tax": invoice(Sold(euros("49.90")), Sold(euros("10"), 30_000), include_tax=True, rounding="line"),
    "discounts": invoice(Sold(euros("100"), discount=50_000), Sold(euros("7.77"), code=REDUCED), discount=1500),
    "rounding-off": invoice(Sold(euros("19.99"), 30_000), rounding_off=7),
    "exempt": invoice(Sold(euros("120"), code=EXEMPT), Sold(euros("5"))),
    "reverse charge": invoice(Sold(euros("900"), code=REVERSE, unit="h")),
    "within the EU": invoice(Sold(euros("900"), 123_400, code=COMMUNITY, unit="kg")),
    "export": invoice(Sold(euros("40"), code=EXPORT)),
    "outside VAT": invoice(Sold(euros("40"), code=OUTSIDE)),
    "given back": invoice(Sold(euros("40"), 20_000), Sold(euros("40"), -10_000)),
    "nothing to pay": invoice(Sold(0)),
    "paid ahead": invoice(Sold(euros("100")), cash_rounding=2, shows_payments=True, paid=5000),
    "credit note": credit_note(invoice(Sold(euros("12.34"), 30_000, discount=100_000))),
    "Danish crowns": invoice(Sold(euros("12.34")), unit="DKK"),
    "no account": invoice(Sold(euros("12.34")), seller=replace(SELLER, account="", bic="")),
    "account without IBAN": invoice(Sold(euros("12.34")), seller=replace(SELLER, account="12 345 678")),
    "tax number instead of a VAT number": invoice(Sold(euros("9")), seller=replace(SELLER, tax_number="044/123/45678")),
    "no terms": invoice(Sold(euros("12.34")), terms="", due_date=""),
}


@pytest.mark.parametrize("name", PAPERS)
def test_an_independent_reader_accepts(checker: Checker, name: str) -> None:
    assert not lacks(PAPERS[name])
    assert checker.problems(factur_x(PAPERS[name])) == []


def test_the_reader_refuses_what_does_not_add_up(checker: Checker) -> None:
    xml = factur_x(PAPERS["two rates"])
    assert any("BR-CO-15" in problem for problem in checker.problems(xml.replace(b"1188.93", b"1188.94")))
    without = xml.replace(b">DE136695976<", b"><")
    assert checker.problems(without)


def test_a_credit_note_has_positive_amounts_and_names_its_invoice() -> None:
    xml = factur_x(PAPERS["credit note"]).decode()
    assert "<ram:TypeCode>381</ram:TypeCode>" in xml
    assert "<ram:IssuerAssignedID>INV-2026-0001</ram:IssuerAssignedID>" in xml
    assert ">-" not in xml


def test_delivery_terms_and_means_to_pay_are_said() -> None:
    xml = factur_x(PAPERS["two rates"]).decode()
    for said in (
        'schemeID="VA">DE136695976<', 'schemeID="VA">FR83404833048<', ">20260304<", ">20260404<", ">58<",
        ">DE89370400440532013000<", ">COBADEFFXXX<", ">EK-77<", ">SO-2026-0009<", 'unitCode="XBX"', 'unitCode="C62"',
        ">Payment within 30 days.<", ">67000<", ">Strasbourg<", ">Bâtiment C<",
    ):  # fmt: skip
        assert said in xml


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert factur_x(PAPERS["discounts"]) == factur_x(PAPERS["discounts"])


@pytest.mark.parametrize(
    ("document", "missing"),
    [
        (invoice(Sold(euros("1")), seller=replace(SELLER, tax_number="")), "seller_tax"),
        (invoice(Sold(euros("1")), buyer=replace(PAPERS["export"].buyer, country="")), "buyer_country"),
        (invoice(Sold(euros("1"), code=REVERSE), buyer=replace(PAPERS["export"].buyer, tax_number="")), "buyer_vat"),
        (invoice(Sold(euros("1"), code=COMMUNITY), delivery_date=""), "delivery"),
        (invoice(Sold(euros("1"), code=OUTSIDE), Sold(euros("1"))), "mixed"),
        (invoice(Sold(euros("1")), seller=replace(SELLER, tax_number="44/1/2"), buyer=PAPERS["export"].buyer), ""),
        (invoice(Sold(euros("1")), unit="KWD"), "currency"),
    ],
)
def test_what_is_missing_is_told(document: DocumentSnapshot, missing: str) -> None:
    assert [lack.code for lack in lacks(document)] == ([missing] if missing else [])


@settings(max_examples=20)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_typed_is_readable(checker: Checker, name: str, note: str) -> None:
    document = invoice(Sold(euros("1")), notes=note, buyer=replace(SELLER, name=f"{name}x"))
    assert checker.problems(factur_x(document)) == []
