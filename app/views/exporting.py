"""Exports of exactly what a list shows, its columns, order, filter and search, to a workbook or a CSV file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.models.actor import Actor, Permission
from app.operations.outputs import note_export
from app.queries.columns import Ask, Column
from app.views import problems
from app.views.commands import Command
from app.views.desk import Desk
from app.views.record_tab import RecordTab
from app.views.record_table import Records

PAGE = 1_000
"""Rows that are read at once."""

KINDS = (("xlsx", N_("Excel workbooks (*.xlsx)")), ("csv", N_("CSV files (*.csv)")))


def export_command(desk: Desk, tabs: Sequence[RecordTab]) -> Command:
    """The command of a list page that exports what it shows; ``tabs`` holds the page once it is made."""
    return Command(
        "export_list",
        N_("Export…"),
        lambda _ids: export_tab(desk, tabs[0]),
        icon="download",
        shortcut="Ctrl+E",
        place="secondary",
        needs=Permission.EXPORT,
    )


def export_tab(desk: Desk, tab: RecordTab) -> None:
    """Export what a list page shows now."""
    export_list(desk, tab, tab.records, tab.asked(), shown_columns(tab))


def shown_columns(tab: RecordTab) -> tuple[Column, ...]:
    """The columns that a list page shows, from left to right."""
    header = tab.view.header
    order = sorted(range(len(tab.records.columns)), key=header.visualIndex)
    return tuple(tab.records.columns[i] for i in order if not header.isSectionHidden(i))


def export_list(desk: Desk, parent: QWidget, records: Records, ask: Ask, columns: Sequence[Column]) -> None:
    """Ask for a place and a kind of file, and export there."""
    folder = desk.preferences.get("exports.folder", str(Path.home()))
    name = f"{_(records.title)} {desk.actor.today().isoformat()}.xlsx"
    filters = ";;".join(_(words) for _kind, words in KINDS)
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Export"), str(Path(folder) / name), filters)
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        csv = kind == _(KINDS[1][1])
        path = path.with_name(path.name + (".csv" if csv else ".xlsx"))
    export_to(desk, parent, path, records, ask, columns)


def export_to(desk: Desk, parent: QWidget, path: Path, records: Records, ask: Ask, columns: Sequence[Column]) -> None:
    """Export beside the window, with progress and cancel; at the end offer to open the file."""
    desk.preferences.set("exports.folder", str(path.parent))
    desk.perform(
        lambda actor: write_list(actor, path, records, ask, columns, desk),
        on_done=lambda done: exported(parent, done),
        owner=parent,
        title=_("Export"),
    )


def write_list(actor: Actor, path: Path, records: Records, ask: Ask, columns: Sequence[Column], desk: Desk) -> Any:
    """Write the list to a file and note it on the trail; gives what was written.

    Raises NotAllowed, FileError and Cancelled; the target then stays as it was.
    """
    from app.reports.delimited import write_csv
    from app.reports.excel import write_workbook

    ids = records.ids(actor, ask)
    # The right to export is asked for before anything is written.
    note_export(actor, records.noun, path.name, len(ids))
    places = [records.columns.index(column) for column in columns]
    values = (tuple(row[i] for i in places) for row in _values(records, actor, ids))

    def progress(done: int, whole: int) -> None:
        actor.progress(done, whole or len(ids))

    if path.suffix.lower() == ".csv":
        return write_csv(path, columns, values, money=desk.currency, count=len(ids), progress=progress)
    return write_workbook(
        path,
        columns,
        values,
        title=_(records.title),
        money=desk.currency,
        totals=records.totals(actor, ask).sums,
        count=len(ids),
        progress=progress,
    )


def _values(records: Records, actor: Actor, ids: array[int]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        found = records.rows(page, actor)
        yield from (found[one].values for one in page if one in found)


def exported(parent: QWidget, done: Any, open_file: Callable[[Path], Any] | None = None) -> None:
    """Say what was written, what the format could not hold, and offer to open the file."""
    path, rows, losses = Path(done.path), int(done.rows), tuple(done.losses)
    notice = done.notice

    def words() -> str:
        told = ngettext("{n} row was written to {file}.", "{n} rows were written to {file}.", rows).format(
            n=f"{rows:,}", file=path.name
        )
        if notice:
            told += " " + notice
        if losses:
            told += " " + ngettext("{n} cell was changed:", "{n} cells were changed:", len(losses)).format(
                n=len(losses)
            )
            told += " " + _("row {row}, {column}: {reason}").format(
                row=losses[0].row, column=losses[0].column, reason=losses[0].reason
            )
        return told

    banner = getattr(parent, "banner", None)
    run = open_file or _open
    if banner is not None:
        banner.tell("warn" if losses or notice else "ok", words, N_("Open"), lambda: run(path))
    else:
        problems.show(UserError(words()), parent=parent)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
