"""Suggestions below the lines of an order, taken by one key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.money import QUANTITY
from app.views.orders import new_order
from app.views.orders.editor_suggest import why
from tests.helpers.book import a_customer, a_line, a_product, an_order
from tests.helpers.desk import idle


def test_what_is_usual_comes_into_the_order_by_one_key(real_desk: Any, window: Any, qtbot: Any) -> None:
    lamp = a_product(real_desk.actor, "Lamp")
    customer = a_customer(real_desk.actor)
    for _time in range(2):
        an_order(real_desk.actor, customer, a_line(5, 4, product_id=lamp))
    new_order(real_desk, window)
    page = window.current_page()
    assert not page.suggestions.isVisible()
    page.head.choose_customer(customer)
    qtbot.waitUntil(lambda: page.suggestions.isVisible())
    assert "2" in why(page.suggestions.found[0])
    QTest.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert [(line.product_id, line.quantity) for line in page.model.lines] == [(lamp, 4 * QUANTITY)]
    qtbot.waitUntil(lambda: not page.suggestions.isVisible())
    idle(real_desk, qtbot)
