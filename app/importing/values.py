"""Single values as people write them: numbers, texts, codes, phones; doubles read as the 15 digits a spreadsheet
shows."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from app.i18n import _
from app.importing.names import blank_texts, blank_words, words
from app.money import CURRENCIES, LARGEST, scale


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that cannot be taken, with the finished reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number found in a text, with the currency sign or word beside it and whether it is a percentage."""

    value: Decimal
    sign: str = ""
    percent: bool = False


_ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#ERROR!",
)
_PLAIN = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_NUMBER = re.compile(r"^([^\d.,+-]*)([+-]?)\s*([^\d.,+-]*)\s*(\d[\d.,' ]*|[.,]\d+)\s*(-?)\s*(%?)\s*([^\d]*)$")
_GROUPED_POINT = re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?|\d+(\.\d*)?|\.\d+")
_GROUPED_COMMA = re.compile(r"\d{1,3}(\.\d{3})+(,\d*)?|\d+(,\d*)?|,\d+")
_HUNDRED_MILLION = {"万": 10_000, "亿": 100_000_000}


def is_error(text: str) -> bool:
    """Is this the text of a spreadsheet error?"""
    return text.startswith("#") and text.upper() in _ERRORS


def error_value(text: str) -> Bad:
    """The reason for a cell that holds a spreadsheet error."""
    return Bad(_("The cell holds the error {error}, not a value.").format(error=text))


def fifteen(value: float) -> Decimal:
    """A double as the 15 significant digits that a spreadsheet shows: 731.9399999999999 → 731.94."""
    return Decimal(format(value, ".15g"))


def show(value: Any) -> str:
    """A cell as text for lists of problems and for text fields: whole floats without ``.0``, dates in ISO form."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def text(value: Any) -> str | Bad:
    """Free text, stored as it stands without outer white space; a spreadsheet error is refused."""
    found = show(value).strip().replace("\x00", "")
    if found.startswith("#") and is_error(found):
        return error_value(found)
    return "" if found in blank_texts() else found


def blank(value: Any) -> bool:
    """Does the cell say that there is nothing (empty, "null", "-", "N/A")? For every type but free text."""
    if value == "" or value is None:
        return True
    return isinstance(value, str) and (not value.strip() or value.strip().casefold() in blank_words())


def identity(value: Any) -> str | Bad:
    """A number or code as text: ``17850.0`` → ``17850``; codes that a spreadsheet has rounded are refused."""
    if type(value) is str and value.isascii() and value.replace("-", "").isalnum():
        return "" if len(value) < 10 and value.lower() in blank_words() else value
    if blank(value):
        return ""
    if isinstance(value, float) and (abs(value) >= 1e15 or not math.isfinite(value)):
        return Bad(_("The number has more than 15 digits, which the spreadsheet has rounded. Export it as text."))
    found = show(value).strip().replace("\x00", "")
    if found.startswith('="') and found.endswith('"'):
        found = found[2:-1]
    elif found.startswith("=") and found[1:].isalnum():
        found = found[1:]
    if len(found) > 1 and found[0] in "'`" and not found.endswith("'"):
        found = found[1:]
    found = found.strip().strip("\ufeff\u200b")
    if _EXPONENT.fullmatch(found) and "+" in found:
        return Bad(
            _(
                "The number was shortened to {value} by a spreadsheet; its last digits are lost. Export it as text."
            ).format(value=found)
        )
    if is_error(found):
        return error_value(found)
    return found


def phone(value: Any) -> str | Bad:
    """A phone as written, without an apostrophe in front: ``18922092313.0`` → ``18922092313``."""
    return identity(value)


def phone_key(written: str) -> str:
    """The digits by which a phone is recognised again; empty where it is masked or too short."""
    if "*" in written:
        return ""
    digits = "".join(c for c in unicodedata.normalize("NFKC", written) if c.isdigit())
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if len(digits) >= 7 else ""


@cache
def _signs() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for sign, codes in words()["currencies"].items():
        table.setdefault(_sign_key(sign), set()).update(codes)
    for unit in CURRENCIES.values():
        table.setdefault(_sign_key(unit.symbol), set()).add(unit.code)
    return {key: frozenset(codes) for key, codes in table.items()}


def _sign_key(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign).strip().casefold().rstrip(".")


def sign_codes(sign: str) -> frozenset[str]:
    """The ISO codes that a currency sign or word may stand for; empty when it is no currency."""
    key = _sign_key(sign)
    if len(key) == 3 and key.isascii() and key.isalpha():
        return _signs().get(key, frozenset({key.upper()}))
    return _signs().get(key, frozenset())


def number(value: str, decimals: str = ".") -> Number | Bad | None:
    """The number in a text; nothing for a blank one. ``decimals`` is the column's decimal sign.

    Understands grouping, full-width digits, brackets and a trailing minus as negative, currency signs, percent and 万.
    """
    found = value.strip()
    if _PLAIN.fullmatch(found) and (decimals == "." or "." not in found):
        return Number(Decimal(found))
    if not found or found.casefold() in blank_words():
        return None
    if is_error(found):
        return error_value(found)
    folded = (
        unicodedata.normalize("NFKC", found)
        .replace("\u2212", "-")
        .replace("\u2013", "-")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )
    folded = folded.replace("\u2019", "'").strip().lstrip("'")
    negative = False
    if folded.startswith("(") and folded.endswith(")"):
        negative, folded = True, folded[1:-1].strip()
    match = _NUMBER.match(folded)
    if match is None:
        return _not_a_number(found)
    before, minus, between, digits, after_minus, percent, after = match.groups()
    digits = digits.strip().replace(" ", "").replace("'", "")
    sign = (before or between or after).strip()
    factor = 1
    if after[:1] in _HUNDRED_MILLION:
        factor, after = _HUNDRED_MILLION[after[0]], after[1:].strip()
        sign = (before or between or after).strip()
    plain = _plain_digits(digits, decimals)
    if plain is None:
        return _not_a_number(found)
    if sum(1 for part in (before, between, after) if part.strip()) > 1 and not (
        sign_codes(before + between) or sign_codes(sign)
    ):
        return _not_a_number(found)
    try:
        result = Decimal(plain) * factor
    except InvalidOperation:
        return _not_a_number(found)
    if (minus == "-") != (after_minus == "-") or negative:
        result = -result
    return Number(result, sign, percent == "%")


def _plain_digits(digits: str, decimals: str) -> str | None:
    """Digits with a point as decimal sign; nothing when the grouping does not fit the decimal sign."""
    if decimals == ",":
        if not _GROUPED_COMMA.fullmatch(digits):
            return digits if digits.count(".") == 1 and "," not in digits and len(digits.split(".")[1]) != 3 else None
        return digits.replace(".", "").replace(",", ".")
    if _GROUPED_POINT.fullmatch(digits):
        return digits.replace(",", "")
    return None


def _not_a_number(found: str) -> Bad:
    return Bad(_("{value} is not a number.").format(value=found[:60]))


def scaled(value: Decimal, factor: int) -> int | Bad:
    """A decimal as a scaled integer, rounded half away from zero; refused beyond what the book can store."""
    if not value.is_finite() or abs(value) * factor > LARGEST // 1000:
        return Bad(_("{value} is larger than an amount can be.").format(value=str(value)[:40]))
    return scale(value, factor)
