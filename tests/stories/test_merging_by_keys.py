"""Two customers who are one are merged and taken apart again without a mouse, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.customer import Customer
from app.models.order import Order
from tests.helpers.book import a_customer, an_order, every
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

COMMANDS = {
    "merge": {"en": "merge into another", "zh_CN": "brqtkh"},
    "undo": {"en": "undo a merge", "zh_CN": "cxhb"},
}
"""What is typed for a command: words, or the first letters of how they are spoken."""


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book in which one firm stands twice, with an order each."""

    def fill(actor: Actor) -> None:
        for name in ("Old Mill", "Mill Street"):
            an_order(actor, a_customer(actor, name), "100")

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def owners() -> dict[str, int]:
    """How many orders each customer has."""
    names = {c.id: c.name for c in every(Customer)}
    found = dict.fromkeys(names.values(), 0)
    for order in every(Order):
        found[names[order.customer_id]] += 1
    return found


def open_customer(seat: Seat, clerk: Clerk, name: str) -> None:
    seat.go_to("customers")
    clerk.press(Qt.Key.Key_F, CONTROL)
    clerk.write(name)
    seat.wait()
    clerk.press(Qt.Key.Key_Return)
    clerk.press(Qt.Key.Key_Return)


def test_two_customers_are_merged_and_taken_apart_by_keyboard(seat: Seat, language: str) -> None:
    clerk = Clerk(seat)
    before = owners()
    open_customer(seat, clerk, "Old Mill")
    clerk.call(COMMANDS["merge"][language])
    dialog: Any = seat.sees_dialog("merge_customers_dialog")
    clerk.write("Mill Street")
    seat.wait()
    clerk.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: dialog.foretold is not None)
    assert owners() == before
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert owners() == {"Old Mill": 0, "Mill Street": 2}
    open_customer(seat, clerk, "Mill Street")
    clerk.call(COMMANDS["undo"][language])
    seat.sees_dialog("undo_merge_dialog")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert owners() == before
