"""A day is closed by keyboard alone, in both languages: counted, looked at, signed, printed, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.day_close import DayClose
from app.models.day_sheet import DaySheet
from app.models.papers import KeptPaper
from app.operations.payments import record_payment
from app.queries.day_close import day_check
from tests.helpers.book import a_customer, a_draft, an_order, assert_book_sound, cents, every
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat, paper

__all__ = ["watchdog"]


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with an order that was paid in cash and did not leave, and an old draft."""

    def fill(actor: Actor) -> None:
        customer = a_customer(actor)
        sold = an_order(actor, customer, 120)
        record_payment(actor, cents(120), "cash", customer, parts=[(sold, cents(120))])
        a_draft(actor, customer, 30, date=actor.today() - timedelta(days=9))

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_a_day_is_counted_looked_at_signed_and_printed(seat: Seat, tmp_path: Path) -> None:
    clerk = Clerk(seat)
    clerk.call("close day")
    page: Any = seat.front()
    assert page.objectName() == "close_day_page"
    seat.qtbot.waitUntil(lambda: page.found["gaps"].shown is not None)
    seat.wait()

    # Two are missing in the drawer: it is said why, and the step is done.
    clerk.write("118")
    assert clerk.at().objectName() == "day_counted_cash"
    clerk.press(Qt.Key.Key_Tab)
    assert page.money.rows["cash"].difference.text() == "-2.00"
    clerk.tab_to("day_reason_cash")
    clerk.write("change")
    clerk.press(Qt.Key.Key_Return, CONTROL)

    # What is open is looked at; a remark is written to the order that did not leave.
    assert page.stack.currentWidget() is page.found["paid_not_shipped"]
    clerk.tab_to("day_step_paid_not_shipped_remark")
    clerk.write("leaves tomorrow")
    for _step in range(9):
        if page.stack.currentWidget() is page.sign:
            break
        clerk.press(Qt.Key.Key_Return, CONTROL)
    assert page.stack.currentWidget() is page.sign
    clerk.press(Qt.Key.Key_Return, CONTROL)

    closed = every(DayClose)[0]
    sheet = DaySheet.from_json(closed.snapshot)
    found = {step.key: (step.count, step.remark) for step in sheet.steps}
    assert (closed.counted, closed.difference) == (cents(118), -cents(2))
    assert found["paid_not_shipped"] == (1, "leaves tomorrow")
    assert found["drafts"] == (1, "")
    words = paper(seat, tmp_path / "day.pdf")
    for told in (closed.date.isoformat(), "118.00", "change", "leaves tomorrow"):
        assert told in words
    assert [each.about_kind for each in every(KeptPaper)] == ["day_close"]
    assert (tmp_path / "day.pdf").read_bytes() == every(KeptPaper)[0].content

    # It is shown from now on, and not closed twice; the next day begins with what stayed.
    seat.command("close_day")
    assert seat.front().objectName() == f"day_close_page_{closed.id}"
    seat.command("show_day_closes")
    rows: Any = seat.front()
    assert len(rows.table.ids) == 1
    tomorrow = day_check(seat.desk.actor, seat.desk.actor.today() + timedelta(days=1))
    assert next(m for m in tomorrow.money.methods if m.method == "cash").opening == cents(118)
    assert_book_sound()
