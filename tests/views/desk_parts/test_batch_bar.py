"""The bar below a list and its dialog: what will happen is said before, done in one step, stopped and undone whole."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.models.actor import Role
from app.operations.company import change_setting
from app.operations.history import undo
from app.operations.order_course import hold_order
from app.queries.lists import LISTS
from app.queries.reasons import SETTING
from app.views.batch_bar import BatchBar
from app.views.batch_dialog import BatchDialog
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.texts import set_language
from app.views.widgets.reason_field import ReasonField
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, cents, order
from tests.helpers.desk import idle

KEY = Qt.Key


@pytest.fixture
def orders(book: TestBook) -> list[int]:
    """Three orders to ship, one on hold, one draft."""
    customer = a_customer(book.owner)
    made = [an_order(book.owner, customer, 10) for _ in range(4)]
    hold_order(book.owner, made[3], "asks again")
    return [*made, a_draft(book.owner, customer, 50)]


@pytest.fixture
def page(orders: list[int], window: MainWindow, real_desk: Desk, qtbot: Any) -> Any:
    """The list of orders with the keyboard in it."""
    found = window.show_page("orders")
    qtbot.waitUntil(lambda: len(found.table.ids) == len(orders))
    idle(real_desk, qtbot)
    found.view.setFocus()
    return found


def bar_of(page: Any) -> BatchBar:
    """The bar of a list."""
    found = page.findChild(BatchBar)
    assert found is not None
    return found


def open_batch(page: Any, name: str, desk: Desk, qtbot: Any) -> BatchDialog:
    """Start a batch over all rows and wait until it knows what would happen."""
    page.view.selectAll()
    qtbot.waitUntil(page.command_actions[name].isEnabled)
    page.command_actions[name].trigger()
    dialog = page.window().findChild(BatchDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    idle(desk, qtbot)
    return dialog


def test_a_batch_offers_the_reasons_of_the_office(page: Any, real_desk: Desk, qtbot: Any) -> None:
    change_setting(real_desk.actor, SETTING.format(topic="hold"), ["Stocktaking"])
    dialog = open_batch(page, "hold_orders", real_desk, qtbot)
    assert dialog.findChild(ReasonField).suggested == ("Stocktaking",)
    dialog.reject()


def test_the_bar_comes_with_the_second_row_and_goes_with_escape(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    bar = bar_of(page)
    page.view.select_ids(orders[:1], current=orders[0])
    qtbot.wait(1)
    assert bar.isHidden()
    page.view.select_ids(orders[:3], current=orders[0])
    qtbot.waitUntil(bar.isVisible)
    assert bar.count.text() == "3 selected"
    qtbot.waitUntil(lambda: "30.00" in bar.sums.text())
    qtbot.keyClick(page.view, KEY.Key_Escape)
    qtbot.waitUntil(bar.isHidden)
    assert page.view.hasFocus()


@pytest.mark.parametrize(
    ("language", "told", "reasons"),
    [
        ("en", "3 of 5 will be shipped.", ["1 · on hold", "1 · draft"]),
        ("zh_CN", "将发货 5 张中的 3 张。", ["1 · 已挂起", "1 · 草稿"]),
    ],
)
def test_it_says_before_what_will_and_what_will_not_change(
    page: Any, real_desk: Desk, qtbot: Any, language: str, told: str, reasons: list[str]
) -> None:
    set_language(language)
    dialog = open_batch(page, "ship_order", real_desk, qtbot)
    assert dialog.headline.text() == told
    shown = [dialog.findChild(object, f"batch_reason_{n}_text").text() for n in range(2)]
    assert sorted(shown) == sorted(reasons)
    assert {o.delivery for o in map(order, LISTS["orders"].ids(real_desk.actor, page.asked()))} <= {
        "waiting",
        "nothing_to_ship",
    }
    dialog.reject()


def test_ctrl_enter_ships_them_and_they_stay_selected(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    dialog = open_batch(page, "ship_order", real_desk, qtbot)
    dialog.form.fields["carrier"].field.setText("Post")
    qtbot.keyClick(dialog, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: page.window().findChild(BatchDialog) is None)
    assert [order(each).delivery for each in orders] == ["shipped"] * 3 + ["waiting", "nothing_to_ship"]
    qtbot.waitUntil(lambda: set(page.selected()) == set(orders))


def test_show_these_selects_the_ones_that_stay(page: Any, orders: list[int], real_desk: Desk, qtbot: Any) -> None:
    dialog = open_batch(page, "ship_order", real_desk, qtbot)
    words = [dialog.findChild(object, f"batch_reason_{n}_text").text() for n in range(2)]
    place = words.index("1 · on hold")
    dialog.findChild(QPushButton, f"batch_reason_{place}_show").click()
    assert not dialog.isVisible()
    assert list(page.selected()) == [orders[3]]


def test_a_reason_is_asked_for_at_its_field_and_one_undo_takes_all_back(
    page: Any, orders: list[int], real_desk: Desk, book: TestBook, qtbot: Any
) -> None:
    dialog = open_batch(page, "hold_orders", real_desk, qtbot)
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.isVisible()
    assert dialog.form.fields["reason"].error
    dialog.form.fields["reason"].field.setText("year's end")
    dialog.accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: page.window().findChild(BatchDialog) is None)
    held = [each for each in orders if order(each).hold_reason == "year's end"]
    assert held == [*orders[:3], orders[4]]
    undo(book.owner)
    assert [order(each).hold for each in orders] == [False, False, False, True, False]


def test_a_stopped_batch_changes_nothing_and_stays_open(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    dialog = open_batch(page, "ship_order", real_desk, qtbot)
    busy = Event()
    real_desk.perform(lambda _actor: busy.wait(5))
    dialog.accept_form()
    dialog.reject()
    busy.set()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: dialog.banner.text == "Stopped. Nothing was changed.")
    assert dialog.isVisible()
    assert {order(each).delivery for each in orders} == {"waiting", "nothing_to_ship"}
    dialog.reject()
    assert not dialog.isVisible()


def test_what_was_typed_a_moment_before_does_not_keep_a_batch_from_being_stopped(
    page: Any, orders: list[int], real_desk: Desk, qtbot: Any
) -> None:
    dialog = open_batch(page, "hold_orders", real_desk, qtbot)
    busy = Event()
    real_desk.perform(lambda _actor: busy.wait(5))
    reason = dialog.form.fields["reason"].field
    reason.setFocus()
    qtbot.keyClicks(reason, "late")
    assert dialog._again.isActive()
    dialog.accept_form()
    qtbot.waitUntil(lambda: not dialog._again.isActive())
    dialog.reject()
    busy.set()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: dialog.banner.text == "Stopped. Nothing was changed.")
    assert [order(each).hold for each in orders] == [False, False, False, True, False]
    dialog.reject()


def test_a_question_for_some_is_answered_in_the_dialog(
    book: TestBook, orders: list[int], page: Any, real_desk: Desk, qtbot: Any
) -> None:
    book.set_company(review_amount=cents(40))
    dialog = open_batch(page, "confirm_order", real_desk, qtbot)
    assert dialog.headline.text() == "0 of 5 will be confirmed."
    assert not dialog.primary.isEnabled()
    dialog.confirm_question({"review"}, True)
    qtbot.waitUntil(lambda: dialog.headline.text() == "1 of 5 will be confirmed.")
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert order(orders[4]).state == "confirmed"


def test_one_selected_row_takes_the_single_act(page: Any, orders: list[int], real_desk: Desk, qtbot: Any) -> None:
    page.view.select_ids([orders[4]], current=orders[4])
    qtbot.waitUntil(page.command_actions["confirm_order"].isEnabled)
    page.command_actions["confirm_order"].trigger()
    idle(real_desk, qtbot)
    assert page.window().findChild(BatchDialog) is None
    assert order(orders[4]).state == "confirmed"


def test_what_a_person_may_not_do_is_off_in_the_bar(make_desk: Any, book: TestBook, qtbot: Any) -> None:
    from app.views.orders import orders_page

    sales = book.person(Role.SALES)
    customer = a_customer(sales)
    for price in (10, 20):
        a_draft(sales, customer, price)
    desk = make_desk(sales)
    page = orders_page(desk, None)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: len(page.table.ids) == 2)
    page.view.selectAll()
    bar = bar_of(page)
    qtbot.waitUntil(bar.isVisible)
    assert not bar.buttons["ship_order"].isEnabled()
    assert bar.buttons["confirm_order"].isEnabled()
