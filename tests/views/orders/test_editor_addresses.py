"""Where the goods of an order go: the addresses that are kept for the customer are offered in the editor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from app.operations.addresses import AddressInput, add_address
from app.operations.invoice_titles import InvoiceTitleInput, add_invoice_title
from app.queries.invoicing import invoiceable
from tests.helpers.book import a_customer, an_order
from tests.helpers.desk import idle
from tests.views.orders.writing import editor

__all__ = ["editor"]


def test_an_address_of_the_customer_is_taken_whole(editor: Any, real_desk: Any, qtbot: Any) -> None:
    customer = a_customer(real_desk.actor, "Willow", phone="555 0101", city="Leeds", address="Office 1")
    add_address(real_desk.actor, customer, AddressInput("Quay 1", label="Store", city="Hull", consignee="Ines"))
    add_address(real_desk.actor, customer, AddressInput("Dock 2", label="Shop", city="York", phone="555 0202"))
    editor.head.choose_customer(customer)
    idle(real_desk, qtbot)
    assert editor.ship_to.lines["ship_address"].text() == "Quay 1"
    editor.side.ship_to.unfold()
    field = editor.ship_to.lines["consignee"]
    editor.window().activateWindow()
    qtbot.waitUntil(editor.window().isActiveWindow)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: field.offered == ("Store · Ines", "Shop · Willow"))
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    typed = {name: line.text() for name, line in editor.ship_to.lines.items()}
    assert typed == {
        "consignee": "Willow", "ship_phone": "555 0202", "region": "", "city": "York", "ship_address": "Dock 2",
        "ship_postal_code": "",
    }  # fmt: skip
    assert not editor.ship_to.fields["city"].suggested


def test_an_invoice_begins_with_the_main_title(real_desk: Any) -> None:
    customer = a_customer(real_desk.actor, "Willow")
    add_invoice_title(real_desk.actor, customer, InvoiceTitleInput("Willow One"))
    add_invoice_title(real_desk.actor, customer, InvoiceTitleInput("Willow Two", main=True))
    order = an_order(real_desk.actor, customer, 100)
    assert [t.title for t in invoiceable(real_desk.actor, [order]).titles] == ["Willow Two", "Willow One", "Willow"]
