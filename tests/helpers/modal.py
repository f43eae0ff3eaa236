"""Typing into a dialog that waits for its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

LONGEST = 5_000
"""Milliseconds after which the dialog is left, so that no test waits for ever."""


def typing(parent: QWidget, name: str, type_it: Callable[[Any], object]) -> None:
    """Run ``type_it(dialog)`` once the dialog of this name is open; a failure closes it, so that no test waits."""

    def step() -> None:
        dialog = parent.findChild(QDialog, name)
        assert dialog is not None, f"no {name} is open"
        QTimer.singleShot(LONGEST, dialog, dialog.reject)
        dialog.activateWindow()
        for _n in range(40):
            if QApplication.activeWindow() is dialog:
                break
            QTest.qWait(25)
        try:
            type_it(dialog)
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(50, step)
