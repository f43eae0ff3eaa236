"""Goods go out by keyboard alone, in both languages: one order whole, one in two parts, both signed for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.order import Order, Shipment
from tests.helpers.book import a_customer, a_line, an_order, assert_book_sound, every, pieces
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, SHIFT, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

CUSTOMERS = {"en": "Harbour & Hale", "zh_CN": "杭州绿茵园艺"}
TRACKING = ("1Z999AA10123456784", "1Z999AA10123456785", "1Z999AA10123456786")


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with two orders that wait."""

    def fill(actor: Actor) -> None:
        customer = a_customer(actor, CUSTOMERS[language])
        an_order(actor, customer, a_line(20, 2))
        an_order(actor, customer, a_line(30, 5))

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_orders_go_out_whole_and_in_parts_and_are_signed_for(seat: Seat) -> None:
    first, second = (found.number for found in every(Order))
    clerk = Clerk(seat)
    seat.go_to("shipments")
    clerk.press(Qt.Key.Key_N, CONTROL)
    clerk.write(first)
    clerk.press(Qt.Key.Key_Return)
    clerk.write(TRACKING[0])
    clerk.press(Qt.Key.Key_Return)
    assert clerk.count == 3, "an order that goes out whole takes two keys"
    # Two of five now, and the rest with the next parcel.
    clerk.write(second)
    clerk.press(Qt.Key.Key_Return)
    for _back in range(2):
        clerk.press(Qt.Key.Key_Tab, SHIFT)
    clerk.write("2")
    for _on in range(2):
        clerk.press(Qt.Key.Key_Return)
    clerk.write(TRACKING[1])
    clerk.press(Qt.Key.Key_Return, CONTROL)
    clerk.write(second)
    clerk.press(Qt.Key.Key_Return)
    clerk.write(TRACKING[2])
    clerk.press(Qt.Key.Key_Return)
    assert [s.tracking_number for s in every(Shipment)] == list(TRACKING)
    assert [o.shipped for o in every(Order)] == [pieces(2), pieces(5)]
    assert [o.delivery for o in every(Order)] == ["shipped", "shipped"]
    # Back to the list: all three are marked and noted as signed for at once.
    clerk.press(Qt.Key.Key_Escape)
    page: Any = seat.front()
    page.view.setFocus()
    clerk.press(Qt.Key.Key_A, CONTROL)
    seat.command("sign_for_shipment")
    dialog: Any = seat.sees_dialog("sign_for_shipment_batch_dialog")
    seat.qtbot.waitUntil(dialog.primary.isEnabled)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert [o.delivery for o in every(Order)] == ["signed_for", "signed_for"]
    assert_book_sound()
