"""An order that may not be confirmed says everything that it lacks at once, with the way to each."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPushButton

from app.operations.order_course import hold_order
from app.operations.stock import receive_goods
from app.views.desk import Desk
from app.views.orders import open_order
from app.views.orders.editor import OrderEditor
from app.views.orders.lines_model import NUMBER
from app.views.orders.order_page import OrderPage
from tests.helpers.book import a_customer, a_draft, a_line, a_product, order, pieces
from tests.helpers.desk import idle


def refused(desk: Desk, window: Any, qtbot: Any, made: int) -> OrderEditor:
    """The editor that opens when an order's page cannot confirm it."""
    open_order(desk, window, made)
    idle(desk, qtbot)
    page = window.current_page()
    assert isinstance(page, OrderPage)
    page.start("confirm_order")
    qtbot.waitUntil(lambda: isinstance(window.current_page(), OrderEditor))
    editor = window.current_page()
    assert isinstance(editor, OrderEditor)
    return editor


def links(editor: OrderEditor) -> list[QPushButton]:
    return [link for link in editor.missing.links if link.isVisible()]


def test_hold_and_lines_are_both_said_and_each_link_leads_there(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor))
    hold_order(real_desk.actor, made, "Address to be checked")
    editor = refused(real_desk, window, qtbot, made)
    assert "no lines" in editor.banner.text
    assert "Address to be checked" in editor.banner.text
    assert [link.text() for link in links(editor)][-1] == "Release the order"
    links(editor)[0].click()
    assert editor.view.hasFocus() or not window.isActiveWindow()
    links(editor)[-1].click()
    qtbot.waitUntil(lambda: not order(made).hold)
    qtbot.waitUntil(lambda: all(link.text() != "Release the order" for link in links(editor)))


def test_goods_that_are_short_are_marked_at_each_line(real_desk, book, window, qtbot) -> None:
    book.set_company(stock_policy="kept", shortage_policy="block")
    actor = real_desk.actor
    lamp, oil = (a_product(actor, name, stock_kept=True) for name in ("Lamp", "Oil"))
    receive_goods(actor, lamp, pieces(1))
    made = a_draft(actor, a_customer(actor), a_line(5, 2, product_id=lamp), a_line(5, 3, product_id=oil))
    editor = refused(real_desk, window, qtbot, made)
    assert "Lamp: 2 wanted, 1 available" in editor.model.errors[(0, NUMBER)]
    assert "Oil: 3 wanted, 0 available" in editor.model.errors[(1, NUMBER)]
    assert len(links(editor)) == 2
    editor.model.change(0, quantity=pieces(1))
    editor.model.delete(1)
    editor.saving.save(confirm=True)
    qtbot.waitUntil(lambda: order(made).state == "confirmed")


def test_what_was_released_elsewhere_can_be_confirmed_at_once(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    hold_order(real_desk.actor, made, "Waits for payment")
    editor = refused(real_desk, window, qtbot, made)
    links(editor)[-1].click()
    qtbot.waitUntil(lambda: not order(made).hold)
    idle(real_desk, qtbot)
    editor.saving.save(confirm=True)
    qtbot.waitUntil(lambda: order(made).state == "confirmed")
