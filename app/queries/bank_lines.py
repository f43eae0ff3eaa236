"""Lines of bank statements for the desk that matches them, and what the book is owed as the matcher needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.matching.entry import Entry
from app.matching.matcher import Matcher
from app.matching.owed import Invoice, Order, Owed, Party, Recorded
from app.matching.proposal import Proposals
from app.models.actor import Actor, Permission, not_allowed
from app.models.bank import LineState
from app.models.base import connection
from app.queries.orders import NUMBER
from app.queries.shapes import Flag, Money

_NEAR = 30
"""Days around the lines in which a payment recorded by hand may lie."""
_STEP = 50
_OPEN = "(l.state = 'new' OR (l.state = 'matched' AND p.state IS NOT 'live'))"
_LINES = (
    "SELECT l.id, l.date, l.amount, l.fee, l.party, l.party_account, l.remark, l.bank_reference, l.business, "
    f"l.progress, l.account, CASE WHEN {_OPEN} THEN 'new' ELSE l.state END, l.reason, l.payment_id, "
    "coalesce(p.number, ''), l.customer_id, coalesce(c.name, ''), "
    "coalesce(l.state = 'matched' AND p.state IS NOT 'live', 0) "
    "FROM bank_line l LEFT JOIN payment p ON p.id = l.payment_id LEFT JOIN customer c ON c.id = l.customer_id"
)
_ORDERS = (
    f"SELECT o.id, o.customer_id, {NUMBER}, o.date, o.outstanding, o.customer_reference FROM sales_order o "
    "WHERE o.outstanding > 0 AND o.state IN ('confirmed', 'processing', 'completed')"
)
_PARTS = (
    "SELECT i.order_id, i.amount, o.outstanding FROM instalment i JOIN sales_order o ON o.id = i.order_id "
    "WHERE o.outstanding > 0 ORDER BY i.order_id, i.due_date, i.id"
)
_PARTIES = "SELECT id, name FROM customer WHERE merged_into_id IS NULL"
_MERGED = "SELECT merged_into_id, name FROM customer WHERE merged_into_id IS NOT NULL"
_OTHERS = (
    "SELECT customer_id, name FROM contact WHERE name <> '' UNION SELECT customer_id, title FROM invoice_title "
    "WHERE title <> ''"
)
_PAYERS = "SELECT customer_id, name, account FROM known_payer"
_RECORDED = (
    "SELECT p.id, p.number, p.customer_id, p.date, p.amount, p.fee, p.payer, p.bank_reference FROM payment p "
    "WHERE p.state = 'live' AND p.amount > 0 AND p.opening = 0 AND p.number <> '' AND p.date >= ? AND p.date <= ? "
    "AND NOT EXISTS (SELECT 1 FROM bank_line l WHERE l.payment_id = p.id AND l.state = 'matched')"
)
_INVOICES = (
    "SELECT DISTINCT i.number, l.order_id FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id "
    "JOIN sales_order o ON o.id = l.order_id WHERE i.state = 'issued' AND i.document_type = 'invoice' "
    "AND i.number <> '' AND o.outstanding > 0"
)


@dataclass(frozen=True)
class Line:
    """A line as the desk shows it. ``state`` is ``new`` again where the payment of a matched line was voided, and then
    ``voided`` is set."""

    id: int
    date: str
    amount: Money
    fee: Money
    party: str
    party_account: str
    remark: str
    reference: str
    business: str
    progress: str
    account: str
    state: str
    reason: str
    payment_id: int | None
    payment: str
    customer_id: int | None
    customer: str
    voided: Flag

    @property
    def entry(self) -> Entry:
        """The line as the matcher reads it."""
        return Entry(
            self.date,
            self.amount,
            self.party,
            self.party_account,
            self.remark,
            self.reference,
            self.fee,
            self.business,
            self.progress,
        )


@dataclass(frozen=True)
class Desk:
    """Open lines with what is proposed for each, and the names and numbers that proposals speak of."""

    lines: tuple[Line, ...]
    proposals: dict[int, Proposals]
    customers: dict[int, str]
    orders: dict[int, tuple[str, int]]
    """Number and what is due, by id."""
    payments: dict[int, str]


@dataclass(frozen=True)
class Counts:
    """How many lines there are in each state, by account too."""

    new: int = 0
    matched: int = 0
    ignored: int = 0

    @property
    def whole(self) -> int:
        """All lines."""
        return self.new + self.matched + self.ignored


def lines(viewer: Actor, state: str = LineState.NEW, *, most: int = 50_000) -> tuple[Line, ...]:
    """The lines in a state, the oldest first for new ones and the youngest for others."""
    _require(viewer)
    wanted = _OPEN if state == LineState.NEW else f"l.state = ? AND NOT {_OPEN}"
    values: list[object] = [] if state == LineState.NEW else [state]
    order = "l.date, l.id" if state == LineState.NEW else "l.date DESC, l.id DESC"
    rows = connection().execute(f"{_LINES} WHERE {wanted} ORDER BY {order} LIMIT ?", (*values, most))
    return tuple(Line(*row) for row in rows)


def counts(viewer: Actor) -> Counts:
    """How many lines are new, matched and ignored."""
    _require(viewer)
    row = connection().execute(
        f"SELECT coalesce(sum({_OPEN}), 0), coalesce(sum(l.state = 'matched' AND NOT {_OPEN}), 0), "
        "coalesce(sum(l.state = 'ignored'), 0) FROM bank_line l LEFT JOIN payment p ON p.id = l.payment_id"
    )
    return Counts(*next(row))


def accounts(viewer: Actor) -> tuple[tuple[str, str], ...]:
    """The accounts of which statements were brought in, the last used first, each with its payment method."""
    _require(viewer)
    rows = connection().execute("SELECT account, method FROM bank_statement ORDER BY id DESC")
    found: dict[str, str] = {}
    for account, method in rows:
        found.setdefault(account, method)
    return tuple(found.items())


def desk(viewer: Actor, only: Collection[int] | None = None) -> Desk:
    """The new lines, or ``only`` some of them, with a proposal for each.

    Tells its progress and can be cancelled through the viewer.
    """
    found = lines(viewer, LineState.NEW)
    if only is not None:
        wanted = frozenset(only)
        found = tuple(line for line in found if line.id in wanted)
    days = [line.date for line in found]
    known = owed(viewer, (min(days), max(days)) if days else None)
    matcher = Matcher(known)
    proposals: dict[int, Proposals] = {}
    for at, line in enumerate(found):
        if at % _STEP == 0:
            viewer.progress(at, len(found), "lines")
        proposals[line.id] = matcher.propose(line.entry)
    viewer.progress(len(found), len(found), "lines")
    spoken = {each.customer for told in proposals.values() for each in told.all}
    named = {order for told in proposals.values() for each in told.all for order, _part in each.parts}
    return Desk(
        found,
        proposals,
        {each: known.party[each].name for each in spoken if each is not None and each in known.party},
        {each: (known.by_id[each].number, known.by_id[each].due) for each in named},
        {payment.id: payment.number for payment in known.recorded},
    )


def owed(viewer: Actor, days: tuple[str, str] | None = None) -> Owed:
    """What the book is owed now; with the payments of about these days that no line belongs to."""
    _require(viewer)
    link = connection()
    parts = _open_parts(link.execute(_PARTS))
    orders = [
        Order(row[0], row[1], row[2], row[3], row[4], parts.get(row[0], ()), (row[5],) if row[5] else ())
        for row in link.execute(_ORDERS)
    ]
    others: dict[int, list[str]] = defaultdict(list)
    for statement in (_OTHERS, _MERGED):
        for customer, name in link.execute(statement):
            others[customer].append(name)
    payers: dict[int, list[str]] = defaultdict(list)
    for customer, name, account in link.execute(_PAYERS):
        payers[customer].extend(each for each in (name, account) if each)
    parties = [
        Party(row[0], row[1], tuple(others.get(row[0], ())), tuple(payers.get(row[0], ())))
        for row in link.execute(_PARTIES)
    ]
    recorded: list[Recorded] = []
    if days is not None:
        first = (date.fromisoformat(days[0]) - timedelta(days=_NEAR)).isoformat()
        last = (date.fromisoformat(days[1]) + timedelta(days=_NEAR)).isoformat()
        recorded = [Recorded(*row) for row in link.execute(_RECORDED, (first, last))]
    invoices: dict[str, list[int]] = defaultdict(list)
    for number, order in link.execute(_INVOICES):
        invoices[number].append(order)
    own = link.execute("SELECT name FROM company WHERE id = 1").fetchone()
    return Owed(
        orders, parties, recorded, [Invoice(number, tuple(ids)) for number, ids in invoices.items()], tuple(own or ())
    )


def _open_parts(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[int, ...]]:
    """What is still due of each part of payment plans; money settles the earliest parts first."""
    found: dict[int, tuple[int, ...]] = {}
    for order, plan in groupby(rows, key=itemgetter(0)):
        amounts = [(row[1], row[2]) for row in plan]
        settled = sum(amount for amount, _due in amounts) - amounts[0][1]
        open_parts = []
        for amount, _due in amounts:
            taken = min(max(settled, 0), amount)
            settled -= taken
            if amount > taken:
                open_parts.append(amount - taken)
        found[order] = tuple(open_parts)
    return found


def _require(viewer: Actor) -> None:
    if not viewer.may(Permission.RECORD_PAYMENTS):
        raise not_allowed(Permission.RECORD_PAYMENTS)
