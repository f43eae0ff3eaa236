"""Where goods lie: the place on the shelves as an office writes it, and the order in which people pass the places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.models.search_key import search_key

LONGEST = 24
"""Characters of a place: it has to be read from afar on a pick list."""

_SPACE = re.compile(r"\s+")
_NONE = frozenset("-–—")
_PARTS = re.compile(r"\d+|[^\W\d_]+")


def one_place(written: str) -> str:
    """A place as it is kept: compatible signs joined (NFKC), single spaces; a dash alone is none."""
    place = _SPACE.sub(" ", unicodedata.normalize("NFKC", written)).strip()
    return "" if place in _NONE else place


@lru_cache(maxsize=16_384)
def walking_key(place: str) -> str:
    """What places are sorted by: figures by their value (A-3 before A-12), letters without case, Chinese by pinyin.

    Signs between the parts only part them. The empty place has the empty key.
    """
    return "\t".join(_part_key(part) for part in _PARTS.findall(place))


def _part_key(part: str) -> str:
    if not part.isdecimal():
        return part.lower() if part.isascii() else search_key(part)
    digits = str(int(part))
    return f"{len(digits):02d}{digits}"
