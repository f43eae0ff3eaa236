"""Orders pasted at the window, without the mouse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.money import PRICE, QUANTITY
from app.operations.contacts import ContactInput, add_contact
from app.queries import order_details
from app.views.orders.editor import OrderEditor
from app.views.orders.paste import PasteDialog
from tests.helpers.book import a_customer, a_product, differences, each
from tests.helpers.desk import idle
from tests.paste.texts import CATALOGUE, CUSTOMERS, TEXTS, TODAY, Text

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stocked(real_desk: Any, book: Any) -> dict[str, int]:
    """The catalogue and the customers of the texts in the book; the codes with their ids."""
    book.clock.day = TODAY
    for known in CUSTOMERS:
        customer = a_customer(real_desk.actor, known.name, phone=known.phones[0])
        for number, contact in enumerate(known.contacts):
            phone = known.phones[number + 1] if number + 1 < len(known.phones) else ""
            add_contact(real_desk.actor, customer, ContactInput(contact, phone=phone))
    return {
        goods.code: a_product(
            real_desk.actor, goods.name, code=goods.code, unit=goods.unit, aliases=goods.aliases, list_price=each(9)
        )
        for goods in CATALOGUE
    }


def _open(desk: Any, window: Any, qtbot: Any, text: str) -> PasteDialog:
    QApplication.clipboard().setText(text)
    window.activateWindow()
    window.show_page("orders")
    idle(desk, qtbot)
    page = window.current_page()
    page.view.setFocus()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    QTest.keyClick(page.view if page.view.isVisible() else page, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(PasteDialog)))
    dialog = next(d for d in window.findChildren(PasteDialog) if d.isVisible())
    qtbot.waitUntil(lambda: dialog._reader is not None)
    idle(desk, qtbot)
    return dialog


def _make(dialog: PasteDialog, window: Any, desk: Any, qtbot: Any) -> Any:
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.current_page(), OrderEditor))
    idle(desk, qtbot)
    order_id = window.current_page().order_id
    QTest.keyClick(window.current_page(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isinstance(window.current_page(), OrderEditor))
    return order_details.order(desk.actor, order_id)


def _is_what_was_meant(text: Text, order: Any, codes: dict[str, int]) -> None:
    assert (order.consignee, order.ship_phone, order.region, order.city, order.ship_address) == (
        text.consignee,
        text.phone,
        text.region,
        text.city,
        text.address,
    )
    assert order.customer == (text.customer or text.consignee)
    assert order.promised_date == (text.promised.isoformat() if text.promised else None)
    assert order.note == "\n".join(text.note)
    assert [(line.product_id, line.quantity) for line in order.lines] == [
        (codes.get(line.code), round(float(line.quantity) * QUANTITY)) for line in text.lines
    ]
    for line, meant in zip(order.lines, text.lines, strict=True):
        assert line.unit_price == round(float(meant.price or (9 if meant.code else 0)) * PRICE)


def test_texts_become_the_drafts_that_are_meant(
    real_desk: Any, window: Any, qtbot: Any, stocked: dict[str, int]
) -> None:
    for text in TEXTS:
        order = _make(_open(real_desk, window, qtbot, text.text), window, real_desk, qtbot)
        _is_what_was_meant(text, order, stocked)
    assert differences() == []


def test_texts_become_the_same_drafts_in_a_chinese_window(
    real_desk: Any, window: Any, qtbot: Any, stocked: dict[str, int]
) -> None:
    window.choose_language("zh_CN")
    for text in TEXTS[::4]:
        order = _make(_open(real_desk, window, qtbot, text.text), window, real_desk, qtbot)
        _is_what_was_meant(text, order, stocked)
    assert differences() == []


def test_what_is_doubtful_says_why_and_what_was_left_alone_is_named(
    real_desk: Any, window: Any, qtbot: Any, stocked: dict[str, int]
) -> None:
    dialog = _open(real_desk, window, qtbot, "李总 13812345678 宁夏狗杞 2盒。昨晚的球赛真精彩")
    line = dialog.lines.lines[0]
    assert "sounds the same" in line.remark.text()
    assert not line.picture.pixmap().isNull()
    assert "full name" in dialog.form.fields["consignee"].note
    assert [a.objectName() for a in dialog.ship["consignee"].actions()] == ["doubt_consignee"]
    assert "昨晚的球赛真精彩" in dialog.state.text()
    dialog.ship["consignee"].clear()
    QTest.keyClicks(dialog.ship["consignee"], "Li Ming")
    assert dialog.ship["consignee"].actions() == []
    dialog.reject()


def test_a_product_that_the_person_picks_is_known_by_these_words_from_then_on(
    real_desk: Any, window: Any, qtbot: Any, stocked: dict[str, int]
) -> None:
    text = "王芳 13812345678 上海市徐汇区漕溪北路18号 绿野仙茶 2盒"
    dialog = _open(real_desk, window, qtbot, text)
    line = dialog.lines.lines[0]
    assert line.product.value() is None
    line.product.setFocus()
    line.product.selectAll()
    QTest.keyClicks(line.product, "LJ-10")
    qtbot.waitUntil(lambda: line.product._popup.isVisible())
    QTest.keyClick(line.product, Qt.Key.Key_Return)
    assert line.product.value() == stocked["LJ-10"]
    assert "绿野仙茶" in line.remark.text()
    assert _make(dialog, window, real_desk, qtbot).lines[0].product_id == stocked["LJ-10"]
    again = _open(real_desk, window, qtbot, text)
    assert again.lines.lines[0].product.value() == stocked["LJ-10"]
    assert again.lines.lines[0].doubts == ()
    again.reject()


def test_what_was_typed_stays_when_the_text_goes_on(
    real_desk: Any, window: Any, qtbot: Any, stocked: dict[str, int]
) -> None:
    dialog = _open(real_desk, window, qtbot, "王芳 13812345678 红枣2箱")
    QTest.keyClicks(dialog.ship["city"], "Suzhou")
    dialog.lines.lines[0].quantity.setText("5")
    dialog.text.appendPlainText("核桃 3袋")
    qtbot.waitUntil(lambda: len(dialog.lines.lines) == 2)
    assert dialog.ship["city"].text() == "Suzhou"
    assert [line.quantity.value() for line in dialog.lines.lines] == [5 * QUANTITY, 3 * QUANTITY]
    dialog.reject()


def test_without_a_customer_the_field_says_so_and_nothing_is_lost(real_desk: Any, window: Any, qtbot: Any) -> None:
    dialog = _open(real_desk, window, qtbot, "两箱苹果")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    assert dialog.form.fields["customer_id"].error == "Choose the customer."
    assert dialog.text.toPlainText() == "两箱苹果"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
