"""Bank lines on the screen: what is proposed, what a decision does, and what nothing loses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.matching.statement import read_text
from app.models.bank import BankLine
from app.models.payment import Payment
from app.operations.payments import record_payment
from app.operations.statement_lines import import_statement
from app.views import pickers, texts
from app.views.desk import Desk
from app.views.matching import match_bank_lines
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, order
from tests.helpers.desk import dialog_of, idle

HEAD = "Date,Name,Amount,Reference,Note\n"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _nothing_copied() -> None:
    QApplication.clipboard().clear()


def bring(desk: Desk, *lines: str) -> None:
    """A statement brought in."""
    import_statement(desk.actor, "Main 0012", "bank_transfer", read_text(HEAD + "\n".join(lines)).entries)


def open_lines(desk: Desk, parent: Any, qtbot: Any) -> Any:
    match_bank_lines(desk, parent)
    idle(desk, qtbot)
    return dialog_of(parent, "matching_dialog")


def rows(dialog: Any) -> list[tuple[str, ...]]:
    """What the table shows, line by line."""
    return [dialog.table.small.texts(n) for n in range(len(dialog.table.small.rows))]


def confirm(dialog: Any, desk: Desk, qtbot: Any) -> None:
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return, CONTROL)
    idle(desk, qtbot)


def test_each_line_says_whose_money_it_seems_to_be_and_why(real_desk: Desk, window: Any, qtbot: Any) -> None:
    an_order(real_desk.actor, a_customer(real_desk.actor, "Hollow Oak Ltd"), 310)
    bring(real_desk, "2026-03-02,HOLLOW OAK LTD,310.00,R1,", "2026-03-03,Landlord,-900.00,R2,")
    dialog = open_lines(real_desk, window, qtbot)
    first, second = rows(dialog)
    assert (first[1], first[3], first[4]) == ("HOLLOW OAK LTD", "Hollow Oak Ltd: SO-2026-0001", "Sure")
    assert (second[3], second[4]) == ("Money that went out", "")
    assert dialog.table.hasFocus()
    assert "Same amount as SO-2026-0001" in dialog.detail.why.text()


def test_what_is_confirmed_is_a_payment_and_the_next_line_is_looked_at(
    real_desk: Desk, window: Any, qtbot: Any
) -> None:
    sold = an_order(real_desk.actor, a_customer(real_desk.actor, "Hollow Oak Ltd"), 310)
    bring(real_desk, "2026-03-02,Hollow Oak,310.00,R1,", "2026-03-03,Landlord,-900.00,R2,")
    dialog = open_lines(real_desk, window, qtbot)
    confirm(dialog, real_desk, qtbot)
    assert order(sold).outstanding == 0
    assert dialog.line().party == "Landlord"
    assert not dialog.primary.isEnabled()
    assert dialog.states.tabText(1).endswith("1")
    assert_book_sound()


def test_an_order_that_was_just_paid_is_not_proposed_again(real_desk: Desk, window: Any, qtbot: Any) -> None:
    an_order(real_desk.actor, a_customer(real_desk.actor, "Hollow Oak Ltd"), 310)
    bring(real_desk, "2026-03-02,Hollow Oak,310.00,R1,", "2026-03-03,Hollow Oak,310.00,R2,")
    dialog = open_lines(real_desk, window, qtbot)
    assert [row[4] for row in rows(dialog)] == ["Sure", "Sure"]
    confirm(dialog, real_desk, qtbot)
    ((_day, _who, _amount, what, fit),) = rows(dialog)
    assert "SO-2026-0001" not in what
    assert fit != "Sure"


def test_another_proposal_is_chosen_by_key(real_desk: Desk, window: Any, qtbot: Any) -> None:
    customer = a_customer(real_desk.actor, "Hollow Oak Ltd")
    older, younger = an_order(real_desk.actor, customer, 310), an_order(real_desk.actor, customer, 310)
    bring(real_desk, "2026-03-10,Hollow Oak,310.00,R1,")
    dialog = open_lines(real_desk, window, qtbot)
    assert [part for part, _amount in dialog.detail.proposal.parts] == [older]
    qtbot.keyClick(dialog.table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    confirm(dialog, real_desk, qtbot)
    assert (order(older).outstanding, order(younger).outstanding) == (cents(310), 0)


def test_what_fails_is_said_and_the_line_stays(real_desk: Desk, window: Any, qtbot: Any) -> None:
    sold = an_order(real_desk.actor, a_customer(real_desk.actor, "Hollow Oak Ltd"), 310)
    bring(real_desk, "2027-03-02,Hollow Oak Ltd,310.00,R1,")
    dialog = open_lines(real_desk, window, qtbot)
    confirm(dialog, real_desk, qtbot)
    assert dialog.banner.text
    assert len(rows(dialog)) == 1
    assert order(sold).outstanding == cents(310)


def test_a_payment_recorded_by_hand_is_linked(real_desk: Desk, window: Any, qtbot: Any) -> None:
    customer = a_customer(real_desk.actor, "Hollow Oak Ltd")
    sold = an_order(real_desk.actor, customer, 310)
    record_payment(real_desk.actor, cents(310), "cash", customer, parts=[(sold, cents(310))])
    bring(real_desk, "2026-03-10,Hollow Oak Ltd,310.00,R1,")
    dialog = open_lines(real_desk, window, qtbot)
    assert rows(dialog)[0][3] == f"Payment {every(Payment)[0].number} in the book"
    confirm(dialog, real_desk, qtbot)
    assert len(every(Payment)) == 1
    assert every(BankLine)[0].payment_id == every(Payment)[0].id


def test_it_is_said_by_hand_whose_money_it_is(real_desk: Desk, window: Any, qtbot: Any) -> None:
    customer = a_customer(real_desk.actor, "Hollow Oak Ltd")
    sold = an_order(real_desk.actor, customer, 310)
    bring(real_desk, "2026-03-02,Quillback Holding,200.00,R1,")
    dialog = open_lines(real_desk, window, qtbot)
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    asked = dialog_of(window, "assign_line")
    asked.customer.set_value(pickers.customer_choice(real_desk, customer))
    idle(real_desk, qtbot)
    assert dict(asked.parts.value()) == {sold: cents(200)}
    with qtbot.waitSignal(asked.accepted):
        qtbot.keyClick(asked.customer, Qt.Key.Key_Return, CONTROL)
    idle(real_desk, qtbot)
    assert order(sold).paid == cents(200)
    assert rows(dialog) == []


def test_lines_of_one_kind_are_put_aside_together(real_desk: Desk, window: Any, qtbot: Any) -> None:
    bring(real_desk, "2026-03-02,Landlord,-900.00,R1,", "2026-03-03,Tax office,-80.00,R2,", "2026-03-04,Bea,7.77,R3,")
    dialog = open_lines(real_desk, window, qtbot)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    asked = dialog_of(window, "ignore_line")
    assert asked.reason.text() == "Money that went out"
    asked.these.setChecked(True)
    with qtbot.waitSignal(asked.accepted):
        asked.accept_form()
    idle(real_desk, qtbot)
    assert [line.state for line in every(BankLine)] == ["ignored", "ignored", "new"]
    assert [row[1] for row in rows(dialog)] == ["Bea"]
    dialog.states.setCurrentIndex(2)
    idle(real_desk, qtbot)
    dialog.again.click()
    idle(real_desk, qtbot)
    assert [line.state for line in every(BankLine)].count("new") == 2


def test_a_statement_is_read_from_a_file_and_taken_back(
    real_desk: Desk, window: Any, qtbot: Any, tmp_path: Path
) -> None:
    file = tmp_path / "march.csv"
    file.write_text("交易日期,收入,支出,对方户名\n2026-03-02,310.00,,安\n2026-03-03,,9.00,房东\n", encoding="gb18030")
    dialog = open_lines(real_desk, window, qtbot)
    dialog.bring.click()
    asked = dialog_of(window, "bring_statement")
    asked.take_file(file)
    qtbot.waitUntil(lambda: asked.primary.isEnabled())
    assert "2 lines" in asked.found.text()
    asked.account.setText("Main 0012")
    asked.method.choose("bank_transfer")
    with qtbot.waitSignal(asked.accepted):
        asked.accept_form()
    idle(real_desk, qtbot)
    assert [row[1] for row in rows(dialog)] == ["安", "房东"]
    dialog.banner._act()
    idle(real_desk, qtbot)
    assert every(BankLine) == []
    assert rows(dialog) == []


def test_days_and_months_are_asked_for_at_the_field(real_desk: Desk, window: Any, qtbot: Any) -> None:
    dialog = open_lines(real_desk, window, qtbot)
    dialog.bring.click()
    asked = dialog_of(window, "bring_statement")
    asked.text.setPlainText(HEAD + "03/04/2026,Ann,5.00,R1,")
    asked.look()
    idle(real_desk, qtbot)
    assert asked.form.fields["day_first"].error
    assert not asked.primary.isEnabled()
    asked.days.choose("day")
    idle(real_desk, qtbot)
    assert "2026-04-03" in asked.found.text()


def test_the_words_follow_the_language(real_desk: Desk, window: Any, qtbot: Any) -> None:
    bring(real_desk, "2026-03-02,Landlord,-900.00,R1,")
    dialog = open_lines(real_desk, window, qtbot)
    texts.set_language("zh_CN")
    try:
        idle(real_desk, qtbot)
        assert rows(dialog)[0][3] == "支出"
        assert dialog.windowTitle() == "银行流水"
    finally:
        texts.set_language("en")
