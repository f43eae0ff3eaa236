"""The report of the numbers without gaps: what is missing or was given twice, and the gaps that were explained."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.base import connection
from app.queries.check_documents import explained_gaps, find_gaps
from app.queries.findings import Finding


@dataclass(frozen=True)
class ExplainedGap:
    """Counters of a series that stand on no document of the book, and why. ``series`` is its key."""

    series: str
    period: str
    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class NumberReport:
    """What is wrong with the numbers of the strict series, and what was explained; ``series`` are their keys."""

    series: tuple[str, ...]
    wrong: tuple[Finding, ...]
    explained: tuple[ExplainedGap, ...]


def number_report() -> NumberReport:
    """Look through every number of the strict series. Takes a moment in a large book: belongs beside the window."""
    link = connection()
    names = link.execute("SELECT name FROM series WHERE strict = 1 ORDER BY id").fetchall()
    return NumberReport(
        tuple(str(name) for (name,) in names),
        tuple(find_gaps(link)),
        tuple(ExplainedGap(g["series"], g["period"], g["first"], g["last"], g["reason"]) for g in explained_gaps(link)),
    )
