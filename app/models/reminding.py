"""Which orders of a customer are overdue, which of them a reminder leaves out, and in which tone the next one is.

An order on hold, or one of which a return or an allowance waits for a decision, is in dispute: nobody is reminded of
it. The tone rises by one from reminder to reminder, and begins anew once everything is paid that was due at the last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import apsw

from app.i18n import N_

TONES: tuple[tuple[str, str], ...] = (
    ("friendly", N_("Friendly")),
    ("firm", N_("Firm")),
    ("final", N_("Final")),
)
"""The tones from the mildest on, with their words."""

AS_NEXT = "next"
"""Stands for the tone that is next for a customer."""

DAYS_TO_PAY: Mapping[str, int] = {"friendly": 10, "firm": 7, "final": 5}
DAYS_SETTING = "reminders.days.{tone}"
"""In how many days a reminder asks for the money, and the setting of the book that says otherwise."""

REST_DAYS = 7
REST_SETTING = "reminders.rest"
"""Who was reminded less than so many days ago is reminded again only if asked for; and the setting of the book that
says otherwise."""

HELD, RETURNING = "held", "returning"
LEFT_OUT: Mapping[str, str] = {
    HELD: N_("on hold"),
    RETURNING: N_("a return is being decided"),
}
"""Why an overdue order is left out of a reminder."""

_INVOICES = (
    "(SELECT group_concat(number, ', ') FROM (SELECT DISTINCT i.number FROM invoice_line n JOIN invoice i "
    "ON i.id = n.invoice_id WHERE n.order_id = o.id AND i.state = 'issued' AND i.document_type = 'invoice' "
    "ORDER BY i.number))"
)
_STATE = (
    f"CASE WHEN o.hold THEN '{HELD}' WHEN EXISTS(SELECT 1 FROM credit r WHERE r.order_id = o.id "
    f"AND r.state = 'requested') THEN '{RETURNING}' ELSE '' END"
)
_ORDERS = (
    f"SELECT o.id, o.number, o.date, o.due_date, o.total, o.outstanding, {_INVOICES}, {_STATE} FROM sales_order o "
    "WHERE o.customer_id = ? AND o.outstanding > 0 ORDER BY o.due_date IS NULL, o.due_date, o.id"
)
_LAST = (
    "SELECT date, tone FROM customer_letter WHERE customer_id = ? AND letter_kind = 'reminder' AND date <= ? "
    "AND state = 'made' ORDER BY date DESC, id DESC LIMIT 1"
)


@dataclass(frozen=True)
class OpenOrder:
    """An order that owes something; amounts are minor units.

    ``late_days`` is 0 while it is not overdue; ``left_out`` is a key of ``LEFT_OUT``, empty for one that a reminder
    names.
    """

    order_id: int
    number: str
    date: str
    due_date: str | None
    total: int
    owed: int
    late_days: int
    invoices: str
    left_out: str

    @property
    def reminded(self) -> bool:
        """Whether a reminder names it."""
        return self.late_days > 0 and not self.left_out


@dataclass(frozen=True)
class LastReminder:
    """When a customer was reminded last, and in which tone."""

    date: str
    tone: str


@dataclass(frozen=True)
class Owing:
    """What one customer owes on a day: open orders (the oldest due first), money paid ahead, reminders.

    ``tone`` is the one that the next reminder should have.
    """

    customer_id: int
    name: str
    day: str
    orders: tuple[OpenOrder, ...]
    ahead: int
    last: LastReminder | None
    tone: str

    @property
    def reminded(self) -> tuple[OpenOrder, ...]:
        """The orders that a reminder names."""
        return tuple(order for order in self.orders if order.reminded)

    @property
    def total(self) -> int:
        """What a reminder asks for, in minor units."""
        return sum(order.owed for order in self.reminded)

    @property
    def left_out(self) -> tuple[OpenOrder, ...]:
        """The overdue orders that a reminder does not name."""
        return tuple(order for order in self.orders if order.late_days > 0 and order.left_out)


def owing_on(link: apsw.Connection, customer_id: int, day: date) -> Owing:
    """What a customer owes on a day at the desk, by one connection to the book."""
    name, balance = link.execute("SELECT name, balance FROM customer WHERE id = ?", (customer_id,)).fetchall()[0]
    orders = tuple(
        OpenOrder(row[0], row[1], row[2], row[3], row[4], row[5], _late(row[3], day), row[6] or "", row[7])
        for row in link.execute(_ORDERS, (customer_id,))
    )
    row = link.execute(_LAST, (customer_id, day.isoformat())).fetchone()
    last = LastReminder(str(row[0]), str(row[1])) if row is not None else None
    return Owing(customer_id, str(name), day.isoformat(), orders, int(str(balance)), last, next_tone(last, orders, day))


def _late(due: Any, day: date) -> int:
    return max(0, (day - date.fromisoformat(due)).days) if due else 0


def next_tone(last: LastReminder | None, orders: tuple[OpenOrder, ...], day: date) -> str:
    """The tone of the next reminder: one above the last, if something is open still that was overdue then.

    On the day of a reminder it is the same one still.
    """
    keys = [key for key, _word in TONES]
    if last is not None and last.date == day.isoformat():
        return last.tone
    if last is None or not any(o.reminded and (o.due_date or "") < last.date for o in orders):
        return keys[0]
    return keys[min(keys.index(last.tone) + 1, len(keys) - 1)]


def rest_days(link: apsw.Connection) -> int:
    """How many days a customer is given after a reminder before the next one goes without asking."""
    row = link.execute("SELECT value FROM setting WHERE name = ?", (REST_SETTING,)).fetchone()
    return REST_DAYS if row is None else int(json.loads(str(row[0])))


def days_to_pay(link: apsw.Connection, tone: str) -> int:
    """In how many days a reminder in this tone asks for the money."""
    row = link.execute("SELECT value FROM setting WHERE name = ?", (DAYS_SETTING.format(tone=tone),)).fetchone()
    return DAYS_TO_PAY[tone] if row is None else int(json.loads(str(row[0])))
