"""What people type into an amount or a date field, understood: arithmetic, full-width digits, short dates. No Qt
here."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from fractions import Fraction

from app.money import divide

LONGEST = 60
"""More characters than this are no amount."""

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|([-+*/()%]))")
_SYMBOLS = "¥￥$€£₹元圆块"
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])")


class NotUnderstood(ValueError):
    """The text is no number or date that a person would recognise."""


def _tidied(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    for symbol in _SYMBOLS:
        text = text.replace(symbol, "")
    for sign, plain in (("×", "*"), ("÷", "/"), ("−", "-"), ("–", "-"), ("—", "-"), ("。", "."), ("、", ",")):
        text = text.replace(sign, plain)
    return _GROUPED.sub(lambda found: found.group().replace(",", ""), text)


class _Reader:
    """``sum = product {(+|-) product}``; a percentage after + or - is one of what stands before it."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if found is None:
                raise NotUnderstood
            self.tokens.append(found.group(1) or found.group(2))
            place = found.end()
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def sum(self) -> Fraction:
        value, percent = self.product()
        if percent:
            value /= 100
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            part, percent = self.product()
            value += sign * (value * part / 100 if percent else part)
        return value

    def product(self) -> tuple[Fraction, bool]:
        value, percent = self.factor()
        while self.peek() in ("*", "/"):
            times = self.take() == "*"
            part, part_percent = self.factor()
            if percent:
                value, percent = value / 100, False
            if part_percent:
                part /= 100
            if times:
                value *= part
            elif part == 0:
                raise NotUnderstood
            else:
                value /= part
        return value, percent

    def factor(self) -> tuple[Fraction, bool]:
        token = self.take()
        if token in ("+", "-"):
            value, percent = self.factor()
            return (-value if token == "-" else value), percent
        if token == "(":
            value = self.sum()
            if self.take() != ")":
                raise NotUnderstood
        elif token and (token[0].isdigit() or token[0] == "."):
            value = Fraction(token if not token.endswith(".") else token[:-1])
        else:
            raise NotUnderstood
        if self.peek() == "%":
            self.take()
            return value, True
        return value, False


def is_calculation(text: str) -> bool:
    """Whether something is worked out here, beyond a number with its sign."""
    try:
        tokens = _Reader(_tidied(text)).tokens
    except NotUnderstood:
        return False
    return any(token in ("+", "-", "*", "/", "(") for token in tokens[1:])


def calculate(text: str, factor: int) -> int:
    """The value of what was typed, such as ``120*3-10%`` or ``￥１，２００``, in ``1/factor`` units.

    Raises:
        NotUnderstood: The text is no calculation.
    """
    tidy = _tidied(text)
    if not tidy or len(tidy) > LONGEST:
        raise NotUnderstood
    reader = _Reader(tidy)
    try:
        value = reader.sum()
    except RecursionError:
        raise NotUnderstood from None
    if reader.place != len(reader.tokens):
        raise NotUnderstood
    result = divide(value.numerator * factor, value.denominator)
    if abs(result) >= 2**62:
        raise NotUnderstood
    return result


_DATE_FORMS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), "ymd"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"), "ymd"),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{1,2})月(\d{1,2})日?"), "md"),
    (re.compile(r"(\d{1,2})-(\d{1,2})"), "md"),
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?")


def understand_date(text: str, today: date, *, month_first: bool = False) -> date:
    """The date that was typed: in full, as ``11-21``, ``21/11``, ``3`` (of this month), ``+5`` (days from today),
    ``t``.

    ``21/11`` is day and month unless only the other order makes a date, or ``month_first`` is said.

    Raises:
        NotUnderstood: No such date.
    """
    tidy = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    if tidy in ("t", "today", "今天", "今日"):
        return today
    try:
        if re.fullmatch(r"[-+]\d{1,4}", tidy):
            return today + timedelta(days=int(tidy))
        if re.fullmatch(r"\d{1,2}日?", tidy):
            return today.replace(day=int(tidy.rstrip("日")))
        for form, order in _DATE_FORMS:
            found = form.fullmatch(tidy)
            if found:
                numbers = [int(g) for g in found.groups()]
                return date(*numbers) if order == "ymd" else date(today.year, *numbers)
        found = _SLASHED.fullmatch(tidy)
        if found:
            one, other, year_text = int(found.group(1)), int(found.group(2)), found.group(3)
            year = today.year if year_text is None else int(year_text) + (2000 if len(year_text) == 2 else 0)
            first, second = (one, other) if month_first else (other, one)
            month, day = (first, second) if first <= 12 else (second, first)
            return date(year, month, day)
    except (ValueError, OverflowError):
        raise NotUnderstood from None
    raise NotUnderstood


def month_end(day: date) -> date:
    """The last day of a date's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
