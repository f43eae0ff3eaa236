"""The list of shipments."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.i18n import N_
from app.models.actor import Permission
from app.models.base import connection
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, of_batch, of_customer, of_order, one_of, pattern, text

SHIPMENT_STATE = "CASE WHEN s.state = 'shipped' AND s.signed_on IS NOT NULL THEN 'signed_for' ELSE s.state END"
"""The state of a shipment ``s`` as people call it."""

_LIVE = "shipped,signed_for"


def search(term: str) -> Part:
    """Shipments whose number, tracking number, order or customer holds the term."""
    wanted = pattern(term)
    return (
        f"s.id IN (SELECT id FROM shipment WHERE number {LIKE} OR tracking_number {LIKE} UNION "
        "SELECT h.id FROM sales_order k JOIN shipment h ON h.order_id = k.id "
        f"WHERE k.customer_id IN (SELECT id FROM customer WHERE search_key {LIKE}) UNION "
        "SELECT h.id FROM shipment h JOIN sales_order k ON k.id = h.order_id "
        f"WHERE k.number {LIKE} OR k.consignee {LIKE})",
        (wanted,) * 5,
    )


SHIPMENTS = RecordList(
    noun="shipments",
    title=words.NOUNS["shipments"],
    table="shipment s",
    key="s.id",
    joins={
        "o": "JOIN sales_order o ON o.id = s.order_id",
        "c": "JOIN customer c ON c.id = o.customer_id",
    },
    needs=Permission.SEE_ORDERS,
    own="o.salesperson_id = ?",
    default_sort=(("date", True),),
    search=search,
    fields=(
        Field(
            Column("number", N_("Number"), Kind.NUMBER, 124),
            "CASE WHEN s.number <> '' THEN s.number ELSE '#' || s.id END",
            ("s.number",),
        ),
        Field(Column("date", N_("Date"), Kind.DATE, 96), "s.date"),
        Field(Column("order", N_("Order"), Kind.NUMBER, 124), "o.number"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 184), "c.name", ("c.search_key", "s.date")),
        Field(Column("state", N_("State"), Kind.STATE, 108), SHIPMENT_STATE),
        Field(Column("carrier", N_("Carrier"), Kind.TEXT, 104), "s.carrier"),
        Field(Column("tracking_number", N_("Tracking number"), Kind.TEXT, 150), "s.tracking_number"),
        Field(Column("consignee", N_("Consignee"), Kind.TEXT, 120), "o.consignee"),
        Field(Column("city", N_("City"), Kind.TEXT, 110, shown=False), "o.city"),
        Field(Column("signed_on", N_("Signed for on"), Kind.DATE, 110, shown=False), "s.signed_on"),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "s.note"),
    ),
    filters=(
        one_of("state", N_("State"), SHIPMENT_STATE, words.states("shipment")),
        of_order("s.order_id = ?"),
        of_customer("o.customer_id"),
        text("carrier", N_("Carrier"), "s.carrier"),
        day("from", N_("From"), "s.date >= ?"),
        day("to", N_("To"), "s.date <= ?"),
        flag("before_daybook", N_("Before Daybook"), "s.before_daybook = 1"),
        of_batch("s.import_batch_id"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("today", N_("Shipped today"), Ask(filters=(("from", "today"), ("to", "today"), ("state", _LIVE)))),
        Pill("on_the_way", N_("Not signed for"), Ask(filters=(("state", "shipped"),))),
        Pill(
            "no_tracking",
            N_("No tracking number"),
            Ask(filters=(("tracking_number", ""), ("state", "shipped"), ("before_daybook", "no"))),
        ),
    ),
    facts=(("state", SHIPMENT_STATE), ("before_daybook", "s.before_daybook")),
    allow=lambda viewer, facts: allowed.actions(allowed.shipment(viewer, facts)),
)


def live_numbers(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Number and tracking number of those of these shipments that are not voided."""
    rows = connection().execute(
        "SELECT id, number, tracking_number FROM shipment WHERE id IN (SELECT value FROM json_each(?)) "
        "AND state <> 'voided'",
        (json.dumps(list(ids)),),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def shipments_of(order_ids: Sequence[int]) -> list[int]:
    """The shipments of these orders that are not voided, in the order of the orders; an order without one stands there
    itself, with its id below zero."""
    found: dict[int, list[int]] = {}
    for order_id, shipment_id in connection().execute(
        "SELECT order_id, id FROM shipment WHERE order_id IN (SELECT value FROM json_each(?)) AND state <> 'voided' "
        "ORDER BY id",
        (json.dumps(list(order_ids)),),
    ):
        found.setdefault(order_id, []).append(shipment_id)
    return [each for order_id in order_ids for each in found.get(order_id, [-order_id])]
