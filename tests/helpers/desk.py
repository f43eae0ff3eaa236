"""A real book at a desk with its window, for tests of pages; ``conftest`` modules of page tests take these fixtures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from app.models.base import database
from app.money import currency
from app.preferences import Preferences
from app.views.background import Background
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.pages import page_specs
from tests.helpers.book import TestBook, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """An open book with one person."""
    made = new_book(tmp_path)
    yield made
    close(made)


@pytest.fixture
def make_desk(styled: QApplication, book: TestBook) -> Iterator[Callable[..., Desk]]:
    """Makes the desk of a person; problems that nothing showed fail the test."""
    problems: list[Exception] = []
    made: list[Desk] = []

    def make(actor: Any = None, money: str = "USD") -> Desk:
        background = Background(release=lambda _thread: database.close())
        background.problem = problems.append
        made.append(Desk(actor or book.owner, background, Preferences(), currency(money)))
        return made[-1]

    yield make
    for desk in made:
        desk.background.close()
    assert problems == []


@pytest.fixture
def real_desk(make_desk: Callable[..., Desk]) -> Desk:
    """The desk of the owner."""
    return make_desk()


@pytest.fixture
def window(real_desk: Desk, qtbot: Any) -> Iterator[MainWindow]:
    """The window of the owner with what comes in and goes out."""
    yield from shown_window(real_desk, qtbot, "orders", "shipments", "payments", "refunds", "invoices")


def shown_window(desk: Desk, qtbot: Any, *pages: str) -> Iterator[MainWindow]:
    """The window of a desk with these pages, shown; gone before its book is closed. For fixtures."""
    specs = [spec for spec in page_specs() if spec.key in pages]
    problem = desk.background.problem
    made = MainWindow(desk, specs, book="test")
    # A problem fails the test instead of waiting in a dialog for somebody to read it.
    desk.background.problem = problem
    made.resize(1280, 800)
    made.show()
    yield made
    idle(desk, qtbot)
    shiboken6.delete(made)


def dialog_of(parent: QWidget, name: str) -> Any:
    """The open dialog of this name."""
    found = parent.findChild(QWidget, name)
    assert found is not None, f"no {name} is open"
    return found


def idle(desk: Desk, qtbot: Any) -> None:
    """Wait until nothing runs beside the window."""
    qtbot.waitUntil(lambda: not desk.background.busy and not desk.background.reading)
