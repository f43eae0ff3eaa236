"""What should be known of an order while it is typed: goods that are short, credit, twins, prices below the lowest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import ShortagePolicy, StockPolicy, the_company
from app.models.limits import below_floor, exposure, missing
from app.models.open_lines import rest_of
from app.models.order import LineKind, OrderKind
from app.queries.orders import NUMBER
from app.queries.products import PRODUCTS
from app.queries.promising import Promises, promised
from app.queries.taxpayer import suiting_tax, tax_remark


@dataclass(frozen=True)
class TypedLine:
    """A line as far as it is typed; ``row`` is where it stands in the editor."""

    row: int
    product_id: int | None
    line_kind: str
    quantity: int
    unit_price: int
    discount_rate: int
    tax_code_id: int | None = None


@dataclass(frozen=True)
class TypedOrder:
    """An order as far as it is typed. ``worth`` is what it counts for already, as a confirmed order that is amended."""

    customer_id: int | None
    date: str
    total: int
    lines: tuple[TypedLine, ...]
    order_id: int | None = None
    worth: int = 0
    order_kind: str = OrderKind.NORMAL


@dataclass(frozen=True)
class Short:
    """A product of which there is not enough: ten-thousandths; ``rows`` are its lines."""

    product_id: int
    product: str
    unit: str
    wanted: int
    available: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class TooCheap:
    """A line whose price after its discount lies below the lowest one (millionths)."""

    row: int
    product: str
    floor_price: int


@dataclass(frozen=True)
class OverCredit:
    """The customer would owe more than its credit limit, in minor units."""

    customer: str
    owes: int
    limit: int


@dataclass(frozen=True)
class Twin:
    """Another order of this customer with the same total on the same day."""

    id: int
    name: str


@dataclass(frozen=True)
class OtherTax:
    """Lines with a tax that this kind of taxpayer doesn't charge: what is said of it, and the tax code that suits."""

    remark: str
    rows: tuple[int, ...]
    instead: int | None


@dataclass(frozen=True)
class OrderChecks:
    """What was found; ``costs`` in millionths by product, for viewers who may see them."""

    shortage_policy: str = ShortagePolicy.WARN
    short: tuple[Short, ...] = ()
    too_cheap: tuple[TooCheap, ...] = ()
    over_credit: OverCredit | None = None
    twins: tuple[Twin, ...] = ()
    costs: dict[int, int] = field(default_factory=dict)
    promises: Mapping[int, Promises] = field(default_factory=dict)
    """What of each product can be promised by when, for those whose stock is kept."""
    other_tax: OtherTax | None = None


_PRODUCTS = (
    "SELECT id, name, unit, stock_kept, on_hand, reserved, floor_price, cost FROM product "
    "WHERE id IN (SELECT value FROM json_each(?))"
)
# What the order itself has reserved already is there for it; what is out or has ended it wants no more.
_HELD = (
    f"SELECT l.product_id, sum({rest_of()}), sum(l.shipped + l.ended) FROM order_line l "
    "JOIN sales_order o ON o.id = l.order_id WHERE l.order_id = ? AND o.state IN ('confirmed', 'processing') "
    "AND l.product_id IS NOT NULL AND l.line_kind = 'goods' GROUP BY l.product_id"
)
_CUSTOMER = "SELECT name, debt, balance, credit_limit FROM customer WHERE id = ?"
_TWINS = (
    f"SELECT o.id, {NUMBER} FROM sales_order o WHERE o.customer_id = ? AND o.date = ? AND o.total = ? AND o.id <> ? "
    "AND o.state <> 'cancelled' ORDER BY o.id LIMIT 3"
)


def order_checks(viewer: Actor, order: TypedOrder) -> OrderChecks:
    """Look at an order that is being typed, as this viewer may see it."""
    company = the_company()
    ids = sorted({line.product_id for line in order.lines if line.product_id is not None})
    products = {row[0]: row[1:] for row in connection().execute(_PRODUCTS, (json.dumps(ids),))} if ids else {}
    private = any(viewer.may(need) for need in PRODUCTS.secret_needs)
    made_later = order.order_kind in (OrderKind.PRE_SALE, OrderKind.MADE_TO_ORDER)
    short: tuple[Short, ...] = ()
    if company.stock_policy == StockPolicy.KEPT and not made_later:
        short = _short(order, products)
    cheap = tuple(
        TooCheap(line.row, str(products[line.product_id][0]), int(products[line.product_id][5]))
        for line in order.lines
        if line.product_id in products
        and below_floor(line.unit_price, line.discount_rate, products[line.product_id][5])
    )
    return OrderChecks(
        shortage_policy=company.shortage_policy,
        short=short,
        too_cheap=cheap if private else (),
        over_credit=_over_credit(viewer, order),
        twins=_twins(order),
        promises=promised(viewer, ids, order.order_id) if ids else {},
        costs={i: int(p[6]) for i, p in products.items() if p[6] is not None} if private else {},
        other_tax=_other_tax(viewer, order),
    )


def _other_tax(viewer: Actor, order: TypedOrder) -> OtherTax | None:
    day = date.fromisoformat(order.date) if order.date else viewer.today()
    codes = {line.tax_code_id for line in order.lines}
    remarks = {code: tax_remark(code, day) for code in codes}
    rows = tuple(line.row for line in order.lines if remarks[line.tax_code_id])
    return OtherTax(next(filter(None, remarks.values())), rows, suiting_tax(day)) if rows else None


def _short(order: TypedOrder, products: dict[int, tuple[object, ...]]) -> tuple[Short, ...]:
    rows = connection().execute(_HELD, (order.order_id,)) if order.order_id is not None else ()
    held = {int(product): (int(rest), int(gone)) for product, rest, gone in rows}
    wanted: dict[int, list[TypedLine]] = {}
    for line in order.lines:
        if line.product_id in products and line.line_kind == LineKind.GOODS:
            wanted.setdefault(line.product_id or 0, []).append(line)
    found = []
    for product_id, lines in wanted.items():
        name, unit, kept, on_hand, reserved = products[product_id][:5]
        own, gone = held.get(product_id, (0, 0))
        reserved_by_others = int(str(reserved)) - own
        quantity = max(0, sum(line.quantity for line in lines) - gone)
        lacking = missing(int(str(on_hand)), reserved_by_others, quantity)
        if kept and lacking:
            places = tuple(line.row for line in lines)
            found.append(Short(product_id, str(name), str(unit), quantity, max(0, quantity - lacking), places))
    return tuple(found)


def _over_credit(viewer: Actor, order: TypedOrder) -> OverCredit | None:
    if order.customer_id is None or not viewer.may(Permission.SEE_MONEY) or not order.lines:
        return None
    row = connection().execute(_CUSTOMER, (order.customer_id,)).fetchone()
    if row is None or row[3] is None:
        return None
    owes = exposure(int(row[1]), int(row[2]), order.total - order.worth)
    return OverCredit(str(row[0]), owes, int(row[3])) if owes > int(row[3]) else None


def _twins(order: TypedOrder) -> tuple[Twin, ...]:
    if order.customer_id is None or order.total <= 0:
        return ()
    key = (order.customer_id, order.date, order.total, order.order_id or 0)
    return tuple(Twin(int(row[0]), str(row[1])) for row in connection().execute(_TWINS, key))
