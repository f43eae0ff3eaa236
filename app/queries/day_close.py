"""Closing a day: what its money should be, what is still open at its end, and the days that were closed before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import StockPolicy
from app.models.day_money import DayMoney, LastClose, day_money, last_close
from app.models.day_sheet import STOCK, DaySheet, OpenThing, StepFound, steps_of
from app.models.papers import is_kept, kept_bytes
from app.models.user import shown_name
from app.queries.check_documents import find_gaps
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Pill, day, flag, of_person, pattern
from app.queries.history import HistoryEntry, history
from app.queries.invoicing import REQUESTS
from app.queries.lists import LISTS
from app.queries.shapes import Money, one, require, select

OLD_DRAFT = 3
"""Days after which a draft counts as old."""
SHOWN = 100
"""Things that a step shows; the others are in the list that it opens."""

STEP_TITLES = {
    "paid_not_shipped": N_("Paid, not shipped"),
    "shipped_not_paid": N_("Shipped, not paid"),
    "refunds": N_("Promised refunds"),
    "requests": N_("Invoices asked for"),
    "drafts": N_("Old drafts"),
    STOCK: N_("Stock differences"),
    "gaps": N_("Missing numbers"),
}
"""What the steps are called, on the screen and on paper."""

DAY_CLOSES = RecordList(
    noun="day-closes",
    title=N_("Closed days"),
    table="day_close d",
    key="d.id",
    joins={"u": "LEFT JOIN user u ON u.id = d.closed_by"},
    needs=Permission.CLOSE_DAY,
    default_sort=(("date", True),),
    search=lambda term: (f"d.date {LIKE} OR d.note {LIKE}", (pattern(term), pattern(term))),
    fields=(
        Field(Column("date", N_("Closed day"), Kind.DATE, 112), "d.date"),
        Field(Column("expected", N_("By the book"), Kind.MONEY, 124), "d.expected"),
        Field(Column("counted", N_("Counted amount"), Kind.MONEY, 124), "d.counted"),
        Field(Column("difference", N_("Difference"), Kind.MONEY, 124, total=True), "d.difference"),
        Field(Column("open_count", N_("Left open"), Kind.COUNT, 96), "d.open_count"),
        Field(Column("person", N_("Signed by"), Kind.TEXT, 140), shown_name("u")),
        Field(Column("closed_at", N_("Signed at"), Kind.MOMENT, 150), "d.closed_at"),
        Field(Column("note", N_("Note"), Kind.TEXT, 220, sortable=False), "d.note"),
    ),
    filters=(
        day("from", N_("From"), "d.date >= ?"),
        day("to", N_("To"), "d.date <= ?"),
        flag("differing", N_("With a difference"), "d.difference <> 0"),
        of_person("person", N_("Signed by"), "d.closed_by"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("differing", N_("With a difference"), Ask(filters=(("differing", "yes"),))),
    ),
    facts=(("closed", "1"),),
    allow=lambda _viewer, _facts: frozenset({"print_day_sheet"}),
)


@dataclass(frozen=True)
class Step:
    """A step that lists records: the list with what is asked of it, its page, and which columns say what."""

    records: RecordList
    ask: Callable[[date], Ask]
    page: str
    kind: str
    number: str = "number"
    dated: str = "date"
    amount: str = "amount"
    through: str = ""
    """Where the records have no page of their own: the query of id and the record of ``kind`` that they belong to."""


def _asked(*filters: tuple[str, str], sort: str) -> Callable[[date], Ask]:
    return lambda _day: Ask(filters=filters, sort=((sort, False),))


LISTED: dict[str, Step] = {
    "paid_not_shipped": Step(
        LISTS["orders"],
        _asked(("collection", "paid,overpaid"), ("delivery", "waiting,partly_shipped"), sort="date"),
        "orders",
        "order",
        amount="paid",
    ),
    "shipped_not_paid": Step(
        LISTS["orders"],
        _asked(("collection", "unpaid,partly_paid"), ("delivery", "shipped,signed_for"), sort="date"),
        "orders",
        "order",
        amount="outstanding",
    ),
    "refunds": Step(
        LISTS["refunds"],
        _asked(("state", "requested,approved"), sort="requested_on"),
        "refunds",
        "refund",
        dated="requested_on",
    ),
    "requests": Step(
        REQUESTS,
        _asked(("state", "requested"), sort="requested_on"),
        "invoices",
        "order",
        number="order",
        dated="requested_on",
        through="SELECT id, order_id FROM invoice_request WHERE id IN (SELECT value FROM json_each(?))",
    ),
    "drafts": Step(
        LISTS["orders"],
        lambda day: Ask(
            filters=(("state", "draft"), ("to", (day - timedelta(days=OLD_DRAFT)).isoformat())),
            sort=(("date", False),),
        ),
        "orders",
        "order",
        amount="total",
    ),
}
"""The steps that come from lists, by key."""


@dataclass(frozen=True)
class Shown:
    """What a step found, with the customer of each thing, or what is wrong with it, for the screen only."""

    found: StepFound
    about: tuple[str, ...]


@dataclass(frozen=True)
class DayCheck:
    """A day that is to be closed: the one closed before it, its money, and what its steps found.

    ``gaps`` are not among them: see ``missing_numbers``.
    """

    day: date
    last: LastClose | None
    money: DayMoney
    shown: dict[str, Shown]
    keeps_stock: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The steps of this book after the money, in order."""
        return steps_of(keeps_stock=self.keeps_stock)


def day_to_close(viewer: Actor) -> date | None:
    """The day that is to be closed now: today, unless it is closed already."""
    today = viewer.today()
    return today if closed_on(today) is None else None


def closed_on(day: date) -> int | None:
    """The id of the close of a day; None while it is not closed."""
    row = connection().execute("SELECT id FROM day_close WHERE date = ?", (day.isoformat(),)).fetchone()
    return int(row[0]) if row is not None else None


def day_check(viewer: Actor, day: date) -> DayCheck:
    """What the steps of closing a day show, without the numbers. Takes a moment in a large book."""
    last = last_close(connection())
    keeps = connection().execute("SELECT stock_policy FROM company WHERE id = 1").get == StockPolicy.KEPT
    shown = {key: _listed(viewer, key, step, day) for key, step in LISTED.items()}
    if keeps:
        shown[STOCK] = _stock()
    return DayCheck(day, last, day_money(connection(), day, last), shown, keeps)


def _listed(viewer: Actor, key: str, step: Step, day: date) -> Shown:
    records, ask = step.records, step.ask(day)
    at = {column.key: number for number, column in enumerate(records.columns)}
    totals = records.totals(viewer, ask)
    ids = records.first(viewer, ask, SHOWN)
    rows = records.rows(ids, viewer)
    belongs = dict(connection().execute(step.through, (json.dumps(list(ids)),))) if step.through else {}
    things, about = [], []
    for each in ids:
        if each not in rows:
            continue
        values = rows[each].values
        number = str(values[at[step.number]] or f"#{each}")
        dated = str(values[at[step.dated]] or "")
        things.append(OpenThing(step.kind, belongs.get(each, each), number, dated, values[at[step.amount]]))
        about.append(str(values[at["customer"]] or ""))
    amount = totals.sums.get(step.amount)
    return Shown(StepFound(key, totals.count, amount, tuple(things)), tuple(about))


_DRIFT = (
    "WITH moved(id, quantity) AS (SELECT product_id, sum(quantity) FROM stock_movement GROUP BY product_id) "
    "SELECT p.id, p.code, p.name FROM product p LEFT JOIN moved m ON m.id = p.id "
    "WHERE p.stock_kept = 1 AND (p.on_hand < 0 OR p.on_hand <> coalesce(m.quantity, 0)) ORDER BY p.code, p.id"
)


def _stock() -> Shown:
    rows = connection().execute(_DRIFT).fetchall()
    things = tuple(OpenThing("product", int(str(row[0])), str(row[1]) or f"#{row[0]}") for row in rows[:SHOWN])
    return Shown(StepFound(STOCK, len(rows), None, things), tuple(str(row[2]) for row in rows[:SHOWN]))


def missing_numbers() -> Shown:
    """What is wrong with the numbers of strict series. Reads every number of the book: belongs beside the window."""
    found = list(find_gaps(connection()))
    things = tuple(OpenThing(each.kind, each.id or 0, each.sentence) for each in found[:SHOWN])
    return Shown(StepFound("gaps", len(found), None, things), ("",) * len(things))


@dataclass(frozen=True)
class DayCloseDetail:
    """One closed day."""

    id: int
    date: str
    expected: Money
    counted: Money
    difference: Money
    open_count: int
    note: str
    person: str | None
    closed_at: str
    previous_id: int | None
    previous: str | None
    next_id: int | None
    sheet: tuple[DaySheet, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


_DETAIL = (
    select(
        DayCloseDetail,
        "d",
        person=shown_name("u"),
        previous="(SELECT date FROM day_close WHERE id = d.previous_id)",
        next_id="(SELECT id FROM day_close WHERE previous_id = d.id)",
    )
    + " FROM day_close d LEFT JOIN user u ON u.id = d.closed_by WHERE d.id = ?"
)


def day_close(viewer: Actor, day_close_id: int) -> DayCloseDetail:
    """One closed day with what was signed. Raises NotFound, NotAllowed."""
    require(DAY_CLOSES, viewer, day_close_id, "day_close")
    return one(
        DayCloseDetail,
        _DETAIL,
        (day_close_id,),
        sheet=(day_sheet(viewer, day_close_id),),
        history=history("day_close", day_close_id),
        actions=frozenset({"print_day_sheet"}),
        why_not={},
    )


def day_sheet(viewer: Actor, day_close_id: int) -> DaySheet:
    """What was signed, as it was frozen. Raises NotFound, NotAllowed."""
    require(DAY_CLOSES, viewer, day_close_id, "day_close")
    text = connection().execute("SELECT snapshot FROM day_close WHERE id = ?", (day_close_id,)).get
    return DaySheet.from_json(str(text))


def day_sheet_kept(viewer: Actor, day_close_id: int) -> bool:
    """Whether the sheet of a closed day is kept. Raises NotFound, NotAllowed."""
    require(DAY_CLOSES, viewer, day_close_id, "day_close")
    return is_kept("day_close", day_close_id)


def day_sheet_file(viewer: Actor, day_close_id: int) -> bytes | None:
    """The bytes that were kept when the day was signed, or None when none are kept."""
    require(DAY_CLOSES, viewer, day_close_id, "day_close")
    return kept_bytes("day_close", day_close_id)


def with_remark(found: StepFound, remark: str) -> StepFound:
    """What a step found, as it is signed: the first things only, with what the person wrote to it."""
    return replace(found, things=found.things[:KEPT], remark=remark.strip())


KEPT = 30
"""Things of a step that a signed sheet names."""
