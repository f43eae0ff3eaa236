"""The letters on the page of a customer: seen, opened, copied and withdrawn by keyboard."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.errors import NotAllowed
from app.models.actor import Role
from app.models.audit import Trail
from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.operations.reminders import remind_customer, withdraw_letters
from app.operations.statements import StatementFile, keep_statements
from app.queries.reminders import letters
from app.queries.statements import statement
from app.reports.pdf import pdf_bytes
from app.reports.statement import draw_statement
from app.views.customers import open_customer
from app.views.customers.glance import show_customer
from app.views.customers.letters import _row
from app.views.printing import PrintPreview
from app.views.receivables.letters import kept_statement, show_statement
from tests.helpers.book import TestBook, a_customer, a_line, an_order, every
from tests.helpers.desk import dialog_of, idle
from tests.reports.reading import pages_of


@pytest.fixture
def card(real_desk: Any, window: Any, qtbot: Any, book: TestBook) -> Any:
    """The letters of a customer who was reminded today, on its page."""
    book.set_company(default_terms="10")
    customer = a_customer(book.owner, "Harbour & Hale")
    an_order(book.owner, customer, a_line("50"))
    book.clock.day += timedelta(days=30)
    remind_customer(book.owner, customer, "firm")
    open_customer(real_desk, window, customer)
    page = window.current_page()
    idle(real_desk, qtbot)
    page.tabs.choose("money")
    part = page.tabs.part("money")
    qtbot.waitUntil(lambda: part.complete)
    idle(real_desk, qtbot)
    part.letters.table.setFocus()
    part.letters.table.selectRow(0)
    return part.letters


def test_a_letter_is_listed_with_its_day_tone_and_amount_and_opened_by_enter(
    card: Any, real_desk: Any, window: Any, qtbot: Any, book: TestBook
) -> None:
    (made,) = every(CustomerLetter)
    day, tone, amount, about, way, _user = card.table.small.rows[0].values
    assert (day, tone, amount) == (book.clock.day.isoformat(), "firm", made.amount)
    assert (about, way) == (made.orders, "On paper")
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(PrintPreview) is not None)
    preview = window.findChild(PrintPreview)
    qtbot.waitUntil(lambda: not preview.busy)
    assert preview.made.pdf == every(KeptPaper)[0].content
    preview.reject()


def test_its_text_is_copied_by_one_key(card: Any, real_desk: Any, qtbot: Any) -> None:
    qtbot.keyClick(card.table, Qt.Key.Key_C)
    (made,) = every(CustomerLetter)
    assert made.orders in QGuiApplication.clipboard().text()


def test_it_is_withdrawn_with_a_reason_and_stays_to_be_read(card: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    qtbot.keyClick(card.table, Qt.Key.Key_W)
    dialog = dialog_of(window, "withdraw_letter_dialog")
    dialog.reason.setText("wrong customer")
    qtbot.waitUntil(dialog.isActiveWindow)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: card.table.small.rows[0].values[1] == "withdrawn")
    assert card.table.small.rows[0].values[3].endswith("wrong customer")
    idle(real_desk, qtbot)


def test_a_statement_that_is_withdrawn_says_why_as_a_reminder_does(card: Any, book: TestBook) -> None:
    customer, day = card._page.record.id, book.clock.day
    (made,) = keep_statements(book.owner, [StatementFile(customer, None, day, 5_000, b"%PDF")]).value
    withdraw_letters(book.owner, [made], "never sent")
    (row,) = [row for each in letters(customer) if each.id == made for row in [_row(each)]]
    assert row.values[1] == "withdrawn"
    assert str(row.values[3]).startswith(f"Statement … – {day}")
    assert str(row.values[3]).endswith("never sent")


def test_a_statement_that_is_opened_again_is_marked_as_a_copy_and_as_void_once_it_is_withdrawn(
    card: Any, real_desk: Any, window: Any, qtbot: Any, book: TestBook, tmp_path: Path
) -> None:
    customer, day = card._page.record.id, book.clock.day
    pdf = pdf_bytes(draw_statement(statement(book.owner, customer, None, day), with_goods=False))
    (made,) = keep_statements(book.owner, [StatementFile(customer, None, day, 5_000, pdf)]).value
    assert kept_statement(book.owner, made, copy=False).pdf == pdf
    show_statement(real_desk, window, made)
    preview = window.findChild(PrintPreview)
    qtbot.waitUntil(lambda: bool(preview.made.pdf) and not preview.busy)
    (shown,) = pages_of(preview.made.pdf)
    assert "COPY" in shown
    assert "Harbour & Hale" in shown
    preview.save_to(tmp_path / "copy.pdf")
    qtbot.waitUntil(lambda: every(Trail)[-1].operation == "print")
    told = json.loads(every(Trail)[-1].detail)
    assert told["copies"] == told["numbers"] == [f"#{customer} … – {day}"]
    preview.reject()
    withdraw_letters(book.owner, [made], "never sent")
    (void,) = pages_of(kept_statement(book.owner, made, copy=True).pdf)
    assert "VOID" in void
    assert bytes(every(KeptPaper)[-1].content) == pdf
    with pytest.raises(NotAllowed):
        kept_statement(book.person(Role.WAREHOUSE), made, copy=True)


def test_the_preview_and_the_history_tell_of_the_last_reminder(card: Any, real_desk: Any, book: TestBook) -> None:
    record = card._page.record
    shown = dict(show_customer(real_desk, record).facts)
    assert shown["Last reminder"] == f"{book.clock.day} · Firm"
    (told,) = [entry for entry in record.history if entry.operation == "remind customer"]
    assert told.reason.startswith("Firm: ")
    assert every(CustomerLetter)[0].orders in told.reason
