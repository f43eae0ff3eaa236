"""The user's guide as the program shows it: its parts, the headings in them, and where a topic stands.

A topic is the place of a heading in the English guide (``write-one-without-the-mouse``). The guides of all languages
have the same headings in the same order, so a topic is found in each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from app.folders import document

FIRST = "the-window"
"""The topic of whatever has none of its own."""

_HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
_OF_PAGE = {"refunds": "returns-refunds-and-write-offs"}


@dataclass(frozen=True)
class Heading:
    """A heading: its level (1 is the guide's own title), its words, what links call it, and its topic."""

    level: int
    title: str
    place: str
    topic: str
    part: int
    """The number of the part of the guide that it stands in."""


@dataclass(frozen=True)
class Guide:
    """The guide in one language. ``parts`` are texts in Markdown: what comes before the first chapter, then each
    chapter."""

    language: str
    parts: tuple[str, ...]
    headings: tuple[Heading, ...]

    def heading(self, topic: str) -> Heading:
        """The heading of a topic or of a link within this guide; that of the first topic if there is none."""
        found = next((h for h in self.headings if topic in (h.topic, h.place)), None)
        return found or next((h for h in self.headings if h.topic == FIRST), self.headings[0])

    def holding(self, words: str) -> list[int]:
        """The numbers of the parts that hold these words, in capitals or not."""
        wanted = words.casefold().strip()
        return [n for n, part in enumerate(self.parts) if wanted in plain(part).casefold()] if wanted else []


def place_of(title: str) -> str:
    """What a link calls a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def plain(text: str) -> str:
    """A text without the signs of Markdown and its line breaks within a sentence."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*`]", "", text)


def topic_of_page(key: str) -> str:
    """The topic of the page with this key, where the page names none itself."""
    topic = _OF_PAGE.get(key, key)
    return topic if any(h.topic == topic for h in guide("en").headings) else FIRST


def guide_folder() -> Path:
    """Where the guides lie; their pictures are named relative to it."""
    return document("guide")


@cache
def guide(language: str) -> Guide:
    """The guide in this language, or the English one."""
    path = guide_folder() / f"{language}.md"
    if not path.exists():
        return guide("en")
    text = path.read_text(encoding="utf-8")
    topics = [place_of(title) for _level, title in _found(text if language == "en" else _english())]
    starts = [0, *(m.start() for m in _HEADING.finditer(text) if len(m.group(1)) == 2), len(text)]
    parts = tuple(text[a:b].strip() for a, b in pairwise(starts))
    headings = []
    part = 0
    for number, (level, title) in enumerate(_found(text)):
        part += level == 2
        topic = topics[number] if number < len(topics) else place_of(title)
        headings.append(Heading(level, title, place_of(title), topic, part))
    return Guide(language, parts, tuple(headings))


def _english() -> str:
    return (guide_folder() / "en.md").read_text(encoding="utf-8")


def _found(text: str) -> list[tuple[int, str]]:
    return [(len(m.group(1)), m.group(2).strip()) for m in _HEADING.finditer(text)]
