"""A field for a password: hidden unless shown on purpose, without input method, with a word about caps lock."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import N_
from app.views.icons import icon
from app.views.texts import say

CAPS = N_("Caps lock is on.")


class PasswordField(QLineEdit):
    """``caps`` tells whether caps lock is on, as far as that can be known: from what keys give, or from the system."""

    caps = Signal(bool)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if name:
            self.setObjectName(name)
        self.caps_on = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = QAction(icon("eye", "text3"), "", self)
        self.eye.setObjectName("show_password")
        self.eye.setCheckable(True)
        say(self.eye.setToolTip, N_("Show the password"))
        say(self.eye.setText, N_("Show the password"))
        self.eye.toggled.connect(self._show)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        for inner in self.findChildren(QWidget):
            say(inner.setAccessibleName, N_("Show the password"))

    def _show(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def hide_again(self) -> None:
        """Empty the field and hide what is typed next."""
        self.eye.setChecked(False)
        self.clear()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        # Shown or not, a password is typed key by key.
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._tell(not self.caps_on)
        elif len(text) == 1 and text.isascii() and text.isalpha():
            self._tell(text.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if sys.platform == "win32":
            self._tell(_windows_caps())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell(False)

    def _tell(self, on: bool) -> None:
        if on != self.caps_on:
            self.caps_on = on
            self.caps.emit(on)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._tell(False)


def _windows_caps() -> bool:
    import ctypes

    windll = getattr(ctypes, "windll", None)
    caps_lock = 0x14
    return bool(windll is not None and windll.user32.GetKeyState(caps_lock) & 1)
