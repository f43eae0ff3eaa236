"""Keys and commands: none twice in a place, none that input methods need, all of them in the menus and the sheet."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QWidget

from app.views.commands import title_of
from app.views.follow_ups import show_follow_ups
from app.views.orders.editor import open_editor
from app.views.records import open_record
from app.views.shortcut_sheet import ShortcutSheet, keys_here
from app.views.widgets.keycaps import KeyCaps, caps
from tests.helpers.book import a_customer, a_product, an_order
from tests.helpers.desk import idle

FORBIDDEN = {"Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+Shift+F", "Shift", "Ctrl+Shift", "Ctrl+Shift+Space"}
MOST_IN_TOOLBAR = 7
CONTROL = Qt.KeyboardModifier.ControlModifier

NEEDED = {
    "Ctrl+K": "quick_search", "Ctrl+F": "find", "Ctrl+Shift+N": "new_order_anywhere", "Ctrl+Z": "undo",
    "Ctrl+Shift+Z": "redo", "Ctrl+Y": "redo", "Ctrl+1": "show_customers", "Ctrl+2": "show_orders",
    "Ctrl+B": "toggle_sidebar", "Ctrl+,": "show_settings", "Ctrl+/": "shortcuts", "F5": "refresh", "F1": "help",
}  # fmt: skip
"""What section 3 of the map of keys wants of the window everywhere."""

PLACES = ("customers", "orders", "payments", "refunds", "invoices", "products", "statistics", "settings",
          "order", "customer", "product", "editor", "follow_ups")  # fmt: skip


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, shell: Any, real_desk: Any, qtbot: Any) -> str:
    """Each page of the window, and the pages of records, shown one after the other."""
    key = str(request.param)
    customer = a_customer(real_desk.actor)
    if key == "editor":
        open_editor(real_desk)
    elif key == "follow_ups":
        show_follow_ups(real_desk, shell)
    elif key == "order":
        open_record(real_desk, key, an_order(real_desk.actor, customer, 50))
    elif key == "customer":
        open_record(real_desk, key, customer)
    elif key == "product":
        open_record(real_desk, key, a_product(real_desk.actor))
    else:
        shell.go_to(key)
    idle(real_desk, qtbot)
    return key


def active(window: QWidget) -> list[tuple[str, str]]:
    """Keys and owner of every shortcut of this window that works anywhere in it: actions that stand in a menu or on a
    part that is shown, and shortcuts of parts that are shown."""
    shown = {id(a): a for a in window.commands()}
    for part in [window, *window.findChildren(QWidget)]:
        if part.isVisible():
            shown |= {id(a): a for a in part.actions()}
    wide = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    found = [
        (key.toString(), a.objectName() or a.text())
        for a in shown.values()
        if isinstance(a, QAction) and a.isEnabled() and a.shortcutContext() in wide
        for key in a.shortcuts()
        if not key.isEmpty()
    ]
    for each in window.findChildren(QShortcut):
        part = each.parent()
        if each.isEnabled() and each.context() in wide and (not isinstance(part, QWidget) or part.isVisible()):
            found.append((each.key().toString(), each.objectName() or "shortcut"))
    return found


def test_no_key_does_two_things_and_none_is_one_of_input_methods(shell, place) -> None:
    found = active(shell)
    twice = [key for key, count in Counter(key for key, _name in found).items() if count > 1]
    assert twice == [], [pair for pair in found if pair[0] in twice]
    assert not {key for key, _name in found} & FORBIDDEN
    single = {key for key, _name in found if len(key) == 1} - {"?"}
    assert single == set()


def test_the_keys_of_the_map_work_everywhere(shell, place) -> None:
    here = {key.toString(): a.objectName() for a in shell.commands() for key in a.shortcuts()}
    assert {key: here.get(key) for key in NEEDED} == NEEDED


def test_the_title_row_holds_at_most_seven_buttons(shell, place) -> None:
    page = shell.current_page()
    row = [
        b
        for b in [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
        if b.isVisible() and b.mapTo(page, b.rect().center()).y() < 60 and not isinstance(b.parentWidget(), QLineEdit)
    ]
    assert len(row) <= MOST_IN_TOOLBAR, [b.objectName() for b in row]


def test_what_a_page_can_do_stands_in_the_menu_bar(shell, place) -> None:
    named = {a.objectName() for a in shell.current_page().menu_actions() if a is not None}
    assert named <= {a.objectName() for a in shell.commands()}
    assert all(a.text() for a in shell.commands())


def test_the_sheet_tells_what_works_here_and_nothing_else(shell, place) -> None:
    parts = keys_here(shell.commands(), shell.current_page())
    told = {line.text for part in parts if part.title in ("On this page", "Pages", "Everywhere") for line in part.lines}
    assert told == {title_of(a) for a in shell.commands() if a.isEnabled() and a.shortcuts()}


def test_keys_of_fields_are_told_only_where_such_a_field_stands(shell, real_desk, qtbot) -> None:
    shell.go_to("customers")
    idle(real_desk, qtbot)
    titles = {part.title for part in keys_here(shell.commands(), shell.current_page())}
    assert "In a date" not in titles
    open_editor(real_desk)
    titles = {part.title for part in keys_here(shell.commands(), shell.current_page())}
    assert {"In a date", "In an amount or quantity", "In the lines of the order"} <= titles


def test_the_sheet_is_searched(shell, real_desk, qtbot) -> None:
    shell.go_to("orders")
    QTest.keyClick(shell, Qt.Key.Key_Slash, CONTROL)
    sheet = shell.findChild(ShortcutSheet)
    assert sheet.isVisible()
    everything = [row for _text, row in sheet._lines if not row.isHidden()]
    sheet.search.setText("any page")
    left = [row.accessibleName() for _text, row in sheet._lines if not row.isHidden()]
    assert left == [f"New order from any page: {QKeySequence('Ctrl+Shift+N').toString()}"]
    sheet.search.setText("nothing of this name")
    assert sheet.nothing.isVisible()
    sheet.search.clear()
    assert [row for _text, row in sheet._lines if not row.isHidden()] == everything
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_question_mark_asks_for_the_sheet_except_in_a_field(shell, real_desk, qtbot) -> None:
    tab = shell.go_to("orders")
    idle(real_desk, qtbot)
    tab.search.setFocus()
    QTest.keyClick(tab.search, "?")
    assert tab.search.text() == "?"
    assert shell.findChild(ShortcutSheet) is None
    tab.search.clear()
    shell.sidebar.entries["orders"].setFocus()
    QTest.keyClick(QApplication.focusWidget(), "?")
    assert shell.findChild(ShortcutSheet) is not None


def test_new_order_works_from_any_page(shell, real_desk, qtbot) -> None:
    shell.go_to("statistics")
    QTest.keyClick(shell, Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    idle(real_desk, qtbot)
    assert shell.current_page().objectName().startswith("order_editor_new")


def test_keys_are_drawn_as_single_caps(qapp) -> None:
    assert caps("Ctrl+Shift+N") == ["Ctrl", "Shift", "N"]
    assert caps("Ctrl++") == ["Ctrl", "+"]
    assert caps("+") == ["+"]
    assert caps("⇧⌘N") == ["⇧", "⌘", "N"]
    assert caps("") == []
    drawn = KeyCaps("Ctrl+K", "keys")
    assert drawn.sizeHint().width() > KeyCaps("K", "keys").sizeHint().width()
    assert drawn.accessibleName() == "Ctrl+K"
