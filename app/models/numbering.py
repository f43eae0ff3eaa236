"""Numbers of documents: patterns, periods, and series that leave no gap.

A number is drawn inside the transaction that makes the document real, so a series without gaps is as durable as the
documents themselves. Patterns know ``{yyyy}``, ``{yy}``, ``{mm}``, ``{dd}`` and a run of ``#`` for the counter:
``SO-{yyyy}-{####}``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from peewee import IntegerField

from app.errors import UserError
from app.i18n import _
from app.models.base import DayField, FlagField, Record, text

_COUNTER = re.compile(r"\{(#+)\}")


class Series(Record):
    """A series of numbers. Strict ones leave no gap and never go back in time."""

    kind: ClassVar[str] = "series"

    name = text()
    pattern = text()
    restart = text("yearly")
    strict = FlagField(default=True)
    period = text()
    next_number = IntegerField(default=1)
    last_date = DayField(null=True)

    class Meta:
        indexes = ((("name",), True),)

    def draw(self, day: date) -> str:
        """The next number for this date; moves the counter on.

        A strict series refuses a date before the last one it gave, because its numbers must follow the calendar.
        """
        if self.strict and self.last_date is not None and day < self.last_date:
            raise UserError(
                _(
                    "The series {name} already has a number of {last}; a document dated {day} cannot follow it. "
                    "Check the computer's date."
                ).format(name=self.name, last=self.last_date.isoformat(), day=day.isoformat()),
                code="series_date",
            )
        period = period_of(self.restart, day)
        if period != self.period:
            self.period = period
            self.next_number = 1
        number = render(self.pattern, day, self.next_number)
        self.next_number += 1
        self.last_date = day
        return number


def period_of(restart: str, day: date) -> str:
    """The period in which a series counts on: a year, a month, or for ever."""
    if restart == "yearly":
        return f"{day.year:04d}"
    if restart == "monthly":
        return f"{day.year:04d}-{day.month:02d}"
    return "all"


def render(pattern: str, day: date, counter: int) -> str:
    """A pattern with its date and counter filled in; a counter wider than its ``#`` keeps all its digits."""
    filled = (
        pattern.replace("{yyyy}", f"{day.year:04d}")
        .replace("{yy}", f"{day.year % 100:02d}")
        .replace("{mm}", f"{day.month:02d}")
        .replace("{dd}", f"{day.day:02d}")
    )
    return _COUNTER.sub(lambda m: str(counter).zfill(len(m.group(1))), filled)


def check_pattern(pattern: str, restart: str) -> None:
    """Refuse a pattern that could give one number twice."""
    if len(_COUNTER.findall(pattern)) != 1:
        raise UserError(
            _("A number pattern needs one counter such as {{####}}; “{pattern}” has none or several.").format(
                pattern=pattern
            ),
            field="pattern",
        )
    has_year = "{yyyy}" in pattern or "{yy}" in pattern
    if (restart == "yearly" and not has_year) or (restart == "monthly" and not (has_year and "{mm}" in pattern)):
        raise UserError(
            _(
                "A series that starts again each year or month must show the year (and month) in its pattern, "
                "or two documents would get the same number."
            ),
            field="pattern",
        )


# name: pattern, restart, strict. Order and quotation numbers may skip; papers that others hold in hand may not.
DEFAULT_SERIES = {
    "order": ("SO-{yyyy}-{####}", "yearly", False),
    "quotation": ("QU-{yyyy}-{####}", "yearly", False),
    "customer": ("C-{#####}", "never", False),
    "shipment": ("SH-{yyyy}-{####}", "yearly", False),
    "payment": ("RC-{yyyy}-{####}", "yearly", True),
    "receipt": ("RE-{yyyy}-{####}", "yearly", True),
    "credit": ("CR-{yyyy}-{####}", "yearly", True),
    "refund": ("RF-{yyyy}-{####}", "yearly", True),
    "invoice": ("INV-{yyyy}-{####}", "yearly", True),
    "credit_note": ("CN-{yyyy}-{####}", "yearly", True),
}
