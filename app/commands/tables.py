"""A list as a person reads it in a terminal: columns as wide as their contents, Chinese characters counted double."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.i18n import _
from app.money import Currency
from app.queries.columns import Column, Kind

_RIGHT = frozenset({Kind.MONEY, Kind.QUANTITY, Kind.PRICE, Kind.RATE, Kind.COUNT})
_WIDEST = 40


def table(columns: Sequence[Column], rows: Sequence[Sequence[object]], unit: Currency) -> str:
    """The rows under their titles, a line each; texts that are too long end in “…”."""
    from app.reports.cells import shown_value

    setters = [shown_value(column, unit) for column in columns]
    cells = [[_(column.title) for column in columns]]
    cells += [[one_line(make(value)) for make, value in zip(setters, row, strict=True)] for row in rows]
    widths = [max(width(row[at]) for row in cells) for at in range(len(columns))]
    return "\n".join(
        "  ".join(pad(cell, widths[at], right=columns[at].kind in _RIGHT) for at, cell in enumerate(row)).rstrip()
        for row in cells
    )


def one_line(text: str) -> str:
    """A text without line breaks and control characters, cut to what a terminal can show beside others."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    if width(clean) <= _WIDEST:
        return clean
    while width(clean) >= _WIDEST:
        clean = clean[:-1]
    return clean + "…"


def width(text: str) -> int:
    """How many places of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, places: int, *, right: bool) -> str:
    """The text filled up with spaces to so many places."""
    space = " " * (places - width(text))
    return space + text if right else text + space
