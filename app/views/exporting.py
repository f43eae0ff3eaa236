"""Exports of exactly what a list shows, its columns, order, filter and search: a workbook, a CSV file or a PDF.

Ctrl+E and Enter: the last kind of file and the last folder are remembered. The file is written beside the window by
work that only reads, so that saving goes on; its note on the trail is a short operation afterwards.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.errors import NotAllowed, UserError
from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Actor, Permission
from app.models.company import the_company
from app.queries.columns import Ask, Column
from app.queries.moment import one_moment
from app.views import problems
from app.views.acting import open_dialog
from app.views.commands import Command, refusal
from app.views.desk import Desk
from app.views.files import look_at, show_in_folder
from app.views.record_tab import RecordTab
from app.views.record_table import Records

if TYPE_CHECKING:
    from app.operations import outputs
else:
    outputs = Later("app.operations.outputs")

PAGE = 1_000
"""Rows that are read at once."""


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
        begins=False,
    )


def export_tab(desk: Desk, tab: RecordTab) -> None:
    """Export what a list page shows now, or the rows that are selected."""
    from app.views.export_dialog import ExportDialog

    open_dialog(desk, ExportDialog(desk, tab, tab.records, tab.asked(), shown_columns(tab), tab.selected()))


def shown_columns(tab: RecordTab) -> tuple[Column, ...]:
    """The columns that a list page shows, from left to right."""
    header = tab.view.header
    order = sorted(range(len(tab.records.columns)), key=header.visualIndex)
    return tuple(tab.records.columns[i] for i in order if not header.isSectionHidden(i))


def export_to(
    desk: Desk,
    parent: QWidget,
    path: Path,
    records: Records,
    ask: Ask,
    columns: Sequence[Column],
    ids: Sequence[int] = (),
    about: str = "",
) -> None:
    """Export beside the window, with progress and cancel; at the end offer to open the file.

    ``ids`` are the rows, all that answer to ``ask`` if there are none; ``about`` says on paper which rows these are.
    """
    desk.preferences.remember_folder("exports", path)
    rows = array("q", ids)

    def done(written: Any) -> None:
        noun, name, count = records.noun, path.name, int(written.rows)
        desk.perform(lambda actor: outputs.note_export(actor, noun, name, count), title=_("Export"))
        exported(desk, parent, written)

    desk.work(
        lambda actor: write_list(actor, path, records, ask, columns, desk, rows, about),
        on_done=done,
        owner=parent,
        title=_("Export"),
    )


def write_list(
    actor: Actor,
    path: Path,
    records: Records,
    ask: Ask,
    columns: Sequence[Column],
    desk: Desk,
    chosen: Sequence[int] = (),
    about: str = "",
) -> Any:
    """Write the list to a file, all of it as it is at one moment; gives what was written.

    Raises NotAllowed, FileError and Cancelled; the target then stays as it was.
    """
    from app.reports.delimited import write_csv
    from app.reports.excel import write_workbook
    from app.reports.list_report import write_list_pdf

    reason = refusal(actor, Permission.EXPORT)
    if reason:
        raise NotAllowed(reason)
    with one_moment():
        ids = array("q", chosen) if len(chosen) else records.ids(actor, ask)
        places = [records.columns.index(column) for column in columns]
        values = (tuple(row[i] for i in places) for row in _values(records, actor, ids))
        count = len(ids)

        def progress(done: int, whole: int) -> None:
            actor.progress(done, whole or count)

        if path.suffix.lower() == ".csv":
            return write_csv(path, columns, values, money=desk.currency, count=count, progress=progress)
        # Sums of some chosen rows would have to be those of the whole list: such a file has none.
        sums = None if len(chosen) else records.totals(actor, ask).sums
        if path.suffix.lower() == ".pdf":
            company = the_company().name
            return write_list_pdf(
                path,
                records.title,
                columns,
                values,
                money=desk.currency,
                company=company,
                about=about,
                totals=sums,
                progress=progress,
            )
        return write_workbook(
            path,
            columns,
            values,
            title=_(records.title),
            money=desk.currency,
            totals=sums,
            count=count,
            progress=progress,
        )


def _values(records: Records, actor: Actor, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        found = records.rows(page, actor)
        yield from (found[one].values for one in page if one in found)


def exported(desk: Desk, parent: QWidget, done: Any, open_file: Callable[[Path], Any] | None = None) -> None:
    """Say what was written and what the format could not hold, and offer to open the file or its folder."""
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
    run = open_file or look_at
    if banner is not None:
        banner.tell(
            "warn" if losses or notice else "ok",
            words,
            N_("Open"),
            lambda: run(path),
            also=(N_("Show in folder"), lambda: show_in_folder(path)),
        )
    else:
        problems.show(UserError(words()), parent=parent)
    tell = getattr(getattr(desk.shell, "notices", None), "tell_finished", None)
    if tell is not None:
        tell(words(), lambda: run(path))
