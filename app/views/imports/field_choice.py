"""Choosing what a column of a file means: type any part of a field's name, or open the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from app.i18n import _
from app.importing.fields import fields


class _Line(QLineEdit):
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # What is typed takes the place of the field that was chosen.
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class FieldChoice(QComboBox):
    """All fields, found by any part of their names. What is no field's name goes back to what was chosen."""

    def __init__(self, name: str, header: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("What the column {name} is").format(name=header))
        self.line = _Line()
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem(_("Not imported"), "")
        for key, field in fields().items():
            if key != "skip":
                self.addItem(_(field.title), key)
        self.line.setObjectName(f"{name}_line")
        self.line.setAccessibleName(self.accessibleName())
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._popup = completer.popup()
        assert self._popup is not None
        self._popup.setObjectName("picker_popup")
        self.setCompleter(completer)
        completer.activated.connect(self._completed)
        self.line.editingFinished.connect(self._typed)

    def choose(self, key: str) -> None:
        """Show a field without telling anybody."""
        self.setCurrentIndex(max(0, self.findData("" if key == "skip" else key)))
        self.line.setCursorPosition(0)

    def _completed(self, text: str) -> None:
        self._take(self.findText(text))

    def _typed(self) -> None:
        words = self.currentText().strip().casefold()
        names = [self.itemText(place).casefold() for place in range(self.count())]
        fits = (str.__eq__, str.startswith, str.__contains__)
        found = (place for fit in fits for place, name in enumerate(names) if words and fit(name, words))
        self._take(next(found, -1))

    def _take(self, place: int) -> None:
        if place < 0:
            self.setEditText(self.itemText(self.currentIndex()))
        elif place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)
        else:
            self.setEditText(self.itemText(place))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the columns past; it changes no field on its way.
        event.ignore()
