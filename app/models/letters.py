"""Letters to customers that are no documents of their own number: reminders of what is owed, statements of account."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from app.models.base import DayField, MomentField, Record, money, reference, text


class LetterKind(StrEnum):
    REMINDER = "reminder"
    STATEMENT = "statement"


class LetterState(StrEnum):
    MADE = "made"
    WITHDRAWN = "withdrawn"


class CustomerLetter(Record):
    """One letter as it was made; it never changes, and is at most withdrawn, with a reason.

    A reminder has a ``tone``, the day ``pay_by``, and ``amount`` is what it asks for; ``orders`` and ``invoices`` are
    the numbers that it names. A statement has its days ``first_day`` to ``last_day``, and ``amount`` is what is owed
    after them. ``sent_as`` is paper or text. ``content`` is what it says, as JSON; it is empty once the person it was
    written to is erased, and only then its file may go.
    """

    kind: ClassVar[str] = "customer_letter"
    personal: ClassVar[frozenset[str]] = frozenset({"content", "reason"})

    customer_id = reference("customer")
    letter_kind = text(LetterKind.REMINDER)
    tone = text()
    date = DayField()
    first_day = DayField(null=True)
    last_day = DayField(null=True)
    amount = money()
    pay_by = DayField(null=True)
    orders = text()
    invoices = text()
    language = text()
    sent_as = text("paper")
    content = text()
    content_hash = text()
    state = text(LetterState.MADE)
    reason = text()
    withdrawn_on = DayField(null=True)
    made_at = MomentField()
    made_by = reference("user", null=True)

    class Meta:
        indexes = ((("customer_id", "letter_kind", "date"), False),)
