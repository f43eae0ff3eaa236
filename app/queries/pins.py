"""Problems of records that a list puts in front of everything else, each with the words that say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.i18n import _
from app.models.actor import Actor, Permission
from app.queries.filters import Part

Words = Callable[[Any, date], str]


@dataclass(frozen=True)
class Pin:
    """One kind of problem.

    ``found`` selects date and id of all records that have it, over an index; ``at_row`` is an expression over one row
    that gives a detail, or NULL without the problem. ``chip`` and ``reason`` say it in two words and in a sentence
    from the detail and today's date. The chip stands in ``column``. Viewers without ``needs`` see nothing of it.
    """

    key: str
    title: str
    column: str
    found: Callable[[Actor], Part]
    at_row: Callable[[Actor], Part]
    chip: Words
    reason: Words
    needs: Permission | None = None
    widest: tuple[Any, date] | None = None
    """A detail and a day whose chip is as wide as chips usually get."""


@dataclass(frozen=True)
class Problem:
    """A problem that one record has."""

    pin: Pin
    detail: Any
    today: date

    @property
    def chip(self) -> str:
        """The problem in two words, in the language in use."""
        return self.pin.chip(self.detail, self.today)

    @property
    def reason(self) -> str:
        """The problem in a sentence."""
        return self.pin.reason(self.detail, self.today)


def late_word(day: str, today: date) -> str:
    """How late something is that was due on an ISO day, as short as a chip: beyond three digits years tell more."""
    days = (today - date.fromisoformat(day)).days
    return _("{n} d late").format(n=days) if days < 1_000 else _("{n} y late").format(n=days // 365)


def any_of(viewer: Actor, pins: Sequence[Pin]) -> Part:
    """Selects the ids of the records that have any of these problems."""
    parts = [pin.found(viewer) for pin in pins]
    found = " UNION ".join(f"SELECT id FROM ({sql})" for sql, _values in parts) or "SELECT 0 WHERE 0"
    return found, tuple(v for _sql, values in parts for v in values)
