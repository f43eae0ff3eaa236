"""Dates and times as people write them. Day-month order is decided for a whole column, never row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from app.i18n import _
from app.importing.names import blank_words
from app.importing.values import Bad, error_value, is_error, show

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "jan january januar janvier enero janv",
            "feb february februar fevrier febrero fevr",
            "mar march marz mars marzo maerz",
            "apr april avril abril avr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio juil",
            "aug august aout agosto",
            "sep sept september septembre septiembre",
            "oct october oktober octobre octubre okt",
            "nov november novembre noviembre",
            "dec december dezember decembre diciembre dez",
        ),
        1,
    )
    for name in names.split()
}
_TIME = (
    r"(?:[ T,]*(?P<hour>\d{1,2})[:时h](?P<minute>\d{2})分?(?:[:.]?(?P<second>\d{2})秒?(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[A-Z]{2,4})?(?:\s*\([^)]*\))?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME)
_CHINESE = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?\s*" + _TIME)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
)
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/. ])(?P<next>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _TIME)
_DAY_NAME = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[-/ .]*(?P<name>[A-Za-zÀ-ÿ]{3,10})\.?[-/ .,]*(?P<year>\d{4}|\d{2})" + _TIME
)
_NAME_DAY = re.compile(
    r"(?P<name>[A-Za-zÀ-ÿ]{3,10})\.?[-/ .]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/ .,]+(?P<year>\d{4}|\d{2})" + _TIME
)
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|^(?:星期|周)[一二三四五六日天]\s*", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?")

Moment = tuple[str, str, str]
"""A date in ISO form, the time of day (empty when not told) and the zone as written."""


def ambiguous(texts: Iterable[str]) -> tuple[bool | None, bool]:
    """Is the day written first? (None: nothing settles it) — and is there any value that needs to be settled?"""
    day = month = open_ = False
    for written in texts:
        match = _NUMERIC.match(unicodedata.normalize("NFKC", written).strip())
        if match is None:
            continue
        first, second = int(match["first"]), int(match["next"])
        if match["mark"] == "." or first > 12 >= second:
            day = True
        elif second > 12 >= first:
            month = True
        elif first != second:
            open_ = True
    if day and month:
        return None, True
    return (True if day else False if month else None), open_


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) > 2 else 2000 + year if year < 69 else 1900 + year


def _clock(match: re.Match[str]) -> str:
    if match["hour"] is None:
        return ""
    hour, minute = int(match["hour"]), int(match["minute"])
    second = int(match["second"] or 0)
    half = (match.groupdict().get("half") or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour == 24 and minute == second == 0:
        hour = 0
    return time(hour, minute, second).isoformat()


def moment(value: Any, day_first: bool | None) -> Moment | Bad | None:
    """The date (and time) in a cell; nothing for a blank one.

    ``day_first`` is the column's decision for 03/04/2026; None refuses such values and asks. Numbers are taken as a
    spreadsheet's day count. Impossible and nonsense dates are ``Bad``.
    """
    if isinstance(value, datetime):
        return _sane(value.date().isoformat(), value.time().replace(microsecond=0).isoformat(), "", show(value))
    if isinstance(value, date):
        return _sane(value.isoformat(), "", "", show(value))
    if isinstance(value, (time, timedelta, bool)):
        return Bad(_("{value} is a time of day, not a date.").format(value=show(value)))
    if isinstance(value, (int, float)):
        return _serial(float(value))
    found = str(value).strip()
    if len(found) in (10, 19) and found[4] == "-" == found[7] and found.isascii():
        try:
            at = datetime.fromisoformat(found)
        except ValueError:
            return Bad(_("{value} is not a date of the calendar.").format(value=found))
        return _sane(at.date().isoformat(), at.time().isoformat("seconds") if len(found) > 10 else "", "", found)
    if not found or found.casefold() in blank_words():
        return None
    if is_error(found):
        return error_value(found)
    folded = _WEEKDAY.sub("", unicodedata.normalize("NFKC", found).lstrip("'").strip())
    try:
        return _written(folded, found, day_first)
    except ValueError:
        return Bad(_("{value} is not a date of the calendar.").format(value=found[:60]))


def _written(folded: str, found: str, day_first: bool | None) -> Moment | Bad | None:
    for pattern in (_ISO, _CHINESE, _COMPACT):
        if match := pattern.fullmatch(folded):
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
            return _sane(day.isoformat(), _clock(match), match.groupdict().get("zone") or "", found)
    if match := _NUMERIC.fullmatch(folded):
        first, second = int(match["first"]), int(match["next"])
        order = True if match["mark"] == "." else day_first
        if order is None:
            if first != second and first <= 12 and second <= 12:
                return Bad(
                    _("{value} may be day/month or month/day; nothing in the column settles it.").format(
                        value=found[:40]
                    )
                )
            order = first > 12
        day_of, month = (first, second) if order else (second, first)
        day = date(_year(match["year"]), month, day_of)
        return _sane(day.isoformat(), _clock(match), match["zone"] or "", found)
    for pattern in (_DAY_NAME, _NAME_DAY):
        if match := pattern.fullmatch(folded):
            name = "".join(c for c in unicodedata.normalize("NFKD", match["name"].casefold()) if c.isalpha())
            if name in _MONTHS:
                day = date(_year(match["year"]), _MONTHS[name], int(match["day"]))
                return _sane(day.isoformat(), _clock(match), match["zone"] or "", found)
    if re.fullmatch(r"\d{5}(\.\d+)?", folded):
        return _serial(float(folded))
    return Bad(_("{value} is not a date.").format(value=found[:60]))


def _sane(day: str, clock: str, zone: str, found: str) -> Moment | Bad:
    if not "1950" <= day[:4] <= "2150":
        return Bad(_("{value} is not a plausible date of an order.").format(value=found[:40]))
    return day, clock, zone


def _serial(value: float) -> Moment | Bad:
    if not 18_264 <= value < 91_313:
        return Bad(_("{value} is a number, not a date.").format(value=show(value)))
    whole = int(value)
    seconds = round((value - whole) * 86_400)
    at = datetime(1899, 12, 30) + timedelta(days=whole, seconds=seconds)
    return at.date().isoformat(), at.time().isoformat() if seconds else "", ""


def clock(value: Any) -> str | Bad | None:
    """The time of day in a cell, ``HH:MM:SS``; nothing for a blank one."""
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0).isoformat()
    if isinstance(value, time):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
        return (datetime.min + value).time().replace(microsecond=0).isoformat()
    if isinstance(value, float) and 0 <= value < 1:
        return (datetime.min + timedelta(seconds=round(value * 86_400) % 86_400)).time().isoformat()
    found = show(value).strip()
    if not found or found.casefold() in blank_words():
        return None
    match = _CLOCK.match(unicodedata.normalize("NFKC", found))
    if match is None:
        return Bad(_("{value} is not a time of day.").format(value=found[:40]))
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").lower()
    hour = hour + 12 if half.startswith("p") and hour < 12 else 0 if half.startswith("a") and hour == 12 else hour
    if hour > 23 or minute > 59 or second > 59:
        return Bad(_("{value} is not a time of day.").format(value=found[:40]))
    return time(hour, minute, second).isoformat()
