"""What the European standard for invoices (EN 16931) calls things: tax categories, VAT numbers, units, bank accounts.

All of it is law or a public code list, so it stands here as data. What is not known gives an empty text, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

STANDARD, ZERO, EXEMPT, REVERSE, COMMUNITY, EXPORT, OUTSIDE = "S", "Z", "E", "AE", "K", "G", "O"

_CATEGORIES: Mapping[str, str] = {
    "zero": ZERO,
    "exempt": EXEMPT,
    "reverse_charge": REVERSE,
    "intra_community": COMMUNITY,
    "export": EXPORT,
    "not_taxable": OUTSIDE,
    "none": OUTSIDE,
}

REASON_CODES: Mapping[str, str] = {
    REVERSE: "VATEX-EU-AE",
    COMMUNITY: "VATEX-EU-IC",
    EXPORT: "VATEX-EU-G",
    OUTSIDE: "VATEX-EU-O",
}
"""The code of why nothing is taxed, where the category alone says it."""

# What follows the letters of the country in a European VAT number.
VAT_FORMS: Mapping[str, str] = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"\d{9}",
    "DK": r"\d{8}", "EE": r"\d{9}", "GR": r"\d{9}", "ES": r"[0-9A-Z]\d{7}[0-9A-Z]", "FI": r"\d{8}",
    "FR": r"[0-9A-HJ-NP-Z]{2}\d{9}", "HR": r"\d{11}", "HU": r"\d{8}", "IE": r"\d[0-9A-Z+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}", "LT": r"\d{9}(?:\d{3})?", "LU": r"\d{8}", "LV": r"\d{11}", "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}", "PL": r"\d{10}", "PT": r"\d{9}", "RO": r"\d{2,10}", "SE": r"\d{10}01", "SI": r"\d{8}",
    "SK": r"\d{10}",
}  # fmt: skip

EU = frozenset(VAT_FORMS)
"""The countries of the European Union."""

# The units that offices write, by their code in recommendation 20 of the United Nations (packages: recommendation 21).
_UNITS: Mapping[str, str] = {
    word: code
    for code, words in {
        "C62": "pc pcs piece pieces item items ea each unit units st stk stück 个 件 只 支 台 条 张 把 本 块 根 枚 片",
        "SET": "set sets satz 套 组",
        "PR": "pair pairs paar 对 双",
        "DZN": "dozen dozens dutzend 打",
        "XBX": "box boxes karton kartons schachtel 盒 箱",
        "XCT": "carton cartons",
        "XPK": "pack packs package packages packung paket 包 包装",
        "XBG": "bag bags beutel sack 袋",
        "XBO": "bottle bottles flasche flaschen 瓶",
        "XRO": "roll rolls rolle rollen 卷",
        "XPX": "pallet pallets palette paletten 托盘",
        "XCA": "can cans dose dosen 罐 听",
        "KGM": "kg kilo kilogram kilograms kilogramm 公斤 千克",
        "GRM": "g gram grams gramm 克",
        "TNE": "t ton tons tonne tonnes tonnen 吨",
        "MTR": "m metre metres meter meters 米",
        "CMT": "cm 厘米",
        "MTK": "m2 m² sqm 平方米",
        "MTQ": "m3 m³ cbm 立方米",
        "LTR": "l litre litres liter liters 升",
        "MLT": "ml 毫升",
        "HUR": "h hour hours stunde stunden std 小时 工时",
        "DAY": "d day days tag tage 天 日",
        "MON": "month months monat monate 月",
        "KMT": "km 公里",
        "LS": "lump flat pauschal pauschale 项",
    }.items()
    for word in words.split()
}
ONE = "C62"

_SIGNS = re.compile(r"[\s./-]")


def category(kind: str, rate: int) -> str:
    """The category letter of a tax code of this kind at a rate in ten-thousandths of a percent."""
    if rate:
        return STANDARD
    return _CATEGORIES.get(kind, ZERO)


def vat_number(country: str, number: str) -> str:
    """A VAT number with the letters of its country in front; empty where the text is none.

    Of countries whose form is not known, a number is taken as such where it begins with the country's own letters.
    """
    plain = _plain(number)
    form = VAT_FORMS.get(country)
    letters = "EL" if country == "GR" else country
    if form is None:
        return plain if country and plain.startswith(country) and len(plain) > len(country) else ""
    found = re.fullmatch(rf"(?:{country}|{letters})?({form})", plain)
    return letters + found.group(1) if found is not None else ""


def unit_code(unit: str) -> str:
    """The code of a unit; what nobody knows counts as pieces."""
    told = unicodedata.normalize("NFKC", unit).strip()
    if told in _UNITS.values():
        return told
    return _UNITS.get(told.casefold().rstrip("."), ONE)


def iban(account: str) -> str:
    """The bank account as an IBAN without spaces; empty where the text is none, or its check digits don't fit."""
    plain = re.sub(r"^IBAN:?", "", _plain(account))
    if re.fullmatch(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}", plain) is None:
        return ""
    digits = "".join(str(int(c, 36)) for c in plain[4:] + plain[:4])
    return plain if int(digits) % 97 == 1 else ""


def bic(code: str) -> str:
    """The code of a bank without spaces; empty where the text is none."""
    plain = _plain(code)
    return plain if re.fullmatch(r"[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?", plain) else ""


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).upper()
