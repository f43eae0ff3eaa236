"""The list of orders opened with 300 problems among 100,000 orders: the first of them on top, against plain SQL.

Plain SQL asks for the same problems by their bare conditions, without the notes of how others were solved, and takes as
many rows as a page shows. The same list is then painted offscreen, against the 100 ms in which it is to be there. The
second part leaves every unpaid order overdue, as the book was made: one in eight. Run it alone with
``python -m benchmarks.exceptions``; ``DAYBOOK_BENCH_LARGE=1`` takes a million orders.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from app.models.actor import Actor
from app.models.base import connection, database
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.views.lists.problems import FOLDED
from benchmarks._turns import ROUNDS, milliseconds
from benchmarks.books import kept
from benchmarks.lists import LARGE, PAGE, PAINTED, list_in_window

PROBLEMS = 300
ORDERS = 100_000

# All unpaid orders get time to pay; then a hundred each are overdue, late, or lack a phone.
_FEW = (
    "UPDATE sales_order SET due_date = '2027-01-01' WHERE outstanding > 0",
    "UPDATE sales_order SET due_date = '2025-12-01' WHERE id IN (SELECT id FROM sales_order WHERE outstanding > 0 "
    "ORDER BY id % 97, id LIMIT ?1)",
    "UPDATE sales_order SET to_ship = 10000, promised_date = '2025-12-01' WHERE id IN (SELECT id FROM sales_order "
    "WHERE outstanding > 0 AND due_date > '2026-01-01' ORDER BY id % 89, id LIMIT ?1)",
    "UPDATE sales_order SET to_ship = 10000, consignee = 'Li', ship_phone = '', ship_address = '1 Long Road' "
    "WHERE id IN (SELECT id FROM sales_order WHERE outstanding > 0 AND due_date > '2026-01-01' "
    "AND promised_date IS NULL ORDER BY id % 83, id LIMIT ?1)",
)
_IDS = (
    "SELECT id FROM sales_order WHERE outstanding > 0 AND due_date < ?1 UNION "
    "SELECT id FROM sales_order WHERE state IN ('confirmed','processing') AND shipped < to_ship AND promised_date < ?1 "
    "UNION SELECT id FROM sales_order WHERE state IN ('confirmed','processing') AND shipped < to_ship "
    "AND (consignee = '' OR ship_phone = '' OR ship_address = '') AND (ship_address <> '' OR city <> '') "
    "UNION SELECT order_id FROM order_exception WHERE solved_at IS NULL"
)
_PLAIN = (
    f"SELECT id FROM sales_order WHERE id IN ({_IDS}) ORDER BY date DESC, id DESC LIMIT 5",
    "SELECT o.id, o.number, o.date, c.name, o.state, o.total, o.paid, o.outstanding, o.collection, o.delivery, "
    "o.due_date, o.promised_date FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    "ORDER BY o.date DESC, o.id DESC LIMIT 50",
)


def _measure(title: str) -> list[tuple[str, float, str]]:
    orders = LISTS["orders"]
    viewer = Actor(1, "owner", frozenset({"owner"}), today=lambda: date(2026, 1, 1))
    ask = Ask(problems_first=True, problems_at_most=FOLDED)
    wrong = orders.problems(viewer, ask)

    def ours() -> object:
        return orders.rows(orders.first(viewer, ask, PAGE), viewer)

    def plain() -> object:
        return [connection().execute(sql, ("2026-01-01",) * min(1, sql.count("?1"))).fetchall() for sql in _PLAIN]

    took, floor = milliseconds(ours, plain)
    counted, _floor = milliseconds(lambda: orders.problems(viewer, ask), plain)
    shown = _painted(ask)
    return [
        (f"first page, {wrong:,} {title} / plain SQL", took / floor, f"{took:.2f} ms against {floor:.2f} ms"),
        (f"counting {wrong:,} {title} / plain SQL", counted / floor, f"{counted:.2f} ms"),
        (f"first page, {wrong:,} {title}, painted / {PAINTED} ms", shown / PAINTED, f"{shown:.1f} ms"),
    ]


def _painted(ask: Ask) -> float:
    """Median milliseconds from asking until the first rows are read beside the window and painted."""
    times = []
    with list_in_window() as (app, view):
        for _ in range(ROUNDS):
            view.table.ask(Ask())
            while not view.table.complete:
                app.processEvents()
                time.sleep(0.001)
            start = time.perf_counter()
            view.table.ask(ask)
            while not view.table.problems(0):
                app.processEvents()
                time.sleep(0.0005)
            view.viewport().repaint()
            times.append(time.perf_counter() - start)
            while not view.table.complete:
                app.processEvents()
                time.sleep(0.001)
    return 1000 * sorted(times)[ROUNDS // 2]


def run() -> list[tuple[str, float, str]]:
    """The list with 300 problems, and with one in eight orders overdue."""
    size = LARGE if os.environ.get("DAYBOOK_BENCH_LARGE") == "1" else ORDERS
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "exceptions.daybook"
        shutil.copy(kept(size), copy)
        results = []
        try:
            database.open_file(str(copy))
            results += _measure(f"problems among {size:,} orders")
            database.open_file(str(copy))
            run_sql = connection().execute
            run_sql("PRAGMA query_only = OFF")
            for sql in _FEW:
                run_sql(sql, (PROBLEMS // 3,) * min(1, sql.count("?1")))
            run_sql("PRAGMA query_only = ON")
            results = [*_measure(f"problems among {size:,} orders"), *results]
        finally:
            database.close_links()
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})", flush=True)
