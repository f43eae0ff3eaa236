"""A typed word that is an amount: what a search finds sums by."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from app.models.company import book_currency
from app.money import scale

_AMOUNT = re.compile(r"[¥￥$€£]?\s*(?:[1-9][\d,]*|0)(?:\.\d+)?")


def amount_of(typed: str) -> int | None:
    """The amount in minor units that the text says, with or without a currency's sign; None where it says none."""
    text = typed.strip()
    if not _AMOUNT.fullmatch(text):
        return None
    try:
        return scale(Decimal(text.lstrip("¥￥$€£ ").replace(",", "")), book_currency().minor)
    except (InvalidOperation, ArithmeticError, ValueError):
        return None
