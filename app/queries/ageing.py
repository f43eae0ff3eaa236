"""What customers owe, by how long it is overdue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.i18n import N_
from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.queries.columns import Column, Kind, Series
from app.queries.periods import apart

_COLUMNS = (
    Column("key", N_("Customer"), Kind.TEXT, 220),
    Column("not_due", N_("Not due"), Kind.MONEY, 120, total=True),
    Column("days_30", N_("1–30 days"), Kind.MONEY, 120, total=True),
    Column("days_60", N_("31–60 days"), Kind.MONEY, 120, total=True),
    Column("days_90", N_("61–90 days"), Kind.MONEY, 120, total=True),
    Column("older", N_("Over 90 days"), Kind.MONEY, 120, total=True),
    Column("overpaid", N_("Overpaid"), Kind.MONEY, 120, total=True),
    Column("balance", N_("Paid ahead"), Kind.MONEY, 120, total=True),
    Column("account", N_("Account"), Kind.MONEY, 130, total=True),
)
_BUCKETS = (
    "sum(iif(outstanding > 0 AND (due_date IS NULL OR due_date >= ?1), outstanding, 0)), "
    "sum(iif(outstanding > 0 AND due_date < ?1 AND due_date >= ?2, outstanding, 0)), "
    "sum(iif(outstanding > 0 AND due_date < ?2 AND due_date >= ?3, outstanding, 0)), "
    "sum(iif(outstanding > 0 AND due_date < ?3 AND due_date >= ?4, outstanding, 0)), "
    "sum(iif(outstanding > 0 AND due_date < ?4, outstanding, 0)), "
    "sum(min(0, outstanding))"
)
_ALL = (
    f"SELECT customer_id, {_BUCKETS} FROM sales_order INDEXED BY sales_order_open WHERE outstanding <> 0 "
    "GROUP BY customer_id"
)
_OWN = (
    f"SELECT customer_id, {_BUCKETS} FROM sales_order WHERE outstanding <> 0 AND salesperson_id = ?5 "
    "GROUP BY customer_id"
)
_BALANCES = "SELECT id, -balance FROM customer WHERE balance <> 0"
_OWN_BALANCES = "SELECT id, -balance FROM customer WHERE balance <> 0 AND owner_id = ?"
_NAMES = "SELECT id, name FROM customer WHERE outstanding <> 0 OR debt <> 0 OR balance <> 0"


def _largest_first(item: tuple[int, list[int]]) -> tuple[int, int]:
    return -sum(item[1]), item[0]


def ageing(viewer: Actor) -> Series:
    """Per customer what is not due, 1–30, 31–60, 61–90 and more days overdue today, the largest account first.

    ``account`` is all of it less what was overpaid and paid ahead, the sum of the customer's ledger.
    """
    today = viewer.today()
    ends = tuple((today - timedelta(days=d)).isoformat() for d in (0, 30, 60, 90))
    own = viewer.scope(Permission.SEE_STATISTICS) is Scope.OWN
    debts = connection().execute(_OWN if own else _ALL, (*ends, viewer.user_id) if own else ends)
    figures: dict[int, list[int]] = {row[0]: [*row[1:], 0] for row in debts}
    balances = connection().execute(_OWN_BALANCES if own else _BALANCES, (viewer.user_id,) if own else ())
    for customer, balance in balances:
        figures.setdefault(customer, [0] * 7)[6] += balance
    names: dict[int, str] = dict(connection().execute(_NAMES))
    ranked = sorted(figures.items(), key=_largest_first)
    labels = [names.get(customer, "") or f"#{customer}" for customer, _f in ranked]
    labels = apart(labels, [customer for customer, _f in ranked])
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (label, *found, sum(found)) for label, (_c, found) in zip(labels, ranked, strict=True)
    )
    total = (None, *(sum(row[i] for row in rows) for i in range(1, len(_COLUMNS))))
    keys = tuple(customer for customer, _f in ranked)
    return Series(
        "ageing", N_("Ageing of what customers owe"), "customer", "", today.isoformat(), _COLUMNS, rows, total, keys
    )
