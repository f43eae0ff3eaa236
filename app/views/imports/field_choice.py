"""Choosing what a column of a file means: type any part of a field's name, or open the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from app.i18n import _
from app.importing.fields import fields

_KEY = int(Qt.ItemDataRole.UserRole)


def field_model(parent: QObject) -> QStandardItemModel:
    """All fields by their names, for as many choices as there are columns."""
    made = QStandardItemModel(parent)
    titles = {"": _("Not imported"), **{key: _(field.title) for key, field in fields().items() if key != "skip"}}
    for key, title in titles.items():
        item = QStandardItem(title)
        item.setData(key, _KEY)
        made.appendRow(item)
    return made


class _Line(QLineEdit):
    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.entered.emit()
        super().focusInEvent(event)
        # What is typed takes the place of the field that was chosen.
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class FieldChoice(QComboBox):
    """All fields, found by any part of their names. What is no field's name goes back to what was chosen."""

    def __init__(self, name: str, header: str, model: QStandardItemModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("What the column {name} is").format(name=header))
        self.line = _Line()
        self.setModel(model)
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.setCompleter(QCompleter(self))
        self.line.setObjectName(f"{name}_line")
        self.line.setAccessibleName(self.accessibleName())
        self.line.entered.connect(self._complete)
        self.line.editingFinished.connect(self._typed)
        self._found: QCompleter | None = None

    def _complete(self) -> None:
        """Get ready to complete what is typed, once somebody comes here."""
        if self._found is not None:
            return
        self._found = QCompleter(self.model(), self)
        self._found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._found.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = self._found.popup()
        assert popup is not None
        popup.setObjectName("picker_popup")
        self._found.activated.connect(lambda text: self._take(self.findText(text)))
        self.setCompleter(self._found)

    def choose(self, key: str) -> None:
        """Show a field without telling anybody."""
        self.setCurrentIndex(max(0, self.findData("" if key == "skip" else key)))
        self.line.setCursorPosition(0)

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
