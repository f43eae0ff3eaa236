"""Facts about a record: a name and a value each, in columns; values can be selected and copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _
from app.views.texts import Saying, button_text, say, spoken
from app.views.widgets.labels import label, value_label

RING = 2
"""Width of the line around what has the keyboard."""


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


class Link(QPushButton):
    """A value that leads to a record: a click or Enter shows it, with Shift or Ctrl in a window of its own."""

    def __init__(self, name: str, title: Saying, follow: Callable[[bool], object]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "link")
        self.setProperty("fact", "true")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._title, self._follow = title, follow
        self.clicked.connect(lambda: self._go(QGuiApplication.keyboardModifiers()))

    def _go(self, held: Qt.KeyboardModifier) -> None:
        beside = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        self._follow(bool(held & beside))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self._go(event.modifiers())
        else:
            super().keyPressEvent(event)

    def show_text(self, text: str) -> None:
        """Show the value."""
        self.setText(button_text(text))
        say(self.setAccessibleName, lambda: _("{title}: {value}").format(title=spoken(self._title), value=text))


class PackedFacts(QWidget):
    """Facts about a record, a name above a value, two side by side; an empty one takes no place.

    ``wide`` names those that take a whole line, ``links`` those that lead somewhere: they are called with whether it
    shall be shown beside.
    """

    def __init__(
        self,
        name: str,
        titles: Sequence[tuple[str, str]],
        wide: frozenset[str] = frozenset(),
        links: Mapping[str, Callable[[bool], object]] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._links = dict(links or {})
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._boxes: dict[str, tuple[QWidget, int]] = {}
        self.values: dict[str, QLabel | Link] = {}
        self._texts: dict[str, str] = {}
        for key, title in titles:
            self.add(key, title, span=2 if key in wide else 1)

    def add(self, key: str, title: Saying, *, span: int = 1) -> None:
        """A place for a fact, ``span`` columns wide; it is shown once it has a value."""
        name = self.objectName()
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        caption = label(title, "label", f"{name}_{key}_label")
        # Values that lead somewhere need room for their focus ring; the others stand in line with them.
        caption.setIndent(RING)
        value: QLabel | Link
        if key in self._links:
            value = Link(f"{name}_{key}", title, self._links[key])
        else:
            value = value_label("", "", f"{name}_{key}")
            value.setMargin(RING)
            value.setWordWrap(True)
        caption.setBuddy(value)
        caption.setWordWrap(True)
        column.addWidget(caption)
        column.addWidget(value)
        # Not by aligning the box: a place that is aligned gets no more height for a second line.
        column.addStretch(1)
        box.hide()
        self._boxes[key] = (box, span)
        self.values[key] = value

    def show_fact(self, key: str, text: str) -> None:
        """Show one value; an empty one takes no place."""
        self.show_facts({**self._texts, key: text})

    def lead(self, key: str, somewhere: bool) -> None:
        """Say whether there is anything where a value leads to now."""
        value = self.values.get(key)
        if isinstance(value, Link):
            value.setEnabled(somewhere)

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Show these values by key, in the order of the titles."""
        self._texts = dict(facts)
        place = 0
        for key, (box, span) in self._boxes.items():
            text = facts.get(key, "")
            self._grid.removeWidget(box)
            value = self.values[key]
            if isinstance(value, Link):
                value.show_text(text)
            else:
                value.setText(text)
            box.setVisible(bool(text))
            if not text:
                continue
            place += place % 2 if span == 2 else 0
            self._grid.addWidget(box, place // 2, place % 2, 1, span)
            place += span
