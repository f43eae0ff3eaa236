"""One line of a statement as it was understood, and what was noticed while reading."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.models.search_key import normal


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: ``amount`` is gross in minor units and below zero where money went out; ``fee`` is what was kept of it.

    ``kind`` and ``state`` are the statement's own words for the business and for how far it is.
    """

    day: str
    amount: int
    party: str = ""
    account: str = ""
    remark: str = ""
    reference: str = ""
    fee: int = 0
    kind: str = ""
    state: str = ""
    row: int = 0

    @property
    def mark(self) -> str:
        """The same for lines that say the same, however they are spaced and spelled in width and case."""
        said = (self.party, self.account, self.remark, self.reference, self.kind)
        words = [self.day, str(self.amount), *("".join(normal(word).split()) for word in said)]
        return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]


def numbered(entries: Iterable[Entry]) -> list[tuple[Entry, str, int]]:
    """Each line with its mark and which of the equal ones of this statement it is, from 0.

    Two truly equal lines of one statement are two; the same line met again in a later statement has the same number.
    """
    seen: Counter[str] = Counter()
    found = []
    for entry in entries:
        mark = entry.mark
        found.append((entry, mark, seen[mark]))
        seen[mark] += 1
    return found


@dataclass(frozen=True)
class Unread:
    """A row that could not be taken, by its number in the file, with the reason in words."""

    row: int
    reason: str


@dataclass(frozen=True)
class Statement:
    """What a statement holds; ``columns`` names what each field was taken from. Rows that are no lines (headings, sums,
    remarks of the bank) are neither in ``entries`` nor in ``unread``."""

    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
