"""What can be done with one record: its words, its picture, its keys and how it starts; once, for its list, its page
and every panel that shows it. The query says what is allowed (``Row.actions``, ``record.actions``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.later import Later
from app.models.actor import Actor
from app.views.acting import open_dialog, perform
from app.views.desk import Desk
from app.views.texts import Saying
from app.views.widgets.form import CANCEL, FormDialog
from app.views.widgets.labels import label
from app.views.widgets.reason_field import HINT, ReasonField

if TYPE_CHECKING:
    from app.queries import reasons
else:
    reasons = Later("app.queries.reasons")

Start = Callable[[Desk, QWidget, int], Any]
"""Starts something with the record of this id; dialogs open over the given widget."""


@dataclass(frozen=True)
class RecordAction:
    """One thing to do with a record: ``name`` is its name among the allowed operations. ``in_list`` says whether the
    list offers it too, ``within`` names the menu below the record's own in which it stands."""

    name: str
    text: str
    icon: str
    run: Start
    danger: bool = False
    shortcut: str = ""
    in_list: bool = True
    within: str = ""


class ReasonDialog(FormDialog):
    """Asks for a reason and runs one operation with it: ``call(actor, reason)``."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        title: Saying,
        accept: Saying,
        call: Callable[[Actor, str], Any],
        *,
        consequence: Saying = "",
        required: bool = True,
        danger: bool = False,
        back: Saying = CANCEL,
        usual: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, name, title, accept, danger=danger, back=back, parent=parent)
        self._call = call
        if consequence:
            self.form.add_widget(label(consequence, "muted", f"{name}_consequence", wrap=True))
        given = reasons.reasons(usual) if usual else ()
        self.reason = ReasonField(f"{name}_reason", given)
        hint = HINT if given else ""
        self.form.add("reason", N_("Reason"), self.reason, required=required, hint=hint)
        self.reason.setFocus()

    def accept_form(self) -> None:
        reason = self.reason.text()
        self.submit(lambda actor: self._call(actor, reason))


@dataclass(frozen=True)
class WithReason:
    """Asks for a reason in a dialog, then runs ``operation(actor, id, reason)`` and says ``said``.

    ``back`` names the button that leaves the dialog: two buttons that both say "cancel" would be a riddle.
    """

    dialog: str
    title: str
    accept: str
    operation: Callable[[Actor, int, str], Any]
    said: str
    consequence: str = ""
    required: bool = True
    danger: bool = False
    back: str = CANCEL
    usual: str = ""
    """The topic whose reasons the office offers (``queries.reasons.TOPICS``)."""

    def __call__(self, desk: Desk, parent: QWidget, record_id: int) -> None:
        dialog = ReasonDialog(
            desk,
            self.dialog,
            self.title,
            self.accept,
            lambda actor, reason: self.operation(actor, record_id, reason),
            consequence=self.consequence,
            required=self.required,
            danger=self.danger,
            back=self.back,
            usual=self.usual,
            parent=parent,
        )
        open_dialog(desk, dialog, self.said)


@dataclass(frozen=True)
class AtOnce:
    """Runs ``operation(actor, id)`` without asking and says ``said``, with undo where that works."""

    operation: Callable[[Actor, int], Any]
    said: str
    undo: bool = False

    def __call__(self, desk: Desk, parent: QWidget, record_id: int) -> None:
        perform(desk, parent, lambda actor: self.operation(actor, record_id), self.said, undo=self.undo)
