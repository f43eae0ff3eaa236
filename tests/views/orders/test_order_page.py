"""The page of an order shows what the query says, says how far it is, and offers what is allowed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from app.models.actor import Role
from app.models.order import OrderLine
from app.models.payment import Payment
from app.operations.amendments import amend_order
from app.operations.credits import approve_credit, request_credit
from app.operations.earmarks import earmark_payment
from app.operations.invoices import issue_invoice
from app.operations.order_content import typed_from
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.shipments import ship_order
from app.queries import order_details
from app.views.desk import Desk
from app.views.orders import open_order
from app.views.orders.actions import ACTIONS
from app.views.orders.order_page import OrderPage
from tests.helpers.book import a_customer, a_draft, a_line, an_order, cents, every, line_ids, order, pieces, read
from tests.helpers.desk import dialog_of, idle

SHIFT = Qt.KeyboardModifier.ShiftModifier


def page_of(desk: Desk, window: Any, qtbot: Any, order_id: int) -> OrderPage:
    open_order(desk, window, order_id)
    idle(desk, qtbot)
    page = window.current_page()
    assert isinstance(page, OrderPage)
    return page


def paid_in_part(desk: Desk, worth: str = "240", paid: str = "100", **order_facts: Any) -> int:
    customer = a_customer(desk.actor, "Harbour & Hale")
    made = an_order(desk.actor, customer, a_line(str(int(worth) // 2), 2, description="Lamp"), **order_facts)
    record_payment(desk.actor, cents(paid), "cash", customer, parts=[(made, cents(paid))])
    return made


def test_the_page_shows_what_the_query_says(real_desk, window, qtbot) -> None:
    made = paid_in_part(real_desk, customer_reference="PO-7")
    page = page_of(real_desk, window, qtbot, made)
    detail = order_details.order(real_desk.actor, made)
    assert page.title.text() == detail.number
    assert page.chips["state"].key == "confirmed"
    assert page.facts.values["worth"].text() == "240.00"
    assert page.facts.values["outstanding"].text() == "140.00"
    assert page.lines.table.small.rows[0].values[1] == "Lamp"
    assert page.facts.values["customer"].text() == "Harbour && Hale"  # as a button says an ampersand
    assert page.facts.values["reference"].text() == "PO-7"
    assert page.related.payments.table.small.rows[0].values[4] == cents(100)


def test_the_page_shows_what_has_ended_and_offers_to_ship_the_rest_only(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(10, 10))
    line = line_ids(made)[0]
    page = page_of(real_desk, window, qtbot, made)
    table = page.lines.table
    ended = [column.key for column in table.small.columns].index("ended")
    assert table.isColumnHidden(ended)
    ship_order(real_desk.actor.confirming({"shortage"}), made, {line: pieces(2)})
    asked = request_credit(real_desk.actor, made, "termination", "sold out", [LinePart(line, pieces(5))]).value
    approve_credit(real_desk.actor, asked)
    page.refresh()
    idle(real_desk, qtbot)
    assert not table.isColumnHidden(ended)
    assert table.small.texts(0)[ended] == "5"
    shown = [c.key for n, c in enumerate(table.small.columns) if not table.isColumnHidden(n)]
    assert shown == ["description", "quantity", "shipped", "ended", "price", "amount"], (
        "what is empty makes room for it"
    )
    assert [b.text().strip() for b in page.related.shipments.findChildren(QPushButton) if "3" in b.text()] == [
        "Ship 3…"
    ]
    assert [step.text for step in page.stepper.tracks if step.key == "delivery"] == ["Partly shipped 2 / 5"]


def test_actions_are_on_as_allowed_and_say_why_not(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    for made in (a_draft(real_desk.actor, customer, 50), an_order(real_desk.actor, customer, 50)):
        page = page_of(real_desk, window, qtbot, made)
        detail = order_details.order(real_desk.actor, made)
        for name in ACTIONS:
            action = page.commands[name]
            assert action.isEnabled() is (name in detail.actions), name
            if name in detail.why_not:
                assert action.toolTip() == detail.why_not[name]


def test_the_menu_of_an_order_fits_a_small_screen_and_leaves_nothing_out(real_desk, window, qtbot) -> None:
    page = page_of(real_desk, window, qtbot, paid_in_part(real_desk))
    record = window.menus.by_name["record"]
    assert record.sizeHint().height() < 640
    assert set(page.commands.values()) <= set(window.menus.commands())
    assert {below.menu().title() for below in record.actions() if below.menu() is not None} == {
        "Quotation and review",
        "Money",
        "End or cancel",
    }


def test_the_next_step_is_offered_and_confirms_a_draft(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    assert page.next.text() == "Confirm order"
    page.next.click()
    qtbot.waitUntil(lambda: order(made).state == "confirmed")
    qtbot.waitUntil(lambda: page.next.text() == "Record payment…")


def test_money_set_aside_for_a_draft_is_released_on_its_page(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    made = a_draft(real_desk.actor, customer, 50)
    earmark_payment(
        real_desk.actor, record_payment(real_desk.actor, cents(50), "cash", customer).value, made, cents(50)
    )
    page = page_of(real_desk, window, qtbot, made)
    assert not page.commands["delete_draft"].isEnabled()
    page.commands["release_earmark"].trigger()
    qtbot.waitUntil(lambda: order(made).earmarked == 0)
    qtbot.waitUntil(page.commands["delete_draft"].isEnabled)


def test_a_note_left_behind_is_kept(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    page.note.setPlainText("Call before delivery")
    window.close_record()
    idle(real_desk, qtbot)
    assert order(made).note == "Call before delivery"


# How far it is


def test_every_step_says_when_it_was_reached_and_by_whom(real_desk, window, qtbot) -> None:
    made = paid_in_part(real_desk)
    page = page_of(real_desk, window, qtbot, made)
    steps = {s.key: s for s in (*page.stepper.steps, *page.stepper.tracks)}
    assert [steps[k].stage for k in ("draft", "confirmed", "processing", "completed")] == [
        "done", "current", "ahead", "ahead",
    ]  # fmt: skip
    for key in ("draft", "confirmed", "collection"):
        assert steps[key].who == real_desk.actor.name
        assert steps[key].when.startswith("2026-03-10")
    assert steps["collection"].text == "Partly paid 100.00"
    assert (steps["processing"].when, steps["delivery"].when) == ("", "")


def test_open_steps_are_taken_by_key_and_the_others_say_why_not(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    detail = order_details.order(real_desk.actor, made)
    button = page.stepper.button
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    button("draft").setFocus()
    for _key in range(8):
        if QApplication.focusWidget() is button("processing"):
            break
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert detail.why_not["start_order"] in page.stepper.line.text()
    assert detail.why_not["start_order"] in button("processing").accessibleDescription()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert order(made).state == "draft", "a step that is not open does nothing"
    button("confirmed").setFocus()
    assert "Confirm order" in page.stepper.line.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: order(made).state == "confirmed")


def test_a_track_starts_what_moves_it(real_desk, window, qtbot) -> None:
    page = page_of(real_desk, window, qtbot, paid_in_part(real_desk))
    page.stepper.button("collection").click()
    dialog = dialog_of(page, "record_payment_dialog")
    assert dialog.amount.value() == cents("140")


def test_who_may_not_move_a_track_reads_who_may(book, make_desk, window, qtbot) -> None:
    made = paid_in_part(make_desk())
    desk = make_desk(book.person(Role.WAREHOUSE))
    page = OrderPage(desk, made)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: page.record is not None)
    tracks = {s.key for s in page.stepper.tracks}
    assert tracks == {"delivery"} or all(s.why_not for s in page.stepper.tracks if s.key in ("collection", "invoicing"))


# What hangs on it


def test_each_kind_of_related_record_is_made_with_its_amount(real_desk, window, qtbot) -> None:
    made = paid_in_part(real_desk)
    page = page_of(real_desk, window, qtbot, made)
    related = page.related
    assert related.payments.make.text().strip() == "Record payment of 140.00…"
    assert related.invoices.make.text().strip() == "Issue invoice of 240.00…"
    assert related.shipments.make.text().strip() == "Ship 2…"
    assert related.payments.told.text() == "100.00 paid, 140.00 outstanding"
    related.invoices.make.click()
    dialog = dialog_of(page, "issue_invoice_dialog")
    assert dialog.amount == cents("240")


@pytest.mark.parametrize(
    ("keys", "held", "dialog"),
    [
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier, "record_payment_dialog"),
        (Qt.Key.Key_F7, SHIFT, "request_refund_dialog"),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "issue_invoice_dialog"),
        (Qt.Key.Key_F9, SHIFT, "request_credit_dialog"),
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "ship_dialog"),
    ],
)
def test_keys_start_them_from_the_page(real_desk, window, qtbot, keys, held, dialog) -> None:
    page = page_of(real_desk, window, qtbot, paid_in_part(real_desk))
    window.activateWindow()
    page.setFocus()
    QTest.keyClick(page, keys, held)
    assert dialog_of(page, dialog).isVisible()


def test_rows_open_their_record_here_or_beside(real_desk, window, qtbot) -> None:
    made = paid_in_part(real_desk)
    issue_invoice(real_desk.actor, [made])
    shipped = ship_order(real_desk.actor.confirming({"shortage"}), made)
    page = page_of(real_desk, window, qtbot, made)
    table = page.related.payments.table
    table.setFocus()
    assert table.current_id() is not None, "the first row waits for Enter"
    QTest.keyClick(table, Qt.Key.Key_Return)
    idle(real_desk, qtbot)
    assert window.current_page().objectName().startswith("payment_page")
    window.close_record()
    assert window.current_page() is page
    page.related.invoices.table.setFocus()
    QTest.keyClick(page.related.invoices.table, Qt.Key.Key_Return, SHIFT)
    idle(real_desk, qtbot)
    assert window.current_page() is page, "the order stays where it is"
    assert window.besides.windows[-1].page.objectName().startswith("invoice_page")
    page.related.shipments.table.setFocus()
    window.activateWindow()
    QTest.keyClick(page.related.shipments.table, Qt.Key.Key_Return)
    idle(real_desk, qtbot)
    assert window.current_page().record_id == shipped.value


def test_an_amendment_shows_what_stood_there_before_and_after(real_desk, window, qtbot) -> None:
    made = paid_in_part(real_desk)
    content = typed_from(order(made), [read(OrderLine, i) for i in line_ids(made)])
    fewer = replace(content, lines=tuple(replace(line, quantity=pieces(1)) for line in content.lines))
    amend_order(real_desk.actor, made, fewer, "one is enough")
    page = page_of(real_desk, window, qtbot, made)
    rows = [row.values for row in page.related.amendments.table.small.rows]
    assert rows[0][1:3] == (real_desk.actor.name, "one is enough")
    assert ("Lamp, quantity", "2", "1") in [row[3:] for row in rows]
    assert ("total", "240.00", "120.00") in [row[3:] for row in rows]
    assert all(row[:3] == (None, "", "") for row in rows[1:]), "who and why stand once"


def test_a_confirmed_order_is_visibly_locked(real_desk, window, qtbot) -> None:
    page = page_of(real_desk, window, qtbot, paid_in_part(real_desk))
    assert page.lock.isVisible()
    assert "Amend it" in page.lock.accessibleName()
    page = page_of(real_desk, window, qtbot, a_draft(real_desk.actor, a_customer(real_desk.actor), 5))
    assert not page.lock.isVisible()


def test_a_reason_is_asked_for_where_the_table_says_so(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    page.start("cancel_order")
    dialog = dialog_of(page, "cancel_dialog")
    assert isinstance(dialog, QDialog)
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["reason"].error != "")
    dialog.reason.setText("ordered twice")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: page.chips["state"].key == "cancelled")
    assert page.stepper.steps[-1].stage == "stopped"
    assert "ordered twice" in page.banner.text
    assert not every(Payment)


def test_ctrl_enter_keeps_the_note_in_its_field_and_takes_the_next_step_elsewhere(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    page.note.setFocus()
    QTest.keyClicks(page.note, "Ring first")
    QTest.keyClick(page.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(real_desk, qtbot)
    assert (order(made).note, order(made).state) == ("Ring first", "draft")
    assert not page.note.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: order(made).state == "confirmed")
