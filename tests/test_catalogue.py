"""Every text of the program stands in every catalogue, with the same placeholders, and nothing else does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


@cache
def program_texts() -> frozenset[str | tuple[str, ...]]:
    """All texts that the program's source marks for translation."""
    found = extract_from_dir(ROOT / "app", [("**.py", "python")], keywords=KEYWORDS)
    return frozenset(message for _file, _line, message, _comments, _context in found)


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is in this checkout."""
    with (ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "daybook.po").open("rb") as file:
        return read_po(file, locale=language)


def placeholders(text: str) -> list[str]:
    """The names in braces that a text wants to be filled in."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
def test_catalogue_is_complete(language: str) -> None:
    known = {message.id: message for message in catalogue(language) if message.id}
    assert program_texts() - known.keys() == set(), "texts without a place in the catalogue: dev.py catalogue adds them"
    assert known.keys() - program_texts() == set(), (
        "texts that the program no longer has: dev.py catalogue removes them"
    )
    unfinished = [m.id for m in known.values() if m.fuzzy or not all(m.string if m.pluralizable else [m.string])]
    assert unfinished == []


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        sources = message.id if message.pluralizable else [message.id]
        targets = message.string if message.pluralizable else [message.string]
        allowed = {tuple(placeholders(source)) for source in sources}
        wrong += [target for target in targets if target and tuple(placeholders(target)) not in allowed]
    assert wrong == []
