"""Recording a payment: what is proposed, what stays over, what is said before and at the fields."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from app.models.payment import Payment, WriteOff
from app.operations.codes import change_payment_method
from app.operations.instalments import InstalmentInput, plan_instalments
from app.operations.payments import record_payment as recorded
from app.queries import choices
from app.views import problems
from app.views.desk import Desk
from app.views.payments import record_payment
from tests.helpers.book import TestBook, a_customer, an_order, assert_book_sound, cents, every, value
from tests.helpers.desk import dialog_of, idle


def open_for(desk: Desk, parent: Any, qtbot: Any, **what: int) -> Any:
    record_payment(desk, parent, **what)
    idle(desk, qtbot)
    return dialog_of(parent, "record_payment_dialog")


def test_from_an_order_its_open_amount_is_proposed_and_goes_to_it(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    older = an_order(real_desk.actor, customer, 50)
    order = an_order(real_desk.actor, customer, 120)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    assert dialog.amount.value() == cents("120")
    assert dict(dialog.parts.value()) == {order: cents("120")}
    assert dialog.customer.isReadOnly()
    dialog.amount.set_value(cents("100"))
    assert dict(dialog.parts.value()) == {order: cents("100")}
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.amount, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", order) == cents("20")
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", older) == cents("50")
    assert_book_sound()


def test_from_a_customer_the_oldest_orders_are_settled_first_and_typed_parts_stay(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    orders = [an_order(real_desk.actor, customer, 100) for _n in range(3)]
    dialog = open_for(real_desk, window, qtbot, customer_id=customer)
    dialog.amount.set_value(cents("150"))
    assert dict(dialog.parts.value()) == {orders[0]: cents("100"), orders[1]: cents("50")}
    assert "150.00 is still due" in dialog.rest.text()
    field = dialog.parts.fields[orders[0]]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "30")
    dialog.amount.set_value(cents("120"))
    assert dict(dialog.parts.value()) == {orders[0]: cents("30"), orders[1]: cents("90")}
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    due = [value("SELECT outstanding FROM sales_order WHERE id = ?", i) for i in orders]
    assert due == [cents("70"), cents("10"), cents("100")]
    assert_book_sound()


def test_what_is_more_than_due_is_asked_in_the_form_and_nothing_else_asks(
    real_desk, window, qtbot, monkeypatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(problems, "ask", lambda question, parent=None: asked.append(question))
    customer = a_customer(real_desk.actor)
    order = an_order(real_desk.actor, customer, 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    assert dialog.question.isHidden()
    dialog.amount.set_value(cents("250"))
    assert dialog.question.text.text() == "150.00 more than is due – keep it as the customer's balance?"
    assert dialog.form.fields["amount"].note == "150.00 more than due"
    assert dialog.rest.text() == "100.00 settles orders. 150.00 is not decided yet."
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert dialog.isVisible()
    assert not every(Payment)
    assert dialog.focusWidget() is dialog.question.keep
    assert dialog.amount.value() == cents("250")
    qtbot.keyClick(dialog.question.keep, Qt.Key.Key_Space)
    assert dialog.rest.text() == "100.00 settles orders. 150.00 becomes the customer's balance."
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Payment)[0].free == cents("150")
    assert asked == []
    assert_book_sound()


def test_a_mistyped_amount_is_lowered_by_one_button(real_desk, window, qtbot) -> None:
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    dialog.amount.set_value(cents("1000"))
    dialog.question.keep.setChecked(True)
    dialog.question.less.click()
    assert dialog.amount.value() == cents("100")
    assert dialog.question.isHidden()
    assert dialog.rest.text() == "100.00 settles orders. Nothing stays over."
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Payment)[0].free == 0


def test_an_answer_counts_for_the_amount_it_was_given_for(real_desk, window, qtbot) -> None:
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    dialog.amount.set_value(cents("250"))
    dialog.question.keep.setChecked(True)
    dialog.amount.set_value(cents("2500"))
    assert dialog.question.open, "2,400.00 is another question than 150.00"


def test_what_one_order_leaves_can_go_to_the_others(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    older = an_order(real_desk.actor, customer, 50)
    order = an_order(real_desk.actor, customer, 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    dialog.amount.set_value(cents("130"))
    assert dialog.question.text.text() == "30.00 settles no order yet, while 50.00 is still due."
    dialog.question.spread.click()
    assert dict(dialog.parts.value()) == {order: cents("100"), older: cents("30")}
    assert dialog.question.isHidden()
    assert "After it 20.00 is still due." in dialog.rest.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", older) == cents("20")
    assert_book_sound()


def test_a_reference_that_the_method_needs_is_asked_for_at_its_field(real_desk, window, qtbot) -> None:
    dialog = open_for(real_desk, window, qtbot)
    dialog.amount.set_value(cents("10"))
    needing = next(code for code, facts in dialog.method._facts.items() if facts["needs_reference"])
    dialog.method.choose(needing)
    assert dialog.form.fields["bank_reference"]._caption.text() == "Reference *"
    dialog.accept_form()
    assert "reference" in dialog.form.fields["bank_reference"].error
    assert dialog.focusWidget() is dialog.reference
    assert dialog.isVisible()
    assert dialog.amount.value() == cents("10")
    dialog.reference.setText("B-77")
    dialog.payer.setText("Somebody")
    assert dialog.rest.text() == "The payment waits until somebody claims it."
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Payment)[0].customer_id is None
    assert every(Payment)[0].payer == "Somebody"


def test_an_empty_or_senseless_amount_is_said_at_the_field(real_desk, window, qtbot) -> None:
    dialog = open_for(real_desk, window, qtbot)
    dialog.accept_form()
    assert dialog.form.fields["amount"].error
    dialog.amount.setText("twelve")
    dialog.accept_form()
    assert "twelve" in dialog.form.fields["amount"].error
    assert not every(Payment)


def test_a_small_rest_is_a_question_with_three_answers(book: TestBook, real_desk, window, qtbot) -> None:
    book.set_company(write_off_limit=100)
    customer = a_customer(real_desk.actor)
    orders = [an_order(real_desk.actor, customer, 100) for _n in range(3)]
    dialog = open_for(real_desk, window, qtbot, order_id=orders[0])
    dialog.amount.set_value(cents("98.50"))
    assert dialog.shortage.isHidden(), "1.50 is more than the limit: it just stays due"
    dialog.amount.set_value(cents("99.50"))
    assert not dialog.shortage.isHidden()
    assert "0.50 is missing" in dialog.shortage.text.text()
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert not every(Payment)
    assert dialog.focusWidget() is dialog.shortage.leave
    dialog.shortage.leave.setChecked(True)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", orders[0]) == cents("0.50")

    dialog = open_for(real_desk, window, qtbot, order_id=orders[1])
    dialog.amount.set_value(cents("99.50"))
    assert not dialog.shortage.kind.isEnabled()
    dialog.shortage.give_up.setChecked(True)
    dialog.shortage.kind.choose("fee")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert [(w.order_id, w.amount, w.write_off_kind) for w in every(WriteOff)] == [(orders[1], 50, "fee")]
    assert value("SELECT collection FROM sales_order WHERE id = ?", orders[1]) == "paid"

    dialog = open_for(real_desk, window, qtbot, order_id=orders[2])
    dialog.amount.set_value(cents("99.50"))
    dialog.shortage.fee.click()
    assert dialog.shortage.isHidden()
    assert (dialog.amount.value(), dialog.fee.value()) == (cents(100), 50)
    assert dialog.form.fields["fee"].note == "99.50 reaches the bank"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    last = every(Payment)[-1]
    assert (last.amount, last.fee) == (cents(100), 50)
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", orders[2]) == 0
    assert_book_sound()


def test_an_answer_about_a_rest_counts_for_that_rest(book: TestBook, real_desk, window, qtbot) -> None:
    book.set_company(write_off_limit=100)
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    dialog.amount.set_value(cents("99.50"))
    dialog.shortage.give_up.setChecked(True)
    dialog.amount.set_value(cents("99.20"))
    assert dialog.shortage.open


def test_what_was_paid_ahead_is_offered_and_used_first(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    recorded(real_desk.actor, cents(30), "cash", customer)
    order = an_order(real_desk.actor, customer, 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    assert not dialog.ahead.isHidden()
    assert dialog.ahead.text.text() == "30.00 paid ahead is free."
    dialog.ahead.use.click()
    using = dialog_of(dialog, "use_balance_dialog")
    assert dict(using.parts.value()) == {order: cents(30)}
    with qtbot.waitSignal(using.accepted):
        using.accept_form()
    idle(real_desk, qtbot)
    assert dialog.amount.value() == cents(70)
    assert dialog.ahead.isHidden()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", order) == 0
    assert_book_sound()


def test_two_windows_and_a_double_click_record_a_payment_once(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    order = an_order(real_desk.actor, customer, 100)
    first = open_for(real_desk, window, qtbot, order_id=order)
    second = open_for(real_desk, window, qtbot, order_id=order)
    second = next(d for d in window.findChildren(type(first), "record_payment_dialog") if d is not first)
    for dialog in (first, second):
        dialog.amount.set_value(cents(40))
    with qtbot.waitSignal(first.accepted):
        for _click in range(2):
            qtbot.mouseClick(first.primary, Qt.MouseButton.LeftButton)
        qtbot.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    second.accept_form()
    idle(real_desk, qtbot)
    assert len(every(Payment)) == 1
    assert second.isVisible()
    assert "60.00 is due" in second.form.fields["parts"].error
    assert second.amount.value() == cents(40), "what was typed stays"
    with qtbot.waitSignal(second.accepted):
        second.accept_form()
    assert value("SELECT outstanding FROM sales_order WHERE id = ?", order) == cents(20)
    assert_book_sound()


def test_a_method_proposes_its_fee_and_asks_for_the_day_of_the_statement(real_desk, window, qtbot) -> None:
    methods = {str(c.facts["code"]): c.id for c in choices.methods(real_desk.actor)}
    change_payment_method(real_desk.actor, methods["card"], True, False, True, 6000)
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    dialog.method.choose("card")
    assert dialog.fee.value() == 60, "0.6 % of 100.00"
    assert dialog.day.value() is None
    dialog.accept_form()
    assert dialog.form.fields["date"].error
    dialog.method.choose("cash")
    assert dialog.fee.value() is None
    assert dialog.day.value() == real_desk.actor.today()
    dialog.method.choose("card")
    dialog.fee.setFocus()
    dialog.fee.selectAll()
    qtbot.keyClicks(dialog.fee, "0.75")
    dialog.day.setFocus()
    qtbot.keyClick(dialog.day, Qt.Key.Key_T)
    dialog.amount.set_value(cents(90))
    assert dialog.fee.value() == 75, "what was typed stays"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert (every(Payment)[0].amount, every(Payment)[0].fee) == (cents(90), 75)


def test_a_few_cents_too_much_can_be_booked_as_a_difference(book: TestBook, real_desk, window, qtbot) -> None:
    book.set_company(write_off_limit=100)
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    dialog.amount.set_value(cents(105))
    assert dialog.question.book.isHidden(), "5.00 is more than the limit"
    dialog.amount.set_value(cents("100.40"))
    assert not dialog.question.book.isHidden()
    dialog.question.keep.setChecked(True)
    dialog.question.book.setChecked(True)
    assert not dialog.question.keep.isChecked()
    assert "0.40 is booked as a difference." in dialog.rest.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Payment)[0].free == 0
    assert [(w.amount, w.write_off_kind) for w in every(WriteOff)] == [(-40, "difference")]
    assert value("SELECT collection FROM sales_order WHERE id = ?", order) == "paid"
    assert_book_sound()


def test_of_a_payment_plan_the_part_that_is_due_is_proposed(real_desk, window, qtbot) -> None:
    today = real_desk.actor.today()
    order = an_order(real_desk.actor, a_customer(real_desk.actor), 300)
    days = (today, today + timedelta(days=30), today + timedelta(days=60))
    plan_instalments(real_desk.actor, order, [InstalmentInput(day, cents(100)) for day in days])
    dialog = open_for(real_desk, window, qtbot, order_id=order)
    assert dialog.amount.value() == cents(100)
    assert dialog.form.fields["amount"].note == "100.00 by the plan, 300.00 due in all"
    dialog.amount.set_value(cents(130))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    again = open_for(real_desk, window, qtbot, order_id=order)
    assert again.amount.value() == cents(70), "what is left of the next part"
    again.reject()
