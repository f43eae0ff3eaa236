"""The refused rows of an import as a workbook, to be put right there and imported again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.i18n import _
from app.views import problems
from app.views.desk import Desk
from app.views.files import ask_where
from app.views.imports.flow import Flow


def ask_for_refused(desk: Desk, dialog: Any, flow: Flow) -> None:
    """Ask for a place and save the refused rows of orders there."""
    path = place_of_refused(desk, dialog, flow, _("Import"))
    if path is not None:
        save_refused(desk, dialog, flow, path)


def place_of_refused(desk: Desk, dialog: Any, flow: Flow, usual: str) -> Path | None:
    """Ask where refused rows shall be saved, named like their file or, without one, ``usual``; None if given up."""
    name = _("{file} – refused rows.xlsx").format(file=flow.path.stem if flow.path else usual)
    start = desk.preferences.folder("imports") / name
    return ask_where(dialog, _("Save refused rows"), start, _("Excel workbooks (*.xlsx)"))


def save_refused(desk: Desk, dialog: Any, flow: Flow, path: Path) -> None:
    """Save the refused rows of orders with their reasons; ``dialog`` has a banner that says so."""
    headings = flow.mapping.headers if flow.mapping else ()
    write_refused(desk, dialog, path, flow.refused, headings, lambda error: problems.show(error, parent=dialog))


def write_refused(
    desk: Desk,
    dialog: Any,
    path: Path,
    refused: Sequence[Any],
    headings: Sequence[str],
    on_problem: Callable[[Exception], None],
) -> None:
    """Write refused rows below the titles of their source, beside the window; ``dialog`` has a banner that says so."""
    rows = tuple(refused)

    def write(_actor: Any) -> Any:
        from app.reports.rejects import write_rejects

        return write_rejects(path, rows, headings=headings)

    def saved(done: Any) -> None:
        name = Path(done.path).name
        dialog.banner.tell("ok", lambda: _("Saved: {path}").format(path=name))

    desk.work(write, on_done=saved, on_problem=on_problem, owner=dialog, title=_("Save refused rows"))
