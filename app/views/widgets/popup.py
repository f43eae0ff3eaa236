"""Menus, and small windows below a button for a choice that needs no dialog; Esc or a click elsewhere closes them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget


def pop_up(menu: QMenu, where: QPoint) -> None:
    """Open a menu that was made for this once at a point of the screen; closed, it is gone."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)


class Popup(QFrame):
    """``body`` is its layout; ``take`` is what Ctrl+Enter does. It is gone once it is closed."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(name)
        self.setProperty("popup", "true")
        self._from = parent
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)

    def take(self) -> None:
        """Accept what the popup says."""
        self.close()

    def open_at(self, where: QPoint) -> None:
        """Open with the upper left corner at a point of the screen, as far as there is room."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(where) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        x = max(area.left() + 4, min(where.x(), area.right() - self.width() - 4))
        y = max(area.top() + 4, min(where.y(), area.bottom() - self.height() - 4))
        self.move(x, y)
        self.show()

    def open_below(self, opener: QWidget) -> None:
        """Open below a button."""
        self.open_at(opener.mapToGlobal(QPoint(0, opener.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.deleteLater()
