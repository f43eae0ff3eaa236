"""How something is done from the window: a dialog is opened or an operation run, and then it is said what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QWidget

from app.errors import NotAllowed
from app.i18n import N_
from app.models.actor import Actor, Permission
from app.views import problems
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.taking_back import can_be_taken_back, take_back
from app.views.texts import Saying, spoken

if TYPE_CHECKING:
    from app.views.widgets.form import FormDialog


def tell(desk: Desk, said: Saying, *, undo: bool = False, posted: tuple[str, int] | None = None) -> None:
    """Say at the bottom right what was done, with undo where that works.

    ``posted`` names the kind and id of a posting, which is never undone but voided.
    """
    shell = desk.shell
    if shell is None:
        return
    if posted is not None and can_be_taken_back(posted[0]):
        kind, record = posted
        shell.tell(spoken(said), lambda: take_back(desk, kind, record), N_("Void…"))
    else:
        shell.tell(spoken(said), shell.program.take_back if undo and shell.program is not None else None)


def open_dialog(
    desk: Desk,
    dialog: QDialog,
    said: Saying = "",
    after: Callable[[Any], Any] | None = None,
    *,
    posted: str = "",
) -> QDialog:
    """Open a dialog over its window; once its operation is done, say so and go on with what came back.

    ``posted`` is the kind of record that it posts, if it does; what came back is its id then.
    """

    def accepted() -> None:
        value = getattr(dialog, "done_value", None)
        if said:
            tell(desk, said, posted=(posted, value) if posted and isinstance(value, int) else None)
        if after is not None:
            after(value)

    dialog.accepted.connect(accepted)
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
    return dialog


def make_in(
    desk: Desk,
    parent: QWidget,
    needs: Permission,
    dialog: Callable[[], FormDialog],
    made: Callable[[int], object] | None = None,
    left: Callable[[], object] | None = None,
) -> None:
    """Open the dialog that makes a record, for whoever may; who may not is told.

    ``made`` gets the id of the new record; ``left`` is called if the dialog was left instead.
    """
    why = refusal(desk.actor, needs)
    if why:
        problems.show(NotAllowed(why, code="not_allowed"), parent=parent)
        return
    shown = dialog()

    def finished(_result: int) -> None:
        value: int | None = shown.done_value
        shown.deleteLater()
        if value is not None and made is not None:
            made(value)
        elif value is None and left is not None:
            left()

    shown.finished.connect(finished)
    shown.open()


def perform(desk: Desk, parent: QWidget, call: Callable[[Actor], Any], said: str, *, undo: bool = False) -> None:
    """Run an operation that asks for nothing more, and say what was done, with undo where that works."""
    desk.perform(call, on_done=lambda _done: tell(desk, said, undo=undo), owner=parent, title=spoken(said))
