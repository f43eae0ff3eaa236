"""One product with its prices, aliases, stock movements and sales."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor, Permission
from app.models.base import connection
from app.queries import allowed
from app.queries.history import HistoryEntry, history
from app.queries.orders import NUMBER
from app.queries.products import AVAILABLE, PRODUCTS, STOCK_STATE
from app.queries.promising import promised
from app.queries.shapes import Flag, Money, Price, Quantity, hide, load, one, require, select

RECENT = 50


@dataclass(frozen=True)
class GradePrice:
    """The price for customers of one grade."""

    id: int
    grade: str
    price: Price


@dataclass(frozen=True)
class Promise:
    """How many can be promised from a day on."""

    date: str
    quantity: Quantity


@dataclass(frozen=True)
class MovementDetail:
    """One line of the stock ledger; ``balance`` is what lay there after it."""

    id: int
    date: str
    movement: str
    note: str
    quantity: Quantity
    balance: Quantity


@dataclass(frozen=True)
class ProductSale:
    """One of the newest order lines with the product."""

    order_id: int
    number: str
    date: str
    customer: str
    state: str
    quantity: Quantity
    revenue: Money


@dataclass(frozen=True)
class ProductDetail:
    """One product. ``floor_price``, ``cost`` and ``revenue`` are None for viewers who may not see them."""

    id: int
    code: str
    name: str
    specification: str
    unit: str
    category_id: int | None
    category: str | None
    category_path: str
    list_price: Price
    floor_price: Price | None
    cost: Price | None
    tax_code_id: int | None
    tax_code: str | None
    tax_class: str
    tax_class_name: str
    stock_kept: Flag
    low_stock: Quantity | None
    place: str
    on_hand: Quantity
    reserved: Quantity
    available: Quantity
    stock_state: str
    sold_quantity: Quantity
    sold_lines: int
    revenue: Money | None
    active: Flag
    merged_into_id: int | None
    note: str
    created_at: str
    version: int
    aliases: tuple[str, ...]
    prices: tuple[GradePrice, ...]
    promises: tuple[Promise, ...]
    movements: tuple[MovementDetail, ...]
    recent_sales: tuple[ProductSale, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]


_PRODUCT = (
    select(
        ProductDetail,
        "p",
        category="g.name",
        category_path="coalesce(a.name || ' > ', '') || coalesce(g.name, '')",
        tax_code="t.code",
        available=AVAILABLE,
        stock_state=STOCK_STATE,
    )
    + " FROM product p LEFT JOIN category g ON g.id = p.category_id LEFT JOIN category a ON a.id = g.parent_id "
    "LEFT JOIN tax_code t ON t.id = p.tax_code_id "
    "WHERE p.id = ?"
)
_FACTS = (
    "SELECT active, merged_into_id IS NOT NULL, stock_kept, (SELECT stock_policy = 'kept' FROM company) "
    "FROM product WHERE id = ?"
)
_ALIASES = "SELECT name FROM product_alias WHERE product_id = ? ORDER BY id"
_PRICES = select(GradePrice, "r") + " FROM product_price r WHERE r.product_id = ? ORDER BY r.grade"
_MOVEMENTS = (
    "SELECT * FROM (SELECT id, date, movement, note, quantity, sum(quantity) OVER (ORDER BY date, id) "
    "FROM stock_movement WHERE product_id = ?) ORDER BY 2 DESC, 1 DESC LIMIT ?"
)
_SALES = (
    select(
        ProductSale,
        "l",
        order_id="o.id",
        number=NUMBER,
        date="o.date",
        customer="c.name",
        state="o.state",
    )
    + " FROM order_line l JOIN sales_order o ON o.id = l.order_id JOIN customer c ON c.id = o.customer_id "
    "WHERE l.product_id = ? ORDER BY o.date DESC, o.id DESC LIMIT ?"
)


def product(viewer: Actor, product_id: int) -> ProductDetail:
    """One product. Raises NotFound, NotAllowed."""
    require(PRODUCTS, viewer, product_id, "product")
    key, recent = (product_id,), (product_id, RECENT)
    names = ("active", "merged", "stock_kept", "book_keeps")
    facts = dict(zip(names, next(connection().execute(_FACTS, key)), strict=True))
    reasons = allowed.product(viewer, facts)
    sees_all = viewer.may(Permission.SEE_MONEY)
    found = one(
        ProductDetail,
        _PRODUCT,
        key,
        aliases=tuple(row[0] for row in connection().execute(_ALIASES, key)),
        prices=load(GradePrice, _PRICES, key),
        promises=tuple(Promise(day.isoformat(), n) for day, n in promised(viewer, key).get(product_id, ())),
        movements=load(MovementDetail, _MOVEMENTS, recent),
        recent_sales=load(ProductSale, _SALES, recent) if sees_all else (),
        history=history("product", product_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )
    return hide(found, PRODUCTS, viewer)
