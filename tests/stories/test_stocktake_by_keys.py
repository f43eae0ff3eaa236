"""Stock is counted without a mouse, in both languages: what differs is shown, asked about and booked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.product import Product
from app.operations.company import change_company
from app.operations.products import ProductInput, add_product
from app.operations.stock import StockLine, receive_delivery
from tests.helpers.book import every, pieces
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with ten lamps, ten candles and ten litres of oil."""

    def fill(actor: Actor) -> None:
        change_company(actor, {"stock_policy": "kept"})
        made = [
            add_product(actor, ProductInput(name, code=code, stock_kept=True)).value
            for name, code in (("Lamp", "L-1"), ("Candle", "C-1"), ("Oil", "O-1"))
        ]
        receive_delivery(actor, [StockLine(product, pieces(10)) for product in made])

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def stock() -> dict[str, int]:
    return {p.name: p.on_hand // pieces(1) for p in every(Product)}


def test_a_stocktake_with_differences_is_counted_and_booked_by_keyboard(seat: Seat) -> None:
    clerk = Clerk(seat)
    seat.go_to("products")
    clerk.press(Qt.Key.Key_J, CONTROL)
    clerk.press(Qt.Key.Key_J, CONTROL)
    clerk.press(Qt.Key.Key_N, CONTROL)
    seat.sees_dialog("start_stocktake")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    page: Any = seat.front()
    assert page.name == "stocktake"

    def count(product: str, quantity: str) -> None:
        clerk.write(product)
        clerk.press(Qt.Key.Key_Return)
        clerk.write(quantity)
        clerk.press(Qt.Key.Key_Return)

    count("L-1", "8")
    count("candle", "7")
    # Five more stand on another shelf.
    count("C-1", "+5")
    assert {line.name: (line.counted, line.difference) for line in page.record.lines} == {
        "Candle": (pieces(12), pieces(2)),
        "Lamp": (pieces(8), -pieces(2)),
        "Oil": (None, None),
    }
    clerk.press(Qt.Key.Key_Return, CONTROL)
    asked: Any = seat.sees_dialog("book_stocktake")
    assert asked.table.small.rowCount() == 2
    assert asked.keep.isChecked()
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert stock() == {"Lamp": 8, "Candle": 12, "Oil": 10}
    assert page.record.state == "booked"
    assert not page.entry_card.isVisible()


def test_a_delivery_is_taken_in_by_keyboard(seat: Seat) -> None:
    clerk = Clerk(seat)
    seat.go_to("products")
    clerk.press(Qt.Key.Key_J, CONTROL)
    clerk.press(Qt.Key.Key_N, CONTROL)
    seat.sees_dialog("receive_delivery")
    for code, quantity in (("L-1", "3"), ("O-1", "2*6")):
        clerk.write(code)
        clerk.press(Qt.Key.Key_Return)
        clerk.write(quantity)
        clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert stock() == {"Lamp": 13, "Candle": 10, "Oil": 22}
    assert clerk.count == 7
