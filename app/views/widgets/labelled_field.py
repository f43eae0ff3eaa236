"""A field with its label above and a line below: for its hint, where a suggestion comes from, or what is wrong."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.views.texts import Saying, say, spoken, tip
from app.views.theme import mark
from app.views.widgets.labels import NoteLabel, label

NOTE = 18
"""Height that every field reserves for its hint or error."""


@runtime_checkable
class TypedField(Protocol):
    """A field whose text may make no sense; ``value`` raises UserError then."""

    def understood(self) -> bool:
        """Whether the text makes sense."""
        ...

    def value(self) -> Any:
        """What the field says."""
        ...


class LabelledField(QWidget):
    """A label above a field, and a line below for its hint or what is wrong."""

    def __init__(
        self,
        name: str,
        text: Saying,
        field: QWidget,
        *,
        required: bool = False,
        hint: Saying = "",
        reserve: bool = True,
        squeeze: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_field")
        self.name = name
        self.field = field
        self._hint = hint
        self._role = "hint"
        self._error = ""
        self._own_remark = False
        self._suggestion: Saying = ""
        self.caption = text
        if not field.objectName():
            field.setObjectName(name)
        self._caption = label("", "label", f"{name}_label")
        self._caption.setBuddy(field)
        self.set_required(required)
        say(field.setAccessibleName, text)
        if isinstance(field, QComboBox):
            for inner in field.findChildren(QLineEdit):
                say(inner.setAccessibleName, text)
        self._squeeze = squeeze
        self._note: QLabel = NoteLabel(f"{name}_note") if squeeze else label("", "hint", f"{name}_note", wrap=True)
        if hint:
            say(self._note.setText, hint)
            if squeeze:
                say(self._note.setToolTip, lambda: tip(spoken(hint)))
        if reserve:
            self._note.setMinimumHeight(NOTE)
        self._reserve = reserve
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._caption)
        column.addWidget(field)
        column.addWidget(self._note)
        self._note.setVisible(reserve or bool(hint))
        column.addStretch(1)
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda _text: self._touched())
            field.editingFinished.connect(self._check)
        elif isinstance(field, QComboBox):
            field.activated.connect(lambda _index: self._touched())

    def _touched(self) -> None:
        self.clear_error()
        self.set_suggestion("")

    def _check(self) -> None:
        if not isinstance(self.field, TypedField):
            return
        if self.field.understood():
            if self._own_remark:
                self.clear_error()
            return
        try:
            self.field.value()
        except UserError as problem:
            self.set_error(problem.message)
            self._own_remark = True

    @property
    def error(self) -> str:
        """What is wrong, if anything."""
        return self._error

    def set_error(self, sentence: str) -> None:
        """Say at the field what is wrong with it."""
        self._error = sentence
        self._own_remark = False
        mark(self.field, state="error")
        mark(self._note, role="error")
        self._note.setText(sentence)
        self._note.setToolTip(tip(sentence))
        self._note.setVisible(True)
        self.field.setAccessibleDescription(sentence)

    def set_required(self, required: bool) -> None:
        """Mark the field as one that must be filled in, or not."""
        text = self.caption
        self.required = required
        say(self._caption.setText, (lambda: spoken(text) + " *") if required else text)

    def set_hint(self, hint: Saying, *, warn: bool = False) -> None:
        """Say something else below the field while nothing is wrong with it; ``warn`` where it should be looked at."""
        self._hint, self._role = hint, "warn" if warn else "hint"
        if not self._error:
            mark(self._note, role=self._role)
            self._say_note()

    @property
    def note(self) -> str:
        """What stands below the field."""
        return self._note.text()

    @property
    def cut(self) -> bool:
        """Whether what stands below the field does not fit there."""
        return isinstance(self._note, NoteLabel) and self._note.cut

    @property
    def suggested(self) -> bool:
        """Whether what the field shows is a suggestion that nobody has changed."""
        return bool(self._suggestion)

    def set_suggestion(self, source: Saying) -> None:
        """Mark what the field shows as a suggestion and say where it comes from; nothing takes the mark away.

        Typing into the field takes it away too.
        """
        if not source and not self._suggestion:
            return
        self._suggestion = source
        mark(self.field, suggested="true" if source else "")
        if not self._error:
            self._say_note()

    def _say_note(self) -> None:
        note = self._suggestion or self._hint
        say(self._note.setText, note)
        if self._squeeze:
            say(self._note.setToolTip, lambda: tip(spoken(note)))
        self._note.setVisible(self._reserve or bool(note))
        say(self.field.setAccessibleDescription, self._suggestion)

    def clear_error(self) -> None:
        """Show the hint again."""
        if not self._error:
            return
        self._error = ""
        mark(self.field, state="")
        mark(self._note, role=self._role)
        self._note.setToolTip("")
        self._say_note()
