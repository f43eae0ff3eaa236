"""An order is written with few keys, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.order import Order, OrderLine
from tests.helpers.book import a_customer, a_product, assert_book_sound, each, every, pieces
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

# What is typed: in Chinese by the initials of the pinyin, as people do.
WORDS = {
    "en": ("Harbour & Hale", "harb", (("Lamp", "lam", "2"), ("Chair", "cha", "3"), ("Desk", "des", "1"))),
    "zh_CN": ("杭州绿茵园艺", "hzly", (("台灯", "td", "2"), ("椅子", "yz", "3"), ("书桌", "sz", "1"))),
}


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with one customer and three products."""

    def fill(actor: Actor) -> None:
        customer, _typed, lines = WORDS[language]
        a_customer(actor, customer)
        for name, _initials, _quantity in lines:
            a_product(actor, name, list_price=each(20))

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_three_lines_for_a_known_customer_take_nine_keys(seat: Seat, language: str) -> None:
    customer, typed, lines = WORDS[language]
    seat.go_to("orders")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_N, CONTROL)
    clerk.write(typed)
    clerk.press(Qt.Key.Key_Return, wait=False)
    for _name, initials, quantity in lines:
        clerk.write(initials)
        clerk.press(Qt.Key.Key_Return, wait=False)
        clerk.write(quantity)
        clerk.press(Qt.Key.Key_Return, wait=False)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.count <= 25, "what was promised"
    assert clerk.count == 9, "what it takes"
    (made,) = every(Order)
    assert made.state == "confirmed"
    assert customer in seat.reads_all()
    assert [(line.description, line.quantity) for line in every(OrderLine)] == [
        (name, pieces(quantity)) for name, _initials, quantity in lines
    ]
    assert_book_sound()
