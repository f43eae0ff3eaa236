"""The list of orders."""

from __future__ import annotations

import re
from datetime import date

from app.i18n import N_, _, ngettext
from app.models.actor import Actor, Permission
from app.models.search_key import digits_of
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import (
    LIKE,
    Part,
    Pill,
    day,
    flag,
    of_batch,
    of_customer,
    of_person,
    one_of,
    pattern,
    record,
    text,
)
from app.queries.pins import Pin

NUMBER = (
    "CASE WHEN o.number <> '' THEN o.number WHEN o.quotation_number <> '' THEN o.quotation_number ELSE '#' || o.id END"
)
# The index that holds all figures of an order: walking it spares looking each order up.
_FIGURES = "sales_order o INDEXED BY sales_order_figures"

# Written so that the partial indexes of the open and the not invoiced orders serve them.
OVERDUE = "o.outstanding <> 0 AND o.outstanding > 0 AND o.due_date < ?"
TO_INVOICE = "o.worth > o.invoiced"

# Customers first, then their orders; every piece runs over an index that holds all it needs.
_CUSTOMERS = f"customer_id IN (SELECT id FROM customer WHERE search_key {LIKE})"
_NUMBERS = f"SELECT id FROM sales_order INDEXED BY sales_order_by_number WHERE number {LIKE}"
_SHIP_TO = "SELECT id FROM sales_order INDEXED BY sales_order_ship_to WHERE (consignee <> '' OR ship_phone <> '')"
_CONSIGNEES = f"{_SHIP_TO} AND consignee > '' AND consignee {LIKE}"
_PHONES = f"{_SHIP_TO} AND ship_phone {LIKE}"
_DIGIT = re.compile("[0-9]")


def _pieces(term: str) -> tuple[list[str], list[object]]:
    # The condition on customers comes first, then statements that give ids, with one value each.
    wanted = pattern(term)
    if not _DIGIT.search(term):
        return [_CUSTOMERS, _CONSIGNEES], [wanted, wanted]
    digits = digits_of(term)
    if digits:
        return [f"({_CUSTOMERS} OR {_CUSTOMERS})", _NUMBERS, _PHONES], [
            wanted,
            pattern(digits),
            wanted,
            pattern(digits),
        ]
    return [_CUSTOMERS, _NUMBERS, _PHONES], [wanted, wanted, wanted]


def search(term: str) -> Part:
    """Orders whose customer holds the term, or their consignee; with a digit in it, their number or phone."""
    (customers, *others), values = _pieces(term)
    ids = " UNION ".join((f"SELECT id FROM sales_order WHERE {customers}", *others))
    return f"o.id IN ({ids})", tuple(values)


def search_by_date(term: str) -> Part:
    """The same as dates and ids: what customers bought comes from an index that holds both."""
    (customers, *others), values = _pieces(term)
    ids = " UNION ".join(others)
    first = values[: customers.count("?")]
    return (
        f"SELECT date, id FROM sales_order WHERE {customers} UNION ALL "
        f"SELECT date, id FROM sales_order WHERE id IN ({ids}) AND NOT {customers}",
        (*values, *first),
    )


def _today(viewer: Actor) -> tuple[object, ...]:
    return (viewer.today().isoformat(),)


def _late(day: str, today: date) -> int:
    return (today - date.fromisoformat(day)).days


def _late_word(days: int) -> str:
    """How late, as short as a chip: beyond three digits years tell more than days."""
    return _("{n} d late").format(n=days) if days < 1_000 else _("{n} y late").format(n=days // 365)


def _topic_word(detail: str, _today: date) -> str:
    word = _TOPICS.get(detail.partition(":")[0])
    return _(word) if word else _("Problem")


_TOPICS = {
    "to_be_credited": N_("To credit"),
    "completed_unpaid": N_("Unpaid"),
    "bounced": N_("Bounced"),
}

_LONG_AGO = ("2026-01-01", date(2026, 10, 1))

PINS = (
    Pin(
        "overdue",
        N_("Overdue"),
        "collection",
        lambda viewer: (
            "SELECT id FROM sales_order WHERE outstanding <> 0 AND outstanding > 0 AND due_date < ?",
            _today(viewer),
        ),
        lambda viewer: ("iif(o.outstanding > 0 AND o.due_date < ?, o.due_date, NULL)", _today(viewer)),
        lambda day, today: _late_word(_late(day, today)),
        lambda day, today: ngettext(
            "Payment was due on {date}, {n} day ago.", "Payment was due on {date}, {n} days ago.", _late(day, today)
        ).format(date=day, n=_late(day, today)),
        needs=Permission.SEE_MONEY,
        widest=_LONG_AGO,
    ),
    Pin(
        "late_delivery",
        N_("Delivery is late"),
        "delivery",
        lambda viewer: (
            "SELECT id FROM sales_order INDEXED BY sales_order_by_state WHERE state IN ('confirmed', 'processing') "
            "AND shipped < to_ship AND promised_date < ?",
            _today(viewer),
        ),
        lambda viewer: (
            "iif(o.state IN ('confirmed', 'processing') AND o.shipped < o.to_ship AND o.promised_date < ?, "
            "o.promised_date, NULL)",
            _today(viewer),
        ),
        lambda day, today: _late_word(_late(day, today)),
        lambda day, today: ngettext(
            "Delivery was promised for {date}, {n} day ago.",
            "Delivery was promised for {date}, {n} days ago.",
            _late(day, today),
        ).format(date=day, n=_late(day, today)),
        widest=_LONG_AGO,
    ),
    Pin(
        "exception",
        N_("With an exception"),
        "state",
        lambda _viewer: ("SELECT order_id FROM order_exception WHERE solved_at IS NULL", ()),
        lambda _viewer: (
            "(SELECT x.topic || ':' || x.reason FROM order_exception x WHERE x.order_id = o.id AND x.solved_at IS NULL "
            "ORDER BY x.id LIMIT 1)",
            (),
        ),
        _topic_word,
        lambda detail, _day: detail.partition(":")[2],
        needs=Permission.SEE_MONEY,
    ),
)


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
    ("to_ship", "o.shipped < o.to_ship"),
    ("shipped", "o.shipped > 0"),
    ("hold", "o.hold"),
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
    search=search,
    search_by_date=search_by_date,
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
            "iif(u.full_name <> '', u.full_name, u.name)",
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
        flag(
            "exception",
            N_("With an exception"),
            "o.id IN (SELECT order_id FROM order_exception WHERE solved_at IS NULL)",
        ),
        of_batch("o.import_batch_id"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("to_collect", N_("To collect"), Ask(filters=(("to_collect", "yes"),))),
        Pill("overdue", N_("Overdue"), Ask(filters=(("overdue", "yes"),), sort=(("due_date", False),))),
        Pill("to_invoice", N_("To invoice"), Ask(filters=(("to_invoice", "yes"),))),
        Pill("to_finish", N_("To finish"), Ask(filters=(("to_finish", "yes"),))),
        Pill("mine", N_("Mine"), Ask(filters=(("mine", "yes"),))),
    ),
    facts=FACTS,
    allow=lambda viewer, facts: allowed.actions(allowed.order(viewer, facts)),
    secret=frozenset({"paid", "outstanding", "refunded", "credited", "written_off", "invoiced", "revenue"}),
    secret_needs=(Permission.SEE_MONEY,),
    pins=PINS,
    # A walk along the customers' names and then each one's orders needs no sorting.
    drive={"customer": "customer c CROSS JOIN sales_order o ON o.customer_id = c.id"},
)
