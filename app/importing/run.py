"""The two things that others ask of this package: look at a file, and plan its import. Both work in a child process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Cancelled, FileError
from app.i18n import _
from app.importing.options import Options
from app.importing.plan import Inspection, Plan, SheetView, Step, silent

if TYPE_CHECKING:
    from app.importing.layout import Table
    from app.importing.profile import Profile
    from app.importing.workbook import Sheet, Workbook

_SAMPLES = 50


def _never() -> bool:
    return False


def read_and_plan(
    path: str | Path,
    options: Options | None = None,
    progress: Callable[[Step], None] = silent,
    cancelled: Callable[[], bool] = _never,
) -> Plan:
    """Read a file in a child process and plan its import.

    Raises ``FileError`` when the file cannot be read or holds no orders, ``Cancelled`` within a second of
    ``cancelled()`` becoming true. Rows that cannot be taken are in ``Plan.rejects``.
    """
    from app.importing.child import run_in_child

    plan: Plan = run_in_child(make_plan, (str(path), options or Options()), progress, cancelled)
    return plan


def inspect(path: str | Path, options: Options | None = None, cancelled: Callable[[], bool] = _never) -> Inspection:
    """Look at a file in a child process: sheets, proposed header row and mapping, first rows. Raises as
    ``read_and_plan``."""
    from app.importing.child import run_in_child

    found: Inspection = run_in_child(look, (str(path), options or Options()), silent, cancelled)
    return found


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file."""
    whole = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            whole.update(piece)
            size += len(piece)
    return whole.hexdigest(), size


def make_plan(
    path: str | Path,
    options: Options,
    progress: Callable[[Step], None] = silent,
    cancelled: Callable[[], bool] = _never,
) -> Plan:
    """The plan, made in this very process; what the child runs, and tests."""
    from app.importing.layout import put_right, read_table, refuse_layout
    from app.importing.mapping import Mapping
    from app.importing.planner import Planner
    from app.importing.workbook import read_workbook

    path = Path(path)
    progress(Step("reading"))
    book = read_workbook(path, encoding=options.encoding, delimiter=options.delimiter)
    sha256, size = digest(path)
    if cancelled():
        raise Cancelled
    sheet, table, profile = _chosen(book, options)
    if options.mapping is not None:
        table.mapping = Mapping(table.headers, dict(options.mapping), dict.fromkeys(options.mapping, 100))
    if not table.mapping.usable:
        raise refuse_layout(sheet, table)
    put_right(table, options.fixes)
    if not len(table):
        raise FileError(
            _("The sheet {name} has column names but no rows below them.").format(name=sheet.name), code="no_rows"
        )
    others = [
        other.name
        for other in book.sheets
        if other is not sheet and profile is None and len(other.rows) > 1 and read_table(_head(other)).mapping.usable
    ]
    if profile is None or not profile.source:
        book.sheets.clear()
        sheet.rows = []
    plan = Planner(table, options, profile, progress).make()
    plan.file, plan.sha256, plan.size = path.name, sha256, size
    plan.warnings[:0] = book.warnings
    if others:
        plan.warnings.append(
            _(
                "Other sheets look like orders too and were not imported: {names}. Importing the "
                "same orders twice would double them."
            ).format(names=", ".join(others))
        )
    return plan


def _chosen(book: Workbook, options: Options) -> tuple[Sheet, Table, Profile | None]:
    """The sheet that the options name, or that looks most like orders, and its list as its profile sees it."""
    from app.importing.layout import choose_sheet, read_table
    from app.importing.profile import apply_profile, find_profile

    sheet = choose_sheet(book, options.sheet)
    table = read_table(sheet, options.header_row)
    profile = find_profile(
        "none" if options.sheet and not options.profile and len(book.sheets) > 1 else options.profile,
        book,
        table.headers,
    )
    return sheet, table if profile is None else apply_profile(profile, book, table), profile


def _head(sheet: Sheet) -> Sheet:
    return type(sheet)(
        sheet.name,
        sheet.rows[:60],
        sheet.hidden,
        sheet.first,
        sheet.numbers[:60] if sheet.numbers is not None else None,
    )


def look(path: str | Path, options: Options, _progress: Callable[[Step], None] = silent) -> Inspection:
    """What ``inspect`` returns, found in this very process."""
    from app.importing.layout import refuse_layout
    from app.importing.values import show
    from app.importing.workbook import read_workbook

    path = Path(path)
    book = read_workbook(path, encoding=options.encoding, delimiter=options.delimiter)
    sheet, table, profile = _chosen(book, options)
    problem = ""
    if not table.mapping.usable:
        problem = refuse_layout(sheet, table).message
    shown = range(min(_SAMPLES, len(table)))
    return Inspection(
        file=path.name,
        format=book.format.value,
        encoding=book.encoding,
        delimiter=book.delimiter,
        sheets=tuple(SheetView(s.name, s.hidden, len(s.rows), s.width) for s in book.sheets),
        sheet=table.sheet,
        header_row=table.header_row,
        mapping=table.mapping,
        profile=profile.name if profile else "",
        profile_title=profile.title if profile else "",
        channel=options.channel or (profile.channel if profile else ""),
        samples=tuple(tuple(show(cell) for cell in table.raw(i)) for i in shown),
        numbers=tuple(table.numbers[i] for i in shown),
        rows=len(table),
        warnings=tuple(book.warnings),
        problem=problem,
    )
