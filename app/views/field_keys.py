"""The keys that fields, lists and the lines of an order take themselves, for the sheet of keys: each group is told
where such a part stands on the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import N_


@dataclass(frozen=True)
class KeyGroup:
    """A heading and its entries: what a key does, and the keys (several that do the same are separated by spaces)."""

    title: str
    entries: tuple[tuple[str, str], ...]


LIST = KeyGroup(
    N_("In the list"),
    (
        (N_("Open"), "Enter"),
        (N_("Preview"), "Space"),
        (N_("From the search to the rows"), "Down"),
        (N_("Select all rows"), "Ctrl+A"),
        (N_("Copy the selected rows"), "Ctrl+C"),
    ),
)
LINES = KeyGroup(
    N_("In the lines of the order"),
    (
        (N_("Next cell"), "Enter Tab"),
        (N_("Open the choices"), "F4"),
        (N_("Copy the cell above"), "F6"),
        (N_("Insert a line"), "Ctrl+Ins"),
        (N_("Take the line out"), "Ctrl+Del"),
    ),
)
PICKERS = KeyGroup(N_("In a field with choices"), ((N_("Open the choices"), "F4 Alt+Down"),))
DATES = KeyGroup(
    N_("In a date"),
    (
        (N_("Today"), "T"),
        (N_("A day later, a day earlier"), "+ -"),
        (N_("First, last day of the month"), "M H"),
        (N_("The third of this month; in five days"), "3 +5"),
        (N_("21 November of this year"), "11-21 21/11"),
        (N_("Calendar"), "F4 Alt+Down"),
    ),
)
NUMBERS = KeyGroup(
    N_("In an amount or quantity"),
    ((N_("Works the sum out when you leave the field"), "120*3-10%"), (N_("Work it out now"), "F9")),
)
PARTS = KeyGroup(
    N_("In what belongs to the record"),
    (
        (N_("Add one"), "Ins"),
        (N_("Change it"), "Enter"),
        (N_("Remove it"), "Del"),
        (N_("A planned contact: done, put off"), "D P"),
        (N_("The next part of the page, the one before"), "Ctrl+PgDown Ctrl+PgUp"),
    ),
)
NOTES = KeyGroup(N_("In a note"), ((N_("Save the note"), "Ctrl+Enter"),))


def groups_on(page: QWidget) -> list[KeyGroup]:
    """The groups whose parts stand on a page."""
    from app.views.note_field import NoteField
    from app.views.orders.lines_view import LinesView
    from app.views.record_view import RecordView
    from app.views.widgets.date_field import DateField
    from app.views.widgets.number_fields import NumberField
    from app.views.widgets.parts_card import PartsCard
    from app.views.widgets.picker import Picker

    parts: tuple[tuple[type[QWidget], KeyGroup], ...] = (
        (RecordView, LIST),
        (LinesView, LINES),
        (NoteField, NOTES),
        (DateField, DATES),
        (NumberField, NUMBERS),
        (Picker, PICKERS),
        (PartsCard, PARTS),
    )
    return [group for kind, group in parts if any(part.isVisible() for part in page.findChildren(kind))]
