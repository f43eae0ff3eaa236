"""Filters of every kind of column, by mouse and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListWidget

from app.models.actor import Role
from app.queries.lists import LISTS
from app.views.lists.filter_editor import FilterEditor
from app.views.lists.finder import Finder
from app.views.record_tab import RecordTab
from app.views.texts import set_language
from tests.helpers.book import TestBook, a_customer, a_draft, an_order
from tests.views.lists.conftest import Lists, settle, shown


@pytest.fixture
def tab(book: TestBook, lists: Lists) -> RecordTab:
    first, second = a_customer(book.owner, "杭州绿茵园艺"), a_customer(book.owner, "Harbour & Hale")
    book.clock.day = book.clock.day.replace(month=1, day=20)
    an_order(book.owner, first, 120, note="call first")
    book.clock.day = book.clock.day.replace(month=3, day=9)
    an_order(book.owner, second, 80)
    a_draft(book.owner, second, 1500)
    return lists("orders")


def editor(tab: RecordTab) -> FilterEditor:
    """The open window in which a filter gets its value."""
    return next(e for e in tab.findChildren(FilterEditor) if e.isVisible())


def typed(tab: RecordTab, name: str, text: str, qtbot: Any) -> None:
    """Write into a field of that window."""
    field = editor(tab).findChild(QLineEdit, name)
    field.clear()
    qtbot.keyClicks(field, text)


def accept(tab: RecordTab, qtbot: Any) -> None:
    """Press Enter in that window and wait for the rows."""
    QTest.keyClick(editor(tab), Qt.Key.Key_Return)
    settle(tab, qtbot)


def chips(tab: RecordTab) -> list[str]:
    """The chips that are shown."""
    buttons = tab.pills.chips.findChildren(QAbstractButton)
    return [b.text() for b in buttons if b.isVisible() and b.objectName().startswith("filter_")]


def test_amounts_from_and_to_are_calculated(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("total")
    typed(tab, "filter_from", "50*2", qtbot)
    typed(tab, "filter_to", "1,500", qtbot)
    accept(tab, qtbot)
    assert sorted(shown(tab, "total")) == ["1,500.00", "120.00"]
    assert chips(tab) == ["Total: 100.00 – 1,500.00"]
    tab.pills.edit("total", tab.pills.add_button)
    assert editor(tab).findChild(QLineEdit, "filter_from").text() == "100.00"
    typed(tab, "filter_to", "", qtbot)
    typed(tab, "filter_from", "1000", qtbot)
    accept(tab, qtbot)
    assert shown(tab, "total") == ["1,500.00"]
    assert chips(tab) == ["Total: from 1,000.00"]


def test_days_come_from_a_period_or_two_dates(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("date")
    listed = editor(tab).findChild(QListWidget, "filter_periods")
    assert listed.currentItem().text() == "This month"
    assert editor(tab).findChild(QLineEdit, "filter_from").text() == "2026-03-01"
    accept(tab, qtbot)
    assert len(tab.table.ids) == 2
    assert tab.asked().filters == (("date", "this_month"),)
    tab.pills.edit("date", tab.pills.add_button)
    typed(tab, "filter_from", "1-1", qtbot)
    typed(tab, "filter_to", "1-31", qtbot)
    accept(tab, qtbot)
    assert shown(tab, "date") == ["2026-01-20"]
    assert chips(tab) == ["Date: 2026-01-01 – 2026-01-31"]


def test_texts_are_found_by_a_part_of_them_or_by_being_empty(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("note")
    typed(tab, "filter_text", "FIRST", qtbot)
    accept(tab, qtbot)
    assert shown(tab, "note") == ["call first"]
    assert chips(tab) == ["Note contains “FIRST”"]
    tab.pills.edit("note", tab.pills.add_button)
    ways = editor(tab).findChild(QComboBox, "filter_way")
    ways.setCurrentIndex(ways.findText("is empty"))
    accept(tab, qtbot)
    assert len(tab.table.ids) == 2
    assert chips(tab) == ["Note: empty"]


def test_a_customer_is_chosen_by_typing_pinyin(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("customer")
    typed(tab, "filter_choice", "hzly", qtbot)
    QTest.keyClick(editor(tab), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.asked().filters != ())
    settle(tab, qtbot)
    assert shown(tab, "customer") == ["杭州绿茵园艺"]
    assert chips(tab) == ["Customer: 杭州绿茵园艺"]


def test_what_is_not_understood_is_said_in_the_window_which_stays(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("total")
    typed(tab, "filter_from", "200", qtbot)
    typed(tab, "filter_to", "100", qtbot)
    QTest.keyClick(editor(tab), Qt.Key.Key_Return)
    problem = editor(tab).findChild(QLabel, "filter_editor_problem")
    assert problem.isVisible()
    assert problem.text() == "The first figure is above the second one."
    QTest.keyClick(editor(tab), Qt.Key.Key_Escape)
    assert not any(e.isVisible() for e in tab.findChildren(FilterEditor))
    assert tab.asked().filters == ()


def test_a_filter_is_added_with_the_keyboard_alone(tab: RecordTab, qtbot) -> None:
    tab.tools.actions["add_filter"].trigger()
    finder = tab.findChild(Finder)
    qtbot.keyClicks(finder.search, "outst")
    QTest.keyClick(finder.search, Qt.Key.Key_Return)
    qtbot.keyClicks(editor(tab).findChild(QLineEdit, "filter_from"), "100")
    accept(tab, qtbot)
    assert shown(tab, "outstanding") == ["120.00"]
    chip = tab.pills.chips.chip("outstanding")
    assert chip is not None
    QTest.keyClick(chip.text, Qt.Key.Key_Backspace)
    settle(tab, qtbot)
    assert len(tab.table.ids) == 3


def test_a_yes_or_no_is_one_key_and_may_be_turned_around(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("hold")
    settle(tab, qtbot)
    assert tab.empty.isVisible()
    tab.pills.edit("hold", tab.pills.add_button)
    listed = editor(tab).findChild(QListWidget, "filter_choices")
    listed.setCurrentRow(1)
    accept(tab, qtbot)
    assert len(tab.table.ids) == 3
    assert chips(tab) == ["On hold: No"]


def test_all_filters_go_at_once(tab: RecordTab, qtbot) -> None:
    tab.show_filtered((("state", "confirmed"), ("total", "1..")))
    settle(tab, qtbot)
    assert tab.status_text() == "2 of 3 rows"
    tab.findChild(QAbstractButton, "clear_filters_button").click()
    settle(tab, qtbot)
    assert tab.status_text() == "3 rows"


def test_a_cell_is_filtered_by_from_the_row_menu(tab: RecordTab, qtbot) -> None:
    column = [c.key for c in tab.records.columns].index("customer")
    line = shown(tab, "customer").index("杭州绿茵园艺")
    place = tab.view.visualRect(tab.table.index(line, column)).center()
    asked: list[object] = []
    tab.view.menu_asked.disconnect()
    tab.view.menu_asked.connect(asked.append)
    at = tab.view.viewport().mapToGlobal(place)
    QApplication.sendEvent(tab.view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, at))
    assert asked
    action = next(a for a in tab.row_menu().actions() if a.objectName() == "filter_by_value")
    assert action.text() == "Filter by “杭州绿茵园艺”"
    action.trigger()
    settle(tab, qtbot)
    assert shown(tab, "customer") == ["杭州绿茵园艺"]


@pytest.mark.parametrize("noun", ["orders", "customers", "payments", "refunds", "invoices", "products"])
def test_every_cell_can_be_filtered_by_and_shows_itself(eventful_lists: Lists, noun: str, qtbot) -> None:
    from app.views.lists.menus import value_for

    tab = eventful_lists(noun)
    row = tab.table.row(0)
    assert row is not None
    for number, column in enumerate(tab.records.columns):
        wanted = tab.records.of_column[column.key]
        value = value_for(tab.desk, column, wanted, row.values[number])
        if value is None:
            continue
        tab.show_filtered(((wanted.key, value),))
        settle(tab, qtbot)
        assert row.id in tab.table.ids, (column.key, value)


def test_what_a_person_does_not_see_is_not_offered(book: TestBook, tab: RecordTab, lists: Lists, make_desk) -> None:
    warehouse = lists("orders", desk=make_desk(book.person(Role.WAREHOUSE)))
    assert "outstanding" in tab.pills.offered()
    assert "outstanding" not in warehouse.pills.offered()
    assert "total" in warehouse.pills.offered()


def test_chips_wrap_and_never_leave_the_page(lists: Lists, tab: RecordTab, qtbot) -> None:
    wanted = {
        "text": "~a rather long text",
        "number": "1000..2000",
        "period": "this_month",
        "choice": "draft",
        "flag": "yes",
    }
    for key in list(tab.pills.offered())[:14]:
        found = tab.records.narrowing[key]
        value = found.values[0][0] if found.values else wanted.get(found.offer, "1")
        tab.pills.add(key, value)
    settle(tab, qtbot)
    tab.grab()
    parts = [c for c in tab.pills.chips.children() if hasattr(c, "isVisible") and c.isVisible()]
    assert len({p.y() for p in parts}) >= 2
    for part in parts:
        assert part.x() + part.width() <= tab.pills.chips.width()
        assert part.y() + part.height() <= tab.pills.chips.height()
    assert tab.pills.chips.geometry().bottom() <= tab.pills.height()


def test_chips_speak_the_language_in_use(tab: RecordTab, qtbot) -> None:
    tab.show_filtered((("state", "draft,confirmed"), ("date", "this_month")))
    set_language("zh_CN")
    words = chips(tab)
    set_language("en")
    assert words == ["状态：草稿, 已确认", "日期：本月"]
    assert chips(tab) == ["State: Draft, Confirmed", "Date: This month"]
    assert LISTS["orders"].narrowing["date"].offer == "period"
