"""An order is found by the end of a phone number and noted on with few keys, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.order import Order
from tests.helpers.book import a_customer, an_order, every
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

PHONES = ("138 0013 8000", "139 1718 3957", "021-5566 7788")


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with one order for each of three customers."""

    def fill(actor: Actor) -> None:
        for number, phone in enumerate(PHONES):
            an_order(actor, a_customer(actor, f"Customer {number}", phone=phone), 120)

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_an_order_found_by_a_phone_tail_is_noted_on_with_four_keys(seat: Seat) -> None:
    seat.go_to("orders")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_F, CONTROL, wait=False)
    clerk.write("3957")
    clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_M, CONTROL)
    clerk.write("call before noon")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.count <= 8, "what was promised"
    assert clerk.count == 4, "what it takes"
    assert [order.note for order in every(Order)] == ["", "call before noon", ""]
    assert clerk.at().objectName() == "orders_view" or clerk.at() is seat.front().view
