"""The plain cells of a table file, for those who only want to look what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.importing.plan import Step, silent
from app.importing.workbook import read_workbook

Cells = list[tuple[str, ...]]


def read_cells(path: str | Path, cancelled: Callable[[], bool] = lambda: False) -> Cells:
    """The cells of the first sheet that has any, row by row as texts, read in a child process.

    Raises FileError for a file that cannot be read, and Cancelled.
    """
    from app.importing.child import run_in_child

    found: Cells = run_in_child(cells_of, (str(path),), silent, cancelled)
    return found


def cells_of(path: str, progress: Callable[[Step], None] = silent) -> Cells:
    """The same in this very process; what the child runs, and tests."""
    progress(Step("reading"))
    for sheet in read_workbook(path).sheets:
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.rows]
        if any(any(row) for row in rows):
            return rows
    return []
