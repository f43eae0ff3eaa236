"""A window of somebody with a password in a book of several people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6

from app.models.actor import Actor, Role
from app.operations.users import change_password
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.pages import page_specs
from tests.helpers.book import TestBook
from tests.helpers.desk import book, idle, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk"]

SECRET = "four horses in a row"
HERS = "one thing and another"


@pytest.fixture
def lin(book: TestBook) -> Actor:
    """Somebody from the warehouse, with a password of her own."""
    change_password(book.owner, SECRET)
    made = book.person(Role.WAREHOUSE, name="lin")
    change_password(made, HERS)
    return made


@pytest.fixture
def window(lin: Actor, real_desk: Desk, qtbot: Any) -> Iterator[MainWindow]:
    """The owner's window."""
    problem = real_desk.background.problem
    made = MainWindow(real_desk, page_specs(), book="Harbour & Hale")
    real_desk.background.problem = problem
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    idle(real_desk, qtbot)
    yield made
    made.presence.page.drop_card()
    idle(real_desk, qtbot)
    shiboken6.delete(made)
