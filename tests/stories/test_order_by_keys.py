"""An order is written with few keys, in both languages: keys that are not characters of a typed value are counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.models.order import Order, OrderLine
from app.queries.people import actor_of, person_named
from app.views import texts, theme
from tests.helpers.book import LOCAL, a_customer, a_product, assert_book_sound, each, every, pieces
from tests.helpers.watchdog import watchdog
from tests.stories.steps import Office, Seat

__all__ = ["watchdog"]

CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
# What is typed: in Chinese by the initials of the pinyin, as people do.
WORDS = {
    "en": ("Harbour & Hale", "harb", (("Lamp", "lam", "2"), ("Chair", "cha", "3"), ("Desk", "des", "1"))),
    "zh_CN": ("杭州绿茵园艺", "hzly", (("台灯", "td", "2"), ("椅子", "yz", "3"), ("书桌", "sz", "1"))),
}


class Clerk:
    """Types values and presses keys, of which only those that are no characters of a value count."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.count = seat, 0

    def _at(self) -> QWidget:
        window = self.seat.window
        window.activateWindow()
        self.seat.qtbot.waitUntil(window.isActiveWindow)
        return window.focusWidget() or window

    def write(self, value: str) -> None:
        for letter in value:
            QTest.keyClicks(self._at(), letter)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._at(), key, held)
        self.count += 1


@pytest.fixture(params=tuple(WORDS))
def language(request: Any, qapp: QApplication) -> Iterator[str]:
    """The language of the window and of the book."""
    theme.start(qapp, "light")
    texts.set_language(request.param)
    yield request.param
    texts.set_language("en")


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with one customer and three products."""
    path = tmp_path / "shop.daybook"
    country = {"en": "US", "zh_CN": "CN"}[language]
    create_book(path, name="Larch", owner="owner", country=country, language=language, location=LOCAL)
    open_book(path, place=lambda _path: LOCAL)
    actor = actor_of(person_named("owner"))
    customer, _typed, lines = WORDS[language]
    a_customer(actor, customer)
    for name, _initials, _quantity in lines:
        a_product(actor, name, list_price=each(20))
    close_book()
    office = Office(path, qtbot, monkeypatch)
    yield office.sit_down("owner")
    office.close()


def test_three_lines_for_a_known_customer_take_nine_keys(seat: Seat, language: str) -> None:
    customer, typed, lines = WORDS[language]
    seat.go_to("orders")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_N, CONTROL)
    seat.wait()
    clerk.write(typed)
    clerk.press(Qt.Key.Key_Return)
    for _name, initials, quantity in lines:
        clerk.write(initials)
        clerk.press(Qt.Key.Key_Return)
        clerk.write(quantity)
        clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    seat.wait()
    assert clerk.count <= 25, "what was promised"
    assert clerk.count == 9, "what it takes"
    (made,) = every(Order)
    assert made.state == "confirmed"
    assert customer in seat.reads_all()
    assert [(line.description, line.quantity) for line in every(OrderLine)] == [
        (name, pieces(quantity)) for name, _initials, quantity in lines
    ]
    assert_book_sound()
