"""Ctrl+K: one box over records, pages, views and commands, worked by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.actor import Role
from app.views import texts
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.palette import Palette
from app.views.palette_items import spell
from app.views.records import open_record
from tests.helpers.book import a_customer, an_order, order
from tests.helpers.desk import idle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def palette(shell: MainWindow, real_desk: Desk, qtbot: Any) -> Palette:
    """The quick search, opened by its keys."""
    QTest.keyClick(shell, Qt.Key.Key_K, CONTROL)
    idle(real_desk, qtbot)
    found = shell.findChild(Palette)
    assert found is not None
    assert found.isVisible()
    return found


def typed(palette: Palette, text: str, desk: Desk, qtbot: Any) -> None:
    palette.box.setText(text)
    idle(desk, qtbot)


def press(palette: Palette, key: Qt.Key, desk: Desk, qtbot: Any, how: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(palette.box, key, how)
    qtbot.wait(1)
    idle(desk, qtbot)


def shown(palette: Palette) -> list[str]:
    return [line if isinstance(line, str) else line.key for line in palette.list.lines.lines]


def keys(palette: Palette) -> set[str]:
    return {line.key for line in palette.list.lines.lines if not isinstance(line, str)}


def test_it_takes_the_keyboard_and_gives_it_back(shell, palette) -> None:
    assert QApplication.focusWidget() is palette.box
    assert palette.panel.width() == 640
    QTest.keyClick(palette.box, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert shell.isVisible()
    assert not palette.box.hasFocus()


def test_the_same_keys_close_it(shell, palette) -> None:
    QTest.keyClick(palette.box, Qt.Key.Key_K, CONTROL)
    assert not palette.isVisible()


def test_every_command_that_works_here_is_in_it_with_its_keys(shell, real_desk, palette, qtbot) -> None:
    palette.leave()
    for page in shell.specs:
        shell.show_page(page)
        idle(real_desk, qtbot)
        palette.come()
        idle(real_desk, qtbot)
        offered = {line.key: line.keys for line in palette.list.lines.lines if not isinstance(line, str)}
        works = {a.objectName() for a in shell.commands() if a.isEnabled()} - {"quick_search"}
        assert {f"command.{name}" for name in works} <= set(offered), page
        keyed = {a.objectName() for a in shell.commands() if a.isEnabled() and not a.shortcut().isEmpty()}
        assert all(offered[f"command.{name}"] for name in keyed - {"quick_search"}), page
        palette.leave()


def test_an_exact_number_comes_first_and_enter_opens_it(shell, real_desk, palette, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Harbour & Hale")
    made = an_order(real_desk.actor, customer, 50)
    typed(palette, order(made).number.lower(), real_desk, qtbot)
    assert shown(palette)[1] == f"orders.{made}"
    press(palette, Qt.Key.Key_Return, real_desk, qtbot)
    assert shell.current_page().objectName() == f"order_page_{made}"
    assert not palette.isVisible()


def test_shift_enter_opens_in_a_window_of_its_own(shell, real_desk, palette, qtbot) -> None:
    customer = a_customer(real_desk.actor, "上海绿茵")
    typed(palette, "shly", real_desk, qtbot)
    assert shown(palette)[1] == f"customers.{customer}"
    press(palette, Qt.Key.Key_Return, real_desk, qtbot, SHIFT)
    assert [each.page.objectName() for each in shell.besides.windows] == [f"customer_page_{customer}"]


def test_enter_waits_for_the_answer_to_the_word_that_was_typed(shell, real_desk, palette, qtbot) -> None:
    a_customer(real_desk.actor, "Harbour")
    other = a_customer(real_desk.actor, "Lighthouse")
    typed(palette, "harbour", real_desk, qtbot)
    palette.box.setText("lighth")
    press(palette, Qt.Key.Key_Return, real_desk, qtbot)
    qtbot.waitUntil(lambda: shell.current_page().objectName() == f"customer_page_{other}")


def test_what_was_opened_lately_stands_first_in_an_empty_box(shell, real_desk, palette, qtbot) -> None:
    palette.leave()
    customer = a_customer(real_desk.actor)
    first, second = (an_order(real_desk.actor, customer, amount) for amount in (50, 60))
    for each in (first, second):
        open_record(real_desk, "order", each)
        idle(real_desk, qtbot)
    palette.come()
    idle(real_desk, qtbot)
    assert shown(palette)[1:3] == [f"orders.{second}", f"orders.{first}"]


def test_tab_and_control_digits_narrow_down_to_a_kind(real_desk, palette, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Harbour")
    made = an_order(real_desk.actor, customer, 50)
    typed(palette, "harbour", real_desk, qtbot)
    press(palette, Qt.Key.Key_Tab, real_desk, qtbot)
    assert keys(palette) == {f"customers.{customer}"}
    press(palette, Qt.Key.Key_2, real_desk, qtbot, CONTROL)
    assert keys(palette) == {f"orders.{made}"}
    assert palette.box.hasFocus()
    press(palette, Qt.Key.Key_0, real_desk, qtbot, CONTROL)
    assert {f"customers.{customer}", f"orders.{made}"} <= keys(palette)


def test_arrows_go_round_and_skip_headings(real_desk, palette, qtbot) -> None:
    a_customer(real_desk.actor, "Harbour")
    typed(palette, "harbour", real_desk, qtbot)
    first = palette.list.current_item()
    QTest.keyClick(palette.box, Qt.Key.Key_Up)
    last = palette.list.current_item()
    assert last.key == "new.customer"
    QTest.keyClick(palette.box, Qt.Key.Key_Down)
    assert palette.list.current_item().key == first.key
    assert palette.box.accessibleDescription().startswith("Harbour")


def test_the_last_items_begin_something_with_what_was_typed(shell, real_desk, palette, qtbot) -> None:
    customer = a_customer(real_desk.actor, "张三")
    typed(palette, "zs", real_desk, qtbot)
    titles = [line.title for line in palette.list.lines.lines if not isinstance(line, str)]
    assert titles[-2:] == ["New order for 张三", "Create customer “zs”"]
    QTest.keyClick(palette.box, Qt.Key.Key_Up)
    QTest.keyClick(palette.box, Qt.Key.Key_Up)
    press(palette, Qt.Key.Key_Return, real_desk, qtbot)
    editor = shell.current_page()
    assert editor.objectName().startswith("order_editor_new")
    assert editor.head.customer.value() == customer


def test_somebody_without_the_right_is_not_offered_to_begin_anything(make_desk, book, qtbot) -> None:
    from app.views.pages import page_specs

    a_customer(book.owner, "Harbour")
    desk = make_desk(book.person(Role.WAREHOUSE, name="Li"))
    window = MainWindow(desk, page_specs())
    qtbot.addWidget(window)
    window.show()
    window.quick_search()
    found = window.findChild(Palette)
    typed(found, "harbour", desk, qtbot)
    assert not {"new.order", "new.customer"} & keys(found)
    assert "command.new_order_anywhere" not in keys(found)


def test_command_and_page_names_are_found_in_pinyin_and_by_initials(shell, real_desk, palette, qtbot) -> None:
    palette.leave()
    texts.set_language("zh_CN")
    shell.show_page("orders")
    palette.come()
    idle(real_desk, qtbot)
    spell(item.title for item in palette._commands)
    for text in ("kh", "kehu", "客户", "customers"):
        typed(palette, text, real_desk, qtbot)
        assert "command.show_customers" in keys(palette), text
    texts.set_language("en")


def test_a_view_of_a_list_is_shown_with_its_filter(shell, real_desk, palette, qtbot) -> None:
    shell.show_page("customers")
    typed(palette, "orders overdue", real_desk, qtbot)
    assert shown(palette)[1] == "view.orders.overdue"
    press(palette, Qt.Key.Key_Return, real_desk, qtbot)
    assert shell.shown == "orders"
    assert dict(shell.page("orders").pills.filters) == {"overdue": "yes"}


def test_a_command_is_run_after_it_closed(shell, real_desk, palette, qtbot) -> None:
    before = shell.sidebar.narrow
    typed(palette, "show names of pages", real_desk, qtbot)
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.sidebar.narrow is not before)


def test_an_input_method_that_composes_keeps_its_keys(palette) -> None:
    QApplication.sendEvent(palette.box, QInputMethodEvent("zhang", []))
    QTest.keyClick(palette.box, Qt.Key.Key_Escape)
    QTest.keyClick(palette.box, Qt.Key.Key_Tab)
    assert palette.isVisible()
    assert palette._kind == ""


def test_nothing_found_says_what_helps(real_desk, palette, qtbot) -> None:
    palette.narrow("orders")
    typed(palette, "no such thing", real_desk, qtbot)
    assert palette.nothing.isVisible()
    assert palette.nothing.text().startswith("Nothing found.")


def test_it_works_in_a_window_of_its_own(shell, real_desk, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    open_record(real_desk, "order", made, beside=True)
    idle(real_desk, qtbot)
    beside = shell.besides.windows[0]
    qtbot.waitUntil(beside.isActiveWindow)
    QTest.keyClick(beside, Qt.Key.Key_K, CONTROL)
    found = beside.findChild(Palette)
    assert found.isVisible()
    assert "command.close_beside" in keys(found)


def test_a_locked_window_shows_nothing_of_it_and_its_keys_rest(shell, real_desk, palette, qtbot) -> None:
    a_customer(real_desk.actor, "Harbour")
    typed(palette, "harbour", real_desk, qtbot)
    shell.presence.lock()
    assert not palette.isVisible()
    assert palette._records == {}
    QTest.keyClick(shell, Qt.Key.Key_K, CONTROL)
    assert not palette.isVisible()
    shell.quick_search()
    assert not palette.isVisible()
