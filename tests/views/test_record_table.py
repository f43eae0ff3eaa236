"""The table of a list: big, quick, and faithful to what was selected."""

from __future__ import annotations

from array import array
from time import thread_time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.queries.columns import Ask
from app.views.desk import Desk
from app.views.painting import CHIP_HEIGHT
from app.views.record_table import ACCESSIBLE, FIRST, PAGE, PAGES, RecordTable
from app.views.record_view import RecordView
from tests.views.conftest import FakeOrders

LARGE = 100_000


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def view(desk: Desk, orders: FakeOrders, qtbot) -> RecordView:
    return make_view(desk, orders, qtbot)


def make_view(desk: Desk, orders: FakeOrders, qtbot) -> RecordView:
    table = RecordTable(orders, desk)
    shown = RecordView(table, desk)
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    shown.show()
    shown.activateWindow()
    table.ask(Ask(sort=(("date", True),)))
    qtbot.waitUntil(lambda: table.complete)
    return shown


def test_the_first_rows_are_there_at_once_then_all(desk: Desk, orders: FakeOrders, qtbot) -> None:
    table = RecordTable(orders, desk)
    resets: list[int] = []
    table.modelReset.connect(lambda: resets.append(1))
    table.ask(Ask())
    assert len(table.ids) == FIRST
    assert not table.complete
    qtbot.waitUntil(lambda: table.complete)
    assert len(table.ids) == 412
    assert resets == [1]


def test_a_large_list_scrolls_sorts_and_selects_without_touching_all_rows(desk: Desk, qtbot) -> None:
    orders = FakeOrders(LARGE)
    view = make_view(desk, orders, qtbot)
    table = view.table
    assert table.rowCount() == LARGE
    orders.touched = 0
    longest = 0.0
    for step in range(40):
        began = thread_time()
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * step // 40)
        view.grab()
        longest = max(longest, thread_time() - began)
    assert orders.touched <= 41 * 2 * PAGE
    assert len(table._rows) <= PAGES
    assert longest < 0.5
    began = thread_time()
    view.selectAll()
    view.grab()
    assert thread_time() - began < 1.0
    assert view.ranges() == [(0, LARGE - 1)]
    assert view.selection_count() == LARGE
    assert len(view.selected_ids()) == LARGE
    assert orders.touched <= 45 * 2 * PAGE
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    table.ask(Ask(sort=(("date", False),)))
    qtbot.waitUntil(lambda: table.complete)
    assert table.ids[0] == 1


def test_what_is_not_quick_is_asked_beside_the_window(desk: Desk, orders: FakeOrders, qtbot) -> None:
    table = RecordTable(orders, desk)
    table.ask(Ask())
    qtbot.waitUntil(lambda: table.complete)
    orders.at_once = False
    table.ask(Ask(search="0412"))
    assert len(table.ids) == 412
    qtbot.waitUntil(lambda: list(table.ids) == [412])
    assert table.complete


def test_late_ids_of_an_older_question_are_not_shown(desk: Desk, orders: FakeOrders, qtbot) -> None:
    table = RecordTable(orders, desk)
    table.ask(Ask())
    table.ask(Ask(search="0412"))
    assert list(table.ids) == [412]
    done: list[int] = []
    desk.read(lambda: 1, done.append, key="after")
    qtbot.waitUntil(lambda: bool(done))
    assert list(table.ids) == [412]


def test_the_selection_is_kept_by_ids(view: RecordView, orders: FakeOrders, qtbot) -> None:
    view.select_ids([400, 399, 7], current=399)
    assert view.ranges() == [(12, 13), (405, 405)]
    orders.gone = {412, 399}
    view.table.refresh()
    qtbot.waitUntil(lambda: len(view.table.ids) == 410)
    assert list(view.selected_ids()) == [400, 7]
    orders.gone = set()
    view.table.refresh()
    qtbot.waitUntil(lambda: len(view.table.ids) == 412)
    assert list(view.selected_ids()) == [400, 7]


def test_everything_selected_stays_everything(view: RecordView, orders: FakeOrders, qtbot) -> None:
    view.selectAll()
    orders.count = 500
    view.table.refresh()
    qtbot.waitUntil(lambda: len(view.table.ids) == 500)
    assert view.selection_count() == 500


def test_a_row_that_is_gone_is_blank_and_harmless(view: RecordView, orders: FakeOrders) -> None:
    orders.gone = {412}
    view.table._rows.clear()
    view.table._texts.clear()
    assert view.table.texts(0)[0] == ""
    view.grab()


def test_chips_are_painted_and_read_out(view: RecordView) -> None:
    column = [c.key for c in view.table.columns].index("collection")
    index = view.table.index(2, column)
    assert index.data(ACCESSIBLE) == "Partly paid"
    assert index.data() == "Partly paid"
    box = view.visualRect(index)
    picture = view.viewport().grab(box).toImage()
    seen = {picture.pixelColor(x, box.height() // 2 - CHIP_HEIGHT // 4).name() for x in range(12, 60)}
    assert "#fff3d6" in seen


def test_amounts_stand_right_and_negative_ones_are_marked_twice(view: RecordView) -> None:
    column = [c.key for c in view.table.columns].index("outstanding")
    line = next(i for i in range(30) if view.table.texts(i)[column].startswith("-"))
    assert view.table.index(line, column).data(int(Qt.ItemDataRole.TextAlignmentRole)) & int(
        Qt.AlignmentFlag.AlignRight
    )
    box = view.visualRect(view.table.index(line, column))
    picture = view.viewport().grab(box).toImage()
    reds = [picture.pixelColor(x, y) for x in range(box.width()) for y in range(box.height())]
    assert any(c.red() > 150 and c.green() < 90 for c in reds)


def test_copying_gives_headers_and_plain_numbers(view: RecordView, qtbot) -> None:
    view.select_ids([412, 411])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Number", "Customer", "Date", "State", "Collection", "Total", "Outstanding"]
    assert lines[1].split("\t")[0] == "SO-2026-0412"
    assert lines[1].split("\t")[5] == "12627.28"
    assert len(lines) == 3


def test_a_large_copy_is_read_beside_the_window(desk: Desk, qtbot) -> None:
    view = make_view(desk, FakeOrders(5_000), qtbot)
    QGuiApplication.clipboard().clear()
    view.selectAll()
    view.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == 5_001)


def test_enter_opens_and_space_previews(view: RecordView, qtbot) -> None:
    opened: list[int] = []
    previewed: list[int] = []
    view.open_asked.connect(opened.append)
    view.preview_asked.connect(previewed.append)
    view.setFocus()
    view.select_ids([410], current=410)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (opened, previewed) == ([410, 409], [410])


def test_clicks_on_headers_sort_by_up_to_three_columns(view: RecordView, qtbot) -> None:
    asked: list[object] = []
    view.header.sort_asked.connect(lambda sort: (asked.append(sort), view.header.show_sort(sort)))

    def click(key: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        number = [c.key for c in view.table.columns].index(key)
        place = QPoint(view.header.sectionViewportPosition(number) + 30, 20)
        QTest.mouseClick(view.header.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click("customer")
    click("customer")
    click("total", Qt.KeyboardModifier.ShiftModifier)
    click("date", Qt.KeyboardModifier.ShiftModifier)
    click("total", Qt.KeyboardModifier.ShiftModifier)
    click("state", Qt.KeyboardModifier.ShiftModifier)
    click("number")
    assert asked == [
        (("customer", False),),
        (("customer", True),),
        (("customer", True), ("total", False)),
        (("customer", True), ("total", False), ("date", False)),
        (("customer", True), ("total", True), ("date", False)),
        (("customer", True), ("total", True), ("state", False)),
        (("number", False),),
    ]


def test_columns_are_hidden_moved_and_remembered(desk: Desk, orders: FakeOrders, view: RecordView, qtbot) -> None:
    customer, note = (next(i for i, c in enumerate(view.table.columns) if c.key == k) for k in ("customer", "note"))
    assert not view.header.isSectionHidden(customer)
    assert view.header.isSectionHidden(note)
    view.header.show_column(customer, False)
    view.header.moveSection(view.header.visualIndex(5), 0)
    view.header.resizeSection(5, 222)
    again = make_view(desk, orders, qtbot)
    assert again.header.isSectionHidden(1)
    assert again.header.logicalIndex(0) == 5
    assert again.header.sectionSize(5) == 222
    again.header.reset_columns()
    assert not again.header.isSectionHidden(1)
    assert again.header.logicalIndex(0) == 0


def test_ids_stay_an_array(view: RecordView) -> None:
    assert isinstance(view.table.ids, array)
    assert view.table.ids.typecode == "q"
