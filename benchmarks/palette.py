"""The quick search over a large book, against plain SQL for the same records.

Daybook's side is all that is asked while somebody types: the kinds that answer at once, with what tells each record
apart and its amount as people read it. Plain SQL looks through the same search keys and takes as many rows, without
ranking. Run it alone with ``python -m benchmarks.palette``; ``DAYBOOK_BENCH_LARGE=1`` takes a million orders.
"""

from __future__ import annotations

import os
from datetime import date

from app.models.actor import Actor
from app.models.base import connection, database
from app.queries.palette import FEW, QUICK, find
from benchmarks._turns import milliseconds
from benchmarks.books import kept
from benchmarks.lists import FOUND_BY, FOUND_BY_DIGITS, LARGE, SEARCHES

ORDERS = 100_000

_CUSTOMERS = "SELECT id, name, code, phone, city FROM customer WHERE search_key LIKE ?1 LIMIT ?2"
_PRODUCTS = "SELECT id, name, code, list_price FROM product WHERE search_key LIKE ?1 LIMIT ?2"
_ORDERS = (
    "SELECT o.number, c.name, o.date, o.state, o.total FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    "WHERE o.id IN ({}) ORDER BY o.date DESC, o.id DESC LIMIT ?{}"
)


def run() -> list[tuple[str, float, str]]:
    """For each search the ratio to plain SQL."""
    size = LARGE if os.environ.get("DAYBOOK_BENCH_LARGE") == "1" else ORDERS
    database.open_file(str(kept(size)))
    viewer = Actor(1, "owner", frozenset({"owner"}), today=lambda: date(2026, 1, 1))
    results = []
    try:
        ask = connection().execute
        for name, word in SEARCHES.items():
            orders = _ORDERS.format(FOUND_BY_DIGITS, 3) if word.isdigit() else _ORDERS.format(FOUND_BY, 2)
            wanted = (f"%{word}%", int(word) * 100, FEW) if word.isdigit() else (f"%{word}%", FEW)

            def ours(word: str = word) -> object:
                return find(viewer, word, QUICK)

            def plain(orders: str = orders, wanted: tuple[object, ...] = wanted) -> object:
                few = (wanted[0], FEW)
                return [
                    ask(_CUSTOMERS, few).fetchall(),
                    ask(orders, wanted).fetchall(),
                    ask(_PRODUCTS, few).fetchall(),
                ]

            took, floor = milliseconds(ours, plain)
            results.append(
                (
                    f"quick search by {name} among {size:,} orders / plain SQL",
                    took / floor,
                    f"{took:.2f} against {floor:.2f} ms",
                )
            )
    finally:
        database.close_links()
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})", flush=True)
