"""``statistics``: figures by period, region, customer and the like."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.desk import book_currency, open_desk, say, write_json
from app.commands.tables import table
from app.i18n import _


def statistics_command(options: argparse.Namespace) -> int:
    """``daybook statistics [NAME]``."""
    from app.models.company import the_company
    from app.operations.outputs import note_export
    from app.queries.statistics import as_json, statistics
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
            write_json(as_json(series, unit))
        elif not (options.xlsx or options.pdf):
            say(table(series.columns, [*series.rows, (_("Total"), *series.total[1:])], unit))
    return 0
