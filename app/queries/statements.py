"""The statement of a customer's account: what was owed before a period, what moved in it, what is owed after it.

Everything follows from the customer's ledger, so that a statement of any day adds up to the account of that day. What
an order owed on a day is what the ledger says of it until then, less the payments that were used for it by then.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import the_company
from app.models.document import Mark, Party, seller_party
from app.models.paper_style import PLAIN, Look, look_of
from app.queries import allowed
from app.queries.beginning import is_sample
from app.queries.customers import CUSTOMERS
from app.queries.documents import buyer_party
from app.queries.moment import one_moment
from app.queries.shapes import Money, Price, Quantity, require

ENTRIES: dict[str, str] = {
    "order": N_("Order"),
    "amendment": N_("Order changed"),
    "close the rest": N_("Rest of the order closed"),
    "deposit kept": N_("Deposit kept"),
    "cancellation": N_("Order cancelled"),
    "credit": N_("Credit"),
    "credit voided": N_("Credit voided"),
    "write-off": N_("Write-off"),
    "write-off reversed": N_("Write-off reversed"),
    "payment": N_("Payment"),
    "payment voided": N_("Payment voided"),
    "transfer": N_("Balance transferred"),
    "refund": N_("Refund"),
    "refund returned": N_("Refund returned"),
}
"""The movements of an account in words; marked, so that a paper says them in its own language."""

_MONEY = ("payment", "refund")
"""What a movement is about when money moved: it counts as received, everything else as charged."""
_NO_WORTH = "('payment', 'refund', 'write_off')"

_BEFORE = "SELECT coalesce(sum(amount), 0) FROM ledger_line WHERE customer_id = ? AND date < ?"
_FIRST = "SELECT min(date) FROM ledger_line WHERE customer_id = ?"
_LINES = (
    "SELECT g.id, g.date, g.entry, g.about_kind, g.order_id, g.amount, coalesce(nullif(o.number, ''), "
    "nullif(p.number, ''), nullif(p.source_reference, ''), nullif(r.number, ''), nullif(r.source_reference, ''), '') "
    "FROM ledger_line g LEFT JOIN sales_order o ON o.id = g.order_id "
    "LEFT JOIN payment p ON g.about_kind = 'payment' AND p.id = g.about_id "
    "LEFT JOIN refund r ON g.about_kind = 'refund' AND r.id = g.about_id "
    "WHERE g.customer_id = ? AND g.date >= ? AND g.date <= ? ORDER BY g.date, g.id"
)
_GOODS = (
    "SELECT l.order_id, l.description, l.quantity, l.unit, l.unit_price, l.gross, coalesce(p.specification, '') "
    "FROM order_line l LEFT JOIN product p ON p.id = l.product_id WHERE l.quantity <> 0 AND l.order_id IN "
    "(SELECT order_id FROM ledger_line WHERE customer_id = ?1 AND date >= ?2 AND date <= ?3 AND entry = 'order') "
    "ORDER BY l.order_id, l.position, l.id"
)
_OWED = (
    "SELECT o.due_date, s.owed - coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.order_id = o.id "
    "AND a.date <= ?2), 0) FROM (SELECT order_id, sum(amount) owed FROM ledger_line WHERE customer_id = ?1 "
    "AND order_id IS NOT NULL AND date <= ?2 GROUP BY order_id) s JOIN sales_order o ON o.id = s.order_id"
)
_WORTH = (
    "SELECT coalesce(sum(amount), 0) FROM ledger_line WHERE customer_id = ? AND date <= ? "
    f"AND about_kind NOT IN {_NO_WORTH}"
)
_INVOICED = (
    "SELECT coalesce(sum(iif(document_type = 'invoice', total, -total)), 0) FROM invoice WHERE customer_id = ?1 "
    "AND date <= ?2 AND (state = 'issued' OR voided_on > ?2)"
)


@dataclass(frozen=True)
class Goods:
    """One line of an order on a statement."""

    description: str
    quantity: Quantity
    unit: str
    price: Price
    amount: Money
    specification: str = ""


@dataclass(frozen=True)
class StatementLine:
    """One movement: ``charged`` is owed more (or less), ``received`` is money that came (or went back); ``balance`` is
    what is owed after it. ``entry`` is a key of ``ENTRIES``."""

    id: int
    date: str
    entry: str
    number: str
    charged: Money
    received: Money
    balance: Money
    order_id: int | None = None
    goods: tuple[Goods, ...] = ()


@dataclass(frozen=True)
class Ageing:
    """What orders owe on a day by how long it is overdue, and what was overpaid or paid ahead (0 or less)."""

    not_due: Money
    days_30: Money
    days_60: Money
    days_90: Money
    older: Money
    ahead: Money


@dataclass(frozen=True)
class Statement:
    """The account of one customer from ``first`` to ``last`` (ISO dates, both included).

    ``closing`` is ``opening`` + ``charged`` − ``received``, and the sum of ``ageing``. ``invoiced`` and
    ``not_invoiced`` are of everything until ``last``.
    """

    customer_id: int
    name: str
    first: str
    last: str
    opening: Money
    charged: Money
    received: Money
    closing: Money
    lines: tuple[StatementLine, ...]
    ageing: Ageing
    invoiced: Money
    not_invoiced: Money
    seller: Party
    buyer: Party
    currency: str
    language: str
    mark: Mark = Mark.NONE
    logo: bytes = b""
    look: Look = PLAIN


def entry_word(entry: str) -> str:
    """What a movement is called in the user's language."""
    return _(ENTRIES[entry]) if entry in ENTRIES else entry


def statement(viewer: Actor, customer_id: int, first: date | None, last: date) -> Statement:
    """The statement of a customer's account; without a first day from the first movement on.

    Raises NotFound and NotAllowed.
    """
    require(CUSTOMERS, viewer, customer_id, "customer")
    allowed.require_right(viewer, Permission.SEE_MONEY)
    with one_moment():
        return _read(customer_id, first, last)


def with_movements(viewer: Actor, customer_ids: Sequence[int], first: date | None, last: date) -> list[int]:
    """Those of these customers who have something to state: money that moved in the days, or a balance at their end.

    Who looks must see them; others are left out.
    """
    own = CUSTOMERS.shown(viewer, customer_ids) if viewer.may(Permission.SEE_MONEY) else frozenset()
    rows = connection().execute(
        "SELECT customer_id FROM ledger_line WHERE customer_id IN (SELECT value FROM json_each(?)) AND date <= ? "
        "GROUP BY customer_id HAVING sum(amount) <> 0 OR max(date) >= ?",
        (json.dumps(sorted(own)), last.isoformat(), first.isoformat() if first is not None else ""),
    )
    found = {int(row[0]) for row in rows}
    return [customer for customer in customer_ids if customer in found]


def called(customer_id: int) -> str:
    """What people call a customer; its id for one who is gone."""
    row = connection().execute("SELECT name FROM customer WHERE id = ?", (customer_id,)).fetchone()
    return str(row[0]) if row is not None else f"#{customer_id}"


def _read(customer_id: int, first: date | None, last: date) -> Statement:
    link = connection()
    end = last.isoformat()
    begin = first.isoformat() if first is not None else str(link.execute(_FIRST, (customer_id,)).get or end)
    begin = min(begin, end)
    company = the_company()
    look = look_of("statement")
    opening = int(link.execute(_BEFORE, (customer_id, begin)).get)
    lines = _lines(customer_id, begin, end, opening)
    charged, received = sum(line.charged for line in lines), sum(line.received for line in lines)
    closing = opening + charged - received
    worth = int(link.execute(_WORTH, (customer_id, end)).get)
    invoiced = int(link.execute(_INVOICED, (customer_id, end)).get)
    return Statement(
        customer_id=customer_id,
        name=str(link.execute("SELECT name FROM customer WHERE id = ?", (customer_id,)).get),
        first=begin,
        last=end,
        opening=opening,
        charged=charged,
        received=received,
        closing=closing,
        lines=lines,
        ageing=_ageing(customer_id, last, closing),
        invoiced=invoiced,
        not_invoiced=worth - invoiced,
        seller=seller_party(company),
        buyer=buyer_party(customer_id),
        currency=company.currency,
        language=look.style.language or company.document_language,
        mark=Mark.SAMPLE if is_sample() else Mark.NONE,
        logo=bytes(company.logo or b""),
        look=look,
    )


def _lines(customer_id: int, begin: str, end: str, opening: int) -> tuple[StatementLine, ...]:
    link = connection()
    key = (customer_id, begin, end)
    goods: dict[int, list[Goods]] = {}
    for order_id, *parts in link.execute(_GOODS, key):
        goods.setdefault(int(str(order_id)), []).append(Goods(*parts))
    found: list[StatementLine] = []
    balance = opening
    rows: list[tuple[Any, ...]] = list(link.execute(_LINES, key))
    for line_id, day, entry, about, order_id, amount, number in rows:
        balance += amount
        money = about in _MONEY
        found.append(
            StatementLine(
                line_id,
                day,
                entry,
                number,
                0 if money else amount,
                -amount if money else 0,
                balance,
                order_id,
                tuple(goods.get(order_id, ())) if entry == "order" else (),
            )
        )
    return tuple(found)


def _ageing(customer_id: int, last: date, closing: int) -> Ageing:
    ends = [(last - timedelta(days=days)).isoformat() for days in (0, 30, 60, 90)]
    sums = [0] * 5
    for due, owed in connection().execute(_OWED, (customer_id, ends[0])):
        if owed > 0:
            sums[sum(1 for day in ends if due is not None and due < day)] += owed
    return Ageing(sums[0], sums[1], sums[2], sums[3], sums[4], closing - sum(sums))
