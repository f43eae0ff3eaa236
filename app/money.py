"""Money, quantities, prices and rates as integers; the one rounding function; splitting that loses nothing.

Units used everywhere in Daybook:

* money: minor units of the book's currency (cents, fen; none for JPY, thousandths for KWD)
* quantity: ten-thousandths (``QUANTITY``)
* unit price: millionths of the major unit (``PRICE``)
* rate: ten-thousandths of a percent (13 % is 130,000), so that a rate over ``RATE_WHOLE`` is a fraction

No float ever holds any of these. ``Decimal`` serves only to parse and to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

QUANTITY = 10_000
PRICE = 1_000_000
RATE = 10_000
RATE_WHOLE = 100 * RATE

# SQLite keeps 64-bit integers; anything larger must be refused before it is stored.
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency: code, number of decimals of its minor unit, symbol."""

    code: str
    decimals: int
    symbol: str

    @property
    def minor(self) -> int:
        """How many minor units make one major unit."""
        return int(10**self.decimals)


CURRENCIES = {
    c.code: c
    for c in (
        Currency("CNY", 2, "¥"),
        Currency("USD", 2, "$"),
        Currency("EUR", 2, "€"),
        Currency("GBP", 2, "£"),
        Currency("HKD", 2, "HK$"),
        Currency("TWD", 2, "NT$"),
        Currency("SGD", 2, "S$"),
        Currency("AUD", 2, "A$"),
        Currency("CAD", 2, "C$"),
        Currency("NZD", 2, "NZ$"),
        Currency("CHF", 2, "CHF"),
        Currency("INR", 2, "₹"),
        Currency("JPY", 0, "¥"),
        Currency("KRW", 0, "₩"),
        Currency("KWD", 3, "KD"),
        Currency("SEK", 2, "kr"),
        Currency("NOK", 2, "kr"),
        Currency("DKK", 2, "kr"),
        Currency("PLN", 2, "zł"),
        Currency("CZK", 2, "Kč"),
        Currency("MYR", 2, "RM"),
        Currency("THB", 2, "฿"),
        Currency("VND", 0, "₫"),
        Currency("IDR", 2, "Rp"),
        Currency("BRL", 2, "R$"),
        Currency("MXN", 2, "MX$"),
        Currency("ZAR", 2, "R"),
    )
}


def currency(code: str) -> Currency:
    """The currency with this ISO code; an unknown code gets two decimals and its code as symbol."""
    return CURRENCIES.get(code) or Currency(code, 2, code)


def divide(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` rounded half away from zero: the one rounding rule of Daybook."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split ``amount`` in proportion to ``weights`` (none negative) by the largest remainder, ties to the earlier part.

    The parts always add up to ``amount``. With weights that are all zero the first part takes everything.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        return [amount] + [0] * (len(weights) - 1)
    sign = -1 if amount < 0 else 1
    size = abs(amount)
    parts = [size * w // whole for w in weights]
    rest = size - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), i))
    for i in order[:rest]:
        parts[i] += 1
    return [sign * p for p in parts]


def scale(value: Decimal, factor: int) -> int:
    """``value`` as an integer of ``1/factor`` units, rounded half away from zero."""
    numerator, denominator = value.as_integer_ratio()
    return divide(numerator * factor, denominator)


def unscale(value: int, factor: int) -> Decimal:
    """The exact decimal of a scaled integer, without trailing zeros."""
    result = Decimal(value) / Decimal(factor)
    text = format(result, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else result


def plain(amount: int, unit: Currency) -> str:
    """An amount as machines read it: ``-1234.50``, no grouping, always the currency's decimals."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), unit.minor)
    return f"{sign}{whole}.{rest:0{unit.decimals}d}" if unit.decimals else f"{sign}{whole}"


def show(amount: int, unit: Currency, *, symbol: bool = False) -> str:
    """An amount as people read it: ``-1,234.50``, with the currency's symbol if asked."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), unit.minor)
    body = f"{whole:,}.{rest:0{unit.decimals}d}" if unit.decimals else f"{whole:,}"
    return f"{sign}{unit.symbol}{body}" if symbol else f"{sign}{body}"


def show_scaled(value: int, factor: int, *, least: int = 0) -> str:
    """A scaled integer (quantity, price, rate) with grouping, at least ``least`` decimals and no needless zeros."""
    number = unscale(value, factor)
    places = max(least, -int(number.as_tuple().exponent), 0)
    return f"{number:,.{places}f}"
