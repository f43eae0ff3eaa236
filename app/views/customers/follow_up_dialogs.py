"""The forms of a contact with a customer: what was said, and when the next one is due."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.i18n import N_, _
from app.operations.follow_ups import FollowUpInput, add_follow_up, edit_follow_up, postpone_follow_up
from app.queries.customer_details import CustomerFollowUp
from app.views.customers.dialogs import offering
from app.views.desk import Desk
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog

WEEK = timedelta(days=7)


class FollowUpDialog(FormDialog):
    """Notes what was said to a customer and when the next contact is due, or changes what was noted as ``noted``."""

    def __init__(
        self,
        desk: Desk,
        customer_id: int,
        name: str,
        stage: str,
        parent: QWidget | None = None,
        *,
        noted: CustomerFollowUp | None = None,
    ) -> None:
        super().__init__(
            desk,
            "follow_up_dialog",
            lambda: _("Contact with {name}").format(name=name),
            N_("Note the contact") if noted is None else N_("Save contact"),
            width=640,
            parent=parent,
        )
        self._customer_id, self._noted = customer_id, noted
        self._seen = typed_of(noted) if noted is not None else None
        self.said = QPlainTextEdit()
        self.said.setObjectName("follow_up_said")
        self.said.setFixedHeight(88)
        self.said.setTabChangesFocus(True)
        self.way = offering("follow_up_way", "ways", desk)
        self.date = DateField("follow_up_date", today=desk.actor.today)
        self.next_date = DateField("follow_up_next_date", today=desk.actor.today)
        self.stage = offering("follow_up_stage", "stages", desk)
        self.outcome = offering("follow_up_outcome", "outcomes", desk)
        self._show(stage)
        add = self.form.add
        add("said", N_("What was said or agreed"), self.said, required=True, row=0, column=0, span=3)
        add("way", N_("Way"), self.way, row=1, column=0)
        add("date", N_("Date"), self.date, row=1, column=1)
        add(
            "next_date", N_("Next contact"), self.next_date, hint=N_("+7 is in a week"),
            row=1, column=2,
        )  # fmt: skip
        add("stage", N_("Stage"), self.stage, hint=N_("Alt+Down shows the usual ones"), row=2, column=0)
        add("outcome", N_("Outcome"), self.outcome, row=2, column=1, span=2)
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, stage: str) -> None:
        seen = self._seen
        if seen is None:
            self.stage.setText(stage)
            self.date.set_value(self.desk.actor.today())
            return
        self.said.setPlainText(seen.said)
        self.way.setText(seen.way)
        self.stage.setText(seen.stage)
        self.outcome.setText(seen.outcome)
        self.date.set_value(seen.date)
        self.next_date.set_value(seen.next_date)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        noted, seen = self._noted, self._seen
        typed = FollowUpInput(
            said=self.said.toPlainText(),
            way=self.way.text(),
            date=self.date.value(),
            stage=self.stage.text(),
            outcome=self.outcome.text(),
            next_date=self.next_date.value(),
        )
        if noted is not None:
            self.submit(lambda actor: edit_follow_up(actor, noted.id, typed, seen))
            return
        self.submit(
            lambda actor: add_follow_up(
                actor, self._customer_id, typed.said, way=typed.way, date=typed.date, stage=typed.stage,
                outcome=typed.outcome, next_date=typed.next_date,
            )
        )  # fmt: skip


def typed_of(noted: CustomerFollowUp) -> FollowUpInput:
    """A shown contact in the shape in which it is typed."""
    return FollowUpInput(
        noted.said,
        noted.way,
        date.fromisoformat(noted.date),
        noted.stage,
        noted.outcome,
        date.fromisoformat(noted.next_date) if noted.next_date else None,
    )


class PostponeDialog(FormDialog):
    """Puts a planned contact off; a week later unless another day is typed."""

    def __init__(self, desk: Desk, follow_up: CustomerFollowUp, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "postpone_dialog",
            lambda: _("Put off the contact with {name}").format(name=name),
            N_("Put off"),
            width=640,
            parent=parent,
        )
        self._id = follow_up.id
        self.next_date = DateField("postpone_next_date", today=desk.actor.today)
        self.next_date.set_value(desk.actor.today() + WEEK)
        self.form.add(
            "next_date", N_("Next contact"), self.next_date, required=True, hint=N_("T is today, +3 in three days")
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        day = self.next_date.value() or self.desk.actor.today()
        self.submit(lambda actor: postpone_follow_up(actor, self._id, day))
