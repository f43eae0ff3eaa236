"""A real book at a desk, with the window's lists of customers and orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6

from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.pages import page_specs
from tests.helpers.desk import book, idle, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk", "window"]


@pytest.fixture
def window(real_desk: Desk, qtbot: Any) -> Iterator[MainWindow]:
    """The window of the owner, shown; gone before its book is closed."""
    specs = [spec for spec in page_specs() if spec.key in ("customers", "orders")]
    problem = real_desk.background.problem
    made = MainWindow(real_desk, specs, book="test")
    real_desk.background.problem = problem
    made.resize(1280, 800)
    made.show()
    yield made
    idle(real_desk, qtbot)
    shiboken6.delete(made)
