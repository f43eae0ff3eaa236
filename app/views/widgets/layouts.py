"""Where parts stand: an area that scrolls up and down, and layouts that are filled anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


def scroll_area(body: QWidget, name: str) -> QScrollArea:
    """An area in which ``body`` scrolls up and down where it has no room; it is no stop of the keyboard itself."""
    made = QScrollArea()
    made.setObjectName(name)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(body)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; what stood there disappears at once."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
