"""Starting Daybook again, with this or another book."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from app.views.desk import Desk


def restart_with(desk: Desk, book: Path) -> None:
    """Close this window and open a book in a fresh one."""
    desk.preferences.set("book.last", str(book))
    if desk.shell is not None and not desk.shell.close():
        return
    program, *arguments = command_for(book)
    app = QApplication.instance()
    if app is not None:
        # The new window needs what this one holds, so it begins when this one has let go of everything.
        app.aboutToQuit.connect(lambda: QProcess.startDetached(program, arguments))
        app.quit()


def command_for(book: Path) -> list[str]:
    """What starts Daybook with a book: the frozen program, or this checkout."""
    if getattr(sys, "frozen", False):
        return [sys.executable, str(book)]
    return [sys.executable, "-m", "app", str(book)]
