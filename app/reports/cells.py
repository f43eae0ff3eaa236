"""From stored values to what a file holds: one rule for every kind of column, for workbooks and CSV alike."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.i18n import _
from app.money import PRICE, QUANTITY, RATE, RATE_WHOLE, Currency, plain, show, show_scaled, unscale
from app.queries.columns import Column, Kind
from app.queries.words import state_word

LONGEST_TEXT = 32_767
"""Characters that a workbook's cell can hold."""

LARGEST_FIGURE = 10**15
"""A spreadsheet keeps 15 digits of a number; anything longer is written as text."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a file's format could not hold as it is: where it stands, and what became of it.

    ``row`` counts the rows of data from 1; ``column`` is the title of the column.
    """

    row: int
    column: str
    reason: str
    value: str


# What makes a spreadsheet read a text as a formula, in half and full width.
_FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")


def guarded(text: str) -> str:
    """``text`` as a spreadsheet may open it: an apostrophe before what would begin a formula, even behind spaces."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000")[:1] in _FORMULA_SIGNS else text


def excel_text(text: str) -> tuple[str, str]:
    """A text as a workbook can hold it, and in words what was lost; the second is empty if nothing was."""
    if text.isprintable() and "_x" not in text and len(text) <= LONGEST_TEXT:
        return text, ""
    reasons: list[str] = []
    kept = _FORBIDDEN.sub("", text)
    if kept != text:
        reasons.append(_("Control characters were left out."))
    if len(kept) > LONGEST_TEXT:
        reasons.append(_("The text was cut after {n} characters.").format(n=LONGEST_TEXT))
        kept = kept[:LONGEST_TEXT]
    # A workbook reads _x0041_ as an escaped character: the text itself is escaped, so that it comes back as it was.
    if len(kept) + 6 * kept.count("_x") <= LONGEST_TEXT:
        kept = _LOOKS_ESCAPED.sub(r"_x005F_\1", kept)
    return kept, " ".join(reasons)


def number_format(kind: Kind, money: Currency) -> str:
    """The format in which a workbook shows a kind of column; empty for texts."""
    decimals = "0" * money.decimals
    return {
        Kind.MONEY: f"#,##0.{decimals}" if decimals else "#,##0",
        Kind.QUANTITY: "#,##0.####",
        Kind.PRICE: f"#,##0.{decimals}####" if decimals else "#,##0.####",
        Kind.RATE: "0.####%",
        Kind.DATE: "yyyy-mm-dd",
        Kind.MOMENT: "yyyy-mm-dd hh:mm",
        Kind.COUNT: "#,##0",
    }.get(kind, "")


def excel_value(column: Column, money: Currency) -> Callable[[Any], Any]:
    """How stored values of this column become numbers, dates or texts of a workbook."""
    match column.kind:
        case Kind.MONEY:
            return _figure(money.minor)
        case Kind.QUANTITY:
            return _figure(QUANTITY)
        case Kind.PRICE:
            return _figure(PRICE)
        case Kind.RATE:
            return _figure(RATE_WHOLE)
        case Kind.COUNT:
            return _figure(1)
        case Kind.DATE:
            return _excel_date
        case Kind.MOMENT:
            return _excel_moment
        case _:
            return _words(column)


def text_value(column: Column, money: Currency, *, for_machines: bool) -> Callable[[Any], str]:
    """How stored values of this column are written as text: plain numbers without grouping, ISO dates.

    For machines states stay English keys, flags are ``true`` and ``false``, and moments stay in UTC.
    """
    match column.kind:
        case Kind.MONEY:
            return lambda value: "" if value is None else plain(value, money)
        case Kind.QUANTITY:
            return lambda value: "" if value is None else f"{unscale(value, QUANTITY):f}"
        case Kind.PRICE:
            return lambda value: "" if value is None else f"{unscale(value, PRICE):f}"
        case Kind.RATE:
            return lambda value: "" if value is None else f"{unscale(value, RATE):f}"
        case Kind.MOMENT if not for_machines:
            return lambda value: "" if not value else local_moment(value).strftime("%Y-%m-%d %H:%M")
        case Kind.FLAG if for_machines:
            return lambda value: "true" if value else "false"
        case Kind.STATE if not for_machines:
            return lambda value: state_word(column.key, str(value)) if value else ""
        case Kind.FLAG:
            return lambda value: _("yes") if value else ""
        case _:
            return lambda value: "" if value is None else str(value)


def shown_value(column: Column, money: Currency) -> Callable[[Any], str]:
    """How stored values of this column are shown on paper: with grouping, in the reader's language."""
    match column.kind:
        case Kind.MONEY:
            return lambda value: "" if value is None else show(value, money)
        case Kind.QUANTITY:
            return lambda value: "" if value is None else show_scaled(value, QUANTITY)
        case Kind.PRICE:
            return lambda value: "" if value is None else show_scaled(value, PRICE, least=money.decimals)
        case Kind.RATE:
            return lambda value: "" if value is None else f"{show_scaled(value, RATE)}%"
        case Kind.COUNT:
            return lambda value: "" if value is None else f"{value:,}"
        case _:
            return text_value(column, money, for_machines=False)


def local_moment(text: str) -> datetime:
    """A stored moment (ISO, UTC) in this computer's time, without zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone().replace(tzinfo=None, microsecond=0)


def _words(column: Column) -> Callable[[Any], str]:
    if column.kind is Kind.STATE:
        return lambda value: state_word(column.key, str(value)) if value else ""
    if column.kind is Kind.FLAG:
        return lambda value: _("yes") if value else ""
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    """Texts; numbers and dates of a foreign row stay what they are."""
    if value is None or isinstance(value, (str, int, datetime, date)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return str(value)


def _figure(factor: int) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if value is None:
            return None
        if -LARGEST_FIGURE < value < LARGEST_FIGURE:
            return value if factor == 1 else value / factor
        return format(Decimal(value) / factor, "f")

    return convert


def _excel_date(value: Any) -> Any:
    if not value:
        return None
    day = date.fromisoformat(str(value)[:10])
    # Before March 1900 the calendars of spreadsheets differ; such a day stays text.
    return day if day >= date(1900, 3, 1) else day.isoformat()


def _excel_moment(value: Any) -> Any:
    if not value:
        return None
    moment = local_moment(str(value))
    return moment if moment.date() >= date(1900, 3, 1) else moment.isoformat(sep=" ")
