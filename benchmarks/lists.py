"""The list of orders: first page, last page and search, at several sizes, against the same rows by plain SQL.

The same is then asked of the list in the window, drawn offscreen, against the 100 ms in which a list is to be painted.
Run it alone with ``python -m benchmarks.lists``; ``DAYBOOK_BENCH_LARGE=1`` adds a book of a million orders.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from app.models.actor import Actor
from app.models.base import connection, database
from app.queries.columns import Ask
from app.queries.lists import LISTS
from benchmarks._turns import ROUNDS, milliseconds
from benchmarks.books import kept

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.views.record_view import RecordView

PAGE = 50
SIZES = (10_000, 100_000)
LARGE = 1_000_000
PAINTED = 100
"""Milliseconds in which a list is to be painted."""
SEARCHES = {
    "2 Chinese characters": "星辰",
    "3 letters": "mil",
    "a phone tail": "8421",
    "goods of every other order": "商品",
}

# What the screen shows, as somebody would write it who has only this one question.
_COLUMNS = (
    "SELECT o.id, o.number, o.date, c.name, o.state, o.total, o.paid, o.outstanding, o.collection, o.delivery, "
    "o.invoicing, o.due_date, u.full_name, ch.name, o.region, o.note FROM sales_order o "
    "JOIN customer c ON c.id = o.customer_id JOIN channel ch ON ch.id = o.channel_id "
    "LEFT JOIN user u ON u.id = o.salesperson_id"
)
_FIRST = f"{_COLUMNS} ORDER BY o.date DESC, o.id DESC LIMIT 50"
_LAST = f"{_COLUMNS} ORDER BY o.date, o.id LIMIT 50"
FOUND_BY = (
    "SELECT id FROM sales_order WHERE customer_id IN (SELECT id FROM customer WHERE search_key LIKE ?1) "
    "UNION SELECT id FROM sales_order WHERE search_key LIKE ?1 UNION SELECT order_id FROM order_line "
    "WHERE product_id IN (SELECT id FROM product WHERE search_key LIKE ?1)"
)
"""Plain SQL for orders by customer, consignee, note and goods."""
FOUND_BY_DIGITS = (
    f"{FOUND_BY} UNION SELECT id FROM sales_order WHERE number LIKE ?1 "
    "UNION SELECT id FROM sales_order WHERE total = ?2 OR outstanding = ?2"
)
"""The same, and by number and amount."""
_SEARCH = {
    "words": f"{_COLUMNS} WHERE o.id IN ({FOUND_BY}) ORDER BY o.date DESC, o.id DESC LIMIT 50",
    "digits": f"{_COLUMNS} WHERE o.id IN ({FOUND_BY_DIGITS}) ORDER BY o.date DESC, o.id DESC LIMIT 50",
}


def measure(orders: int) -> dict[str, tuple[float, float]]:
    """Daybook's and plain SQL's median milliseconds for each question to a book of this size."""
    database.open_file(str(kept(orders)))
    try:
        return _questions()
    finally:
        database.close_links()


def painted(orders: int) -> dict[str, float]:
    """Median milliseconds until the list in the window has painted the answer to each question."""
    database.open_file(str(kept(orders)))
    try:
        with list_in_window() as (app, view):
            return _painted(app, view)
    finally:
        database.close_links()


@contextmanager
def list_in_window() -> Iterator[tuple[QApplication, RecordView]]:
    """The list of orders of the open book, shown offscreen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.money import currency
    from app.preferences import Preferences
    from app.views import theme
    from app.views.background import Background
    from app.views.desk import Desk
    from app.views.record_table import RecordTable
    from app.views.record_view import RecordView

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.start(app, "light")

    def release(_thread: str) -> None:
        database.close()

    background = Background(release=release)
    desk = Desk(_viewer(), background, Preferences(), currency("CNY"))
    view = RecordView(RecordTable(LISTS["orders"], desk), desk)
    view.resize(1280, 800)
    view.show()
    try:
        yield app, view
    finally:
        view.close()
        background.close()


def _painted(app: QApplication, view: RecordView) -> dict[str, float]:
    times: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        view.viewport().repaint()
        times.setdefault(name, []).append(time.perf_counter() - start)
        while not view.table.complete:
            app.processEvents()
            time.sleep(0.001)

    for _ in range(ROUNDS):
        timed("first page", lambda: view.table.ask(Ask()))
        timed("last page", view.scrollToBottom)
        for name, word in SEARCHES.items():
            timed(f"search by {name}", partial(view.table.ask, Ask(search=word)))
    return {name: 1000 * sorted(found)[len(found) // 2] for name, found in times.items()}


def _viewer() -> Actor:
    return Actor(1, "owner", frozenset({"owner"}), today=lambda: date(2026, 1, 1))


def _questions() -> dict[str, tuple[float, float]]:
    found = LISTS["orders"]
    viewer = _viewer()
    run = connection().execute
    everything = found.ids(viewer, Ask())

    def page(ask: Ask) -> object:
        return found.rows(found.first(viewer, ask, PAGE), viewer)

    times = {
        "first page": milliseconds(lambda: page(Ask()), lambda: run(_FIRST).fetchall()),
        "last page": milliseconds(lambda: found.rows(everything[-PAGE:], viewer), lambda: run(_LAST).fetchall()),
    }
    for name, word in SEARCHES.items():
        statement = _SEARCH["digits" if word.isdigit() else "words"]
        pattern: tuple[object, ...] = (f"%{word}%", int(word) * 100) if word.isdigit() else (f"%{word}%",)

        def ours(word: str = word) -> object:
            return page(Ask(search=word))

        def plain(statement: str = statement, pattern: tuple[object, ...] = pattern) -> object:
            return run(statement, pattern).fetchall()

        times[f"search by {name}"] = milliseconds(ours, plain)
    return times


def run(sizes: tuple[int, ...] = SIZES) -> list[tuple[str, float, str]]:
    """For each question the ratio to plain SQL at each size, and how much it grew from the smallest to the largest."""
    if os.environ.get("DAYBOOK_BENCH_LARGE") == "1":
        sizes = (*sizes, LARGE)
    measured = {size: measure(size) for size in sizes}
    results = []
    for question in measured[sizes[0]]:
        for size in sizes:
            ours, plain = measured[size][question]
            results.append(
                (f"{question} of {size:,} orders / plain SQL", ours / plain, f"{ours:.2f} ms against {plain:.2f} ms")
            )
        first, last = measured[sizes[0]][question][0], measured[sizes[-1]][question][0]
        results.append((f"{question}: growth", last / first, f"from {sizes[0]:,} to {sizes[-1]:,} orders"))
    for size in sizes:
        for question, took in painted(size).items():
            results.append((f"{question} of {size:,} orders painted / {PAINTED} ms", took / PAINTED, f"{took:.1f} ms"))
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})", flush=True)
