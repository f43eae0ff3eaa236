"""Ranges of days and what they are compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.views.statistics.cards import change_text
from app.views.statistics.spans import PRESETS, Span, before, shifted, span_of

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("preset", "first", "last", "earlier"),
    [
        ("today", "2026-03-31", "2026-03-31", ("2026-03-30", "2026-03-30")),
        ("week", "2026-03-30", "2026-03-31", ("2026-03-23", "2026-03-24")),
        ("month", "2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("quarter", "2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
        ("year", "2026-01-01", "2026-03-31", ("2025-01-01", "2025-03-31")),
        ("last_year", "2025-01-01", "2025-12-31", ("2024-01-01", "2024-12-31")),
    ],
)
def test_a_running_period_ends_today_and_is_compared_with_the_same_part_before(
    preset: str, first: str, last: str, earlier: tuple[str, str]
) -> None:
    span = span_of(preset, TODAY)
    assert span == Span(date.fromisoformat(first), date.fromisoformat(last))
    assert before(preset, span) == Span(*(date.fromisoformat(day) for day in earlier))


def test_a_custom_range_is_compared_with_as_many_days_before() -> None:
    span = Span(date(2026, 3, 10), date(2026, 3, 19))
    assert before("custom", span) == Span(date(2026, 2, 28), date(2026, 3, 9))


def test_every_preset_has_days() -> None:
    assert all(span_of(preset, TODAY).first <= TODAY for preset in PRESETS)


def test_the_last_of_a_long_month_becomes_the_last_of_a_short_one() -> None:
    assert shifted(date(2024, 3, 31), -1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("now", "earlier", "words"),
    [
        (110, 100, "+10.0 % than before"),
        (90, 100, "−10.0 % than before"),
        (5, 5, "as before"),
        (5, 0, "nothing before"),
        (10_000, 1, "more than ten times as much"),
    ],
)
def test_a_change_is_told_in_percent_where_that_says_something(now: int, earlier: int, words: str) -> None:
    assert change_text(now, earlier) == words


def test_all_time_ends_today_unless_the_orders_ended_long_ago() -> None:
    first = date(TODAY.year - 6, 2, 1)
    lately, long_ago = TODAY - timedelta(days=90), date(TODAY.year - 6, 2, 29 if (TODAY.year - 6) % 4 == 0 else 28)
    assert span_of("all", TODAY, Span(first, lately)) == Span(first, TODAY)
    assert span_of("all", TODAY, Span(first, long_ago)) == Span(first, long_ago)
