"""A language of long words: every text of the program a third longer and accented, between ⟦ and ⟧.

Whoever sees a text without its brackets sees one that was cut off, or that never went through the catalogue.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app import i18n

CODE = "en_XA"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.35
_ACCENTS = str.maketrans("aeiounycAEIOUNYC", "àéîöûñýçÀÉÎÖÛÑÝÇ")
_KEPT = re.compile(r"(\{[^}]*\}|<[^>]*>|%\w|&\w|\n)")


def lengthened(text: str) -> str:
    """A text as the long language has it; placeholders, markup and shortcuts stay."""
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    parts[::2] = [part.translate(_ACCENTS) for part in parts[::2]]
    count = round(len(re.sub(_KEPT, "", text)) * LONGER)
    room = " ".join("ẋ" * min(6, count - at) for at in range(0, count, 7)) if count else ""
    return f"{OPEN}{''.join(parts)}{' ' if room else ''}{room}{CLOSE}"


class LongWords(gettext.NullTranslations):
    """The catalogue of the long language."""

    def gettext(self, message: str) -> str:
        return lengthened(message) if message else ""

    def ngettext(self, one: str, many: str, n: int) -> str:
        return lengthened(one if n == 1 else many)


@contextmanager
def long_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Offer the long language; gives its code."""
    load = i18n._load
    monkeypatch.setitem(i18n.LANGUAGES, CODE, "Ḷöñg")
    monkeypatch.setattr(i18n, "_load", lambda code: LongWords() if code == CODE else load(code))
    i18n.translator.cache_clear()
    yield CODE
    i18n.translator.cache_clear()
