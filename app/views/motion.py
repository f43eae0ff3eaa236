"""Short slides and fades of panels and toasts, and nothing that moves where the system or the person wants none.

``motion.span()`` is how long a movement takes in milliseconds, 0 where nothing shall move.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

SPAN = 120
CHOICES = ("system", "on", "off")

_choice = "system"


def choose(choice: str) -> None:
    """Let panels slide (``on``), stand still (``off``), or do as the system says."""
    global _choice
    _choice = choice if choice in CHOICES else "system"


def choice() -> str:
    """What the person chose: ``system``, ``on`` or ``off``."""
    return _choice


def span() -> int:
    """How long a movement takes, in milliseconds; 0 where nothing shall move."""
    if _choice == "off" or (_choice == "system" and _system_is_calm()):
        return 0
    return SPAN


def _system_is_calm() -> bool:
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return True
    if sys.platform == "win32":
        return _windows_is_calm()
    if sys.platform == "darwin":
        return _mac_is_calm()
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) <= 0


def _windows_is_calm() -> bool:
    import ctypes

    shown = ctypes.c_int(1)
    client_area_animation = 0x1042
    windll = getattr(ctypes, "windll", None)
    if windll is None or not windll.user32.SystemParametersInfoW(client_area_animation, 0, ctypes.byref(shown), 0):
        return False
    return not shown.value


def _mac_is_calm() -> bool:
    import plistlib

    with suppress(OSError, ValueError):
        path = Path.home() / "Library" / "Preferences" / "com.apple.universalaccess.plist"
        return bool(plistlib.loads(path.read_bytes()).get("reduceMotion", False))
    return False


def slide(owner: QObject, start: int, end: int, step: Callable[[int], object]) -> QVariantAnimation | None:
    """Call ``step`` with values from ``start`` to ``end``; at once with the last one where nothing shall move.

    The movement belongs to ``owner`` and ends with it.
    """
    time = span()
    if not time:
        step(end)
        return None
    made = QVariantAnimation(owner)
    made.setDuration(time)
    made.setStartValue(start)
    made.setEndValue(end)
    made.setEasingCurve(QEasingCurve.Type.OutCubic)
    made.valueChanged.connect(lambda value: step(int(value)))
    made.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)
    return made
