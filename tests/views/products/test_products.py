"""Products in the window: the list, the form, the page, goods that come in, inactive and back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.product import Product
from app.queries import product_details
from app.queries.lists import LISTS
from app.views.desk import Desk
from app.views.products import edit_product, new_product, open_product
from app.views.products.actions import receive
from app.views.products.product_page import ProductPage
from tests.helpers.book import a_customer, a_line, a_product, an_order, assert_book_sound, each, every, pieces, read
from tests.helpers.desk import dialog_of, idle
from tests.helpers.modal import typing


def page_of(desk: Desk, window: Any, qtbot: Any, product: int) -> ProductPage:
    open_product(desk, window, product)
    idle(desk, qtbot)
    page = window.findChild(ProductPage, f"product_page_{product}")
    assert isinstance(page, ProductPage)
    return page


def test_the_list_offers_what_is_allowed(real_desk, window, qtbot) -> None:
    product = a_product(real_desk.actor, "Lamp")
    page = window.show_page("products")
    idle(real_desk, qtbot)
    row = LISTS["products"].rows([product], real_desk.actor)[product]
    assert row.actions == {"edit_product", "place_product", "deactivate_product", "note_product"}
    in_panel = {"note_product"}
    assert {"new_product", "export_list", "open_product", *(row.actions - in_panel)} <= set(page.commands)


def test_a_product_is_added_by_keyboard(real_desk, window, qtbot) -> None:
    def type_it(dialog: Any) -> None:
        assert dialog.lines["name"].text() == "Desk lamp"
        assert not dialog.low.isEnabled()
        dialog.kept.setChecked(True)
        qtbot.keyClicks(dialog.low, "5")
        qtbot.keyClicks(dialog.list_price, "12.5*2")
        qtbot.keyClicks(dialog.lines["aliases"], "lamp, L-1")
        dialog.category.setCurrentText("Lights")
        qtbot.keyClick(dialog.list_price, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    made: list[int] = []
    typing(window, "product_dialog", type_it)
    new_product(real_desk, window, "Desk lamp", made.append)
    qtbot.waitUntil(lambda: len(made) == 1)
    found = product_details.product(real_desk.actor, made[0])
    assert (found.name, found.list_price, found.low_stock) == ("Desk lamp", each("25"), pieces(5))
    assert set(found.aliases) == {"lamp", "L-1"}
    assert found.category == "Lights"


def test_problems_are_said_at_their_fields(real_desk, window, qtbot) -> None:
    def type_it(dialog: Any) -> None:
        dialog.list_price.setText("cheap")
        dialog.accept_form()
        assert "cheap" in dialog.form.fields["list_price"].error
        dialog.list_price.setText("-1")
        dialog.lines["name"].setText("Lamp")
        dialog.accept_form()
        qtbot.waitUntil(lambda: "below zero" in dialog.form.fields["list_price"].error)
        dialog.lines["name"].setText("")
        dialog.accept_form()
        qtbot.waitUntil(lambda: dialog.form.fields["name"].error != "")
        dialog.reject()

    left: list[str] = []
    typing(window, "product_dialog", type_it)
    new_product(real_desk, window, left=lambda: left.append("left"))
    qtbot.waitUntil(lambda: left == ["left"])
    assert not every(Product)


def test_editing_without_a_change_keeps_every_field(real_desk, window, qtbot) -> None:
    fields = {
        "code": "L1", "specification": "12 W", "unit": "piece", "list_price": each("9.123456"),
        "floor_price": each("8"), "cost": each("5.5"), "tax_class": "109", "stock_kept": True,
        "low_stock": pieces("2.5"), "place": "A-03-2", "note": "n\nm",
    }  # fmt: skip
    prices = (("A", each("8.5")), ("VIP", each("7")))
    product = a_product(
        real_desk.actor, "Lamp", category="Lights > Desk lamps", aliases=("a", "b"), prices=prices, **fields
    )
    edit_product(real_desk, window, product)
    dialog = dialog_of(window, "product_dialog")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    stored = read(Product, product)
    assert {name: getattr(stored, name) for name in fields} == fields
    found = product_details.product(real_desk.actor, product)
    assert found.aliases == ("a", "b")
    assert found.category_path == "Lights > Desk lamps"
    assert tuple((p.grade, p.price) for p in found.prices) == prices


def test_goods_come_in_and_the_page_shows_it(book, real_desk, window, qtbot) -> None:
    book.set_company(stock_policy="kept")
    product = a_product(real_desk.actor, "Lamp", unit="piece", stock_kept=True, low_stock=pieces(2))
    page = page_of(real_desk, window, qtbot, product)
    assert page.chip.key == "out"
    assert page.no_movements.isVisible()
    receive(real_desk, page, product)
    dialog = dialog_of(page, "receive_dialog")
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.form.fields["quantity"].error
    qtbot.keyClicks(dialog.quantity, "10")
    assert dialog.told.text() == "Lamp: 0 on hand, 10 after this."
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.quantity, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.figures.figures["on_hand"].text() == "10")
    assert page.chip.key == "enough"
    assert page.movements.small.rows[0].values[1] == "Receipt of goods"
    assert_book_sound()


def test_a_book_without_stock_says_why_nothing_is_received(real_desk, window, qtbot) -> None:
    product = a_product(real_desk.actor, "Lamp", stock_kept=True)
    page = page_of(real_desk, window, qtbot, product)
    assert not page.next.isVisible()
    assert "keeps no stock" in page.commands["receive_goods"].toolTip()


def test_the_page_shows_sales_and_opens_their_orders(real_desk, window, qtbot) -> None:
    product = a_product(real_desk.actor, "Lamp", unit="piece", list_price=each("50"))
    order = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(50, 2, product_id=product))
    page = page_of(real_desk, window, qtbot, product)
    qtbot.waitUntil(lambda: page.figures.figures["sold"].text() == "2 piece")
    assert page.figures.figures["revenue"].text() == "100.00"
    assert not page.figures.figures["on_hand"].isVisible()
    page.sales.selectRow(0)
    qtbot.keyClick(page.sales, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_page().objectName() == f"order_page_{order}")
    idle(real_desk, qtbot)
    window.close_record()
    assert window.current_page() is page


def test_inactive_and_active_again(real_desk, window, qtbot) -> None:
    product = a_product(real_desk.actor)
    page = page_of(real_desk, window, qtbot, product)
    page.start("deactivate_product")
    qtbot.waitUntil(lambda: page.chip.isVisible())
    assert page.chip.word == "Inactive"
    page.start("activate_product")
    qtbot.waitUntil(lambda: not page.chip.isVisible())


def test_cost_and_revenue_are_kept_from_who_may_not_see_them(book, make_desk, real_desk, window, qtbot) -> None:
    product = a_product(book.owner, "Lamp", cost=each("5"), floor_price=each("6"), list_price=each("9"))
    page = ProductPage(make_desk(book.person(Role.WAREHOUSE)), product)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.record is not None)
    assert [page.facts.values[k].text().strip("–") for k in ("list_price", "floor_price", "cost")] == ["9.00", "", ""]
    assert not page.figures.figures["revenue"].isVisible()
    assert not page._buttons["edit_product"].isEnabled()
    page.desk.background.close()
