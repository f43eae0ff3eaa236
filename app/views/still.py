"""Windows that are painted once at the end while something about all that they hold changes in turns."""

from __future__ import annotations

from collections.abc import Iterable

import shiboken6
from PySide6.QtWidgets import QWidget


class Still:
    """Windows held still between ``hold`` and ``let_go``; one that is held already stays with its holder."""

    def __init__(self) -> None:
        self._held: list[QWidget] = []

    def hold(self, windows: Iterable[QWidget]) -> None:
        """Paint nothing in these windows until ``let_go``."""
        for window in windows:
            if shiboken6.isValid(window) and window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._held.append(window)

    def let_go(self) -> None:
        """Paint what is held as it is now; a window may be gone by then."""
        held, self._held = self._held, []
        for window in held:
            if shiboken6.isValid(window):
                window.setUpdatesEnabled(True)
