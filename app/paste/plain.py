"""A text made plain without moving a character: half width, small letters, simplified characters, no pictures."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.models.search_key import normal

_MOOD = re.compile(r"\[[\u4e00-\u9fff]{1,4}\]")
_PICTURES = frozenset({"So", "Sk", "Cf", "Co", "Cs", "Cn"})
_KEPT = frozenset("°™®©")
_DASHES = dict.fromkeys("‐‑‒–—―−－", "-") | {"✕": "×", "✖": "×", "，": ",", "：": ":", "；": ";", "＊": "*"}


def plain(text: str) -> str:
    """The text as it is read, as long as it was written."""
    return _MOOD.sub(lambda m: " " * len(m[0]), "".join(map(_plain, text)))


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character in "\n\t":
        return character
    if character == "\r":
        return " "
    if character in _DASHES:
        return _DASHES[character]
    if (unicodedata.category(character) in _PICTURES and character not in _KEPT) or "\ufe00" <= character <= "\ufe0f":
        return " "
    made = normal(character)
    if not made:
        return " "
    return made if len(made) == 1 else character


def half(text: str) -> str:
    """A text as it is stored: full-width digits, letters and signs made half width, single spaces."""
    return re.sub(r"[ \t]+", " ", "".join(_half(c) for c in text)).strip()


def _half(character: str) -> str:
    return unicodedata.normalize("NFKC", character) if "！" <= character <= "～" or character == "\u3000" else character
