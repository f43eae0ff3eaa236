"""Why a figure of a statistic is what it is: the orders, order lines or movements of money that make it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.i18n import _
from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.queries.columns import Column, Series
from app.queries.filters import Part
from app.queries.moment import one_moment
from app.queries.periods import PERIODS, days_of
from app.queries.receivables import bucket_conditions
from app.queries.statistics import CASH_OWN, GROUPS, counted_where
from app.queries.why import MOST, Why, explained

_PLAIN = frozenset({"orders", "revenue", "total", "paid", "refunded", "invoiced", "outstanding", "lines", "quantity"})
_AGES = frozenset({"not_due", "days_30", "days_60", "days_90", "older", "overpaid"})
_CASH = {
    "received": "SELECT date day, 'payment', number, amount, 'payment', id FROM payment",
    "refunded": "SELECT date day, 'refund', number, amount, 'refund', id FROM refund "
    "WHERE state IN ('paid', 'returned') AND target = 'cash' UNION ALL "
    "SELECT returned_on, 'refund returned', number, -amount, 'refund', id FROM refund "
    "WHERE state = 'returned' AND target = 'cash'",
    "invoiced": "SELECT date day, document_type, number, iif(document_type = 'credit_note', -total, total), 'invoice', "
    "id FROM invoice WHERE state = 'issued'",
    "written_off": "SELECT date day, 'write-off', reason, amount, 'write_off', id FROM write_off",
}
_TABLES = {"received": "payment", "refunded": "refund", "invoiced": "invoice", "written_off": "write_off"}


def explained_columns(series: Series) -> tuple[Column, ...]:
    """The columns of a statistic whose figures are sums, so that their lines can be listed."""
    if series.name == "cash":
        return tuple(c for c in series.columns if c.key in _CASH)
    if series.name == "ageing":
        return tuple(c for c in series.columns if c.key in _AGES)
    return tuple(c for c in series.columns if c.key in _PLAIN)


def why_cell(
    viewer: Actor,
    series: Series,
    row: int | None,
    column: str,
    filters: Sequence[tuple[str, str]] = (),
    most: int = MOST,
) -> Why:
    """What makes a figure of a statistic: of one row, or of its total (``row`` None).

    ``filters`` are those that the statistic was asked with. Raises UserError, NotAllowed; KeyError for a column whose
    figures are no sums.
    """
    found = next(c for c in explained_columns(series) if c.key == column)
    subject = _("Total") if row is None else str(series.rows[row][0])
    # A period is told by its own key: a chart may show periods that have no orders, too.
    keys = [values[0] for values in series.rows] if series.by in PERIODS else series.keys
    key = None if row is None else keys[row]
    if series.name == "ageing":
        sql, values, words = *_ageing(viewer, series, row, key, column), "state"
    elif series.name == "cash":
        sql, values, words = *_cash(viewer, series, key, column), "document_type" if column == "invoiced" else "entry"
    else:
        sql, values, words = *_orders(viewer, series, row, key, column, filters), ""
    with one_moment():
        raw = connection().execute(sql, values).fetchall()
    return explained(found.title, subject, found.kind, raw, words, most)


def _range(series: Series, key: Any) -> tuple[str, str]:
    """The days of a row of periods, within those of the statistic."""
    if key is None or series.by not in PERIODS:
        return series.from_, series.to
    first, last = (day.isoformat() for day in days_of(str(key), series.by))
    return max(first, series.from_), min(last, series.to) if series.to else last


def _orders(
    viewer: Actor, series: Series, row: int | None, key: Any, column: str, filters: Sequence[tuple[str, str]]
) -> Part:
    where, values = counted_where(viewer, *_range(series, key), filters)
    group = GROUPS.get(series.by)
    if group is not None and row is not None:
        where, values = f"{where} AND {group.key} IS ?", (*values, key)
    if group is not None and group.by_line:
        figure = {"lines": "1"}.get(column, f"l.{column}")
        return (
            f"SELECT o.date, l.description, o.number, {figure}, 'order', o.id FROM sales_order o JOIN order_line l "
            f"ON l.order_id = o.id LEFT JOIN product p ON p.id = l.product_id WHERE {where} "
            "AND l.product_id IS NOT NULL ORDER BY o.date, o.id, l.id",
            values,
        )
    figure = {"orders": "1"}.get(column, f"o.{column}")
    return (
        f"SELECT o.date, c.name, o.number, {figure}, 'order', o.id FROM sales_order o "
        f"JOIN customer c ON c.id = o.customer_id WHERE {where} ORDER BY o.date, o.id",
        values,
    )


def _cash(viewer: Actor, series: Series, key: Any, column: str) -> Part:
    first, last = _range(series, key)
    own = viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN
    lines = _CASH[column]
    if own:
        lines = lines.replace(f"FROM {_TABLES[column]}", f"FROM (SELECT * FROM {_TABLES[column]} WHERE {CASH_OWN})")
    values: tuple[object, ...] = (first or "0000", last or "9999", *((viewer.user_id,) if own else ()))
    return f"SELECT * FROM ({lines}) WHERE day BETWEEN ?1 AND ?2 ORDER BY day", values


def _ageing(viewer: Actor, series: Series, row: int | None, key: Any, column: str) -> Part:
    own = viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN
    conditions = bucket_conditions(viewer.today(), "o.due_date")
    wanted = "o.outstanding < 0" if column == "overpaid" else f"o.outstanding > 0 AND {conditions[column]}"
    parts: list[tuple[str, object]] = [("o.customer_id = ?", key)] if row is not None else []
    parts += [("o.salesperson_id = ?", viewer.user_id)] if own else []
    where = " AND ".join((wanted, *(sql for sql, _value in parts)))
    return (
        f"SELECT o.due_date, o.state, o.number, o.outstanding, 'order', o.id FROM sales_order o WHERE {where} "
        "ORDER BY o.due_date, o.id",
        tuple(value for _sql, value in parts),
    )
