"""What belongs to a customer, on its page: noted, changed, put off and removed by keyboard, and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.customer import Address, Contact, FollowUp, InvoiceTitle
from app.operations.addresses import AddressInput, add_address
from app.operations.contacts import ContactInput, add_contact
from app.operations.follow_ups import add_follow_up
from app.operations.history import undo
from app.operations.invoice_titles import InvoiceTitleInput, add_invoice_title
from app.views.customers import open_customer
from app.views.customers.customer_page import CustomerPage
from app.views.desk import Desk
from tests.helpers.book import a_customer, a_line, a_product, an_order, every, read
from tests.helpers.desk import dialog_of, idle

CTRL = Qt.KeyboardModifier.ControlModifier


def page_of(desk: Desk, window: Any, qtbot: Any, customer: int, part: str = "overview") -> Any:
    open_customer(desk, window, customer)
    idle(desk, qtbot)
    page = window.findChild(CustomerPage, f"customer_page_{customer}")
    page.tabs.choose(part)
    qtbot.waitUntil(lambda: page.tabs.part(part).complete)
    idle(desk, qtbot)
    return page


def active(qtbot: Any, dialog: Any) -> Any:
    """The dialog, once it has the keyboard."""
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def press(qtbot: Any, card: Any, key: Qt.Key) -> None:
    active(qtbot, card.window())
    card.table.setFocus()
    qtbot.keyClick(card.table, key)


def test_a_contact_is_noted_with_two_keys_and_what_was_said(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    page = page_of(real_desk, window, qtbot, customer)
    assert page.commands["add_follow_up"].shortcut().toString() == "F6"
    page.commands["add_follow_up"].trigger()
    dialog = active(qtbot, dialog_of(page, "follow_up_dialog"))
    qtbot.keyClicks(dialog.said, "Call again")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.said, Qt.Key.Key_Return, CTRL)
    assert every(FollowUp)[0].said == "Call again"


def test_a_planned_contact_is_done_put_off_and_removed_with_one_key_each(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    made = add_follow_up(real_desk.actor, customer, "Call again", next_date=date(2026, 3, 12)).value
    page = page_of(real_desk, window, qtbot, customer)
    card = page.tabs.part("overview").follow_ups
    press(qtbot, card, Qt.Key.Key_P)
    dialog = active(qtbot, dialog_of(page, "postpone_dialog"))
    assert dialog.next_date.value() == date(2026, 3, 17)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.next_date, Qt.Key.Key_Return, CTRL)
    assert read(FollowUp, made).next_date == date(2026, 3, 17)
    idle(real_desk, qtbot)
    press(qtbot, card, Qt.Key.Key_D)
    finishing = active(qtbot, dialog_of(page, "finish_dialog"))
    with qtbot.waitSignal(finishing.accepted):
        qtbot.keyClick(finishing.said, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: read(FollowUp, made).done)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: not card.buttons["finish"].isEnabled())
    press(qtbot, card, Qt.Key.Key_P)
    assert not [d for d in page.findChildren(type(dialog)) if d.isVisible()]
    press(qtbot, card, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not every(FollowUp))
    undo(real_desk.actor)
    assert read(FollowUp, made).done


def test_what_was_noted_is_changed_from_its_row(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    made = add_follow_up(real_desk.actor, customer, "Cal again", way="Phone", stage="offer").value
    page = page_of(real_desk, window, qtbot, customer)
    press(qtbot, page.tabs.part("overview").follow_ups, Qt.Key.Key_Return)
    dialog = active(qtbot, dialog_of(page, "follow_up_dialog"))
    assert (dialog.said.toPlainText(), dialog.way.text(), dialog.stage.text()) == ("Cal again", "Phone", "offer")
    dialog.said.setPlainText("Call again")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    stored = read(FollowUp, made)
    assert (stored.said, stored.way, stored.date) == ("Call again", "Phone", date(2026, 3, 10))


@pytest.mark.parametrize(
    ("card_name", "dialog_name", "field", "model"),
    [
        ("contacts", "contact_dialog", "name", Contact),
        ("addresses", "address_dialog", "address", Address),
        ("titles", "invoice_title_dialog", "title", InvoiceTitle),
    ],
)
def test_people_addresses_and_titles_are_kept_by_keyboard(
    real_desk, window, qtbot, card_name, dialog_name, field, model
) -> None:
    customer = a_customer(real_desk.actor)
    page = page_of(real_desk, window, qtbot, customer, "people")
    card = getattr(page.tabs.part("people"), card_name)
    assert card.none_yet.isVisible()
    card.add_button.click()
    dialog = active(qtbot, dialog_of(page, dialog_name))
    dialog.lines[field].clear()
    qtbot.keyClick(dialog.lines[field], Qt.Key.Key_Return, CTRL)
    idle(real_desk, qtbot)
    assert dialog.form.fields[field].error
    qtbot.keyClicks(dialog.lines[field], "First")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.lines[field], Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: card.table.isVisible())
    assert [bool(p.main) for p in every(model)] == [True]
    press(qtbot, card, Qt.Key.Key_Return)
    dialog = active(qtbot, dialog_of(page, dialog_name))
    assert not dialog.main.isEnabled()
    dialog.lines[field].setText("Second")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert getattr(every(model)[0], field) == "Second"
    idle(real_desk, qtbot)
    press(qtbot, card, Qt.Key.Key_Delete)
    qtbot.waitUntil(card.none_yet.isVisible)
    assert not every(model)
    assert card.add_button.hasFocus()


def test_insert_adds_one_from_the_table(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    add_contact(real_desk.actor, customer, ContactInput("Ines"))
    page = page_of(real_desk, window, qtbot, customer, "people")
    press(qtbot, page.tabs.part("people").contacts, Qt.Key.Key_Insert)
    dialog = active(qtbot, dialog_of(page, "contact_dialog"))
    assert not dialog.lines["name"].text()
    dialog.reject()


def test_the_parts_are_reached_with_the_keyboard_and_made_when_they_are_shown(real_desk, window, qtbot) -> None:
    customer, lamp = a_customer(real_desk.actor), a_product(real_desk.actor, "Lamp")
    an_order(real_desk.actor, customer, a_line(10, product_id=lamp))
    page = page_of(real_desk, window, qtbot, customer)
    assert page.tabs.part("products") is None
    for expected in ("money", "products", "people", "overview"):
        qtbot.keyClick(page, Qt.Key.Key_PageDown, CTRL)
        assert page.tabs.current == expected
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    assert page.tabs.current == "people"
    assert [r.values[0] for r in page.tabs.part("products").products.table.small.rows] == ["Lamp"]
    money = page.tabs.part("money")
    qtbot.waitUntil(lambda: hasattr(money, "account"))
    account = money.account.table.small
    assert account.texts(0)[-2:] == ("10.00", "10.00")


def test_who_may_only_read_sees_the_parts_and_changes_nothing(book, make_desk, qtbot) -> None:
    customer = a_customer(book.owner)
    add_address(book.owner, customer, AddressInput("Quay 1"))
    add_invoice_title(book.owner, customer, InvoiceTitleInput("Larch Ltd"))
    page: Any = CustomerPage(make_desk(book.person(Role.FINANCE)), customer)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.record is not None)
    page.tabs.choose("people")
    qtbot.waitUntil(lambda: page.tabs.part("people").complete)
    card = page.tabs.part("people").addresses
    assert card.table.isVisible()
    assert not card.add_button.isVisible()
    press(qtbot, card, Qt.Key.Key_Delete)
    press(qtbot, card, Qt.Key.Key_Insert)
    assert len(every(Address)) == 1
    page.desk.background.close()
