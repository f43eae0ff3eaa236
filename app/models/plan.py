"""The payment plan of an order as plain arithmetic: parts that add up to what it is worth, paid from the oldest on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date


def fit(amounts: Sequence[int], whole: int) -> list[int]:
    """The parts of a plan brought to another whole: the last ones take the difference, none falls below zero."""
    parts = list(amounts)
    difference = whole - sum(parts)
    if parts and difference > 0:
        parts[-1] += difference
    for place in reversed(range(len(parts))):
        less = min(parts[place], max(0, sum(parts) - whole))
        parts[place] -= less
    return parts


def covered(amounts: Sequence[int], money: int) -> list[int]:
    """How much of each part is paid when ``money`` goes to the oldest first."""
    left = max(0, money)
    paid = []
    for amount in amounts:
        part = min(amount, left)
        paid.append(part)
        left -= part
    return paid


def first_open(amounts: Sequence[int], money: int) -> int | None:
    """The place of the oldest part that is not wholly paid; None if all are."""
    paid = covered(amounts, money)
    return next((i for i, (amount, part) in enumerate(zip(amounts, paid, strict=True)) if part < amount), None)


def monthly(first: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short for it."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
