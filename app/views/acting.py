"""How something is done from the window: a dialog is opened or an operation run, and then it is said what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.actor import Actor
from app.views.desk import Desk
from app.views.texts import Saying, spoken


def tell(desk: Desk, said: Saying, *, undo: bool = False) -> None:
    """Say at the bottom right what was done, with undo where that works."""
    shell = desk.shell
    if shell is not None:
        shell.tell(spoken(said), shell.program.undo.trigger if undo and shell.program is not None else None)


def open_dialog(desk: Desk, dialog: QDialog, said: Saying = "", after: Callable[[Any], Any] | None = None) -> QDialog:
    """Open a dialog over its window; once its operation is done, say so and go on with what came back."""

    def accepted() -> None:
        if said:
            tell(desk, said)
        if after is not None:
            after(getattr(dialog, "done_value", None))

    dialog.accepted.connect(accepted)
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
    return dialog


def perform(desk: Desk, parent: QWidget, call: Callable[[Actor], Any], said: str, *, undo: bool = False) -> None:
    """Run an operation that asks for nothing more, and say what was done, with undo where that works."""
    desk.perform(call, on_done=lambda _done: tell(desk, said, undo=undo), owner=parent, title=spoken(said))
