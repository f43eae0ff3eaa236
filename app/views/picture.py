"""Pictures of the window: wait until everything that it asked for has been drawn."""

from __future__ import annotations

from time import monotonic, sleep

from PySide6.QtWidgets import QApplication

from app.views.main_window import MainWindow

QUIET = 0.35
"""Seconds without background work until a window counts as settled."""


def settle(app: QApplication, window: MainWindow, *, at_most: float = 15.0) -> None:
    """Let the window's reads and timers finish, for at most so many seconds."""
    started = quiet_since = monotonic()
    while monotonic() - quiet_since < QUIET and monotonic() - started < at_most:
        app.processEvents()
        if window.desk.background.busy or window.desk.background.reading:
            quiet_since = monotonic()
        sleep(0.01)
    app.processEvents()
