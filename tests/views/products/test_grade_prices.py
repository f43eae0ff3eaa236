"""What customers of a grade pay: suggested when an order is written for one of them."""

from __future__ import annotations

from typing import Any

import pytest

from app.queries import order_start
from app.views import pickers
from app.views.products.dialogs import ProductDialog
from tests.helpers.book import a_customer, a_product, each
from tests.helpers.desk import idle


@pytest.mark.parametrize(("grade", "price"), [("A", "8"), ("B", "10"), ("", "10")])
def test_an_order_line_begins_with_the_price_of_the_customers_grade(real_desk: Any, grade: str, price: str) -> None:
    customer = a_customer(real_desk.actor, grade=grade)
    lamp = a_product(real_desk.actor, "Lamp", list_price=each("10"), prices=(("A", each("8")),))
    start = order_start.order_start(real_desk.actor, customer)
    chosen = pickers.products(real_desk, start.grade)("lamp")[0]
    assert chosen.id == lamp
    assert pickers.line_fields(real_desk, chosen, customer, True)["unit_price"] == each(price)


def test_the_form_offers_the_grades_of_the_office_and_says_what_is_wrong(
    real_desk: Any, window: Any, qtbot: Any
) -> None:
    dialog = ProductDialog(real_desk, name="Lamp", parent=window)
    dialog.open()
    assert list(dialog.grades) == ["A", "B", "C", "D"]
    dialog.grades["A"].setText("-1")
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert "below zero" in dialog.form.fields["prices"].error
    dialog.grades["A"].setText("8")
    dialog.lines["name"].setText("Lamp")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    dialog.deleteLater()
