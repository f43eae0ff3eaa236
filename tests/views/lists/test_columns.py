"""Columns, order and rows of a list as a person likes them, by mouse and by keyboard, kept for the next time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.money import currency
from app.views.lists.column_chooser import ColumnChooser
from app.views.lists.filter_editor import FilterEditor
from app.views.lists.finder import Finder
from app.views.lists.menus import header_menu
from app.views.record_tab import RecordTab
from app.views.record_view import COMPACT_ROW, ROW
from app.views.texts import set_language
from tests.helpers.book import TestBook, a_customer, a_draft, an_order
from tests.views.lists.conftest import Lists, settle, shown


@pytest.fixture
def tab(book: TestBook, lists: Lists) -> RecordTab:
    first, second = a_customer(book.owner, "Birch"), a_customer(book.owner, "Alder")
    for customer, price in ((first, 120), (first, "99.50"), (second, 80)):
        an_order(book.owner, customer, price)
    a_draft(book.owner, second, 1500)
    return lists("orders")


def chooser(tab: RecordTab) -> ColumnChooser:
    """The open window of the columns."""
    tab.tools.actions["choose_columns"].trigger()
    return next(c for c in tab.findChildren(ColumnChooser) if c.isVisible())


def keys(tab: RecordTab) -> list[str]:
    """The shown columns from left to right."""
    return [tab.records.columns[i].key for i in tab.view.header.shown_columns()]


def header_entries(tab: RecordTab, key: str) -> dict[str, object]:
    """The menu of a column."""
    number = [c.key for c in tab.records.columns].index(key)
    menu = header_menu(tab, tab.desk, tab.view, number, tab.pills.ask_for, tab.tools.columns)
    return {a.objectName(): a for a in menu.actions() if not a.isSeparator()}


def test_columns_are_shown_hidden_and_moved_with_the_keyboard(tab: RecordTab, lists: Lists) -> None:
    before = keys(tab)
    window = chooser(tab)
    QTest.keyClick(window.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert keys(tab)[:2] == [before[1], before[0]]
    names = [window.list.item(i).text() for i in range(window.list.count())]
    window.list.setCurrentRow(names.index("Region"))
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    window.list.setCurrentRow(names.index("Paid"))
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    assert "region" in keys(tab)
    assert "paid" not in keys(tab)
    QTest.keyClick(window.list, Qt.Key.Key_Escape)
    again = lists("orders")
    assert keys(again) == keys(tab)
    chooser(again).reset.click()
    assert keys(again) == before


def test_the_last_column_cannot_be_hidden(tab: RecordTab) -> None:
    window = chooser(tab)
    for number in range(window.list.count()):
        window.list.item(number).setCheckState(Qt.CheckState.Unchecked)
    assert len(keys(tab)) == 1
    ticked = [i for i in range(window.list.count()) if window.list.item(i).checkState() == Qt.CheckState.Checked]
    assert len(ticked) == 1
    window.close()


def test_rows_may_be_compact_and_stay_so(tab: RecordTab, lists: Lists) -> None:
    assert tab.view.rowHeight(0) == ROW
    window = chooser(tab)
    window.compact.click()
    assert tab.view.rowHeight(0) == COMPACT_ROW
    window.close()
    assert lists("orders").view.rowHeight(0) == COMPACT_ROW
    assert lists("payments").view.verticalHeader().defaultSectionSize() == ROW


def test_a_list_is_sorted_by_several_columns_with_the_keyboard(tab: RecordTab, qtbot) -> None:
    for word, modifier in (("cust", Qt.KeyboardModifier.NoModifier), ("total", Qt.KeyboardModifier.ShiftModifier)):
        tab.tools.actions["sort_list"].trigger()
        finder = next(f for f in tab.findChildren(Finder) if f.isVisible())
        qtbot.keyClicks(finder.search, word)
        QTest.keyClick(finder.search, Qt.Key.Key_Return, modifier)
        settle(tab, qtbot)
    assert tab.asked().sort == (("customer", False), ("total", False))
    assert shown(tab, "total") == ["80.00", "1,500.00", "99.50", "120.00"]
    tab.view.header.sort_by("total", add=True)
    settle(tab, qtbot)
    assert shown(tab, "total") == ["1,500.00", "80.00", "120.00", "99.50"]


def test_what_to_sort_by_is_found_by_pinyin(tab: RecordTab, qtbot) -> None:
    set_language("zh_CN")
    tab.tools.actions["sort_list"].trigger()
    finder = next(f for f in tab.findChildren(Finder) if f.isVisible())
    settle(tab, qtbot)
    qtbot.keyClicks(finder.search, "kehu")
    assert finder.list.currentItem().text() == "客户"
    QTest.keyClick(finder.search, Qt.Key.Key_Return)
    set_language("en")
    settle(tab, qtbot)
    assert tab.asked().sort == (("customer", False),)


def test_the_table_has_the_measures_of_the_design(tab: RecordTab) -> None:
    header = tab.view.header
    assert (header.height(), tab.view.rowHeight(0), tab.totals_row.height()) == (40, 36, 36)
    assert header.stretchLastSection()
    last = header.shown_columns()[-1]
    assert header.sectionViewportPosition(last) + header.sectionSize(last) >= tab.view.viewport().width()
    assert not tab.view.showGrid()
    assert not tab.view.alternatingRowColors()
    assert tab.pills.add_button.height() >= 28


def test_a_header_sorts_filters_and_hides_from_its_menu(tab: RecordTab, qtbot) -> None:
    header_entries(tab, "total")["sort_down"].trigger()
    settle(tab, qtbot)
    assert shown(tab, "total") == ["1,500.00", "120.00", "99.50", "80.00"]
    header_entries(tab, "customer")["sort_then"].trigger()
    settle(tab, qtbot)
    assert tab.asked().sort == (("total", True), ("customer", False))
    header_entries(tab, "paid")["hide_column"].trigger()
    assert "paid" not in keys(tab)
    header_entries(tab, "note")["filter_by_column"].trigger()
    assert any(editor.isVisible() for editor in tab.findChildren(FilterEditor))
    assert not header_entries(tab, "note")["sort_up"].isEnabled()


def test_amounts_say_their_currency_once_above_them(tab: RecordTab) -> None:
    header = tab.view.header
    money = [header.caption(c) for c in tab.records.columns if c.key in ("total", "outstanding", "customer")]
    assert money == ["Customer", f"Total {currency('USD').symbol}", f"Outstanding {currency('USD').symbol}"]
    assert all("$" not in text for text in shown(tab, "total"))


def test_a_copy_is_what_is_shown_with_numbers_as_numbers(tab: RecordTab, qtbot) -> None:
    tab.view.header.place(["total", "customer"])
    tab.view.header.show_column([c.key for c in tab.records.columns].index("paid"), False)
    tab.view.selectAll()
    tab.view.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == 5)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0][:2] == ["Total", "Customer"]
    assert "Paid" not in lines[0]
    assert {float(line[0]) for line in lines[1:]} == {80.0, 99.5, 120.0, 1500.0}
    assert all("," not in line[0] for line in lines[1:])


def test_the_list_comes_back_as_it_was_left(book: TestBook, tab: RecordTab, lists: Lists, qtbot) -> None:
    customer = a_customer(book.owner, "Cedar")
    for number in range(60):
        a_draft(book.owner, customer, number + 1)
    tab.refresh()
    tab.findChild(QAbstractButton, "view_to_finish").click()
    tab.search.setText("cedar")
    tab.pills.add("total", "5..")
    tab.view.header.sort_by("total")
    settle(tab, qtbot)
    tab.view.verticalScrollBar().setValue(360)
    top = tab.table.ids[tab.view.rowAt(0)]
    again = lists("orders")
    assert again.search.text() == "cedar"
    assert again.asked().filters == (("to_finish", "yes"), ("total", "5.."))
    assert again.asked().sort == (("total", False),)
    assert again.pills.views.key == "to_finish"
    assert again.table.ids[again.view.rowAt(0)] == top
    again.clear_filters()
    settle(again, qtbot)
    assert again.view.verticalScrollBar().value() == 0


def test_enter_in_the_search_goes_to_what_it_finds_and_once_more_opens_it(tab: RecordTab, qtbot) -> None:
    opened: list[int] = []
    tab.view.open_asked.connect(opened.append)
    tab.search.setFocus()
    qtbot.keyClicks(tab.search, "alder")
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [tab.table.ids[0]]
    assert set(shown(tab, "customer")) == {"Alder"}
    assert tab.view.hasFocus()
    assert list(tab.selected()) == opened


def test_the_keyboard_is_never_lost_when_nothing_is_left(tab: RecordTab, qtbot) -> None:
    tab.view.setFocus()
    tab.show_filtered((("total", "999999.."),))
    settle(tab, qtbot)
    focus = tab.focusWidget()
    assert focus is not None
    assert focus.objectName() == "empty_state_secondary"
    QTest.keyClick(focus, Qt.Key.Key_Space)
    settle(tab, qtbot)
    assert len(tab.table.ids) == 4
