"""What batches ask for: a reason, a person, a tag, how goods go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from app.i18n import N_
from app.later import Later
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.queries import carriers, choices, reasons
    from app.views.products import fields
    from app.views.widgets import date_field, key_field, number_fields, reason_field
    from app.views.widgets.form import Form
else:
    choices, reasons = Later("app.queries.choices"), Later("app.queries.reasons")
    carriers = Later("app.queries.carriers")
    fields = Later("app.views.products.fields")
    key_field = Later("app.views.widgets.key_field")
    date_field, number_fields = Later("app.views.widgets.date_field"), Later("app.views.widgets.number_fields")
    reason_field = Later("app.views.widgets.reason_field")

Read = Callable[[], Mapping[str, Any]]


def _text(form: Form, name: str, title: str, *, required: bool = False, hint: str = "") -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(f"batch_{name}")
    form.add(name, title, field, required=required, hint=hint)
    return field


def ask_reason(topic: str) -> Callable[[Desk, Form], Read]:
    """A reason that is kept with each record; the office's reasons of this topic are offered."""

    def ask(_desk: Desk, form: Form) -> Read:
        field = reason_field.ReasonField("batch_reason", reasons.reasons(topic))
        form.add("reason", N_("Reason"), field, required=True, hint=reason_field.HINT if field.suggested else "")
        return lambda: {"reason": field.text().strip()}

    return ask


def ask_reason_or_none(_desk: Desk, form: Form) -> Read:
    """A reason that only some of the records need."""
    field = _text(form, "reason", N_("Reason"), hint=N_("Only those need one that are not shipped and paid in full"))
    return lambda: {"reason": field.text().strip() or None}


def ask_person(desk: Desk, form: Form) -> Read:
    """Somebody who works here; oneself to begin with."""
    people = choices.salespeople(desk.actor, "", 200)
    field = key_field.KeyField(
        "batch_person_id", [(str(p.id), (lambda title=p.title: title)) for p in people], str(desk.actor.user_id)
    )
    form.add("person_id", N_("Person"), field, required=True)
    return lambda: {"person_id": int(field.key() or 0)}


def ask_tag(_desk: Desk, form: Form) -> Read:
    """One tag."""
    field = _text(form, "tag", N_("Tag"), required=True)
    return lambda: {"tag": field.text().strip()}


def ask_grade(_desk: Desk, form: Form) -> Read:
    """A grade as customers have it."""
    field = _text(form, "grade", N_("Grade"), hint=N_("Such as A, B, C"))
    return lambda: {"grade": field.text().strip()}


def ask_category(_desk: Desk, form: Form) -> Read:
    """A category of products, known or new."""
    field = fields.category_box("batch_category")
    form.add("category", N_("Category"), field, hint=N_("Empty: out of its category"))
    return lambda: {"category": field.currentText().strip()}


def ask_place(_desk: Desk, form: Form) -> Read:
    """A place on the shelves, one in use or another; nobody takes places away by leaving the field empty."""
    field = fields.place_box("batch_place")
    form.add("place", N_("Shelf place"), field, required=True, hint=N_("A dash: no place"))
    return lambda: {"place": field.currentText().strip()}


def ask_shipping(desk: Desk, form: Form) -> Read:
    """When and how goods go out."""
    day = date_field.DateField("batch_date", today=desk.actor.today)
    day.set_value(desk.actor.today())
    form.add("date", N_("Date"), day, row=0, column=0)
    carrier = reason_field.ReasonField("batch_carrier", carriers.carriers())
    form.add("carrier", N_("Carrier"), carrier, hint=N_("Empty: as each order says"), row=0, column=1)
    tracking = number_fields.CodeField("batch_tracking_number")
    form.add("tracking_number", N_("Tracking number"), tracking, hint=N_("Only if all go together"), row=1, span=2)
    return lambda: {
        "date": day.value(),
        "carrier": carrier.text().strip(),
        "tracking_number": tracking.text().strip(),
    }


def ask_note(_desk: Desk, form: Form) -> Read:
    """A remark to whom it goes to."""
    field = _text(form, "note", N_("Note to finance"))
    return lambda: {"note": field.text().strip()}
