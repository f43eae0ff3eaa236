"""Tracking numbers as people paste them or carriers' programs write them: rows of cells, whatever their order.

Which cell is the order and which the tracking number is found out by who knows the orders.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.errors import FileError
from app.i18n import _
from app.importing.plan import Step
from app.importing.workbook import read_workbook

MOST = 20_000
"""Rows above which a list of tracking numbers is taken for something else."""

_PARTS = re.compile(r"\t|[,;，；、|]")
_BLANKS = re.compile(r"\s+")

Rows = list[tuple[str, ...]]


def rows_of_text(text: str) -> Rows:
    """The lines of a pasted text as cells: parted by tabs or commas where there are some, else by blanks."""
    found: Rows = []
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        parts = _PARTS.split(line) if _PARTS.search(line) else _BLANKS.split(line)
        cells = tuple(part.strip().strip("\"'") for part in parts)
        found.append(tuple(cell for cell in cells if cell))
    return _checked(found)


def rows_of_file(path: str, _progress: Callable[[Step], None]) -> Rows:
    """The filled cells of all rows of the first sheet that has some. Run it in a child process.

    Raises FileError as ``read_workbook`` does.
    """
    book = read_workbook(Path(path))
    sheet = next((s for s in book.sheets if s.rows and not s.hidden), None)
    if sheet is None:
        raise FileError(_("The file holds no rows."), code="empty")
    rows = [tuple(_text(cell) for cell in row) for row in sheet.rows]
    return _checked([tuple(cell for cell in row if cell) for row in rows if any(row)])


def _checked(rows: Rows) -> Rows:
    if len(rows) > MOST:
        raise FileError(
            _("These are {n} rows. A list of tracking numbers has at most {most}.").format(
                n=f"{len(rows):,}", most=f"{MOST:,}"
            ),
            code="too_many_rows",
        )
    return rows


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return str(cell).strip()
