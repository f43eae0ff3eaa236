"""The note of the record that is shown: typed, saved with Ctrl+Enter, kept as a draft while it is not saved.

A draft belongs to its record: another record may be shown meanwhile, and the draft is there when one comes back,
also after the program ended. A note that cannot be saved stays as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.later import Later
from app.views import problems
from app.views.desk import Desk
from app.views.glance import Saved
from app.views.moments import soon
from app.views.texts import Saying, say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.operations import drafts
    from app.queries import drafts as kept_drafts
else:
    drafts, kept_drafts = Later("app.operations.drafts"), Later("app.queries.drafts")

KEEP_AFTER = 1_000
"""Milliseconds after the last key before a draft is kept in the book."""


@dataclass
class _Draft:
    text: str
    before: str
    kept: bool = False
    """Whether the book holds it."""


class NoteEdit(QPlainTextEdit):
    """The text. Ctrl+Enter saves, Esc leaves, Tab goes on."""

    save_asked = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.save_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteField(QWidget):
    """The note of one record at a time. ``noun`` tells the drafts of several lists apart."""

    left = Signal()
    """The person is done here: the list gets the keyboard back."""
    outdated = Signal()
    """Somebody else wrote another note: the record is to be read again."""

    def __init__(self, desk: Desk, noun: str, write: Saved) -> None:
        super().__init__()
        self.setObjectName("note_field")
        self._desk, self._write = desk, write
        self._place = f"{noun}-note"
        self._record: int | None = None
        self._stored = ""
        self._why_not = ""
        self._drafts: dict[int, _Draft] = {}
        self._saving: set[int] = set()
        self._told_other: set[int] = set()
        self.edit = NoteEdit()
        self.edit.setObjectName("note_text")
        self.edit.setFixedHeight(52)
        self.edit.setTabChangesFocus(True)
        say(self.edit.setAccessibleName, N_("Note"))
        say(self.edit.setPlaceholderText, N_("Write a note…"))
        self.hint = label("", "hint", "note_hint", wrap=True)
        self.save_button = button(N_("Save note"), "save_note_button", kind="quiet", run=self.save)
        self.discard_button = button(N_("Discard"), "discard_note_button", kind="quiet", run=self.discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(N_("Note"), "label", "note_label"))
        column.addWidget(self.edit)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)
        self._keep_soon = soon(self, KEEP_AFTER, self.keep)
        self.edit.textChanged.connect(self._typed)
        self.edit.save_asked.connect(self.save)
        self.edit.left.connect(self.left)
        self._say()

    def show_note(self, record_id: int, stored: str, why_not: str = "") -> None:
        """Show the note of a record, or what was typed of it and not saved. ``why_not`` locks the field."""
        if self._record != record_id:
            self.keep()
            self._find_draft(record_id)
            self.clear_error()
        self._record, self._stored, self._why_not = record_id, stored, why_not
        draft = self._drafts.get(record_id)
        if draft is not None and record_id in self._told_other:
            draft.before = stored
        text = stored if draft is None else draft.text
        if self.edit.toPlainText() != text:
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(text)
        self.edit.setReadOnly(bool(why_not))
        self._say()

    def _find_draft(self, record_id: int) -> None:
        if record_id in self._drafts:
            return
        kept = kept_drafts.kept_draft(self._desk.actor, self._place, record_id)
        if kept is not None:
            self._drafts[record_id] = _Draft(str(kept.get("text", "")), str(kept.get("before", "")), kept=True)

    @property
    def has_draft(self) -> bool:
        """Whether something is typed and not saved of the record that is shown."""
        return self._record in self._drafts

    def _typed(self) -> None:
        if self._record is None:
            return
        self.clear_error()
        text = self.edit.toPlainText()
        draft = self._drafts.get(self._record)
        if draft is None:
            self._drafts[self._record] = _Draft(text, self._stored)
        else:
            draft.text = text
        self._keep_soon.start()
        self._say()

    def keep(self) -> None:
        """Keep in the book what was typed and not saved, as drafts are kept."""
        self._keep_soon.stop()
        draft = self._drafts.get(self._record or 0)
        if draft is None or self._record is None or self._record in self._saving:
            return
        record, place = self._record, self._place
        if draft.text.strip() == draft.before.strip():
            self._forget(record)
            return
        draft.kept = True
        content = {"text": draft.text, "before": draft.before}
        self._desk.perform(lambda actor: drafts.keep_draft(actor, place, record, content), on_problem=lambda _e: None)

    def _forget(self, record: int) -> None:
        draft = self._drafts.pop(record, None)
        if draft is not None and draft.kept:
            place = self._place
            self._desk.perform(lambda actor: drafts.drop_draft(actor, place, record), on_problem=lambda _e: None)

    def save(self) -> None:
        """Save what is typed; the keyboard goes back to the list."""
        record, draft = self._record, self._drafts.get(self._record or 0)
        if record is None or self._why_not:
            return
        if draft is None or draft.text.strip() == self._stored.strip():
            self._forget(record)
            self.left.emit()
            return
        self._keep_soon.stop()
        self._saving.add(record)
        text, before = draft.text, draft.before
        self._desk.perform(
            lambda actor: self._write(actor, record, text, before),
            on_done=lambda _done: self._saved(record, text),
            on_problem=lambda problem: self._failed(record, problem),
            owner=self,
            title=_("Save note"),
        )
        self.left.emit()

    def _saved(self, record: int, text: str) -> None:
        self._saving.discard(record)
        self._told_other.discard(record)
        draft = self._drafts.get(record)
        if draft is not None and draft.text == text:
            self._forget(record)
        elif draft is not None:
            draft.before = text.strip()
        if record == self._record:
            self._stored = text.strip()
            self._say()
        shell = self._desk.shell
        if shell is not None:
            shell.tell(_("The note is saved."), shell.program.take_back if shell.program is not None else None)

    def _failed(self, record: int, problem: Exception) -> None:
        self._saving.discard(record)
        if not isinstance(problem, UserError):
            problems.show(problem, parent=self)
        elif record == self._record:
            if problem.code == "changed_meanwhile":
                self._told_other.add(record)
                self.outdated.emit()
            self.tell_error(problem.message)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            problems.show(problem, parent=self)

    def discard(self) -> None:
        """Give up what was typed."""
        if self._record is None:
            return
        self._forget(self._record)
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(self._stored)
        self.clear_error()
        self._say()

    # Saying

    def tell_error(self, sentence: str) -> None:
        """Say at the field why the note is not saved."""
        mark(self.edit, state="error")
        mark(self.hint, role="error")
        self.edit.setAccessibleDescription(sentence)
        say(self.hint.setText, lambda: sentence)

    def clear_error(self) -> None:
        """Take the remark away."""
        if self.edit.property("state") == "error":
            mark(self.edit, state="")
            mark(self.hint, role="hint")
            self.edit.setAccessibleDescription("")
            self._say()

    def _say(self) -> None:
        typed = self.has_draft and not self._why_not
        self.save_button.setVisible(typed)
        self.discard_button.setVisible(typed)
        if self.edit.property("state") == "error":
            return
        keys = QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText)
        why = self._why_not
        words: Saying = N_("Not saved yet") if typed else (lambda: _("{keys} saves").format(keys=keys))
        say(self.hint.setText, (lambda: why) if why else words)
