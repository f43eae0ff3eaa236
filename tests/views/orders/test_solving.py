"""Problems of an order are told where it is looked at, and solved with a note by keyboard alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.exceptions import solve_problem
from app.queries.exceptions import problems_of, solved_of
from app.views.desk import Desk
from app.views.orders import open_order
from app.views.orders.order_page import OrderPage
from app.views.orders.solving import SolveDialog
from app.views.preview_pane import PreviewPane
from tests.helpers.book import TestBook, a_customer, an_order
from tests.helpers.desk import dialog_of, idle

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def overdue(book: TestBook, *amounts: int) -> list[int]:
    customer = a_customer(book.owner)
    made = [an_order(book.owner, customer, amount) for amount in amounts]
    book.clock.day += timedelta(days=40)
    return made


def page_of(desk: Desk, window: Any, qtbot: Any, order_id: int) -> OrderPage:
    open_order(desk, window, order_id)
    idle(desk, qtbot)
    page = window.current_page()
    assert isinstance(page, OrderPage)
    return page


def asked(desk: Desk, window: Any, qtbot: Any) -> SolveDialog:
    idle(desk, qtbot)
    dialog = dialog_of(window, "solve_dialog")
    assert isinstance(dialog, SolveDialog)
    return dialog


def listed(desk: Desk, window: Any, qtbot: Any, order_id: int) -> Any:
    """The list of orders with this one chosen."""
    tab = window.show_page("orders")
    qtbot.waitUntil(lambda: order_id in tab.table.ids and tab.table.complete)
    idle(desk, qtbot)
    tab.view.select_ids([order_id], current=order_id)
    tab.view.setFocus()
    qtbot.waitUntil(tab.command_actions["solve_problem"].isEnabled)
    return tab


def test_the_page_tells_each_problem_and_how_others_were_solved(
    real_desk: Desk, window: Any, book: TestBook, qtbot: Any
) -> None:
    (made,) = overdue(book, 50)
    page = page_of(real_desk, window, qtbot, made)
    (banner,) = [each for each in page.problems.banners if each.isVisible()]
    assert "40 days ago" in banner.text
    assert page.problems.card.isHidden()
    solve_problem(book.owner, made, "overdue", "They pay on Friday.")
    page.refresh()
    idle(real_desk, qtbot)
    assert not banner.isVisible()
    assert page.problems.table.small.texts(0)[1:3] == ("Overdue", "They pay on Friday.")
    assert "solve_problem" not in page.record.actions


def test_from_the_list_one_key_opens_and_one_takes_what_helped_before(
    real_desk: Desk, window: Any, book: TestBook, qtbot: Any
) -> None:
    first, second = overdue(book, 50, 60)
    solve_problem(book.owner, first, "overdue", "Called them; they pay on Friday.")
    tab = listed(real_desk, window, qtbot, second)
    QTest.keyClick(tab.view, Qt.Key.Key_F8, SHIFT)
    dialog = asked(real_desk, window, qtbot)
    qtbot.waitUntil(lambda: dialog.offers[0].isVisible())
    assert "same customer, similar amount" in dialog.offers[0].why.text()
    QTest.keyClick(dialog.note, Qt.Key.Key_1, ALT)
    assert dialog.note.text() == "Called them; they pay on Friday."
    QTest.keyClick(dialog.note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not problems_of(book.owner, second))
    assert solved_of(book.owner, second)[0].solution == "Called them; they pay on Friday."


def test_a_note_is_wanted_and_nothing_is_lost_without_one(
    real_desk: Desk, window: Any, book: TestBook, qtbot: Any
) -> None:
    (made,) = overdue(book, 50)
    page = page_of(real_desk, window, qtbot, made)
    page.start("solve_problem")
    dialog = asked(real_desk, window, qtbot)
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.isVisible()
    assert dialog.form.fields["note"].error
    assert problems_of(book.owner, made)


def test_several_problems_are_solved_one_by_one(real_desk: Desk, window: Any, book: TestBook, qtbot: Any) -> None:
    customer = a_customer(book.owner)
    made = an_order(book.owner, customer, 50, promised_date=book.clock.day)
    book.clock.day += timedelta(days=40)
    page = page_of(real_desk, window, qtbot, made)
    assert len([each for each in page.problems.banners if each.isVisible()]) == 2
    page.start("solve_problem")
    dialog = asked(real_desk, window, qtbot)
    dialog.which.setCurrentIndex(1)
    assert "Delivery was promised" in dialog.reason.text
    dialog.note.setText("The carrier lost it; another one is on its way.")
    dialog.accept_form()
    qtbot.waitUntil(lambda: [p.topic for p in problems_of(book.owner, made)] == ["overdue"])


def test_the_preview_tells_the_problems_and_leads_to_solving(
    real_desk: Desk, window: Any, book: TestBook, qtbot: Any
) -> None:
    (made,) = overdue(book, 50)
    tab = listed(real_desk, window, qtbot, made)
    QTest.keyClick(tab.view, Qt.Key.Key_Space)
    pane = tab.findChild(PreviewPane)
    qtbot.waitUntil(lambda: pane.alert_step.isVisible())
    assert "40 days ago" in pane.alerts[0].text
    pane.alert_step.click()
    assert "40 days ago" in asked(real_desk, window, qtbot).reason.text
