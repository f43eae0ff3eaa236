"""The form of a credit line by line: what is typed, shared, capped and stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.models.order import OrderLine
from app.models.payment import Credit, CreditLine
from app.operations.amendments import amend_order
from app.operations.credits import approve_credit, reject_credit
from app.operations.credits import request_credit as ask
from app.operations.invoices import issue_invoice
from app.operations.order_content import typed_from
from app.operations.parts import LinePart
from app.operations.shipments import ship_order
from app.views import texts
from app.views.invoices import credit_invoice
from app.views.refunds import open_credit, request_credit
from tests.helpers.book import (
    a_customer,
    a_line,
    an_order,
    assert_book_sound,
    cents,
    every,
    line_ids,
    order,
    pieces,
)
from tests.helpers.desk import dialog_of, idle


def form_of(desk: Any, window: Any, order_id: int, kind: str = "allowance") -> Any:
    """The form of a credit of an order, with this kind chosen."""
    request_credit(desk, window, order_id)
    dialog = dialog_of(window, "request_credit_dialog")
    dialog.kind.choose(kind)
    return dialog


def type_into(field: Any, text: str) -> None:
    """Type letter by letter in place of what stands there."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def reads(dialog: Any, name: str) -> str:
    """What a part of the form says."""
    return str(dialog.findChild(QLabel, name).text())


def field_of(dialog: Any, line: int) -> Any:
    """The field of a line."""
    return dialog.table.rows[line].field


def test_one_amount_shows_what_each_line_gets_of_it(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 60, 40)
    first, second = line_ids(made)
    dialog = form_of(real_desk, window, made)
    type_into(dialog.amount, "10%")
    assert (field_of(dialog, first).text(), field_of(dialog, second).text()) == ("6.00", "4.00")
    assert reads(dialog, "request_allowance_lines_sum_gross") == "10.00"
    dialog.reason.setText("late")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert [line.net for line in every(CreditLine)] == [cents(6), cents(4)]
    assert every(Credit)[0].amount == cents(10)
    assert_book_sound()


def test_a_typed_line_makes_it_an_allowance_by_lines(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 60, 40)
    first, second = line_ids(made)
    dialog = form_of(real_desk, window, made)
    type_into(dialog.amount, "10")
    type_into(field_of(dialog, second), "25%")
    assert dialog.by_lines
    assert (dialog.amount.text(), field_of(dialog, first).text()) == ("16.00", "6.00")
    assert "16.00 less; 84.00" in dialog.sum.text()
    type_into(field_of(dialog, first), "0")
    dialog.reason.setText("scratched")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert [(line.order_line_id, line.net) for line in every(CreditLine)] == [(second, cents(10))]


def test_an_amount_typed_again_is_shared_again(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 60, 40)
    first, second = line_ids(made)
    dialog = form_of(real_desk, window, made)
    type_into(field_of(dialog, first), "60")
    type_into(dialog.amount, "50")
    assert not dialog.by_lines
    assert (field_of(dialog, first).text(), field_of(dialog, second).text()) == ("30.00", "20.00")
    type_into(dialog.amount, "100.01")
    assert dialog.form.fields["amount"].note.startswith("At most 100.00")
    dialog.reason.setText("late")
    dialog.accept_form()
    qtbot.waitUntil(lambda: "100.00" in dialog.form.fields["amount"].error)
    assert dialog.amount.text() == "100.01", "a refused form keeps what was typed"


def test_the_cap_of_a_line_is_said_at_its_field_and_keeps_the_form_open(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), 60, 40)
    first, second = line_ids(made)
    approve_credit(actor, ask(actor, made, "allowance", "a", [LinePart(first, gross=cents(20))]).value)
    ask(actor, made, "allowance", "b", [LinePart(first, gross=cents(15))])
    dialog = form_of(real_desk, window, made)
    assert dialog.table.rows[first].room == "25.00"
    assert dialog.table.note(first) == "20.00 is credited already · 15.00 is asked for"
    type_into(field_of(dialog, first), "25.01")
    problem = "At most 25.00: it came to 60.00, 20.00 is credited already, 15.00 is asked for."
    assert dialog.table.note(first) == problem
    assert field_of(dialog, first).accessibleDescription() == problem
    type_into(field_of(dialog, second), "5")
    assert reads(dialog, "request_allowance_lines_sum_gross") == "5.00", "what is beyond its cap does not count"
    dialog.reason.setText("late")
    dialog.accept_form()
    assert dialog.isVisible()
    assert len(every(Credit)) == 2
    type_into(field_of(dialog, first), "-5")
    assert "below zero" in dialog.table.note(first)
    type_into(field_of(dialog, first), "4x")
    dialog.accept_form()
    assert "is not a number" in dialog.table.note(first)
    type_into(field_of(dialog, first), "25")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Credit)[-1].amount == cents(30)


def test_what_was_asked_for_meanwhile_is_refused_at_its_line(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), 60, 40)
    first, second = line_ids(made)
    dialog = form_of(real_desk, window, made)
    type_into(field_of(dialog, first), "10")
    type_into(field_of(dialog, second), "40")
    dialog.reason.setText("late")
    ask(actor, made, "allowance", "somebody else", [LinePart(second, gross=cents(30))])
    dialog.accept_form()
    qtbot.waitUntil(lambda: "10.00" in dialog.table.note(second))
    assert dialog.isVisible()
    assert field_of(dialog, second).text() == "40"


def test_a_termination_shows_what_is_not_delivered_yet_and_what_it_is_worth(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(
        actor,
        a_customer(actor),
        a_line(10, 10),
        a_line(5, 2, description="Shade"),
        a_line(8, description="Freight", line_kind="shipping"),
    )
    lamp, shade, freight = line_ids(made)
    ship_order(actor.confirming({"shortage"}), made, {lamp: pieces(4), shade: pieces(2)})
    dialog = form_of(real_desk, window, made, "termination")
    assert set(dialog.table.rows) == {lamp, freight}, "what was delivered does not end"
    assert field_of(dialog, lamp).text() == "6"
    assert field_of(dialog, freight).text() == ""
    assert dialog.table.figures(lamp) == ("60.00", "0.00", "60.00")
    type_into(field_of(dialog, lamp), "7")
    assert dialog.table.note(lamp) == "At most 6: 10 ordered, 4 shipped."
    type_into(field_of(dialog, lamp), "5")
    type_into(field_of(dialog, freight), "50%")
    assert "54.00 less; 64.00" in dialog.sum.text()
    dialog.reason.setText("sold out")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert [(x.order_line_id, x.quantity, x.net) for x in every(CreditLine)] == [
        (lamp, pieces(5), cents(50)),
        (freight, 0, cents(4)),
    ]
    approve_credit(actor, every(Credit)[0].id)
    assert order(made).worth == cents(64)
    assert_book_sound()


def test_an_order_that_nobody_began_ends_as_a_whole(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), a_line(10, 10), a_line("7.99", line_kind="shipping"), cash_rounding=1)
    dialog = form_of(real_desk, window, made, "termination")
    assert reads(dialog, "request_termination_lines_sum_gross") == "108.00"
    assert reads(dialog, "request_termination_lines_beyond") == "0.01"
    dialog.reason.setText("closed down")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    approve_credit(actor, every(Credit)[0].id)
    assert order(made).worth == 0
    assert all(line.credited_net == line.net for line in every(OrderLine))


def test_an_amount_that_makes_no_sense_takes_nothing_from_the_lines_of_another_kind(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(10, 10))
    line = line_ids(made)[0]
    dialog = form_of(real_desk, window, made)
    type_into(dialog.amount, "50")
    type_into(dialog.amount, "50x")
    dialog.kind.choose("termination")
    assert field_of(dialog, line).text() == "10"
    assert "100.00 less" in dialog.sum.text()
    dialog.kind.choose("allowance")
    assert (dialog.amount.text(), field_of(dialog, line).text()) == ("", "")


def test_a_line_that_an_amendment_took_away_is_not_offered(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), 60, 40)
    first, second = line_ids(made)
    reject_credit(actor, ask(actor, made, "allowance", "a", [LinePart(second, gross=cents(5))]).value, "no")
    content = typed_from(order(made), every(OrderLine, "order_id = ?", (made,)))
    amend_order(actor, made, replace(content, lines=content.lines[:1]), "less")
    assert line_ids(made) == [first, second]
    assert set(form_of(real_desk, window, made).table.rows) == {first}


def test_enter_and_the_arrows_go_from_line_to_line(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 60, 40)
    first, second = line_ids(made)
    dialog = form_of(real_desk, window, made)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    type_into(field_of(dialog, first), "10%")
    QTest.keyClick(field_of(dialog, first), Qt.Key.Key_Return)
    assert field_of(dialog, first).text() == "6.00"
    assert field_of(dialog, first).calculation == "10%"
    assert dialog.focusWidget() is field_of(dialog, second)
    QTest.keyClick(field_of(dialog, second), Qt.Key.Key_Up)
    assert dialog.focusWidget() is field_of(dialog, first)
    QTest.keyClick(field_of(dialog, first), Qt.Key.Key_F9)
    assert field_of(dialog, first).text() == "10%"
    QTest.keyClick(field_of(dialog, first), Qt.Key.Key_Down)
    QTest.keyClick(field_of(dialog, second), Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.reason
    assert dialog.isVisible()


@pytest.mark.parametrize("typed", ["", "0"])
def test_nothing_is_asked_for_without_an_amount(real_desk, window, qtbot, typed: str) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 60)
    dialog = form_of(real_desk, window, made)
    if typed:
        type_into(dialog.amount, typed)
    dialog.reason.setText("late")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["amount"].error != "")
    assert every(Credit) == []


def test_the_lines_follow_a_switch_of_language(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), a_line(10, 10))
    ship_order(actor.confirming({"shortage"}), made, {line_ids(made)[0]: pieces(4)})
    dialog = form_of(real_desk, window, made, "termination")
    try:
        texts.set_language("zh_CN")
        assert dialog.table.note(line_ids(made)[0]) == "订购 10 · 已发货 4"
    finally:
        texts.set_language("en")


def test_the_page_of_a_credit_shows_net_tax_and_gross_of_its_lines(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), a_line("99.98", 2), cash_rounding=2)
    first = line_ids(made)[0]
    some = ask(actor, made, "allowance", "scratched", [LinePart(first, gross=cents(50))]).value
    approve_credit(actor, some)
    rest = ask(actor, made, "allowance", "all of it", amount=cents("149.98")).value
    for credit, rows in (
        (some, [("Lamp", "", "", "", "50.00", "0.00", "50.00")]),
        (
            rest,
            [
                ("Lamp", "", "", "", "149.96", "0.00", "149.96"),
                ("Rounding of the order", "", "", "", "0.02", "0.00", "0.02"),
            ],
        ),
    ):
        open_credit(real_desk, window, credit)
        idle(real_desk, qtbot)
        page = window.current_page()
        qtbot.waitUntil(lambda page=page: page.record is not None)
        table = page.lines.small
        assert [table.texts(n) for n in range(table.rowCount())] == rows


def test_a_credit_note_says_what_it_takes_back_of_this_invoice(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), 60, 40)
    first, second = line_ids(made)
    only_first = issue_invoice(actor, [made], [LinePart(first, pieces(1))]).value
    parts = [LinePart(first, gross=cents(10)), LinePart(second, gross=cents(15))]
    approve_credit(actor, ask(actor, made, "allowance", "scratched", parts).value)
    credit_invoice(real_desk, window, only_first)
    dialog = dialog_of(window, "credit_note_dialog")
    assert dialog.how.key() == "credit"
    dialog.reason.setText("scratched")
    qtbot.waitUntil(lambda: dialog.sum.text().startswith("10.00 of 60.00"))
    dialog.reject()
