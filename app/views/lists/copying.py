"""Rows of a list as tab-separated text with headers, as a spreadsheet takes it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from app.i18n import _
from app.models.actor import Actor
from app.views.record_table import RecordTable

MANY = 2_000
"""So many rows are read at once."""


def copied_text(table: RecordTable, columns: Sequence[int], ids: array[int], actor: Actor) -> str:
    """The rows of these ids with the columns in this order; for the reading thread when they are many."""
    lines = ["\t".join(_(table.columns[i].title) for i in columns)]
    for start in range(0, len(ids), MANY):
        page = ids[start : start + MANY]
        rows = table.records.rows(page, actor)
        lines += [table.copied_row(rows[i], columns) for i in page if i in rows]
    return "\n".join(lines) + "\n"
