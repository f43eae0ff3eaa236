"""The list of products."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.queries import allowed, product_sales, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, flag, of_batch, one_of, pattern, record
from app.queries.places import place_field

AVAILABLE = "p.on_hand - p.reserved"
_KEPT = "iif(p.stock_kept = 1, {}, NULL)"
_IN_CATEGORY = "p.category_id IN (SELECT id FROM category WHERE ? IN (id, parent_id))"
STOCK_STATE = (
    "CASE WHEN p.stock_kept = 0 THEN 'not_kept' WHEN p.on_hand - p.reserved <= 0 THEN 'out' "
    "WHEN p.on_hand - p.reserved <= coalesce(p.low_stock, 0) THEN 'low' ELSE 'enough' END"
)


def search(term: str) -> Part:
    """Products whose key (name, code, aliases) or place on the shelves holds the term."""
    placed = f"p.place <> '' AND spelled(p.place) {LIKE}"
    return f"p.search_key {LIKE} OR {placed}", (pattern(term), pattern(term))


FILTERS = (
    flag("active", N_("Active"), "p.active = 1"),
    record("category", N_("Category"), _IN_CATEGORY, "categories", "SELECT id FROM category WHERE name = ?1"),
    flag("kept", N_("Kept in stock"), "p.stock_kept = 1"),
    flag("low", N_("Low stock"), f"p.stock_kept = 1 AND {AVAILABLE} <= coalesce(p.low_stock, 0)"),
    one_of("stock_state", N_("Stock"), STOCK_STATE, words.states("stock")),
    of_batch("p.import_batch_id"),
)
FACTS = (
    ("active", "p.active"),
    ("merged", "p.merged_into_id IS NOT NULL"),
    ("stock_kept", "p.stock_kept"),
    ("book_keeps", "(SELECT stock_policy = 'kept' FROM company)"),
)

PRODUCTS = RecordList(
    noun="products",
    title=words.NOUNS["products"],
    table="product p",
    key="p.id",
    joins={
        "g": "LEFT JOIN category g ON g.id = p.category_id",
        "t": "LEFT JOIN tax_code t ON t.id = p.tax_code_id",
    },
    needs=Permission.WORK,
    base="p.merged_into_id IS NULL",
    default_sort=(("name", False),),
    search=search,
    fields=(
        Field(Column("number", N_("Code"), Kind.NUMBER, 120), "p.code"),
        Field(Column("name", N_("Name"), Kind.TEXT, 224), "p.name", ("p.search_key",)),
        Field(Column("category", N_("Category"), Kind.TEXT, 116), "g.name"),
        Field(Column("unit", N_("Unit"), Kind.TEXT, 60), "p.unit"),
        Field(Column("list_price", N_("Price"), Kind.PRICE, 100), "p.list_price"),
        Field(Column("tax_code", N_("Tax"), Kind.TEXT, 90, shown=False), "t.code"),
        Field(Column("available", N_("Available"), Kind.QUANTITY, 92), _KEPT.format(AVAILABLE)),
        place_field(shown=False),
        *product_sales.FIELDS,
        Field(Column("sold_quantity", N_("Sold"), Kind.QUANTITY, 92, shown=False, total=True), "p.sold_quantity"),
        Field(Column("sold_lines", N_("Order lines"), Kind.COUNT, 96, shown=False, total=True), "p.sold_lines"),
        Field(Column("revenue", N_("Revenue"), Kind.MONEY, 112, total=True), "p.revenue"),
        Field(Column("specification", N_("Specification"), Kind.TEXT, 160, shown=False), "p.specification"),
        Field(Column("floor_price", N_("Floor price"), Kind.PRICE, 110, shown=False), "p.floor_price"),
        Field(Column("cost", N_("Cost"), Kind.PRICE, 110, shown=False), "p.cost"),
        Field(Column("on_hand", N_("On hand"), Kind.QUANTITY, 100, shown=False), _KEPT.format("p.on_hand")),
        Field(Column("reserved", N_("Reserved"), Kind.QUANTITY, 100, shown=False), _KEPT.format("p.reserved")),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "p.note"),
        Field(Column("active", N_("Active"), Kind.FLAG, 70, shown=False), "p.active"),
    ),
    filters=(*FILTERS, *product_sales.FILTERS),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("active", N_("Active"), Ask(filters=(("active", "yes"),))),
        *product_sales.PILLS,
        Pill("low", N_("Low stock"), Ask(filters=(("low", "yes"),))),
    ),
    facts=FACTS,
    allow=lambda viewer, facts: allowed.actions(allowed.product(viewer, facts)),
    secret=frozenset({"floor_price", "cost", "revenue"}) | product_sales.SECRET,
    secret_needs=(Permission.SEE_STATISTICS, Permission.EDIT_PRODUCTS),
)
