"""The page of a list."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QWidget,
)

from app.models.actor import Actor, Permission
from app.views.commands import Command
from app.views.desk import Desk
from app.views.lists.filter_editor import FilterEditor
from app.views.painting import MARGIN
from app.views.record_tab import RecordTab
from app.views.texts import set_language
from tests.views.conftest import FakeOrders


@dataclass
class Changed:
    kinds: frozenset[str] = field(default_factory=lambda: frozenset({"order"}))


ran: list[tuple[str, list[int]]] = []

COMMANDS = (
    Command("new_order", "New order", lambda ids: ran.append(("new", list(ids))), icon="plus", place="primary"),
    Command("import_orders", "Import…", lambda ids: ran.append(("import", list(ids))), place="secondary"),
    Command("confirm_order", "Confirm", lambda ids: ran.append(("confirm", list(ids))), action="confirm"),
    Command("print_orders", "Print", lambda ids: ran.append(("print", list(ids))), several=True),
    Command("void_order", "Void", lambda ids: ran.append(("void", list(ids))), needs=Permission.VOID, danger=True),
)


def make_tab(desk: Desk, orders: FakeOrders, qtbot, **more) -> RecordTab:
    ran.clear()
    tab = RecordTab(desk, orders, commands=COMMANDS, **more)
    qtbot.addWidget(tab)
    tab.resize(1096, 760)
    tab.show()
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    tab.ask()
    qtbot.waitUntil(lambda: tab.table.complete and (tab.totals is not None or not tab.totals_row.isVisible()))
    return tab


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def tab(desk: Desk, orders: FakeOrders, qtbot) -> RecordTab:
    return make_tab(desk, orders, qtbot)


def test_typing_searches_after_a_moment(tab: RecordTab, qtbot) -> None:
    tab.search.setFocus()
    qtbot.keyClicks(tab.search, "0412")
    assert len(tab.table.ids) == 412
    qtbot.waitUntil(lambda: list(tab.table.ids) == [412])
    tab.search.clear()
    tab.search.insert("绿茵")
    qtbot.waitUntil(lambda: len(tab.table.ids) == 69)
    QTest.keyClick(tab.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(tab.table.ids) == 412)


def test_views_have_live_counts_and_narrow_down(tab: RecordTab, qtbot) -> None:
    pill = tab.findChild(QAbstractButton, "view_open")
    qtbot.waitUntil(lambda: pill.text() == "To collect  137")
    pill.click()
    qtbot.waitUntil(lambda: len(tab.table.ids) == 137)
    qtbot.waitUntil(lambda: tab.totals is not None and tab.totals.count == 137)
    assert tab.totals_row.caption() == "Total of 137 rows"


def test_filters_are_added_changed_and_removed_one_by_one(tab: RecordTab, qtbot) -> None:
    tab.pills.ask_for("state")
    editor = tab.findChild(FilterEditor)
    values = editor.findChild(QListWidget, "filter_choices")
    named = {values.item(i).text(): values.item(i) for i in range(values.count())}
    named["Draft"].setCheckState(Qt.CheckState.Checked)
    editor.take()
    qtbot.waitUntil(lambda: len(tab.table.ids) == 82)
    chip = tab.findChild(QAbstractButton, "filter_state")
    assert chip.accessibleName() == "State: Draft"
    chip.click()
    editor = next(e for e in tab.findChildren(FilterEditor) if e.isVisible())
    values = editor.findChild(QListWidget, "filter_choices")
    named = {values.item(i).text(): values.item(i) for i in range(values.count())}
    assert named["Draft"].checkState() == Qt.CheckState.Checked
    named["Confirmed"].setCheckState(Qt.CheckState.Checked)
    QTest.keyClick(values, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(tab.table.ids) == 164)
    chip = next(c for c in tab.findChildren(QAbstractButton, "filter_state") if c.isVisible())
    assert chip.text() == "State: Confirmed, Draft"
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(tab.table.ids) == 412)
    assert tab.asked().filters == ()
    assert not tab.pills.chips.isVisible()


def test_totals_stand_below_their_columns(tab: RecordTab) -> None:
    assert tab.totals_row.texts()["total"] == "3,537,738.82"
    assert "Total 3,537,738.82" in tab.totals_row.accessibleName()


def test_a_sum_is_shown_whole_or_not_at_all(tab: RecordTab) -> None:
    def cut(key: str) -> bool:
        box = tab.totals_row.places().get(key)
        return box is not None and (box.left() < 0 or box.right() > tab.totals_row.width())

    number = [column.key for column in tab.view.table.columns].index("total")
    end = tab.view.header.sectionPosition(number) + tab.view.header.sectionSize(number)
    for width in range(end - 120, end + 40, 20):
        tab.totals_row.resize(width, 36)
        assert not cut("total")
        assert ("total" in tab.totals_row.places()) == (width >= end - MARGIN)


def test_the_three_ways_of_being_empty(desk: Desk, qtbot) -> None:
    nothing = make_tab(desk, FakeOrders(0), qtbot, nothing_yet="No orders yet.")
    sentence = nothing.findChild(QWidget, "empty_state_sentence")
    assert sentence.text() == "No orders yet."
    nothing.findChild(QAbstractButton, "empty_state_primary").click()
    assert ran == [("new", [])]

    no_hits = make_tab(desk, FakeOrders(), qtbot)
    no_hits.show_filtered(search="zzz")
    qtbot.waitUntil(no_hits.empty.isVisible)
    assert no_hits.findChild(QWidget, "empty_state_sentence").text() == "Nothing matches."
    assert "“zzz”" in no_hits.findChild(QWidget, "empty_state_hint").text()
    no_hits.findChild(QAbstractButton, "empty_state_secondary").click()
    qtbot.waitUntil(no_hits.view.isVisible)

    desk.actor = Actor(2, "Li", frozenset({"warehouse"}))
    closed = RecordTab(desk, FakeOrders(), needs=Permission.APPROVE)
    qtbot.addWidget(closed)
    closed.show()
    closed.ask()
    assert closed.empty.isVisible()
    assert "manager" in closed.findChild(QWidget, "empty_state_hint").text()


def test_commands_follow_the_selected_row(tab: RecordTab, qtbot) -> None:
    actions = tab.command_actions
    assert actions["new_order"].isEnabled()
    assert not actions["confirm_order"].isEnabled()
    tab.view.select_ids([408], current=408)
    qtbot.waitUntil(actions["confirm_order"].isEnabled)
    actions["confirm_order"].trigger()
    assert ran == [("confirm", [408])]
    tab.view.select_ids([407], current=407)
    qtbot.waitUntil(lambda: not actions["confirm_order"].isEnabled())
    tab.view.select_ids([408, 407])
    qtbot.waitUntil(lambda: "2 selected" in tab.status_text())
    assert not actions["confirm_order"].isEnabled()
    assert actions["print_orders"].isEnabled()
    qtbot.waitUntil(lambda: tab.status_text() == "412 rows · 2 selected · Total 24,541.85")
    names = [a.objectName() for a in tab.row_menu().actions() if not a.isSeparator()]
    assert names == ["confirm_order", "print_orders", "void_order", "copy_rows"]


def test_a_command_of_rows_that_have_just_gone_does_nothing(tab: RecordTab, qtbot) -> None:
    actions = tab.command_actions
    tab.view.select_ids([408], current=408)
    qtbot.waitUntil(actions["confirm_order"].isEnabled)
    tab.view.select_ids([])
    actions["confirm_order"].trigger()
    actions["print_orders"].trigger()
    actions["new_order"].trigger()
    assert ran == [("new", [])]


def test_what_a_person_may_not_do_is_off_and_says_who_may(desk: Desk, orders: FakeOrders, qtbot) -> None:
    desk.actor = Actor(2, "Li", frozenset({"sales"}))
    tab = make_tab(desk, orders, qtbot)
    tab.view.select_ids([408], current=408)
    qtbot.wait(20)
    assert not tab.command_actions["void_order"].isEnabled()
    assert tab.command_actions["print_orders"].isEnabled()


def test_changes_refresh_a_visible_page_and_mark_a_hidden_one(tab: RecordTab, orders: FakeOrders, qtbot) -> None:
    tab.view.select_ids([400], current=400)
    orders.count = 413
    tab.desk.hub.changed.emit(Changed())
    qtbot.waitUntil(lambda: len(tab.table.ids) == 413)
    assert list(tab.view.selected_ids()) == [400]
    tab.hide()
    orders.count = 414
    tab.desk.hub.changed.emit(Changed())
    qtbot.wait(60)
    assert tab.stale
    assert len(tab.table.ids) == 413
    tab.show()
    qtbot.waitUntil(lambda: len(tab.table.ids) == 414)
    assert not tab.stale


def test_the_order_is_remembered(desk: Desk, orders: FakeOrders, tab: RecordTab, qtbot) -> None:
    tab.view.header.sort_by("total")
    qtbot.waitUntil(lambda: tab.table.complete and tab.table.ids[0] == 1)
    again = make_tab(desk, orders, qtbot)
    assert again.asked().sort == (("total", False),)


def test_the_language_switches_with_everything_in_place(tab: RecordTab, qtbot) -> None:
    tab.view.select_ids([400], current=400)
    set_language("zh_CN")
    set_language("en")
    assert list(tab.view.selected_ids()) == [400]
    assert tab.title.text() == "Orders"


def test_no_control_is_nameless(tab: RecordTab) -> None:
    nameless = [
        w
        for w in tab.findChildren(QWidget)
        if isinstance(w, (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView))
        and not (w.accessibleName() or getattr(w, "text", lambda: "")())
        and w.isVisible()
        and not isinstance(w, QHeaderView)
        and w.metaObject().className() != "QTableCornerButton"
    ]
    assert nameless == []
    for w in tab.findChildren(QAbstractButton):
        if w.isVisible() and w.parent() is not tab.search:
            assert w.width() >= 24, w.objectName()
            assert w.height() >= 24, w.objectName()
