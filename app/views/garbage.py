"""Python's search for garbage, on the window's thread and between two turns of its events, never elsewhere.

Left to itself it runs in whatever thread makes an object just then and in the middle of what that thread does: parts of
windows would be taken away on a thread that must not touch them, or while they are painted, and everything would be
looked through at the very moment in which somebody types.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1_000
"""Milliseconds between two looks at how much was made."""
YOUNG = 5_000
"""From so many new objects on they are looked through: a few milliseconds."""
OLD_AFTER = 60
"""What stayed is looked through again after so many times: the part that was set aside at the start is left out."""


class Garbage(QObject):
    """Looks for garbage from time to time; ``set_aside()`` when all that stays to the end has been made."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._looks = 0
        clock = QTimer(self)
        clock.setInterval(INTERVAL)
        clock.timeout.connect(self._look)
        # From the first turn of events on: what is made before stays anyway.
        QTimer.singleShot(0, clock, clock.start)

    def _look(self) -> None:
        if gc.get_count()[0] < YOUNG:
            return
        self._looks += 1
        gc.collect(2 if self._looks % OLD_AFTER == 0 else 1)

    @staticmethod
    def set_aside() -> None:
        """Never look again through what there is now."""
        gc.freeze()
