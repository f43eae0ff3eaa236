"""A part of the settings: its title, what it is about, its fields, and why they may be closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import NeedsConfirmation, UserError
from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.operations.history import undo
from app.views import problems
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.texts import Saying, language_switch
from app.views.widgets.banner import Banner
from app.views.widgets.form import Form
from app.views.widgets.labels import Card, label


class Section(QWidget):
    """Shown at the right of the settings. ``words`` are further texts under which it is found."""

    key = ""
    title = ""
    lead = ""
    icon = "settings"
    needs: Permission | None = Permission.ADMINISTER
    words: tuple[str, ...] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName(f"{self.key}_section")
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 16, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(self.title, "section", f"{self.key}_title"))
        self.column.addWidget(label(self.lead, "muted", f"{self.key}_lead", wrap=True))
        self.banner = Banner(f"{self.key}_banner")
        self.column.addWidget(self.banner)
        self.body = QWidget()
        self.body.setObjectName(f"{self.key}_body")
        self.inner = QVBoxLayout(self.body)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(12)
        self.build()
        self.column.addWidget(self.body)
        self.column.addStretch(1)
        self._touched = False
        for line in self.body.findChildren(QLineEdit):
            line.textEdited.connect(self._touch)
        for choice in self.body.findChildren(QComboBox):
            choice.activated.connect(self._touch)
        for tick in self.body.findChildren(QCheckBox):
            tick.clicked.connect(self._touch)
        reason = refusal(desk.actor, self.needs)
        if reason:
            self.banner.tell("info", lambda: refusal(desk.actor, self.needs), dismissible=False)
            self.body.setEnabled(False)

    def build(self) -> None:
        """Make the fields, in ``inner``."""

    def load(self) -> None:
        """Show the present state of the book."""

    def _touch(self, *_how: object) -> None:
        self._touched = True

    @property
    def dirty(self) -> bool:
        """Whether something was typed here that is not saved."""
        texts = self.body.findChildren(QPlainTextEdit)
        return self._touched or any(text.document().isModified() for text in texts)

    @property
    def allowed(self) -> bool:
        """Whether this person may change it."""
        return not refusal(self.desk.actor, self.needs)

    def card(self, name: str, title: Saying = "", hint: Saying = "") -> Card:
        """A card in this section."""
        made = Card(name, title=title)
        if hint:
            made.body.addWidget(self.hint(hint))
        self.inner.addWidget(made)
        return made

    @staticmethod
    def hint(text: Saying) -> QLabel:
        """What a setting brings about."""
        return label(text, "hint", wrap=True)

    def run(
        self,
        call: Callable[[Actor], Any],
        *,
        form: Form | None = None,
        told: str = "",
        undoable: bool = False,
        on_done: Callable[[Any], None] | None = None,
    ) -> None:
        """Run an operation; problems are shown at the form or in the section's banner, success as a short word."""
        if form is not None:
            form.clear_problems()
            if not form.read_all():
                return
        self.banner.dismiss()

        def done(result: Any) -> None:
            if on_done is not None:
                on_done(result)
            self._touched = False
            self.load()
            if self.desk.shell is not None:
                back = (lambda: self.desk.perform(undo, on_done=lambda _done: self.load())) if undoable else None
                self.desk.shell.tell(told or _("Saved."), back)

        def failed(error: Exception) -> None:
            self.failed(error, form)

        self.desk.perform(call, on_done=done, on_problem=failed, on_question=self._ask, owner=self, title=_("Settings"))

    def _ask(self, question: NeedsConfirmation, go_on: Callable[[bool], None]) -> None:
        go_on(problems.ask(question, self))

    def failed(self, error: Exception, form: Form | None = None) -> None:
        """Show a problem."""
        if isinstance(error, UserError):
            if form is None or not form.show_problem(error):
                sentence = error.message
                self.banner.tell("danger", lambda: sentence)
        else:
            problems.show(error, parent=self)

    def texts(self) -> Sequence[str]:
        """The texts under which a search finds this section."""
        return [self.title, self.lead, *self.words]


class WordChoice(QComboBox):
    """A list of keys, each shown by its word in the language in use."""

    def __init__(self, name: str, words: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = dict(words)
        for key in self._words:
            self.addItem("", key)
        language_switch().switched.connect(self._speak)
        self._speak()

    def _speak(self) -> None:
        for number, word in enumerate(self._words.values()):
            self.setItemText(number, _(word))

    def value(self) -> str:
        """The chosen key."""
        return str(self.currentData())

    def set_value(self, key: str) -> None:
        """Choose a key; the first one if it is not known."""
        self.setCurrentIndex(max(0, self.findData(key)))


SAVE = N_("Save")
