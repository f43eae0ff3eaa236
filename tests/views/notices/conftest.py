"""A window with all its pages over a book in which something waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import shiboken6

from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.pages import page_specs
from tests.helpers.book import TestBook, a_customer, an_order
from tests.helpers.desk import book, idle, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk"]


@pytest.fixture
def open_window(make_desk: Callable[..., Desk], qtbot: Any) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window of a person; it is gone before its book is closed."""
    made: list[MainWindow] = []

    def open_(actor: Any = None) -> MainWindow:
        desk = make_desk(actor)
        problem = desk.background.problem
        window = MainWindow(desk, page_specs(), book="test")
        desk.background.problem = problem
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        made.append(window)
        window.notices.refresh()
        qtbot.waitUntil(lambda: window.notices.found is not None)
        idle(desk, qtbot)
        return window

    yield open_
    for window in made:
        idle(window.desk, qtbot)
        window.notices.panel.close_panel()
        shiboken6.delete(window)


@pytest.fixture
def overdue(book: TestBook) -> list[int]:
    """Two confirmed orders whose money is late."""
    book.set_company(default_terms="10")
    customer = a_customer(book.owner)
    orders = [an_order(book.owner, customer, 100), an_order(book.owner, customer, 50)]
    book.clock.day += timedelta(days=30)
    return orders
