"""The list of invoices and credit notes."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.queries import allowed, words
from app.queries.amounts import amount_of
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, of_customer, of_order, one_of, pattern


def search(term: str) -> Part:
    """Invoices whose customer, number, title or tax number holds the term, or whose total it is."""
    wanted = pattern(term)
    amount = amount_of(term)
    return (
        f"i.id IN (SELECT id FROM invoice WHERE customer_id IN (SELECT id FROM customer WHERE search_key {LIKE}) "
        f"UNION SELECT id FROM invoice WHERE number {LIKE} OR title {LIKE} OR tax_number {LIKE} OR total = ?)",
        (*(wanted,) * 4, amount),
    )


# Credit notes take away and voided documents count nothing, so that the sums of a list mean something.
_SIGNED = "CASE WHEN i.state = 'voided' THEN 0 WHEN i.document_type = 'credit_note' THEN -{0} ELSE {0} END"

INVOICES = RecordList(
    noun="invoices",
    title=words.NOUNS["invoices"],
    table="invoice i",
    key="i.id",
    joins={
        "c": "JOIN customer c ON c.id = i.customer_id",
        "x": "LEFT JOIN invoice x ON x.id = i.corrects_id",
    },
    needs=Permission.SEE_MONEY,
    own="i.customer_id IN (SELECT id FROM customer WHERE owner_id = ?1 UNION "
    "SELECT customer_id FROM sales_order WHERE salesperson_id = ?1)",
    default_sort=(("date", True),),
    search=search,
    fields=(
        Field(Column("number", N_("Invoice number"), Kind.NUMBER, 128), "i.number", ("i.number",)),
        Field(Column("date", N_("Date"), Kind.DATE, 100), "i.date"),
        Field(Column("document_type", N_("Document"), Kind.STATE, 96), "i.document_type"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 208), "c.name", ("c.search_key", "i.date")),
        Field(Column("title", N_("Title"), Kind.TEXT, 200, shown=False), "i.title"),
        Field(Column("net", N_("Net"), Kind.MONEY, 104, total=True), _SIGNED.format("i.net")),
        Field(Column("tax", N_("Tax amount"), Kind.MONEY, 100, total=True), _SIGNED.format("i.tax")),
        Field(Column("total", N_("Total"), Kind.MONEY, 112, total=True), _SIGNED.format("i.total")),
        Field(Column("credited", N_("Credited"), Kind.MONEY, 104, total=True), "i.credited"),
        Field(Column("state", N_("State"), Kind.STATE, 100), "i.state"),
        Field(Column("corrects", N_("Corrects invoice"), Kind.NUMBER, 150, shown=False), "x.number"),
        Field(Column("invoice_kind", N_("Kind"), Kind.STATE, 140, shown=False), "i.invoice_kind"),
        Field(Column("code", N_("Invoice code"), Kind.TEXT, 120, shown=False), "i.code"),
        Field(Column("tax_number", N_("Tax number"), Kind.TEXT, 150, shown=False), "i.tax_number"),
        Field(Column("due_date", N_("Due date"), Kind.DATE, 100, shown=False), "i.due_date"),
        Field(Column("reason", N_("Reason"), Kind.TEXT, 200, shown=False, sortable=False), "i.reason"),
    ),
    filters=(
        one_of("document_type", N_("Document"), "i.document_type", words.states("document_type")),
        one_of("state", N_("State"), "i.state", words.states("invoice")),
        of_customer("i.customer_id"),
        of_order("i.id IN (SELECT invoice_id FROM invoice_line WHERE order_id = ?)"),
        one_of("invoice_kind", N_("Kind"), "i.invoice_kind", words.states("invoice_kind")),
        day("from", N_("From"), "i.date >= ?"),
        day("to", N_("To"), "i.date <= ?"),
        flag("credited", N_("Credited"), "i.credited > 0"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("invoices", N_("Invoices"), Ask(filters=(("document_type", "invoice"),))),
        Pill("credit_notes", N_("Credit notes"), Ask(filters=(("document_type", "credit_note"),))),
    ),
    facts=(
        ("state", "i.state"),
        ("document_type", "i.document_type"),
        ("credited", "i.credited > 0"),
        ("creditable", "i.credited < i.total"),
    ),
    allow=lambda viewer, facts: allowed.actions(allowed.invoice(viewer, facts)),
)
