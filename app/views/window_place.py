"""Where a window stands: remembered on this desk, and brought into sight if the screen it was on is gone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.preferences import Preferences

GRIP = QSize(80, 32)
"""The part of a title bar that must be in sight, so that the window can be taken hold of."""


def in_sight(frame: QRect, screens: Sequence[QRect], smallest: QSize) -> QRect:
    """``frame`` if its title bar can be reached on one of the screens, else the same window on the first screen.

    A window larger than the screen it stands on is made to fit, though never below ``smallest``.
    """
    if not screens:
        return frame
    home = _home(frame, screens)
    area = home or screens[0]
    size = frame.size().boundedTo(area.size()).expandedTo(smallest)
    if home is not None and size == frame.size():
        return frame
    placed = QRect(frame.topLeft(), size)
    if home is None:
        placed.moveCenter(area.center())
    else:
        placed.moveLeft(max(area.left(), min(placed.left(), area.right() - size.width() + 1)))
    # A title bar above the screen could never be reached again.
    placed.moveTop(max(area.top(), min(placed.top(), area.bottom() - size.height() + 1)))
    placed.moveLeft(max(area.left(), placed.left()))
    return placed


def _home(frame: QRect, screens: Sequence[QRect]) -> QRect | None:
    bar = QRect(frame.left(), frame.top(), frame.width(), GRIP.height())
    best, most = None, 0
    for area in screens:
        seen = area.intersected(bar)
        if seen.width() >= GRIP.width() and seen.height() >= GRIP.height() // 2 and seen.width() > most:
            best, most = area, seen.width()
    return best


def restore(window: QWidget, preferences: Preferences, key: str, usual: QSize) -> bool:
    """Put a window where it stood, or give it its usual size; whether it had stood somewhere."""
    kept = preferences.get(key, "")
    known = bool(kept) and window.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode())))
    if not known:
        window.resize(usual)
    bring_into_sight(window)
    return known


def bring_into_sight(window: QWidget) -> None:
    """Move and shrink a window so that it can be reached on a screen that is there."""
    if window.isMaximized() or window.isFullScreen():
        return
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    frame = window.frameGeometry()
    placed = in_sight(frame, screens, window.minimumSize())
    if placed != frame:
        window.resize(placed.size() - (frame.size() - window.size()))
        window.move(placed.topLeft())


def remember(window: QWidget, preferences: Preferences, key: str) -> None:
    """Keep where a window stands."""
    preferences.set(key, bytes(window.saveGeometry().toBase64().data()).decode())
