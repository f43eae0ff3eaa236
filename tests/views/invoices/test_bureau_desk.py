"""The tax bureau's workbooks through the window: numbers come in once, requests go out with their remarks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog

from app.models.invoice import Invoice, InvoiceRequest
from app.operations.invoice_requests import request_invoice
from app.queries.bureau import AMBIGUOUS, KNOWN, MATCHED, UNKNOWN
from app.views.invoices import request_invoice as ask_for_invoice
from app.views.invoices import requests_page
from app.views.invoices.bureau_export import export_for_bureau
from app.views.invoices.bureau_import import register_bureau
from tests.helpers.book import TestBook, a_customer, an_order, close, every, new_book
from tests.helpers.bureau import FIRM, number
from tests.helpers.desk import dialog_of, idle
from tests.importing.test_bureau import a_file, a_row


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book."""
    made = new_book(tmp_path, country="CN", name="苏州青禾文具")
    yield made
    close(made)


def a_request(actor, price: str) -> int:
    return request_invoice(
        actor, an_order(actor, a_customer(actor, f"栖霞岭 {price}"), price), "digital_special", FIRM
    ).value


def opened(real_desk, window, qtbot, path: Path):
    register_bureau(real_desk, window)
    dialog = next(each for each in window.findChildren(QDialog, "bureau_import_dialog") if each.isVisible())
    dialog.take_file(path)
    qtbot.waitUntil(lambda: bool(dialog.matches))
    return dialog


def test_a_workbook_is_shown_settled_and_registered_and_adds_nothing_again(real_desk, window, qtbot, tmp_path) -> None:
    actor = real_desk.actor
    clear, one, other = a_request(actor, "1130"), a_request(actor, "50"), a_request(actor, "50.00")
    path = a_file(
        tmp_path,
        a_row(number(1), 1130, 备注=""),
        a_row(number(2), 50, 金额=44.25, 税额=5.75, 备注=""),
        a_row(number(3), 7, 金额=6.19, 税额=0.81, 备注=""),
    )
    dialog = opened(real_desk, window, qtbot, path)
    assert [match.state for match in dialog.matches] == [AMBIGUOUS, MATCHED, UNKNOWN]
    assert dialog.primary.text() == "Register 1 invoice"
    assert dialog.table.current_id() == 0
    assert dialog.answer.count() == 3
    dialog.answer.setCurrentIndex(2)
    assert dialog.primary.text() == "Register 2 invoices"
    dialog.accept_form()
    qtbot.waitUntil(lambda: bool(dialog.outcomes))
    assert dialog.counts.text() == "Blue registered 2 · Left out 1"
    assert dialog.primary.text() == "Close"
    assert {each.number for each in every(Invoice)} == {number(1), number(2)}
    assert {each.id for each in every(InvoiceRequest, "state = 'issued'")} == {clear, other}
    dialog.accept_form()
    assert not dialog.isVisible()
    idle(real_desk, qtbot)
    again = opened(real_desk, window, qtbot, path)
    assert sorted(match.state for match in again.matches) == [KNOWN, KNOWN, UNKNOWN]
    assert not again.primary.isEnabled()
    assert every(InvoiceRequest, "id = ?", (one,))[0].state == "requested"


def test_a_row_can_be_left_out_and_a_wrong_file_is_said(real_desk, window, qtbot, tmp_path) -> None:
    a_request(real_desk.actor, "1130")
    dialog = opened(real_desk, window, qtbot, a_file(tmp_path, a_row(number(1), 1130)))
    assert "the same total" in dialog.told.text()
    dialog.answer.choose("")
    assert not dialog.primary.isEnabled()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    dialog.take_file(wrong)
    qtbot.waitUntil(lambda: dialog.banner.isVisible())
    assert every(Invoice) == []


def test_requests_go_out_with_what_the_platform_might_refuse(real_desk, window, qtbot, tmp_path) -> None:
    a_request(real_desk.actor, "1130")
    export_for_bureau(real_desk, window, [])
    idle(real_desk, qtbot)
    dialog = dialog_of(window, "bureau_export_dialog")
    assert dialog.counts.text() == "1 request goes out. 1 has remarks."
    assert "no tax class" in dialog.told.text()
    dialog.write(tmp_path / "out.xlsx")
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: dialog.banner.isVisible())
    assert load_workbook(tmp_path / "out.xlsx").sheetnames == ["1-发票基本信息", "2-发票明细信息"]


def test_only_a_chinese_book_offers_them(book, real_desk, window) -> None:
    assert {"register_bureau", "export_for_bureau"} <= set(requests_page(real_desk, window).commands)
    book.set_company(country="DE")
    assert not {"register_bureau", "export_for_bureau"} & set(requests_page(real_desk, window).commands)


def test_a_request_asks_for_what_the_platform_wants_and_warns_without_blocking(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    sold = an_order(actor, a_customer(actor, "栖霞岭", tax_number="91330100MA2XXXXX8A"), "10")
    ask_for_invoice(real_desk, window, sold)
    dialog = dialog_of(window, "request_invoice_dialog")
    assert dialog.kind.key() == "digital_normal"
    assert "last character doesn't fit" in dialog.form.fields["tax_number"].note
    dialog.buyer.phone.setText("1381234567")
    assert dialog.form.fields["phone"].note
    dialog.buyer.phone.setText("13812345678-1234")
    assert dialog.form.fields["phone"].note == ""
    dialog.content.choose("summary")
    dialog.before_payment.setChecked(True)
    dialog.deliver_to.setText("fp@example.com")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    (asked,) = every(InvoiceRequest)
    assert (asked.invoice_kind, asked.content, asked.phone) == ("digital_normal", "summary", "13812345678-1234")
    assert (bool(asked.before_payment), asked.deliver_to) == (True, "fp@example.com")
