"""The commands of the program itself: undo and redo, books, import, backup, check. They stand in the menu bar."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence

from app.errors import Cancelled, UserError
from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Actor, Permission
from app.models.book import Opened, check_quickly
from app.queries.beginning import is_sample
from app.views import problems
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.getting_started import CHECKLIST, GettingStarted
from app.views.imports.drops import START_IMPORT
from app.views.lately import Lately
from app.views.main_window import MainWindow
from app.views.sample import SampleBar
from app.views.texts import say
from app.views.undo_redo import UndoRedo

if TYPE_CHECKING:
    from app.operations import maintenance
    from app.queries import check as checking
else:
    maintenance = Later("app.operations.maintenance")
    checking = Later("app.queries.check")

AFTER_START = 1_500
"""Milliseconds after which the window looks at what may wait: the file's structure, the last backup."""


def _stopped(actor: Actor) -> bool:
    """Whether the work of this person is to give up."""
    try:
        actor.progress(0, 0)
    except Cancelled:
        return True
    return False


class ProgramCommands(QObject):
    """Undo, redo, backup and the rest, with the names that fit the moment."""

    def __init__(self, window: MainWindow, desk: Desk, opened: Opened) -> None:
        super().__init__(window)
        self.window, self.desk, self.opened = window, desk, opened
        self._needs: list[tuple[QAction, Permission | None]] = []
        self.steps = UndoRedo(window, desk)
        for action in self.steps.actions():
            window.add_command("edit", action)
        window.add_command("edit", None)
        self._add("file", "import_file", N_("Import…"), self.import_file, "file-up", "Ctrl+I", Permission.IMPORT)
        self._add("file", "show_imports", N_("Earlier imports…"), self._show_imports, needs=Permission.IMPORT)
        window.add_command("file", None)
        self._add("file", "close_day", N_("Close the day…"), self._close_day, "calendar-days", "", Permission.CLOSE_DAY)
        self._add("file", "show_day_closes", N_("Closed days…"), self._show_day_closes, needs=Permission.CLOSE_DAY)
        window.add_command("file", None)
        self._add("file", "back_up", N_("Back up now"), window.notices.back_up, "archive", "", Permission.BACK_UP)
        self._add("file", "check_book", N_("Check the book"), self._check, "shield-check")
        self._add(
            "file", "show_trail", N_("Everything that happened…"), self._show_trail, "history", "", Permission.SEE_TRAIL
        )
        self._add("file", "show_backups", N_("Show backups"), self._show_backups, "folder-open")
        window.add_command("file", None)
        self.apply_rights()
        QTimer.singleShot(AFTER_START, window, self._look_at_file)
        QTimer.singleShot(AFTER_START, window, self._get_ready)

    def _get_ready(self) -> None:
        # What the first quick search needs is loaded beside the window, so that its first opening is as quick as any.
        self.desk.read(lambda: import_module("app.views.palette"), lambda _module: None, key="ready", owner=self.window)

    def _look_at_file(self) -> None:
        self.desk.work(
            lambda actor: check_quickly(lambda: _stopped(actor)),
            on_done=self._file_seen,
            owner=self.window,
            lane="checking",
            quiet=True,
        )

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

    @property
    def undo(self) -> QAction:
        """Undo, named after what it takes back."""
        return self.steps.undo

    def take_back(self) -> None:
        """Undo the last operation, wherever the keyboard is."""
        self.steps.take_back()

    def apply_rights(self) -> None:
        """Offer what whoever is at the desk may do."""
        for action, needs in self._needs:
            writes = action.objectName() == "import_file"
            action.setEnabled(not refusal(self.desk.actor, needs) and (self.opened.writable or not writes))
        self.window.menus.apply_rights()
        self.steps.name()

    # The book

    def import_file(self, path: Path | None = None) -> None:
        """Open the steps of an import, of this file if it is known."""
        from app.views.imports import import_file

        import_file(self.desk, self.window, path)

    def _show_imports(self) -> None:
        from app.views.imports import show_imports

        show_imports(self.desk, self.window)

    def _close_day(self) -> None:
        from app.views.day_close import close_day

        close_day(self.desk, self.window)

    def _show_day_closes(self) -> None:
        from app.views.day_close import show_day_closes

        show_day_closes(self.desk, self.window)

    def _show_trail(self) -> None:
        from app.views.trail import show_trail

        show_trail(self.desk, self.window)

    def _show_backups(self) -> None:
        from app.models.backup import default_folder

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(default_folder(self.opened.path))))

    def _check(self) -> None:
        self.desk.work(
            lambda actor: checking.check(actor.progress),
            on_done=self._checked,
            owner=self.window,
            title=_("Check the book"),
            lane="checking",
        )

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
    window.take_files(commands.import_file)
    if desk.preferences.get(START_IMPORT, False):
        desk.preferences.forget(START_IMPORT)
        QTimer.singleShot(0, window, commands.import_file)
    _add_beginning(window, desk, opened)
    return commands


def _add_beginning(window: MainWindow, desk: Desk, opened: Opened) -> None:
    """Above the pages: that this is a sample, or the first steps in a new book."""
    if is_sample():
        window.above.add(SampleBar(window, desk, opened), first=True)
    elif desk.preferences.get(CHECKLIST, False):
        window.above.add(GettingStarted(window, desk))
