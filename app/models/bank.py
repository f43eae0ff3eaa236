"""Lines of bank and platform statements, what became of each, and who is known to pay for whom."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from peewee import IntegerField

from app.models.base import DayField, MomentField, Record, money, reference, text


class LineState(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    IGNORED = "ignored"


class BankStatement(Record):
    """One statement that was brought in: for which account of the office, what method its money came by, from which
    file, how many lines it has and how many of them were new."""

    kind: ClassVar[str] = "bank_statement"
    personal: ClassVar[frozenset[str]] = frozenset()

    account = text()
    method = text()
    source = text()
    lines = IntegerField(default=0)
    added = IntegerField(default=0)
    created_at = MomentField()
    created_by = reference("user", null=True)


class BankLine(Record):
    """One line of a statement: ``amount`` is gross, below zero where money went out; ``fee`` was kept of it.

    ``mark`` is the same for lines that say the same, ``twin`` counts truly equal ones of one statement from 0: account,
    mark and twin are unique, so that a statement met again adds nothing. A matched line has its payment; where that is
    voided later, the line is open again. An ignored one has a reason.
    """

    kind: ClassVar[str] = "bank_line"
    personal: ClassVar[frozenset[str]] = frozenset({"party", "party_account", "remark", "reason"})

    statement_id = reference("bank_statement", index=True)
    account = text()
    date = DayField()
    amount = money()
    fee = money()
    party = text()
    party_account = text()
    remark = text()
    bank_reference = text()
    business = text()
    progress = text()
    mark = text()
    twin = IntegerField(default=0)
    state = text(LineState.NEW)
    reason = text()
    customer_id = reference("customer", null=True)
    payment_id = reference("payment", null=True)
    decided_at = MomentField(null=True)
    decided_by = reference("user", null=True)

    class Meta:
        indexes = (
            (("account", "mark", "twin"), True),
            (("state", "date", "id"), False),
            (("payment_id",), False),
            (("customer_id",), False),
        )


class KnownPayer(Record):
    """Somebody whose money was confirmed to be a customer's: ``name`` or ``account`` as the statement wrote it."""

    kind: ClassVar[str] = "known_payer"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "account"})

    customer_id = reference("customer", index=True)
    name = text()
    account = text()
    times = IntegerField(default=1)
