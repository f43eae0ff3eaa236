"""The list of follow-ups, and one of them with what was said to its customer lately.

A follow-up is open while a next contact is planned that nobody has called done. It belongs to whoever is in charge of
the customer; where nobody is, to whoever noted it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.i18n import N_, ngettext
from app.models.actor import Actor, Permission
from app.models.base import connection, gone
from app.models.search_key import digits_of
from app.models.user import shown_name
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind, Row
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Filter, Part, Pill, day, flag, of_customer, of_person, one_of, pattern
from app.queries.pins import Pin, late_word
from app.queries.shapes import Flag, Money, load, one, require, select

RECENT = 6
"""Contacts of the customer that stand beside a follow-up."""

OPEN = "f.done = 0 AND f.next_date IS NOT NULL"
_CUSTOMERS = f"f.customer_id IN (SELECT id FROM customer WHERE search_key {LIKE})"
_TEXTS = f"f.said {LIKE} OR f.outcome {LIKE}"
_LAST = "(SELECT max(x.date) FROM follow_up x WHERE x.customer_id = f.customer_id)"
_LONG_AGO = ("2026-01-01", date(2026, 10, 1))


def search(term: str) -> Part:
    """Follow-ups whose customer (name, pinyin, phone …) or words hold the term."""
    wanted = pattern(term)
    digits = digits_of(term)
    if digits:
        return f"{_CUSTOMERS} OR {_CUSTOMERS} OR {_TEXTS}", (wanted, pattern(digits), wanted, wanted)
    return f"{_CUSTOMERS} OR {_TEXTS}", (wanted,) * 3


def _today(viewer: Actor) -> tuple[object, ...]:
    return (viewer.today().isoformat(),)


def _week(viewer: Actor) -> tuple[object, ...]:
    today = viewer.today()
    monday = today - timedelta(days=today.weekday())
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


_STATES = {
    "open": ("f.done = 0 AND f.next_date > ?", _today),
    "due": ("f.done = 0 AND f.next_date <= ?", _today),
    "done": ("f.done = 1", lambda _viewer: ()),
}
_KNOWN = one_of("state", N_("State"), "", words.states("follow_up"))


def _of_state(viewer: Actor, value: str) -> Part:
    _KNOWN.part(viewer, value)
    chosen = [_STATES[key.strip()] for key in value.split(",") if key.strip()]
    return " OR ".join(f"({sql})" for sql, _binds in chosen), tuple(v for _sql, binds in chosen for v in binds(viewer))


class _FollowUps(RecordList):
    """Says of an open follow-up whether it is due, which the day of the desk decides."""

    def rows(self, ids: Sequence[int], viewer: Actor | None = None) -> dict[int, Row]:
        found = super().rows(ids, viewer)
        if viewer is None:
            return found
        keys = [column.key for column in self.columns]
        state, due = keys.index("state"), keys.index("next_date")
        today = viewer.today().isoformat()
        for row in found.values():
            if row.values[state] == "open" and row.values[due] <= today:
                values = (*row.values[:state], "due", *row.values[state + 1 :])
                found[row.id] = replace(row, values=values)
        return found


def _reason(detail: Any, today: date) -> str:
    days = (today - date.fromisoformat(detail)).days
    return ngettext(
        "The contact was planned for {date}, {n} day ago.", "The contact was planned for {date}, {n} days ago.", days
    ).format(date=detail, n=days)


LATE = Pin(
    "overdue",
    N_("Overdue"),
    "state",
    lambda viewer: ("SELECT next_date date, id FROM follow_up WHERE done = 0 AND next_date < ?", _today(viewer)),
    lambda viewer: ("CASE WHEN f.done = 0 AND f.next_date < ? THEN f.next_date END", _today(viewer)),
    late_word,
    _reason,
    widest=_LONG_AGO,
)
_BY_DUE = (("next_date", False), ("outstanding", True))
DUE = Ask(filters=(("due", "yes"),), sort=_BY_DUE)
"""What is to be done today: due today or before."""

FOLLOW_UPS = _FollowUps(
    noun="follow-ups",
    title=words.NOUNS["follow-ups"],
    table="follow_up f",
    key="f.id",
    joins={
        # A walk along the days, with the customers looked up, leaves little to sort.
        "c": "CROSS JOIN customer c ON c.id = f.customer_id",
        "o": "LEFT JOIN sales_order o ON o.id = f.order_id",
        "u": "LEFT JOIN user u ON u.id = f.user_id",
        "w": "LEFT JOIN user w ON w.id = c.owner_id",
    },
    needs=Permission.SEE_FOLLOW_UPS,
    own="c.owner_id IS NULL OR c.owner_id = ?",
    default_sort=_BY_DUE,
    search=search,
    fields=(
        # What is not open comes after all that is.
        Field(
            Column("next_date", N_("Next contact"), Kind.DATE, 118),
            "f.next_date",
            ("(f.done OR f.next_date IS NULL)", "f.next_date"),
        ),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 146), "c.name", ("c.search_key", "f.date")),
        Field(Column("grade", N_("Grade"), Kind.TEXT, 52), "c.grade"),
        Field(
            Column("state", N_("State"), Kind.STATE, 92),
            f"CASE WHEN f.done THEN 'done' WHEN {OPEN} THEN 'open' ELSE '' END",
            ("(f.done OR f.next_date IS NULL)", "f.done", "f.next_date"),
        ),
        Field(Column("way", N_("Way"), Kind.TEXT, 58), "f.way"),
        Field(Column("stage", N_("Stage"), Kind.TEXT, 74), "f.stage"),
        Field(Column("said", N_("What was said"), Kind.TEXT, 170, sortable=False), "f.said"),
        Field(Column("outcome", N_("Outcome"), Kind.TEXT, 86), "f.outcome"),
        Field(
            Column("outstanding", N_("Outstanding"), Kind.MONEY, 104), "c.outstanding", ("c.outstanding", "c.revenue")
        ),
        Field(Column("owner", N_("In charge"), Kind.TEXT, 74), shown_name("w")),
        Field(Column("last_contact", N_("Last contact"), Kind.DATE, 100), _LAST),
        Field(Column("date", N_("Noted on"), Kind.DATE, 100, shown=False), "f.date"),
        Field(Column("user", N_("By"), Kind.TEXT, 120, shown=False), shown_name("u")),
        Field(Column("order", N_("Order"), Kind.NUMBER, 140, shown=False), "o.number"),
        Field(Column("phone", N_("Phone"), Kind.TEXT, 130, shown=False), "c.phone"),
        Field(Column("revenue", N_("Revenue"), Kind.MONEY, 108, shown=False), "c.revenue"),
        Field(Column("last_order_date", N_("Last order"), Kind.DATE, 100, shown=False), "c.last_order_date"),
        Field(Column("done", N_("Done"), Kind.FLAG, 70, shown=False), "f.done"),
    ),
    filters=(
        of_customer("f.customer_id"),
        Filter("state", N_("State"), "choice", _of_state, _KNOWN.values),
        flag("open", N_("Open"), OPEN),
        flag("due", N_("Due"), "f.done = 0 AND f.next_date <= ?", _today),
        flag("due_today", N_("Due today"), "f.done = 0 AND f.next_date = ?", _today),
        flag("overdue", N_("Overdue"), "f.done = 0 AND f.next_date < ?", _today),
        flag("this_week", N_("This week"), "f.done = 0 AND f.next_date BETWEEN ? AND ?", _week),
        flag(
            "mine",
            N_("Mine"),
            "coalesce(c.owner_id, f.user_id) = ?",
            lambda viewer: (viewer.user_id,),
        ),
        of_person("owner", N_("In charge"), "c.owner_id"),
        flag("done", N_("Done"), "f.done = 1"),
        day("from", N_("From"), "f.date >= ?"),
        day("to", N_("To"), "f.date <= ?"),
        day("next_from", N_("Next from"), "f.next_date >= ?"),
        day("next_to", N_("Next to"), "f.next_date <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("due", N_("Due"), DUE),
        Pill("due_today", N_("Due today"), Ask(filters=(("due_today", "yes"),), sort=_BY_DUE)),
        Pill("overdue", N_("Overdue"), Ask(filters=(("overdue", "yes"),), sort=_BY_DUE)),
        Pill("this_week", N_("This week"), Ask(filters=(("this_week", "yes"),), sort=_BY_DUE)),
        Pill("mine", N_("Mine"), Ask(filters=(("open", "yes"), ("mine", "yes")), sort=_BY_DUE)),
    ),
    facts=(
        ("owner_id", "c.owner_id"),
        ("planned", f"({OPEN})"),
        ("active", "c.active"),
        ("merged", "c.merged_into_id IS NOT NULL"),
    ),
    allow=lambda viewer, facts: allowed.actions(allowed.follow_up(viewer, facts)),
    pins=(LATE,),
)


@dataclass(frozen=True)
class Contact:
    """A contact with the customer, as it is told beside others."""

    id: int
    date: str
    way: str
    said: str
    outcome: str
    next_date: str | None
    done: Flag
    user: str | None


@dataclass(frozen=True)
class FollowUpDetail:
    """One follow-up, its customer, and what was said to the customer lately; ``customer_note`` is the customer's."""

    id: int
    customer_id: int
    customer: str
    code: str
    grade: str
    owner: str | None
    phone: str
    wechat: str
    customer_note: str
    outstanding: Money
    balance: Money
    orders: int
    last_order_date: str | None
    date: str
    way: str
    said: str
    stage: str
    outcome: str
    next_date: str | None
    done: Flag
    user: str | None
    order_id: int | None
    order: str | None
    contacts: tuple[Contact, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


_FOLLOW_UP = (
    select(
        FollowUpDetail,
        "f",
        customer="c.name",
        code="c.code",
        grade="c.grade",
        owner=shown_name("w"),
        phone="c.phone",
        wechat="c.wechat",
        customer_note="c.note",
        outstanding="c.outstanding",
        balance="c.balance",
        orders="c.orders",
        last_order_date="c.last_order_date",
        user=shown_name("u"),
        order="o.number",
    )
    + " FROM follow_up f JOIN customer c ON c.id = f.customer_id LEFT JOIN sales_order o ON o.id = f.order_id "
    "LEFT JOIN user u ON u.id = f.user_id LEFT JOIN user w ON w.id = c.owner_id WHERE f.id = ?"
)
_CONTACTS = (
    select(Contact, "f", user=shown_name("u"))
    + " FROM follow_up f LEFT JOIN user u ON u.id = f.user_id WHERE f.customer_id = ? "
    "ORDER BY f.date DESC, f.id DESC LIMIT ?"
)
_FACTS = (
    f"SELECT c.owner_id, ({OPEN}), c.active, c.merged_into_id IS NOT NULL FROM follow_up f "
    "JOIN customer c ON c.id = f.customer_id WHERE f.id = ?"
)


def follow_up(viewer: Actor, follow_up_id: int) -> FollowUpDetail:
    """One follow-up as this viewer may see it. Raises NotFound, NotAllowed."""
    require(FOLLOW_UPS, viewer, follow_up_id, "follow_up")
    key = (follow_up_id,)
    names = (name for name, _sql in FOLLOW_UPS.facts)
    reasons = allowed.follow_up(viewer, dict(zip(names, next(connection().execute(_FACTS, key)), strict=True)))
    return one(
        FollowUpDetail,
        _FOLLOW_UP,
        key,
        contacts=load(Contact, _CONTACTS, (customer_of(follow_up_id), RECENT)),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )


def customer_of(follow_up_id: int) -> int:
    """The id of the customer whom a follow-up is about. Raises NotFound."""
    row = connection().execute("SELECT customer_id FROM follow_up WHERE id = ?", (follow_up_id,)).fetchone()
    if row is None:
        raise gone("no_follow_up")
    return int(row[0])
