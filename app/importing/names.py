"""Comparing words of files: header names and state words without case, accents, spaces and punctuation."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_LONGEST = 100
_HERE = Path(__file__).resolve().parent


def load_data(*parts: str) -> dict[str, Any]:
    """The contents of a TOML file that lies beside this module."""
    with _HERE.joinpath(*parts).open("rb") as file:
        return tomllib.load(file)


def clean_header(value: object) -> str:
    """A header as it is shown: one line, without a byte order mark and outer spaces, cut after 200 characters."""
    text = "" if value is None else str(value)[:200]
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    return " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def compact(text: str) -> str:
    """The form in which names are compared: NFKC, case folded, without accents; only letters and digits are left."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in folded if c.isalnum())


def without_brackets(text: str) -> str:
    """The text without what stands in brackets, such as a unit: ``商品总价(元)`` → ``商品总价``."""
    out: list[str] = []
    depth = 0
    for c in unicodedata.normalize("NFKC", text):
        if c in "([{【":
            depth += 1
        elif c in ")]}】":
            depth = max(0, depth - 1)
        elif depth == 0:
            out.append(c)
    return "".join(out)


@cache
def words() -> dict[str, Any]:
    """The word lists of ``words.toml``."""
    return load_data("words.toml")


@cache
def total_words() -> frozenset[str]:
    """Compact first words of rows that only sum up others."""
    return frozenset(compact(w) for w in words()["totals"]["names"])


@cache
def footer_words() -> tuple[str, ...]:
    """Compact beginnings or parts of notes below a table."""
    return tuple(compact(w) for w in words()["totals"]["footers"])


@cache
def blank_words() -> frozenset[str]:
    """Cells that mean nothing in columns of numbers, dates, codes and state words (lower case, stripped)."""
    return frozenset(w.casefold() for w in words()["blank"]["names"])


@cache
def blank_texts() -> frozenset[str]:
    """Cells that mean nothing in columns of free text."""
    return frozenset(words()["blank"]["text"])


@cache
def word_table(section: str) -> dict[str, str]:
    """Compact word → English key for ``states`` or ``money``."""
    table: dict[str, str] = {}
    for key, names in words()[section].items():
        for name in names:
            table.setdefault(compact(name), key)
    return table


@cache
def provinces() -> tuple[str, ...]:
    """Short names of Chinese provinces, the longer ones first."""
    return tuple(sorted(words()["provinces"]["names"], key=len, reverse=True))


def is_total(text: str) -> bool:
    """Does this cell open a row that only sums up others ("Grand Total", "合计:", "West Total")?"""
    if len(text) > _LONGEST:
        return False
    key = compact(text)
    return key in total_words() or (len(key) <= 30 and key.endswith(("grandtotal", "subtotal", "合计", "小计", "总计")))


def is_footer(text: str) -> bool:
    """Does this cell belong to a note below the table?"""
    key = compact(text[:_LONGEST])
    return bool(key) and any(key.startswith(word) or key.endswith(word) for word in footer_words())
