"""The forms of a contact with a customer: what was said, and when the next one is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor
from app.operations.follow_ups import (
    FollowUpInput,
    add_follow_up,
    edit_follow_up,
    finish_follow_up,
    postpone_follow_up,
)
from app.queries.customer_details import CustomerFollowUp
from app.queries.follow_ups import FollowUpDetail
from app.views.customers.dialogs import offering
from app.views.desk import Desk
from app.views.money_parts import customer_picker
from app.views.texts import Saying, say
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label

WEEK = timedelta(days=7)
Noted = CustomerFollowUp | FollowUpDetail


class ContactForm(FormDialog):
    """The fields of a contact: what was said, how, when, what came of it, and when the next one is due."""

    def __init__(
        self, desk: Desk, name: str, title: Saying, accept: Saying, parent: QWidget | None, *, needed: bool = True
    ) -> None:
        super().__init__(desk, name, title, accept, width=640, parent=parent)
        self.begin()
        self.said = QPlainTextEdit()
        self.said.setObjectName("follow_up_said")
        self.said.setFixedHeight(88)
        self.said.setTabChangesFocus(True)
        self.way = offering("follow_up_way", "ways", desk)
        self.date = DateField("follow_up_date", today=desk.actor.today)
        self.next_date = DateField("follow_up_next_date", today=desk.actor.today)
        self.stage = offering("follow_up_stage", "stages", desk)
        self.outcome = offering("follow_up_outcome", "outcomes", desk)
        add = self.form.add
        add("said", N_("What was said or agreed"), self.said, required=needed, row=1, column=0, span=3)
        add("way", N_("Way"), self.way, row=2, column=0)
        add("date", N_("Date"), self.date, row=2, column=1)
        add("next_date", N_("Next contact"), self.next_date, hint=N_("+7 is in a week"), row=2, column=2)
        add("stage", N_("Stage"), self.stage, hint=N_("Alt+Down shows the usual ones"), row=3, column=0)
        add("outcome", N_("Outcome"), self.outcome, row=3, column=1, span=2)
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Put into the first row what stands above these fields."""

    def typed(self) -> FollowUpInput:
        """The contact as it is typed."""
        return FollowUpInput(
            said=self.said.toPlainText(),
            way=self.way.text(),
            date=self.date.value(),
            stage=self.stage.text(),
            outcome=self.outcome.text(),
            next_date=self.next_date.value(),
        )

    def accept_form(self) -> None:
        if self.form.read_all():
            self.submit(self.call(self.typed()))

    def call(self, typed: FollowUpInput) -> Callable[[Actor], Any]:
        """The operation that takes what is typed."""
        raise TypeError("a form of a contact says what becomes of it")


class FollowUpDialog(ContactForm):
    """Notes what was said to a customer and when the next contact is due, or changes what was noted as ``noted``."""

    def __init__(
        self,
        desk: Desk,
        customer_id: int,
        name: str,
        stage: str,
        parent: QWidget | None = None,
        *,
        noted: Noted | None = None,
    ) -> None:
        super().__init__(
            desk,
            "follow_up_dialog",
            lambda: _("Contact with {name}").format(name=name),
            N_("Note the contact") if noted is None else N_("Save contact"),
            parent,
        )
        self._customer_id, self._noted = customer_id, noted
        self._seen = seen = typed_of(noted) if noted is not None else None
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

    def call(self, typed: FollowUpInput) -> Callable[[Actor], Any]:
        noted, seen = self._noted, self._seen
        if noted is not None:
            return lambda actor: edit_follow_up(actor, noted.id, typed, seen)
        return lambda actor: add_follow_up(
            actor, self._customer_id, typed.said, way=typed.way, date=typed.date, stage=typed.stage,
            outcome=typed.outcome, next_date=typed.next_date,
        )  # fmt: skip


class NewContactDialog(ContactForm):
    """Notes a contact with a customer who is chosen first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "new_follow_up_dialog", N_("Contact with a customer"), N_("Note the contact"), parent)
        self.date.set_value(desk.actor.today())
        self.customer.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        self.customer = customer_picker(self.desk, "follow_up_customer")
        self.form.add("customer_id", N_("Customer"), self.customer, required=True, row=0, column=0, span=3)

    def call(self, typed: FollowUpInput) -> Callable[[Actor], Any]:
        customer = self.customer.value() or 0
        return lambda actor: add_follow_up(
            actor, customer, typed.said, way=typed.way, date=typed.date, stage=typed.stage, outcome=typed.outcome,
            next_date=typed.next_date,
        )  # fmt: skip

    def accept_form(self) -> None:
        if self.customer.value() is None:
            self.form.clear_problems()
            self.form.show_problem(UserError(_("Choose the customer."), field="customer_id"))
            return
        super().accept_form()


class FinishDialog(ContactForm):
    """Says that a planned contact is done; what was said is noted in the same step, unless nothing is typed."""

    def __init__(self, desk: Desk, planned: FollowUpDetail, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "finish_dialog",
            lambda: _("Contact with {name} is done").format(name=planned.customer),
            N_("Mark done"),
            parent,
            needed=False,
        )
        self._planned = planned
        told = label("", "muted", "finish_planned", wrap=True)
        say(told.setText, lambda: _("Planned on {date}: {said}").format(date=planned.date, said=planned.said))
        self.form.add_widget(told, row=0, span=3)
        self.way.setText(planned.way)
        self.stage.setText(planned.stage)
        self.date.set_value(desk.actor.today())

    def call(self, typed: FollowUpInput) -> Callable[[Actor], Any]:
        planned = self._planned
        noted = typed.said.strip() or typed.next_date is not None
        if noted:
            return lambda actor: finish_follow_up(actor, planned.id, contact=typed)
        return lambda actor: finish_follow_up(actor, planned.id, typed.outcome)


def typed_of(noted: Noted) -> FollowUpInput:
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

    def __init__(self, desk: Desk, follow_up_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "postpone_dialog",
            lambda: _("Put off the contact with {name}").format(name=name),
            N_("Put off"),
            width=640,
            parent=parent,
        )
        self._id = follow_up_id
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
