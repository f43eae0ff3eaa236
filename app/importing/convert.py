"""Whole columns of a file turned into values, each distinct cell once; what a column's cells decide together is
decided here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.i18n import _
from app.importing.dates import ambiguous, clock, moment
from app.importing.names import compact, word_table
from app.importing.values import (
    Bad,
    Number,
    blank,
    error_value,
    fifteen,
    identity,
    is_error,
    number,
    phone,
    scaled,
    show,
    sign_codes,
    text,
)
from app.money import PRICE, QUANTITY, RATE_WHOLE

_COMMA_LAST = re.compile(r"\d\.\d{3}(?:\.\d{3})*,\d+$|^\D*\d+,(?:\d{1,2}|\d{4,})\D*$")
_POINT_LAST = re.compile(r"\d,\d{2,3}(?:,\d{3})*\.\d+|^\D*\d+\.(?:\d{1,2}|\d{4,})\D*$|\d,\d{3},\d{3}")


@dataclass
class Column:
    """A converted column: its values (``Bad`` where a cell could not be read), and what was noticed about it."""

    values: list[Any]
    bad: bool = False
    warnings: list[str] = field(default_factory=list)
    signs: frozenset[str] = frozenset()
    question: str = ""
    times: list[str] | None = None
    zones: list[str] | None = None
    money_discount: bool = False


def _mapped(cells: Sequence[Any], convert: Callable[[Any], Any]) -> Column:
    memo = {cell: convert(cell) for cell in set(cells)}
    bad = any(type(value) is Bad for value in memo.values())
    return Column(list(map(memo.__getitem__, cells)), bad)


def texts(cells: Sequence[Any]) -> Column:
    """Free text."""
    return _mapped(cells, text)


def identities(cells: Sequence[Any]) -> Column:
    """Numbers and codes as text."""
    return _mapped(cells, identity)


def phones(cells: Sequence[Any]) -> Column:
    """Phones as written."""
    return _mapped(cells, phone)


def postcodes(cells: Sequence[Any], header: str) -> Column:
    """Postal codes as text; zeros that a spreadsheet dropped are pointed out."""
    column = _mapped(cells, identity)
    kinds = set(map(type, cells))
    if float in kinds or int in kinds:
        lengths = [len(value) for value in column.values if isinstance(value, str) and value.isdecimal()]
        if lengths and max(lengths) == 5 and any(length < 5 for length in lengths):
            column.warnings.append(
                _("Column {column}: leading zeros were lost in the file (numbers instead of text).").format(
                    column=header
                )
            )
    return column


def decimal_sign(cells: Sequence[Any], default: str = ".") -> str:
    """ "." or ",": what the column's texts settle; the default where nothing does."""
    comma = point = 0
    if str not in set(map(type, cells)):
        return default
    for cell in set(cells):
        if type(cell) is str and ("," in cell or "." in cell or "，" in cell):
            folded = unicodedata.normalize("NFKC", cell).strip().replace("(", "").replace(")", "")
            if _COMMA_LAST.search(folded):
                comma += 1
            elif _POINT_LAST.search(folded):
                point += 1
    return "," if comma > point else "." if point > comma else default


def numbers(cells: Sequence[Any], factor: int, decimals: str, least: int | None = None) -> Column:
    """Decimal numbers as integers of ``1/factor``; blank cells become None."""
    signs: set[str] = set()

    def convert(cell: Any) -> int | Bad | None:
        kind = type(cell)
        if kind is float:
            if cell != cell or cell in (float("inf"), float("-inf")):
                return Bad(_("The cell holds no number."))
            product = cell * factor
            nearest = round(product)
            if abs(product - nearest) < 1e-7 * max(1.0, abs(nearest) * 1e-7) and abs(nearest) < 10**13:
                return int(nearest)
            return scaled(fifteen(cell), factor)
        if kind is int:
            return scaled(Decimal(cell), factor)
        if kind is str:
            if not cell:
                return None
            if decimals == ".":
                whole, _dot, part = cell.partition(".")
                if (
                    whole.isdecimal()
                    and (not part or part.isdecimal())
                    and len(whole) < 12
                    and 10 ** len(part) <= factor
                ):
                    return int(whole) * factor + (int(part) * (factor // 10 ** len(part)) if part else 0)
            found = number(cell, decimals)
            if found is None or type(found) is Bad:
                return found
            assert isinstance(found, Number)
            if found.sign:
                signs.add(found.sign)
            return scaled(found.value, factor)
        if cell is None:
            return None
        return Bad(_("{value} is not a number.").format(value=show(cell)))

    column = _mapped(cells, convert)
    column.signs = frozenset(signs)
    return column


def money(cells: Sequence[Any], minor: int, decimals: str, accepted: frozenset[str] | None) -> Column:
    """Amounts in minor units. ``accepted`` are the codes an amount's sign may stand for; None accepts every sign."""
    column = numbers(cells, minor, decimals)
    strange = _strange(column.signs)
    foreign = {
        sign for sign in column.signs if accepted is not None and sign_codes(sign) and not sign_codes(sign) & accepted
    }
    if strange or foreign:
        _refuse_signs(cells, column, strange, foreign, decimals)
    return column


def _strange(signs: frozenset[str]) -> set[str]:
    return {sign for sign in signs if not sign_codes(sign)}


def _refuse_signs(cells: Sequence[Any], column: Column, strange: set[str], foreign: set[str], decimals: str) -> None:
    for i, cell in enumerate(cells):
        if type(cell) is str and type(column.values[i]) is int:
            found = number(cell, decimals)
            if isinstance(found, Number) and found.sign in strange:
                column.values[i] = Bad(_("{value} is not an amount.").format(value=cell.strip()[:60]))
                column.bad = True
            elif isinstance(found, Number) and found.sign in foreign:
                column.values[i] = Bad(
                    _("{value} is in another currency than the book.").format(value=cell.strip()[:60])
                )
                column.bad = True


def quantities(cells: Sequence[Any], decimals: str) -> Column:
    """Quantities × 10,000; a unit behind the number ("3 pcs", "2件") is left out."""
    return numbers(cells, QUANTITY, decimals)


def prices(cells: Sequence[Any], decimals: str, accepted: frozenset[str] | None) -> Column:
    """Unit prices × 1,000,000."""
    return money(cells, PRICE, decimals, accepted)


def rates(cells: Sequence[Any], decimals: str, header: str, *, discount: bool = False, minor: int = 100) -> Column:
    """Rates where ``RATE_WHOLE`` is 100 %: fractions (0.15), percentages (15 %, "15%"), or, for a discount, amounts
    of money.

    The column decides: percent signs, else numbers up to 1 are fractions, else up to 100 under a header that speaks of
    percent are percentages; larger discounts are money (``money_discount``). Noise of single-precision fractions
    (0.150000005960464) is taken as 0.15 and pointed out.
    """
    plain = numbers(cells, RATE_WHOLE * 1000, decimals)
    signs = plain.signs
    found = [value for value in set(plain.values) if type(value) is int]
    written = any(type(cell) is str and "%" in unicodedata.normalize("NFKC", cell) for cell in set(cells))
    folded = compact(header)
    speaks = "%" in header or "％" in header or any(word in folded for word in ("percent", "pct", "rate", "率"))
    is_money = (
        discount and not written and (bool(signs) or any(word in folded for word in ("amount", "金额", "promotion")))
    )
    largest = max((abs(value) for value in found), default=0)
    unit = RATE_WHOLE * 1000
    if is_money or (discount and not written and not speaks and largest > unit and not _few_percents(found)):
        column = numbers(cells, minor, decimals)
        column.money_discount = True
        return column
    divisor = 100_000 if (written or (largest > unit and not is_money)) else 1000
    noise = 0
    memo: dict[Any, Any] = {}
    for value in set(plain.values):
        if type(value) is int:
            exact, rest = divmod(value, divisor)
            if rest * 2 >= divisor:
                exact, rest = exact + 1, rest - divisor
            noise += abs(rest) > 0
            memo[value] = exact
        else:
            memo[value] = value
    column = Column([memo[value] for value in plain.values], plain.bad)
    if noise:
        column.warnings.append(
            _(
                "Column {column}: rates such as 0.150000005960464 are taken as 0.15 (noise of the file's storage)."
            ).format(column=header)
        )
    return column


def _few_percents(found: Sequence[int]) -> bool:
    unit = RATE_WHOLE * 1000
    return len(found) <= 20 and all(value % unit == 0 and value <= 100 * unit for value in found)


def moments(cells: Sequence[Any], header: str, day_first: bool | None, field_key: str) -> Column:
    """Dates in ISO form, with the times of day beside them where the column tells any."""
    distinct = set(cells)
    written = [cell for cell in distinct if type(cell) is str and not blank(cell)]
    settled, open_ = ambiguous(written) if written else (None, False)
    order = settled if settled is not None else day_first
    memo = {cell: moment(cell, order) for cell in distinct}
    days = {cell: value[0] if type(value) is tuple else value for cell, value in memo.items()}
    column = Column(list(map(days.__getitem__, cells)), any(type(value) is Bad for value in memo.values()))
    if open_ and order is None:
        column.question = "day_first"
    if (
        written
        and any(type(cell) in (date, datetime) for cell in distinct)
        and any("/" in cell or "-" in cell for cell in written)
    ):
        column.warnings.append(
            _(
                "Column {column} mixes real dates and texts; a spreadsheet may have swapped day and "
                "month in some of them."
            ).format(column=header)
        )
    found = [value for value in memo.values() if type(value) is tuple]
    if any(clock_time not in ("", "00:00:00") for _day, clock_time, _zone in found):
        midnight = "00:00:00" if any(type(cell) is datetime for cell in distinct) else ""
        times = {cell: (value[1] or midnight) if type(value) is tuple else "" for cell, value in memo.items()}
        column.times = [times[cell] for cell in cells]
    if any(zone for _day, _clock, zone in found):
        zones = {cell: value[2] if type(value) is tuple else "" for cell, value in memo.items()}
        column.zones = [zones[cell] for cell in cells]
    return column


def clocks(cells: Sequence[Any]) -> Column:
    """Times of day."""
    return _mapped(cells, clock)


def codes(cells: Sequence[Any]) -> Column:
    """ISO currency codes; a sign or word that stands for one currency is understood, others are refused."""

    def convert(cell: Any) -> str | Bad:
        if blank(cell):
            return ""
        found = show(cell).strip()
        known = sign_codes(found)
        if len(known) == 1:
            return next(iter(known))
        if found.isascii() and len(found) == 3 and found.isalpha():
            return found.upper()
        return Bad(_("{value} is not the code of a currency.").format(value=found[:40]))

    return _mapped(cells, convert)


def state_words(cells: Sequence[Any], field_key: str, chosen: Mapping[str, str]) -> Column:
    """State words as English keys: of orders for ``status`` and ``delivery_status``, of money for the others."""
    section = "states" if field_key in ("status", "delivery_status") else "money"
    table = word_table(section)
    own = {compact(word): key for word, key in chosen.items()}

    def convert(cell: Any) -> str | Bad:
        if blank(cell) and compact(show(cell)[:100]) not in table:
            return ""
        found = show(cell).strip()
        if is_error(found):
            return error_value(found)
        key = compact(found[:100])
        result = own.get(key) or table.get(key)
        if result is None:
            return Bad(
                _("{value} is not a known state word. Say which state it means, or change it.").format(value=found[:40])
            )
        return result

    column = _mapped(cells, convert)
    if column.bad:
        column.question = "state_word"
    return column


def money_words(cells: Sequence[Any]) -> list[str]:
    """What order states say about money: "Paid" and "Refunded" do, "Completed" does not."""
    table = {
        word: key
        for word, key in word_table("money").items()
        if key != "none" and word not in ("completed", "payment", "partial")
    }
    memo = {cell: table.get(compact(show(cell)[:100]), "") for cell in set(cells)}
    return [memo[cell] for cell in cells]
