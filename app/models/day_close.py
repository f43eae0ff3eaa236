"""A day that was closed: its money counted, its open ends looked at, signed."""

from __future__ import annotations

from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, MomentField, Record, money, reference, text


class DayClose(Record):
    """A closed day, written once. ``snapshot`` is the canonical frozen content that its sheet prints; it names
    documents by their numbers, and no customer.

    ``payment_upto`` and ``ledger_upto`` are the newest payment and account line that were known then: what is recorded
    later for a day up to ``date`` has a higher number, and counts as late in the next close. ``open_count`` is how many
    open things were found.
    """

    kind: ClassVar[str] = "day_close"

    date = DayField()
    previous_id = reference("day_close", null=True)
    expected = money()
    counted = money()
    difference = money()
    open_count = IntegerField(default=0)
    note = text()
    payment_upto = IntegerField(default=0)
    ledger_upto = IntegerField(default=0)
    snapshot = text("{}")
    snapshot_hash = text()
    closed_at = MomentField()
    closed_by = reference("user", null=True)

    class Meta:
        indexes = ((("date",), True),)
