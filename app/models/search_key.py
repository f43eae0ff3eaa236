"""What customers and products are found by: one text of everything that somebody may type to find them.

Full-width, capital, accented and traditional characters are made plain on both sides, and Chinese names are followed
by their pinyin and its initials, so that 张三 is found by ``张``, ``張三``, ``zhangsan`` and ``zs``. The key begins
with the spelling of the first part: sorting by it sorts Chinese names by pinyin among the Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_PHONE = re.compile(r"[+(]?\d[\d\s()+./-]*")
_NO_DIGIT = re.compile(r"\D")
_SPACE = re.compile(r"\s+")
_ACCENTED = re.compile("[\u00df-\u024f\u0300-\u036f\u1e00-\u1eff]")
# Latin letters that are no letter with an accent.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ħ": "h"}

# Characters whose reading depends on the word they stand in: only names with one of them are looked up as words.
_AMBIGUOUS = frozenset(
    "重长行乐曾单朝藏传弹调都恶还会降角觉卡落率厦石似属宿省校着仔尉万参乘匙臭畜的地得佛壳露绿没陆埔奇铅强切区折拾殖柏朴翟车叶"
    "系吓血咽殷柜枸祭查提说色莞蚌六大尾什解便剥薄辟秘给核贾粘囤拓阿伽茄莎仇任盖缪覃种员"
)
# How such characters are read when they are a family name.
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "盖": "ge",
    "尉": "yu",
    "翟": "zhai",
    "乐": "yue",
    "缪": "miao",
    "华": "hua",
    "覃": "qin",
    "种": "chong",
    "员": "yun",
    "折": "she",
}
_LONGEST_PERSON = 4


@lru_cache(maxsize=65_536)
def search_key(*parts: str) -> str:
    """The key of a record with these parts, the one it is called by first: name, code, phone, e-mail, aliases."""
    spelled: list[str] = []
    plain: list[str] = []
    for part in parts:
        text = normal(part)
        if not text:
            continue
        if _HAN.search(text):
            plain.append(text)
            spelled.extend(_spellings(text))
        elif _PHONE.fullmatch(text):
            digits = _NO_DIGIT.sub("", text)
            plain.extend((text,) if digits == text else (digits, text))
        else:
            plain.append(text)
    first = normal(parts[0]) if parts else ""
    words = [*spelled, *plain] if first and _HAN.search(first) else [*plain, *spelled]
    return " ".join(dict.fromkeys(words))


def order_key(consignee: str, phone: str, note: str, *numbers: str) -> str:
    """The key of an order: whom it goes to, the words of its note, and what else it is called."""
    told = search_key(consignee, phone, *numbers)
    words = normal(note)
    return f"{told} {words}" if told and words else told or words


def query_terms(typed: str) -> tuple[str, ...]:
    """The words somebody typed, made plain like the keys; a record is found when it has each of them."""
    return tuple(dict.fromkeys(_SPACE.split(normal(typed)))) if typed.strip() else ()


def digits_of(term: str) -> str:
    """The digits of a term that looks like a phone number typed with signs in it, else nothing."""
    return _NO_DIGIT.sub("", term) if _PHONE.fullmatch(term) and not term.isdigit() else ""


def normal(text: str) -> str:
    """A text as it is compared: compatible forms joined (NFKC), case folded, Latin letters without accents, simplified
    Chinese, single spaces."""
    if text.isascii():
        return _SPACE.sub(" ", text.strip()).lower()
    folded = _SPACE.sub(" ", unicodedata.normalize("NFKC", text).strip()).casefold()
    if _ACCENTED.search(folded):
        folded = "".join(map(_plain_letter, folded))
    return _simplified()(folded) if _HAN.search(folded) else folded


@cache
def _plain_letter(character: str) -> str:
    """A Latin letter without its accents; every other character as it is."""
    if not _ACCENTED.match(character):
        return character
    base = unicodedata.normalize("NFKD", _LETTERS.get(character, character))
    return "".join(c for c in base if not unicodedata.combining(c)) or character


def _spellings(text: str) -> list[str]:
    """Full pinyin and initials of a text; with two readings where a family name has one of its own."""
    readings = _pinyin(text)
    found = [_joined(readings), _initials(readings)]
    surname = _SURNAMES.get(text[0])
    if surname and surname != readings[0]:
        other = [surname, *readings[1:]]
        as_person = [_joined(other), _initials(other)]
        found = [*as_person, *found] if len(text) <= _LONGEST_PERSON else [*found, *as_person]
    return found


def _joined(readings: list[str]) -> str:
    return "".join(readings).replace(" ", "")


def _initials(readings: list[str]) -> str:
    return "".join(r[0] for r in readings if r[0].isalnum())


def _pinyin(text: str) -> list[str]:
    """One reading for each Chinese character of the text, and every other character as it is."""
    if _AMBIGUOUS.isdisjoint(text):
        return [_reading(c) for c in text]
    from pypinyin import lazy_pinyin

    readings: list[str] = []
    for piece in re.findall(f"{_HAN.pattern}+|.", text):
        readings.extend(lazy_pinyin(piece) if _HAN.match(piece) else [piece])
    return readings if len(readings) == len(text) else [_reading(c) for c in text]


@cache
def _reading(character: str) -> str:
    if not _HAN.match(character):
        return character
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])


@cache
def _simplified() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
