"""Hands that write an order at the window of a book, counting their keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.views.desk import Desk
from app.views.orders import new_order
from app.views.orders.editor import OrderEditor
from tests.helpers.book import a_customer, a_product, each
from tests.helpers.desk import idle

CONTROL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Types into whatever has the keyboard, and counts the keys that are no characters of a value."""

    def __init__(self, desk: Desk, qtbot: Any) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.keys = 0

    @property
    def at(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def write(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.at, letter)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(self.at, key, held)
        QApplication.processEvents()

    def enter(self, text: str = "") -> None:
        self.write(text)
        self.press(Qt.Key.Key_Return)


def editor_of(window: Any) -> OrderEditor:
    page = window.current_page()
    assert isinstance(page, OrderEditor)
    return page


@pytest.fixture
def editor(real_desk, window, qtbot) -> OrderEditor:
    """A new order, with the keyboard in it."""
    a_customer(real_desk.actor, "Harbour & Hale")
    for name, price in (("Lamp", 113), ("Chair", 250), ("Desk", 480)):
        a_product(real_desk.actor, name, list_price=each(price), unit="piece")
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    new_order(real_desk, window)
    idle(real_desk, qtbot)
    made = editor_of(window)
    qtbot.waitUntil(made.head.customer.hasFocus)
    return made


def settled(editor: OrderEditor, desk: Desk, qtbot: Any) -> None:
    """Wait until the editor has looked at what was typed."""
    editor.checker.look()
    idle(desk, qtbot)
