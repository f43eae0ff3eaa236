"""Receipts from the window: proposed, issued, kept, printed again as a copy, voided."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app.models.document import DocumentSnapshot
from app.models.papers import KeptPaper
from app.models.payment import Receipt
from app.operations.payments import record_payment, void_payment
from app.operations.receipts import issue_receipt
from app.queries.check import check
from app.views.payments.receipts import print_receipts
from tests.helpers.book import a_customer, an_order, cents, every, order
from tests.helpers.desk import dialog_of, idle
from tests.reports.reading import pages_of
from tests.views.payments.test_payment_page import finish, page_of


def paid(desk: Any) -> tuple[int, int]:
    customer = a_customer(desk.actor, "Harbour & Hale")
    made = an_order(desk.actor, customer, 60)
    money = record_payment(desk.actor, cents(60), "cash", customer, parts=[(made, cents(60))]).value
    return money, made


def leave(preview: Any, page: Any, qtbot: Any) -> None:
    preview.reject()
    qtbot.waitUntil(lambda: page.findChild(QDialog, "print_preview") is None)


def shown_paper(page: Any, qtbot: Any) -> Any:
    preview = dialog_of(page, "print_preview")
    qtbot.waitUntil(lambda: bool(preview.made.pdf))
    return preview


def test_a_receipt_is_issued_kept_and_shown(real_desk, window, qtbot) -> None:
    money, made = paid(real_desk)
    page = page_of(real_desk, window, qtbot, money)
    assert "print_receipt" not in page.record.actions
    page.start("issue_receipt")
    dialog = dialog_of(page, "receipt_dialog")
    assert dialog.payer.text() == "Harbour & Hale"
    assert order(made).number in dialog.form.fields["reason"].note
    dialog.reason.setText("lamps for the stall")
    finish(dialog, page, qtbot)
    preview = shown_paper(page, qtbot)
    words = pages_of(preview.made.pdf)[0]
    assert "RE-2026-0001" in words
    assert "lamps for the stall" in words
    assert "COPY" not in words
    preview.reject()
    idle(real_desk, qtbot)
    assert every(KeptPaper)[0].content == preview.made.pdf, "what was shown is what is kept"
    assert page.facts.values["receipt"].text() == "RE-2026-0001"
    assert "issue_receipt" not in page.record.actions
    assert [f.code for f in check()] == []


def test_an_empty_payer_is_asked_for_at_its_field(real_desk, window, qtbot) -> None:
    money = record_payment(real_desk.actor, cents(10), "cash").value
    page = page_of(real_desk, window, qtbot, money)
    page.start("issue_receipt")
    dialog = dialog_of(page, "receipt_dialog")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["payer"].error != "")
    assert not every(Receipt)


def test_a_double_click_issues_one(real_desk, window, qtbot) -> None:
    money, _made = paid(real_desk)
    page = page_of(real_desk, window, qtbot, money)
    page.start("issue_receipt")
    dialog = dialog_of(page, "receipt_dialog")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(real_desk, qtbot)
    assert len(every(Receipt)) == 1


def test_printed_again_it_is_a_copy_and_a_voided_one_says_so(real_desk, window, qtbot, tmp_path) -> None:
    money, _made = paid(real_desk)
    issue_receipt(real_desk.actor, money)
    page = page_of(real_desk, window, qtbot, money)
    page.start("print_receipt")
    preview = shown_paper(page, qtbot)
    preview.save_to(tmp_path / "one.pdf")
    idle(real_desk, qtbot)
    leave(preview, page, qtbot)
    page.start("print_receipt")
    preview = shown_paper(page, qtbot)
    assert "COPY" in pages_of(preview.made.pdf)[0]
    leave(preview, page, qtbot)
    void_payment(real_desk.actor, money, "typed twice")
    page.refresh()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: "voided" in page.facts.values["receipt"].text())
    page.start("print_receipt")
    preview = shown_paper(page, qtbot)
    assert "VOID" in pages_of(preview.made.pdf)[0]
    preview.reject()


def test_a_wrong_receipt_is_voided_and_another_one_issued(real_desk, window, qtbot) -> None:
    money, _made = paid(real_desk)
    issue_receipt(real_desk.actor, money, "Harbor & Hall")
    page = page_of(real_desk, window, qtbot, money)
    page.start("void_receipt")
    dialog = dialog_of(page, "void_receipt_dialog")
    dialog.reason.setText("name misspelt")
    finish(dialog, page, qtbot)
    qtbot.waitUntil(lambda: "issue_receipt" in page.record.actions)
    issue_receipt(real_desk.actor, money)
    names = [DocumentSnapshot.from_json(each.snapshot).buyer.name for each in every(Receipt)]
    assert names == ["Harbor & Hall", "Harbour & Hale"]


def test_receipts_of_several_payments_are_one_file_and_payments_without_one_are_left_out(
    real_desk, window, qtbot
) -> None:
    first, second, third = (paid(real_desk)[0] for _n in range(3))
    for money in (first, third):
        issue_receipt(real_desk.actor, money)
    print_receipts(real_desk, window, [first, second, third])
    preview = shown_paper(window, qtbot)
    qtbot.waitUntil(lambda: len(preview.made.papers) == 2)
    assert [paper.number for paper in preview.made.papers] == ["RE-2026-0001", "RE-2026-0002"]
    preview.reject()
