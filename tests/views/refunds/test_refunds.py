"""Refunds, returns and write-offs: proposals, caps, decisions, what is said before and at the fields."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.models.actor import Role
from app.models.papers import KeptPaper
from app.models.payment import Credit, Refund, WriteOff
from app.operations import credits as crediting
from app.operations import refunds
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.shipments import ship_order
from app.queries.reasons import reasons
from app.views import problems
from app.views.preview_pane import PreviewPane
from app.views.refunds import open_credit, open_refund, open_write_off, request_credit, request_refund, show_credits
from app.views.refunds import write_off as open_write_off_dialog
from app.views.refunds.refund_page import ACTIONS
from app.views.refunds.vouchers import _piece, print_voucher
from tests.helpers.asked import asked
from tests.helpers.book import a_customer, a_line, an_order, assert_book_sound, cents, every, line_ids, order, pieces
from tests.helpers.desk import dialog_of, idle


def paid_order(actor: Any, worth: str, paid: str) -> int:
    customer = a_customer(actor)
    made = an_order(actor, customer, a_line(worth, 1))
    record_payment(
        actor.confirming({"keep_surplus"}),
        cents(paid),
        "cash",
        customer,
        parts=[(made, min(cents(worth), cents(paid)))],
    )
    return made


def test_a_refund_proposes_what_was_paid_too_much_and_names_the_cap(real_desk, window, qtbot) -> None:
    made = paid_order(real_desk.actor, "100", "100")
    credit = crediting.request_credit(real_desk.actor, made, "allowance", "scratched", amount=cents("20")).value
    crediting.approve_credit(real_desk.actor, credit)
    request_refund(real_desk, window, made)
    dialog = dialog_of(window, "request_refund_dialog")
    assert dialog.amount.value() == cents("20")
    assert dialog.credit.key() == str(credit)
    assert dialog._above_field.isHidden()
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["reason"].error != "")
    dialog.reason.setText("scratched")
    dialog.amount.set_value(cents("150"))
    dialog.above.setText("goodwill")
    assert not dialog._above_field.isHidden()
    dialog.accept_form()
    qtbot.waitUntil(lambda: "100.00" in dialog.form.fields["amount"].error)
    dialog.amount.set_value(cents("20"))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Refund)[0].credit_id == credit
    assert_book_sound()


def test_a_refund_is_approved_paid_and_may_come_back(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    payment = record_payment(real_desk.actor, cents("80"), "cash", customer).value
    request_refund(real_desk, window, payment_id=payment)
    dialog = dialog_of(window, "request_refund_dialog")
    assert dialog.amount.value() == cents("80")
    dialog.reason.setText("paid twice")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    refund = every(Refund)[0].id
    open_refund(real_desk, window, refund)
    idle(real_desk, qtbot)
    page = window.current_page()
    for step, name, field in (
        ("approve_refund", "approve_refund_dialog", None),
        ("pay_refund", "pay_refund_dialog", None),
        ("return_refund", "returned_refund_dialog", "wrong account"),
    ):
        qtbot.waitUntil(lambda step=step: step in page.record.actions)
        page.start(step)
        decided = dialog_of(window, name)
        if field is not None:
            decided.reason.setText(field)
        with qtbot.waitSignal(decided.accepted):
            decided.accept_form()
        idle(real_desk, qtbot)
    assert every(Refund)[0].state == "returned"
    qtbot.waitUntil(lambda: page.chip.key == "returned")
    assert_book_sound()


def test_who_asked_reads_that_somebody_else_must_approve(book, make_desk, window, qtbot) -> None:
    made = paid_order(book.owner, "100", "100")
    manager = book.person(Role.MANAGER)
    refund = refunds.request_refund(manager, cents("10"), "late", order_id=made, above_proposal_reason="goodwill").value
    desk = make_desk(manager)
    from app.views.refunds.refund_page import RefundPage

    page = RefundPage(desk, refund)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: page.record is not None)
    assert "somebody else must approve it" in page.banner.text
    assert page.step(page.record) == ""


def test_a_return_names_quantities_and_says_what_the_order_loses(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), a_line("25", 4))
    ship_order(actor.confirming({"shortage"}), made)
    request_credit(real_desk, window, made)
    dialog = dialog_of(window, "request_credit_dialog")
    line = line_ids(made)[0]
    dialog.quantities[line].set_value(pieces(9))
    dialog.reason.setText("too many")
    dialog.accept_form()
    assert dialog.table.note(line) == "At most 4: 4 shipped."
    dialog.quantities[line].set_value(pieces(2))
    assert "50.00 less" in dialog.sum.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    credit = every(Credit)[0].id
    open_credit(real_desk, window, credit)
    idle(real_desk, qtbot)
    page = window.current_page()
    assert page.step(page.record) == "approve_credit"
    page.start("approve_credit")
    approving = dialog_of(window, "approve_credit_dialog")
    with qtbot.waitSignal(approving.accepted):
        approving.accept_form()
    assert order(made).worth == cents("50")
    assert_book_sound()


def test_an_allowance_takes_one_amount(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line("25", 4))
    request_credit(real_desk, window, made)
    dialog = dialog_of(window, "request_credit_dialog")
    assert dialog.kind.key() == "allowance", "nothing was shipped, so nothing can come back"
    dialog.amount.set_value(cents("30"))
    dialog.reason.setText("scratched")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Credit)[0].amount == cents("30")


def test_the_list_of_returns_lies_over_the_refunds(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line("25", 4))
    crediting.request_credit(real_desk.actor, made, "allowance", "x", lines=[LinePart(line_ids(made)[0], pieces(1))])
    window.show_page("refunds")
    show_credits(real_desk, window)
    idle(real_desk, qtbot)
    page = window.current_page()
    assert len(page.table.ids) == 1
    page.show_panel(True)
    page.view.select_ids(list(page.table.ids))
    pane = page.findChild(PreviewPane)
    qtbot.waitUntil(lambda: pane is not None and "Allowance" in pane.title.text())
    qtbot.waitUntil(page.command_actions["approve_credit"].isEnabled)
    page._back()
    assert window.current_page().records.noun == "refunds"


def test_a_difference_is_written_off_and_taken_back(real_desk, window, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(problems, "ask", lambda question, parent=None: True)
    made = paid_order(real_desk.actor, "100", "99.50")
    open_write_off_dialog(real_desk, window, made)
    dialog = dialog_of(window, "write_off_dialog")
    assert dialog.amount.value() == cents("0.50")
    dialog.reason.setText("bank kept it")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert order(made).outstanding == 0
    open_write_off(real_desk, window, every(WriteOff)[0].id)
    back = dialog_of(window, "reverse_write_off_dialog")
    back.reason.setText("they paid after all")
    with qtbot.waitSignal(back.accepted):
        back.accept_form()
    assert order(made).outstanding == cents("0.50")
    assert_book_sound()


def test_every_step_of_a_refund_has_a_name_that_queries_know(real_desk) -> None:
    from app.queries import allowed

    known = allowed.refund(real_desk.actor, {"state": "requested", "requested_by": 1})
    assert {a.name for a in ACTIONS} <= set(known)


def test_the_form_computes_the_cap_and_says_who_approves(book, make_desk, window, qtbot) -> None:
    made = paid_order(book.owner, "100", "100")
    refunds.request_refund(book.owner, cents("30"), "late", order_id=made, above_proposal_reason="goodwill")
    manager = book.person(Role.MANAGER)
    desk = make_desk(manager)
    desk.shell = window
    request_refund(desk, window, made)
    dialog = dialog_of(window, "request_refund_dialog")
    told = [part.text() for part in dialog.sums.findChildren(QLabel)]
    assert told == ["Paid", "100.00", "Promised", "-30.00", "Can be given back", "70.00"]
    assert "Nothing was paid too much" in dialog.findChild(QLabel, "request_refund_room").text()
    assert "Somebody else must approve it" in dialog.findChild(QLabel, "request_refund_approval").text()
    dialog.amount.set_value(cents("70.01"))
    assert dialog.form.fields["amount"].note == "At most 70.00 can be given back"
    dialog.accept_form()
    assert "70.00" in dialog.form.fields["amount"].error


def test_the_reasons_of_the_office_are_offered_and_others_can_be_typed(real_desk, window, qtbot) -> None:
    made = paid_order(real_desk.actor, "100", "100")
    request_refund(real_desk, window, made)
    dialog = dialog_of(window, "request_refund_dialog")
    assert dialog.reason.suggested == reasons("refund")
    dialog.reason.setFocus()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = dialog.reason.completer().popup()
    assert popup.isVisible()
    assert popup.model().rowCount() == len(reasons("refund"))
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc closes the list only"
    dialog.reason.setText("something else")
    dialog.amount.set_value(cents("10"))
    dialog.above.setText("goodwill")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Refund)[0].reason == "something else"


def test_a_refund_is_decided_and_paid_by_keys(real_desk, window, qtbot) -> None:
    made = paid_order(real_desk.actor, "100", "100")
    refund = refunds.request_refund(
        real_desk.actor, cents("10"), "late", order_id=made, above_proposal_reason="goodwill"
    ).value
    open_refund(real_desk, window, refund)
    idle(real_desk, qtbot)
    page = window.current_page()
    assert [s.stage for s in page.stepper.steps] == ["done", "ahead", "ahead"]
    assert page.stepper.steps[0].who == real_desk.actor.name
    for key, name, state in (
        (Qt.Key.Key_F9, "approve_refund_dialog", "approved"),
        (Qt.Key.Key_F7, "pay_refund_dialog", "paid"),
    ):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        page.setFocus()
        qtbot.keyClick(page, key)
        dialog = dialog_of(page, name)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        with qtbot.waitSignal(dialog.accepted):
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda state=state: page.record.state == state)
    assert [s.stage for s in page.stepper.steps] == ["done", "done", "done"]
    assert page.lock.isVisible()


def test_a_paid_refund_shows_its_voucher_and_prints_the_kept_bytes_again(real_desk, window, qtbot) -> None:
    made = paid_order(real_desk.actor, "100", "100")
    credit = crediting.request_credit(real_desk.actor, made, "allowance", "scratched", amount=cents("20")).value
    crediting.approve_credit(real_desk.actor, credit)
    refund = refunds.request_refund(real_desk.actor, cents("20"), "scratched", order_id=made, credit_id=credit).value
    refunds.approve_refund(real_desk.actor, refund)
    open_refund(real_desk, window, refund)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    assert "print_voucher" in page.record.why_not
    page.start("pay_refund")
    dialog = dialog_of(window, "pay_refund_dialog")
    dialog.accept_form()
    qtbot.waitUntil(lambda: every(KeptPaper) != [])
    idle(real_desk, qtbot)
    kept = every(KeptPaper)[0]
    assert (kept.about_kind, kept.about_id) == ("refund", refund)
    dialog_of(window, "print_preview").reject()
    snapshot, content = _piece(real_desk.actor, refund)
    assert (snapshot.number, content) == (every(Refund)[0].number, kept.content)
    qtbot.waitUntil(lambda: "print_voucher" in page.record.actions)
    with asked() as told:
        print_voucher(real_desk, window, refund)
    assert any("kept_paper" in sql for sql in told)
    assert not any("content" in sql for sql in told)
    idle(real_desk, qtbot)
    dialog_of(window, "print_preview").reject()
