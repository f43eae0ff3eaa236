"""``statistics``: figures by period, region, customer and the like."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.commands.desk import book_currency, open_desk, say, write_json
from app.commands.tables import table
from app.i18n import _
from app.money import Currency
from app.queries.columns import Series


def statistics_command(options: argparse.Namespace) -> int:
    """``daybook statistics [NAME]``."""
    from app.models.company import the_company
    from app.operations.outputs import note_export
    from app.queries.statistics import statistics
    from app.reports.statistics_report import statistics_pdf, statistics_workbook

    with open_desk(options) as actor:
        series = statistics(actor, options.name, options.by, options.from_ or "", options.to or "")
        unit = book_currency()
        for target, write in ((options.xlsx, statistics_workbook), (options.pdf, None)):
            if not target:
                continue
            path = Path(target).expanduser()
            note_export(actor, "statistics", path.name, len(series.rows))
            if write is not None:
                written = write(path, series, money=unit).path
            else:
                written = statistics_pdf(path, series, money=unit, company=the_company().name).path
            say(_("Written to {path}.").format(path=written))
        if options.json:
            write_json(series_as_json(series, unit))
        elif not (options.xlsx or options.pdf):
            say(table(series.columns, [*series.rows, series.total], unit))
    return 0


def series_as_json(series: Series, unit: Currency) -> dict[str, Any]:
    """A statistic as plain data: the first column is the key of each row."""
    from app.queries.shapes import plain_value

    names = ["key", *(column.key for column in series.columns[1:])]

    def plain(row: tuple[Any, ...]) -> dict[str, Any]:
        return {
            name: plain_value(column.kind, value, unit)
            for name, column, value in zip(names, series.columns, row, strict=True)
        }

    total = plain(series.total)
    total.pop("key")
    return {
        "name": series.name,
        "by": series.by,
        "from": series.from_,
        "to": series.to,
        "rows": [plain(row) for row in series.rows],
        "total": total,
    }
