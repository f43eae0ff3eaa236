"""Provinces, cities and districts of China: found in what somebody wrote, and offered while somebody types.

The names are data (``resources/regions``). A municipality such as 上海市 is province and city at once, and its district
follows directly; places that belong to a province directly, such as 仙桃市, are cities without districts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.folders import resource
from app.models.search_key import normal

MUNICIPALITIES = frozenset({"11", "12", "31", "50", "81", "82"})
"""Provinces that are one city: 北京, 天津, 上海, 重庆, 香港, 澳门."""

_PEOPLES = re.compile(
    "(?<=..)(?:蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|"
    "畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|"
    "塔吉克族?|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|各族)+$"
)
_KIND = re.compile("(?<=..)(?:特别行政区|自治[区州县旗]|地区|[新林特]区|[省市区县盟旗])$")
# What shows that a short name was part of another one: 上海路, 朝阳区.
_NOT_AFTER = re.compile("[区县市州旗路街道巷弄里村镇人话]|大道|大街|大厦|大学|胡同|广场|公司|饭店|银行")
# The data know of the province alone.
_IN_TAIWAN = re.compile(
    "(?:台湾省?)?((?:台北|新北|桃园|台中|台南|高雄|基隆|新竹|嘉义)市(?!场)|"
    "(?:新竹|苗栗|彰化|南投|云林|嘉义|屏东|宜兰|花莲|台东|澎湖)县)"
)
_BETWEEN = " \t\r\n,，、;；:：-－—/|·"


@dataclass(frozen=True)
class Region:
    """A place: province, city and district as far as they are known, and the code of the smallest one."""

    province: str = ""
    city: str = ""
    district: str = ""
    code: str = ""

    @property
    def name(self) -> str:
        """The name of the smallest place."""
        return self.district or self.city or self.province

    def __str__(self) -> str:
        return " ".join(dict.fromkeys(n for n in (self.province, self.city, self.district) if n))


@dataclass(frozen=True)
class Found:
    """A place that a text names between ``start`` and ``end``. ``sure`` if by a full name or by two of its levels."""

    region: Region
    start: int
    end: int
    sure: bool


@dataclass(frozen=True)
class _Place:
    code: str
    name: str
    short: str
    spelled: tuple[str, ...]
    level: int

    @property
    def region(self) -> Region:
        by_code = _book().by_code
        province = by_code[self.code[:2] + "0000"].name
        if self.level == 0:
            return Region(province, province if self.code[:2] in MUNICIPALITIES else "", "", self.code)
        if self.level == 1:
            return Region(province, self.name, "", self.code)
        parent = by_code.get(self.code[:4] + "00")
        return Region(province, parent.name if parent is not None else province, self.name, self.code)


@dataclass(frozen=True)
class _Book:
    places: tuple[_Place, ...]
    by_code: dict[str, _Place]
    by_name: dict[str, tuple[_Place, ...]]
    longest: int


@cache
def _book() -> _Book:
    with resource("regions", "cn.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = tuple(_place(row["code"], row["name"], row["pinyin"]) for row in rows)
    names: dict[str, list[_Place]] = {}
    for place in places:
        for name in dict.fromkeys((place.name, place.short, *_by_hand(place))):
            names.setdefault(name, []).append(place)
    # The larger place is meant where a name belongs to several: 吉林 is the province, 朝阳 the city.
    by_name = {name: tuple(sorted(found, key=lambda p: p.level)) for name, found in names.items()}
    return _Book(places, {p.code: p for p in places}, by_name, max(map(len, by_name)))


def _place(code: str, name: str, pinyin: str) -> _Place:
    if code.endswith("0000"):
        level = 0
    elif code.endswith("00") or code[2:4] == "90":
        level = 1
    else:
        level = 2
    short = _short(name)
    syllables = pinyin.split()
    called = syllables[: len(short)]
    spelled = ("".join(called), "".join(s[0] for s in called), "".join(syllables), "".join(s[0] for s in syllables))
    return _Place(code, name, short, spelled, level)


def _short(name: str) -> str:
    """What people call a place: without the word for its kind and, after that, without the names of its peoples."""
    plain = _KIND.sub("", name)
    return _PEOPLES.sub("", plain) if plain != name else name


def _by_hand(place: _Place) -> tuple[str, ...]:
    """Other names that people write: 延边州 for an autonomous prefecture, 内蒙 for 内蒙古."""
    if place.name.endswith("自治州"):
        return (f"{place.short}州", f"{place.short}自治州")
    if place.name.endswith("自治区") and place.level == 0:
        return (f"{place.short}省", f"{place.short}自治区", *(("内蒙",) if place.short == "内蒙古" else ()))
    if place.name.endswith(("自治县", "自治旗")):
        return (f"{place.short}{place.name[-1]}", f"{place.short}{place.name[-3:]}")
    return ()


def find(text: str) -> Region | None:
    """The place that a text names, such as 上海浦东 or an address with everything after it; None if it names none."""
    found = locate(text)
    return found.region if found is not None else None


def locate(text: str) -> Found | None:
    """The place that a text names and where the text says so: the one named most fully, else the first."""
    plain = _simplified(text)
    best: tuple[int, Found] | None = None
    start = 0
    while start < len(plain):
        told = _chain(plain, start)
        if told is None:
            start += 1
            continue
        weight, found = told
        if best is None or weight > best[0]:
            best = told
        start = found.end
    return best[1] if best is not None else None


def locate_in_taiwan(text: str) -> Found | None:
    """The first city or county of Taiwan that a text names in full; ``locate`` finds no more than the province."""
    told = _IN_TAIWAN.search(_simplified(text))
    return Found(Region("台湾省", told[1]), told.start(), told.end(), True) if told is not None else None


def _simplified(text: str) -> str:
    """The text in simplified characters, where that keeps every character at its place."""
    plain = normal(text)
    return plain if len(plain) == len(text) else text


def _chain(text: str, start: int) -> tuple[int, Found] | None:
    """Places that follow each other from larger to smaller, beginning exactly at ``start``."""
    best: tuple[int, Found] | None = None
    for first, end in _beginnings(text, start):
        place, levels, full = first, 1, text[start:end] == first.name
        while True:
            after = _inside(text, end, place)
            if after is None:
                break
            place, end, whole = after
            levels += 1
            full = full or whole
        if levels == 1 and not full and _NOT_AFTER.match(text, end):
            continue
        if levels == 1 and place.level == 2 and not full:
            continue
        weight = 3 * levels + (2 if full else 0) - place.level * (levels == 1)
        if best is None or weight > best[0]:
            best = weight, Found(place.region, start, end, full or levels > 1)
    return best


def _beginnings(text: str, start: int) -> Iterator[tuple[_Place, int]]:
    book = _book()
    for length in range(min(book.longest, len(text) - start), 1, -1):
        name = text[start : start + length]
        found = book.by_name.get(name, ())
        if not found:
            continue
        # A district without its city is only understood where one place in the country has its full name.
        if found[0].level == 2:
            if len(found) == 1 and name == found[0].name and length > 2:
                yield found[0], start + length
            continue
        for place in found:
            if place.level < 2:
                yield place, start + length


def _inside(text: str, end: int, place: _Place) -> tuple[_Place, int, bool] | None:
    """The place within ``place`` that follows at ``end``, where its name ends, and whether the name is the full one."""
    if place.level == 2:
        return None
    at = end
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    repeated = place.code[:2] in MUNICIPALITIES and place.level == 0
    for length in range(min(_book().longest, len(text) - at), 1, -1):
        name = text[at : at + length]
        if repeated and name == place.name:
            return _inside(text, at + length, place)
        for inner in _book().by_name.get(name, ()):
            if not _within(inner, place):
                continue
            whole = name == inner.name
            if not whole and _NOT_AFTER.match(text, at + length):
                continue
            return inner, at + length, whole
    return None


def _within(inner: _Place, outer: _Place) -> bool:
    if inner.level <= outer.level:
        return False
    return inner.code.startswith(outer.code[:2] if outer.level == 0 else outer.code[:4])


def complete(prefix: str, within: str = "", limit: int = 12) -> list[Region]:
    """Places that begin with what somebody typed: characters, pinyin or initials; larger ones first.

    ``within`` narrows it to a province or city by its name; 上海浦 offers the districts of Shanghai that begin with 浦.
    """
    typed = _simplified(prefix.strip()).replace(" ", "")
    outer = _named(within)
    if not typed:
        return [p.region for p in children(outer)][:limit] if outer is not None else []
    found = [p for p in _book().places if _begins(p, typed) and (outer is None or _within(p, outer))]
    if not found and outer is None:
        return _completed_inside(typed, limit)
    found.sort(key=lambda p: (p.level, typed not in (p.name, p.short, *p.spelled), p.code))
    return [p.region for p in found[:limit]]


def _begins(place: _Place, typed: str) -> bool:
    if not typed.isascii():
        return place.name.startswith(typed) or place.short.startswith(typed)
    return any(spelled.startswith(typed.lower()) for spelled in place.spelled)


def _completed_inside(typed: str, limit: int) -> list[Region]:
    for length in range(len(typed), 1, -1):
        told = _chain(typed[:length], 0)
        if told is None or told[1].end != length:
            continue
        outer = _book().by_code[told[1].region.code]
        rest = typed[length:].lstrip(_BETWEEN)
        if not rest:
            return [told[1].region]
        found = [p.region for p in _book().places if _within(p, outer) and _begins(p, rest)]
        if found:
            return found[:limit]
    return []


def _named(name: str) -> _Place | None:
    found = _book().by_name.get(_simplified(name.strip()), ())
    return found[0] if found and found[0].level < 2 else None


def children(place: _Place) -> list[_Place]:
    """The places directly within one."""
    level = 2 if place.level == 1 or place.code[:2] in MUNICIPALITIES else 1
    return [p for p in _book().places if p.level == level and _within(p, place)]


def provinces() -> list[str]:
    """The names of all provinces, in the order of their codes."""
    return [p.name for p in _book().places if p.level == 0]


def cities(province: str) -> list[str]:
    """The cities of a province by its full or short name; a municipality is its own only city."""
    place = _named(province)
    if place is None or place.level != 0:
        return []
    return [place.name] if place.code[:2] in MUNICIPALITIES else [p.name for p in children(place)]


def districts(city: str) -> list[str]:
    """The districts of a city or municipality by its full or short name; none where it has none, as in 东莞."""
    found = [p for p in _book().by_name.get(_simplified(city.strip()), ()) if p.level < 2]
    place = next((p for p in found if p.level == 1 or p.code[:2] in MUNICIPALITIES), None)
    return [p.name for p in children(place)] if place is not None else []
