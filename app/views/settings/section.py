"""A part of the settings: its title, what it is about, its single settings, and why they may be closed.

A section lists ``groups`` of items, which appear as cards of rows that take effect at once; ``extra`` adds what else it
has: tables, buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.errors import NeedsConfirmation, UserError
from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.models.book import is_open
from app.operations.history import undo
from app.views import problems
from app.views.acting import open_dialog
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.settings.items import Group, Item
from app.views.settings.rows import INSET, SettingRow
from app.views.texts import Saying
from app.views.theme import mark
from app.views.widgets.banner import Banner
from app.views.widgets.form import Form, FormDialog
from app.views.widgets.labels import Card, label, line
from app.views.widgets.small_table import SmallTable

T = TypeVar("T")


class Section(QWidget):
    """Shown at the right of the settings. ``words`` are further texts under which it is found."""

    key = ""
    title = ""
    lead = ""
    icon = "settings"
    needs: Permission | None = Permission.ADMINISTER
    words: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    most_width = 820
    """Pixels; wider ones would be hard to read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName(f"{self.key}_section")
        self.desk = desk
        self._rows: dict[str, SettingRow] = {}
        self._later: list[Callable[[], None]] = []
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
        self._watch_fields()
        reason = refusal(desk.actor, self.needs)
        if reason:
            self.banner.tell("info", lambda: refusal(desk.actor, self.needs), dismissible=False)
            self.body.setEnabled(False)
        QTimer.singleShot(0, self, self._make_more)

    def build(self) -> None:
        """Make the cards: of the usual settings, what else there is, and last the dangerous ones."""
        self.add_groups(danger=False)
        self.extra()
        self.add_groups(danger=True)

    def add_groups(self, *, danger: bool) -> None:
        """Make the cards of the usual groups, or of the dangerous ones."""
        for group in self.groups:
            if group.danger is danger:
                self.inner.addWidget(self._card_of(group))

    def extra(self) -> None:
        """Make what is no single setting, in ``inner``."""

    @property
    def rows(self) -> dict[str, SettingRow]:
        """The single settings by their keys, all of them."""
        while self._later:
            self._later.pop(0)()
        return self._rows

    def _make_more(self) -> None:
        """Fill one more card, so that the window never stands still for a long section."""
        if self._later and is_open():
            self._later.pop(0)()
            QTimer.singleShot(0, self, self._make_more)

    def load(self) -> None:
        """Show the present state of the book."""
        for row in self._rows.values():
            row.show_value(row.item.read(self.desk))

    def _card_of(self, group: Group) -> Card:
        made = Card(group.name, title=group.title)
        made.body.setSpacing(0)
        if group.danger:
            mark(made, danger="true")
        if group.hint:
            made.body.addWidget(self.hint(group.hint))
        for words in made.findChildren(QLabel):
            words.setContentsMargins(INSET, 0, INSET, 0)
        around = made.body.contentsMargins()
        made.body.setContentsMargins(around.left() - INSET, around.top(), around.right() - INSET, around.bottom())
        if group.title or group.hint:
            made.body.addSpacing(4)
        if self._rows:
            self._later.append(lambda: self._fill(made, group, load=True))
        else:
            self._fill(made, group, load=False)
        return made

    def _fill(self, card: Card, group: Group, *, load: bool) -> None:
        for number, item in enumerate(item for item in group.items if item.here):
            if number:
                card.body.addWidget(line())
            row = SettingRow(item, self.desk)
            row.changed.connect(lambda value, row=row: self.change(row, value))
            self._rows[item.key] = row
            card.body.addWidget(row)
            if load:
                row.show_value(item.read(self.desk))

    def _watch_fields(self) -> None:
        own = {field for row in self._rows.values() for field in row.findChildren(QWidget)}
        for edit in self.body.findChildren(QLineEdit):
            if edit not in own:
                edit.textEdited.connect(self._touch)
        for choice in self.body.findChildren(QComboBox):
            if choice not in own:
                choice.activated.connect(self._touch)
        for tick in self.body.findChildren(QCheckBox):
            if tick not in own:
                tick.clicked.connect(self._touch)

    def _touch(self, *_how: object) -> None:
        self._touched = True

    @property
    def dirty(self) -> bool:
        """Whether something was typed here that is not saved."""
        return self._touched or any(row.dirty for row in self._rows.values())

    @property
    def allowed(self) -> bool:
        """Whether this person may change it."""
        return not refusal(self.desk.actor, self.needs)

    # A single setting

    def change(self, row: SettingRow, value: Any) -> None:
        """Give a setting another value at once, and offer to take that back."""
        item, before = row.item, row.kept
        if item.place == "desk":
            self._keep(row, value)
            self._tell_changed(item, lambda: self._keep(row, before))
            return
        back = self._undo if item.change is not None else lambda: self._write(row, before, self.load)
        self._write(row, value, lambda: self._tell_changed(item, back))

    def _undo(self) -> None:
        self.desk.perform(undo, on_done=lambda _done: self.load(), owner=self, title=_("Settings"))

    def _keep(self, row: SettingRow, value: Any) -> None:
        row.item.keep(self.desk, value)
        row.show_value(value)

    def _write(self, row: SettingRow, value: Any, then: Callable[[], object]) -> None:
        def done(_result: Any) -> None:
            row.show_value(value)
            then()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                row.show_problem(error.message)
            else:
                problems.show(error, parent=self)

        self.desk.perform(
            row.item.operation(value),
            on_done=done,
            on_problem=failed,
            on_question=self._ask,
            owner=self,
            title=_("Settings"),
        )

    def _tell_changed(self, item: Item, back: Callable[[], object]) -> None:
        if self.desk.shell is not None:
            self.desk.shell.tell(_("{setting} changed.").format(setting=_(item.title)), back)

    def go_to(self, key: str) -> None:
        """Bring a single setting into sight and give it the keyboard."""
        if key in self.rows:
            self.rows[key].stand_out()

    # Other operations

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

    def chosen_of(self, shown: Mapping[int, T], table: SmallTable) -> T | None:
        """What stands in the chosen row of a table whose rows are ``shown`` by their ids; without one it is said."""
        found = shown.get(table.current_id() or 0)
        if found is None:
            self.failed(UserError(_("Choose a row of the table first.")))
        return found

    def show_dialog(self, dialog: FormDialog) -> None:
        """Open a dialog over the window; what it changed is shown here."""
        open_dialog(self.desk, dialog, after=lambda _value: self.load())

    def run(
        self,
        call: Callable[[Actor], Any],
        *,
        form: Form | None = None,
        told: str = "",
        undoable: bool = False,
        back: Callable[[], object] | None = None,
        on_done: Callable[[Any], None] | None = None,
    ) -> None:
        """Run an operation; problems are shown at the form or in the section's banner, success as a short word.

        ``undoable`` operations are offered to be undone; ``back`` takes back what undo does not.
        """
        if form is not None:
            form.clear_problems()
            if not form.read_all():
                return
        self.banner.dismiss()

        def done(result: Any) -> None:
            if on_done is not None:
                on_done(result)
            self._touched = False
            if is_open():
                self.load()
            if self.desk.shell is not None:
                undoing = self._undo if undoable else back
                self.desk.shell.tell(told or _("Saved."), undoing)

        def failed(error: Exception) -> None:
            self.failed(error, form)

        self.desk.perform(call, on_done=done, on_problem=failed, on_question=self._ask, owner=self, title=_("Settings"))

    def _ask(self, question: NeedsConfirmation, go_on: Callable[[bool], None]) -> None:
        go_on(problems.ask(question, self))

    def failed(self, error: Exception, form: Form | None = None) -> None:
        """Show a problem."""
        problems.tell(error, self.banner, parent=self, form=form)


SAVE = N_("Save")
