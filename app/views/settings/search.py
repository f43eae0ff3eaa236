"""Finding a setting by any word of it, in either language, by pinyin or its initials.

The index is made from the sections' own words without building them. The words of the language in use are there at
once; the other language's catalogue and the readings of Chinese words take a moment and come from beside the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.i18n import LANGUAGES, _, translator
from app.models.search_key import query_terms, search_key
from app.views.settings.section import Section


@dataclass(frozen=True)
class Entry:
    """A section, or with ``item`` a single setting of it; ``key`` holds all that it is found by."""

    section: str
    item: str
    title: str
    key: str


Speak = Callable[[Sequence[str]], list[str]]


def _now(texts: Sequence[str]) -> list[str]:
    """In English and in the language in use."""
    return [told for text in texts if text for told in (text, _(text))]


def _words(texts: Sequence[str]) -> list[str]:
    """In every language."""
    several = [text for text in texts if text]
    return [translator(code)(text) for code in LANGUAGES for text in several]


def _sources(kinds: Sequence[type[Section]], speak: Speak) -> list[tuple[str, str, str, list[str]]]:
    found = []
    for kind in kinds:
        titles = [group.title for group in kind.groups]
        found.append((kind.key, "", kind.title, speak([kind.title, kind.lead, *kind.words, *titles])))
        for group in kind.groups:
            for item in filter(lambda each: each.here, group.items):
                choices = [] if callable(item.choices) else [str(text) for text in item.choices.values()]
                words = speak([item.title, item.hint, item.consequence, group.title, *choices])
                found.append((kind.key, item.key, item.title, words))
    return found


def quick_index(kinds: Sequence[type[Section]]) -> tuple[Entry, ...]:
    """The index in the language in use, as the words are written; at once."""
    return tuple(
        Entry(section, item, title, " ".join(words).casefold()) for section, item, title, words in _sources(kinds, _now)
    )


def index_of(kinds: Sequence[type[Section]]) -> tuple[Entry, ...]:
    """The index in every language with the readings of Chinese words; for beside the window."""
    return tuple(
        Entry(section, item, title, f"{' '.join(words).casefold()} {search_key(*words)}")
        for section, item, title, words in _sources(kinds, _words)
    )


def find(index: Sequence[Entry], typed: str) -> tuple[Entry, ...]:
    """The entries that hold every word that was typed, in their order."""
    terms = [*query_terms(typed)]
    return tuple(entry for entry in index if all(term in entry.key for term in terms))
