"""A line for a reason that offers the usual ones of the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.i18n import N_

HINT = N_("Alt+Down shows the usual reasons")
"""What the form says below a field that offers reasons."""


class ReasonField(QLineEdit):
    """Alt+Down shows all suggestions, typing those that hold what was typed; any other reason can be written."""

    def __init__(self, name: str, suggested: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName(name)
        self.suggested = tuple(suggested)
        if not self.suggested:
            return
        found = QCompleter(list(self.suggested), self)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setMaxVisibleItems(8)
        self.setCompleter(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self.suggested and (alt_down or event.key() == Qt.Key.Key_F4):
            found = self.completer()
            found.setCompletionPrefix("" if self.text() in self.suggested else self.text())
            found.complete()
            return
        super().keyPressEvent(event)
