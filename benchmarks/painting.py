"""One page of the list of orders painted, and the quick search: what a person waits for at each key.

A page is 18 rows of all columns at 1280 × 800, painted anew; against the same cells in a ``QTableView`` with Qt's own
delegate and the same texts. Run it alone with ``python -m benchmarks.painting``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.books import kept

ORDERS = 100_000
ROUNDS = 40
FRAME = 16.0
"""Milliseconds from one picture of a screen to the next."""


def _median(work: Callable[[int], object]) -> float:
    work(0)
    times = []
    for number in range(1, ROUNDS + 1):
        # Of the window's own thread, whatever else the computer does.
        start = time.thread_time()
        work(number)
        times.append(time.thread_time() - start)
    return 1000 * sorted(times)[len(times) // 2]


def _list(desk: Any) -> Any:
    from app.queries.lists import LISTS
    from app.views.record_table import RecordTable
    from app.views.record_view import RecordView

    return RecordView(RecordTable(LISTS["orders"], desk), desk)


def _bare(texts: list[tuple[str, ...]]) -> Any:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    view = QTableView()
    model = QStandardItemModel(view)
    for row in texts:
        model.appendRow([QStandardItem(text) for text in row])
    view.setModel(model)
    return view


def measure() -> dict[str, float]:
    """Median milliseconds: a page of orders, the same texts bare."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.models.actor import Actor
    from app.models.base import database
    from app.money import currency
    from app.preferences import Preferences
    from app.queries.columns import Ask
    from app.views import theme
    from app.views.background import Background
    from app.views.desk import Desk

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.start(app, "light")
    database.open_file(str(kept(ORDERS)))

    def release(_thread: str) -> None:
        database.close()

    background = Background(release=release)
    viewer = Actor(1, "owner", frozenset({"owner"}), today=lambda: date(2026, 1, 1))
    view = _list(Desk(viewer, background, Preferences(), currency("CNY")))
    view.resize(1280, 800)
    view.show()
    try:
        view.table.ask(Ask())
        while not view.table.complete:
            app.processEvents()
            time.sleep(0.001)
        bar = view.verticalScrollBar()

        def next_page(number: int) -> None:
            bar.setValue(number * 700)
            view.viewport().repaint()

        def again(_number: int) -> None:
            view.viewport().repaint()

        found = {"next page": _median(next_page), "page": _median(again)}
        bare = _bare([view.table.texts(number) for number in range(40)])
        bare.resize(1280, 800)
        for column in range(view.model().columnCount()):
            bare.setColumnWidth(column, view.columnWidth(column))
            bare.setColumnHidden(column, view.isColumnHidden(column))
        bare.verticalHeader().setDefaultSectionSize(view.verticalHeader().defaultSectionSize())
        bare.show()
        app.processEvents()
        found["bare"] = _median(lambda _number: bare.viewport().repaint())
        return found
    finally:
        view.close()
        background.close()
        database.close_links()


def run() -> list[tuple[str, float, str]]:
    """A page against the same texts bare, and against the time of one frame; the next page, read and painted, too."""
    found = measure()
    page, following, bare = found["page"], found["next page"], found["bare"]
    return [
        ("page of orders painted / bare table", page / bare, f"{page:.1f} ms against {bare:.1f} ms"),
        ("page of orders painted / one frame", page / FRAME, f"{page:.1f} ms of {FRAME:.0f} ms"),
        ("next page read and painted / one frame", following / FRAME, f"{following:.1f} ms of {FRAME:.0f} ms"),
    ]


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
