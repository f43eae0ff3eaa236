"""What the ledger says of a day that has passed: what each order owed, and what each customer's account came to.

For everybody the tables are read once from end to end: following an index to each of their rows takes three times as
long. For some customers the index of their lines is the shorter way.
"""

from __future__ import annotations

from datetime import date


def owed_by_orders(day: date, whose: str = "") -> str:
    """The SELECT of ``customer_id, order_id, owed``: the ledger until a day, less what was used of payments by then.

    Orders without a line in the ledger by then, and those that owed nothing, are left out. ``whose`` is the condition
    that narrows the ledger lines ``g`` down to some customers.
    """
    end = day.isoformat()
    if whose:
        return (
            "SELECT * FROM (WITH every AS MATERIALIZED (SELECT g.customer_id, g.order_id, sum(g.amount) - "
            "coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.order_id = g.order_id "
            f"AND a.date <= '{end}'), 0) owed FROM ledger_line g WHERE {whose} AND g.order_id IS NOT NULL "
            f"AND g.date <= '{end}' GROUP BY g.order_id) SELECT * FROM every) WHERE owed <> 0"
        )
    # Without the cast the customer would have no affinity, and no index could be made to join it by.
    return (
        "SELECT CAST(max(customer_id) AS INTEGER) customer_id, order_id, sum(amount) owed FROM ("
        "SELECT customer_id, order_id, amount FROM ledger_line NOT INDEXED WHERE order_id IS NOT NULL "
        f"AND date <= '{end}' UNION ALL SELECT NULL, order_id, -amount FROM allocation NOT INDEXED "
        f"WHERE date <= '{end}') GROUP BY order_id HAVING owed <> 0 AND max(customer_id) IS NOT NULL"
    )


def accounts(day: date, whose: str = "") -> str:
    """The SELECT of ``customer_id, account``: the sum of each customer's ledger until a day, narrowed the same way."""
    source, wanted = ("ledger_line g", f"{whose} AND ") if whose else ("ledger_line g NOT INDEXED", "")
    return (
        f"SELECT g.customer_id, sum(g.amount) account FROM {source} WHERE {wanted}g.date <= '{day.isoformat()}' "
        "GROUP BY g.customer_id"
    )
