"""Red rows of the tax bureau's workbook through the window: seen apart, confirmed, registered, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app import i18n
from app.importing.bureau import RED
from app.models.actor import Actor
from app.models.invoice import Invoice
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice
from app.queries.bureau import KNOWN, MATCHED
from app.queries.bureau_red import RED_OPEN, REFUSED
from app.views import texts
from app.views.invoices.bureau_import import register_bureau
from tests.helpers.book import TestBook, a_customer, an_order, cents, close, every, new_book, value
from tests.helpers.bureau import FIRM, number
from tests.helpers.desk import idle
from tests.importing.test_bureau import a_file, a_row


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book."""
    made = new_book(tmp_path, country="CN", name="苏州青禾文具")
    yield made
    close(made)


@pytest.fixture
def chinese_screen(qapp: Any) -> Iterator[None]:
    """A window that speaks Chinese."""
    texts.set_language("zh_CN")
    yield
    texts.set_language("en")


def a_blue(actor: Actor, place: int, price: int) -> int:
    sold = an_order(actor, a_customer(actor, f"栖霞岭 {place}"), price)
    return issue_invoice(actor, [sold], invoice_kind="digital_special", buyer=FIRM, number=number(place)).value


def a_request(actor: Actor, price: int) -> None:
    request_invoice(actor, an_order(actor, a_customer(actor), price), "digital_special", FIRM)


def a_red(place: int, total: int, blue: int | None, slip: str = "33010126031000000001") -> tuple[Any, ...]:
    """A red row as the platform exports it; the number of the blue one stands in the remark."""
    net = round(total / 1.13, 2)
    return a_row(
        number(place), -total, 金额=-net, 税额=-round(total - net, 2), 是否正数发票="否",
        备注=f"被红冲蓝字数电票号码：{number(blue)} 红字发票信息确认单编号：{slip}" if blue else "",
    )  # fmt: skip


def opened(real_desk: Any, window: Any, qtbot: Any, path: Path) -> Any:
    register_bureau(real_desk, window)
    dialog: Any = next(each for each in window.findChildren(QDialog, "bureau_import_dialog") if each.isVisible())
    dialog.take_file(path)
    qtbot.waitUntil(lambda: bool(dialog.matches))
    return dialog


def the_file(actor: Actor, folder: Path) -> Path:
    """One row of each sort: blue, red by number, red without a number, red of an unknown invoice."""
    a_request(actor, 77)
    a_blue(actor, 1, 1130)
    a_blue(actor, 2, 500)
    return a_file(
        folder,
        a_row(number(5), 77, 金额=68.14, 税额=8.86, 备注=""),
        a_red(6, 1130, 1),
        a_red(7, 500, None),
        a_red(8, 90, 99),
    )


def test_red_rows_are_registered_beside_the_blue_ones_and_summed_apart(real_desk, window, qtbot, tmp_path) -> None:
    actor = real_desk.actor
    path = the_file(actor, tmp_path)
    dialog = opened(real_desk, window, qtbot, path)
    assert [match.state for match in dialog.matches] == [RED_OPEN, REFUSED, MATCHED, RED]
    assert dialog.counts.text() == "Blue invoices 1 · Red invoices 2 · Refused 1 · 1 waits for your choice."
    assert dialog.primary.text() == "Register 2 invoices"
    assert dialog.answer.count() == 2
    assert dialog.answer.key() == ""
    assert dialog.told.text().startswith("1 fits. Choose it, or leave the invoice out.")
    dialog.table.selectRow(1)
    assert "is not in the book. Register it first" in dialog.told.text()
    assert not dialog.answer.isEnabled()
    dialog.table.selectRow(3)
    assert "01 Invoiced wrongly" in dialog.answer.currentText()
    assert "holds no slip 33010126031000000001" in dialog.told.text()
    dialog.table.selectRow(0)
    dialog.answer.setFocus()
    qtbot.keyClick(dialog.answer, Qt.Key.Key_Down)
    assert dialog.primary.text() == "Register 3 invoices"
    assert dialog.counts.text() == "Blue invoices 1 · Red invoices 2 · Refused 1"
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(dialog.outcomes))
    assert dialog.counts.text() == "Blue registered 1 · Red registered 2 · Refused 1"
    assert {each.number for each in every(Invoice, "document_type = 'credit_note'")} == {number(6), number(7)}
    assert [each.credited for each in every(Invoice, "document_type = 'invoice'")] == [cents(1130), cents(500), 0]
    dialog.accept_form()
    idle(real_desk, qtbot)
    again = opened(real_desk, window, qtbot, path)
    assert [match.state for match in again.matches] == [REFUSED, KNOWN, KNOWN, KNOWN]
    assert again.counts.text() == "In the book already 3 · Refused 1"
    assert not again.primary.isEnabled()
    assert value("SELECT count(*) FROM invoice") == 5


def test_a_proposal_that_nobody_confirms_is_not_registered(real_desk, window, qtbot, tmp_path) -> None:
    dialog = opened(real_desk, window, qtbot, the_file(real_desk.actor, tmp_path))
    dialog.accept_form()
    qtbot.waitUntil(lambda: bool(dialog.outcomes))
    assert dialog.counts.text() == "Blue registered 1 · Red registered 1 · Refused 1 · Left out 1"
    assert {each.number for each in every(Invoice, "document_type = 'credit_note'")} == {number(6)}


def test_what_is_refused_while_registering_is_shown_with_its_reason(real_desk, window, qtbot, tmp_path) -> None:
    a_blue(real_desk.actor, 1, 1130)
    dialog = opened(real_desk, window, qtbot, a_file(tmp_path, a_red(6, 1130, 1), a_red(7, 1130, 1)))
    assert dialog.counts.text() == "Red invoices 2"
    dialog.accept_form()
    qtbot.waitUntil(lambda: bool(dialog.outcomes))
    assert dialog.counts.text() == "Red registered 1 · Refused 1"
    assert dialog.table.current_id() == 1
    assert dialog.told.text().startswith("Nothing of invoice")


def test_the_same_story_in_chinese(chinese_screen, real_desk, window, qtbot, tmp_path) -> None:
    dialog = opened(real_desk, window, qtbot, the_file(real_desk.actor, tmp_path))
    assert dialog.counts.text() == "蓝字发票 1 · 红字发票 2 · 无法登记 1 · 1 张等待选择。"
    dialog.table.selectRow(1)
    assert dialog.told.text().startswith("账套中没有被红冲的蓝字发票")
    dialog.table.selectRow(3)
    assert "01 开票有误" in dialog.answer.currentText()
    dialog.accept_form()
    qtbot.waitUntil(lambda: bool(dialog.outcomes))
    assert dialog.counts.text() == "已登记蓝字 1 · 已登记红字 1 · 无法登记 1 · 已跳过 1"
    assert [each.reason for each in every(Invoice, "document_type = 'credit_note'")] == ["开票有误"]
    texts.set_language("en")
    assert dialog.counts.text() == "Blue registered 1 · Red registered 1 · Refused 1 · Left out 1"
    assert i18n.language() == "en"
