"""Earlier imports, each with its counts; one that nobody has built on can be undone."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from app.errors import NeedsConfirmation
from app.i18n import N_, _, ngettext
from app.models.actor import Actor, Permission
from app.operations.import_undo import undo_import
from app.operations.maintenance import back_up_automatically
from app.queries.lists import LISTS
from app.views import problems
from app.views.commands import Command
from app.views.desk import Desk
from app.views.record_tab import RecordTab
from app.views.texts import say
from app.views.widgets.buttons import button


def take_back(actor: Actor, batch: int) -> Any:
    """Undo an import, with a backup before it."""
    back_up_automatically(actor, purpose="before-undo-import")
    return undo_import(actor, batch)


def may_take_back(parent: Any) -> bool:
    """Whether the person really wants it."""
    question = NeedsConfirmation(
        "undo_import",
        _("Undo this import? Its orders, payments and new customers and products go again."),
        accept=_("Undo import"),
        details=_("A backup is made before. An import that somebody has worked with is not undone."),
    )
    return problems.ask(question, parent)


def show_orders_of(shell: Any, batch: int | None) -> None:
    """Show the orders that an import brought."""
    page = shell.show_list("orders") if batch is not None else None
    if page is not None:
        page.show_filtered((("batch", str(batch)),))


def tell_finished(shell: Any, text: str, show: Callable[[], object]) -> None:
    """Say that an import is over where nobody looks at the window."""
    notices = getattr(shell, "notices", None)
    if notices is not None:
        notices.tell_finished(text, show)


def show_imports(desk: Desk, shell: Any) -> None:
    """Show the earlier imports, each of which can be undone."""
    BatchesDialog(desk, shell).show()


class BatchesDialog(QDialog):
    """The list of imports. The window stays usable."""

    def __init__(self, desk: Desk, shell: Any) -> None:
        super().__init__(shell)
        self.setObjectName("imports_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.setWindowTitle, N_("Earlier imports"))
        say(self.setAccessibleName, N_("Earlier imports"))
        self.resize(880, 560)
        self.desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        self.tab = RecordTab(
            desk,
            LISTS["imports"],
            commands=[
                Command(
                    "undo_import",
                    N_("Undo import"),
                    self._undo,
                    icon="undo-2",
                    action="undo_import",
                    needs=Permission.IMPORT,
                    danger=True,
                )
            ],
            needs=Permission.IMPORT,
            nothing_yet=N_("No file was imported yet."),
        )
        column.addWidget(self.tab, 1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        self.undo = button(
            N_("Undo import"), "undo_chosen_import", icon="undo-2", run=self.tab.command_actions["undo_import"].trigger
        )
        action = self.tab.command_actions["undo_import"]
        action.changed.connect(lambda: self.undo.setEnabled(action.isEnabled()))
        self.undo.setEnabled(False)
        row.addWidget(self.undo)
        row.addStretch(1)
        self.close_button = button(N_("Close"), "imports_close", run=self.reject)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.tab.ask()

    def _undo(self, ids: array[int]) -> None:
        batch = ids[0]
        if not may_take_back(self):
            return
        self.undo.setEnabled(False)
        self.desk.perform(
            lambda actor: take_back(actor, batch), on_done=self._undone, owner=self, title=_("Undo import")
        )

    def _undone(self, done: Any) -> None:
        orders = int(done.value)
        told = ngettext(
            "The import was undone; {n} order went.", "The import was undone; {n} orders went.", orders
        ).format(n=f"{orders:,}")
        self.tab.banner.tell("ok", lambda: told)
        self.tab.refresh()
