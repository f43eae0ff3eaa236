"""Small files made for a test, and the place of the shared sample files where they are at hand."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from app.importing import Options, Plan
from app.importing.run import make_plan


def shared_folder() -> Path | None:
    """The folder of sample files, or nothing on a computer that has none."""
    named = os.environ.get("DAYBOOK_SHARED")
    for folder in (Path(named) if named else None, Path(__file__).resolve().parents[3] / "shared" / "data"):
        if folder is not None and folder.is_dir():
            return folder
    return None


def csv_file(folder: Path, rows: Sequence[Sequence[Any]], name: str = "orders.csv", encoding: str = "utf-8") -> Path:
    """A text table with these rows."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, Sequence[Sequence[Any]]], name: str = "orders.xlsx") -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def plan_of(folder: Path, rows: Sequence[Sequence[Any]], **options: Any) -> Plan:
    """The plan of a text table with these rows."""
    return make_plan(csv_file(folder, rows), Options(**options))
