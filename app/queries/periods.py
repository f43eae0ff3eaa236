"""Days, ISO weeks, months, quarters and years as the keys of statistics: ``2026-W05``, ``2026-02``, ``2026-Q1``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

PERIODS = ("day", "week", "month", "quarter", "year")
NAMED = (
    "today", "yesterday", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month", "this_year",
    "last_year",
)  # fmt: skip
"""Periods that move with the day, for filters."""


def period_of(day: date, by: str) -> str:
    """The key of the period that a day lies in; weeks are those of ISO 8601."""
    match by:
        case "day":
            return day.isoformat()
        case "week":
            year, week, _day = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case _:
            return f"{day.year:04d}"


def start_of(day: date, by: str) -> date:
    """The first day of the period that a day lies in."""
    match by:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def next_start(start: date, by: str) -> date:
    """The first day of the next period."""
    step = {"day": 1, "week": 7, "month": 31, "quarter": 93, "year": 366}[by]
    return start_of(start + timedelta(days=step), by)


def days_of(key: str, by: str) -> tuple[date, date]:
    """The first and the last day of the period with this key; see ``period_of``."""
    match by:
        case "day":
            start = date.fromisoformat(key)
        case "week":
            start = date.fromisocalendar(int(key[:4]), int(key[-2:]), 1)
        case "month":
            start = date.fromisoformat(f"{key}-01")
        case "quarter":
            start = date(int(key[:4]), 3 * int(key[-1]) - 2, 1)
        case _:
            start = date(int(key), 1, 1)
    return start, next_start(start, by) - timedelta(days=1)


def named(name: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a period named from today, such as ``last_month``; None for an unknown name."""
    if name not in NAMED:
        return None
    if name in ("today", "yesterday"):
        day = today - timedelta(days=name == "yesterday")
        return day, day
    which, by = name.split("_")
    start = start_of(today, by)
    if which == "last":
        start = start_of(start - timedelta(days=1), by)
    elif which == "next":
        start = next_start(start, by)
    return start, next_start(start, by) - timedelta(days=1)


def periods(first: date, last: date, by: str) -> Iterator[str]:
    """The keys of all periods between two days."""
    start, end = start_of(first, by), start_of(last, by)
    while start < end:
        yield period_of(start, by)
        start = next_start(start, by)
    yield period_of(end, by)


def fold(days: Sequence[tuple[Any, ...]], by: str) -> list[tuple[Any, ...]]:
    """Rows of (ISO date, figures …) summed by period, in order, with zeros for the periods between that have none."""
    if not days:
        return []
    width = len(days[0]) - 1
    sums: dict[str, list[int]] = {}
    dates = [date.fromisoformat(row[0]) for row in days]
    for day, row in zip(dates, days, strict=True):
        figures = sums.setdefault(period_of(day, by), [0] * width)
        for i in range(width):
            figures[i] += row[1 + i]
    nothing = [0] * width
    return [(key, *sums.get(key, nothing)) for key in periods(min(dates), max(dates), by)]


def month_aligned(from_: str, to: str) -> bool:
    """Whether a range begins with a month and ends with one, open ends included."""
    if from_ and date.fromisoformat(from_).day != 1:
        return False
    return not to or (date.fromisoformat(to) + timedelta(days=1)).day == 1


def apart(labels: Sequence[str], ids: Sequence[Any]) -> list[str]:
    """Labels of rows with equal ones told apart by their ids."""
    counts = Counter(labels)
    return [f"{label} (#{i})" if counts[label] > 1 else label for label, i in zip(labels, ids, strict=True)]
