"""An invoice as the European standard EN 16931 means it, made from the frozen snapshot and from nothing else.

Amounts are integers of the currency's minor unit; every sum that the standard asks for holds by construction. Names
like BT-131 are the standard's own for its fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.i18n import translator
from app.models import vat
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, TaxRow
from app.money import PRICE, QUANTITY, RATE_WHOLE, Currency, currency, divide, unscale

INVOICE, CREDIT_NOTE = "380", "381"

# Decimals to which a price is kept that follows from an amount.
_FINE = Decimal(1).scaleb(-13)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Something taken off a line or the document: an amount, why, and for a line the percentage and what it is of.

    ``percent`` is in ten-thousandths of a percent; 0 where nothing was said in percent.
    """

    amount: int
    reason: str
    category: str = ""
    rate: int = 0
    percent: int = 0
    base: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A line: ``net`` (BT-131) is quantity × price less what is allowed, rounded once."""

    number: int
    name: str
    detail: str
    code: str
    quantity: Decimal
    unit: str
    price: Decimal
    net: int
    category: str
    rate: int
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """The tax of one category and rate: base, amount and, where nothing is taxed, why."""

    category: str
    rate: int
    base: int
    tax: int
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """A document of the standard: its lines, what is taken off, its taxes and its totals."""

    type_code: str
    items: tuple[Item, ...]
    allowances: tuple[Allowance, ...]
    taxes: tuple[TaxGroup, ...]
    prepaid: int
    rounding: int

    @property
    def line_total(self) -> int:
        """The sum of the lines (BT-106)."""
        return sum(item.net for item in self.items)

    @property
    def allowance_total(self) -> int:
        """What is taken off the document (BT-107)."""
        return sum(allowance.amount for allowance in self.allowances)

    @property
    def net(self) -> int:
        """The total without tax (BT-109)."""
        return self.line_total - self.allowance_total

    @property
    def tax(self) -> int:
        """The tax of all groups (BT-110)."""
        return sum(group.tax for group in self.taxes)

    @property
    def gross(self) -> int:
        """The total with tax (BT-112)."""
        return self.net + self.tax

    @property
    def due(self) -> int:
        """What remains to be paid (BT-115)."""
        return self.gross - self.prepaid + self.rounding


def e_invoice(snapshot: DocumentSnapshot) -> EInvoice:
    """The document of the standard that says what an invoice or credit note says. Check ``lacks`` first."""
    rows = {(row.code, row.rate): row for row in snapshot.taxes}
    places = [_place(line, rows) for line in snapshot.lines]
    groups: dict[tuple[str, int], list[int]] = {}
    for index, place in enumerate(places):
        groups.setdefault(place, []).append(index)
    words = translator(snapshot.language)
    why = words("Discount") if snapshot.discount else words("Rounding-off")
    nets = [line.net for line in snapshot.lines]
    allowances: list[Allowance] = []
    for (category, rate), members in groups.items():
        before = {i: _before_discount(snapshot, snapshot.lines[i], rate) for i in members}
        taken = sum(before[i] - snapshot.lines[i].net for i in members)
        if taken > 0 and (snapshot.discount or snapshot.rounding_off):
            allowances.append(Allowance(taken, why, category, rate))
            for i in members:
                nets[i] = before[i]
    unit = currency(snapshot.currency)
    items = tuple(
        _item(number, line, net, place, snapshot, unit)
        for number, (line, net, place) in enumerate(zip(snapshot.lines, nets, places, strict=True), start=1)
    )
    taxes = tuple(_group(snapshot, rows, place, members) for place, members in groups.items())
    credit = snapshot.kind is DocumentKind.CREDIT_NOTE
    return EInvoice(
        CREDIT_NOTE if credit else INVOICE,
        items,
        tuple(allowances),
        taxes,
        snapshot.paid if snapshot.shows_payments else 0,
        snapshot.cash_rounding,
    )


def _place(line: DocumentLine, rows: dict[tuple[str, int], TaxRow]) -> tuple[str, int]:
    row = rows.get((line.tax_code, line.tax_rate))
    return vat.category(row.category if row is not None else "none", line.tax_rate), line.tax_rate


def _before_discount(snapshot: DocumentSnapshot, line: DocumentLine, rate: int) -> int:
    if not snapshot.prices_include_tax:
        return line.amount
    return divide(line.amount * RATE_WHOLE, RATE_WHOLE + rate)


def _item(
    number: int, line: DocumentLine, net: int, place: tuple[str, int], snapshot: DocumentSnapshot, unit: Currency
) -> Item:
    category, rate = place
    quantity, price = unscale(line.quantity, QUANTITY), unscale(line.price, PRICE)
    if snapshot.prices_include_tax:
        price = (price * RATE_WHOLE / (RATE_WHOLE + rate)).quantize(_FINE, ROUND_HALF_UP)
    if price < 0:
        # The standard knows no price below zero: such a line gives back a quantity.
        quantity, price = -quantity, -price
    full = _minor(quantity * price, unit)
    allowance = None
    if full != net and line.discount and full > net >= 0:
        words = translator(snapshot.language)
        allowance = Allowance(full - net, words("Discount"), percent=line.discount, base=full)
    elif full != net:
        quantity = quantity or Decimal(1)
        if (quantity < 0) != (net < 0):
            quantity = -quantity
        price = (Decimal(net) / unit.minor / quantity).quantize(_FINE, ROUND_HALF_UP)
    return Item(
        number,
        line.description,
        "\n".join(part for part in (line.specification, line.note) if part),
        line.code,
        quantity,
        vat.unit_code(line.unit),
        price,
        net,
        category,
        rate,
        allowance,
    )


def _minor(amount: Decimal, unit: Currency) -> int:
    return int((amount * unit.minor).to_integral_value(ROUND_HALF_UP))


def _group(
    snapshot: DocumentSnapshot, rows: dict[tuple[str, int], TaxRow], place: tuple[str, int], members: Sequence[int]
) -> TaxGroup:
    category, rate = place
    lines = [snapshot.lines[i] for i in members]
    reasons = dict.fromkeys(
        row.reason or row.label for line in lines if (row := rows.get((line.tax_code, line.tax_rate))) is not None
    )
    taxed = category in (vat.STANDARD, vat.ZERO)
    return TaxGroup(
        category,
        rate,
        sum(line.net for line in lines),
        sum(line.tax for line in lines),
        "" if taxed else "; ".join(reason for reason in reasons if reason),
        vat.REASON_CODES.get(category, ""),
    )
