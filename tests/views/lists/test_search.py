"""Searching a list, choosing its ready-made views, selecting all of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.views.record_tab import RecordTab
from tests.helpers.book import TestBook, a_customer, a_draft, an_order
from tests.views.lists.conftest import Lists, settle, shown


@pytest.fixture
def tab(book: TestBook, lists: Lists) -> RecordTab:
    first, second = a_customer(book.owner, "杭州绿茵园艺"), a_customer(book.owner, "Harbour & Hale")
    an_order(book.owner, first, 120)
    an_order(book.owner, second, 80)
    a_draft(book.owner, second, 1500)
    return lists("orders")


def compose(tab: RecordTab, typed: str, commit: str = "") -> None:
    """What an input method sends while somebody writes Chinese."""
    event = QInputMethodEvent(typed, [])
    event.setCommitString(commit)
    QApplication.sendEvent(tab.search, event)


def test_nothing_is_searched_for_while_chinese_is_being_composed(tab: RecordTab, qtbot) -> None:
    tab.search.setFocus()
    for typed in ("l", "lv", "lvyin"):
        compose(tab, typed)
    qtbot.wait(200)
    assert tab.asked().search == ""
    assert len(tab.table.ids) == 3
    compose(tab, "", "绿茵")
    qtbot.waitUntil(lambda: len(tab.table.ids) == 1)
    assert shown(tab, "customer") == ["杭州绿茵园艺"]
    settle(tab, qtbot)
    assert tab.status_text() == "1 of 3 rows"


def test_a_view_with_an_order_of_its_own_brings_it_and_takes_it_along(tab: RecordTab, qtbot) -> None:
    tab.view.header.sort_by("total")
    settle(tab, qtbot)
    tab.findChild(QAbstractButton, "view_overdue").click()
    assert tab.asked().sort == (("due_date", False),)
    tab.findChild(QAbstractButton, "view_all").click()
    settle(tab, qtbot)
    assert tab.asked().sort == (("total", False),)
    assert shown(tab, "total") == ["80.00", "120.00", "1,500.00"]


def test_added_filters_stay_from_one_ready_made_view_to_the_next(tab: RecordTab, qtbot) -> None:
    tab.pills.add("customer", "Harbour & Hale")
    tab.findChild(QAbstractButton, "view_to_collect").click()
    settle(tab, qtbot)
    assert shown(tab, "total") == ["80.00"]


def test_all_rows_selected_are_summed_beside_the_window(tab: RecordTab, qtbot) -> None:
    tab.view.selectAll()
    qtbot.waitUntil(lambda: "Total 1,700.00" in tab.status_text())
    assert tab.status_text().startswith("3 rows · 3 selected · Total 1,700.00")
    tab.view.clearSelection()
    qtbot.waitUntil(lambda: tab.status_text() == "3 rows")


def test_a_filter_that_names_nobody_is_said_in_place_of_the_rows(tab: RecordTab, qtbot) -> None:
    tab.show_filtered((("customer", "nobody at all"),))
    qtbot.waitUntil(tab.empty.isVisible)
    assert "nobody at all" in tab.empty.findChild(type(tab.title), "empty_state_hint").text()
    tab.clear_filters()
    settle(tab, qtbot)
    assert len(tab.table.ids) == 3
