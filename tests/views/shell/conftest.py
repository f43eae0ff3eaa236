"""The whole window over a real small book, with the commands of the program in its menus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6

from app.models.book import Opened
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.pages import page_specs
from app.views.program import add_program_commands
from tests.helpers.book import TestBook
from tests.helpers.desk import book, idle, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk", "shell"]


@pytest.fixture
def shell(real_desk: Desk, book: TestBook, qtbot: Any) -> Iterator[MainWindow]:
    """The owner's window with all its pages, shown and in front; gone before its book is closed."""
    problem = real_desk.background.problem
    made = MainWindow(real_desk, page_specs(), book="test")
    real_desk.background.problem = problem
    add_program_commands(made, real_desk, Opened(book.path, "5e0a", "test", 1))
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    idle(real_desk, qtbot)
    shiboken6.delete(made)
