"""What a list says when it shows nothing: nothing yet, no hits, or not open to this person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.i18n import N_, _
from app.views.texts import Saying
from app.views.widgets.empty_state import EmptyState

Offer = tuple[Saying, Callable[[], Any]] | None


def tell_nothing_yet(empty: EmptyState, picture: str, sentence: str, hint: str, primary: Offer, second: Offer) -> None:
    """There are no records at all: how to begin."""
    empty.tell(picture, sentence, hint, primary=primary, secondary=second)


def tell_no_hits(
    empty: EmptyState, search: str, captions: Callable[[], Sequence[str]], clear: Callable[[], Any]
) -> None:
    """Nothing answers: what is asked for, and how to see everything again."""

    def hint() -> str:
        names = ([f"“{search}”"] if search else []) + list(captions())
        return _("Shown are only rows with: {filters}").format(filters=" · ".join(names))

    empty.tell("search-x", N_("Nothing matches."), hint, secondary=(N_("Clear filters"), clear))


def tell_closed(empty: EmptyState, reason: Callable[[], str]) -> None:
    """The list is not open to this person: who to ask."""
    empty.tell("shield-x", N_("This list is not open to you."), reason)


def tell_refused(empty: EmptyState, reason: str, clear: Callable[[], Any]) -> None:
    """What is asked for cannot be answered."""
    empty.tell(
        "search-x",
        N_("This cannot be shown."),
        lambda: reason,
        secondary=(N_("Clear filters"), clear),
    )
