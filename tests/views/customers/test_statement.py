"""The statement of account in the window: chosen days, what it says, its paper and its workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from shiboken6 import isValid

from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.operations.payments import record_payment
from app.views.customers import open_customer, statement
from app.views.customers.customer_page import CustomerPage
from app.views.customers.statement import StatementPage, days_of, file_name, made_paper, open_statement
from app.views.texts import set_language
from tests.helpers.book import a_customer, an_order, cents, every, value
from tests.helpers.desk import idle
from tests.reports.reading import pages_of


def page_of(desk: Any, window: Any, qtbot: Any, customer: int) -> StatementPage:
    open_statement(desk, window, customer)
    idle(desk, qtbot)
    page = window.findChild(StatementPage, f"statement_page_{customer}")
    assert isinstance(page, StatementPage)
    return page


@pytest.fixture
def buyer(book) -> int:
    customer = a_customer(book.owner, "Harbour & Hale")
    book.clock.day = date(2025, 12, 10)
    order = an_order(book.owner, customer, "100", date=date(2025, 12, 10))
    book.clock.day = date(2026, 3, 10)
    record_payment(book.owner, cents("40"), "cash", customer_id=customer, parts=[(order, cents("40"))])
    an_order(book.owner, customer, "25")
    return customer


def test_the_statement_shows_what_moved_in_the_days_that_are_chosen(real_desk, window, qtbot, buyer) -> None:
    page = page_of(real_desk, window, qtbot, buyer)
    figures = {key: part.text() for key, part in page.figures.figures.items()}
    assert figures == {"opening": "100.00", "charged": "25.00", "received": "40.00", "closing": "85.00"}
    assert len(page.table.small.rows) == 2
    page.period.choose("all")
    idle(real_desk, qtbot)
    assert page.figures.figures["opening"].text() == "0.00"
    assert len(page.table.small.rows) == 3


def test_a_typed_day_makes_a_period_of_its_own_and_one_that_makes_no_sense_is_said(
    real_desk, window, qtbot, buyer
) -> None:
    page = page_of(real_desk, window, qtbot, buyer)
    page.first.set_value(date(2025, 12, 1))
    page.first.editingFinished.emit()
    idle(real_desk, qtbot)
    assert page.period.key() == "custom"
    assert len(page.table.small.rows) == 3
    page.last.set_value(date(2025, 11, 1))
    page.last.editingFinished.emit()
    assert "last day lies before" in page.banner.text
    assert len(page.table.small.rows) == 3


def test_the_period_is_kept_for_the_next_customer(real_desk, window, qtbot, buyer) -> None:
    page_of(real_desk, window, qtbot, buyer).period.choose("last_year")
    other = a_customer(real_desk.actor, "Willow")
    page = page_of(real_desk, window, qtbot, other)
    assert page.period.key() == "last_year"
    assert page.nothing.isVisible()


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("this_month", date(2026, 3, 1), date(2026, 3, 10)),
        ("last_month", date(2026, 2, 1), date(2026, 2, 28)),
        ("this_quarter", date(2026, 1, 1), date(2026, 3, 10)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
        ("all", None, date(2026, 3, 10)),
    ],
)
def test_periods_end_today_at_the_latest(period: str, first: date | None, last: date) -> None:
    assert days_of(period, date(2026, 3, 10)) == (first, last)


def test_a_statement_that_is_saved_is_kept_among_the_letters(real_desk, window, qtbot, buyer, tmp_path) -> None:
    page = page_of(real_desk, window, qtbot, buyer)
    page.print()
    preview = page.findChild(object, "print_preview")
    qtbot.waitUntil(lambda: bool(preview.made.pdf) and not preview.busy)
    preview.save_to(tmp_path / "statement.pdf")
    qtbot.waitUntil(lambda: every(KeptPaper) != [])
    idle(real_desk, qtbot)
    (letter,) = every(CustomerLetter)
    assert (letter.letter_kind, letter.amount, letter.last_day) == ("statement", cents("85"), date(2026, 3, 10))
    assert bytes(every(KeptPaper)[0].content) == (tmp_path / "statement.pdf").read_bytes()
    preview.reject()


def test_ctrl_p_leads_from_the_customer_to_the_statement_and_from_there_to_its_paper(
    real_desk, window, qtbot, buyer
) -> None:
    open_customer(real_desk, window, buyer)
    idle(real_desk, qtbot)
    customer = window.findChild(CustomerPage, f"customer_page_{buyer}")
    assert customer.commands["statement"].shortcut().toString() == "Ctrl+P"
    customer.commands["statement"].trigger()
    idle(real_desk, qtbot)
    page = window.findChild(StatementPage, f"statement_page_{buyer}")
    paper: QAction = page.commands["print_statement"]
    assert paper.shortcut().toString() == "Ctrl+P"
    paper.trigger()
    preview = page.findChild(object, "print_preview")
    qtbot.waitUntil(lambda: bool(preview.made.pdf))
    assert "Harbour & Hale" in "\n".join(pages_of(preview.made.pdf))
    preview.reject()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    idle(real_desk, qtbot)
    assert window.current_page() is customer
    assert not isValid(page) or not page.isVisible()


def test_the_workbook_is_written_and_noted(real_desk, window, qtbot, buyer, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "statement.xlsx"
    monkeypatch.setattr(statement, "ask_where", lambda *_a: target)
    page = page_of(real_desk, window, qtbot, buyer)
    page.export()
    qtbot.waitUntil(target.exists)
    idle(real_desk, qtbot)
    rows = list(load_workbook(target).active.iter_rows(values_only=True))
    assert [row[5] for row in rows[1:5]] == [100, 60, 85, 85]
    assert value("SELECT count(*) FROM trail WHERE operation = 'export' AND detail LIKE '%Harbour%'") == 0
    assert value("SELECT count(*) FROM trail WHERE operation = 'export'") == 1


def test_the_page_speaks_the_language_in_use(real_desk, window, qtbot, buyer) -> None:
    page = page_of(real_desk, window, qtbot, buyer)
    try:
        set_language("zh_CN")
        assert page.title.text() == "Harbour & Hale 的对账单"
    finally:
        set_language("en")


def test_a_paper_says_what_its_fonts_cannot_print(real_desk, window, qtbot, buyer) -> None:
    page = page_of(real_desk, window, qtbot, buyer)
    assert page.found is not None
    made = made_paper(page.found, "x", "A4", with_goods=True)
    assert (made.remark, len(made.papers)) == ("", 1)
    assert file_name(page.found) == "Harbour___Hale-2026-01-01-2026-03-10"
