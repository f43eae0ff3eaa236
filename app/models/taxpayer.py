"""What kind of taxpayer a Chinese company is, and which rates such a company charges.

The rates are general knowledge, kept as data so that an accountant can correct them. Both kinds may sell at zero rate,
exempt or not taxed. The dated rates of each code are those of the book.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.i18n import N_
from app.money import RATE

SETTING = "taxpayer"
"""The setting that keeps the kind; nothing is kept while nobody has said it."""

COUNTRY = "CN"
"""The country whose companies are of one kind or the other."""


class Taxpayer(StrEnum):
    """A general taxpayer charges the rates of the law, a small-scale one those of the simplified way."""

    GENERAL = "general"
    SMALL = "small"


WORDS = {Taxpayer.GENERAL.value: N_("General taxpayer"), Taxpayer.SMALL.value: N_("Small-scale taxpayer")}
"""What the kinds are called."""

HIGHEST_SIMPLIFIED = 5 * RATE
"""The highest rate of the simplified way; whatever is taxed above it is taxed as a general taxpayer does."""

_OFFERED = {Taxpayer.GENERAL: ("13", "9", "6", "0"), Taxpayer.SMALL: ("3", "1", "5")}
_USUAL = {
    Taxpayer.GENERAL: (("2000-01-01", "13"),),
    Taxpayer.SMALL: (("2000-01-01", "3"), ("2020-03-01", "1"), ("2028-01-01", "3")),
}
_REMARKS = {
    Taxpayer.GENERAL: N_("A general taxpayer charges such a low rate only on what is taxed in the simplified way."),
    Taxpayer.SMALL: N_("A small-scale taxpayer charges 3%, 5%, or for a time 1%, not the general rates."),
}


def usual_code(kind: str, day: date) -> str:
    """The code of the tax that a company of this kind usually charges on a day; nothing for no known kind."""
    dated = _USUAL[Taxpayer(kind)] if kind in WORDS else ()
    return next((code for since, code in reversed(dated) if since <= day.isoformat()), "")


def suits(kind: str, rate: int) -> bool:
    """Whether a company of this kind charges such a rate (ten-thousandths of a percent); all suit no known kind."""
    if kind not in WORDS or not rate:
        return True
    return (rate <= HIGHEST_SIMPLIFIED) is (kind == Taxpayer.SMALL)


def remark(kind: str, rate: int) -> str:
    """What stands against a rate at a company of this kind, as a text to be translated; nothing where it suits."""
    return "" if suits(kind, rate) else _REMARKS[Taxpayer(kind)]


def place(kind: str, code: str, rate: int, day: date) -> tuple[bool, bool, int]:
    """Where a tax code stands among those that are offered: what is usual first, then what suits, then the rest."""
    if kind not in WORDS:
        return (False, False, 0)
    listed = _OFFERED[Taxpayer(kind)]
    return (
        code != usual_code(kind, day),
        not suits(kind, rate),
        listed.index(code) if code in listed else len(listed),
    )
