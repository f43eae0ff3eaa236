"""Two lines of an order were damaged: each costs less by another part, asked for and approved by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.payment import Credit, CreditLine
from app.operations.shipments import ship_order
from app.operations.users import add_user
from tests.helpers.book import a_customer, a_line, an_order, assert_book_sound, cents, every, line_ids, order
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, SHIFT, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with a manager, and one order of three lines that was shipped."""

    def fill(actor: Actor) -> None:
        lines = [a_line(price, description=name) for price, name in ((100, "Desk"), (50, "Chair"), (30, "Mat"))]
        sold = an_order(actor, a_customer(actor), *lines, prices_include_tax=True)
        ship_order(actor.confirming({"shortage"}), sold)
        add_user(actor, "mona", ["manager"])

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_an_allowance_line_by_line_is_asked_for_and_approved(seat: Seat) -> None:
    # The manager lowers the desk by a tenth and the mat by five, and leaves the chair.
    manager = seat.office.sit_down("mona")
    manager.go_to("orders")
    manager.open_first()
    clerk = Clerk(manager)
    clerk.press(Qt.Key.Key_F9, SHIFT)
    asked: Any = manager.sees_dialog("request_credit_dialog")
    clerk.press(Qt.Key.Key_Tab, SHIFT)
    clerk.tab_to("request_credit_kind")
    clerk.press(Qt.Key.Key_Down)
    assert asked.kind.key() == "allowance"
    desk, chair, mat = line_ids(order(1).id)
    clerk.tab_to(f"allowance_amount_{desk}")
    clerk.write("10%")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.at().objectName() == f"allowance_amount_{chair}"
    clerk.press(Qt.Key.Key_Down)
    # More than the mat cost is refused at its line, and nothing that was typed is lost.
    clerk.write("50")
    clerk.tab_to("request_credit_reason")
    clerk.write("damaged")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert every(Credit) == []
    assert clerk.at().objectName() == f"allowance_amount_{mat}"
    assert "30.00" in asked.table.note(mat)
    clerk.press(Qt.Key.Key_A, CONTROL)
    clerk.write("5")
    assert manager.reads("request_allowance_lines_sum_gross") == "15.00"
    shown = [manager.reads(f"request_allowance_lines_sum_{what}") for what in ("net", "tax")]
    clerk.press(Qt.Key.Key_Return, CONTROL)
    credit = every(Credit)[0]
    assert (credit.state, credit.amount) == ("requested", cents(15))
    assert shown == [f"{credit.net / 100:.2f}", f"{credit.tax / 100:.2f}"]
    assert {p.order_line_id: p.net + p.tax for p in every(CreditLine)} == {desk: cents(10), mat: cents(5)}

    # The owner reads the lines and approves.
    owner = seat.office.sit_down("owner")
    owner.go_to("refunds")
    owner.click("show_credits_button")
    owner.open_first()
    page: Any = owner.front()
    lines = page.lines.small
    assert [lines.texts(n)[0] for n in range(lines.rowCount())] == ["Desk", "Mat"]
    clerk = Clerk(owner)
    clerk.press(Qt.Key.Key_F9)
    owner.accept("approve_credit_dialog")
    assert order(credit.order_id).worth == cents(165)
    assert every(Credit)[0].state == "approved"
    assert_book_sound()
