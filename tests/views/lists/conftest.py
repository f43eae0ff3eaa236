"""A list of a real book on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6

from app.models.base import database
from app.money import currency
from app.preferences import Preferences
from app.queries.lists import LISTS
from app.views.background import Background
from app.views.desk import Desk
from app.views.record_tab import RecordTab
from tests.helpers.book import close
from tests.helpers.desk import book, idle, make_desk, real_desk
from tests.helpers.year import eventful_book

__all__ = ["book", "make_desk", "real_desk"]

Lists = Callable[..., RecordTab]


@pytest.fixture
def lists(real_desk: Desk, qtbot: Any) -> Iterator[Lists]:
    """Opens the page of a list and waits for its rows: ``lists("orders")``; again for the same list is a restart."""
    made: list[RecordTab] = []

    def open_list(noun: str = "orders", desk: Desk | None = None, width: int = 1096, **more: Any) -> RecordTab:
        for each in made:
            each.hide()
        tab = RecordTab(desk or real_desk, LISTS[noun], **more)
        made.append(tab)
        tab.resize(width, 640)
        tab.show()
        tab.activateWindow()
        qtbot.waitUntil(tab.isActiveWindow)
        tab.refresh()
        settle(tab, qtbot)
        return tab

    yield open_list
    idle(real_desk, qtbot)
    for each in made:
        shiboken6.delete(each)


def settle(tab: RecordTab, qtbot: Any) -> None:
    """Wait until the list shows what was asked for."""
    background = tab.desk.background
    qtbot.waitUntil(lambda: tab.table.complete and not background.reading and not background.busy)


def shown(tab: RecordTab, key: str) -> list[str]:
    """What the rows of a list show in one column."""
    place = [c.key for c in tab.records.columns].index(key)
    return [tab.table.texts(line)[place] for line in range(len(tab.table.ids))]


@pytest.fixture
def eventful_lists(styled: Any, tmp_path: Any, qtbot: Any) -> Iterator[Lists]:
    """Lists of a book in which everything happened once."""
    book = eventful_book(tmp_path)
    background = Background(release=lambda _thread: database.close())
    desk = Desk(book.owner, background, Preferences(), currency("CNY"))
    made: list[RecordTab] = []

    def open_list(noun: str = "orders") -> RecordTab:
        tab = RecordTab(desk, LISTS[noun])
        made.append(tab)
        tab.resize(1096, 640)
        tab.show()
        tab.refresh()
        settle(tab, qtbot)
        return tab

    yield open_list
    idle(desk, qtbot)
    for each in made:
        shiboken6.delete(each)
    background.close()
    close(book)
