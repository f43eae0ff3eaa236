"""Keys drawn as they look on the keyboard: a small cap for each key of a shortcut."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views import theme

HEIGHT = 20
PADDING = 6
GAP = 3
_BETWEEN = re.compile(r"(?<=.)\+(?=.)")
_SYMBOLS = "⌃⌥⇧⌘"


def caps(keys: str) -> list[str]:
    """The single keys of a shortcut as people read it: ``Ctrl+Shift+N`` and, on a Mac, ``⇧⌘N``."""
    if keys[:1] in _SYMBOLS and len(keys) > 1:
        front = len(keys) - len(keys.lstrip(_SYMBOLS))
        return [*keys[:front], *([keys[front:]] if keys[front:] else [])]
    return _BETWEEN.split(keys) if keys else []


def readable(keys: QKeySequence | str) -> str:
    """A shortcut as people read it on this system."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def caps_width(keys: str) -> int:
    """How wide the caps of a shortcut are."""
    metrics = QFontMetrics(theme.font(12))
    widths = [max(HEIGHT, metrics.horizontalAdvance(cap) + 2 * PADDING) for cap in caps(keys)]
    return sum(widths) + GAP * max(0, len(widths) - 1)


def paint_caps(painter: QPainter, right: int, middle: int, keys: str, *, ground: str = "surface2") -> int:
    """Draw the caps of a shortcut so that they end at ``right``; returns where they begin."""
    font = theme.font(12)
    metrics = QFontMetrics(font)
    left = right - caps_width(keys)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    place = left
    for cap in caps(keys):
        width = max(HEIGHT, metrics.horizontalAdvance(cap) + 2 * PADDING)
        box = QRect(place, middle - HEIGHT // 2, width, HEIGHT)
        painter.setPen(theme.colour("border_strong" if ground == "sel" else "border"))
        painter.setBrush(theme.colour("surface" if ground == "sel" else ground))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        place += width + GAP
    painter.restore()
    return left


class KeyCaps(QWidget):
    """The caps of one shortcut."""

    def __init__(self, keys: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.switch().switched.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(caps_width(self.keys), HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_caps(painter, self.width(), self.height() // 2, self.keys)
        painter.end()
