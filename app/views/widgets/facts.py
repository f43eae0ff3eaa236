"""Facts about a record: a name and a value each, in columns; values can be selected and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.views.texts import Saying
from app.views.widgets.labels import label, value_label


class Facts(QWidget):
    """Name above value, ``columns`` side by side. An empty value shows a dash."""

    def __init__(self, name: str, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._count = 0
        self.values: dict[str, QLabel] = {}

    def add(self, key: str, title: Saying, *, span: int = 1) -> QLabel:
        """A place for a fact; ``show_fact`` fills it."""
        if self._count % self._columns and self._count % self._columns + span > self._columns:
            self._count += self._columns - self._count % self._columns
        box = QVBoxLayout()
        box.setSpacing(1)
        caption = label(title, "label", f"{self.objectName()}_{key}_label")
        value = value_label("–", "", f"{self.objectName()}_{key}")
        value.setWordWrap(True)
        caption.setBuddy(value)
        box.addWidget(caption)
        box.addWidget(value)
        row, column = divmod(self._count, self._columns)
        self._grid.addLayout(box, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._count += span
        self.values[key] = value
        return value

    def show_fact(self, key: str, text: str) -> None:
        """Show a value."""
        self.values[key].setText(text or "–")
