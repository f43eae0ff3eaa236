"""The lists of stock: what lies there, what moved, what is on its way, and the stocktakes."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.models.user import shown_name
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, flag, one_of, pattern, record
from app.queries.places import place_field
from app.queries.products import AVAILABLE, FACTS, FILTERS, STOCK_STATE, search

_COMING = "(SELECT {} FROM expected_receipt e WHERE e.product_id = p.id AND e.quantity > e.received)"
_OPEN = "max(0, e.quantity - e.received)"
EXPECTED_STATE = (
    "CASE WHEN e.received >= e.quantity THEN 'arrived' WHEN e.received > 0 THEN 'partly_arrived' ELSE 'coming' END"
)

STOCK = RecordList(
    noun="stock",
    title=words.NOUNS["stock"],
    table="product p",
    key="p.id",
    joins={"g": "LEFT JOIN category g ON g.id = p.category_id"},
    needs=Permission.WORK,
    base="p.merged_into_id IS NULL AND p.stock_kept = 1",
    default_sort=(("name", False),),
    search=search,
    fields=(
        Field(Column("number", N_("Code"), Kind.NUMBER, 84), "p.code"),
        Field(Column("name", N_("Name"), Kind.TEXT, 164), "p.name", ("p.search_key",)),
        place_field(shown=True),
        Field(Column("stock_state", N_("Stock"), Kind.STATE, 112), STOCK_STATE),
        Field(Column("on_hand", N_("On hand"), Kind.QUANTITY, 80, total=True), "p.on_hand"),
        Field(Column("reserved", N_("Reserved"), Kind.QUANTITY, 80, total=True), "p.reserved"),
        Field(Column("available", N_("Available"), Kind.QUANTITY, 84, total=True), AVAILABLE),
        Field(Column("low_stock", N_("Low-stock level"), Kind.QUANTITY, 118), "p.low_stock"),
        Field(Column("next_receipt", N_("Next receipt"), Kind.DATE, 104), _COMING.format("min(e.date)")),
        Field(Column("coming", N_("On its way"), Kind.QUANTITY, 88), _COMING.format(f"sum({_OPEN})")),
        Field(Column("unit", N_("Unit"), Kind.TEXT, 52), "p.unit"),
        Field(Column("category", N_("Category"), Kind.TEXT, 110, shown=False), "g.name"),
    ),
    filters=(*FILTERS, flag("coming", N_("On its way"), f"{_COMING.format('1')} = 1")),
    pills=(
        Pill("active", N_("Active"), Ask(filters=(("active", "yes"),))),
        Pill("low", N_("Low stock"), Ask(filters=(("low", "yes"), ("active", "yes")))),
        Pill("coming", N_("On its way"), Ask(filters=(("coming", "yes"),))),
    ),
    facts=FACTS,
    allow=lambda viewer, facts: allowed.actions(allowed.product(viewer, facts)),
)


def _product_search(term: str) -> Part:
    return f"p.search_key {LIKE} OR m.note {LIKE}", (pattern(term), pattern(term))


_OF_PRODUCT = record(
    "product",
    N_("Product"),
    "p.id = ?",
    "products",
    "SELECT id FROM product WHERE code = ?1 UNION ALL SELECT id FROM product WHERE name = ?1",
)
TAKEN_BACK = "EXISTS (SELECT 1 FROM stock_movement r WHERE r.reverses_id = m.id)"

MOVEMENTS = RecordList(
    noun="movements",
    title=N_("Stock movements"),
    table="stock_movement m",
    key="m.id",
    joins={"p": "JOIN product p ON p.id = m.product_id", "u": "LEFT JOIN user u ON u.id = m.user_id"},
    needs=Permission.WORK,
    default_sort=(("date", True),),
    search=_product_search,
    fields=(
        Field(Column("date", N_("Date"), Kind.DATE, 100), "m.date"),
        Field(Column("number", N_("Code"), Kind.TEXT, 110), "p.code"),
        Field(Column("name", N_("Name"), Kind.TEXT, 220), "p.name", ("p.search_key", "m.date")),
        Field(Column("movement", N_("What"), Kind.STATE, 178), "m.movement"),
        Field(Column("quantity", N_("Quantity"), Kind.QUANTITY, 100), "m.quantity"),
        Field(
            Column("balance", N_("On hand"), Kind.QUANTITY, 100, sortable=False),
            "(SELECT sum(b.quantity) FROM stock_movement b WHERE b.product_id = m.product_id "
            "AND (b.date, b.id) <= (m.date, m.id))",
        ),
        Field(Column("note", N_("Note"), Kind.TEXT, 180, sortable=False), "m.note"),
        Field(Column("person", N_("Person"), Kind.TEXT, 110), shown_name("u")),
    ),
    filters=(
        _OF_PRODUCT,
        one_of("movement", N_("What"), "m.movement", words.states("movement")),
        day("from", N_("From"), "m.date >= ?"),
        day("to", N_("To"), "m.date <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("in", N_("Receipts"), Ask(filters=(("movement", "receipt,opening"),))),
        Pill("out", N_("Shipments"), Ask(filters=(("movement", "shipment,shipment_void"),))),
        Pill("lost", N_("Scrap and stocktakes"), Ask(filters=(("movement", "scrap,stocktake"),))),
    ),
    facts=(("movement", "m.movement"), ("reverses", "m.reverses_id IS NOT NULL"), ("taken_back", TAKEN_BACK)),
    allow=lambda viewer, facts: allowed.actions(allowed.movement(viewer, facts)),
)

EXPECTED_GOODS = RecordList(
    noun="expected",
    title=N_("Expected goods"),
    table="expected_receipt e",
    key="e.id",
    joins={"p": "JOIN product p ON p.id = e.product_id"},
    needs=Permission.WORK,
    default_sort=(("date", False),),
    search=lambda term: (f"p.search_key {LIKE} OR e.note {LIKE}", (pattern(term), pattern(term))),
    fields=(
        Field(Column("date", N_("Expected on"), Kind.DATE, 110), "e.date"),
        Field(Column("number", N_("Code"), Kind.TEXT, 120), "p.code"),
        Field(Column("name", N_("Name"), Kind.TEXT, 240), "p.name", ("p.search_key", "e.date")),
        Field(Column("arrival", N_("State"), Kind.STATE, 120), EXPECTED_STATE),
        Field(Column("quantity", N_("Ordered"), Kind.QUANTITY, 100), "e.quantity"),
        Field(Column("received", N_("Arrived"), Kind.QUANTITY, 100), "e.received"),
        Field(Column("coming", N_("On its way"), Kind.QUANTITY, 100), _OPEN),
        Field(Column("unit", N_("Unit"), Kind.TEXT, 70), "p.unit"),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, sortable=False), "e.note"),
    ),
    filters=(
        _OF_PRODUCT,
        flag("open", N_("On its way"), "e.quantity > e.received"),
        flag("late", N_("Late"), "e.quantity > e.received AND e.date < ?", lambda v: (v.today().isoformat(),)),
        one_of("arrival", N_("State"), EXPECTED_STATE, words.states("arrival")),
        day("from", N_("From"), "e.date >= ?"),
        day("to", N_("To"), "e.date <= ?"),
    ),
    pills=(
        Pill("open", N_("On its way"), Ask(filters=(("open", "yes"),))),
        Pill("late", N_("Late"), Ask(filters=(("late", "yes"),))),
        Pill("all", N_("All"), Ask()),
    ),
    facts=(("open", "e.quantity > e.received"),),
    allow=lambda viewer, facts: allowed.actions(allowed.expected(viewer, facts)),
)

STOCKTAKES = RecordList(
    noun="stocktakes",
    title=N_("Stocktakes"),
    table="stocktake s",
    key="s.id",
    joins={"u": "LEFT JOIN user u ON u.id = s.created_by"},
    needs=Permission.WORK,
    default_sort=(("date", True),),
    search=lambda term: (f"s.scope {LIKE} OR s.note {LIKE}", (pattern(term), pattern(term))),
    fields=(
        Field(Column("date", N_("Begun on"), Kind.DATE, 110), "s.date"),
        Field(Column("stocktake_scope", N_("What is counted"), Kind.STATE, 180), "s.scope"),
        Field(Column("stocktake", N_("State"), Kind.STATE, 120), "s.state"),
        Field(
            Column("lines", N_("Products"), Kind.COUNT, 90),
            "(SELECT count(*) FROM stocktake_line l WHERE l.stocktake_id = s.id)",
        ),
        Field(
            Column("counted", N_("Counted"), Kind.COUNT, 90),
            "(SELECT count(counted) FROM stocktake_line l WHERE l.stocktake_id = s.id)",
        ),
        Field(
            Column("differing", N_("Differences"), Kind.COUNT, 100),
            "(SELECT sum(difference <> 0) FROM stocktake_line l WHERE l.stocktake_id = s.id)",
        ),
        Field(Column("booked_on", N_("Booked on"), Kind.DATE, 110), "s.booked_on"),
        Field(Column("person", N_("Person"), Kind.TEXT, 120), shown_name("u")),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, sortable=False), "s.note"),
    ),
    filters=(
        one_of("stocktake", N_("State"), "s.state", words.states("stocktake")),
        day("from", N_("From"), "s.date >= ?"),
        day("to", N_("To"), "s.date <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("counting", N_("Being counted"), Ask(filters=(("stocktake", "counting"),))),
    ),
    facts=(("state", "s.state"),),
    allow=lambda viewer, facts: allowed.actions(allowed.stocktake(viewer, facts)),
)
