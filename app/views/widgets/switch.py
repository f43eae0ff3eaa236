"""A switch: on or off, and what it does happens at once. For choices that wait for a button there are check boxes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from app.views import theme

WIDE, HIGH, ROOM = 36, 20, 6


class Switch(QCheckBox):
    """A check box that is drawn as a switch; for keys and screen readers it stays one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.switch().switched.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDE + 2 * ROOM, HIGH + 2 * ROOM)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(ROOM, ROOM, WIDE, HIGH)
        on, usable = self.isChecked(), self.isEnabled()
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), HIGH / 2 + 2, HIGH / 2 + 2)
        painter.setPen(QColor(t.border_strong if usable and not on else t.accent if usable else t.border))
        painter.setBrush(QColor((t.accent if on else t.surface) if usable else (t.border if on else t.surface2)))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), HIGH / 2, HIGH / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor((t.on_accent if on else t.border_strong) if usable else t.text3))
        side = 12.0
        left = body.right() - side - 4 if on else body.left() + 4
        painter.drawEllipse(QRectF(left, body.top() + (HIGH - side) / 2, side, side))
        painter.end()
