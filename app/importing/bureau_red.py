"""Which blue invoice a red one of the tax bureau's workbook takes back, by which slip and why.

It stands in columns or in the remark; the words of both are data, in ``bureau_fields.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.i18n import _
from app.importing.names import compact, load_data

IDENTITIES = ("blue_number", "blue_code", "slip")
"""The columns whose digits count one by one."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The invoice that a red one takes back and the slip that allowed it; ``reason`` is the bureau's code.

    Each is empty where the file doesn't say it.
    """

    number: str = ""
    code: str = ""
    slip: str = ""
    reason: str = ""


NOTHING_SAID = TakenBack()


def taken_back(columns: Mapping[str, str], remark: str) -> TakenBack:
    """What the columns say, and the remark where they say nothing; ``columns`` by the names of the fields."""
    said = unicodedata.normalize("NFKC", remark)
    number, code = _packed(columns.get("blue_number", "")), _packed(columns.get("blue_code", ""))
    if not number:
        pair = _pattern("blue_code", r"(\d{10,12}).{0,4}?号码[:\s]*(\d{8})(?!\d)").search(said)
        alone = _pattern("blue_number", r"(\d{20}|\d{8})(?!\d)").search(said)
        if pair:
            code, number = pair.groups()
        elif alone:
            number = alone.group(1)
    if len(number) == 20:
        code = ""
    slip = _packed(columns.get("slip", ""))
    if not slip and (named := _pattern("slip", r"([0-9A-Za-z]{6,40})").search(said)):
        slip = named.group(1)
    return TakenBack(number, code, slip, _reason(columns.get("red_reason", "")))


def not_in_book(number: str) -> str:
    """What is said of a red invoice whose blue one the book doesn't hold."""
    return _(
        "Invoice {number}, which this one takes back, is not in the book. Register it first, then read the file again."
    ).format(number=number)


def more_than_left(number: str, taken: str, left: str) -> str:
    """What is said of a red invoice that takes back more than is left; amounts as people read them, none as empty."""
    if not left:
        return _(
            "Nothing of invoice {number} is left to take back. Look at the credit notes on the page of that invoice."
        ).format(number=number)
    return _(
        "It takes back {taken}, but only {left} of invoice {number} is left. Look at the credit notes on the page of "
        "that invoice first."
    ).format(taken=taken, left=left, number=number)


@cache
def _data() -> Mapping[str, Any]:
    return load_data("bureau_fields.toml")


@cache
def _pattern(group: str, then: str) -> re.Pattern[str]:
    words = sorted(_data()["remark"][group], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})[:\s]*{then}")


def _packed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _reason(said: str) -> str:
    plain = compact(said)
    if not plain:
        return ""
    for code, words in _data()["reasons"].items():
        if plain in (code, code.lstrip("0")) or any(compact(word) in plain for word in words):
            return str(code)
    return ""
