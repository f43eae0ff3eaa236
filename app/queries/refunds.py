"""The list of refunds."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.models.user import shown_name
from app.queries import allowed, words
from app.queries.amounts import amount_of
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, of_batch, of_customer, of_order, one_of, pattern


def search(term: str) -> Part:
    """Refunds whose customer, number, order, reference or reason holds the term, or whose amount it is."""
    wanted = pattern(term)
    amount = amount_of(term)
    return (
        f"r.id IN (SELECT id FROM refund WHERE customer_id IN (SELECT id FROM customer WHERE search_key {LIKE}) "
        f"OR number {LIKE} OR bank_reference {LIKE} OR source_reference {LIKE} OR reason {LIKE} OR amount = ? "
        f"UNION SELECT f.id FROM refund f JOIN sales_order s ON s.id = f.order_id WHERE s.number {LIKE})",
        (*(wanted,) * 5, amount, wanted),
    )


REFUNDS = RecordList(
    noun="refunds",
    title=words.NOUNS["refunds"],
    table="refund r",
    key="r.id",
    joins={
        "c": "JOIN customer c ON c.id = r.customer_id",
        "o": "LEFT JOIN sales_order o ON o.id = r.order_id",
        "u": "LEFT JOIN user u ON u.id = r.requested_by",
        "d": "LEFT JOIN user d ON d.id = r.decided_by",
    },
    needs=Permission.SEE_MONEY,
    own="r.customer_id IN (SELECT id FROM customer WHERE owner_id = ?1 UNION "
    "SELECT customer_id FROM sales_order WHERE salesperson_id = ?1)",
    default_sort=(("requested_on", True),),
    search=search,
    fields=(
        Field(
            Column("number", N_("Number"), Kind.NUMBER, 124),
            "CASE WHEN r.number <> '' THEN r.number WHEN r.source_reference <> '' THEN r.source_reference "
            "ELSE '#' || r.id END",
            ("r.number",),
        ),
        Field(Column("requested_on", N_("Requested"), Kind.DATE, 112), "r.requested_on"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 184), "c.name", ("c.search_key", "r.requested_on")),
        Field(Column("order", N_("Order"), Kind.NUMBER, 120), "o.number"),
        Field(Column("amount", N_("Amount"), Kind.MONEY, 104, total=True), "r.amount"),
        Field(Column("state", N_("State"), Kind.STATE, 112), "r.state", ("r.state", "r.requested_on")),
        Field(Column("date", N_("Paid on"), Kind.DATE, 100), "r.date"),
        Field(Column("reason", N_("Reason"), Kind.TEXT, 172, sortable=False), "r.reason"),
        Field(Column("target", N_("Target"), Kind.STATE, 110, shown=False), "r.target"),
        Field(Column("method", N_("Refund method"), Kind.STATE, 110, shown=False), "r.method"),
        Field(
            Column("requested_by", N_("Requested by"), Kind.TEXT, 112, shown=False),
            shown_name("u"),
        ),
        Field(
            Column("decided_by", N_("Decided by"), Kind.TEXT, 120, shown=False),
            shown_name("d"),
        ),
    ),
    filters=(
        one_of("state", N_("State"), "r.state", words.states("refund")),
        of_customer("r.customer_id"),
        of_order("r.order_id = ?"),
        day("from", N_("From"), "coalesce(r.date, r.requested_on) >= ?"),
        day("to", N_("To"), "coalesce(r.date, r.requested_on) <= ?"),
        flag("mine", N_("Mine"), "r.requested_by = ?", lambda viewer: (viewer.user_id,)),
        flag(
            "for_me",
            N_("For me to approve"),
            "r.state = 'requested' AND r.requested_by IS NOT ?",
            # Whoever works alone approves what they asked for themselves.
            lambda viewer: (-1 if viewer.alone else viewer.user_id,),
        ),
        of_batch("r.import_batch_id"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("to_approve", N_("To approve"), Ask(filters=(("state", "requested"),))),
        Pill("to_pay", N_("To pay"), Ask(filters=(("state", "approved"),))),
    ),
    facts=(("state", "r.state"), ("requested_by", "r.requested_by")),
    allow=lambda viewer, facts: allowed.actions(allowed.refund(viewer, facts)),
)
