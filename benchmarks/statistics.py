"""Five statistics of a large book against the least SQL that answers them from the kept totals.

Revenue by month over three years, by product, by customer and by region, and the ageing of what customers owe. Daybook
hands out every product and customer with its name; the plain query stops at the 20 largest, as a chart would.
Run it alone with ``python -m benchmarks.statistics``; ``DAYBOOK_BENCH_LARGE=1`` adds a book of a million orders.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, timedelta

from app.models.actor import Actor
from app.models.base import connection, database
from app.queries.statistics import statistics
from benchmarks.books import kept

SIZES = (100_000,)
LARGE = 1_000_000
ROUNDS = 15
TODAY = date(2026, 1, 1)
_ENDS = tuple((TODAY - timedelta(days=days)).isoformat() for days in (0, 30, 60, 90))
_AGEING = (
    "SELECT customer_id, sum(iif(due_date >= ?1, outstanding, 0)), "
    "sum(iif(due_date < ?1 AND due_date >= ?2, outstanding, 0)), "
    "sum(iif(due_date < ?2 AND due_date >= ?3, outstanding, 0)), "
    "sum(iif(due_date < ?3 AND due_date >= ?4, outstanding, 0)), sum(iif(due_date < ?4, outstanding, 0)) "
    "FROM sales_order INDEXED BY sales_order_open WHERE outstanding <> 0 GROUP BY customer_id"
)

# What is asked: the name of Daybook's statistic and its grouping, and the plain query with its values.
QUESTIONS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "36 months": (
        "revenue",
        "month",
        "SELECT month, sum(orders), sum(revenue), sum(total) FROM month_total GROUP BY month",
        (),
    ),
    "products": (
        "product",
        "",
        "SELECT name, sold_lines, sold_quantity, revenue FROM product ORDER BY revenue DESC LIMIT 20",
        (),
    ),
    "customers": ("customer", "", "SELECT name, orders, revenue FROM customer ORDER BY revenue DESC LIMIT 20", ()),
    "ageing": ("ageing", "", _AGEING, _ENDS),
    "regions": (
        "region",
        "",
        "SELECT region, sum(orders), sum(revenue), sum(total) FROM month_total GROUP BY region",
        (),
    ),
}


def _milliseconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * sorted(times)[len(times) // 2]


def measure(orders: int) -> dict[str, tuple[float, float]]:
    """Daybook's and plain SQL's median milliseconds for each statistic of a book of this size."""
    database.open_file(str(kept(orders)))
    viewer = Actor(1, "owner", frozenset({"owner"}), today=lambda: TODAY)
    run = connection().execute
    found = {}
    for question, (name, by, statement, values) in QUESTIONS.items():

        def ours(name: str = name, by: str = by) -> object:
            return statistics(viewer, name, by) if by else statistics(viewer, name)

        def plain(statement: str = statement, values: tuple[str, ...] = values) -> object:
            return run(statement, values).fetchall()

        found[question] = _milliseconds(ours), _milliseconds(plain)
    database.close_links()
    return found


def run(sizes: tuple[int, ...] = SIZES) -> list[tuple[str, float, str]]:
    """For each statistic, and for all of them, the ratio to plain SQL at each size."""
    if os.environ.get("DAYBOOK_BENCH_LARGE") == "1":
        sizes = (*sizes, LARGE)
    results = []
    for size in sizes:
        measured = measure(size)
        measured["all five"] = sum(o for o, _p in measured.values()), sum(p for _o, p in measured.values())
        for question, (ours, plain) in measured.items():
            results.append(
                (f"{question} of {size:,} orders / plain SQL", ours / plain, f"{ours:.2f} ms against {plain:.2f} ms")
            )
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
