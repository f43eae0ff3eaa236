"""Figures over time and by region, channel, salesperson, customer, product and category.

Only confirmed, processing and completed orders count, by order date. *Revenue* is net of discounts, without tax,
shipping and rounding-off; *total* is the order value. ``collection`` adds what was paid, refunded and invoiced of these
orders and what is outstanding. The kept totals answer what they can; the rest runs over an index that holds every
figure, so it belongs on the reading thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import NotAllowed, UserError
from app.i18n import N_, _
from app.models.actor import ACTS, Actor, Permission, Scope, who_may
from app.models.base import connection
from app.models.company import book_currency
from app.models.totals import COUNTED_SQL
from app.models.user import shown_name
from app.money import Currency, divide
from app.queries.ageing import ageing
from app.queries.columns import Column, Kind, Series
from app.queries.filters import Part, as_day
from app.queries.orders import ORDERS
from app.queries.periods import PERIODS, apart, fold, month_aligned
from app.queries.shapes import plain_value

__all__ = ["FILTERS", "GROUPS", "NAMES", "PERIODS", "as_json", "days_with_orders", "statistics"]

NAMES = ("revenue", "collection", "cash", "ageing")
FILTERS = ("region", "channel", "salesperson", "customer", "product", "batch")
NOT_STATED = "—"


@dataclass(frozen=True)
class Group:
    """A grouping other than by time: title of its column and of its statistic, its key, and the label for a key."""

    title: str
    name: str
    key: str
    label: str = ""
    by_line: bool = False


GROUPS = {
    "region": Group(N_("Region"), N_("Revenue by region"), "o.region"),
    "channel": Group(N_("Channel"), N_("Revenue by channel"), "o.channel_id", "SELECT id, name FROM channel"),
    "salesperson": Group(
        N_("Salesperson"),
        N_("Revenue by salesperson"),
        "o.salesperson_id",
        f"SELECT id, {shown_name('user')} FROM user",
    ),
    "customer": Group(N_("Customer"), N_("Revenue by customer"), "o.customer_id", "SELECT id, name FROM customer"),
    "product": Group(
        N_("Product"), N_("Revenue by product"), "l.product_id", "SELECT id, name FROM product", by_line=True
    ),
    "category": Group(
        N_("Category"), N_("Revenue by category"), "p.category_id", "SELECT id, name FROM category", by_line=True
    ),
}
_PERIOD_TITLES = {
    "day": (N_("Day"), N_("Revenue by day")),
    "week": (N_("Week"), N_("Revenue by week")),
    "month": (N_("Month"), N_("Revenue by month")),
    "quarter": (N_("Quarter"), N_("Revenue by quarter")),
    "year": (N_("Year"), N_("Revenue by year")),
}
_TITLES = {
    "collection": N_("Orders and their collection"),
    "cash": N_("Money in and out"),
}

_ORDERS = Column("orders", N_("Orders"), Kind.COUNT, 90, total=True)
_REVENUE = Column("revenue", N_("Revenue"), Kind.MONEY, 130, total=True)
_AVERAGE = Column("average", N_("Average revenue"), Kind.MONEY, 130)
_TOTAL = Column("total", N_("Order value"), Kind.MONEY, 130, total=True)
_MONEY = tuple(
    Column(key, title, Kind.MONEY, 130, total=True)
    for key, title in (
        ("paid", N_("Paid")),
        ("refunded", N_("Refunded")),
        ("invoiced", N_("Invoiced")),
        ("outstanding", N_("Outstanding")),
    )
)
_LINES = (
    Column("lines", N_("Order lines"), Kind.COUNT, 90, total=True),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 110, total=True),
    _REVENUE,
)
_FIGURES = (_ORDERS, _REVENUE, _AVERAGE, _TOTAL)
# What is kept for each customer, product and category decides what they show, so that every range shows the same.
_COLUMNS: dict[str, tuple[Column, ...]] = {
    "customer": (_ORDERS, _REVENUE, _AVERAGE),
    "product": _LINES,
    "category": _LINES,
}
_CASH = tuple(
    Column(key, title, Kind.MONEY, 130, total=True)
    for key, title in (
        ("received", N_("Received")),
        ("refunded", N_("Refunded")),
        ("invoiced", N_("Invoiced")),
        ("written_off", N_("Written off")),
    )
)


def statistics(
    viewer: Actor,
    name: str = "revenue",
    by: str = "month",
    from_: str = "",
    to: str = "",
    filters: Sequence[tuple[str, str]] = (),
) -> Series:
    """A statistic as a series.

    ``name`` is ``revenue``, ``collection`` (orders with what was paid, refunded, invoiced, outstanding), ``cash``
    (money and documents by their own dates), ``ageing``, or a group such as ``region`` for revenue by it. ``by`` is a
    period or a group, ``from_`` and ``to`` are ISO dates, ``filters`` those of orders. Who may see only own figures
    gets them. Raises UserError for unknown words, NotAllowed.
    """
    if viewer.scope(Permission.SEE_STATISTICS) is Scope.NONE:
        raise NotAllowed(
            _("You may not {act}. This is for: {roles}.").format(
                act=_(ACTS[Permission.SEE_STATISTICS]), roles=who_may(Permission.SEE_STATISTICS)
            ),
            code="not_allowed",
        )
    from_ = as_day(viewer, from_, "from") if from_ else ""
    to = as_day(viewer, to, "to") if to else ""
    if name in GROUPS:
        return _revenue(viewer, name, name, from_, to, filters)
    _known("name", name, NAMES + tuple(GROUPS))
    if name == "ageing":
        return ageing(viewer)
    _known("by", by, PERIODS if name == "cash" else (*PERIODS, *GROUPS))
    if name == "cash":
        return _cash(viewer, by, from_, to)
    return _revenue(viewer, name, by, from_, to, filters)


def days_with_orders(viewer: Actor) -> tuple[str, str] | None:
    """The first and the last day with an order that counts and that the viewer may see; None if there is none."""
    match viewer.scope(Permission.SEE_STATISTICS):
        case Scope.NONE:
            return None
        case Scope.OWN:
            statement = (
                f"SELECT min(o.date), max(o.date) FROM sales_order o WHERE o.state IN {COUNTED_SQL} AND {ORDERS.own}"
            )
            found = connection().execute(statement, (viewer.user_id,)).fetchall()[0]
        case _:
            found = connection().execute("SELECT min(date), max(date) FROM day_total WHERE orders <> 0").fetchall()[0]
    return (str(found[0]), str(found[1])) if found[0] else None


def _known(field: str, word: str, words: Sequence[str]) -> None:
    if word not in words:
        raise UserError(
            _("“{word}” is not known here. Choose one of: {words}.").format(word=word, words=", ".join(words)),
            field=field,
            code="statistic_unknown",
        )


def _revenue(viewer: Actor, name: str, by: str, from_: str, to: str, filters: Sequence[tuple[str, str]]) -> Series:
    group = GROUPS.get(by)
    more = name == "collection"
    columns = _COLUMNS.get(by, _FIGURES)
    title = _PERIOD_TITLES[by][1] if group is None else group.name
    if more and columns is not _LINES:
        columns, title = (*_FIGURES, *_MONEY), _TITLES[name]
    summed = tuple(c for c in columns if c is not _AVERAGE)
    kept = None if filters or more or viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN else _kept(by, from_, to)
    if kept is None:
        where, values = counted_where(viewer, from_, to, filters)
        sums = [c.key for c in summed if c is not _ORDERS]
        kept = _by_line(by, where), values
        if columns is not _LINES:
            kept = _by_order("o.date" if group is None else group.key, sums, where, bool(more)), values
    found = [tuple(row) for row in connection().execute(*kept)]
    rows = fold(found, by) if group is None else _labelled(group, found)
    keys = tuple(row[0] for row in (rows if group is None else found))
    total = tuple(sum(row[i] for row in rows) for i in range(1, 1 + len(summed)))
    if columns is not _LINES:
        rows = [_with_average(row) for row in rows]
        total = _with_average((None, *total))[1:]
    heading = _PERIOD_TITLES[by][0] if group is None else group.title
    key = Column("key", heading, Kind.TEXT, 160)
    return Series(name, title, by, from_, to, (key, *columns), tuple(rows), (None, *total), keys)


def _with_average(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:3], divide(row[2], row[1]) if row[1] else 0, *row[3:])


def _kept(by: str, from_: str, to: str) -> Part | None:
    """The statement that answers from kept totals, where they can."""
    span = (from_ or "0000", to or "9999")
    if by in ("month", "quarter", "year") and month_aligned(from_, to):
        return (
            "SELECT month || '-01', sum(orders), sum(revenue), sum(total) FROM month_total WHERE month BETWEEN ? AND ? "
            "GROUP BY month HAVING sum(orders) <> 0 OR sum(revenue) <> 0 OR sum(total) <> 0 ORDER BY month",
            (span[0][:7], span[1][:7]),
        )
    if by in PERIODS:
        return (
            "SELECT date, orders, revenue, total FROM day_total WHERE date BETWEEN ? AND ? "
            "AND (orders <> 0 OR revenue <> 0 OR total <> 0) ORDER BY date",
            span,
        )
    if by == "region" and month_aligned(from_, to):
        return (
            "SELECT region, sum(orders), sum(revenue), sum(total) FROM month_total WHERE month BETWEEN ? AND ? "
            "GROUP BY region HAVING sum(orders) <> 0",
            (span[0][:7], span[1][:7]),
        )
    if from_ or to:
        return None
    if by == "customer":
        return "SELECT id, orders, revenue FROM customer WHERE orders <> 0", ()
    if by == "product":
        return "SELECT id, sold_lines, sold_quantity, revenue FROM product WHERE sold_lines <> 0", ()
    if by == "category":
        return (
            "SELECT category_id, sum(sold_lines), sum(sold_quantity), sum(revenue) FROM product "
            "WHERE sold_lines <> 0 GROUP BY category_id",
            (),
        )
    return None


def counted_where(viewer: Actor, from_: str, to: str, filters: Sequence[tuple[str, str]]) -> Part:
    """The WHERE clause of the orders that count in a range, as far as this viewer sees them. Raises UserError."""
    parts: list[Part] = [(f"o.state IN {COUNTED_SQL}", ())]
    if viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN:
        parts.append((ORDERS.own, (viewer.user_id,)))
    known = {f.key: f for f in ORDERS.filters if f.key in ("from", "to", *FILTERS)}
    for key, value in (("from", from_), ("to", to), *filters):
        _known("filter", key, tuple(known))
        if value:
            parts.append(known[key].part(viewer, value))
    return " AND ".join(sql for sql, _v in parts), tuple(v for _s, values in parts for v in values)


def _by_order(key: str, sums: Iterable[str], where: str, more: bool) -> str:
    figures = "".join(f", sum(o.{c})" for c in sums)
    person = "o.salesperson_id = ?" in where
    index = "" if more and person else f" INDEXED BY sales_order_{'by_salesperson' if person else 'figures'}"
    if "import_batch_id = ?" in where or "o.customer_id = ?" in where:
        index = ""
    return f"SELECT {key}, count(*){figures} FROM sales_order o{index} WHERE {where} GROUP BY {key}"


def _by_line(by: str, where: str) -> str:
    group = GROUPS[by] if by in GROUPS and GROUPS[by].by_line else GROUPS["product"]
    product = " LEFT JOIN product p ON p.id = l.product_id" if group.key.startswith("p.") else ""
    return (
        f"SELECT {group.key}, count(*), sum(l.quantity), sum(l.revenue) FROM sales_order o "
        f"JOIN order_line l ON l.order_id = o.id{product} WHERE {where} AND l.product_id IS NOT NULL GROUP BY 1"
    )


def _labelled(group: Group, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows with names instead of ids, the largest revenue first; equal names are told apart by their id."""
    names = dict(connection().execute(group.label)) if group.label else {}
    revenue = 3 if group.by_line else 2
    rows.sort(key=lambda row: (-row[revenue], str(row[0])))
    labels = [str(names.get(row[0], "") if group.label else row[0] or "") or NOT_STATED for row in rows]
    return [(label, *row[1:]) for label, row in zip(apart(labels, [row[0] for row in rows]), rows, strict=True)]


# Each by its own date; voided documents count nothing, a voided payment is balanced by its reversal. Every part is
# added up for itself, over an index where it has one.
CASH_OWN = "customer_id IN (SELECT customer_id FROM sales_order WHERE salesperson_id = ?3)"
"""What narrows money and documents down to the customers of a salesperson."""
_CASH_PARTS = (
    "SELECT date, sum(amount), 0, 0, 0 FROM payment WHERE date BETWEEN ?1 AND ?2{own} GROUP BY date",
    "SELECT date, 0, sum(amount), 0, 0 FROM refund WHERE state IN ('paid', 'returned') AND target = 'cash' "
    "AND date BETWEEN ?1 AND ?2{own} GROUP BY date",
    "SELECT returned_on, 0, -sum(amount), 0, 0 FROM refund WHERE state = 'returned' AND target = 'cash' "
    "AND returned_on BETWEEN ?1 AND ?2{own} GROUP BY returned_on",
    "SELECT date, 0, 0, sum(iif(document_type = 'credit_note', -total, total)), 0 FROM invoice "
    "WHERE state = 'issued' AND date BETWEEN ?1 AND ?2{own} GROUP BY date",
    "SELECT date, 0, 0, 0, sum(amount) FROM write_off WHERE date BETWEEN ?1 AND ?2{own} GROUP BY date",
)


def _cash(viewer: Actor, by: str, from_: str, to: str) -> Series:
    own = viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN
    values: tuple[object, ...] = (from_ or "0000", to or "9999", *((viewer.user_id,) if own else ()))
    sql = " UNION ALL ".join(_CASH_PARTS).format(own=f" AND {CASH_OWN}" if own else "")
    rows = connection().execute(sql, values).fetchall()
    folded = fold([tuple(row) for row in rows], by)
    total = tuple(sum(row[i] for row in folded) for i in range(1, 1 + len(_CASH)))
    key = Column("key", _PERIOD_TITLES[by][0], Kind.TEXT, 160)
    keys = tuple(row[0] for row in folded)
    return Series("cash", _TITLES["cash"], by, from_, to, (key, *_CASH), tuple(folded), (None, *total), keys)


def as_json(series: Series, unit: Currency | None = None) -> dict[str, Any]:
    """A series as the command line prints it: rows and total as objects, money as decimal texts."""
    unit = unit or book_currency()

    def record(values: Sequence[Any]) -> dict[str, Any]:
        pairs = zip(series.columns, values, strict=True)
        return {c.key: plain_value(c.kind, v, unit) for c, v in pairs}

    total = record(series.total)
    del total["key"]
    return {
        "name": series.name,
        "by": series.by,
        "from": series.from_,
        "to": series.to,
        "rows": [record(row) for row in series.rows],
        "total": total,
    }
