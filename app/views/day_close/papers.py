"""The sheet of a closed day: made and kept when it is signed, printed from what was kept ever after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.operations.day_close import keep_day_sheet
from app.operations.outputs import note_print
from app.queries.day_close import day_sheet, day_sheet_file, day_sheet_kept
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.pdf_pages import join_pdfs
from app.views.print_setup import SHEETS, Made, Paper, Setup, Source
from app.views.printing import PrintPreview

KIND = "day-close"


def keep_sheet(desk: Desk, day_close_id: int, after: Callable[[], object]) -> None:
    """Make the PDF of a closed day and keep it; a sheet that is kept already stays as it is."""

    def keep(actor: Actor) -> Any:
        return keep_day_paper(actor, day_close_id)

    desk.perform(keep, on_done=lambda _done: after(), title=_("Close the day"))


def keep_day_paper(actor: Actor, day_close_id: int) -> Any:
    """Make the PDF of a closed day and keep it, the second step of signing; what the operation gives back."""
    from app.reports.day_close import day_sheet_bytes

    if day_sheet_kept(actor, day_close_id):
        return None
    sheet = day_sheet(actor, day_close_id)
    return keep_day_sheet(actor, day_close_id, day_sheet_bytes(sheet), f"{sheet.day}.pdf")


def print_day_sheet(desk: Desk, parent: QWidget, day_close_id: int) -> None:
    """Show the sheet of a closed day, to be printed or saved: on A4 the very bytes that were kept.

    A sheet that is not kept yet, because the program ended in between, is kept first.
    """
    if day_sheet_kept(desk.actor, day_close_id):
        _show(desk, parent, day_close_id)
    else:
        keep_sheet(desk, day_close_id, lambda: _show(desk, parent, day_close_id))


def _show(desk: Desk, parent: QWidget, day_close_id: int) -> None:

    def make(actor: Actor, setup: Setup) -> Made:
        return made_sheet(actor, day_close_id, setup.paper)

    def note(_made: Made, numbers: Sequence[str], _setup: Setup) -> None:
        if numbers:
            desk.perform(lambda actor: note_print(actor, KIND, list(numbers)), title=_("Print"))

    source = Source(KIND, 1, make=make, first=make, note=note, papers=SHEETS)
    preview = PrintPreview(desk, N_("Day close"), "day-close.pdf", source=source, parent=parent)
    open_dialog(desk, preview)


def made_sheet(actor: Actor, day_close_id: int, paper: str) -> Made:
    """The sheet for the preview."""
    from app.reports.day_close import day_sheet_bytes
    from app.reports.typesetting import missing_glyphs, missing_sentence

    sheet = day_sheet(actor, day_close_id)
    kept = day_sheet_file(actor, day_close_id) if paper == "A4" else None
    pdf = kept if kept is not None else day_sheet_bytes(sheet, paper=paper)
    remark = missing_sentence(missing_glyphs([sheet.to_json()]))
    return Made(pdf, (Paper(sheet.day, join_pdfs([pdf])[1][0]),), remark)
