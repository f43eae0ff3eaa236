"""Customers in the window: the list, the form, the page, contacts, inactive and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.customer import Customer, FollowUp
from app.queries import customer_details
from app.queries.lists import LISTS
from app.views.customers import edit_customer, new_customer, open_customer
from app.views.customers.actions import follow_up
from app.views.customers.customer_page import CustomerPage
from app.views.desk import Desk
from app.views.texts import set_language
from app.views.values import word_of
from tests.helpers.book import a_customer, an_order, cents, every, read
from tests.helpers.desk import dialog_of, idle
from tests.helpers.modal import typing


def page_of(desk: Desk, window: Any, qtbot: Any, customer: int) -> CustomerPage:
    open_customer(desk, window, customer)
    idle(desk, qtbot)
    page = window.findChild(CustomerPage, f"customer_page_{customer}")
    assert isinstance(page, CustomerPage)
    return page


def test_the_list_shows_customers_and_offers_what_is_allowed(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Harbour & Hale", phone="555 0101")
    page = window.show_page("customers")
    page.refresh()
    idle(real_desk, qtbot)
    row = LISTS["customers"].rows([customer], real_desk.actor)[customer]
    assert {"edit_customer", "add_follow_up", "make_order", "deactivate_customer"} <= row.actions
    assert "activate_customer" not in row.actions
    in_panel = {"note_customer", "use_balance", "merge_customer", "undo_merge", "export_person", "erase_person"}
    assert {"new_customer", "export_list", "open_customer", *(row.actions - in_panel)} <= set(page.commands)


def test_a_customer_is_added_by_keyboard_and_enter_goes_from_field_to_field(real_desk, window, qtbot) -> None:
    seen: list[str] = []

    def type_it(dialog: Any) -> None:
        qtbot.waitExposed(dialog)
        assert dialog.lines["name"].text() == "Willow"
        dialog.lines["name"].setFocus()
        for _n in range(3):
            seen.append(dialog.focusWidget().objectName())
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.isVisible()
        qtbot.keyClicks(dialog.lines["phone"], "555 0102")
        dialog.credit_limit.setText("1000*2")
        qtbot.keyClick(dialog.lines["phone"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    made: list[int] = []
    typing(window, "customer_dialog", type_it)
    new_customer(real_desk, window, "Willow", made.append)
    qtbot.waitUntil(lambda: len(made) == 1)
    stored = read(Customer, made[0])
    assert (stored.name, stored.phone, stored.credit_limit) == ("Willow", "555 0102", cents("2000"))
    assert stored.code
    assert seen == ["customer_name", "customer_code", "customer_kind"]


def test_escape_leaves_the_form_and_nothing_is_stored(real_desk, window, qtbot) -> None:
    left: list[str] = []
    typing(window, "customer_dialog", lambda dialog: qtbot.keyClick(dialog.lines["name"], Qt.Key.Key_Escape))
    new_customer(real_desk, window, "Willow", left=lambda: left.append("left"))
    qtbot.waitUntil(lambda: left == ["left"])
    assert not every(Customer)


def test_problems_are_said_at_their_fields_and_nothing_typed_is_lost(real_desk, window, qtbot) -> None:
    a_customer(real_desk.actor, "Taken", code="K1")
    customer = a_customer(real_desk.actor, "Harbour & Hale")
    edit_customer(real_desk, window, customer)
    dialog = dialog_of(window, "customer_dialog")
    dialog.credit_limit.setText("much")
    dialog.accept_form()
    assert "much" in dialog.form.fields["credit_limit"].error
    dialog.credit_limit.setText("")
    dialog.terms.choose("30m")
    dialog.lines["code"].setText("K1")
    dialog.lines["city"].setText("Leeds")
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert "Taken" in dialog.form.fields["code"].error
    assert dialog.isVisible()
    assert dialog.lines["city"].text() == "Leeds"
    dialog.lines["code"].setText("K2")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    stored = read(Customer, customer)
    assert (stored.code, stored.city, stored.payment_terms) == ("K2", "Leeds", "30m")


def test_editing_without_a_change_keeps_every_field(real_desk, window, qtbot) -> None:
    fields = {
        "code": "C9", "customer_kind": "person", "grade": "A", "source": "fair", "phone": "1", "email": "a@b.example",
        "wechat": "w", "country": "BR", "region": "r", "city": "c", "address": "x", "postal_code": "p",
        "tax_number": "t", "owner_id": 1, "credit_limit": 12_345, "payment_terms": "15m", "tags": "a,b", "note": "n\nm",
    }  # fmt: skip
    customer = a_customer(real_desk.actor, "Whole", **fields)
    edit_customer(real_desk, window, customer)
    dialog = dialog_of(window, "customer_dialog")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    stored = read(Customer, customer)
    assert {name: getattr(stored, name) for name in fields} == fields


def test_the_page_shows_what_the_query_says(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Harbour & Hale", phone="555 0101", credit_limit=cents("900"))
    order = an_order(real_desk.actor, customer, 120)
    page = page_of(real_desk, window, qtbot, customer)
    detail = customer_details.customer(real_desk.actor, customer)
    assert page.title.text() == detail.name
    assert page.figures.figures["outstanding"].text() == "120.00"
    assert page.figures.figures["orders"].text() == "1"
    assert page.tabs.part("overview").orders.table.small.rows[0].id == order
    assert page.facts.values["phone"].text() == "555 0101"
    assert page.facts.values["credit_limit"].text() == "900.00"
    assert not page.chip.isVisible()
    for name, action in page.commands.items():
        assert action.isEnabled() is (name in detail.actions), name


def test_a_contact_is_noted_and_shown_at_once(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    page = page_of(real_desk, window, qtbot, customer)
    card = page.tabs.part("overview").follow_ups
    assert card.none_yet.isVisible()
    follow_up(real_desk, page, customer)
    dialog = dialog_of(page, "follow_up_dialog")
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.form.fields["said"].error
    qtbot.keyClicks(dialog.said, "Wants a new offer")
    dialog.next_date.set_value(date(2026, 3, 1))
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.form.fields["next_date"].error
    dialog.next_date.set_value(date(2026, 3, 20))
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.said, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert every(FollowUp)[0].said == "Wants a new offer"
    qtbot.waitUntil(lambda: card.table.isVisible())
    qtbot.waitUntil(lambda: page.facts.values["next"].text() == "2026-03-20")


def test_a_customer_is_set_inactive_and_active_again(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    page = page_of(real_desk, window, qtbot, customer)
    page.start("deactivate_customer")
    qtbot.waitUntil(lambda: page.chip.isVisible())
    assert page.chip.word == "Inactive"
    set_language("zh_CN")
    assert page.chip.word == word_of("customer", "inactive") != "Inactive"
    set_language("en")
    assert not page.next.isVisible()
    page.start("activate_customer")
    qtbot.waitUntil(lambda: not page.chip.isVisible())
    assert read(Customer, customer).active


def test_who_may_not_edit_sees_no_figures_and_reads_why(book, make_desk, real_desk, window, qtbot) -> None:
    customer = a_customer(book.owner, phone="555 0101", credit_limit=5)
    viewer = book.person(Role.WAREHOUSE)
    page = CustomerPage(make_desk(viewer), customer)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.record is not None)
    assert not page.figures.isVisible()
    assert page.facts.values["phone"].text() in ("", "–")
    assert page.facts.values["credit_limit"].text() in ("", "–")
    button = page._buttons["edit_customer"]
    assert not button.isEnabled()
    assert button.toolTip()
    page.desk.background.close()


def test_every_input_of_the_forms_has_a_name(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    for start, name in ((edit_customer, "customer_dialog"), (follow_up, "follow_up_dialog")):
        start(real_desk, window, customer)
        dialog = dialog_of(window, name)
        for field in dialog.form.fields.values():
            assert field.field.objectName() == field.field.objectName().lower() != ""
            assert field.field.accessibleName()
        dialog.reject()
