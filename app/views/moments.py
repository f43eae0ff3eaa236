"""Doing something once, a moment after it was last asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(owner: QObject, milliseconds: int, run: Callable[[], object]) -> QTimer:
    """A timer of this object: each ``start()`` begins the wait anew, and at its end ``run`` is called once."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(run)
    return timer
