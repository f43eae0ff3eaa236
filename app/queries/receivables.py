"""What each customer owes today or owed on any day before, by how long it was overdue, and when it may be expected.

Today's figures are those kept with the orders; a day that has passed is put together from the ledger. Either way the
last column is the customer's account on that day: the sum of its ledger.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from app.errors import UserError
from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.reminding import rest_days
from app.models.user import shown_name
from app.queries import customers
from app.queries.columns import Ask, Column, Kind, Row, Totals
from app.queries.engine import Field, RecordList
from app.queries.filters import Filter, Part, Pill, flag, of_person, text
from app.queries.ledger_days import accounts, owed_by_orders
from app.queries.pins import Pin
from app.queries.rhythm import Rhythm, rhythms, usual_days
from app.queries.saved_views import ListView

_AHEAD = 400
"""Of how many rows the rhythm is read together with the ids; that of further ones when they come into sight."""

KINDS = frozenset(
    {"customer", "order", "payment", "allocation", "refund", "credit", "write_off", "follow_up", "customer_letter"}
)
"""The records whose change may change a figure."""

BUCKETS: tuple[tuple[str, str], ...] = (
    ("not_due", N_("Not due")),
    ("days_30", N_("1–30 days")),
    ("days_60", N_("31–60 days")),
    ("days_90", N_("61–90 days")),
    ("older", N_("Over 90 days")),
)
"""How long something is overdue, in the order of growing trouble."""

_THEIRS = "g.customer_id IN (SELECT value FROM json_each(?1))"
"""Narrows the ledger down to the customers of a page of rows."""


def bucket_ends(day: date) -> tuple[str, ...]:
    """The four days before which something was due that stands in the second, third … bucket (ISO dates)."""
    return tuple((day - timedelta(days=d)).isoformat() for d in (0, 30, 60, 90))


def bucket_conditions(day: date, due: str) -> dict[str, str]:
    """For each bucket the SQL by which something due on ``due`` belongs to it on a day."""
    now, month, second, third = bucket_ends(day)
    return {
        "not_due": f"({due} IS NULL OR {due} >= '{now}')",
        "days_30": f"({due} < '{now}' AND {due} >= '{month}')",
        "days_60": f"({due} < '{month}' AND {due} >= '{second}')",
        "days_90": f"({due} < '{second}' AND {due} >= '{third}')",
        "older": f"({due} < '{third}')",
    }


def open_orders(day: date, *, now: bool, whose: str = "") -> str:
    """The SELECT of ``customer_id, order_id, date, due_date, owed`` of every order that owes something on a day.

    ``now`` takes what is kept with the orders instead of the ledger; ``whose`` narrows the ledger lines ``g`` down.
    """
    if now:
        return (
            "SELECT customer_id, id order_id, date, due_date, outstanding owed FROM sales_order "
            "INDEXED BY sales_order_open WHERE outstanding <> 0"
        )
    return (
        f"SELECT s.customer_id, s.order_id, o.date, o.due_date, s.owed FROM ({owed_by_orders(day, whose)}) s "
        "JOIN sales_order o ON o.id = s.order_id"
    )


def _debts(day: date, *, now: bool, whose: str = "") -> str:
    sums = ", ".join(
        f"sum(iif(owed > 0 AND {condition}, owed, 0)) {key}"
        for key, condition in bucket_conditions(day, "due_date").items()
    )
    return (
        f"LEFT JOIN (SELECT customer_id, {sums}, sum(min(0, owed)) overpaid, sum(owed) owed, "
        "min(iif(owed > 0, date, NULL)) oldest, min(iif(owed > 0, due_date, NULL)) oldest_due, "
        f"sum(owed > 0) orders FROM ({open_orders(day, now=now, whose=whose)}) GROUP BY customer_id) d "
        "ON d.customer_id = c.id"
    )


def _past(day: date, whose: str = "") -> dict[str, str]:
    return {
        "d": _debts(day, now=False, whose=whose),
        "l": f"LEFT JOIN ({accounts(day, whose)}) l ON l.customer_id = c.id",
    }


def _money(key: str, title: str, sql: str, width: int = 110, *, shown: bool = True) -> Field:
    return Field(Column(key, title, Kind.MONEY, width, shown=shown, total=True), sql)


@dataclass(eq=False)
class Accounts(RecordList):
    """A list whose pages read the ledger of their own customers only, and leave ``usual`` to ``rhythms``."""

    usual: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)
    """The joins that a page of rows reads in another way, by their aliases."""

    def _page(self, viewer: Actor | None, pins: tuple[Pin, ...]) -> Part:
        sql, bound = super()._page(viewer, pins)
        own = sql.replace(self.usual, "NULL")
        for alias, join in self.theirs.items():
            own = own.replace(self.joins[alias], join)
        return own.replace("json_each(?)", "json_each(?1)"), bound

    def all_rows(self, viewer: Actor, ask: Ask) -> dict[int, Row]:
        """Every row that answers, in order: adding them all up once is quicker than once for ids and once for rows."""
        where, values = self.where(viewer, ask)
        order = self.order_by(self.sorting(viewer, ask))
        wanted = self.wanted(()).replace(self.usual, "NULL")
        sql = f"SELECT {wanted} FROM {self.source(self.table, wanted + where + order)}{where} ORDER BY {order}"
        return self.made(connection().execute(sql, values), viewer, ())

    def counts(self, viewer: Actor, pills: Sequence[Pill] | None = None) -> dict[str, int]:
        """The live counts of views by key: all in one pass but for those that search a word."""
        views = [pill for pill in (self.pills if pills is None else pills) if pill.counted]
        found = super().counts(viewer, [pill for pill in views if pill.ask.search])
        asked: dict[str, list[Part]] = {}
        for pill in views:
            if not pill.ask.search:
                with suppress(UserError):
                    asked[pill.key] = list(self.narrowed(viewer, pill.ask))
        if not asked:
            return found
        counted = ", ".join(
            f"count(CASE WHEN {' AND '.join(f'({sql})' for sql, _v in parts) or '1'} THEN 1 END)"
            for parts in asked.values()
        )
        with suppress(UserError):
            where, _own = self.where(viewer, Ask())
            # The first value is the viewer's, whether the condition of own records names it or not.
            sql = f"SELECT ?1, {counted} FROM {self.source(self.table, where + counted)}{where}"
            values = (viewer.user_id, *(v for parts in asked.values() for _sql, vs in parts for v in vs))
            found.update(zip(asked, next(connection().execute(sql, values))[1:], strict=True))
        return found


@lru_cache(maxsize=8)
def receivables_at(day: date, *, now: bool) -> Accounts:
    """The list as of a day; ``now`` with the figures that are kept, which are those of today."""
    today = day.isoformat()
    account = "coalesce(d.owed, 0) - c.balance" if now else "coalesce(l.account, 0)"
    ahead = "-c.balance" if now else "coalesce(l.account, 0) - coalesce(d.owed, 0)"
    overdue = "coalesce(d.days_30 + d.days_60 + d.days_90 + d.older, 0)"
    usual = usual_days("c.id", day)
    waiting = f"CAST(julianday('{today}') - julianday(d.oldest) AS INTEGER)"
    late = f"CAST(julianday('{today}') - julianday(d.oldest_due) AS INTEGER)"
    reminded = _reminded(today)
    last = f"(SELECT max(x.date) {reminded})"
    tone = f"(SELECT x.tone {reminded} ORDER BY x.date DESC, x.id DESC LIMIT 1)"
    room = f"c.credit_limit - ({account})"
    joins = {"u": "LEFT JOIN user u ON u.id = c.owner_id", **({"d": _debts(day, now=True)} if now else _past(day))}
    return Accounts(
        noun="receivables",
        title=N_("Receivables"),
        table="customer c",
        key="c.id",
        joins=joins,
        needs=Permission.SEE_MONEY,
        own="c.id IN (SELECT id FROM customer WHERE owner_id = ?1 UNION "
        "SELECT customer_id FROM sales_order WHERE salesperson_id = ?1)",
        base="c.outstanding <> 0 OR c.debt <> 0 OR c.balance <> 0" if now else f"{account} <> 0 OR d.owed IS NOT NULL",
        default_sort=(("overdue", True),),
        search=customers.search,
        fields=(
            Field(Column("number", N_("Code"), Kind.NUMBER, 88), "c.code"),
            Field(Column("name", N_("Customer"), Kind.TEXT, 190), "c.name", ("c.search_key",)),
            _money("account", N_("Account"), account, 116),
            _money("overdue", N_("Overdue"), overdue, 112),
            Field(Column("reminded_on", N_("Last reminded"), Kind.DATE, 108), last),
            Field(Column("reminder_tone", N_("Tone"), Kind.STATE, 100), tone),
            *(_money(key, title, f"coalesce(d.{key}, 0)", 104) for key, title in BUCKETS),
            _money("overpaid", N_("Overpaid"), "coalesce(d.overpaid, 0)", shown=False),
            _money("ahead", N_("Paid ahead"), ahead, 104),
            Field(Column("orders", N_("Open orders"), Kind.COUNT, 84, shown=False, total=True), "d.orders"),
            Field(Column("oldest_due", N_("Oldest due date"), Kind.DATE, 112, shown=False), "d.oldest_due"),
            Field(Column("late_days", N_("Days late"), Kind.COUNT, 84), f"iif({late} > 0, {late}, NULL)"),
            Field(Column("usual_days", N_("Usually pays after days"), Kind.COUNT, 110, shown=False), usual),
            Field(Column("waiting_days", N_("Now day"), Kind.COUNT, 80, shown=False), waiting),
            Field(Column("expected", N_("Expected"), Kind.DATE, 100), f"date(d.oldest, '+' || {usual} || ' days')"),
            Field(Column("credit_limit", N_("Credit limit"), Kind.MONEY, 110, shown=False), "c.credit_limit"),
            Field(Column("room", N_("Left of the limit"), Kind.MONEY, 116, shown=False), room),
            Field(
                Column("owner", N_("In charge"), Kind.TEXT, 120, shown=False),
                shown_name("u"),
            ),
            Field(Column("phone", N_("Phone"), Kind.TEXT, 124, shown=False), "c.phone"),
            Field(Column("email", N_("E-mail"), Kind.TEXT, 180, shown=False), "c.email"),
        ),
        filters=(
            flag("overdue_now", N_("Overdue"), f"{overdue} > 0"),
            flag("very_late", N_("Over 90 days"), "coalesce(d.older, 0) > 0"),
            flag("unusual", N_("Later than usual"), f"{waiting} > {usual}"),
            flag("above_limit", N_("Above the credit limit"), f"{room} < 0"),
            flag(
                "to_remind",
                N_("To remind"),
                f"{overdue} > 0 AND coalesce({last}, '') <= ?",
                lambda _viewer: _rested(day),
            ),
            flag("never_reminded", N_("Not reminded yet"), f"{overdue} > 0 AND {last} IS NULL"),
            of_person("owner", N_("In charge"), "c.owner_id"),
            text("region", N_("Region"), "c.region", "regions"),
        ),
        pills=(
            Pill("all", N_("All"), Ask()),
            Pill("overdue", N_("Overdue"), Ask(filters=(("overdue_now", "yes"),))),
            Pill("very_late", N_("Over 90 days"), Ask(filters=(("very_late", "yes"),), sort=(("older", True),))),
            Pill("unusual", N_("Later than usual"), Ask(filters=(("unusual", "yes"),), sort=(("late_days", True),))),
            Pill("to_remind", N_("To remind"), Ask(filters=(("to_remind", "yes"),), sort=(("overdue", True),))),
            Pill("above_limit", N_("Above the credit limit"), Ask(filters=(("above_limit", "yes"),))),
        ),
        facts=(("owes", "coalesce(d.orders, 0) > 0"), ("overdue", f"{overdue} > 0")),
        allow=_allow,
        usual=usual,
        theirs={} if now else _past(day, _THEIRS),
    )


def _reminded(today: str) -> str:
    """The reminders of a customer that count, as they stood on a day."""
    return (
        "FROM customer_letter x WHERE x.customer_id = c.id AND x.letter_kind = 'reminder' AND x.state = 'made' "
        f"AND x.date <= '{today}'"
    )


def _rested(day: date) -> tuple[object, ...]:
    """The last day of a reminder after which the next one went without asking on a day."""
    return ((day - timedelta(days=rest_days(connection()))).isoformat(),)


def _allow(viewer: Actor, facts: Mapping[str, Any]) -> frozenset[str]:
    found = {"statement"}
    if facts["owes"] and viewer.may(Permission.SEE_ORDERS):
        found.add("show_owing_orders")
    if facts["overdue"]:
        found.add("remind")
    if viewer.may(Permission.RECORD_PAYMENTS):
        found.add("record_payment")
    return frozenset(found)


def _with_rhythm(row: Row, known: Rhythm | None, day: date) -> Row:
    if known is None:
        return row
    values = list(row.values)
    values[_USUAL] = known.days
    if values[_WAITING] is not None:
        values[_EXPECTED] = known.expected(day - timedelta(days=values[_WAITING])).isoformat()
    return replace(row, values=tuple(values))


_PLACES = {c.key: place for place, c in enumerate(receivables_at(date(2000, 1, 1), now=True).columns)}
_USUAL, _WAITING, _EXPECTED = (_PLACES[key] for key in ("usual_days", "waiting_days", "expected"))


@dataclass(frozen=True)
class _Kept:
    """Rows that were read together with their ids; those of ``whole`` know the customer's rhythm."""

    records: RecordList
    viewer: Actor
    rows: Mapping[int, Row]
    whole: frozenset[int]


class Receivables:
    """The list over a day that can be chosen; ``day`` None is always today.

    It answers as ``RecordList`` does; rows, ids and totals are of the same day as long as ``day`` is left alone.
    """

    kinds = KINDS

    def __init__(self, day: date | None = None) -> None:
        self.day = day
        model = receivables_at(date(2000, 1, 1), now=True)
        self.noun, self.title = model.noun, model.title
        self.columns, self.pills, self.pins = model.columns, model.pills, model.pins
        self.default_sort = model.default_sort
        self.narrowing: dict[str, Filter] = model.narrowing
        self.of_column: dict[str, Filter] = model.of_column
        self._kept: _Kept | None = None

    def at(self, viewer: Actor) -> Accounts:
        """The list as of the chosen day."""
        day = self._day(viewer)
        return receivables_at(day, now=day == viewer.today())

    def _day(self, viewer: Actor) -> date:
        today = viewer.today()
        return min(self.day or today, today)

    def quick(self, _viewer: Actor, _ask: Ask) -> bool:
        """Every account is put together first, so never."""
        return False

    def first(self, viewer: Actor, ask: Ask, _limit: int = 400) -> array[int]:
        """The ids of all rows: putting the first together costs as much."""
        return self.at(viewer).ids(viewer, ask)

    def ids(self, viewer: Actor, ask: Ask) -> array[int]:
        """The ids of all rows, in order. Their figures are kept: a page of them is wanted at once."""
        records = self.at(viewer)
        rows = records.all_rows(viewer, ask)
        ids = array("q", rows)
        ahead = ids[:_AHEAD]
        self._kept = _Kept(records, viewer, {**rows, **self._with_rhythms(viewer, ahead, rows)}, frozenset(ahead))
        return ids

    def rows(self, ids: Sequence[int], viewer: Actor | None = None) -> dict[int, Row]:
        """The rows with these ids. Somebody has to look at them: today depends on it."""
        assert viewer is not None
        records, kept = self.at(viewer), self._kept
        if kept is None or kept.records is not records or kept.viewer != viewer or any(i not in kept.rows for i in ids):
            return self._with_rhythms(viewer, ids, records.rows(ids, viewer))
        found = {i: kept.rows[i] for i in ids}
        found.update(self._with_rhythms(viewer, [i for i in ids if i not in kept.whole], found))
        return found

    def _with_rhythms(self, viewer: Actor, ids: Sequence[int], rows: Mapping[int, Row]) -> dict[int, Row]:
        day = self._day(viewer)
        known = rhythms(ids, day) if ids else {}
        return {i: _with_rhythm(rows[i], known.get(i), day) for i in ids if i in rows}

    def totals(self, viewer: Actor, ask: Ask) -> Totals:
        """How many rows there are and what they come to."""
        return self.at(viewer).totals(viewer, ask)

    def totals_of(self, viewer: Actor, ids: Sequence[int]) -> Totals:
        """What these rows come to."""
        return self.at(viewer).totals_of(viewer, ids)

    def counts(self, viewer: Actor, pills: Sequence[Pill] | None = None) -> dict[str, int]:
        """How many customers each view holds."""
        return self.at(viewer).counts(viewer, pills)

    def problems(self, viewer: Actor, ask: Ask) -> int:
        """None of its rows has a problem of its own."""
        return self.at(viewer).problems(viewer, ask)

    def views(self, viewer: Actor) -> tuple[ListView, ...]:
        """The views that people saved."""
        return self.at(viewer).views(viewer)

    def hides(self, viewer: Actor, column: str) -> bool:
        """Whether the values of a column are kept from this viewer."""
        return self.at(viewer).hides(viewer, column)
