"""The list of follow-ups in the real window: how it is reached, worked through by keys, and looked at beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.models.actor import Role
from app.models.customer import Customer, FollowUp
from app.operations.follow_ups import add_follow_up, postpone_follow_up
from app.operations.history import undo
from app.queries.follow_ups import FOLLOW_UPS
from app.queries.notices import notices
from app.views.batch_bar import start_batch
from app.views.customers.customer_page import CustomerPage
from app.views.follow_ups import follow_ups_page, show_follow_ups
from app.views.follow_ups.batches import BATCHES
from app.views.notices.jumps import open_group, open_notice
from app.views.pickers import customer_choice
from tests.helpers.book import TestBook, a_customer, every, read
from tests.helpers.desk import dialog_of, idle

CTRL = Qt.KeyboardModifier.ControlModifier


def planned(book: TestBook, customer: int, days: int, said: str = "Call again") -> int:
    day = book.clock.day
    return int(
        add_follow_up(
            book.owner, customer, said, "Phone", date=day - timedelta(days=10), next_date=day + timedelta(days=days)
        ).value
    )


@pytest.fixture
def three(book: TestBook) -> list[int]:
    """Three contacts with three customers: overdue, due today, due in four days."""
    return [planned(book, a_customer(book.owner, name), days) for name, days in (("A", -2), ("B", 0), ("C", 4))]


def shown(desk: Any, window: Any, qtbot: Any) -> Any:
    """The list in the window, its first row with the keyboard."""
    window.show_page("customers")
    show_follow_ups(desk, window)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.table.complete)
    idle(desk, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.view.setFocus()
    page.view.go_to_first()
    idle(desk, qtbot)
    qtbot.wait(20)
    return page


def press(desk: Any, page: Any, qtbot: Any, key: Qt.Key) -> None:
    idle(desk, qtbot)
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    page.view.setFocus()
    qtbot.keyClick(page.view, key)


def test_one_key_leads_from_the_customers_to_all_follow_ups_and_back(
    real_desk: Any, window: Any, qtbot: Any, three: list[int]
) -> None:
    window.show_page("customers")
    idle(real_desk, qtbot)
    customers = window.current_page()
    qtbot.keyClick(window, Qt.Key.Key_U, CTRL)
    page = window.current_page()
    assert page.records is FOLLOW_UPS
    qtbot.waitUntil(lambda: list(page.table.ids) == three)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.current_page() is customers


def test_the_views_tell_how_many_there_are(real_desk: Any, window: Any, qtbot: Any, three: list[int]) -> None:
    page = shown(real_desk, window, qtbot)
    for key, ids in (("due", three[:2]), ("due_today", [three[1]]), ("overdue", [three[0]]), ("mine", three)):
        page.show_view(key)
        qtbot.waitUntil(lambda ids=ids: page.table.complete and list(page.table.ids) == ids)
    idle(real_desk, qtbot)
    told = [page.pills.views.findChild(QPushButton, f"view_{pill.key}").text() for pill in FOLLOW_UPS.pills]
    assert told == ["All  3", "Due  2", "Due today  1", "Overdue  1", "This week  2", "Mine  3"]


def test_one_key_each_puts_off_to_tomorrow_for_a_week_and_to_a_day(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int]
) -> None:
    page = shown(real_desk, window, qtbot)
    first, second, third = three
    day = book.clock.day
    press(real_desk, page, qtbot, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: list(page.table.ids) == [second, first, third])
    assert read(FollowUp, first).next_date == day + timedelta(days=1)
    # The keyboard stays at its place, where the next one is now.
    qtbot.waitUntil(lambda: list(page.selected()) == [second])
    press(real_desk, page, qtbot, Qt.Key.Key_7)
    qtbot.waitUntil(lambda: list(page.table.ids) == [first, third, second])
    assert read(FollowUp, second).next_date == day + timedelta(days=7)
    qtbot.waitUntil(lambda: list(page.selected()) == [first])
    press(real_desk, page, qtbot, Qt.Key.Key_P)
    dialog = dialog_of(page.window(), "postpone_dialog")
    dialog.next_date.set_value(day + timedelta(days=30))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert read(FollowUp, first).next_date == day + timedelta(days=30)
    undo(book.owner)
    assert read(FollowUp, first).next_date == day + timedelta(days=1)


def test_who_leaves_the_form_and_goes_on_stays_where_the_keyboard_is(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int]
) -> None:
    page = shown(real_desk, window, qtbot)
    press(real_desk, page, qtbot, Qt.Key.Key_D)
    dialog = dialog_of(page.window(), "finish_dialog")
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()
    page.view.select_ids([three[2]], current=three[2])
    real_desk.perform(lambda actor: postpone_follow_up(actor, three[0], book.clock.day + timedelta(days=2)))
    qtbot.waitUntil(lambda: list(page.table.ids) == [three[1], three[0], three[2]])
    idle(real_desk, qtbot)
    assert list(page.selected()) == [three[2]]


def test_an_empty_list_offers_to_begin_and_nothing_that_needs_rows(real_desk: Any, window: Any, qtbot: Any) -> None:
    page = shown(real_desk, window, qtbot)
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty._primary.text() == "Note a contact"
    assert not page.empty._secondary.isVisible()
    assert page.command_actions["export_list"].isEnabled()


def test_letters_are_letters_in_the_search(real_desk: Any, window: Any, qtbot: Any, three: list[int]) -> None:
    page = shown(real_desk, window, qtbot)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "dpo17")
    assert page.search.text() == "dpo17"
    assert window.findChild(type(page.search), "follow_up_said") is None
    idle(real_desk, qtbot)
    assert not [each for each in every(FollowUp) if each.done]


def test_a_contact_is_done_with_what_was_said_and_what_came_of_it(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int]
) -> None:
    page = shown(real_desk, window, qtbot)
    press(real_desk, page, qtbot, Qt.Key.Key_D)
    dialog = dialog_of(page.window(), "finish_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    assert (dialog.said.toPlainText(), dialog.way.text()) == ("", "Phone")
    qtbot.keyClicks(dialog.said, "Wants forty")
    dialog.outcome.setText("ordered")
    dialog.next_date.set_value(book.clock.day + timedelta(days=30))
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.said, Qt.Key.Key_Return, CTRL)
    noted = every(FollowUp)[-1]
    assert (noted.said, noted.outcome, noted.date) == ("Wants forty", "ordered", book.clock.day)
    assert read(FollowUp, three[0]).done
    assert read(Customer, noted.customer_id).next_follow_up == book.clock.day + timedelta(days=30)


def test_a_next_day_without_words_is_refused_at_the_words_and_nothing_is_lost(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int]
) -> None:
    page = shown(real_desk, window, qtbot)
    press(real_desk, page, qtbot, Qt.Key.Key_D)
    dialog = dialog_of(page.window(), "finish_dialog")
    dialog.next_date.set_value(book.clock.day + timedelta(days=30))
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.isVisible()
    assert dialog.form.fields["said"].error
    dialog.next_date.set_value(None)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert (read(FollowUp, three[0]).done, len(every(FollowUp))) == (True, 3)


def test_what_is_done_already_offers_neither_key(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> None:
    add_follow_up(book.owner, a_customer(book.owner), "Only noted")
    page = shown(real_desk, window, qtbot)
    qtbot.waitUntil(lambda: page.command_actions["add_follow_up"].isEnabled())
    for name in ("finish_follow_up", "postpone_follow_up", "postpone_tomorrow", "postpone_week"):
        assert not page.command_actions[name].isEnabled()


def test_one_that_was_noted_by_mistake_goes_by_its_key_and_comes_back(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int]
) -> None:
    page = shown(real_desk, window, qtbot)
    press(real_desk, page, qtbot, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: list(page.table.ids) == three[1:])
    qtbot.waitUntil(lambda: list(page.selected()) == [three[1]])
    undo(book.owner)
    assert [each.id for each in every(FollowUp)] == three


def test_enter_opens_the_customer_and_one_key_begins_an_order(
    real_desk: Any, window: Any, qtbot: Any, three: list[int]
) -> None:
    page = shown(real_desk, window, qtbot)
    press(real_desk, page, qtbot, Qt.Key.Key_Return)
    customer = read(FollowUp, three[0]).customer_id
    assert isinstance(window.current_page(), CustomerPage)
    assert window.current_page().record_id == customer
    window.close_record()
    press(real_desk, page, qtbot, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: window.current_page() is not page)
    idle(real_desk, qtbot)
    assert window.current_page().head.customer.value() == customer


def test_the_preview_tells_the_last_contacts_and_takes_a_note_on_the_customer(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int]
) -> None:
    customer = read(FollowUp, three[0]).customer_id
    add_follow_up(book.owner, customer, "Sent the catalogue", outcome="waits", date=book.clock.day - timedelta(days=4))
    page = shown(real_desk, window, qtbot)
    page.view.select_ids([three[0]], current=three[0])
    press(real_desk, page, qtbot, Qt.Key.Key_Space)
    pane = page.splitter.widget(1)
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is pane.one)
    told = [name for name, _value in pane.items.texts()]
    assert [text.split("\n")[1] for text in told] == ["Sent the catalogue → waits", "Call again"]
    press(real_desk, page, qtbot, Qt.Key.Key_Space)
    qtbot.keyClick(page.view, Qt.Key.Key_M, CTRL)
    idle(real_desk, qtbot)
    qtbot.keyClicks(pane.note.edit, "Ask for Ann")
    qtbot.keyClick(pane.note.edit, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: read(Customer, customer).note == "Ask for Ann")


@pytest.mark.parametrize(
    ("number", "fill", "changed"),
    [
        (0, lambda form: form["said"].field.setText("Catalogue sent"), lambda each: each.done),
        (1, lambda form: None, lambda each: each.next_date is not None and each.next_date.day == 11),
        (2, lambda form: None, lambda each: read(Customer, each.customer_id).owner_id is not None),
    ],
    ids=["done", "put off", "given"],
)
def test_many_are_foretold_changed_and_taken_back_at_once(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook, three: list[int], number: int, fill: Any, changed: Any
) -> None:
    plain = int(add_follow_up(book.owner, a_customer(book.owner, "D"), "Only noted").value)
    before = [each.id for each in every(FollowUp) if changed(each)]
    page = shown(real_desk, window, qtbot)
    dialog: Any = start_batch(real_desk, page, BATCHES[number], [*three, plain])
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    # Anybody's customer can be given to somebody, whether a contact is planned or not.
    wanted, refused = ([*three, plain], []) if number == 2 else (three, ["nothing planned"])
    assert list(dialog.foretold.done) == wanted
    assert [each.group for each in dialog.foretold.refused] == refused
    fill(dialog.form.fields)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    assert [each for each in wanted if changed(read(FollowUp, each))] == wanted
    undo(book.owner)
    assert [each.id for each in every(FollowUp) if changed(each)] == before


def test_the_heading_of_the_notices_leads_to_the_list_with_its_number(
    real_desk: Any, window: Any, qtbot: Any, three: list[int]
) -> None:
    (group,) = (each for each in notices(real_desk.actor).groups if each.topic == "follow_up")
    open_group(real_desk, group)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.table.complete and page.totals is not None)
    assert page.records is FOLLOW_UPS
    assert page.totals.count == len(page.table.ids) == group.count == 2
    assert page.pills.pill.key == "due"
    open_notice(real_desk, group.notices[0])
    idle(real_desk, qtbot)
    assert window.current_page().record_id == read(FollowUp, three[0]).customer_id


def test_an_empty_list_says_where_they_come_from(real_desk: Any, window: Any, qtbot: Any) -> None:
    page = shown(real_desk, window, qtbot)
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty._sentence.text() == "No follow-ups yet."
    page.show_view("overdue")
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: page.empty._sentence.text() != "No follow-ups yet.")


def test_a_contact_is_noted_with_a_customer_who_is_chosen_in_the_form(
    real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    customer = a_customer(book.owner, "Harbour & Hale")
    page = shown(real_desk, window, qtbot)
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(page.window(), "new_follow_up_dialog")
    dialog.said.setPlainText("Asked for a price")
    dialog.accept_form()
    assert dialog.form.fields["customer_id"].error
    dialog.customer.set_value(customer_choice(real_desk, customer))
    dialog.next_date.set_value(book.clock.day + timedelta(days=3))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    (noted,) = every(FollowUp)
    assert (noted.customer_id, noted.said) == (customer, "Asked for a price")


def test_the_warehouse_is_told_who_may_look(make_desk: Any, book: TestBook, qtbot: Any, three: list[int]) -> None:
    desk = make_desk(book.person(Role.WAREHOUSE))
    page: Any = follow_ups_page(desk, None)
    qtbot.addWidget(page)
    page.refresh()
    assert page.empty.isVisibleTo(page)
    assert "see follow-ups" in page.empty._hint.text()
