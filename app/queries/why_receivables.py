"""Why a figure of the receivables is what it is: the orders of a bucket, the movements of an account until a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.i18n import N_
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.queries import allowed
from app.queries.columns import Kind
from app.queries.customers import CUSTOMERS
from app.queries.moment import one_moment
from app.queries.receivables import BUCKETS, bucket_conditions, open_orders
from app.queries.shapes import require
from app.queries.why import FIGURES, LEDGER, MOST, Why, explained

TITLES: Mapping[str, str] = {
    "account": N_("Account"),
    "overdue": N_("Overdue"),
    **dict(BUCKETS),
    "overpaid": N_("Overpaid"),
    "ahead": N_("Paid ahead"),
}
"""The figures of a customer in the list of receivables, the one that is most asked for first; marked."""


def why_receivable(viewer: Actor, key: str, customer_id: int, day: date | None = None, most: int = MOST) -> Why:
    """What makes a figure of one customer on a day (today unless told). Raises NotFound, NotAllowed.

    What is paid ahead can be told of today only: KeyError for a day before.
    """
    require(CUSTOMERS, viewer, customer_id, "customer")
    allowed.require_right(viewer, Permission.SEE_MONEY)
    today = viewer.today()
    on = min(day or today, today)
    sql, words = _lines(key, on, now=on == today)
    with one_moment():
        link = connection()
        name = link.execute("SELECT name FROM customer WHERE id = ?", (customer_id,)).get
        raw = link.execute(sql, (customer_id,)).fetchall()
    return explained(TITLES[key], str(name), Kind.MONEY, raw, words, most)


def _lines(key: str, day: date, *, now: bool) -> tuple[str, str]:
    if key == "account":
        until = "" if now else f" AND g.date <= '{day.isoformat()}'"
        return f"{LEDGER} WHERE g.customer_id = ?1{until} ORDER BY g.date, g.id", "entry"
    if key == "ahead":
        if not now:
            raise KeyError(key)
        free = FIGURES["customer"].figures["balance"].lines
        return f"SELECT day, state, number, -free, record, id FROM ({_named(free)})", "payment"
    conditions = bucket_conditions(day, "x.due_date")
    late = " OR ".join(conditions[each] for each, _title in BUCKETS[1:])
    wanted = {
        "overpaid": "x.owed < 0",
        "overdue": f"x.owed > 0 AND ({late})",
        **{each: f"x.owed > 0 AND {condition}" for each, condition in conditions.items()},
    }[key]
    return (
        "SELECT x.due_date, o.state, o.number, x.owed, 'order', o.id FROM "
        f"({open_orders(day, now=now, whose='g.customer_id = ?1')}) x JOIN sales_order o ON o.id = x.order_id "
        f"WHERE x.customer_id = ?1 AND {wanted} ORDER BY x.due_date, o.id",
        "state",
    )


def _named(lines: str) -> str:
    return f"WITH lines(day, state, number, free, record, id) AS ({lines}) SELECT * FROM lines"
