"""Bringing other people's files in: the steps of an import, and the list of earlier ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.errors import NotAllowed
from app.models.actor import Permission
from app.views import problems
from app.views.commands import refusal
from app.views.desk import Desk


def import_file(desk: Desk, shell: Any, path: Path | str | None = None) -> None:
    """Open the steps of an import, or bring those that are open forward; ``path`` is the file if it is known."""
    from app.views.imports.dialog import ImportDialog

    reason = refusal(desk.actor, Permission.IMPORT)
    if reason:
        problems.show(NotAllowed(reason), parent=shell)
        return
    dialog = shell.findChild(ImportDialog) if shell is not None else None
    if dialog is None:
        dialog = ImportDialog(desk, shell)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    if path is not None:
        dialog.take_file(Path(path))


def show_imports(desk: Desk, shell: Any) -> None:
    """Show the earlier imports, each of which can be undone."""
    from app.views.imports import batches

    batches.show_imports(desk, shell)
