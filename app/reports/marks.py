"""The mark of a paper that is no ordinary original: the word for it, and how it stands across a page."""

from __future__ import annotations

from collections.abc import Callable

from app.models.document import Mark
from app.reports.pdf import Page, Slanted, colour
from app.reports.typesetting import Face

_PALE, _PALE_RED = colour("#EDF0F4"), colour("#F9E4E2")


def mark_word(mark: Mark, translate: Callable[[str], str]) -> str:
    """The word of a mark in a paper's language; none for a paper without one."""
    _ = translate
    words = {Mark.DRAFT: _("DRAFT"), Mark.VOID: _("VOID"), Mark.COPY: _("COPY"), Mark.SAMPLE: _("SAMPLE")}
    return words.get(mark, "")


def put_across(page: Page, mark: Mark, word: str, face: Face, most: float, room: float) -> None:
    """Let the word of a mark stand pale across a page, at most ``most`` points high and ``room`` points long.

    A copy is as good as its original to read: it only says in its head what it is.
    """
    if mark in (Mark.DRAFT, Mark.VOID, Mark.SAMPLE):
        size = min(most, room * 1000 / face.width(word, 1000))
        page.slanted = Slanted(word, size, _PALE_RED if mark is Mark.VOID else _PALE)
