"""A list on paper: exactly the columns and rows that are shown, with sums at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.i18n import _
from app.money import Currency
from app.queries.columns import Column, Kind, Series
from app.reports.excel import Exported
from app.reports.files import Progress, Stop
from app.reports.pdf import Drawing, write_pdf
from app.reports.statistics_report import FiguresReport
from app.reports.trade import paper_named

MOST_ROWS = 5_000
"""Rows of a list on paper; more belong into a workbook."""
MANY = 6
"""Columns above which the paper is turned sideways."""


def too_many(rows: int) -> UserError | None:
    """Why so many rows are not put on paper; nothing if they are not too many."""
    if rows <= MOST_ROWS:
        return None
    told = _("A PDF holds up to {most} rows of a list, and this one has {n}. Filter the list, or export it to Excel.")
    return UserError(told.format(most=f"{MOST_ROWS:,}", n=f"{rows:,}"), code="too_many_rows")


def draw_list(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    money: Currency,
    company: str = "",
    about: str = "",
    totals: Mapping[str, int] | None = None,
    paper: str = "A4",
) -> Drawing:
    """Lay a list out. ``title`` is marked, ``about`` says which rows these are.

    Raises UserError for more rows than fit on sensible paper.
    """
    content = tuple(tuple(row) for row in rows)
    problem = too_many(len(content))
    if problem is not None:
        raise problem
    sums = totals or {}
    series = Series(
        "list", title, "", "", "", tuple(columns), content, tuple(sums.get(column.key) for column in columns)
    )
    page = paper_named(paper)
    if len(columns) > MANY:
        page = replace(page, width=page.height, height=page.width)
    texts = [place for place, column in enumerate(columns) if column.kind is Kind.TEXT]
    wide = max(texts, key=lambda place: columns[place].width, default=0)
    return FiguresReport(series, money, company, charted=False, below=about, wide=wide).fill(page)


def write_list_pdf(
    target: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
    **how: Any,
) -> Exported:
    """Write a list as a PDF; ``how`` is what ``draw_list`` takes. Raises UserError, FileError and Cancelled."""
    count = 0

    def counted() -> Iterable[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            if progress is not None and not count % 200:
                progress(count, 0)
            yield row

    drawing = draw_list(title, columns, counted(), **how)
    done = write_pdf(target, [drawing], title=drawing.title, stop=stop)
    return Exported(done.path, done.renamed, count, (), done.notice)
