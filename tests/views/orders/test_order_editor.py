"""Orders written by keyboard: three lines with few keys, drafts that are kept, problems at their cells."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.models.order import Order, OrderLine
from app.queries.drafts import kept_drafts
from app.views import problems
from app.views.desk import Desk
from app.views.orders import new_order
from app.views.orders.editor import open_editor
from app.views.orders.lines_model import NUMBER, WHAT
from tests.helpers.book import (
    a_customer,
    a_draft,
    a_product,
    assert_book_sound,
    cents,
    each,
    every,
    pieces,
    read,
)
from tests.helpers.desk import idle
from tests.views.orders.writing import CONTROL, Hands, editor, editor_of

__all__ = ["editor"]


def test_a_three_line_order_is_written_and_confirmed_by_keyboard(editor, real_desk, window, qtbot) -> None:
    hands = Hands(real_desk, qtbot)
    assert hands.at is editor.head.customer
    hands.write("harb")
    qtbot.waitUntil(lambda: editor.head.customer._popup.isVisible())
    hands.enter()
    assert editor.head.customer.chosen.title == "Harbour & Hale"
    assert hands.at is editor.view
    for name, quantity in (("Lam", "2"), ("Cha", "3"), ("Des", "1")):
        hands.enter(name)
        hands.enter(quantity)
    hands.press(Qt.Key.Key_Return, CONTROL)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: len(every(Order)) == 1)
    idle(real_desk, qtbot)
    made = every(Order)[0]
    assert made.state == "confirmed"
    assert [(line.description, line.quantity) for line in every(OrderLine)] == [
        ("Lamp", pieces(2)),
        ("Chair", pieces(3)),
        ("Desk", pieces(1)),
    ]
    assert hands.keys == 8
    assert window.current_page().objectName() == f"order_page_{made.id}"
    assert_book_sound()


def test_tab_goes_through_the_cells_and_f6_copies_the_line_above(editor, real_desk, qtbot) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Lam")
    assert editor.model.lines[0].description == "Lamp"
    assert editor.view.currentIndex().column() == NUMBER
    hands.write("2*3")
    hands.press(Qt.Key.Key_Tab)
    assert editor.model.lines[0].quantity == pieces(6)
    editor.view.setCurrentIndex(editor.model.index(1, WHAT))
    hands.press(Qt.Key.Key_F6)
    assert editor.model.lines[1].description == "Lamp"
    hands.press(Qt.Key.Key_Delete, CONTROL)
    assert len(editor.model.lines) == 1
    assert editor.model.sums.total == cents("678")


def test_what_is_typed_is_kept_and_is_here_again(editor, real_desk, window, qtbot) -> None:
    editor.keeper.timer.setInterval(20)
    hands = Hands(real_desk, qtbot)
    hands.write("harb")
    qtbot.waitUntil(lambda: editor.head.customer._popup.isVisible())
    hands.enter()
    editor.view.start()
    hands.enter("Lam")
    hands.enter("4")

    def kept_lines() -> list[tuple[str, int]]:
        kept = kept_drafts(real_desk.actor, "order")
        return [(line["description"], line["quantity"]) for draft in kept for line in draft.content["lines"]]

    qtbot.waitUntil(lambda: kept_lines() == [("Lamp", pieces(4))])
    qtbot.waitUntil(lambda: editor.state.text() == "Kept")
    idle(real_desk, qtbot)
    hands.press(Qt.Key.Key_Escape)
    idle(real_desk, qtbot)
    assert not every(Order)
    new_order(real_desk, window)
    offered = editor_of(window).banner
    assert "Harbour & Hale" in offered.text
    assert "1 line" in offered.text
    offered.findChild(QWidget, "editor_banner_action").click()
    again = editor_of(window)
    assert again is not editor
    assert again.head.customer.chosen.title == "Harbour & Hale"
    assert [(line.description, line.quantity) for line in again.model.lines] == [("Lamp", pieces(4))]
    assert again.banner.isVisible()
    again._discard()
    idle(real_desk, qtbot)
    assert kept_drafts(real_desk.actor, "order") == ()


def test_leaving_at_once_keeps_what_was_typed(editor, real_desk, window, qtbot) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Cha")
    editor._leave()
    idle(real_desk, qtbot)
    (kept,) = kept_drafts(real_desk.actor, "order")
    assert kept.content["lines"][0]["description"] == "Chair"


def test_a_number_not_understood_is_said_at_its_cell_and_stops_saving(editor, real_desk, qtbot) -> None:
    hands = Hands(real_desk, qtbot)
    editor.head.choose_customer(1)
    editor.view.start()
    hands.enter("Lam")
    hands.enter("many")
    assert "many" in editor.model.errors[(0, NUMBER)]
    cell = editor.model.index(0, NUMBER)
    assert "many" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "many" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    editor.saving.save(confirm=True)
    idle(real_desk, qtbot)
    assert not every(Order)
    assert not editor.busy


def test_a_problem_of_the_operation_is_shown_at_its_line(editor, real_desk, window, qtbot) -> None:
    editor.head.choose_customer(1)
    editor.view.start()
    hands = Hands(real_desk, qtbot)
    hands.enter("Lam")
    editor.model.change(0, quantity=0)
    editor.saving.save(confirm=False)
    idle(real_desk, qtbot)
    assert not every(Order)
    assert (0, NUMBER) in editor.model.errors
    assert editor.view.currentIndex().column() == NUMBER
    assert window.current_page() is editor


def test_without_customer_or_line_the_button_says_what_is_missing(editor) -> None:
    assert not editor.go.isEnabled()
    assert "customer" in editor.go.toolTip()
    editor.saving.save(confirm=True)
    assert editor.head.fields["customer_id"].error


def test_a_question_is_asked_and_no_keeps_everything(editor, book, real_desk, window, qtbot, monkeypatch) -> None:
    book.set_company(stock_policy="kept")
    a_product(real_desk.actor, "Shelf", list_price=each(70), stock_kept=True)
    asked: list[str] = []
    monkeypatch.setattr(problems, "ask", lambda question, parent=None: bool(asked.append(question.key)))
    editor.head.choose_customer(1)
    editor.view.start()
    Hands(real_desk, qtbot).enter("She")
    editor.saving.save(confirm=True)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: asked == ["shortage"])
    idle(real_desk, qtbot)
    assert window.current_page() is editor
    assert not editor.busy
    assert editor.model.lines[0].unit_price == each(70)
    assert [made.state for made in every(Order)] == ["draft"]


@pytest.mark.parametrize("included", [True, False])
def test_an_order_opened_again_shows_the_totals_it_was_stored_with(
    included: bool, real_desk: Desk, window: Any, qtbot: Any
) -> None:
    customer = a_customer(real_desk.actor)
    made = a_draft(
        real_desk.actor, customer, "113.00", prices_include_tax=included, discount_rate=100_000, rounding_off=cents(1)
    )
    open_editor(real_desk, made)
    idle(real_desk, qtbot)
    stored, shown = read(Order, made), editor_of(window).model.sums
    assert (shown.net, shown.tax, shown.total) == (stored.net, stored.tax, stored.total)
