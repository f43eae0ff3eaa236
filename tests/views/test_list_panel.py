"""A panel beside a list, a bar below it, and what they hear of the list."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.views.desk import Desk
from app.views.record_tab import RecordTab
from app.views.selection import Selection
from tests.views.conftest import FakeOrders


def listed(desk: Desk, qtbot) -> tuple[RecordTab, QLabel]:
    tab = RecordTab(desk, FakeOrders())
    panel = QLabel("preview")
    tab.add_panel(panel)
    qtbot.addWidget(tab)
    tab.resize(1096, 700)
    tab.show()
    tab.ask()
    qtbot.waitUntil(lambda: tab.table.complete and tab.totals is not None)
    return tab, panel


@pytest.fixture
def tab(desk: Desk, qtbot) -> RecordTab:
    return listed(desk, qtbot)[0]


def test_a_panel_comes_back_as_wide_as_it_was_left(desk: Desk, qtbot) -> None:
    tab, panel = listed(desk, qtbot)
    assert not panel.isVisible()
    tab.show_panel(True)
    assert panel.isVisible()
    tab.splitter.moveSplitter(tab.splitter.width() - 300, 1)
    width = panel.width()
    tab.close()

    again, panel = listed(desk, qtbot)
    assert panel.isVisible()
    assert abs(panel.width() - width) <= 1
    again.show_panel(False)
    again.close()
    assert not listed(desk, qtbot)[1].isVisible()


def test_a_foot_stands_below_the_table(tab: RecordTab, qtbot) -> None:
    foot = QLabel("batch")
    tab.set_foot(foot)
    qtbot.waitUntil(lambda: foot.isVisible() and foot.y() >= tab.splitter.geometry().bottom())


def test_the_selection_is_told_once_it_settled(tab: RecordTab, qtbot) -> None:
    with qtbot.waitSignal(tab.selection_settled) as told:
        tab.view.select_ids([400, 12], current=12)
    assert list(told.args[0]) == [400, 12]
    assert list(tab.selected()) == [400, 12]


def test_rows_are_read_beside_the_window_with_what_they_allow(tab: RecordTab, qtbot) -> None:
    found: dict = {}
    tab.read_rows([408, 407], found.update, key="test")
    assert not found
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found[408].actions == {"confirm"}
    assert not found[407].actions


def test_what_a_selection_comes_to_is_read_once_for_all_who_show_it(tab: RecordTab, qtbot) -> None:
    selection = Selection(tab)
    asked: list[list[int]] = []
    records = tab.records
    usual = records.totals_of
    records.totals_of = lambda viewer, ids: asked.append(list(ids)) or usual(viewer, ids)
    tab.view.select_ids([408, 407], current=408)
    qtbot.waitUntil(lambda: bool(selection.now.sums and selection.now.states))
    assert asked == [[408, 407]]
    sums = {column.key: value for column, value in selection.now.sums}
    assert sums == {"total": sum((i * 7919) % 2_000_000 + 100 for i in (408, 407))}
    assert "2 selected" in tab.status_text()


def test_sums_that_come_late_are_not_told_of_the_row_selected_since(tab: RecordTab, desk: Desk, qtbot) -> None:
    tab.view.select_ids([408, 407], current=408)
    qtbot.waitSignal(tab.selection_settled).wait()
    tab.view.select_ids([408], current=408)
    qtbot.waitSignal(tab.selection_settled).wait()
    qtbot.waitUntil(lambda: not desk.background.reading)
    assert tab.chosen.sums is None
    assert "Total" not in tab.status_text()
