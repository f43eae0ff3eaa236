"""The preview beside a list by keyboard: it follows the rows, its note is written and kept, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.operations.notes import note_order
from app.operations.order_course import hold_order
from app.queries.drafts import kept_draft
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.preview_pane import PreviewPane
from app.views.texts import set_language
from tests.helpers.book import TestBook, a_customer, a_line, an_order, order
from tests.helpers.desk import idle

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def orders(book: TestBook) -> list[int]:
    """Three orders of one customer, the newest first as the list shows them."""
    customer = a_customer(book.owner, "Harbour & Hale", phone="555-0101")
    made = [
        an_order(book.owner, customer, a_line(price, 2, description=f"Lamp {price}"), ship_phone="555-0199")
        for price in (10, 20, 30)
    ]
    return made[::-1]


@pytest.fixture
def page(orders: list[int], window: MainWindow, real_desk: Desk, qtbot: Any) -> Any:
    """The list of these orders with the first row selected and the keyboard in it."""
    found = window.show_page("orders")
    qtbot.waitUntil(lambda: len(found.table.ids) == len(orders))
    idle(real_desk, qtbot)
    found.view.setFocus()
    found.view.select_ids([orders[0]], current=orders[0])
    qtbot.wait(1)
    return found


def pane_of(page: Any) -> PreviewPane:
    """The preview of a list."""
    found = page.findChild(PreviewPane)
    assert found is not None
    return found


def shows(page: Any, order_id: int) -> bool:
    """Whether the preview shows this order."""
    return pane_of(page).isVisible() and pane_of(page).title.text() == order(order_id).number


def test_space_shows_the_selected_row_and_puts_it_away(page: Any, orders: list[int], qtbot: Any) -> None:
    assert not page.panel_shown
    qtbot.keyClick(page.view, KEY.Key_Space)
    qtbot.waitUntil(lambda: shows(page, orders[0]))
    pane = pane_of(page)
    assert pane.subtitle.text().startswith("Harbour & Hale")
    assert ("Phone", "555-0199") in pane.facts.texts()
    assert pane.items.texts() == [("2 × Lamp 30", "60.00")]
    assert "Confirmed" in pane.marks.words()
    assert page.view.hasFocus()
    qtbot.keyClick(page.view, KEY.Key_Space)
    assert not page.panel_shown


def test_the_preview_follows_the_keyboard_down_the_list(page: Any, orders: list[int], qtbot: Any) -> None:
    qtbot.keyClick(page.view, KEY.Key_Space)
    for expected in orders[1:]:
        qtbot.keyClick(page.view, KEY.Key_Down)
        qtbot.waitUntil(lambda expected=expected: shows(page, expected))


def test_a_note_is_two_keys_away_from_the_list_and_back(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    page.command_actions["note_order"].trigger()
    note = pane_of(page).note
    assert note is not None
    assert page.command_actions["note_order"].shortcut().toString() == "Ctrl+M"
    assert note.edit.hasFocus()
    qtbot.keyClicks(note.edit, "rings back on Friday")
    qtbot.keyClick(note.edit, KEY.Key_Return, CONTROL)
    assert page.view.hasFocus()
    idle(real_desk, qtbot)
    assert order(orders[0]).note == "rings back on Friday"
    assert not note.has_draft


def test_escape_in_the_note_goes_back_and_keeps_what_was_typed(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    page.command_actions["note_order"].trigger()
    note = pane_of(page).note
    qtbot.keyClicks(note.edit, "half a thought")
    qtbot.keyClick(note.edit, KEY.Key_Escape)
    assert page.view.hasFocus()
    assert page.panel_shown
    assert note.edit.toPlainText() == "half a thought"
    assert order(orders[0]).note == ""


def test_an_unsaved_note_waits_at_its_record_also_for_the_next_start(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    page.command_actions["note_order"].trigger()
    note = pane_of(page).note
    qtbot.keyClicks(note.edit, "not yet")
    qtbot.keyClick(note.edit, KEY.Key_Escape)
    qtbot.keyClick(page.view, KEY.Key_Down)
    qtbot.waitUntil(lambda: shows(page, orders[1]))
    assert note.edit.toPlainText() == ""
    idle(real_desk, qtbot)
    assert kept_draft(real_desk.actor, "orders-note", orders[0]) == {"text": "not yet", "before": ""}
    qtbot.keyClick(page.view, KEY.Key_Up)
    qtbot.waitUntil(lambda: shows(page, orders[0]))
    assert note.edit.toPlainText() == "not yet"
    assert note.hint.text() == "Not saved yet"
    note.discard()
    idle(real_desk, qtbot)
    assert kept_draft(real_desk.actor, "orders-note", orders[0]) is None


def test_a_note_that_somebody_else_changed_stays_as_typed_and_says_so(
    page: Any, orders: list[int], real_desk: Desk, book: TestBook, qtbot: Any
) -> None:
    page.command_actions["note_order"].trigger()
    note = pane_of(page).note
    qtbot.keyClicks(note.edit, "mine")
    note_order(book.owner, orders[0], "theirs")
    qtbot.keyClick(note.edit, KEY.Key_Return, CONTROL)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: "theirs" in note.hint.text())
    assert (note.edit.toPlainText(), order(orders[0]).note) == ("mine", "theirs")
    qtbot.waitUntil(lambda: not real_desk.background.reading)
    qtbot.keyClick(note.edit, KEY.Key_Return, CONTROL)
    idle(real_desk, qtbot)
    assert order(orders[0]).note == "mine"


def test_the_preview_hears_of_changes_and_says_why_a_record_waits(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    qtbot.keyClick(page.view, KEY.Key_Space)
    qtbot.waitUntil(lambda: shows(page, orders[0]))
    pane = pane_of(page)
    assert pane.steps["ship_order"].isEnabled()
    assert not pane.steps["confirm_order"].isEnabled()
    assert pane.steps["confirm_order"].toolTip()
    real_desk.perform(lambda actor: hold_order(actor, orders[0], "asks again"))
    qtbot.waitUntil(lambda: pane.alerts[0].text == "On hold: asks again")


def test_several_rows_are_shown_as_number_sums_and_states(page: Any, real_desk: Desk, qtbot: Any) -> None:
    qtbot.keyClick(page.view, KEY.Key_Space)
    page.view.selectAll()
    pane = pane_of(page)
    qtbot.waitUntil(lambda: ("Total", "120.00") in pane.sums.texts())
    assert pane.count.text() == "3 selected"
    qtbot.waitUntil(lambda: pane.states.words() == ["Confirmed 3"])
    set_language("zh_CN")
    assert pane.count.text() == "已选 3 行"
    assert ("合计", "120.00") in pane.sums.texts()


def test_every_list_has_a_preview_in_both_languages(window: MainWindow, real_desk: Desk, qtbot: Any) -> None:
    for language in ("en", "zh_CN"):
        set_language(language)
        for noun in ("orders", "payments", "refunds", "invoices"):
            page = window.show_page(noun)
            idle(real_desk, qtbot)
            page.show_panel(True)
            pane = pane_of(page)
            assert pane.isVisible()
            assert pane.accessibleName()
            page.show_panel(False)
