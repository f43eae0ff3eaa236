"""``list``, ``show``, ``export``: what the book holds."""

from __future__ import annotations

import argparse
import csv
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.commands.desk import book_currency, open_desk, say, tell, write_json
from app.commands.tables import table
from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor
from app.queries.columns import Ask, Row
from app.queries.engine import RecordList

_PAGE = 1_000
_SHOWN = 50


def list_command(options: argparse.Namespace) -> int:
    """``daybook list NOUN``."""
    from app.queries.lists import record_list
    from app.queries.shapes import row_as_json
    from app.reports.cells import text_value

    with open_desk(options) as actor:
        records = record_list(options.noun)
        ids = records.ids(actor, ask_of(options))
        machine = options.json or options.csv
        limit = options.limit if options.limit is not None else (len(ids) if machine else _SHOWN)
        chosen = ids[options.offset : options.offset + limit]
        unit = book_currency()
        rows = rows_of(records, actor, chosen)
        if options.json:
            items = [row_as_json(records.columns, row, unit) for row in rows]
            write_json({"noun": options.noun, "total": len(ids), "items": items})
        elif options.csv:
            setters = [text_value(column, unit, for_machines=True) for column in records.columns]
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow([column.key for column in records.columns])
            for row in rows:
                writer.writerow([make(value) for make, value in zip(setters, row.values, strict=True)])
        else:
            shown = [at for at, column in enumerate(records.columns) if column.shown]
            values = [[row.values[at] for at in shown] for row in rows]
            say(table([records.columns[at] for at in shown], values, unit))
            if len(chosen) < len(ids):
                tell(
                    _("Shown are {shown} of {total}. Ask for more with --limit and --offset.").format(
                        shown=len(chosen), total=len(ids)
                    )
                )
    return 0


def show_command(options: argparse.Namespace) -> int:
    """``daybook show NOUN NUMBER``."""
    from app.queries.details import show

    with open_desk(options) as actor:
        plain = show(options.noun, actor, options.number)
        if options.json:
            write_json(plain)
        else:
            for line in _indented(plain, 0):
                say(line)
    return 0


def export_command(options: argparse.Namespace) -> int:
    """``daybook export NOUN OUT.xlsx``."""
    from app.operations.outputs import note_export
    from app.queries.lists import record_list
    from app.reports.delimited import write_csv
    from app.reports.excel import write_workbook

    target = Path(options.out).expanduser()
    if target.suffix.lower() not in (".xlsx", ".csv"):
        raise UserError(
            _("{name} must end in .xlsx or .csv, so that other programs know what it is.").format(name=target.name),
            field="out",
            code="file_kind",
        )
    with open_desk(options) as actor:
        records = record_list(options.noun)
        ask = ask_of(options)
        ids = records.ids(actor, ask)
        unit = book_currency()
        # The right to export is asked for before anything is written.
        note_export(actor, options.noun, target.name, len(ids))
        values = (row.values for row in rows_of(records, actor, ids))
        if target.suffix.lower() == ".csv":
            done = write_csv(target, records.columns, values, money=unit, count=len(ids))
        else:
            done = write_workbook(
                target,
                records.columns,
                values,
                title=_(records.title),
                money=unit,
                totals=records.totals(actor, ask).sums,
                count=len(ids),
            )
        say(_("{n} rows written to {path}.").format(n=done.rows, path=done.path))
        if done.notice:
            tell(done.notice)
        for loss in done.losses:
            tell(_("Row {row}, {column}: {reason}").format(row=loss.row, column=loss.column, reason=loss.reason))
    return 0


def ask_of(options: argparse.Namespace) -> Ask:
    """What a list is asked for, from the options."""
    filters = []
    for text in options.filter:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise UserError(
                _("A filter is written KEY=VALUE, such as state=confirmed; “{text}” is not.").format(text=text),
                field="filter",
                code="filter_form",
            )
        filters.append((key.strip(), value.strip()))
    sort = getattr(options, "sort", "")
    return Ask(
        search=options.search,
        filters=tuple(filters),
        sort=((sort, options.descending),) if sort else (),
    )


def rows_of(records: RecordList, actor: Actor, ids: array[int]) -> Iterator[Row]:
    """The rows with these ids in their order, fetched by pages."""
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        found = records.rows(page, actor)
        yield from (found[one] for one in page if one in found)


def _indented(value: Any, depth: int) -> Iterator[str]:
    space = "  " * depth
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield f"{space}{key}:"
            yield from _indented(inner, depth + 1)
        elif isinstance(inner, list):
            yield f"{space}{key}:" + ("" if inner else " -")
            for item in inner:
                if isinstance(item, dict):
                    lines = list(_indented(item, depth + 2))
                    if lines:
                        yield f"{space}  - {lines[0].strip()}"
                        yield from lines[1:]
                else:
                    yield f"{space}  - {item}"
        else:
            yield f"{space}{key}: {'' if inner is None else inner}"
