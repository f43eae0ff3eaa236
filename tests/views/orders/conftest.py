"""A real book at a desk, with the window's lists of customers, products and orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.views.desk import Desk
from app.views.main_window import MainWindow
from tests.helpers.desk import book, make_desk, real_desk, shown_window

__all__ = ["book", "make_desk", "real_desk", "window"]


@pytest.fixture
def window(real_desk: Desk, qtbot: Any) -> Iterator[MainWindow]:
    """The window of the owner."""
    yield from shown_window(real_desk, qtbot, "customers", "orders", "products")
