"""Numbers, quantities with their units, and prices, as they are said in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.paste.units import CHINESE, ENGLISH, ONE, unit_pattern

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3, "廿": 20}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_ENGLISH = {
    word: i
    for i, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
    if i
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "a": 1, "an": 1}
_NUMBER_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,9})?|[一二三四五六七八九十百千万两俩仨半零〇廿]{1,9})"

_ASIDE = "(?P<near>左右|上下|以上)?"


@dataclass(frozen=True)
class Quantity:
    """So much of something. ``each`` if it was said of several goods at once; ``doubt`` if it is about so much."""

    start: int
    end: int
    amount: Decimal
    unit: str
    each: bool = False
    about: bool = False


@dataclass(frozen=True)
class Price:
    """What was said of money: for one unit, or ``whole`` for all of it; ``plain`` if it was not said which."""

    start: int
    end: int
    amount: Decimal
    whole: bool = False
    plain: bool = False


def number(text: str) -> Decimal | None:
    """What a number in digits or Chinese characters means; None if it is none."""
    text = text.replace(",", "")
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text):
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    total, digit, biggest = Decimal(0), 0, False
    for c in text:
        if c in _DIGITS:
            digit = digit * 10 + _DIGITS[c] if digit and not biggest else _DIGITS[c]
        elif c in _TENS:
            if c == "万":
                total = (total + digit) * 10_000
            else:
                total += (digit or 1) * _TENS[c]
            digit, biggest = 0, True
            continue
        elif c == "半" and text.endswith("半"):
            return total + digit + Decimal("0.5")
        else:
            return None
        biggest = False
    return total + digit


class Counter:
    """Finds quantities and prices; knows the units of the book beside the usual ones."""

    def __init__(self, units: Iterable[str] = ()) -> None:
        own = [u.strip().lower() for u in units if u.strip() and not u.strip().isdigit() and len(u.strip()) <= 8]
        unit = unit_pattern([*CHINESE, *ENGLISH, *own])
        self._unit = re.compile(unit)
        about = "(?P<about>大概|大约|约|差不多)?"
        self._quantity = re.compile(
            rf"(?P<each>各要|各来|各订|各|每样|每种|均)?{about}[ "
            rf"\t]{{0,3}}(?<![\d./a-z#-])(?P<n>{NUMBER})(?P<few>多|来|几)?[ \t]{{0,3}}"
            rf"(?:大|整|小)?(?P<unit>{unit})(?P<half>半(?![{''.join(u for u in CHINESE if len(u) == 1)}]))?{_ASIDE}"
            rf"(?P<per>[ \t]{{0,3}}each(?![a-z]))?"
        )
        self._times = re.compile(
            rf"[x*×][ \t]{{0,3}}(?P<n>\d{{1,9}}(?:\.\d{{1,9}})?)(?![\d.]*[ \t]{{0,3}}(?:mm|cm|m)\b)[ "
            rf"\t]{{0,3}}(?P<unit>{unit})?(?![a-z\d])"
            rf"|(?<![\d.a-z-])(?P<n2>\d{{1,9}})[ \t]{{0,3}}[x*×](?=[ \t]{{0,3}}[^\d\s])"
        )
        self._english = re.compile(
            rf"(?<![a-z])(?P<half>half an? )?(?P<n>{_NUMBER_WORDS}|\d{{1,9}})?(?:[ \t]{{1,3}}(?:full|"
            rf"whole|more))?[ \t]{{0,3}}"
            rf"(?P<unit>dozens?|{unit_pattern(ENGLISH)})(?:[ \t]{{1,3}}of(?![a-z]))?(?:[ \t]{{1,3}}the(?![a-z]))?"
        )
        self._labelled = re.compile(
            rf"(?:数量|件数|qty|quantity)[ \t]{{0,3}}[:.]?[ \t]{{0,3}}(?P<n>\d{{1,9}}(?:\.\d{{1,9}})?)[ "
            rf"\t]{{0,3}}(?P<unit>{unit})?(?![a-z\d])"
        )
        money = r"(?:元钱|元整|元|块钱|块|rmb|cny|usd|eur|gbp)"
        sign = r"(?:¥|￥|\$|€|£|rmb\s?|usd\s?|eur\s?|gbp\s?)"
        per = (
            rf"(?:[ \t]{{0,3}}(?:/|每|一|per[ \t]{{1,3}}|a[ \t]{{1,3}}|an[ \t]{{1,3}})[ \t]{{0,3}}(?:{unit})|"
            rf"[ \t]{{0,3}}each(?![a-z])|[ \t]{{0,3}}apiece)"
        )
        amount = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,9}(?:\.\d{1,9})?)"
        self._each = (
            re.compile(
                rf"(?:单价|价格|价钱|每(?:{unit})|一(?:{unit})(?=\d)|unit price|price|@)"
                rf"[ \t]{{0,3}}[:是为]?[ \t]{{0,3}}{sign}?[ \t]{{0,3}}{amount}[ \t]{{0,3}}{money}?{per}?"
            ),
            re.compile(rf"{sign}[ \t]{{0,3}}{amount}[ \t]{{0,3}}{per}"),
            re.compile(rf"(?<![\d.a-z-]){amount}[ \t]{{0,3}}{money}{per}"),
            re.compile(rf"(?<![\d.a-z-]){amount}[ \t]{{0,3}}(?:/|一)(?:{unit})"),
            re.compile(rf"(?<![a-z])at[ \t]{{1,3}}{sign}?[ \t]{{0,3}}{amount}{per}?(?![\d:a-z])"),
        )
        self._whole = re.compile(
            rf"(?:一共|总共|总计|合计|共计|共|总价|总额|金额|小计|total(?:ling)?|in "
            rf"all)[ \t]{{0,3}}[:是为]?[ \t]{{0,3}}{sign}?[ \t]{{0,3}}{amount}[ \t]{{0,3}}{money}"
            rf"|(?:总价|总额|合计|金额|小计|total)[ \t]{{0,3}}[:是为]?[ \t]{{0,3}}{sign}?[ "
            rf"\t]{{0,3}}(?P<n2>\d{{1,9}}(?:\.\d{{1,9}})?)"
        )
        self._bare = re.compile(
            rf"(?:{sign}[ \t]{{0,3}}{amount}(?![\d.]))|"
            rf"(?:(?<![\d.a-z-])(?P<n2>\d{{1,9}}(?:\.\d{{1,9}})?)[ \t]{{0,3}}{money})"
        )

    def prices(self, text: str) -> list[Price]:
        """What is said of money, in the order of the text."""
        found: list[Price] = []

        def free(start: int, end: int) -> bool:
            return all(end <= p.start or start >= p.end for p in found)

        for pattern, whole, bare in [
            (self._whole, True, False),
            *((each, False, False) for each in self._each),
            (self._bare, False, True),
        ]:
            for m in pattern.finditer(text):
                amount = number(next(g for g in (m.groupdict().get("n"), m.groupdict().get("n2")) if g))
                if amount is not None and free(m.start(), m.end()):
                    found.append(Price(m.start(), m.end(), amount, whole, bare))
        return sorted(found, key=lambda p: p.start)

    def quantities(self, text: str, taken: Iterable[tuple[int, int]]) -> list[Quantity]:
        """How much of something is wanted, in the order of the text; never within what is ``taken``."""
        spans = list(taken)
        found: list[Quantity] = []

        def add(start: int, end: int, quantity: Quantity) -> None:
            if all(end <= s or start >= e for s, e in spans):
                spans.append((start, end))
                found.append(quantity)

        for m in self._labelled.finditer(text):
            add(m.start(), m.end(), Quantity(m.start(), m.end(), Decimal(m["n"]), self.unit(m["unit"])))
        for m in self._times.finditer(text):
            amount = Decimal(m["n"] or m["n2"])
            add(m.start(), m.end(), Quantity(m.start(), m.end(), amount, self.unit(m["unit"])))
        for m in self._quantity.finditer(text):
            value = number(m["n"])
            if value is None or self._is_other(text, m):
                continue
            value += Decimal("0.5") if m["half"] else 0
            about = bool(m["about"] or m["few"] or m["near"])
            each = bool(m["each"] or m["per"])
            add(m.start(), m.end(), Quantity(m.start(), m.end(), value, self.unit(m["unit"]), each, about))
        for m in self._english.finditer(text):
            if not m["n"] and not m["half"]:
                continue
            value = Decimal(_ENGLISH.get(m["n"] or "", 0) or (m["n"] if (m["n"] or "").isdigit() else 1))
            if m["half"]:
                value = Decimal("0.5")
            add(m.start(), m.end(), Quantity(m.start(), m.end(), value, self.unit(m["unit"])))
        return sorted(found, key=lambda q: q.start)

    def unit(self, written: str | None) -> str:
        """A unit in the form that is kept."""
        return ONE.get(written or "", written or "")

    def _is_other(self, text: str, m: re.Match[str]) -> bool:
        """Whether it is no quantity: a name such as 张三 after a number, a unit apart from its number before a word."""
        gap = text[m.end("n") : m.start("unit")]
        if not m["n"].isdigit() and m["n"] in ("万", "零") and m.start("n") and _han(text[m.start("n") - 1]):
            return True
        if "\n" in gap:
            return True
        after = text[m.end("unit") : m.end("unit") + 1]
        return bool(
            gap.strip() == ""
            and gap
            and m["unit"] in ("张", "包", "支", "米", "部", "车", "管", "台", "面")
            and _han(after)
        )


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
