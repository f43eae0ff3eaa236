"""The list of orders."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.user import shown_name
from app.queries import allowed, exceptions, order_search, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import (
    Pill,
    day,
    flag,
    of_batch,
    of_customer,
    of_person,
    one_of,
    record,
    text,
)

NUMBER = (
    "CASE WHEN o.number <> '' THEN o.number WHEN o.quotation_number <> '' THEN o.quotation_number ELSE '#' || o.id END"
)
# The index that holds all figures of an order: walking it spares looking each order up.
_FIGURES = "sales_order o INDEXED BY sales_order_figures"

# Written so that the partial indexes of the open and the not invoiced orders serve them.
OVERDUE = "o.outstanding <> 0 AND o.outstanding > 0 AND o.due_date < ?"
TO_INVOICE = "o.worth > o.invoiced"
SENT_BACK = "o.state = 'draft' AND o.sent_back_reason <> '' AND (o.created_by = ? OR o.salesperson_id = ?)"
EXPIRED = "o.state = 'quoted' AND o.expiry_date < ?"


def _today(viewer: Actor) -> tuple[object, ...]:
    return (viewer.today().isoformat(),)


def _me(viewer: Actor) -> tuple[object, ...]:
    return (viewer.user_id,)


FACTS = (
    ("state", "o.state"),
    ("salesperson_id", "o.salesperson_id"),
    ("deletable", "o.state = 'draft' AND o.number = ''"),
    ("worth", "o.worth > 0"),
    ("to_invoice", "o.worth > o.invoiced"),
    ("money", "o.paid <> o.refunded OR o.refund_promised <> 0"),
    ("refundable", "o.paid - o.refunded - o.refund_promised > 0"),
    ("outstanding", "o.outstanding <> 0"),
    ("earmarked", "o.earmarked <> 0"),
    ("balance", "EXISTS (SELECT 1 FROM payment WHERE customer_id = o.customer_id AND free <> 0)"),
    ("to_ship", "o.shipped < o.to_ship"),
    ("shipped", "o.shipped > 0"),
    ("hold", "o.hold"),
    ("ending", "o.cancel_when_refunded"),
)

ORDERS = RecordList(
    noun="orders",
    title=words.NOUNS["orders"],
    table="sales_order o",
    key="o.id",
    joins={
        "c": "JOIN customer c ON c.id = o.customer_id",
        "ch": "JOIN channel ch ON ch.id = o.channel_id",
        "u": "LEFT JOIN user u ON u.id = o.salesperson_id",
    },
    needs=Permission.SEE_ORDERS,
    own="o.salesperson_id = ?",
    default_sort=(("date", True),),
    search=order_search.search,
    search_by_date=order_search.search_by_date,
    fields=(
        Field(Column("number", N_("Number"), Kind.NUMBER, 124), NUMBER, ("o.number",)),
        Field(Column("date", N_("Date"), Kind.DATE, 94), "o.date"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 192), "c.name", ("c.search_key", "c.id", "o.date")),
        Field(Column("state", N_("State"), Kind.STATE, 100), "o.state", ("o.state", "o.date")),
        Field(Column("total", N_("Total"), Kind.MONEY, 102, total=True), "o.total"),
        Field(Column("paid", N_("Paid"), Kind.MONEY, 102, total=True), "o.paid"),
        Field(Column("outstanding", N_("Outstanding"), Kind.MONEY, 108, total=True), "o.outstanding"),
        Field(Column("collection", N_("Collection"), Kind.STATE, 104), "o.collection", ("o.collection", "o.date")),
        Field(Column("delivery", N_("Delivery"), Kind.STATE, 108), "o.delivery"),
        Field(Column("invoicing", N_("Invoicing"), Kind.STATE, 120, shown=False), "o.invoicing"),
        Field(Column("due_date", N_("Due date"), Kind.DATE, 100, shown=False), "o.due_date"),
        Field(
            Column("salesperson", N_("Salesperson"), Kind.TEXT, 120, shown=False),
            shown_name("u"),
        ),
        Field(Column("channel", N_("Channel"), Kind.TEXT, 110, shown=False), "ch.name"),
        Field(Column("region", N_("Region"), Kind.TEXT, 110, shown=False), "o.region"),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "o.note"),
        Field(Column("refunded", N_("Refunded"), Kind.MONEY, 120, shown=False, total=True), "o.refunded"),
        Field(Column("credited", N_("Credited"), Kind.MONEY, 120, shown=False, total=True), "o.credited"),
        Field(Column("written_off", N_("Written off"), Kind.MONEY, 120, shown=False, total=True), "o.written_off"),
        Field(Column("worth", N_("Worth"), Kind.MONEY, 120, shown=False, total=True), "o.worth"),
        Field(Column("invoiced", N_("Invoiced"), Kind.MONEY, 120, shown=False, total=True), "o.invoiced"),
        Field(Column("revenue", N_("Revenue"), Kind.MONEY, 120, shown=False, total=True), "o.revenue"),
        Field(Column("tax", N_("Tax amount"), Kind.MONEY, 110, shown=False, total=True), "o.tax"),
        Field(Column("promised_date", N_("Promised date"), Kind.DATE, 100, shown=False), "o.promised_date"),
        Field(Column("quotation_number", N_("Quotation"), Kind.NUMBER, 140, shown=False), "o.quotation_number"),
        Field(Column("expiry_date", N_("Valid until"), Kind.DATE, 100, shown=False), "o.expiry_date"),
        Field(
            Column("customer_reference", N_("Customer's reference"), Kind.TEXT, 140, shown=False),
            "o.customer_reference",
        ),
        Field(Column("consignee", N_("Consignee"), Kind.TEXT, 120, shown=False), "o.consignee"),
        Field(Column("ship_phone", N_("Phone"), Kind.TEXT, 120, shown=False), "o.ship_phone"),
        Field(Column("city", N_("City"), Kind.TEXT, 110, shown=False), "o.city"),
        Field(Column("hold", N_("On hold"), Kind.FLAG, 70, shown=False), "o.hold"),
        Field(Column("created_at", N_("Made"), Kind.MOMENT, 140, shown=False), "o.created_at"),
    ),
    filters=(
        one_of("state", N_("State"), "o.state", words.states("order")),
        one_of("collection", N_("Collection"), "o.collection", words.states("collection")),
        one_of("delivery", N_("Delivery"), "o.delivery", words.states("delivery")),
        one_of("invoicing", N_("Invoicing"), "o.invoicing", words.states("invoicing")),
        record(
            "channel",
            N_("Channel"),
            "o.channel_id = ?",
            "channels",
            "SELECT id FROM channel WHERE name = ?1",
            through=_FIGURES,
        ),
        of_person("salesperson", N_("Salesperson"), "o.salesperson_id"),
        of_customer("o.customer_id"),
        record(
            "product",
            N_("Product"),
            "o.id IN (SELECT order_id FROM order_line WHERE product_id = ?)",
            "products",
            "SELECT id FROM product WHERE code = ?1 UNION ALL SELECT id FROM product WHERE name = ?1",
        ),
        text("region", N_("Region"), "o.region", "regions", through=_FIGURES),
        day("from", N_("From"), "o.date >= ?"),
        day("to", N_("To"), "o.date <= ?"),
        flag("overdue", N_("Overdue"), OVERDUE, _today),
        flag("to_collect", N_("To collect"), "o.outstanding > 0"),
        flag("to_invoice", N_("To invoice"), TO_INVOICE),
        flag("to_finish", N_("To finish"), "o.state IN ('draft', 'quoted', 'review', 'confirmed', 'processing')"),
        flag("mine", N_("Mine"), "o.salesperson_id = ?", _me),
        flag("hold", N_("On hold"), "o.hold = 1"),
        flag("expired", N_("Expired"), EXPIRED, _today),
        flag("sent_back", N_("Sent back to me"), SENT_BACK, lambda viewer: (viewer.user_id, viewer.user_id)),
        *exceptions.FILTERS,
        of_batch("o.import_batch_id"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("to_collect", N_("To collect"), Ask(filters=(("to_collect", "yes"),))),
        Pill("overdue", N_("Overdue"), Ask(filters=(("overdue", "yes"),), sort=(("due_date", False),))),
        Pill("to_invoice", N_("To invoice"), Ask(filters=(("to_invoice", "yes"),))),
        Pill("to_finish", N_("To finish"), Ask(filters=(("to_finish", "yes"),))),
        Pill("problems", N_("Problems"), Ask(filters=(("problem", "yes"),))),
        Pill("expired", N_("Expired quotations"), Ask(filters=(("expired", "yes"),), sort=(("expiry_date", False),))),
        Pill("mine", N_("Mine"), Ask(filters=(("mine", "yes"),))),
    ),
    facts=FACTS,
    allow=lambda viewer, facts: allowed.actions(allowed.order(viewer, facts)),
    secret=frozenset({"paid", "outstanding", "refunded", "credited", "written_off", "invoiced", "revenue"}),
    secret_needs=(Permission.SEE_MONEY,),
    pins=exceptions.PINS,
    when_wrong=frozenset({"solve_problem"}),
    likely=order_search.likely,
    # A walk along the customers' names and then each one's orders needs no sorting.
    drive={"customer": "customer c CROSS JOIN sales_order o ON o.customer_id = c.id"},
)
