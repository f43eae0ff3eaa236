"""Plain labels: never markup, so that what a customer is called can't become formatting."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.views.texts import Saying, say

CELL = 11
"""Distance of a table's text from the edge of its cell."""

Role = Literal["", "title", "section", "figure", "label", "hint", "error", "warn", "muted", "status", "lead"]


def label(text: Saying = "", role: Role = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label whose text follows the language. ``role`` chooses size and colour."""
    made = _Wrapping() if wrap else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        made.setObjectName(name)
    if role:
        made.setProperty("role", role)
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


class _Wrapping(QLabel):
    """Words in as many lines as they take. Not every layout asks how high that is at its width: this one tells it."""

    def __init__(self) -> None:
        super().__init__()
        self._least = 0
        self.setWordWrap(True)

    def setMinimumHeight(self, least: int) -> None:
        self._least = least
        self._fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Before it is shown its width says nothing.
        needed = self.heightForWidth(self.width()) if self.isVisible() else 0
        super().setMinimumHeight(max(self._least, needed))


class NoteLabel(QLabel):
    """A line that gives way: what does not fit is cut with dots, and the tooltip says all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "hint")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @property
    def cut(self) -> bool:
        """Whether part of the text is hidden."""
        return self.isVisible() and self.fontMetrics().horizontalAdvance(self.text()) > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), shown)


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
        self._inset = min(CELL, padding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(padding - self._inset, padding, padding - self._inset, padding)
        self._column.setSpacing(12)
        self.body = self._begin()
        if title:
            self.body.addWidget(label(title, "section", f"{name}_title"))

    def _begin(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(self._inset, 0, self._inset, 0)
        made.setSpacing(12)
        self._column.addLayout(made)
        return made

    def add_table(self, table: QWidget) -> None:
        """Add a table whose texts begin and end where the card's other contents do: the distance that its cells keep
        lies in the padding. What is added to ``body`` afterwards stands below it."""
        self._column.addWidget(table)
        self.body = self._begin()
