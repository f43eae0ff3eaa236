"""The list of payments."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.queries import allowed, words
from app.queries.amounts import amount_of
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, of_batch, of_customer, of_order, one_of, pattern, record


def search(term: str) -> Part:
    """Payments whose customer, number, payer, reference or note holds the term, or whose amount it is."""
    wanted = pattern(term)
    amount = amount_of(term)
    return (
        f"p.id IN (SELECT id FROM payment WHERE customer_id IN (SELECT id FROM customer WHERE search_key {LIKE}) "
        f"UNION SELECT id FROM payment WHERE number {LIKE} OR payer {LIKE} OR bank_reference {LIKE} "
        f"OR source_reference {LIKE} OR note {LIKE} OR amount = ? "
        f"UNION SELECT payment_id FROM receipt WHERE number {LIKE})",
        (*(wanted,) * 6, amount, wanted),
    )


PAYMENTS = RecordList(
    noun="payments",
    title=words.NOUNS["payments"],
    table="payment p",
    key="p.id",
    joins={
        "c": "LEFT JOIN customer c ON c.id = p.customer_id",
        "m": "LEFT JOIN payment_method m ON m.code = p.method",
    },
    needs=Permission.SEE_MONEY,
    own="p.customer_id IN (SELECT id FROM customer WHERE owner_id = ?1 UNION "
    "SELECT customer_id FROM sales_order WHERE salesperson_id = ?1)",
    default_sort=(("date", True),),
    search=search,
    fields=(
        Field(
            Column("number", N_("Number"), Kind.NUMBER, 124),
            "CASE WHEN p.number <> '' THEN p.number ELSE p.source_reference END",
            ("p.number",),
        ),
        Field(Column("date", N_("Date"), Kind.DATE, 100), "p.date"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 200), "c.name", ("c.search_key", "p.date")),
        Field(Column("amount", N_("Amount"), Kind.MONEY, 112, total=True), "p.amount"),
        Field(Column("free", N_("Not used"), Kind.MONEY, 104, total=True), "p.free"),
        Field(Column("method", N_("Method"), Kind.STATE, 124), "p.method"),
        Field(Column("state", N_("State"), Kind.STATE, 110), "p.state"),
        Field(Column("payer", N_("Payer"), Kind.TEXT, 180, shown=False), "p.payer"),
        Field(Column("bank_reference", N_("Reference"), Kind.TEXT, 152), "p.bank_reference"),
        Field(Column("allocated", N_("Used for orders"), Kind.MONEY, 120, shown=False, total=True), "p.allocated"),
        Field(Column("refunded", N_("Refunded"), Kind.MONEY, 120, shown=False, total=True), "p.refunded"),
        Field(Column("fee", N_("Fee"), Kind.MONEY, 100, shown=False, total=True), "p.fee"),
        Field(
            Column("receipt", N_("Receipt no."), Kind.TEXT, 124, shown=False, sortable=False),
            "(SELECT number FROM receipt WHERE payment_id = p.id AND state = 'issued')",
        ),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "p.note"),
        Field(Column("created_at", N_("Recorded"), Kind.MOMENT, 140, shown=False), "p.created_at"),
    ),
    filters=(
        one_of("state", N_("State"), "p.state", words.states("payment")),
        record("method", N_("Method"), "p.method = ?", "methods", "SELECT code FROM payment_method WHERE code = ?1"),
        of_customer("p.customer_id"),
        of_order("p.id IN (SELECT payment_id FROM allocation WHERE order_id = ?)"),
        day("from", N_("From"), "p.date >= ?"),
        day("to", N_("To"), "p.date <= ?"),
        flag("with_rest", N_("Not used up"), "p.free <> 0"),
        flag("unclaimed", N_("Not yet claimed"), "p.customer_id IS NULL"),
        flag(
            "without_receipt",
            N_("Without receipt"),
            "p.state = 'live' AND p.amount > 0 AND NOT EXISTS "
            "(SELECT 1 FROM receipt WHERE payment_id = p.id AND state = 'issued')",
        ),
        of_batch("p.import_batch_id"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("with_rest", N_("Not used up"), Ask(filters=(("with_rest", "yes"),))),
        Pill("unclaimed", N_("Not yet claimed"), Ask(filters=(("unclaimed", "yes"),))),
    ),
    facts=(
        ("state", "p.state"),
        ("claimed", "p.customer_id IS NOT NULL"),
        ("free", "p.free > 0"),
        ("allocated", "p.allocated > 0"),
        ("refunded", "p.refunded > 0"),
        ("received", "p.amount > 0"),
        ("receipt", "EXISTS (SELECT 1 FROM receipt WHERE payment_id = p.id AND state = 'issued')"),
        ("printable", "EXISTS (SELECT 1 FROM receipt WHERE payment_id = p.id)"),
    ),
    allow=lambda viewer, facts: allowed.actions(allowed.payment(viewer, facts)),
)
