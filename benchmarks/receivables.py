"""What customers owe among 100,000 orders, today and on a day before, against the least SQL that adds it up.

Daybook's side is what opening the list costs beside the window: all rows in their order with every figure, and for the
first screens how each customer usually pays. Plain SQL only adds up the buckets by customer: today from the open
orders, for a day before from the ledger and what was used of payments by then. The pages painted are those kept with
the ids; explaining a total lists its last 1,000 lines. Run it alone with ``python -m benchmarks.receivables``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.models.actor import Actor
from app.models.base import connection, database
from app.queries.columns import Ask
from app.queries.orders import ORDERS
from app.queries.receivables import Receivables, bucket_conditions, open_orders
from app.queries.why import column_sum
from benchmarks._turns import milliseconds
from benchmarks.books import kept

SIZE = 100_000
TODAY = date(2026, 1, 1)
BEFORE = date(2025, 6, 30)
PAGE = 200


def _plain(day: date, *, now: bool) -> str:
    sums = ", ".join(
        f"sum(iif(owed > 0 AND {condition}, owed, 0))" for condition in bucket_conditions(day, "due_date").values()
    )
    return f"SELECT customer_id, {sums} FROM ({open_orders(day, now=now)}) GROUP BY customer_id"


def run() -> list[tuple[str, float, str]]:
    """For each question the ratio to plain SQL."""
    database.open_file(str(kept(SIZE)))
    viewer = Actor(1, "owner", frozenset({"owner"}), today=lambda: TODAY)
    results = []
    try:
        ask = connection().execute
        for day, now, title in ((TODAY, True, "today"), (BEFORE, False, "half a year ago")):
            shown, sql = Receivables(None if now else day), _plain(day, now=now)

            def plain(sql: str = sql) -> object:
                return ask(sql).fetchall()

            def ours(shown: Receivables = shown) -> object:
                return shown.ids(viewer, Ask())

            took, floor = milliseconds(ours, plain)
            results.append(
                (
                    f"what customers owe {title} among {SIZE:,} orders / plain sums",
                    took / floor,
                    f"{took:.0f} against {floor:.0f} ms",
                )
            )
            ids = shown.ids(viewer, Ask())[:PAGE]

            def painted(shown: Receivables = shown, ids: Sequence[int] = ids) -> object:
                return shown.rows(ids, viewer)

            took, floor = milliseconds(painted, plain)
            results.append((f"the first page painted, {title} / plain sums", took / floor, f"{took:.2f} ms"))
        wanted = Ask(filters=(("to_collect", "yes"),))
        took, floor = milliseconds(
            lambda: column_sum(viewer, ORDERS, wanted, "outstanding"),
            lambda: ask("SELECT id, outstanding FROM sales_order WHERE outstanding > 0 ORDER BY date").fetchall(),
        )
        results.append(("why the sum of all open orders / reading them", took / floor, f"{took:.0f} ms"))
    finally:
        database.close_links()
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})", flush=True)
