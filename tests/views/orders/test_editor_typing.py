"""What helps while an order is typed: suggestions, creating in place, taking back, everything that is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.models.order import Order, OrderLine
from app.operations.inputs import OrderInput
from app.operations.orders import make_order
from app.views.orders.lines_model import EACH, NUMBER, TAX, UNIT, WHAT
from app.views.undo_redo import UndoRedo
from tests.helpers.book import a_customer, a_line, an_order, cents, each, every, pieces, read
from tests.helpers.desk import dialog_of, idle
from tests.views.orders.writing import CONTROL, Hands, editor

__all__ = ["editor"]


def product_of(name: str) -> int:
    from app.models.product import Product

    return next(p.id for p in every(Product) if p.name == name)


def test_what_the_last_order_says_is_suggested_and_can_be_changed(editor: Any, real_desk: Any, book: Any) -> None:
    customer, lamp = 1, product_of("Lamp")
    an_order(
        real_desk.actor,
        customer,
        a_line(99, product_id=lamp),
        consignee="Ms Hale",
        city="Portland",
        ship_address="3 Quay",
        payment_terms="20",
        prices_include_tax=True,
    )
    book.clock.day += timedelta(days=5)
    editor.head.date.set_value(real_desk.actor.today())
    editor.head.choose_customer(customer)
    assert editor.ship_to.lines["city"].text() == "Portland"
    assert "Ms Hale" in editor.side.ship_to.words.text()
    city = editor.ship_to.fields["city"]
    assert city.suggested
    assert city.note == "As on 2026-03-10"
    assert city.field.accessibleDescription() == "As on 2026-03-10"
    assert city.field.property("suggested") == "true"
    assert editor.head.due.text() == "2026-04-04"
    assert editor.head.include_tax
    editor.view.choose_product(0, next(c for c in editor.view.itemDelegate()._products("Lam") if c.id == lamp))
    line = editor.model.lines[0]
    assert (line.unit_price, line.suggested) == (each(99), "2026-03-10")
    cell = editor.model.index(0, EACH)
    assert "2026-03-10" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    editor.ship_to.lines["city"].setFocus()
    editor.ship_to.lines["city"].selectAll()
    Hands(real_desk, None).write("Salem")
    assert not city.suggested
    editor.model.change(0, unit_price=each(120), suggested="")
    assert "2026-03-10" not in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert editor.saving.content().city == "Salem"
    assert editor.saving.content().payment_terms == "20"


def test_the_due_date_that_is_suggested_follows_the_order_date_until_it_is_typed(editor: Any, real_desk: Any) -> None:
    an_order(real_desk.actor, 1, 10, payment_terms="20")
    editor.head.choose_customer(1)
    assert editor.head.due.text() == "2026-03-30"
    editor.head.date.setText("2026-03-12")
    assert editor.head.due.text() == "2026-04-01"
    editor.head.due.setFocus()
    Hands(real_desk, None).write("h")
    assert not editor.head.fields["due_date"].suggested
    editor.head.date.setText("2026-03-20")
    assert editor.head.due.text() == "2026-04-30"


def test_enter_stops_at_the_price_only_where_none_is_known(editor: Any, real_desk: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Engraving")
    assert editor.model.lines[0].product_id is None
    assert editor.view.currentIndex().column() == NUMBER
    hands.enter("2")
    assert editor.view.currentIndex().column() == EACH
    hands.enter("12.50")
    assert (editor.view.currentIndex().row(), editor.view.currentIndex().column()) == (1, WHAT)
    assert editor.model.sums.goods == cents(25)
    hands.press(Qt.Key.Key_Return)
    assert hands.at is editor.money.rate


def test_tab_stops_at_every_cell_and_goes_back_again(editor: Any, real_desk: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.write("Lam")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    assert editor.view.currentIndex().column() == UNIT
    for _n in range(3):
        hands.press(Qt.Key.Key_Tab)
    assert editor.view.currentIndex().column() == TAX
    hands.press(Qt.Key.Key_Tab)
    assert (editor.view.currentIndex().row(), editor.view.currentIndex().column()) == (1, WHAT)
    hands.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert (editor.view.currentIndex().row(), editor.view.currentIndex().column()) == (0, TAX)


def test_totals_follow_every_key_and_escape_takes_the_cell_back(editor: Any, real_desk: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Cha")
    hands.write("4")
    assert editor.side.totals.value("Total (USD)") == "1,000.00"
    hands.write("0")
    assert editor.side.totals.value("Total (USD)") == "10,000.00"
    hands.press(Qt.Key.Key_Escape)
    assert editor.model.lines[0].quantity == pieces(1)
    assert editor.side.totals.value("Total (USD)") == "250.00"
    assert editor.isVisible()


def test_the_calculation_behind_a_number_stays_with_its_cell(editor: Any, real_desk: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Cha")
    hands.enter("2*3")
    cell = editor.model.index(0, NUMBER)
    assert cell.data() == "6"
    assert "2*3 = 6" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_typing_is_taken_back_step_by_step_and_named(editor: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Lam")
    hands.enter("5")
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Delete, CONTROL)
    assert editor.model.lines == []
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert [(line.description, line.quantity) for line in editor.model.lines] == [("Lamp", pieces(5))]
    assert "delete a line" in window.toast.findChild(QWidget, "toast_text").text()
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert editor.model.lines[0].quantity == pieces(1)
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert editor.model.lines == []
    hands.press(Qt.Key.Key_Y, CONTROL)
    assert editor.model.lines[0].description == "Lamp"
    assert editor.history.undo() == "add a line"


def test_undo_in_the_menu_takes_back_typing_before_what_was_saved(editor: Any, real_desk: Any, window: Any) -> None:
    an_order(real_desk.actor, 1, 10)
    commands = UndoRedo(window, real_desk)
    editor.view.start()
    Hands(real_desk, None).enter("Lam")
    commands.name()
    assert commands.undo.text() == "Undo typing"
    commands.undo.trigger()
    assert editor.model.lines == []
    assert len(every(Order)) == 1
    commands.redo.trigger()
    assert editor.model.lines[0].description == "Lamp"


def test_a_line_put_in_above_keeps_what_is_said_about_the_others(editor: Any, real_desk: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Lam")
    hands.enter("many")
    assert editor.model.index(0, NUMBER).data() == "many"
    editor.view.go_to(0, WHAT)
    hands.press(Qt.Key.Key_Insert, CONTROL)
    assert (1, NUMBER) in editor.model.errors
    assert editor.model.index(1, NUMBER).data() == "many"
    assert editor.model.lines[0].empty


def test_all_that_is_missing_is_listed_at_once_as_links(editor: Any, real_desk: Any, qtbot: Any) -> None:
    assert not editor.go.isEnabled()
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.enter("Lam")
    hands.enter("none")
    editor.head.due.setText("soon")
    hands.press(Qt.Key.Key_Return, CONTROL)
    editor.saving.save(confirm=True)
    shown = [link.text() for link in editor.missing.links if link.isVisible()]
    assert shown == ["Choose a customer", "Line 1: Quantity", "Due date"]
    assert editor.go.toolTip().splitlines() == shown
    assert hands.at is editor.head.customer
    editor.missing.links[2].click()
    assert hands.at is editor.head.due
    editor.missing.links[1].click()
    assert editor.view.currentIndex().column() == NUMBER
    assert not every(Order)
    assert not editor.banner.isVisible()


def test_a_new_customer_is_added_in_place(editor: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    hands = Hands(real_desk, qtbot)
    hands.write("Willow")
    qtbot.waitUntil(lambda: editor.head.customer._popup.isVisible())
    hands.enter()
    dialog = dialog_of(window, "customer_dialog")
    assert dialog.lines["name"].text() == "Willow"
    dialog.accept_form()
    qtbot.waitUntil(lambda: editor.head.customer.chosen is not None)
    assert editor.head.customer.chosen.title == "Willow"
    assert window.focusWidget() is editor.view


def test_leaving_the_new_customer_goes_back_to_what_was_typed(
    editor: Any, real_desk: Any, window: Any, qtbot: Any
) -> None:
    hands = Hands(real_desk, qtbot)
    hands.enter("Willow")
    dialog_of(window, "customer_dialog").reject()
    assert window.focusWidget() is editor.head.customer
    assert editor.head.customer.text() == "Willow"


def test_an_unknown_product_is_kept_as_text_or_added_in_place(
    editor: Any, real_desk: Any, window: Any, qtbot: Any
) -> None:
    hands = Hands(real_desk, qtbot)
    editor.view.start()
    hands.write("Gift wrap")
    field = hands.at
    qtbot.waitUntil(lambda: field._popup.isVisible())
    rows = [field._popup.model().index(row, 0).data() for row in range(2)]
    assert rows == ["Keep “Gift wrap” as free text", "Create “Gift wrap”"]
    hands.enter()
    assert (editor.model.lines[0].description, editor.model.lines[0].product_id) == ("Gift wrap", None)
    editor.view.go_to(1, WHAT)
    hands.write("Ribbon")
    field = hands.at
    qtbot.waitUntil(lambda: field._popup.isVisible())
    field._popup.setCurrentIndex(field._popup.model().index(1, 0))
    hands.press(Qt.Key.Key_Return)
    dialog = dialog_of(window, "product_dialog")
    assert dialog.lines["name"].text() == "Ribbon"
    dialog.list_price.setText("3")
    dialog.accept_form()
    qtbot.waitUntil(lambda: editor.model.line(1).unit_price == each(3))
    assert editor.model.lines[1].product_id == product_of("Ribbon")
    assert editor.view.currentIndex().column() == NUMBER


def test_nothing_is_searched_while_an_input_method_composes(editor: Any, real_desk: Any, qtbot: Any) -> None:
    customer = editor.head.customer
    QApplication.sendEvent(customer, QInputMethodEvent("lv", []))
    qtbot.wait(80)
    assert not customer._popup.isVisible()
    assert customer.text() == ""
    a_customer(real_desk.actor, "杭州绿茵园艺")
    committed = QInputMethodEvent("", [])
    committed.setCommitString("绿茵")
    QApplication.sendEvent(customer, committed)
    qtbot.waitUntil(customer._popup.isVisible)
    assert customer._popup.model().index(0, 0).data() == "杭州绿茵园艺"


def test_the_input_method_is_off_where_numbers_are_typed_and_on_for_products(editor: Any) -> None:
    enabled = Qt.InputMethodQuery.ImEnabled
    editor.view.start()
    editor.view.setCurrentIndex(editor.model.index(0, NUMBER))
    assert editor.view.inputMethodQuery(enabled) is False
    editor.view.setCurrentIndex(editor.model.index(0, WHAT))
    assert editor.view.inputMethodQuery(enabled) is not False
    for field in (editor.head.reference, editor.ship_to.lines["ship_phone"], editor.money.discount, editor.head.due):
        assert field.inputMethodQuery(enabled) is False, field.objectName()


def test_the_choices_say_what_tells_customers_apart(editor: Any, real_desk: Any, qtbot: Any) -> None:
    other = a_customer(real_desk.actor, "Harper", phone="555 0199", city="Salem")
    an_order(real_desk.actor, other, 80)
    hands = Hands(real_desk, qtbot)
    hands.write("harp")
    popup = editor.head.customer._popup
    qtbot.waitUntil(popup.isVisible)
    told = popup.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Harper", "555 0199", "Salem", "2026-03-10", "80.00"):
        assert part in told
    hands.press(Qt.Key.Key_Escape)
    assert not popup.isVisible()
    editor.head.customer.clear()
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().index(0, 0).data() == "Harper", "the most recent one comes first"


def test_saving_leaves_what_the_editor_does_not_show_as_it_was(real_desk: Any, window: Any, qtbot: Any) -> None:
    from app.views.orders.editor import open_editor
    from tests.views.orders.writing import editor_of

    customer = a_customer(real_desk.actor)
    order = make_order(
        real_desk.actor,
        OrderInput(
            customer_id=customer, lines=(a_line(10),), tags="gift", carrier="SF", document_note="Thanks",
            ship_country="DE", order_kind="pre_sale",
        ),
    ).value  # fmt: skip
    open_editor(real_desk, order)
    page = editor_of(window)
    page.model.change(0, quantity=pieces(2))
    page.saving.save(confirm=False)
    idle(real_desk, qtbot)
    stored = read(Order, order)
    assert (stored.tags, stored.carrier, stored.document_note) == ("gift", "SF", "Thanks")
    assert (stored.ship_country, stored.order_kind, stored.total) == ("DE", "pre_sale", cents(20))


@pytest.mark.parametrize("count", [200])
def test_totals_of_a_long_order_are_those_that_are_stored(editor: Any, real_desk: Any, qtbot: Any, count: int) -> None:
    editor.head.choose_customer(1)
    for number in range(count):
        editor.model.change(
            number, description=f"Part {number}", quantity=pieces(number % 7 + 1), unit_price=each("3.33"),
            discount_rate=number % 5 * 10_000,
        )  # fmt: skip
    editor.model.delete(7)
    editor.model.change(11, unit_price=each("0.07"))
    editor.money.rate.set_value(25_000)
    shown = editor.model.sums
    editor.saving.save(confirm=False)
    idle(real_desk, qtbot)
    (stored,) = every(Order)
    assert (shown.net, shown.tax, shown.total) == (stored.net, stored.tax, stored.total)
    assert len(every(OrderLine)) == count - 1
