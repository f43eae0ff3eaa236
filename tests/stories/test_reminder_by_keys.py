"""From the list of what customers owe to a printed reminder and the explanation of a balance, by keyboard in both
languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.customer import FollowUp
from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.money import show
from app.operations.payments import record_payment
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, value
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat, paper

__all__ = ["watchdog"]

ALT = Qt.KeyboardModifier.AltModifier
LATE = 45


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book in which two customers should have paid 45 days ago, one of them in part."""

    def fill(actor: Actor) -> None:
        then = replace(actor, today=lambda: date.today() - timedelta(days=LATE))
        large, small = a_customer(then, "Harbour & Hale"), a_customer(then, "Small & Son")
        order = an_order(then, large, 900)
        an_order(then, small, 20)
        record_payment(then, cents(300), "cash", large, parts=[(order, cents(300))])

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_a_late_customer_is_found_reminded_on_paper_and_the_balance_is_explained(seat: Seat, tmp_path: Path) -> None:
    seat.go_to("payments")
    clerk = Clerk(seat)
    owed = int(value("SELECT outstanding FROM customer ORDER BY outstanding DESC LIMIT 1"))
    assert owed == cents(600)

    # Who owes most of what is late stands first.
    clerk.press(Qt.Key.Key_J, CONTROL)
    listed: Any = seat.front()
    seat.qtbot.waitUntil(lambda: len(listed.table.ids) == 2)
    seat.wait()
    listed.view.setFocus()
    clerk.press(Qt.Key.Key_Home)
    assert value("SELECT name FROM customer WHERE id = ?", listed.view.current_id()) == "Harbour & Hale"
    assert listed.totals.sums["days_60"] == cents(620)

    # The balance is explained by what was ordered and what was paid.
    clerk.press(Qt.Key.Key_Return, ALT)
    explained: Any = seat.sees_dialog("why_dialog")
    seat.qtbot.waitUntil(lambda: explained.found is not None)
    assert [line.amount for line in explained.found.lines] == [cents(900), -cents(300)]
    assert explained.total.text() == show(owed, seat.desk.currency)
    clerk.press(Qt.Key.Key_Escape)

    # The letter goes out and comes back as a contact.
    clerk.press(Qt.Key.Key_F6)
    seat.sees_dialog("remind_dialog")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    number = value("SELECT number FROM sales_order ORDER BY outstanding DESC LIMIT 1")
    words = paper(seat, tmp_path / "reminder.pdf")
    for told in (number, show(owed, seat.desk.currency), str(LATE)):
        assert told in words
    noted = every(FollowUp)
    assert [(each.tone, each.date, each.amount) for each in every(CustomerLetter)] == [
        ("friendly", date.today(), cents(600))
    ]
    assert [each.about_kind for each in every(KeptPaper)] == ["customer_letter"]
    assert noted[0].next_date == date.today() + timedelta(days=10)
    assert clerk.count <= 6

    # The list says so, and reminding again on the same day is asked for first: the answer is no.
    listed = seat.front()
    large = listed.view.current_id()
    row = listed.records.rows([large], seat.desk.actor)[large]
    shown = dict(zip([column.key for column in listed.records.columns], row.values, strict=True))
    assert (shown["reminded_on"], shown["reminder_tone"]) == (date.today().isoformat(), "friendly")
    clerk.press(Qt.Key.Key_F6)
    seat.sees_dialog("remind_dialog")
    with seat.answering(yes=False) as asked:
        clerk.press(Qt.Key.Key_Return, CONTROL)
    assert len(asked) == 1
    assert len(every(CustomerLetter)) == 1
    clerk.press(Qt.Key.Key_Escape)
    assert_book_sound()
