"""A person as a round picture: initials on one of a few fixed colours, the same for the same person everywhere."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.views import theme

# White letters on each have a contrast of 5 and more, in both schemes.
COLOURS = ("#1F5FD1", "#1B6E3C", "#8A5300", "#6A2FA3", "#0F5870", "#9B1C14", "#47525F", "#A02C6D")


def initials(name: str) -> str:
    """One or two letters of a name: the last two of a Chinese one, else the first of the first two words."""
    words = name.split()
    if not words:
        return "?"
    if any("\u3400" <= letter <= "\u9fff" for letter in name):
        return "".join(words)[-2:]
    return "".join(word[0] for word in words[:2]).upper()


def avatar(name: str, number: int, side: int, ratio: float = 1.0) -> QPixmap:
    """The picture of the person with this id, ``side`` logical pixels high."""
    pixels = max(1, round(side * ratio))
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS[number % len(COLOURS)]))
    painter.drawEllipse(0, 0, pixels, pixels)
    letters = initials(name)
    font = theme.font(round(pixels * (0.36 if len(letters) > 1 else 0.44)), bold=True)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(QRect(0, 0, pixels, pixels), Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
