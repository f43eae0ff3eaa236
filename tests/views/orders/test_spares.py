"""Pages that stand ready: what is opened on one is what would have been made for it, for the person who is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.models.order import Order
from app.operations.channels import add_channel
from app.views.main_window import MainWindow
from app.views.orders import new_order, open_order
from app.views.orders.editor import OrderEditor
from app.views.orders.order_page import OrderPage
from app.views.spares import Spares
from tests.helpers.book import a_customer, an_order, every
from tests.helpers.desk import idle


@pytest.fixture
def spares(window: MainWindow, real_desk: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Spares:
    """One order page and one editor, ready: without the pauses that leave a person room, of which there are dozens."""
    monkeypatch.setattr("app.views.spares.PAUSE", 1)
    monkeypatch.setattr("app.views.spares.REST", 1)
    made = Spares(window, {OrderEditor: OrderEditor, OrderPage: lambda desk: OrderPage(desk, 0)})
    with qtbot.waitSignal(made.ready):
        real_desk.spares = made
    return made


def test_a_record_is_shown_on_the_page_that_stood_ready(
    window: MainWindow, spares: Spares, real_desk: Any, qtbot: Any
) -> None:
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 10)
    standing = window.findChildren(OrderPage)
    open_order(real_desk, window, order)
    idle(real_desk, qtbot)
    page: Any = window.current_page()
    assert page in standing
    assert page.isVisible()
    assert page.objectName() == f"order_page_{order}"
    assert page.title.text() == next(o.number for o in every(Order) if o.id == order)
    open_order(real_desk, window, order)
    assert window.current_page() is page


def test_two_new_orders_are_two_editors_with_a_number_each(
    window: MainWindow, spares: Spares, real_desk: Any, qtbot: Any
) -> None:
    standing = window.findChildren(OrderEditor)
    customer = a_customer(real_desk.actor)
    new_order(real_desk, window, customer)
    first: Any = window.current_page()
    assert [first] == standing
    assert first.head.customer.value() == customer
    new_order(real_desk, window)
    second: Any = window.current_page()
    assert second is not first
    assert second.objectName() != first.objectName()
    assert second.head.customer.value() is None


def test_nothing_made_for_another_person_is_used(window: MainWindow, spares: Spares, real_desk: Any) -> None:
    real_desk.actor = replace(real_desk.actor)
    assert spares.take(OrderEditor) is None


def test_what_the_settings_say_now_is_offered_in_the_next_new_order(
    window: MainWindow, spares: Spares, real_desk: Any, qtbot: Any
) -> None:
    with qtbot.waitSignal(spares.ready):
        real_desk.perform(lambda actor: add_channel(actor, "Night market"))
    new_order(real_desk, window)
    editor: Any = window.current_page()
    assert editor.head.channel.findText("Night market") >= 0
