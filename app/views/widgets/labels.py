"""Plain labels: never markup, so that what a customer is called can't become formatting."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.views.texts import Saying, say

Role = Literal["", "title", "section", "figure", "label", "hint", "error", "warn", "muted", "status", "lead"]


def label(text: Saying = "", role: Role = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label whose text follows the language. ``role`` chooses size and colour."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        made.setObjectName(name)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if text:
        say(made.setText, text)
    return made


def value_label(text: str = "", role: Role = "", name: str = "") -> QLabel:
    """A label that shows a value: plain text that can be selected and copied."""
    made = label("", role, name)
    made.setText(text)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made


def line() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("line", "horizontal")
    made.setFrameShape(QFrame.Shape.NoFrame)
    return made


class Card(QFrame):
    """A surface with a hairline around it; ``body`` is its layout."""

    def __init__(self, name: str, *, title: Saying = "", padding: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(12)
        if title:
            self.body.addWidget(label(title, "section", f"{name}_title"))
