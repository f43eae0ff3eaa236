"""What the tax bureau's platform accepts, as data that an accountant can correct: limits of sums and lengths.

They warn before a workbook is sent there; nothing in the book depends on them.
"""

from __future__ import annotations

from decimal import Decimal

from app.money import RATE_WHOLE, Currency

ROW_AMOUNT = Decimal("0.01")
"""How far price × quantity may lie from the amount of a row, in the main unit."""
ROW_TAX = Decimal("0.06")
"""How far amount × rate may lie from the tax of a row."""
WHOLE_TAX = Decimal("1.27")
"""How far the sum of amount × rate may lie from the tax of the invoice."""
PRICE_DECIMALS = 13
"""Decimals of a price without tax."""
TAX_CLASS_DIGITS = 19
"""Digits of a class of goods (税收分类编码)."""
LONGEST = {"title": 100, "address": 100, "bank": 100, "name": 100, "note": 230}
"""Bytes of the longest texts, as GBK counts them: name, address with phone, bank with account, goods, remark."""


def gbk_length(text: str) -> int:
    """How long the platform counts a text: two bytes for a Chinese character, four for one that GBK lacks."""
    return len(text.encode("gb18030", "replace"))


def price_of(net: int, quantity: int, unit: Currency) -> Decimal | None:
    """The price without tax to thirteen decimals; ``quantity`` in ten-thousandths. None without a quantity."""
    if not quantity:
        return None
    price = Decimal(net * 10_000) / (Decimal(quantity) * unit.minor)
    return price.quantize(Decimal(1).scaleb(-PRICE_DECIMALS))


def amount_fits(price: Decimal, quantity: int, net: int, unit: Currency) -> bool:
    """Whether price × quantity is the amount, as far as the platform looks."""
    return abs(price * quantity / 10_000 - Decimal(net) / unit.minor) <= ROW_AMOUNT


def tax_off(net: int, rate: int, tax: int, unit: Currency) -> Decimal:
    """How far the tax of an amount lies from amount × rate, in the main unit; below zero where it is less."""
    return Decimal(tax) / unit.minor - Decimal(net) * rate / RATE_WHOLE / unit.minor


def tax_class_fits(tax_class: str) -> bool:
    """Whether a class of goods has the form that the platform wants."""
    return len(tax_class) == TAX_CLASS_DIGITS and tax_class.isascii() and tax_class.isdigit()


def printed_name(name: str, tax_class_name: str) -> str:
    """What stands in the column of goods: ``*short name of the class*name``."""
    return f"*{tax_class_name}*{name}" if tax_class_name else name
