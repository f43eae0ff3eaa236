"""The day until which goods are wanted, as people say it, counted from the day on which the text is read."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from app.i18n import N_
from app.paste.draft import Day, Piece
from app.paste.numbers import number

PAST = N_("This day of the year is past, so the next year is meant.")
WHICH_WAY = N_("Day and month may be the other way round.")
ABOUT = N_("No exact day was said.")

_ZH_DAYS = (
    {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5} | {str(i + 1): i for i in range(7)}
)
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_EN_DAY = "|".join(f"{d}|{d[:3]}|{d[:4]}|{d[:5]}" for d in _WEEKDAYS)
_EN_MONTH = "|".join(f"{m}|{m[:3]}|{m[:4]}" for m in _MONTHS)
_N = r"\d{1,2}|[一二三四五六七八九十两廿]{1,3}"
_BY = (
    r"(?:(?:needed |required |wanted |due |delivered |delivery |arrives? |here )?(?:by|before|on|until|till|"
    r"no later than|not later than|for)\s+(?:the\s+)?)?"
)
# What belongs to a day behind and before it.
_BEHIND = re.compile(
    r"[\s,]*(?:(?:上午|下午|晚上|中午|早上|傍晚|一早)(?:\d{1,2}点(?:半|前)?)?|\d{1,2}点(?:半|前)?)?"
    r"(?:之前|以前|前后|前|左右|内)?(?:务必|必须|一定|能够|能|可以|得|就)?(?:要货|要用|要到货|要到|要|"
    r"到货|送到|送达|到达|发货|发出|发走|寄出|交货|安排|送货|来拿|自提|用|到|送|发|给)?"
    r"(?:就行|就可以|就好|即可|可以吗|吗|吧|哦|哈|啊|呢|么|的|了|行不行|行吗|好吗)*"
)
# A day before one of these is none on which something is wanted.
_OTHERWISE = re.compile(
    r"\s*(?:不|没|再|定|确认|联系|付|休息|放假|上班|下班|在家|订的|下的|买的|发的|收到的|那批|说的|都在|才)"
)
_BEFORE = re.compile(
    r"(?:希望|期望|要求|请|尽量|最好|麻烦|争取|务必|我们?|想|赶|需要|需|要|在|于|最晚|最迟|约|大概|"
    r"送货时间|到货时间|交货期|交期|发货时间|"
    r"交货日期|送货日期|到货日期|送达|发货|送货|到货|[:\s])+$"
)


def days(text: str, today: date) -> list[Day]:
    """The days that a plain text names, in its order."""
    found: list[Day] = []
    for pattern, meaning in _RULES:
        for m in pattern.finditer(text):
            if any(m.start() < d.piece.end and m.end() > d.piece.start for d in found):
                continue
            if _OTHERWISE.match(text, m.end()):
                continue
            told = meaning(m, today)
            if told is not None:
                day, doubt = told
                behind = _BEHIND.match(text, m.end())
                end = behind.end() if behind else m.end()
                before = _BEFORE.search(text, max(0, m.start() - 30), m.start())
                start = before.start() if before and "\n" not in before[0] else m.start()
                found.append(Day(day, Piece(start, end), doubt))
    return sorted(found, key=lambda d: d.piece.start)


Told = tuple[date, str] | None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, today: date) -> Told:
    found = _safe(today.year, month, day)
    if found is None:
        return None
    if found < today:
        after = _safe(today.year + 1, month, day)
        return (after, PAST) if after is not None else None
    return found, ""


def _int(text: str) -> int:
    value = number(text)
    return int(value) if value is not None else 0


def _word(offset: int) -> Callable[[re.Match[str], date], Told]:
    return lambda _m, today: (today + timedelta(days=offset), "")


def _whole(m: re.Match[str], _today: date) -> Told:
    year = int(m["y"]) + (2000 if len(m["y"]) == 2 else 0)
    found = _safe(year, int(m["m"]), int(m["d"]))
    return (found, "") if found is not None else None


def _month_day(m: re.Match[str], today: date) -> Told:
    return _coming(_int(m["m"]), _int(m["d"]), today)


def _slash(m: re.Match[str], today: date) -> Told:
    month, day = int(m["m"]), int(m["d"])
    latin = not re.search("[\u4e00-\u9fff]", m.string)
    if latin and month != day:
        if month > 12:
            return _coming(day, month, today)
        told = _coming(month, day, today)
        return (told[0], WHICH_WAY) if told is not None and day <= 12 else told
    return _coming(month, day, today)


def _of_month(m: re.Match[str], today: date) -> Told:
    day, next_month = _int(m["d"]), bool(m["next"])
    year, month = today.year, today.month
    if next_month or (day < today.day and not m["this"]):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    found = _safe(year, month, day)
    return (found, "") if found is not None else None


def _week(m: re.Match[str], today: date) -> Told:
    weekday = _ZH_DAYS[m["d"]]
    monday = today - timedelta(days=today.weekday())
    weeks = len(m["next"] or "") and (m["next"].count("下"))
    found = monday + timedelta(days=weekday + 7 * weeks)
    doubt = ABOUT if m["d"] == "末" else ""
    if found < today and not weeks:
        found += timedelta(days=7)
    return found, doubt


def _next_week(m: re.Match[str], today: date) -> Told:
    return today - timedelta(days=today.weekday()) + timedelta(days=11), ABOUT


def _month_end(m: re.Match[str], today: date) -> Told:
    year, month = today.year, today.month
    if m["next"]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if m["named"]:
        month = _int(m["named"])
        if not 1 <= month <= 12:
            return None
        year += month < today.month
    last = calendar.monthrange(year, month)[1]
    part = m["part"]
    return date(year, month, {"底": last, "末": last, "初": 5, "中": 15}[part]), "" if part in "底末" else ABOUT


def _in_days(m: re.Match[str], today: date) -> Told:
    count = {"一两": 2, "两三": 3, "三五": 5}.get(m["n"]) or _int(m["n"])
    unit = m["u"]
    days_on = count * (7 if unit in ("周", "个星期", "个礼拜", "星期") else 1)
    return (today + timedelta(days=days_on), ABOUT if m["n"] in ("一两", "两三", "三五") else "") if days_on else None


def _english_day(m: re.Match[str], today: date) -> Told:
    weekday = next(i for i, d in enumerate(_WEEKDAYS) if d.startswith(m["d"]))
    ahead = (weekday - today.weekday()) % 7
    if m["next"]:
        return today + timedelta(
            days=ahead or 7
        ), "" if ahead == 0 else ABOUT if ahead > 0 and weekday > today.weekday() else ""
    return today + timedelta(days=ahead), ""


def _english_month(m: re.Match[str], today: date) -> Told:
    month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(m["m"][:3]))
    if m["y"]:
        found = _safe(int(m["y"]), month, int(m["d"]))
        return (found, "") if found is not None else None
    return _coming(month, int(m["d"]), today)


def _english_in(m: re.Match[str], today: date) -> Told:
    words = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
    count = words.get(m["n"]) or int(m["n"])
    return today + timedelta(days=count * (7 if m["u"].startswith("week") else 1)), ""


def _end_of(m: re.Match[str], today: date) -> Told:
    if m["u"] == "week":
        weeks = 7 if m["next"] else 0
        return today - timedelta(days=today.weekday()) + timedelta(days=4 + weeks), ABOUT
    year, month = today.year, today.month
    if m["next"]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, calendar.monthrange(year, month)[1]), ""


def _rules() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date], Told]]]:
    yield re.compile(r"(?<!\d)(?P<y>20\d\d)\s*[年/.-]\s*(?P<m>\d{1,2})\s*[月/.-]\s*(?P<d>\d{1,2})(?!\d)[日号]?"), _whole
    yield re.compile(rf"(?<!\d)(?P<m>{_N})\s*月\s*(?P<d>{_N})\s*[日号]?"), _month_day
    yield re.compile(r"大后[天日]"), _word(3)
    yield re.compile(r"后[天日]|后儿"), _word(2)
    yield re.compile(r"明[天日早晚儿]|明后天"), _word(1)
    yield re.compile(r"今[天日晚儿]|当天|今早|马上|立刻(?=发)"), _word(0)
    yield (
        re.compile(
            r"(?P<next>下+个?|这个?|本)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末]|"
            r"[1-7](?!\d))(?![\u4e00-\u9fff]*[路街号])"
        ),
        _week,
    )
    yield re.compile(r"下个?(?:周|星期|礼拜)(?![一二三四五六日天末期])"), _next_week
    yield (
        re.compile(
            rf"(?P<this>本月|这个月)?(?P<next>下个?月)?(?:(?<=月)|"
            rf"(?<![\u4e00-\u9fff\d]))(?P<d>{_N})[号日](?=之?前|以前|左右|到|要|发|送|交|[,。;\s]|$)"
        ),
        _of_month,
    )
    yield (
        re.compile(
            r"(?P<next>下个?)?(?:(?P<named>\d{1,2}|[一二三四五六七八九十]{1,2})|本|"
            r"这个?)?月(?P<part>[底末初中])(?!旬?路)"
        ),
        _month_end,
    )
    yield (
        re.compile(
            r"(?P<n>一两|两三|三五|\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?P<u>天|日|周|个星期|个礼拜|"
            r"星期)(?:之内|以内|内|之后|以后|后)(?!门)"
        ),
        _in_days,
    )
    yield re.compile(rf"{_BY}(?P<d1>the )?day after tomorrow"), _word(2)
    yield re.compile(rf"(?<![a-z]){_BY}tomorrow(?![a-z])"), _word(1)
    yield re.compile(rf"(?<![a-z]){_BY}(?:today|tonight)(?![a-z])"), _word(0)
    yield (
        re.compile(
            rf"(?<![a-z]){_BY}(?:(?:{_EN_DAY})\.?,?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|"
            rf"th)?(?:\s+of)?[\s-]+(?P<m>{_EN_MONTH})(?![a-z])\.?(?:,?[\s-]+(?P<y>20\d\d))?"
        ),
        _english_month,
    )
    yield (
        re.compile(
            rf"(?<![a-z]){_BY}(?:(?:{_EN_DAY})\.?,?\s+)?(?P<m>{_EN_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|"
            rf"rd|th)?(?!\d)(?:,?\s+(?P<y>20\d\d))?"
        ),
        _english_month,
    )
    yield re.compile(rf"(?<![a-z]){_BY}(?:(?P<next>next)|this|coming)?\s*(?P<d>{_EN_DAY})(?![a-z])"), _english_day
    yield (
        re.compile(
            r"(?<![a-z])(?:with)?in\s+(?P<n>a|one|two|three|four|five|six|seven|ten|\d{1,2})\s+(?:working "
            r"|business )?(?P<u>days?|weeks?)(?![a-z])"
        ),
        _english_in,
    )
    yield re.compile(rf"{_BY}(?:the )?end of (?:(?:the|this)\s+|(?P<next>next)\s+)?(?P<u>month|week)"), _end_of
    yield re.compile(rf"(?<![a-z]){_BY}next week"), _next_week
    yield (
        re.compile(
            r"(?<![\d./a-z#-])(?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?![\d./]|\s*(?:[a-z]|元|块|斤|公斤|号|室|"
            r"楼|米))(?=\s*(?:之?前|以前|到|发|送|交|要|左右|[,;。\n]|$|\s))"
        ),
        _slash,
    )
    yield (
        re.compile(
            rf"(?<![\d./a-z#-]){_BY.replace(')?', ')', 0)}(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?!\d)(?=之前|"
            rf"前|以前|到货|发货|送到|交货)"
        ),
        _slash,
    )


_RULES = tuple(_rules())
