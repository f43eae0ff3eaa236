"""The refused rows of an import as a workbook, to be put right and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from app.i18n import N_, _
from app.money import currency
from app.queries.columns import Column, Kind
from app.reports.excel import Exported, write_workbook
from app.reports.files import Progress, Stop


class Refused(Protocol):
    """A refused row of an import."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def raw(self) -> Sequence[Any]: ...


def write_rejects(
    target: Path,
    refused: Iterable[Refused],
    *,
    headings: Sequence[str] = (),
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Exported:
    """Write the refused rows of an import: where each stands, what is wrong with it, and the row as it was.

    ``headings`` are the titles of the source's columns. Raises FileError and Cancelled.
    """
    found = list(refused)
    width = max((len(row.raw) for row in found), default=len(headings))
    columns = [
        Column("sheet", N_("Sheet"), Kind.TEXT, 110),
        Column("row", N_("Row"), Kind.COUNT, 60),
        Column("column", N_("Column"), Kind.TEXT, 130),
        Column("value", N_("Value"), Kind.TEXT, 160),
        Column("reason", N_("Reason"), Kind.TEXT, 380),
    ]
    titles = [_(column.title) for column in columns]
    for place in range(width):
        # The source's own titles stay as they are.
        titles.append((headings[place] if place < len(headings) else "") or str(place + 1))
        columns.append(Column(f"raw{place}", "", Kind.TEXT, 110))
    rows = ((r.sheet, r.row, r.column, r.value, r.reason, *r.raw, *([None] * (width - len(r.raw)))) for r in found)
    return write_workbook(
        target,
        columns,
        rows,
        title=_("Rejects"),
        titles=titles,
        money=currency(""),
        count=len(found),
        progress=progress,
        stop=stop,
    )
