"""Files that a person gives to a page or saves from it: which and where to, in one step, and looking at them after."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import FileError, NeedsConfirmation
from app.i18n import _
from app.views import problems

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}")


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step.

    Raises:
        FileError: It cannot be written; what was there before is unchanged.
    """
    fresh = path.with_name(path.name + ".part")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as problem:
        fresh.unlink(missing_ok=True)
        raise FileError(
            _(
                "“{name}” could not be saved: {reason}. Choose another folder or close the program that has it open."
            ).format(name=path.name, reason=problem.strerror or _("unknown reason")),
            code="not_saved",
        ) from None


def ask_where(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask for a place for a file, named ``start`` if nobody says otherwise; None if the person gave up."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    # What follows a dot is an ending only if it looks like one: a file “Statement 2026.03” has none.
    if _ENDING.fullmatch(path.suffix):
        return path
    # The dialog asked about the name that was typed, not about the one that the file gets.
    path = path.with_name(path.name + start.suffix)
    return path if not path.exists() or problems.ask(_there(path), parent) else None


def _there(path: Path) -> NeedsConfirmation:
    return NeedsConfirmation(
        "replace_file",
        _("There is already a file {name} in this folder. Replace it?").format(name=path.name),
        accept=_("Replace"),
    )


def ask_which(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask for a file that is there, first in the folder ``start``; None if the person gave up."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(start), kinds)
    return Path(chosen) if chosen else None


def look_at(path: Path) -> None:
    """Open a file in the program that is meant for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> None:
    """Show the folder that holds a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
