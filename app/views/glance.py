"""What the preview shows of a record at a glance: plain texts that a noun puts together from its details.

A noun's list names a ``GlanceAt``: how its record is read beside the window, and what of it is worth a glance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from app.models.actor import Actor
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.queries.history import HistoryEntry

Level = Literal["info", "warn", "danger"]
Saved = Callable[[Actor, int, str, str], Any]
"""Writes a note: person, record, the note, and the note that stood there before."""


@dataclass(frozen=True)
class Mark:
    """A state as a chip: the kind of state, its key, and an amount that follows the word."""

    kind: str
    key: str
    amount: str = ""


@dataclass(frozen=True)
class Portion:
    """How much of a whole is reached, in minor units, and the words for it."""

    part: int
    whole: int
    text: str


@dataclass(frozen=True)
class Glance:
    """One record at a glance. Every text is finished, in the language in use; ``facts`` without value are left out.

    ``items`` are its lines with what stands at their right, ``more`` how many are not named. ``note`` is None where the
    record has none. ``alert_step`` names the command that does something about the alerts.
    """

    title: str
    subtitle: str = ""
    marks: tuple[Mark, ...] = ()
    alerts: tuple[tuple[Level, str], ...] = ()
    alert_step: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    portion: Portion | None = None
    facts: tuple[tuple[str, str], ...] = ()
    items_title: str = ""
    items: tuple[tuple[str, str], ...] = ()
    more: int = 0
    history: tuple[HistoryEntry, ...] = ()
    note: str | None = None
    actions: frozenset[str] = frozenset()
    why_not: dict[str, str] | None = None


@dataclass(frozen=True)
class GlanceAt:
    """How records of one noun are shown at a glance.

    ``steps`` are the names of the commands that come next, as buttons; ``write_note`` is the operation behind the note
    field and ``note_action`` its name among the record's actions.
    """

    read: Callable[[Actor, int], Any]
    show: Callable[[Desk, Any], Glance]
    steps: tuple[str, ...] = ()
    note_action: str = ""
    write_note: Saved | None = None


def shortened(items: list[tuple[str, str]], most: int = 5) -> tuple[tuple[tuple[str, str], ...], int]:
    """The first of several lines, and how many are left."""
    if len(items) <= most + 1:
        return tuple(items), 0
    return tuple(items[:most]), len(items) - most
