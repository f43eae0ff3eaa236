"""What the editor says beside the lines while an order is typed, and what may be done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.models.actor import Role
from app.models.product import Product
from app.operations.customers import CustomerInput, edit_customer
from app.operations.stock import expect_goods, receive_goods
from app.queries.customer_details import customer as customer_detail
from app.queries.order_checks import TypedLine, TypedOrder, order_checks
from app.views.orders.lines_model import EACH, NUMBER
from app.views.orders.order_page import OrderPage
from tests.helpers.book import a_customer, a_line, a_product, an_order, cents, each, every, pieces
from tests.helpers.desk import idle
from tests.views.orders.writing import editor, settled

__all__ = ["editor"]


def choose(editor: Any, row: int, name: str) -> None:
    """Put a product into a line."""
    found = editor.view.itemDelegate()._products(name)
    editor.view.choose_product(row, next(choice for choice in found if choice.title == name))


def press(editor: Any, name: str) -> None:
    """Press a button of the bar."""
    editor.notices.findChild(QWidget, f"editor_notices_{name}").click()


def receive(book: Any, name: str, quantity: int) -> None:
    """Let so many pieces lie in stock."""

    receive_goods(book.owner, next(p.id for p in every(Product) if p.name == name), quantity)


def test_goods_that_are_short_are_said_with_the_amount_and_a_choice(
    editor: Any, book: Any, real_desk: Any, qtbot: Any
) -> None:
    book.set_company(stock_policy="kept")
    a_product(real_desk.actor, "Shelf", list_price=each(70), unit="piece", stock_kept=True)
    receive(book, "Shelf", pieces(3))
    choose(editor, 0, "Shelf")
    editor.model.change(0, quantity=pieces(5))
    settled(editor, real_desk, qtbot)
    assert editor.notices.text == "Shelf: 5 wanted, 3 available; 2 piece short."
    assert editor.model.remarks[(0, NUMBER)] == "Only 3 available"
    assert editor.go.isEnabled() is False, "the customer is missing, the shortage alone stops nothing"
    editor.head.choose_customer(1)
    assert editor.go.isEnabled()
    press(editor, "choice_1")
    assert editor.model.lines[0].quantity == pieces(3)
    settled(editor, real_desk, qtbot)
    assert editor.notices.isHidden()
    assert editor.model.remarks == {}


def test_each_line_says_what_can_be_promised_by_when(editor: Any, book: Any, real_desk: Any, qtbot: Any) -> None:
    book.set_company(stock_policy="kept")
    shelf = a_product(real_desk.actor, "Shelf", list_price=each(70), stock_kept=True)
    receive(book, "Shelf", pieces(4))
    coming = real_desk.actor.today() + timedelta(days=20)
    expect_goods(book.owner, shelf, pieces(6), coming)
    choose(editor, 0, "Shelf")
    settled(editor, real_desk, qtbot)
    assert editor.model.hints[(0, NUMBER)] == f"4 now, 10 from {coming}"
    editor.model.change(0, quantity=pieces(5))
    settled(editor, real_desk, qtbot)
    assert editor.model.remarks[(0, NUMBER)] == f"Only 4 available, 10 from {coming}"
    assert editor.notices.text.endswith(f"1 short. Can be promised: 10 from {coming}.")


def test_what_was_put_away_stays_away_until_it_says_something_else(
    editor: Any, book: Any, real_desk: Any, qtbot: Any
) -> None:
    book.set_company(stock_policy="kept")
    a_product(real_desk.actor, "Shelf", list_price=each(70), stock_kept=True)
    choose(editor, 0, "Shelf")
    settled(editor, real_desk, qtbot)
    assert "1 short" in editor.notices.text
    press(editor, "choice_1")
    assert editor.notices.isHidden()
    settled(editor, real_desk, qtbot)
    assert editor.notices.isHidden()
    editor.model.change(0, quantity=pieces(2))
    settled(editor, real_desk, qtbot)
    assert "2 short" in editor.notices.text


def test_a_credit_limit_that_is_passed_is_said_with_both_figures(editor: Any, real_desk: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    found = customer_detail(actor, 1)
    edit_customer(actor, 1, CustomerInput(name=found.name, code=found.code, credit_limit=cents(300)), found.version)
    an_order(actor, 1, 200)
    editor.head.choose_customer(1)
    choose(editor, 0, "Lamp")
    settled(editor, real_desk, qtbot)
    assert editor.notices.text == ("Harbour & Hale would owe 313.00, 13.00 more than the credit limit of 300.00.")
    assert editor.side.totals.value("Total outstanding then") == "313.00"


def test_a_price_below_the_lowest_one_can_be_lifted_at_once(editor: Any, real_desk: Any, qtbot: Any) -> None:
    a_product(real_desk.actor, "Clock", list_price=each(50), floor_price=each(40), cost=each(25))
    choose(editor, 0, "Clock")
    settled(editor, real_desk, qtbot)
    assert editor.notices.isHidden()
    assert editor.side.totals.value("Margin") == "25.00 · 50 %"
    editor.model.change(0, discount_rate=300_000)
    settled(editor, real_desk, qtbot)
    assert editor.notices.text == "Clock is below its lowest price of 40.00."
    assert (0, EACH) in editor.model.remarks
    press(editor, "choice_1")
    assert (editor.model.lines[0].unit_price, editor.model.lines[0].discount_rate) == (each(40), 0)
    assert editor.side.totals.value("Margin") == "15.00 · 38 %"


def test_the_same_order_again_is_noticed_and_linked(editor: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    first = an_order(real_desk.actor, 1, 113)
    editor.head.choose_customer(1)
    choose(editor, 0, "Lamp")
    settled(editor, real_desk, qtbot)
    assert "It has the same customer, day and total." in editor.notices.text
    press(editor, "choice_1")
    idle(real_desk, qtbot)
    assert isinstance(window.current_page(), OrderPage)
    assert window.current_page().objectName() == f"order_page_{first}"


def test_costs_and_lowest_prices_are_for_those_who_may_see_them(book: Any) -> None:
    product = a_product(book.owner, "Clock", list_price=each(50), floor_price=each(40), cost=each(25))
    customer = a_customer(book.owner)
    typed = TypedOrder(customer, "2026-03-10", 100, (TypedLine(0, product, "goods", pieces(1), each(1), 0),))
    assert order_checks(book.owner, typed).costs == {product: each(25)}
    warehouse = book.person(Role.WAREHOUSE)
    seen = order_checks(warehouse, typed)
    assert (seen.costs, seen.too_cheap, seen.over_credit) == ({}, (), None)


def test_what_an_amended_order_holds_already_is_not_short(book: Any) -> None:
    book.set_company(stock_policy="kept")
    product = a_product(book.owner, "Shelf", list_price=each(70), stock_kept=True)
    receive(book, "Shelf", pieces(4))
    order = an_order(book.owner, a_customer(book.owner), a_line(70, 4, product_id=product))
    line = TypedLine(0, product, "goods", pieces(4), each(70), 0)
    assert order_checks(book.owner, TypedOrder(1, "", 0, (line,), order_id=order)).short == ()
    assert [s.available for s in order_checks(book.owner, TypedOrder(1, "", 0, (line,))).short] == [0]
