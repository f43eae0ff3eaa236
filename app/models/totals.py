"""Kept totals: sums that are written in the same transaction as the facts they add up.

``day_total``, ``month_total`` and ``product_month`` serve statistics; the columns named in ``KEPT`` stand on customers
and products. All of them follow from orders, lines, payments and stock movements, so they are left out of trail and
undo, and ``find_differences`` recomputes every one from the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import apsw
from peewee import IntegerField

from app.models.base import DayField, Record, money, reference, text
from app.models.open_lines import rest_of
from app.models.order import COUNTED, LineKind, OrderState

# Columns of customers and products that only this module writes.
KEPT: Mapping[str, frozenset[str]] = {
    "customer": frozenset({"orders", "revenue", "outstanding", "debt", "balance", "last_order_date"}),
    "product": frozenset({"on_hand", "reserved", "sold_quantity", "sold_lines", "revenue", "last_sold"}),
}

OPEN = frozenset({OrderState.CONFIRMED, OrderState.PROCESSING})

COUNTED_SQL = "('confirmed','processing','completed')"
OPEN_SQL = "('confirmed','processing')"


class DayTotal(Record):
    """Orders of a day that count: how many, revenue (net) and order value (gross)."""

    kind: ClassVar[str] = "day_total"

    date = DayField()
    orders = IntegerField(default=0)
    revenue = money()
    total = money()

    class Meta:
        indexes = ((("date",), True),)


class MonthTotal(Record):
    """The same per month (``2026-11``) and region."""

    kind: ClassVar[str] = "month_total"

    month = text()
    region = text()
    orders = IntegerField(default=0)
    revenue = money()
    total = money()

    class Meta:
        indexes = ((("month", "region"), True),)


class ProductMonth(Record):
    """What was sold of a product in a month, by the dates of the orders that count: quantity, lines, revenue (net)."""

    kind: ClassVar[str] = "product_month"

    product_id = reference("product")
    month = text()
    quantity = IntegerField(default=0)
    lines = IntegerField(default=0)
    revenue = money()

    class Meta:
        indexes = ((("product_id", "month"), True),)


Image = Mapping[str, Any]
Pair = tuple[Image | None, Image | None]
Standing = tuple[str, str]
"""The state and the date of an order."""

_NOTHING: Standing = (OrderState.DRAFT, "")

_DAY = (
    "INSERT INTO day_total(date, orders, revenue, total) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT(date) DO UPDATE SET orders = orders + ?2, revenue = revenue + ?3, total = total + ?4"
)
_MONTH = (
    "INSERT INTO month_total(month, region, orders, revenue, total) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT(month, region) DO UPDATE SET orders = orders + ?3, revenue = revenue + ?4, total = total + ?5"
)
_CUSTOMER = (
    "UPDATE customer SET orders = orders + ?2, revenue = revenue + ?3, outstanding = outstanding + ?4, "
    "debt = debt + ?5, balance = balance + ?6 WHERE id = ?1"
)
_LAST_ORDER = (
    f"UPDATE customer SET last_order_date = (SELECT max(date) FROM sales_order "
    f"WHERE customer_id = ?1 AND state IN {COUNTED_SQL}) WHERE id = ?1"
)
_PRODUCT = (
    "UPDATE product SET on_hand = on_hand + ?2, reserved = reserved + ?3, sold_quantity = sold_quantity + ?4, "
    "sold_lines = sold_lines + ?5, revenue = revenue + ?6, "
    "last_sold = iif(?7 IS NULL, last_sold, max(coalesce(last_sold, ''), ?7)) WHERE id = ?1"
)
_LAST_SOLD = (
    f"UPDATE product SET last_sold = (SELECT max(o.date) FROM order_line l JOIN sales_order o ON o.id = l.order_id "
    f"WHERE l.product_id = ?1 AND o.state IN {COUNTED_SQL}) WHERE id = ?1 AND last_sold <= ?2"
)
_PRODUCT_MONTH = (
    "INSERT INTO product_month(product_id, month, quantity, lines, revenue) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT(product_id, month) DO UPDATE SET quantity = quantity + ?3, lines = lines + ?4, revenue = revenue + ?5"
)
_EMPTY_MONTH = "DELETE FROM product_month WHERE product_id = ? AND month = ? AND lines = 0"


def settle(
    connection: apsw.Connection,
    orders: Iterable[Pair],
    lines: Iterable[Pair],
    payments: Iterable[Pair],
    movements: Iterable[Pair],
) -> None:
    """Bring all kept totals up to the changes of one operation; images are rows as stored, before and after."""
    days: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    months: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    customers: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    products: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    sold: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    dated: set[int] = set()
    stood: dict[int, Standing] = {}
    stands: dict[int, Standing] = {}
    for before, after in orders:
        some = after if after is not None else before
        assert some is not None
        stood[some["id"]] = (before["state"], before["date"]) if before is not None else _NOTHING
        stands[some["id"]] = (after["state"], after["date"]) if after is not None else _NOTHING
        for image, sign in ((before, -1), (after, 1)):
            if image is None:
                continue
            sums = customers[image["customer_id"]]
            sums[2] += sign * image["outstanding"]
            sums[3] += sign * max(0, image["outstanding"])
            if image["state"] in COUNTED:
                figures = (sign, sign * image["revenue"], sign * image["total"])
                sums[0] += figures[0]
                sums[1] += figures[1]
                _add(days[image["date"]], figures)
                _add(months[image["date"][:7], image["region"]], figures)
        if _counting(before) != _counting(after):
            dated.update(i["customer_id"] for i in (before, after) if i is not None)
    touched: dict[int, dict[int, Pair]] = defaultdict(dict)
    for before, after in lines:
        some = after if after is not None else before
        assert some is not None
        touched[some["order_id"]][some["id"]] = (before, after)
    _add_lines(connection, products, sold, touched, stood, stands)
    for before, after in payments:
        for image, sign in ((before, -1), (after, 1)):
            if image is not None and image["customer_id"] is not None:
                customers[image["customer_id"]][4] += sign * image["free"]
    for before, after in movements:
        for image, sign in ((before, -1), (after, 1)):
            if image is not None:
                products[image["product_id"]][0] += sign * image["quantity"]
    for day, sums in days.items():
        if any(sums):
            connection.execute(_DAY, (day, *sums))
    for (month, region), sums in months.items():
        if any(sums):
            connection.execute(_MONTH, (month, region, *sums))
    for customer, sums in customers.items():
        if any(sums):
            connection.execute(_CUSTOMER, (customer, *sums))
    for customer in dated:
        connection.execute(_LAST_ORDER, (customer,))
    _store_products(connection, products, sold)


def _store_products(
    connection: apsw.Connection, products: Mapping[int, list[int]], sold: Mapping[tuple[int, str], list[int]]
) -> None:
    months: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    newest: dict[int, str] = {}
    gone: dict[int, str] = {}
    for (product, day), sums in sold.items():
        _add(months[product, day[:7]], sums)
        if sums[1]:
            dates = newest if sums[1] > 0 else gone
            dates[product] = max(day, dates.get(product, ""))
    for product, sums in products.items():
        if any(sums) or product in newest:
            connection.execute(_PRODUCT, (product, *sums, newest.get(product)))
    for (product, month), sums in months.items():
        if any(sums):
            connection.execute(_PRODUCT_MONTH, (product, month, *sums))
            if sums[1] < 0:
                connection.execute(_EMPTY_MONTH, (product, month))
    for product, day in gone.items():
        connection.execute(_LAST_SOLD, (product, day))


def _counting(image: Image | None) -> tuple[str, int] | None:
    return (image["date"], image["customer_id"]) if image is not None and image["state"] in COUNTED else None


def _add(sums: list[int], figures: Iterable[int]) -> None:
    for i, figure in enumerate(figures):
        sums[i] += figure


# What of a line the kept totals follow from.
_FIGURES = ("id", "product_id", "line_kind", "quantity", "shipped", "ended", "revenue")


def _add_lines(
    connection: apsw.Connection,
    products: dict[int, list[int]],
    sold: dict[tuple[int, str], list[int]],
    touched: dict[int, dict[int, Pair]],
    stood: Mapping[int, Standing],
    stands: Mapping[int, Standing],
) -> None:
    for order_id in {*touched, *(o for o in stands if stood[o] != stands[o])}:
        pairs = touched.get(order_id, {})
        if order_id in stands:
            was, now = stood[order_id], stands[order_id]
        else:
            row = connection.execute("SELECT state, date FROM sales_order WHERE id = ?", (order_id,)).fetchone()
            was = now = (row[0], row[1]) if row else _NOTHING
        if was[0] not in COUNTED and now[0] not in COUNTED:
            continue
        for before, after in pairs.values():
            if before is not None:
                _line(products, sold, before, was, -1)
            if after is not None:
                _line(products, sold, after, now, 1)
        if was != now:
            for row in connection.execute(
                f"SELECT {', '.join(_FIGURES)} FROM order_line WHERE order_id = ?",
                (order_id,),
            ):
                if row[0] not in pairs:
                    image = dict(zip(_FIGURES, row, strict=True))
                    _line(products, sold, image, was, -1)
                    _line(products, sold, image, now, 1)


def _line(
    products: dict[int, list[int]],
    sold: dict[tuple[int, str], list[int]],
    image: Image,
    standing: Standing,
    sign: int,
) -> None:
    state, day = standing
    if image["product_id"] is None or state not in COUNTED:
        return
    _add(sold[image["product_id"], day], (sign * image["quantity"], sign, sign * image["revenue"]))
    sums = products[image["product_id"]]
    if state in OPEN and image["line_kind"] == LineKind.GOODS:
        sums[1] += sign * max(0, image["quantity"] - image["ended"] - image["shipped"])
    sums[2] += sign * image["quantity"]
    sums[3] += sign
    sums[4] += sign * image["revenue"]


# Each kept figure with the query that recomputes it; both sides are grouped by the same key.
_RECOMPUTED: dict[str, tuple[str, str]] = {
    "day_total": (
        "SELECT date, orders, revenue, total FROM day_total WHERE orders <> 0 OR revenue <> 0 OR total <> 0",
        f"SELECT date, count(*), sum(revenue), sum(total) FROM sales_order WHERE state IN {COUNTED_SQL} GROUP BY date",
    ),
    "month_total": (
        "SELECT month || ' ' || region, orders, revenue, total FROM month_total "
        "WHERE orders <> 0 OR revenue <> 0 OR total <> 0",
        "SELECT substr(date, 1, 7) || ' ' || region, count(*), sum(revenue), sum(total) "
        f"FROM sales_order WHERE state IN {COUNTED_SQL} GROUP BY substr(date, 1, 7), region",
    ),
    "customer orders": (
        "SELECT id, orders, revenue, last_order_date FROM customer WHERE orders <> 0 OR revenue <> 0",
        f"SELECT customer_id, count(*), sum(revenue), max(date) FROM sales_order WHERE state IN {COUNTED_SQL} "
        "GROUP BY customer_id",
    ),
    "customer outstanding": (
        "SELECT id, outstanding, debt FROM customer WHERE outstanding <> 0 OR debt <> 0",
        "SELECT customer_id, sum(outstanding), sum(max(0, outstanding)) FROM sales_order "
        "GROUP BY customer_id HAVING sum(outstanding) <> 0 OR sum(max(0, outstanding)) <> 0",
    ),
    "customer balance": (
        "SELECT id, balance FROM customer WHERE balance <> 0",
        "SELECT customer_id, sum(free) FROM payment WHERE customer_id IS NOT NULL GROUP BY customer_id "
        "HAVING sum(free) <> 0",
    ),
    "product stock": (
        "SELECT id, on_hand FROM product WHERE on_hand <> 0",
        "SELECT product_id, sum(quantity) FROM stock_movement GROUP BY product_id HAVING sum(quantity) <> 0",
    ),
    "product reserved": (
        "SELECT id, reserved FROM product WHERE reserved <> 0",
        f"SELECT product_id, sum({rest_of()}) FROM order_line l "
        f"JOIN sales_order o ON o.id = l.order_id WHERE o.state IN {OPEN_SQL} AND product_id IS NOT NULL "
        f"AND l.line_kind = 'goods' GROUP BY product_id HAVING sum({rest_of()}) <> 0",
    ),
    "product sold": (
        "SELECT id, sold_quantity, sold_lines, revenue, last_sold FROM product "
        "WHERE sold_lines <> 0 OR sold_quantity <> 0 OR revenue <> 0 OR last_sold IS NOT NULL",
        "SELECT product_id, sum(quantity), count(*), sum(l.revenue), max(o.date) FROM order_line l "
        f"JOIN sales_order o ON o.id = l.order_id WHERE o.state IN {COUNTED_SQL} AND product_id IS NOT NULL "
        "GROUP BY product_id",
    ),
    "product_month": (
        "SELECT product_id || ' ' || month, quantity, lines, revenue FROM product_month WHERE lines <> 0",
        "SELECT product_id || ' ' || substr(o.date, 1, 7), sum(quantity), count(*), sum(l.revenue) FROM order_line l "
        f"JOIN sales_order o ON o.id = l.order_id WHERE o.state IN {COUNTED_SQL} AND product_id IS NOT NULL "
        "GROUP BY product_id, substr(o.date, 1, 7)",
    ),
}


def find_differences(connection: apsw.Connection) -> list[tuple[str, str, tuple[Any, ...], tuple[Any, ...]]]:
    """Every kept total that does not equal its recomputation: (name, key, kept, recomputed). Reads all orders."""
    found = []
    for name, (kept_sql, true_sql) in _RECOMPUTED.items():
        kept = {row[0]: tuple(row[1:]) for row in connection.execute(kept_sql)}
        true = {row[0]: tuple(row[1:]) for row in connection.execute(true_sql)}
        for key in kept.keys() | true.keys():
            if kept.get(key, ()) != true.get(key, ()):
                found.append((name, str(key), kept.get(key, ()), true.get(key, ())))
    return found


# What a batch of orders adds to the kept totals; ?1 is the batch, ?2 is 1 to add and -1 to take away again.
_BATCH = (
    "INSERT INTO day_total(date, orders, revenue, total) SELECT date, ?2 * count(*), ?2 * sum(revenue), "
    f"?2 * sum(total) FROM sales_order WHERE import_batch_id = ?1 AND state IN {COUNTED_SQL} GROUP BY date "
    "ON CONFLICT(date) DO UPDATE SET orders = orders + excluded.orders, revenue = revenue + excluded.revenue, "
    "total = total + excluded.total",
    "INSERT INTO month_total(month, region, orders, revenue, total) SELECT substr(date, 1, 7), region, "
    "?2 * count(*), ?2 * sum(revenue), ?2 * sum(total) FROM sales_order WHERE import_batch_id = ?1 "
    f"AND state IN {COUNTED_SQL} GROUP BY substr(date, 1, 7), region "
    "ON CONFLICT(month, region) DO UPDATE SET orders = orders + excluded.orders, "
    "revenue = revenue + excluded.revenue, total = total + excluded.total",
    "UPDATE customer SET orders = customer.orders + ?2 * s.n, revenue = customer.revenue + ?2 * s.revenue, "
    "outstanding = customer.outstanding + ?2 * s.outstanding, debt = customer.debt + ?2 * s.debt, "
    "last_order_date = CASE WHEN ?2 > 0 THEN max(coalesce(customer.last_order_date, ''), coalesce(s.last, '')) "
    "ELSE customer.last_order_date END "
    f"FROM (SELECT customer_id, sum(state IN {COUNTED_SQL}) n, sum(iif(state IN {COUNTED_SQL}, revenue, 0)) revenue, "
    "sum(outstanding) outstanding, sum(max(0, outstanding)) debt, "
    f"max(iif(state IN {COUNTED_SQL}, date, NULL)) last "
    "FROM sales_order WHERE import_batch_id = ?1 GROUP BY customer_id) s WHERE customer.id = s.customer_id",
    "UPDATE customer SET last_order_date = NULL WHERE last_order_date = '' AND ?1 = ?1 AND ?2 = ?2",
    "UPDATE customer SET balance = customer.balance + ?2 * s.free FROM (SELECT customer_id, sum(free) free "
    "FROM payment WHERE import_batch_id = ?1 AND customer_id IS NOT NULL GROUP BY customer_id) s "
    "WHERE customer.id = s.customer_id",
    "UPDATE product SET reserved = product.reserved + ?2 * s.open, "
    "sold_quantity = product.sold_quantity + ?2 * s.quantity, sold_lines = product.sold_lines + ?2 * s.n, "
    "revenue = product.revenue + ?2 * s.revenue, "
    "last_sold = iif(?2 > 0, max(coalesce(product.last_sold, ''), s.last), product.last_sold) FROM (SELECT product_id, "
    f"sum(iif(o.state IN {OPEN_SQL} AND l.line_kind = 'goods', {rest_of()}, 0)) open, "
    "sum(quantity) quantity, count(*) n, "
    "sum(l.revenue) revenue, max(o.date) last FROM sales_order o JOIN order_line l ON l.order_id = o.id "
    f"WHERE o.import_batch_id = ?1 AND o.state IN {COUNTED_SQL} AND product_id IS NOT NULL GROUP BY product_id) s "
    "WHERE product.id = s.product_id",
    "INSERT INTO product_month(product_id, month, quantity, lines, revenue) SELECT product_id, substr(o.date, 1, 7), "
    "?2 * sum(quantity), ?2 * count(*), ?2 * sum(l.revenue) FROM sales_order o JOIN order_line l ON l.order_id = o.id "
    f"WHERE o.import_batch_id = ?1 AND o.state IN {COUNTED_SQL} AND product_id IS NOT NULL "
    "GROUP BY product_id, substr(o.date, 1, 7) ON CONFLICT(product_id, month) DO UPDATE SET "
    "quantity = quantity + excluded.quantity, lines = lines + excluded.lines, revenue = revenue + excluded.revenue",
)


def add_batch(connection: apsw.Connection, batch: int, sign: int) -> None:
    """Count all orders and payments of an import batch in (``sign`` 1) or, before they are removed, out (-1)."""
    for statement in _BATCH:
        connection.execute(statement, (batch, sign))
