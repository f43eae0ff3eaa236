"""What the page of statistics shows at once: cards, and one series for chart and table. Computed beside the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any

from app.i18n import N_
from app.models.actor import Actor
from app.money import divide
from app.queries.columns import Column, Kind, Series
from app.queries.periods import PERIODS, periods
from app.queries.statistics import GROUPS, statistics
from app.views.statistics.spans import Span


@dataclass(frozen=True)
class Measure:
    """What can be looked at: its title, the statistic and the column that hold it, what it may be grouped by."""

    title: str
    statistic: str
    figure: str
    kind: Kind
    groups: tuple[str, ...]


_ORDER_GROUPS = tuple(key for key, group in GROUPS.items() if not group.by_line)
_ALL = (*PERIODS, *GROUPS)
_BY_ORDER = (*PERIODS, *_ORDER_GROUPS)
_LINES = tuple(key for key, group in GROUPS.items() if group.by_line)

MEASURES: dict[str, Measure] = {
    "revenue": Measure(N_("Revenue"), "revenue", "revenue", Kind.MONEY, _ALL),
    "orders": Measure(N_("Orders"), "revenue", "orders", Kind.COUNT, _BY_ORDER),
    "average": Measure(N_("Average revenue"), "revenue", "average", Kind.MONEY, _BY_ORDER),
    "paid": Measure(N_("Paid"), "collection", "paid", Kind.MONEY, _BY_ORDER),
    "refunded": Measure(N_("Refunded"), "collection", "refunded", Kind.MONEY, _BY_ORDER),
    "invoiced": Measure(N_("Invoiced"), "collection", "invoiced", Kind.MONEY, _BY_ORDER),
    "outstanding": Measure(N_("Outstanding"), "collection", "outstanding", Kind.MONEY, _BY_ORDER),
    "received": Measure(N_("Money received"), "cash", "received", Kind.MONEY, PERIODS),
    "quantity": Measure(N_("Quantity sold"), "revenue", "quantity", Kind.QUANTITY, _LINES),
}

GROUP_TITLES: dict[str, str] = {
    "day": N_("by day"),
    "week": N_("by week"),
    "month": N_("by month"),
    "quarter": N_("by quarter"),
    "year": N_("by year"),
    "region": N_("by region"),
    "channel": N_("by channel"),
    "salesperson": N_("by salesperson"),
    "customer": N_("by customer"),
    "product": N_("by product"),
    "category": N_("by category"),
}

CARDS = ("revenue", "orders", "average", "paid", "outstanding")
BEFORE = "before"


@dataclass(frozen=True)
class Question:
    """What the page asks: a measure, a grouping, the days, and the days before if they are compared."""

    measure: str
    by: str
    span: Span
    earlier: Span
    compare: bool = False

    @property
    def in_time(self) -> bool:
        """Whether the groups are periods."""
        return self.by in PERIODS


@dataclass(frozen=True)
class Picture:
    """The answer. ``figure`` is the place of the measure in the series' rows, ``before`` that of the days before."""

    question: Question
    series: Series
    figure: int
    before: int | None
    cards: dict[str, tuple[int, int]]


def draw_picture(viewer: Actor, question: Question) -> Picture:
    """Compute everything. Raises NotAllowed and UserError as ``statistics`` does."""
    # The chart needs it; beside the window nobody waits while it is read.
    import_module("numpy")
    measure = MEASURES[question.measure]
    series = _series(viewer, question, question.span)
    place = [c.key for c in series.columns].index(measure.figure)
    compared: int | None = None
    if question.compare:
        series = _with_before(series, _series(viewer, question, question.earlier), place, question)
        compared = len(series.columns) - 1
    return Picture(question, series, place, compared, _cards(viewer, question))


def _series(viewer: Actor, question: Question, span: Span) -> Series:
    name = MEASURES[question.measure].statistic
    found = statistics(viewer, name, question.by, span.first.isoformat(), span.last.isoformat())
    return _filled(found, span.first, span.last) if question.in_time and found.rows else found


def _filled(series: Series, first: date, last: date) -> Series:
    """The series with a row of zeros for every period of its range that has none."""
    known = {row[0]: row for row in series.rows}
    nothing = (0,) * (len(series.columns) - 1)
    rows = tuple(known.get(key, (key, *nothing)) for key in periods(first, last, series.by))
    return replace(series, rows=rows)


def _with_before(series: Series, earlier: Series, place: int, question: Question) -> Series:
    column = series.columns[place]
    added = Column(BEFORE, N_("Before"), column.kind, column.width)
    if question.in_time:
        values: list[Any] = [earlier.rows[at][place] if at < len(earlier.rows) else 0 for at in range(len(series.rows))]
    else:
        known = {row[0]: row[place] for row in earlier.rows}
        values = [known.get(row[0], 0) for row in series.rows]
    rows = tuple((*row, value) for row, value in zip(series.rows, values, strict=True))
    return replace(series, columns=(*series.columns, added), rows=rows, total=(*series.total, earlier.total[place]))


def _cards(viewer: Actor, question: Question) -> dict[str, tuple[int, int]]:
    found = []
    for span in (question.span, question.earlier):
        told = statistics(viewer, "collection", "year", span.first.isoformat(), span.last.isoformat())
        sums = dict(zip((c.key for c in told.columns), told.total, strict=True))
        sums["average"] = divide(sums["revenue"], sums["orders"]) if sums["orders"] else 0
        found.append(sums)
    return {key: (int(found[0][key] or 0), int(found[1][key] or 0)) for key in CARDS}
