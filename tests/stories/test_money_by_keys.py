"""Money is taken in and given back with few keys, in both languages; every key that is pressed is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.payment import Payment
from tests.helpers.book import a_customer, an_order, cents, every, order
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with two open orders of one customer."""

    def fill(actor: Actor) -> None:
        customer = a_customer(actor)
        for worth in (120, 80):
            an_order(actor, customer, worth)

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_a_part_payment_takes_at_most_ten_keys_from_the_list_of_orders(seat: Seat) -> None:
    seat.go_to("orders")
    page: Any = seat.front()
    page.view.setFocus()
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_Down)
    chosen = int(page.selected()[0])
    clerk.press(Qt.Key.Key_F7)
    seat.sees_dialog("record_payment_dialog")
    clerk.write("50")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert [p.amount for p in every(Payment)] == [cents("50")]
    assert order(chosen).paid == cents("50")
    assert clerk.count <= 10
    assert clerk.count == 3


def test_paying_a_whole_order_takes_two_keys_from_its_page(seat: Seat) -> None:
    seat.go_to("orders")
    seat.open_first()
    page: Any = seat.front()
    due = page.record.outstanding
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_F7)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert order(page.record_id).outstanding == 0
    assert [p.amount for p in every(Payment)] == [due]
    assert clerk.count == 2
