"""Money is taken in and given back with few keys, in both languages; every key that is pressed is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.models.payment import Payment
from app.queries.people import actor_of, person_named
from app.views import texts, theme
from tests.helpers.book import LOCAL, a_customer, an_order, cents, every, order
from tests.helpers.watchdog import watchdog
from tests.stories.steps import Office, Seat

__all__ = ["watchdog"]

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Keys:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.count = seat, 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, with those held meanwhile counted as one press together."""
        front = self.seat.front()
        window = front.window()
        window.activateWindow()
        self.seat.qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(window.focusWidget() or front, key, held)
        self.count += 1
        self.seat.wait()

    def type(self, text: str) -> None:
        """Each character is a key."""
        QTest.keyClicks(self.seat.front().window().focusWidget(), text)
        self.count += len(text)


@pytest.fixture(params=("en", "zh_CN"))
def seat(request: Any, qapp: QApplication, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with two open orders of one customer."""
    theme.start(qapp, "light")
    texts.set_language(request.param)
    path = tmp_path / "shop.daybook"
    country = {"en": "US", "zh_CN": "CN"}[request.param]
    create_book(path, name="Larch", owner="owner", country=country, language=request.param, location=LOCAL)
    open_book(path, place=lambda _path: LOCAL)
    actor = actor_of(person_named("owner"))
    customer = a_customer(actor)
    for worth in (120, 80):
        an_order(actor, customer, worth)
    close_book()
    office = Office(path, qtbot, monkeypatch)
    yield office.sit_down("owner")
    office.close()
    texts.set_language("en")
    i18n.set_language("en")


def test_a_part_payment_takes_at_most_ten_keys_from_the_list_of_orders(seat: Seat) -> None:
    seat.go_to("orders")
    page: Any = seat.front()
    page.view.setFocus()
    keys = Keys(seat)
    keys.press(Qt.Key.Key_Down)
    chosen = int(page.selected()[0])
    keys.press(Qt.Key.Key_F7)
    seat.sees_dialog("record_payment_dialog")
    keys.type("50")
    keys.press(Qt.Key.Key_Return, CONTROL)
    assert [p.amount for p in every(Payment)] == [cents("50")]
    assert order(chosen).paid == cents("50")
    assert keys.count <= 10
    assert keys.count == 5


def test_paying_a_whole_order_takes_two_keys_from_its_page(seat: Seat) -> None:
    seat.go_to("orders")
    seat.open_first()
    page: Any = seat.front()
    due = page.record.outstanding
    keys = Keys(seat)
    keys.press(Qt.Key.Key_F7)
    keys.press(Qt.Key.Key_Return, CONTROL)
    assert order(page.record_id).outstanding == 0
    assert [p.amount for p in every(Payment)] == [due]
    assert keys.count == 2
