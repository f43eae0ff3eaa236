"""The place of a list's table with a panel to its right: its width, and whether it is shown, is remembered per list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.preferences import Preferences

WIDTH = 360
NARROWEST = 260
TABLE_NARROWEST = 420


class PanelPlace(QSplitter):
    """The table, and beside it a panel once ``add_panel`` gave one."""

    panel_shown = Signal(bool)
    """The panel was shown or hidden."""

    def __init__(self, noun: str, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("list_splitter")
        self.setChildrenCollapsible(False)
        self._preferences = preferences
        self._key = f"lists.{noun}.panel"
        self._panel: QWidget | None = None
        self._placed = False
        self.splitterMoved.connect(self._moved)

    @property
    def panel(self) -> QWidget | None:
        """The panel at the right, if there is one."""
        return self._panel

    def add_panel(self, panel: QWidget, *, shown: bool = False) -> None:
        """Put a panel right of the table; ``shown`` is how a list begins of which nothing is remembered."""
        self._panel = panel
        panel.setMinimumWidth(NARROWEST)
        table = self.widget(0)
        if table is not None:
            table.setMinimumWidth(TABLE_NARROWEST)
        self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        panel.setVisible(bool(self._preferences.get(f"{self._key}.shown", shown)))
        self._place()

    @property
    def showing(self) -> bool:
        """Whether the panel is shown, or will be with the page."""
        return self._panel is not None and not self._panel.isHidden()

    def show_panel(self, on: bool) -> None:
        """Show or hide the panel, from now on."""
        if self._panel is None or on == self.showing:
            return
        self._panel.setVisible(on)
        self._preferences.set(f"{self._key}.shown", on)
        self._place()
        self.panel_shown.emit(on)

    def _width(self) -> int:
        return max(NARROWEST, int(self._preferences.get(f"{self._key}.width", WIDTH)))

    def _place(self) -> None:
        if self.showing and self.width() > self._width():
            self.setSizes([self.width() - self._width(), self._width()])

    def _moved(self, _position: int, _handle: int) -> None:
        if self.showing and self._panel is not None:
            self._preferences.set(f"{self._key}.width", self._panel.width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._placed:
            self._placed = True
            self._place()
