"""The field that things are looked for with, the same on every page and in every window."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.views.icons import icon
from app.views.texts import Saying, say


def search_box(name: str, hint: Saying, *, width: int = 0) -> QLineEdit:
    """A field with a lens in front and a cross that empties it; ``hint`` stands in it and is its name."""
    made = QLineEdit()
    made.setObjectName(name)
    if width:
        made.setFixedWidth(width)
    made.setClearButtonEnabled(True)
    made.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
    say(made.setPlaceholderText, hint)
    for part in (made, *made.findChildren(QWidget)):
        say(part.setAccessibleName, hint)
    return made
