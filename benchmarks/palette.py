"""The quick search over a large book, against plain SQL for the same records.

Daybook's side is all that is asked while somebody types: the kinds that answer at once, with what tells each record
apart and its amount as people read it. Plain SQL looks through the same search keys and takes as many rows, without
ranking. Run it alone with ``python -m benchmarks.palette``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from app.models.actor import Actor
from app.models.base import connection, database
from app.queries.palette import FEW, QUICK, find
from benchmarks.books import kept

ORDERS = 100_000
ROUNDS = 15
SEARCHES = {"2 Chinese characters": "星辰", "3 letters": "mil", "a phone tail": "8421"}

_BY_CUSTOMER = "SELECT id FROM customer WHERE search_key LIKE ?1"
_CUSTOMERS = "SELECT id, name, code, phone, city FROM customer WHERE search_key LIKE ?1 LIMIT ?2"
_PRODUCTS = "SELECT id, name, code, list_price FROM product WHERE search_key LIKE ?1 LIMIT ?2"
_ORDERS = (
    "SELECT o.number, c.name, o.date, o.state, o.total FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    f"WHERE o.id IN (SELECT id FROM sales_order WHERE customer_id IN ({_BY_CUSTOMER})"
)
_WORDS = f"{_ORDERS}) ORDER BY o.date DESC, o.id DESC LIMIT ?2"
_DIGITS = (
    f"{_ORDERS} UNION SELECT id FROM sales_order WHERE number LIKE ?1 "
    "UNION SELECT id FROM sales_order WHERE ship_phone LIKE ?1) ORDER BY o.date DESC, o.id DESC LIMIT ?2"
)


def _milliseconds(works: tuple[Callable[[], object], Callable[[], object]]) -> tuple[float, float]:
    """The median of each, taking turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    ours, plain = (1000 * sorted(taken)[ROUNDS // 2] for taken in times)
    return ours, plain


def run() -> list[tuple[str, float, str]]:
    """For each search the ratio to plain SQL."""
    database.open_file(str(kept(ORDERS)))
    viewer = Actor(1, "owner", frozenset({"owner"}), today=lambda: date(2026, 1, 1))
    results = []
    try:
        ask = connection().execute
        for name, word in SEARCHES.items():
            orders = _DIGITS if word.isdigit() else _WORDS

            def ours(word: str = word) -> object:
                return find(viewer, word, QUICK)

            def plain(orders: str = orders, word: str = word) -> object:
                return [ask(sql, (f"%{word}%", FEW)).fetchall() for sql in (_CUSTOMERS, orders, _PRODUCTS)]

            took, floor = _milliseconds((ours, plain))
            results.append((f"quick search by {name} / plain SQL", took / floor, f"{took:.2f} against {floor:.2f} ms"))
    finally:
        database.close_links()
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
