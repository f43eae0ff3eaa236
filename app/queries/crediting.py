"""Returns, allowances and terminations: the list of all and one whole; and write-offs."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.base import connection, gone
from app.models.user import shown_name
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, of_customer, of_order, one_of, pattern
from app.queries.history import HistoryEntry, history
from app.queries.orders import NUMBER, ORDERS
from app.queries.shapes import Money, Quantity, Rate, load, one, require, select


def search(term: str) -> Part:
    """Credits whose customer, number, order or reason holds the term."""
    wanted = pattern(term)
    return f"c.search_key {LIKE} OR r.number {LIKE} OR o.number {LIKE} OR r.reason {LIKE}", (wanted,) * 4


CREDITS = RecordList(
    noun="credits",
    title=N_("Returns and allowances"),
    table="credit r",
    key="r.id",
    joins={
        "c": "JOIN customer c ON c.id = r.customer_id",
        "o": "JOIN sales_order o ON o.id = r.order_id",
        "u": "LEFT JOIN user u ON u.id = r.requested_by",
    },
    needs=Permission.SEE_MONEY,
    own="r.customer_id IN (SELECT id FROM customer WHERE owner_id = ?1 UNION "
    "SELECT customer_id FROM sales_order WHERE salesperson_id = ?1)",
    default_sort=(("requested_on", True),),
    search=search,
    fields=(
        Field(
            Column("number", N_("Number"), Kind.NUMBER, 124),
            "CASE WHEN r.number <> '' THEN r.number ELSE '#' || r.id END",
            ("r.number",),
        ),
        Field(Column("requested_on", N_("Requested"), Kind.DATE, 112), "r.requested_on"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 184), "c.name", ("c.search_key", "r.requested_on")),
        Field(Column("order", N_("Order"), Kind.NUMBER, 120), "o.number"),
        Field(Column("credit_kind", N_("What"), Kind.STATE, 110), "r.credit_kind"),
        Field(Column("amount", N_("Amount"), Kind.MONEY, 104, total=True), "r.amount"),
        Field(Column("state", N_("State"), Kind.STATE, 110), "r.state", ("r.state", "r.requested_on")),
        Field(Column("reason", N_("Reason"), Kind.TEXT, 172, sortable=False), "r.reason"),
        Field(Column("date", N_("Approved on"), Kind.DATE, 110, shown=False), "r.date"),
        Field(Column("requested_by", N_("Requested by"), Kind.TEXT, 120, shown=False), shown_name("u")),
    ),
    filters=(
        one_of("state", N_("State"), "r.state", words.states("credit")),
        of_customer("r.customer_id"),
        of_order("r.order_id = ?"),
        day("from", N_("From"), "coalesce(r.date, r.requested_on) >= ?"),
        day("to", N_("To"), "coalesce(r.date, r.requested_on) <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("to_approve", N_("To approve"), Ask(filters=(("state", "requested"),))),
    ),
    facts=(("state", "r.state"), ("requested_by", "r.requested_by")),
    allow=lambda viewer, facts: allowed.actions(allowed.credit(viewer, facts)),
)


@dataclass(frozen=True)
class CreditLineDetail:
    """What of an order line is credited; no ``quantity`` where it costs less and stays."""

    id: int
    description: str
    unit: str
    quantity: Quantity
    tax_rate: Rate
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True)
class CreditDetail:
    """One credit."""

    id: int
    number: str
    order_id: int
    order: str
    customer_id: int
    customer: str
    credit_kind: str
    state: str
    goods_to: str
    net: Money
    tax: Money
    amount: Money
    reason: str
    requested_on: str
    requester: str | None
    date: str | None
    decided_on: str | None
    decider: str | None
    decision_note: str
    voided_on: str | None
    lines: tuple[CreditLineDetail, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]

    @property
    def beyond(self) -> int:
        """What it takes of a rounding or a stated difference of the order, which stands on no line."""
        return self.amount - sum(line.gross for line in self.lines)


_CREDIT = (
    select(
        CreditDetail,
        "r",
        order=NUMBER,
        customer="c.name",
        requester=shown_name("u"),
        decider=shown_name("d"),
    )
    + " FROM credit r JOIN customer c ON c.id = r.customer_id JOIN sales_order o ON o.id = r.order_id "
    "LEFT JOIN user u ON u.id = r.requested_by LEFT JOIN user d ON d.id = r.approved_by WHERE r.id = ?"
)
_CREDIT_LINES = (
    "SELECT l.id, l.description, l.unit, n.quantity, l.tax_rate, n.net, n.tax, n.net + n.tax FROM credit_line n "
    "JOIN order_line l ON l.id = n.order_line_id WHERE n.credit_id = ? ORDER BY l.position, l.id"
)


def credit(viewer: Actor, credit_id: int) -> CreditDetail:
    """One credit as this viewer may see it. Raises NotFound, NotAllowed."""
    require(CREDITS, viewer, credit_id, "credit")
    key = (credit_id,)
    state, requested_by = next(connection().execute("SELECT state, requested_by FROM credit WHERE id = ?", key))
    reasons = allowed.credit(viewer, {"state": state, "requested_by": requested_by})
    return one(
        CreditDetail,
        _CREDIT,
        key,
        lines=load(CreditLineDetail, _CREDIT_LINES, key),
        history=history("credit", credit_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )


@dataclass(frozen=True)
class WriteOffDetail:
    """One write-off; ``reversed_by`` is the id of its reversal."""

    id: int
    order_id: int
    order: str
    customer: str
    write_off_kind: str
    date: str
    reason: str
    amount: Money
    reverses_id: int | None
    reversed_by: int | None


_WRITE_OFF = (
    select(
        WriteOffDetail,
        "w",
        order=NUMBER,
        customer="c.name",
        reversed_by="(SELECT id FROM write_off WHERE reverses_id = w.id)",
    )
    + " FROM write_off w JOIN sales_order o ON o.id = w.order_id JOIN customer c ON c.id = w.customer_id WHERE w.id = ?"
)


def write_off(viewer: Actor, write_off_id: int) -> WriteOffDetail:
    """One write-off as this viewer may see it. Raises NotFound, NotAllowed."""
    row = connection().execute("SELECT order_id FROM write_off WHERE id = ?", (write_off_id,)).fetchone()
    if row is None:
        raise gone("no_write_off")
    require(ORDERS, viewer, row[0], "sales_order")
    return one(WriteOffDetail, _WRITE_OFF, (write_off_id,))
