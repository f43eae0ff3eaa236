"""Filters in words, as their chips and the empty list say them."""

from __future__ import annotations

from app.i18n import N_, _, ngettext
from app.queries.column_filters import day_ends, figure_ends, is_period
from app.queries.filter_choices import is_typed, title_of
from app.queries.filters import FILLED, Filter
from app.views.desk import Desk
from app.views.values import first_capital, shown

PERIODS: dict[str, str] = {
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "this_week": N_("This week"),
    "last_week": N_("Last week"),
    "next_week": N_("Next week"),
    "this_month": N_("This month"),
    "last_month": N_("Last month"),
    "next_month": N_("Next month"),
    "this_year": N_("This year"),
    "last_year": N_("Last year"),
}


def title_of_filter(wanted: Filter) -> str:
    """What a filter is called."""
    return first_capital(_(wanted.title))


WHOLE = 2
"""As many values a chip names; of more it names the first and counts the others."""


def filter_words(desk: Desk, wanted: Filter, value: str, *, short: bool = False) -> str:
    """A filter with its value: ``State: Draft, Confirmed``, ``Total: 100.00 – 250.00``; ``short`` counts the values
    after the first ones.
    """
    title = title_of_filter(wanted)
    if wanted.offer == "flag" and value == "yes":
        return title
    if wanted.offer == "text" and value.startswith("~"):
        return _("{title} contains “{value}”").format(title=title, value=value[1:])
    return _("{title}: {value}").format(title=title, value=value_words(desk, wanted, value, short=short))


def value_words(desk: Desk, wanted: Filter, value: str, *, short: bool = False) -> str:
    """The value of a filter as people say it."""
    if is_typed(wanted.offer):
        return title_of(wanted.offer, value) or _("empty")
    if not value.strip():
        return _("empty")
    if value == FILLED:
        return _("not empty")
    match wanted.offer:
        case "choice" | "flag":
            words = dict(wanted.values)
            named = [first_capital(_(words.get(key, key))) for key in value.split(",")]
            rest = len(named) - 1
            if not short or len(named) <= WHOLE:
                return ", ".join(named)
            return f"{named[0]} {ngettext('and {n} more', 'and {n} more', rest).format(n=rest)}"
        case "number":
            ends = figure_ends(wanted.kind, value, desk.currency)
            return _between(*(shown(wanted.kind, end, desk.currency) for end in ends))
        case "period":
            return _(PERIODS[value]) if value in PERIODS else _between(*_days(desk, value))
        case _:
            return value


def _days(desk: Desk, value: str) -> tuple[str, str]:
    if not is_period(desk.actor, value):
        return value, value
    first, last = day_ends(desk.actor, value, "")
    return first or "", last or ""


def _between(first: str, last: str) -> str:
    if first == last:
        return first
    if not last:
        return _("from {value}").format(value=first)
    if not first:
        return _("up to {value}").format(value=last)
    return f"{first} – {last}"
