"""The refused rows of an import as a workbook, to be put right there and imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from app.i18n import _
from app.views import problems
from app.views.desk import Desk
from app.views.imports.flow import Flow


def ask_for_refused(desk: Desk, dialog: Any, flow: Flow) -> None:
    """Ask for a place and save the refused rows there."""
    name = _("{file} – refused rows.xlsx").format(file=flow.path.stem if flow.path else _("Import"))
    folder = desk.preferences.folder("imports")
    chosen, _kind = QFileDialog.getSaveFileName(
        dialog, _("Save refused rows"), str(folder / name), _("Excel workbooks (*.xlsx)")
    )
    if chosen:
        save_refused(desk, dialog, flow, Path(chosen))


def save_refused(desk: Desk, dialog: Any, flow: Flow, path: Path) -> None:
    """Save the refused rows with their reasons; ``dialog`` has a banner that says so."""
    found, headings = list(flow.refused), flow.mapping.headers if flow.mapping else ()

    def work() -> Any:
        from app.reports.rejects import write_rejects

        return write_rejects(path, found, headings=headings)

    def saved(done: Any) -> None:
        name = Path(done.path).name
        dialog.banner.tell("ok", lambda: _("Saved: {path}").format(path=name))

    desk.read(
        work,
        saved,
        key=f"refused.{id(dialog)}",
        on_problem=lambda error: problems.show(error, parent=dialog),
        owner=dialog,
    )
