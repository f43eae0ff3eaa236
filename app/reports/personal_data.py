"""A copy of what a book holds about a person: for machines as JSON, for people as a workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.i18n import _
from app.money import Currency
from app.queries.personal_data import COLUMNS, as_rows
from app.reports.excel import Exported, write_workbook
from app.reports.files import output


def write_personal_data(target: Path, found: dict[str, Any], *, title: str, money: Currency) -> Exported:
    """Write the copy to a workbook, or as JSON where the name of the file says so. Raises FileError."""
    if target.suffix.lower() != ".json":
        titles = (_("Record"), _("Number"), _("Field"), _("What it says"))
        return write_workbook(target, COLUMNS, as_rows(found), title=title, money=money, titles=titles)
    text = json.dumps(found, ensure_ascii=False, indent=2, default=_plain)
    with output(target) as out:
        out.file.write(text.encode("utf-8"))
    count = sum(len(rows) for rows in found.values())
    return Exported(out.path, out.renamed, count, ())


def _plain(value: object) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    raise TypeError(type(value).__name__)
