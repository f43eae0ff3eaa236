"""What is done with a payment from its page: used, taken off, claimed, handed on, set aside, voided."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.models.payment import Payment
from app.operations.payments import record_payment, void_payment
from app.queries.choices import Choice
from app.views.payments import open_payment, use_balance_of
from app.views.widgets.labels import CELL
from tests.helpers.book import a_customer, a_draft, an_order, assert_book_sound, cents, every, order, read
from tests.helpers.desk import dialog_of, idle


def page_of(desk: Any, window: Any, qtbot: Any, payment: int) -> Any:
    open_payment(desk, window, payment)
    idle(desk, qtbot)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    return page


def finish(dialog: Any, page: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(page.desk, qtbot)


def test_free_money_is_used_for_the_oldest_order_and_taken_off_again(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    made = an_order(real_desk.actor, customer, 60)
    payment = record_payment(real_desk.actor, cents("100"), "cash", customer).value
    page = page_of(real_desk, window, qtbot, payment)
    assert page.step(page.record) == "allocate_payment"
    page.start("allocate_payment")
    dialog = dialog_of(page, "allocate_dialog")
    assert dict(dialog.parts.value()) == {made: cents("60")}
    assert "40.00 of it stays" in dialog.rest.text()
    finish(dialog, page, qtbot)
    assert order(made).outstanding == 0
    qtbot.waitUntil(lambda: "release_payment" in page.record.actions)
    page.start("release_payment")
    dialog = dialog_of(page, "release_dialog")
    dialog.amount.set_value(cents("70"))
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["amount"].error != "")
    dialog.amount.set_value(cents("10"))
    finish(dialog, page, qtbot)
    assert order(made).outstanding == cents("10")
    assert_book_sound()


def test_without_an_open_order_or_a_draft_nothing_is_asked(real_desk, window, qtbot) -> None:
    payment = record_payment(real_desk.actor, cents("100"), "cash", a_customer(real_desk.actor)).value
    page = page_of(real_desk, window, qtbot, payment)
    for action, name in (("allocate_payment", "allocate_dialog"), ("earmark_payment", "earmark_dialog")):
        page.start(action)
        dialog = dialog_of(page, name)
        assert dialog.banner.isVisible()
        assert not dialog.form.isVisible()
        assert not dialog.primary.isEnabled()
        dialog.reject()


def test_the_texts_of_a_table_begin_and_end_with_its_heading(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    an_order(real_desk.actor, customer, 60)
    page = page_of(real_desk, window, qtbot, record_payment(real_desk.actor, cents("60"), "cash", customer).value)
    page.start("allocate_payment")
    finish(dialog_of(page, "allocate_dialog"), page, qtbot)
    qtbot.waitUntil(page.orders_card.isVisible)
    title = page.orders_card.findChild(QLabel, "payment_orders_card_title")
    assert page.orders.x() + CELL == title.x()
    assert page.orders.geometry().right() - CELL == title.geometry().right()


def test_an_unknown_payer_is_claimed_and_money_set_aside_for_a_draft(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    draft = a_draft(real_desk.actor, customer, 30)
    payment = record_payment(real_desk.actor, cents("100"), "cash", None, payer="Hale").value
    page = page_of(real_desk, window, qtbot, payment)
    assert page.step(page.record) == "claim_payment"
    assert not page.facts.values["customer"].isEnabled()
    page.start("claim_payment")
    dialog = dialog_of(page, "claim_dialog")
    dialog.accept_form()
    assert dialog.form.fields["customer_id"].error
    dialog.customer.set_value(Choice(customer, "Harbour & Hale"))
    finish(dialog, page, qtbot)
    assert read(Payment, payment).customer_id == customer
    qtbot.waitUntil(page.facts.values["customer"].isEnabled)
    qtbot.waitUntil(lambda: "earmark_payment" in page.record.actions)
    page.start("earmark_payment")
    dialog = dialog_of(page, "earmark_dialog")
    assert dialog.amount.value() == cents("30")
    finish(dialog, page, qtbot)
    assert order(draft).earmarked == cents("30")
    assert_book_sound()


def test_a_balance_is_transferred_and_a_bounced_payment_voided(real_desk, window, qtbot) -> None:
    one, other = a_customer(real_desk.actor), a_customer(real_desk.actor, "Larch")
    payment = record_payment(real_desk.actor, cents("100"), "cash", one).value
    page = page_of(real_desk, window, qtbot, payment)
    page.start("transfer_balance")
    dialog = dialog_of(page, "transfer_dialog")
    dialog.customer.set_value(Choice(other, "Larch"))
    dialog.amount.set_value(cents("40"))
    dialog.reason.setText("paid for them")
    finish(dialog, page, qtbot)
    assert read(Payment, payment).free == cents("60")
    page.start("void_payment")
    dialog = dialog_of(page, "void_payment_dialog")
    dialog.reason.setText("no cover")
    dialog.accept_form()
    qtbot.waitUntil(lambda: "Record it as bounced" in dialog.banner.text)
    assert dialog.reason.text() == "no cover"
    dialog.bounced.setChecked(True)
    finish(dialog, page, qtbot)
    qtbot.waitUntil(lambda: page.chip.key == "voided")
    assert any(p.reverses_id == payment for p in every(Payment))


def test_a_payment_is_visibly_locked_offers_to_void_and_its_values_can_be_copied(real_desk, window, qtbot) -> None:
    payment = record_payment(real_desk.actor, cents("100"), "cash", a_customer(real_desk.actor)).value
    page = page_of(real_desk, window, qtbot, payment)
    assert page.lock.isVisible()
    assert "stays as it was recorded" in page.lock_text.text()
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert page.facts.values["amount"].textInteractionFlags() & selectable == selectable
    page.findChild(QPushButton, "void_payment_offer").click()
    dialog = dialog_of(page, "void_payment_dialog")
    dialog.reason.setText("wrong customer")
    finish(dialog, page, qtbot)
    qtbot.waitUntil(lambda: page.chip.key == "voided")
    assert page.banner.property("banner") == "danger"
    assert "wrong customer" in page.banner.text
    assert not page.findChild(QPushButton, "void_payment_offer").isEnabled()
    assert page.lock.isVisible()
    assert not page.lock_line.isVisible()


def test_a_bounced_payment_says_so(real_desk, window, qtbot) -> None:
    payment = record_payment(real_desk.actor, cents("100"), "cash", a_customer(real_desk.actor)).value
    void_payment(real_desk.actor, payment, "no cover", bounced=True)
    page = page_of(real_desk, window, qtbot, payment)
    assert page.banner.text == "The bank took it back: no cover"


def test_the_balance_of_a_customer_settles_the_orders_that_are_chosen(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    record_payment(real_desk.actor, cents("50"), "cash", customer)
    orders = [an_order(real_desk.actor, customer, 40) for _n in range(2)]
    use_balance_of(real_desk, window, customer)
    dialog = dialog_of(window, "use_balance_dialog")
    assert dict(dialog.parts.value()) == {orders[0]: cents("40"), orders[1]: cents("10")}
    field = dialog.parts.fields[orders[1]]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "20")
    field.editingFinished.emit()
    assert dict(dialog.parts.value()) == {orders[0]: cents("40"), orders[1]: cents("20")}
    assert "Lower the parts by 10.00" in dialog.rest.text()
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["parts"].error != "")
    field.set_value(cents("5"))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    assert [order(i).outstanding for i in orders] == [0, cents("35")]
    assert_book_sound()


def test_without_a_balance_the_dialog_says_so(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    an_order(real_desk.actor, customer, 40)
    use_balance_of(real_desk, window, customer)
    dialog = dialog_of(window, "use_balance_dialog")
    assert not dialog.primary.isEnabled()
    assert "Nothing of the balance is free." in dialog.banner.text
    dialog.reject()
