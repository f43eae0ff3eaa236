"""From the customers to their follow-ups: three put off at once, one done with what was said, by keyboard in both
languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.customer import FollowUp
from app.operations.follow_ups import add_follow_up
from tests.helpers.book import a_customer, assert_book_sound, every, read
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

NAMES = ("Harbour & Hale", "Larch House", "Small & Son", "Quince")


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book in which four customers are to be called, one of them since two days ago."""

    def fill(actor: Actor) -> None:
        today = date.today()
        for late, name in enumerate(NAMES):
            add_follow_up(
                actor, a_customer(actor, name), "Call again", date=today - timedelta(days=9),
                next_date=today - timedelta(days=2 if late == 0 else 0),
            )  # fmt: skip

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_three_follow_ups_are_moved_and_one_is_done_by_keyboard(seat: Seat) -> None:
    today = date.today()
    seat.go_to("customers")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_U, CONTROL)
    listed: Any = seat.front()
    seat.qtbot.waitUntil(lambda: listed.table.complete and len(listed.table.ids) == len(NAMES))
    late, *others = list(listed.table.ids)

    # The overdue one stands first: it is done, with what was said and when to talk again.
    clerk.press(Qt.Key.Key_Home)
    clerk.press(Qt.Key.Key_D)
    seat.sees_dialog("finish_dialog")
    clerk.write("Wants forty chairs")
    clerk.tab_to("follow_up_next_date")
    clerk.write("+7")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    noted = every(FollowUp)[-1]
    assert (noted.said, noted.next_date) == ("Wants forty chairs", today + timedelta(days=7))
    assert read(FollowUp, late).done

    # The three of today are marked and go to tomorrow together.
    assert listed.view.current_id() == others[0]
    clerk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    clerk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert sorted(listed.selected()) == sorted(others)
    clerk.press(Qt.Key.Key_P)
    seat.sees_dialog("postpone_follow_up_batch_dialog")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert {read(FollowUp, each).next_date for each in others} == {today + timedelta(days=1)}

    # One undo brings all three back.
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert {read(FollowUp, each).next_date for each in others} == {today}
    assert read(FollowUp, late).done
    assert clerk.count <= 16
    assert_book_sound()


def test_work_goes_on_with_the_next_row_when_one_leaves_the_view(seat: Seat) -> None:
    seat.go_to("customers")
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_U, CONTROL)
    listed: Any = seat.front()
    listed.show_view("due")
    seat.wait()
    seat.qtbot.waitUntil(lambda: listed.table.complete and len(listed.table.ids) == len(NAMES))
    ids = list(listed.table.ids)
    clerk.press(Qt.Key.Key_Home)
    for _each in range(3):
        clerk.press(Qt.Key.Key_1)
    assert list(listed.table.ids) == ids[3:]
    assert {read(FollowUp, each).next_date for each in ids[:3]} == {date.today() + timedelta(days=1)}
