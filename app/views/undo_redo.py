"""Undo and redo in the menu, named after what they take back: typing in the field that has the keyboard, else the
person's last operations. Money is not taken back silently: after it was moved, its record is offered to be voided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.queries.undo_steps import next_redo, next_undo
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.page import Page
from app.views.records import open_record
from app.views.texts import language_switch, say

if TYPE_CHECKING:
    from app.operations import history
    from app.queries import palette
    from app.views import taking_back
    from app.views.main_window import MainWindow
    from app.views.receivables import letters as letters_view
else:
    letters_view = Later("app.views.receivables.letters")
    history = Later("app.operations.history")
    palette, taking_back = Later("app.queries.palette"), Later("app.views.taking_back")

MONEY = {
    "record payment": "payment",
    "pay refund": "refund",
    "issue invoice": "invoice",
    "credit invoice": "invoice",
    "register bureau invoices": "invoice",
}
"""The operations that post money or a document, with the kind of record that is voided instead."""

REMINDING = frozenset({"remind customer", "remind customers"})
"""The operations after which letters are withdrawn instead: what went out cannot be undone."""


class UndoRedo(QObject):
    """The two commands; ``take_back`` undoes the last operation wherever the keyboard is."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._typing: QWidget | None = None
        self._posted: tuple[str, int] | None = None
        self._letters: tuple[int, ...] = ()
        self.undo = action_for("undo", N_("Undo"), self._undo, window, icon_name="undo-2", shortcut="Ctrl+Z")
        self.redo = action_for("redo", N_("Redo"), self._redo, window, icon_name="redo-2")
        # Both pairs of keys on every system: people bring either from elsewhere.
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        desk.hub.changed.connect(self._changed)
        language_switch().switched.connect(self.name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)
        window.menus.by_name["edit"].aboutToShow.connect(self.name)
        self.name()

    # Names

    def _changed(self, changes: Any) -> None:
        operation = getattr(changes, "operation", "")
        kind = MONEY.get(operation)
        ids = changes.ids.get(kind, ()) if kind else ()
        letters = changes.ids.get("customer_letter", ()) if operation in REMINDING else ()
        if (kind and ids) or letters or getattr(changes, "undoable", False) or operation == "withdraw letters":
            self._posted = (kind, max(ids)) if kind and ids else None
            self._letters = tuple(sorted(letters))
        self.name()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.objectName() != "palette_box" and self._window.isVisible():
            self.name()

    def name(self) -> None:
        """Say what would be taken back and done again now."""
        field = _typed_in(QApplication.focusWidget())
        undoes, redoes = _typed(field)
        self._typing = field if undoes or redoes else None
        actor = self._desk.actor
        steps = (
            (self.undo, undoes, next_undo(actor), N_("Undo"), N_("Undo: {what}"), N_("Undo typing")),
            (self.redo, redoes, next_redo(actor), N_("Redo"), N_("Redo: {what}"), N_("Redo typing")),
        )
        for action, typed, step, plain, named, typing in steps:
            if typed:
                action.setEnabled(True)
                say(action.setText, typing)
                continue
            action.setEnabled(step is not None)
            say(action.setText, plain if step is None else lambda n=named, s=step: _(n).format(what=_escaped(s)))
        if not undoes and self._letters:
            self.undo.setEnabled(True)
            count = len(self._letters)
            say(
                self.undo.setText,
                lambda: ngettext("Withdraw {n} letter instead…", "Withdraw {n} letters instead…", count).format(
                    n=count
                ),
            )
        elif not undoes and self._posted is not None:
            kind, record = self._posted
            found = palette.described(actor, f"{kind}s", [record])
            title = found[0].title if found else ""
            self.undo.setEnabled(bool(found))
            say(self.undo.setText, lambda: _("Void instead: {what}…").format(what=_escaped(title)))

    # Doing

    def _undo(self) -> None:
        undoes, _redoes = _typed(self._typing)
        field: Any = self._typing
        if undoes:
            field.undo()
        elif self._letters:
            letters, self._letters = self._letters, ()
            letters_view.withdraw(self._desk, self._window, letters)
        elif self._posted is not None:
            (kind, record), self._posted = self._posted, None
            open_record(self._desk, kind, record)
            taking_back.take_back(self._desk, kind, record)
        else:
            self.take_back()
        self.name()

    def _redo(self) -> None:
        _undoes, redoes = _typed(self._typing)
        field: Any = self._typing
        if redoes:
            field.redo()
            self.name()
        else:
            self._desk.perform(history.redo, on_done=self._redone, title=_("Redo"))

    def take_back(self) -> None:
        """Undo the last operation."""
        self._desk.perform(history.undo, on_done=self._undone, title=_("Undo"))

    def _undone(self, done: Any) -> None:
        self._window.tell(_("Undone: {what}").format(what=done.value))

    def _redone(self, done: Any) -> None:
        self._window.tell(_("Done again: {what}").format(what=done.value))

    def actions(self) -> tuple[QAction, QAction]:
        """Undo and redo."""
        return self.undo, self.redo


def _escaped(text: str) -> str:
    # A menu takes an ampersand for a key.
    return text.replace("&", "&&")


def _typed_in(field: QWidget | None) -> QWidget | None:
    """The field with the keyboard, or the page around it that keeps the steps of its typing itself."""
    if any(_typed(field)):
        return field
    around = field
    while around is not None and not isinstance(around, Page):
        around = around.parentWidget()
    return around if any(_typed(around)) else field


def _typed(field: QWidget | None) -> tuple[bool, bool]:
    """Whether typing in this field can be undone, and done again."""
    if isinstance(field, QLineEdit):
        open_ = not field.isReadOnly()
        return open_ and field.isUndoAvailable(), open_ and field.isRedoAvailable()
    if isinstance(field, (QPlainTextEdit, QTextEdit)):
        open_ = not field.isReadOnly()
        document = field.document()
        return open_ and document.isUndoAvailable(), open_ and document.isRedoAvailable()
    if isinstance(field, Page):
        return field.typed_steps()
    return False, False
