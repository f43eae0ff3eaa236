"""Ranges of days by name, and the range before each that it is fairly compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.i18n import N_
from app.queries.periods import start_of
from app.views.arithmetic import month_end

PRESETS: dict[str, str] = {
    "today": N_("Today"),
    "week": N_("This week"),
    "month": N_("This month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "last_year": N_("Last year"),
    "all": N_("All time"),
    "custom": N_("Custom"),
}
LONG_AGO = 366
"""Days after which a book's last order counts as old."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def text(self) -> str:
        """The days spelled out."""
        return self.first.isoformat() if self.first == self.last else f"{self.first} – {self.last}"


def span_of(preset: str, today: date, known: Span | None = None) -> Span:
    """The days of a preset: running periods end today; all time is ``known``, the days that have orders.

    It goes on to today, unless the orders ended so long ago that the years since would press them into a corner.
    """
    if preset == "all" and known is not None:
        return Span(known.first, known.last if (today - known.last).days > LONG_AGO else max(known.last, today))
    if preset == "last_year":
        return Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    if preset == "today":
        return Span(today, today)
    return Span(start_of(today, preset if preset in ("week", *_MONTHS) else "year"), today)


def before(preset: str, span: Span) -> Span:
    """The range to compare with: the same part of the period before, or as many days just before a custom range."""
    if preset in _MONTHS:
        months = _MONTHS[preset]
        return Span(shifted(span.first, -months), shifted(span.last, -months))
    if preset == "last_year":
        return Span(shifted(span.first, -12), shifted(span.last, -12))
    days = timedelta(days=7) if preset == "week" else span.last - span.first + timedelta(days=1)
    return Span(span.first - days, span.last - days)


def shifted(day: date, months: int) -> date:
    """The same day some months on; the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), month_end(first))
