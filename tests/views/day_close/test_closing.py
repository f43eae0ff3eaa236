"""Closing a day in the window: by keyboard, nothing typed is lost, nothing signed that nobody looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.day_close import DayClose
from app.models.day_sheet import DaySheet
from app.models.papers import KeptPaper
from app.operations.payments import record_payment
from app.queries.drafts import kept_draft
from app.views import problems
from app.views.day_close import close_day, open_day_close, show_day_closes
from app.views.day_close.close_page import CloseDayPage
from app.views.day_close.papers import made_sheet, print_day_sheet
from tests.helpers.asked import asked
from tests.helpers.book import a_customer, a_draft, an_order, cents, every
from tests.helpers.desk import dialog_of, idle


@pytest.fixture
def paid(real_desk: Any) -> int:
    """A customer who paid 120 for an order that did not leave yet."""
    customer = a_customer(real_desk.actor)
    sold = an_order(real_desk.actor, customer, 120)
    record_payment(real_desk.actor, cents(120), "cash", customer, parts=[(sold, cents(120))])
    return sold


def opened(desk: Any, window: Any, qtbot: Any) -> CloseDayPage:
    """The window of closing today, with everything read."""
    close_day(desk, window)
    page = window.current_page()
    assert isinstance(page, CloseDayPage)
    qtbot.waitUntil(lambda: page.check is not None and page.found["gaps"].shown is not None)
    return page


def signed(desk: Any, window: Any, qtbot: Any) -> int:
    """Today, with its money counted and its step looked at, signed; the preview of its sheet is left."""
    page = opened(desk, window, qtbot)
    page.money.rows["cash"].counted.set_value(cents(120))
    page.found["paid_not_shipped"].tick.setChecked(True)
    page.close_now()
    qtbot.waitUntil(lambda: every(KeptPaper) != [])
    idle(desk, qtbot)
    dialog_of(window, "print_preview").reject()
    return int(every(DayClose)[0].id)


def test_a_day_is_closed_by_keyboard_alone(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    qtbot.waitUntil(lambda: page.money.rows["cash"].counted.hasFocus())
    assert page.money.rows["cash"].recorded.text() == "120.00"
    qtbot.keyClicks(page.money.rows["cash"].counted, "100+20")
    for _step in range(10):
        if page.stack.currentWidget() is page.sign:
            break
        page.go_on()
    assert page.sign.told.text().startswith("Every step was looked at")
    qtbot.keyClicks(page.sign.note, "quiet day")
    page.go_on()
    qtbot.waitUntil(lambda: every(KeptPaper) != [])
    idle(real_desk, qtbot)
    closed = every(DayClose)[0]
    sheet = DaySheet.from_json(closed.snapshot)
    assert (closed.counted, closed.difference, closed.note) == (cents(120), 0, "quiet day")
    assert {step.key: step.count for step in sheet.steps}["paid_not_shipped"] == 1
    assert dialog_of(window, "print_preview").isVisible()
    assert window.current_page().objectName() == f"day_close_page_{closed.id}"


def test_ctrl_enter_ticks_what_is_shown_and_goes_on(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    page.go_to(1)
    step = page.found["paid_not_shipped"]
    assert (step.count, step.done) == (1, False)
    page.commands["next_step"].trigger()
    assert step.done
    assert page.rail.currentRow() == 2
    page.commands["previous_step"].trigger()
    assert page.rail.currentRow() == 1


def test_money_that_nobody_counted_keeps_the_first_step(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    page.go_on()
    assert page.rail.currentRow() == 0
    assert page.money.rows["cash"].problem.text() == "Count it, or write 0."
    assert page.money.rows["cash"].counted.hasFocus()


def test_f6_takes_over_the_recorded_amount(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    row = page.money.rows["cash"]
    qtbot.keyClick(row.counted, Qt.Key.Key_F6)
    assert row.counted.value() == cents(120)
    assert row.difference.text() == "Agrees"
    assert row.stays.value() == cents(120)


def test_a_difference_asks_why(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    row = page.money.rows["cash"]
    assert not row.reason.isVisible()
    row.counted.set_value(cents(119))
    assert row.difference.text() == "-1.00"
    assert row.reason.isVisible()
    page.go_to(page.rail.count() - 1)
    for step in page._steps():
        step.tick.setChecked(True)
    page.close_now()
    qtbot.waitUntil(lambda: row.problem.isVisible())
    assert "Say why" in row.problem.text()
    assert row.reason.hasFocus()
    assert every(DayClose) == []
    assert row.counted.value() == cents(119)


def test_a_step_that_nobody_looked_at_is_shown_before_signing(
    real_desk: Any, window: Any, qtbot: Any, paid: int
) -> None:
    page = opened(real_desk, window, qtbot)
    page.money.rows["cash"].counted.set_value(cents(120))
    page.go_to(page.rail.count() - 1)
    page.close_now()
    assert page.rail.currentRow() == 1
    assert page.banner.isVisible()
    assert every(DayClose) == []


def test_who_writes_a_remark_has_looked(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    page.go_to(1)
    step = page.found["paid_not_shipped"]
    qtbot.keyClicks(step.remark, "leaves tomorrow")
    assert step.done
    assert step.signed().remark == "leaves tomorrow"


def test_what_came_after_the_tick_is_looked_at_again(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    step = page.found["drafts"]
    page.found["paid_not_shipped"].tick.setChecked(True)
    actor = real_desk.actor
    old = a_draft(actor, a_customer(actor, "Other"), 5, date=actor.today() - timedelta(days=10))
    page.refresh()
    qtbot.waitUntil(lambda: step.count == 1)
    assert [thing.id for thing in step.shown.found.things] == [old]
    assert not step.tick.isChecked()
    assert page.found["paid_not_shipped"].tick.isChecked()


def test_an_open_thing_opens_in_a_window_beside(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    page.go_to(1)
    qtbot.keyClick(page.found["paid_not_shipped"].table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.besides.holding(f"order_page_{paid}") is not None)
    assert window.current_page() is page


def test_what_is_typed_is_there_again_after_the_window_was_left(
    real_desk: Any, window: Any, qtbot: Any, paid: int
) -> None:
    page = opened(real_desk, window, qtbot)
    qtbot.keyClicks(page.money.rows["cash"].counted, "119")
    qtbot.keyClicks(page.money.rows["cash"].reason, "torn note")
    page.found["paid_not_shipped"].tick.setChecked(True)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    idle(real_desk, qtbot)
    assert kept_draft(real_desk.actor, "day_close", None) is not None
    again = opened(real_desk, window, qtbot)
    assert again is not page
    row = again.money.rows["cash"]
    assert (row.counted.value(), row.reason.text()) == (cents(119), "torn note")
    assert again.found["paid_not_shipped"].tick.isChecked()


def test_a_closed_day_is_shown_and_not_closed_twice(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    closed = signed(real_desk, window, qtbot)
    close_day(real_desk, window)
    assert window.current_page().objectName() == f"day_close_page_{closed}"
    assert len(every(DayClose)) == 1


def test_a_day_signed_twice_in_a_row_is_closed_once(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    page = opened(real_desk, window, qtbot)
    page.money.rows["cash"].counted.set_value(cents(120))
    page.found["paid_not_shipped"].tick.setChecked(True)
    page.close_now()
    page.close_now()
    assert not page.next.isEnabled()
    qtbot.waitUntil(lambda: every(KeptPaper) != [])
    idle(real_desk, qtbot)
    dialog_of(window, "print_preview").reject()
    assert len(every(DayClose)) == 1
    assert window.current_page().objectName() == f"day_close_page_{every(DayClose)[0].id}"


def test_a_printed_sheet_is_printed_again_from_the_kept_bytes(
    real_desk: Any, window: Any, qtbot: Any, paid: int
) -> None:
    closed = signed(real_desk, window, qtbot)
    made = made_sheet(real_desk.actor, closed, "A4")
    assert made.pdf == every(KeptPaper)[0].content
    assert made_sheet(real_desk.actor, closed, "A5").pdf != made.pdf


def test_the_bytes_of_a_sheet_are_read_beside_the_window(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    closed = signed(real_desk, window, qtbot)
    with asked() as told:
        print_day_sheet(real_desk, window, closed)
    assert any("kept_paper" in sql for sql in told)
    assert not any("content" in sql for sql in told)
    idle(real_desk, qtbot)
    preview = dialog_of(window, "print_preview")
    qtbot.waitUntil(lambda: preview.made.pdf == every(KeptPaper)[0].content)
    preview.reject()


def test_closed_days_are_listed_and_opened(real_desk: Any, window: Any, qtbot: Any, paid: int) -> None:
    closed = signed(real_desk, window, qtbot)
    show_day_closes(real_desk, window)
    page_of_list = window.current_page()
    qtbot.waitUntil(lambda: page_of_list.table.rowCount() == 1)
    open_day_close(real_desk, window, closed)
    shown = window.current_page()
    qtbot.waitUntil(lambda: shown.record is not None)
    assert shown.lock.isVisible()
    assert shown.money.small.texts(0) == ("Cash", "120.00", "120.00", "0.00", "120.00", "120.00 received")


def test_who_may_not_close_a_day_is_told(real_desk: Any, window: Any, qtbot: Any, book: Any, monkeypatch: Any) -> None:
    real_desk.actor = book.person(Role.SALES)
    told: list[Exception] = []
    monkeypatch.setattr(problems, "show", lambda error, **_how: told.append(error))
    close_day(real_desk, window)
    assert "close a day" in str(told[0])
    assert not isinstance(window.current_page(), CloseDayPage)
