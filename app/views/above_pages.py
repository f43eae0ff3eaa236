"""What stands above the pages of a window: a banner, the bar of a sample, first steps; it takes no room otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views import tab_order


class AbovePages(QWidget):
    """One below the other, each as it shows and hides itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("above_pages")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 12, 24, 0)
        self._column.setSpacing(8)
        self._parts: list[QWidget] = []
        self.hide()

    def add(self, part: QWidget, *, first: bool = False) -> None:
        """Put something below what is there, or above it."""
        self._parts.append(part)
        self._column.insertWidget(0 if first else -1, part)
        part.installEventFilter(self)
        if len(self._parts) > 1:
            # It may have been made long after the pages, but Tab comes to it before them.
            tab_order.bring_behind(part, self._parts[-2])
            tab_order.arrange(self)
        self._fit()

    def take(self, part: QWidget) -> None:
        """Take something out again."""
        part.removeEventFilter(self)
        self._parts.remove(part)
        self._column.removeWidget(part)
        self._fit()

    def _fit(self) -> None:
        self.setVisible(any(not part.isHidden() for part in self._parts))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._fit()
        return False
