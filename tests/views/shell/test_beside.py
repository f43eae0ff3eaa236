"""Records and editors stand side by side in windows of their own."""

from __future__ import annotations

from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.preferences import Preferences
from app.views import theme, window_place
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.orders import open_order
from app.views.orders.editor import OrderEditor, open_editor
from app.views.orders.order_page import OrderPage
from tests.helpers.book import a_customer, a_draft, an_order, order
from tests.helpers.desk import idle

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def opened_beside(shell: MainWindow, desk: Desk, order_id: int) -> Any:
    with shell.besides.everything():
        open_order(desk, shell, order_id)
    return shell.besides.windows[-1]


def test_shift_enter_opens_the_chosen_row_in_a_window_of_its_own(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor, "Harbour & Hale"), 50)
    tab = shell.go_to("orders")
    qtbot.waitUntil(lambda: len(tab.table.ids) == 1)
    tab.view.show_id(made)
    QTest.keyClick(tab.view, Qt.Key.Key_Return, SHIFT)
    idle(real_desk, qtbot)
    assert [each.page.objectName() for each in shell.besides.windows] == [f"order_page_{made}"]
    beside = shell.besides.windows[0]
    assert beside.isVisible()
    assert order(made).number in beside.windowTitle()
    assert shell.current_page() is tab


def test_a_record_over_its_list_moves_out_with_what_was_typed(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    shell.show_page("orders")
    open_order(real_desk, shell, made)
    idle(real_desk, qtbot)
    page = shell.current_page()
    assert isinstance(page, OrderPage)
    page.note.setPlainText("Ring first")
    shell.menus.beside.trigger()
    assert shell.besides.windows[0].page is page
    assert page.note.toPlainText() == "Ring first"
    assert shell.current_page() is shell.page("orders")


def test_the_same_record_twice_raises_the_first_wherever_it_is(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    beside = opened_beside(shell, real_desk, made)
    shell.show_page("orders")
    before = shell.current_page()
    open_order(real_desk, shell, made)
    assert shell.besides.windows == [beside]
    assert shell.current_page() is before
    opened_beside(shell, real_desk, made)
    assert shell.besides.windows == [beside]


def test_two_editors_stand_side_by_side_and_keep_what_is_typed(real_desk, shell, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    drafts = [a_draft(real_desk.actor, customer, amount) for amount in (50, 60)]
    with shell.besides.everything():
        for each in drafts:
            open_editor(real_desk, each)
    one, other = shell.besides.windows
    assert isinstance(one.page, OrderEditor)
    assert isinstance(other.page, OrderEditor)
    assert one.pos() != other.pos()
    notes = [each.findChild(QPlainTextEdit) for each in (one, other)]
    for note, words in zip(notes, ("First", "Second"), strict=True):
        note.setPlainText(words)
    assert [note.toPlainText() for note in notes] == ["First", "Second"]


def test_commands_of_the_record_work_there_by_key_and_act_on_it(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    beside = opened_beside(shell, real_desk, made)
    idle(real_desk, qtbot)
    names = {action.objectName() for action in beside.actions()}
    assert {"undo", "redo", "close_beside", "refresh_beside"} <= names
    assert {a.objectName() for a in beside.page.menu_actions() if a is not None} <= names
    keys = [key.toString() for action in beside.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    qtbot.waitUntil(beside.isActiveWindow)
    QTest.keyClick(beside, Qt.Key.Key_W, CONTROL)
    assert shell.besides.windows == []


def test_escape_leaves_the_window_and_keeps_the_note(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    beside = opened_beside(shell, real_desk, made)
    idle(real_desk, qtbot)
    beside.page.note.setPlainText("Call before delivery")
    QTest.keyClick(beside.page, Qt.Key.Key_Escape)
    idle(real_desk, qtbot)
    assert shell.besides.windows == []
    assert shell.isVisible()
    assert order(made).note == "Call before delivery"


def test_closing_the_main_window_closes_them_unless_one_wants_to_stay(real_desk, shell, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    first, second = (
        opened_beside(shell, real_desk, an_order(real_desk.actor, customer, amount)) for amount in (50, 60)
    )
    idle(real_desk, qtbot)
    second.page.may_close = lambda: False
    assert not shell.close()
    assert shell.isVisible()
    assert second.isVisible()
    del second.page.may_close
    assert shell.close()
    qtbot.waitUntil(lambda: not any(shiboken6.isValid(each) and each.isVisible() for each in (first, second)))


def test_its_place_is_remembered_apart_from_the_main_window(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    beside = opened_beside(shell, real_desk, made)
    beside.setGeometry(30, 40, 880, 570)
    beside.close()
    real_desk.preferences.save()
    real_desk.preferences = Preferences()
    again = opened_beside(shell, real_desk, made)
    assert (again.width(), again.height()) == (880, 570)
    assert shell.size() == QSize(1280, 800)


def test_its_words_and_colours_follow_a_switch(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    beside = opened_beside(shell, real_desk, made)
    idle(real_desk, qtbot)
    shell.choose_language("zh_CN")
    shell.choose_scheme("dark")
    closing = next(action for action in beside.actions() if action.objectName() == "close_beside")
    assert closing.text() == "关闭此窗口"
    assert beside.palette().window().color().name() == theme.tokens().bg.lower()


WIDE, LEFT, LAPTOP = QRect(0, 0, 2560, 1400), QRect(-1920, 0, 1920, 1040), QRect(0, 0, 1366, 728)
SMALL = QSize(1100, 680)


@pytest.mark.parametrize(
    ("frame", "screens", "expected"),
    [
        (QRect(-1800, 100, 1280, 800), [WIDE, LEFT], QRect(-1800, 100, 1280, 800)),
        (QRect(-1800, 100, 1280, 800), [LAPTOP], QRect(43, 0, 1280, 728)),
        (QRect(1200, 200, 1280, 800), [LAPTOP], QRect(86, 0, 1280, 728)),
        (QRect(200, -400, 1280, 680), [LAPTOP], QRect(43, 24, 1280, 680)),
        (QRect(5000, 5000, 4000, 3000), [WIDE, LEFT], QRect(0, 0, 2560, 1400)),
        (QRect(1340, 0, 1100, 680), [LAPTOP], QRect(133, 24, 1100, 680)),
    ],
    ids=["still there", "screen gone", "half out", "title bar above", "too large", "a sliver"],
)
def test_a_window_is_always_brought_where_it_can_be_reached(
    frame: QRect, screens: list[QRect], expected: QRect
) -> None:
    placed = window_place.in_sight(frame, screens, SMALL)
    assert placed == expected


def test_the_layout_is_reset_at_once_and_open_records_stay(real_desk, shell, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    tab = shell.go_to("orders")
    idle(real_desk, qtbot)
    shell.resize(1150, 690)
    shell.toggle_sidebar()
    open_order(real_desk, shell, made)
    idle(real_desk, qtbot)
    over = shell.current_page()
    shell.reset_layout()
    idle(real_desk, qtbot)
    assert shell.width() != 1150
    assert not shell.sidebar.narrow
    assert shell.current_page() is over
    assert shell.page("orders") is not tab
