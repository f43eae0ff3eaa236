"""A setting on the screen: its name and what it brings about at the left, its field at the right.

A change takes effect at once, when the field is left or Enter is pressed; a toast offers to undo it. Below the field
stands that it is the usual value, or the way back to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import RATE, show, show_scaled
from app.views.desk import Desk
from app.views.settings.items import UNSET, Item
from app.views.texts import follow, say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CountField, MoneyField, NumberField, RateField
from app.views.widgets.switch import Switch

LINE = 300
INSET = 8
"""What a row, which stands out when it was looked for, is wider than its words on either side."""
SETTLED = 500
FLASH = 1_600
"""Milliseconds for which a setting that was looked for stands out."""


class Paragraph(QPlainTextEdit):
    """Several lines; what was typed counts when the field is left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SettingRow(QFrame):
    """``changed`` carries the new value when the person gave one that makes sense and differs from what is kept."""

    changed = Signal(object)

    def __init__(self, item: Item, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{item.name}_row")
        self.setProperty("setting", "true")
        self.item, self.desk = item, desk
        self.kept: Any = None
        self._filling = False
        self._problem = ""
        self.field = self._make_field()
        say(self.field.setAccessibleName, item.title)
        for inner in self.field.findChildren(QLineEdit):
            say(inner.setAccessibleName, item.title)
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 8, INSET, 8)
        row.setSpacing(24)
        words = QVBoxLayout()
        words.setContentsMargins(0, 6, 0, 0)
        words.setSpacing(2)
        name = label(item.title, "", f"{item.name}_title", wrap=True)
        name.setBuddy(self.field)
        words.addWidget(name)
        if item.hint:
            words.addWidget(label(item.hint, "hint", f"{item.name}_hint", wrap=True))
        if item.consequence:
            words.addWidget(label(item.consequence, "error", f"{item.name}_consequence", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.field, 0, Qt.AlignmentFlag.AlignRight)
        self.usual = label("", "hint", f"{item.name}_usual")
        self.reset = button(N_("Back to the default"), f"{item.name}_reset", kind="link", run=self._reset)
        self.note = label("", "error", f"{item.name}_problem", wrap=True)
        self.note.setMaximumWidth(LINE)
        for part in (self.usual, self.reset, self.note):
            right.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)
            part.hide()
        row.addLayout(right)
        follow(self._show_usual)

    # The field

    def _make_field(self) -> QWidget:
        item = self.item
        makers: dict[str, Callable[[], QWidget]] = {
            "switch": self._switch,
            "choice": self._choice,
            "count": self._count,
            "money": lambda: self._number(MoneyField(item.name, self.desk.currency)),
            "rate": lambda: self._number(RateField(item.name)),
            "line": self._line,
            "text": self._text,
        }
        return makers[item.kind]()

    def _switch(self) -> QWidget:
        made = Switch(self.item.name)
        made.toggled.connect(lambda _on: self._given())
        return made

    def _choice(self) -> QWidget:
        made = QComboBox()
        made.setObjectName(self.item.name)
        made.setMinimumWidth(200)
        made.setMaximumWidth(LINE)
        made.activated.connect(lambda _at: self._given())
        follow(self._speak)
        return made

    def _choices(self) -> Mapping[Any, str]:
        given = self.item.choices
        return given(self.desk) if callable(given) else {key: _(text) for key, text in given.items()}

    def _speak(self) -> None:
        if isinstance(self.field, QComboBox):
            for number, text in enumerate(self._choices().values()):
                self.field.setItemText(number, text)

    def _count(self) -> QWidget:
        made = CountField(self.item.name, self.item.least, self.item.most)
        made.setKeyboardTracking(False)
        made.editingFinished.connect(self._given)
        # The little arrows count at once, but not every step of a long press.
        settled = QTimer(made)
        settled.setSingleShot(True)
        settled.setInterval(SETTLED)
        settled.timeout.connect(self._given)
        made.valueChanged.connect(lambda _value: None if self._filling else settled.start())
        return made

    def _number(self, made: NumberField) -> QWidget:
        made.editingFinished.connect(self._given)
        return made

    def _line(self) -> QWidget:
        made = QLineEdit()
        made.setObjectName(self.item.name)
        made.setFixedWidth(LINE)
        made.editingFinished.connect(self._given)
        return made

    def _text(self) -> QWidget:
        made = Paragraph()
        made.setObjectName(self.item.name)
        made.setFixedSize(LINE, 84)
        made.setTabChangesFocus(True)
        made.left.connect(self._given)
        return made

    def value(self) -> Any:
        """What the field says.

        Raises:
            UserError: It makes no sense.
        """
        field = self.field
        if isinstance(field, Switch):
            return field.isChecked()
        if isinstance(field, QComboBox):
            return field.currentData()
        if isinstance(field, CountField):
            return field.value()
        if isinstance(field, NumberField):
            found = field.value()
            return self.item.empty_is if found is None else found
        if isinstance(field, QPlainTextEdit):
            typed = field.toPlainText().strip()
            return self.item.take(typed) if self.item.take is not None else typed
        return field.text().strip() if isinstance(field, QLineEdit) else None

    def show_value(self, value: Any) -> None:
        """Show what is kept. What somebody is typing stays."""
        typing = self.dirty
        self.kept = value
        if not typing:
            self._fill(value)
        self._show_usual()

    @property
    def dirty(self) -> bool:
        """Whether the field holds what somebody typed and has not finished, or what was refused."""
        if self._problem:
            return True
        if not self.field.hasFocus() or isinstance(self.field, (Switch, QComboBox)):
            return False
        try:
            return not self._same(self.value())
        except UserError:
            return True

    def _same(self, value: Any) -> bool:
        if self.item.show is not None and isinstance(self.field, QPlainTextEdit):
            return self.field.toPlainText().strip() == str(self.item.show(self.kept)).strip()
        return bool(value == self.kept)

    def _fill(self, value: Any) -> None:
        self._filling = True
        field = self.field
        if isinstance(field, Switch):
            field.setChecked(bool(value))
        elif isinstance(field, QComboBox):
            self._fill_choice(field, value)
        elif isinstance(field, CountField):
            field.setValue(int(value or 0))
        elif isinstance(field, NumberField):
            field.set_value(None if value == self.item.empty_is else value)
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(str((self.item.show(value) if self.item.show is not None else value) or ""))
        elif isinstance(field, QLineEdit):
            field.setText(str(value or ""))
            field.setCursorPosition(0)
        self._filling = False

    def _fill_choice(self, field: QComboBox, value: Any) -> None:
        field.clear()
        for key, text in self._choices().items():
            field.addItem(text, key)
        if field.findData(value) < 0 and value is not None:
            field.addItem(str(value), value)
        field.setCurrentIndex(field.findData(value))

    def _given(self) -> None:
        if self._filling:
            return
        try:
            value = self.value()
        except UserError as problem:
            self.show_problem(problem.message)
            return
        self.clear_problem()
        if not self._same(value):
            self.changed.emit(value)

    # The default and problems

    def _show_usual(self) -> None:
        default = self.item.default
        known = default is not UNSET
        usual = known and self.kept == default
        self.usual.setVisible(usual)
        say(self.usual.setText, N_("Default"))
        self.reset.setVisible(known and not usual)
        if known and not usual:
            told = self._told(default)
            text = (lambda: _("Back to the default: {value}").format(value=told)) if told else N_("Back to the default")
            say(self.reset.setText, text)
            say(self.reset.setAccessibleName, text)

    def _told(self, value: Any) -> str:
        kind = self.item.kind
        if kind == "switch":
            return _("on") if value else _("off")
        if kind == "choice":
            return self._choices().get(value, "")
        if value == self.item.empty_is or kind in ("line", "text"):
            return ""
        if kind == "money":
            return show(value, self.desk.currency)
        return f"{show_scaled(value, RATE)} %" if kind == "rate" else str(value)

    def _reset(self) -> None:
        self.clear_problem()
        self._fill(self.item.default)
        self.changed.emit(self.item.default)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong below the field."""
        self._problem = sentence
        mark(self.field, state="error")
        self.note.setText(sentence)
        self.note.show()
        self.field.setAccessibleDescription(sentence)

    def clear_problem(self) -> None:
        """Nothing is wrong any more."""
        if self._problem:
            self._problem = ""
            mark(self.field, state="")
            self.note.hide()
            self.field.setAccessibleDescription("")

    @property
    def problem(self) -> str:
        """What is wrong, if anything."""
        return self._problem

    def stand_out(self, *, focus: bool = True) -> None:
        """Show that this is the one that was looked for, and give it the keyboard."""
        mark(self, found="true")
        QTimer.singleShot(FLASH, self, lambda: mark(self, found="false"))
        if focus:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
