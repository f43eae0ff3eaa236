"""The commands of the program itself: undo and redo, books, import, backup, check. They stand in the menu bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Permission
from app.models.backup import default_folder
from app.models.book import Opened, check_quickly
from app.queries.undo_steps import next_redo, next_undo
from app.views import problems
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.imports.drops import START_IMPORT, take_dropped_files
from app.views.lately import Lately
from app.views.main_window import MainWindow
from app.views.texts import language_switch, say

if TYPE_CHECKING:
    from app.operations import history, maintenance
    from app.queries import check as checking
else:
    history, maintenance = Later("app.operations.history"), Later("app.operations.maintenance")
    checking = Later("app.queries.check")

AFTER_START = 1_500
"""Milliseconds after which the window looks at what may wait: the file's structure, the last backup."""


class ProgramCommands(QObject):
    """Undo, redo, backup and the rest, with the names that fit the moment."""

    def __init__(self, window: MainWindow, desk: Desk, opened: Opened) -> None:
        super().__init__(window)
        self.window, self.desk, self.opened = window, desk, opened
        self._needs: list[tuple[QAction, Permission | None]] = []
        standard = QKeySequence.StandardKey
        self.undo = self._add("edit", "undo", N_("Undo"), self._undo, "undo-2", standard.Undo)
        self.redo = self._add("edit", "redo", N_("Redo"), self._redo, "redo-2", standard.Redo)
        window.add_command("edit", None)
        self._add("file", "import_file", N_("Import…"), self.import_file, "file-up", "Ctrl+I", Permission.IMPORT)
        self._add("file", "show_imports", N_("Earlier imports…"), self._show_imports, needs=Permission.IMPORT)
        window.add_command("file", None)
        self._add("file", "back_up", N_("Back up now"), window.notices.back_up, "archive", "", Permission.BACK_UP)
        self._add("file", "check_book", N_("Check the book"), self._check, "shield-check")
        self._add("file", "show_backups", N_("Show backups"), self._show_backups, "folder-open")
        window.add_command("file", None)
        desk.hub.changed.connect(self._changed)
        language_switch().switched.connect(self._name_steps)
        self.apply_rights()
        QTimer.singleShot(AFTER_START, window, self._look_at_file)

    def _look_at_file(self) -> None:
        self.desk.read(check_quickly, self._file_seen, key="quick_check", owner=self.window)

    def _file_seen(self, found: list[str]) -> None:
        if found:
            self.window.warn(
                N_("The file of this book is damaged. Stop working in it, and restore the last good backup.")
            )

    def _add(
        self,
        menu: Any,
        name: str,
        text: str,
        run: Callable[[], Any],
        icon: str = "",
        keys: str | QKeySequence.StandardKey = "",
        needs: Permission | None = None,
    ) -> QAction:
        action = action_for(name, text, run, self.window, icon_name=icon, shortcut=keys)
        self._needs.append((action, needs))
        say(action.setStatusTip, lambda: refusal(self.desk.actor, needs))
        self.window.add_command(menu, action)
        return action

    def apply_rights(self) -> None:
        """Offer what whoever is at the desk may do."""
        for action, needs in self._needs:
            writes = action.objectName() == "import_file"
            action.setEnabled(not refusal(self.desk.actor, needs) and (self.opened.writable or not writes))
        self._name_steps()

    # Undo and redo

    def _changed(self, _changes: Any) -> None:
        self._name_steps()

    def _name_steps(self) -> None:
        actor = self.desk.actor
        for action, step, plain, named in (
            (self.undo, next_undo(actor), N_("Undo"), N_("Undo: {what}")),
            (self.redo, next_redo(actor), N_("Redo"), N_("Redo: {what}")),
        ):
            action.setEnabled(step is not None)
            say(
                action.setText,
                plain if step is None else (lambda named=named, step=step: _(named).format(what=step)),
            )

    def _undo(self) -> None:
        self.desk.perform(history.undo, on_done=self._undone, title=_("Undo"))

    def _undone(self, done: Any) -> None:
        self.window.tell(_("Undone: {what}").format(what=done.value))

    def _redo(self) -> None:
        self.desk.perform(history.redo, on_done=self._redone, title=_("Redo"))

    def _redone(self, done: Any) -> None:
        self.window.tell(_("Done again: {what}").format(what=done.value))

    # The book

    def import_file(self) -> None:
        """Open the steps of an import."""
        from app.views.imports import import_file

        import_file(self.desk, self.window)

    def _show_imports(self) -> None:
        from app.views.imports import show_imports

        show_imports(self.desk, self.window)

    def _show_backups(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(default_folder(self.opened.path))))

    def _check(self) -> None:
        self.desk.read(checking.check, self._checked, key="check", owner=self.window)

    def _checked(self, findings: Any) -> None:
        if not findings:
            self.window.tell(_("The book was checked; everything in it agrees."))
            return
        count = len(findings)
        head = ngettext("The check found {n} thing:", "The check found {n} things:", count).format(n=count)
        shown = "\n".join(f.sentence for f in findings[:20])
        problems.show(UserError(f"{head}\n{shown}"), parent=self.window)


def add_program_commands(window: MainWindow, desk: Desk, opened: Opened) -> ProgramCommands:
    """Put the program's own commands into the window's menus."""
    commands = ProgramCommands(window, desk, opened)
    window.program = commands
    window.lately = Lately(desk.preferences, opened.uuid)
    take_dropped_files(desk, window)
    if desk.preferences.get(START_IMPORT, False):
        desk.preferences.forget(START_IMPORT)
        QTimer.singleShot(0, window, commands.import_file)
    return commands
