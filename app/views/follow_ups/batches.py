"""What can be done with many follow-ups at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from app.i18n import N_, ngettext
from app.later import Later
from app.models.actor import Permission
from app.views.batch import Batch, will_change
from app.views.batch_fields import ask_person
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.operations import batches_follow_ups
    from app.views.widgets import date_field
    from app.views.widgets.form import Form
else:
    batches_follow_ups = Later("app.operations.batches_follow_ups")
    date_field = Later("app.views.widgets.date_field")

Read = Callable[[], Mapping[str, Any]]


def _ask_day(desk: Desk, form: Form) -> Read:
    day = date_field.DateField("batch_next_date", today=desk.actor.today)
    day.set_value(desk.actor.today() + timedelta(days=1))
    form.add("next_date", N_("Next contact"), day, required=True, hint=N_("T is today, + one day more"))
    return lambda: {"next_date": day.value()}


def _ask_contact(desk: Desk, form: Form) -> Read:
    from app.views.customers.dialogs import offering

    said = QLineEdit()
    said.setObjectName("batch_said")
    form.add("said", N_("What was said or agreed"), said, hint=N_("It is noted with each customer. May stay empty."))
    outcome = offering("batch_outcome", "outcomes", desk)
    form.add("outcome", N_("Outcome"), outcome)
    return lambda: {"said": said.text().strip(), "outcome": outcome.text().strip()}


def _will_be_done(n: int, whole: int) -> str:
    return ngettext("{n} of {whole} will be done.", "{n} of {whole} will be done.", n).format(
        n=f"{n:,}", whole=f"{whole:,}"
    )


BATCHES = (
    Batch(
        "finish_follow_up",
        N_("Done…"),
        "check",
        N_("Say that contacts are done"),
        N_("Mark done"),
        lambda: batches_follow_ups.finish_follow_ups,
        Permission.EDIT_CUSTOMERS,
        _will_be_done,
        lambda n: ngettext("{n} contact is done.", "{n} contacts are done.", n).format(n=f"{n:,}"),
        ask=_ask_contact,
        single=True,
    ),
    Batch(
        "postpone_follow_up",
        N_("Put off…"),
        "calendar-days",
        N_("Put contacts off"),
        N_("Put off"),
        lambda: batches_follow_ups.postpone_follow_ups,
        Permission.EDIT_CUSTOMERS,
        lambda n, whole: ngettext("{n} of {whole} will be put off.", "{n} of {whole} will be put off.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} contact was put off.", "{n} contacts were put off.", n).format(n=f"{n:,}"),
        ask=_ask_day,
        single=True,
    ),
    Batch(
        "assign_follow_ups",
        N_("Give to…"),
        "user",
        N_("Give customers and their contacts to somebody"),
        N_("Give"),
        lambda: batches_follow_ups.assign_follow_ups,
        Permission.EDIT_CUSTOMERS,
        will_change,
        lambda n: ngettext("{n} contact was given.", "{n} contacts were given.", n).format(n=f"{n:,}"),
        ask=ask_person,
    ),
)
