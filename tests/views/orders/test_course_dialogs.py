"""What is asked along the course of an order: dates, reasons, refunds, exchanges, parts, what the customer thinks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.models.order import Instalment, OrderLine
from app.models.payment import Refund
from app.operations.company import change_setting
from app.operations.order_course import complete_order
from app.operations.payments import record_payment
from app.operations.quotations import quote_order, send_back, send_to_review
from app.operations.shipments import ship_order
from app.queries.hold_texts import SETTING, template
from app.queries.people import people
from app.views.desk import Desk
from app.views.orders import open_order
from app.views.orders.editor import open_editor
from app.views.orders.lines_model import EACH
from app.views.orders.order_page import OrderPage
from tests.helpers.book import a_customer, a_draft, a_line, an_order, cents, each, every, line_ids, order, pieces
from tests.helpers.desk import dialog_of, idle


def page_of(desk: Desk, window: Any, qtbot: Any, order_id: int) -> OrderPage:
    open_order(desk, window, order_id)
    idle(desk, qtbot)
    page = window.current_page()
    assert isinstance(page, OrderPage)
    return page


def paid(desk: Desk, amount: str = "50") -> int:
    customer = a_customer(desk.actor, "Harbour & Hale")
    made = an_order(desk.actor, customer, a_line(50, 2))
    record_payment(desk.actor, cents(amount), "cash", customer, parts=[(made, cents(amount))])
    return made


def refused(page: OrderPage, qtbot: Any, reason: str) -> Any:
    """The dialog of cancelling after it said why that cannot be."""
    page.start("cancel_order")
    dialog = dialog_of(page, "cancel_dialog")
    dialog.reason.setText(reason)
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.instead.isVisible())
    return dialog


def test_a_refusal_to_cancel_offers_what_can_be_done_instead(real_desk, window, qtbot) -> None:
    made = paid(real_desk)
    page = page_of(real_desk, window, qtbot, made)
    dialog = refused(page, qtbot, "ordered twice")
    assert "cannot be cancelled" in dialog.banner.text
    assert [name for name, offer in dialog.offers.items() if offer.isVisible()] == [
        "refund_and_cancel",
        "keep_deposit",
    ]
    assert dialog.offers["refund_and_cancel"].hasFocus() or not dialog.isActiveWindow()
    dialog.offers["refund_and_cancel"].click()
    refund = dialog_of(page, "refund_and_cancel_dialog")
    assert refund.reason.text() == "ordered twice"
    refund.method.choose("cash")
    assert "given back and the order is cancelled" in refund.what.text()
    with qtbot.waitSignal(refund.accepted):
        refund.accept_form()
    idle(real_desk, qtbot)
    assert order(made).state == "cancelled"
    assert [r.state for r in every(Refund)] == ["paid"]


def test_the_deposit_is_kept_with_the_reason_that_was_typed(real_desk, window, qtbot) -> None:
    made = paid(real_desk)
    dialog = refused(page_of(real_desk, window, qtbot, made), qtbot, "too late")
    with qtbot.waitSignal(dialog.accepted):
        dialog.offers["keep_deposit"].click()
    assert (order(made).worth, order(made).outstanding) == (cents(50), 0)


def test_with_goods_out_the_rest_is_closed(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(50, 2))
    ship_order(real_desk.actor, made, {line_ids(made)[0]: pieces(1)})
    dialog = refused(page_of(real_desk, window, qtbot, made), qtbot, "no more wanted")
    assert [name for name, offer in dialog.offers.items() if offer.isVisible()] == ["close_rest"]
    with qtbot.waitSignal(dialog.accepted):
        dialog.offers["close_rest"].click()
    assert order(made).worth == cents(50)


def test_a_refund_that_waits_is_said_on_the_page(real_desk, window, qtbot) -> None:
    made = paid(real_desk)
    page = page_of(real_desk, window, qtbot, made)
    page.start("refund_and_cancel")
    dialog = dialog_of(page, "refund_and_cancel_dialog")
    dialog.reason.setText("ordered twice")
    dialog.when.choose("later")
    assert dialog.method.isHidden() or not dialog.method.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: "as soon as its refund is paid" in page.banner.text)
    assert "cancel_order" not in page.record.actions


def test_a_quotation_says_until_when_it_holds_and_lives_again(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    page.start("quote_order")
    dialog = dialog_of(page, "quote_dialog")
    today = real_desk.actor.today()
    assert dialog.day.value() == today + timedelta(days=30)
    dialog.day.set_value(today - timedelta(days=1))
    dialog.accept_form()
    qtbot.waitUntil(lambda: "over" in dialog.form.fields["expiry_date"].error)
    dialog.day.set_value(today + timedelta(days=3))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    until = (today + timedelta(days=3)).isoformat()
    qtbot.waitUntil(lambda: until in page.facts.values["quoted"].text())
    real_desk.actor = replace(real_desk.actor, today=lambda: today + timedelta(days=10))
    page.refresh()
    qtbot.waitUntil(lambda: "expired" in page.banner.text)
    assert page.chips["state"].key == "expired"
    page.start("revive_quotation")
    again = dialog_of(page, "quote_dialog")
    with qtbot.waitSignal(again.accepted):
        again.accept_form()
    assert order(made).expiry_date == today + timedelta(days=40)


def test_a_review_shows_who_asked_and_why_and_what_came_back(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    send_to_review(real_desk.actor, made, "New customer")
    page = page_of(real_desk, window, qtbot, made)
    name = people()[0].full_name or people()[0].name
    assert f"{name} asked for a review: New customer" in page.banner.text
    send_back(real_desk.actor, made, "Ask for a deposit")
    page.refresh()
    qtbot.waitUntil(lambda: f"{name} sent it back: Ask for a deposit" in page.banner.text)


def test_the_text_for_a_customer_follows_reason_and_language_until_it_is_written(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor, "Harbour & Hale"), 50)
    page = page_of(real_desk, window, qtbot, made)
    page.start("hold_order")
    dialog = dialog_of(page, "hold_dialog")
    dialog.reason.setText("Waits for payment")
    assert "$50.00" in dialog.text.toPlainText()
    assert "Harbour & Hale" in dialog.text.toPlainText()
    dialog.language.choose("zh_CN")
    assert "您好" in dialog.text.toPlainText()
    dialog.copy.click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()
    dialog.text.setPlainText("My own words")
    dialog.reason.setText("Address to be checked")
    assert dialog.text.toPlainText() == "My own words"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert order(made).hold_reason == "Address to be checked"


def test_the_office_has_texts_of_its_own(real_desk) -> None:
    usual = template("payment", "en")
    change_setting(real_desk.actor, SETTING.format(reason="payment", language="en"), "Please pay, {customer}.")
    assert template("payment", "en") == "Please pay, {customer}."
    change_setting(real_desk.actor, SETTING.format(reason="payment", language="en"), None)
    assert template("payment", "en") == usual


def test_a_plan_is_made_of_equal_parts_and_shows_what_is_missing(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    page = page_of(real_desk, window, qtbot, made)
    page.start("plan_instalments")
    dialog = dialog_of(page, "plan_dialog")
    dialog.count.setValue(3)
    assert [field.value() for field in dialog.amounts[:3]] == [cents("33.34"), cents("33.33"), cents("33.33")]
    dialog.amounts[0].set_value(cents(30))
    assert "3.34 of 100.00 is still to be planned" in dialog.sum.text()
    dialog.accept_form()
    qtbot.waitUntil(lambda: "is missing" in dialog.banner.text)
    assert every(Instalment) == []
    dialog.amounts[2].set_value(cents("36.67"))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: len(page.related.plan.table.small.rows) == 3)
    rows = [row.values for row in page.related.plan.table.small.rows]
    assert [(row[1], row[2], row[4]) for row in rows] == [
        ("1 / 3", "unpaid", cents(30)),
        ("2 / 3", "unpaid", cents("33.33")),
        ("3 / 3", "unpaid", cents("36.67")),
    ]


def test_an_exchange_is_one_dialog_and_then_something_is_to_be_shipped(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(50, 2))
    ship_order(real_desk.actor, made)
    page = page_of(real_desk, window, qtbot, made)
    page.start("exchange_goods")
    dialog = dialog_of(page, "exchange_dialog")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["reason"].error != "")
    dialog.reason.setText("Broken")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: "ship_order" in page.record.actions)
    assert (order(made).worth, order(made).to_ship - order(made).shipped) == (cents(100), pieces(1))


@pytest.mark.parametrize("way", ["complete", "later"])
def test_what_the_customer_thinks_is_noted_with_completion_or_later(real_desk, window, qtbot, way) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    if way == "later":
        complete_order(real_desk.actor, made, "Done by hand")
    page = page_of(real_desk, window, qtbot, made)
    page.start("complete_order" if way == "complete" else "rate_order")
    dialog = dialog_of(page, "complete_dialog" if way == "complete" else "rate_dialog")
    if way == "complete":
        dialog.reason.setText("Done by hand")
    dialog.score.choose("4")
    dialog.comment.setText("Quick")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert (order(made).satisfaction, order(made).satisfaction_comment) == (4, "Quick")
    qtbot.waitUntil(lambda: page.facts.values["satisfaction"].text() == "4 / 5 · Quick")


def test_quotations_that_expired_are_a_list_of_their_own(real_desk) -> None:
    from app.queries.columns import Ask
    from app.queries.orders import ORDERS

    old = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    quote_order(real_desk.actor, old, real_desk.actor.today())
    fresh = a_draft(real_desk.actor, a_customer(real_desk.actor, "Other"), 50)
    quote_order(real_desk.actor, fresh)
    later = replace(real_desk.actor, today=lambda: order(old).expiry_date + timedelta(days=1))
    assert list(ORDERS.ids(later, Ask(filters=(("expired", "yes"),)))) == [old]


def test_kind_and_shipping_fee_have_their_place_in_the_editor_and_on_the_page(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), a_line(100))
    open_editor(real_desk, made)
    editor = window.current_page()
    editor.head.kind.choose("made_to_order")
    editor.side.ship_to.shipping.click()
    row = len(editor.model.lines) - 1
    assert (editor.model.line(row).line_kind, editor.view.currentIndex().column()) == ("shipping", EACH)
    editor.model.change(row, unit_price=each(12))
    editor.side.ship_to.shipping.click()
    assert len(editor.model.lines) == row + 1, "there is one shipping fee"
    editor.money.discount.setText("10")
    editor.money.off.setText("2")
    assert editor.model.sums.total == cents(100)
    editor.saving.save(confirm=True)
    qtbot.waitUntil(lambda: isinstance(window.current_page(), OrderPage))
    idle(real_desk, qtbot)
    page = window.current_page()
    assert order(made).order_kind == "made_to_order"
    assert page.facts.values["kind"].text() == "Made to order"
    assert [row.values[1] for row in page.lines.table.small.rows] == ["Lamp", "Shipping"]
    assert [line.line_kind for line in every(OrderLine)] == ["goods", "shipping"]
    sums = [label.text() for label in page.lines.sums.findChildren(QLabel)]
    assert sums[:6] == ["Goods", "112.00", "Discount", "-10.00", "Rounding-off", "-2.00"]
    assert (order(made).revenue, order(made).total) == (cents(90), cents(100))
