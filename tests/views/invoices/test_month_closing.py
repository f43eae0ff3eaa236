"""A month is closed from a window that says what it takes in and what is still open; a report shows missing numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from app.models.company import the_company
from app.operations.credits import approve_credit, request_credit
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice
from app.operations.maintenance import record_printed_numbers
from app.operations.payments import record_payment
from app.operations.work import Work
from app.queries.month_close import MonthCheck, month_check
from app.views import problems
from app.views.month_closing import close_the_month
from app.views.number_gaps import show_gaps
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, cents
from tests.helpers.desk import dialog_of, idle

LAST = date(2026, 3, 31)


@pytest.fixture
def march(book: TestBook) -> list[int]:
    """March with three orders: one invoiced and then worth less, one whose invoice is asked for, and a draft."""
    owner = book.owner
    customer = a_customer(owner)
    first, second = an_order(owner, customer, 100), an_order(owner, customer, 50)
    issue_invoice(owner, [first])
    approve_credit(owner, request_credit(owner, first, "allowance", "scratches", amount=cents(3)).value)
    request_invoice(owner, second)
    draft = a_draft(owner, customer, 7)
    record_payment(owner, cents(40), "cash", payer="a man in a hat")
    book.clock.day = LAST + timedelta(days=4)
    return [first, second, draft]


def open_things(check: MonthCheck) -> dict[str, tuple[int, int | None]]:
    return {f.standing.key: (f.count, f.amount) for f in check.found if f.count}


def test_what_lies_in_the_days_and_what_stands_against_closing_them(book: TestBook, march: list[int]) -> None:
    check = month_check(book.owner, LAST)
    assert (check.first, check.invoices, check.invoiced) == (None, 1, cents(100))
    assert (check.payments, check.received) == (1, cents(40))
    assert open_things(check) == {
        "to_be_credited": (1, cents(100)),
        "requests": (1, cents(50)),
        "unclaimed": (1, cents(40)),
        "drafts": (1, cents(7)),
    }
    assert check.gaps == ()
    before = month_check(book.owner, date(2026, 2, 28))
    assert open_things(before) == {"to_be_credited": (1, cents(100))}
    book.set_company(closed_until=date(2026, 2, 28))
    assert month_check(book.owner, LAST).first == date(2026, 3, 1)


def test_the_window_says_it_and_closes_only_after_a_second_yes(real_desk, window, qtbot, march, monkeypatch) -> None:
    asked: list[str] = []

    def answer(question, _parent) -> bool:
        asked.append(question.question)
        return len(asked) > 1

    monkeypatch.setattr(problems, "ask", answer)
    close_the_month(real_desk, window)
    dialog = dialog_of(window, "close_month_dialog")
    qtbot.waitUntil(lambda: dialog.check is not None)
    assert dialog.until.value() == LAST
    assert dialog.primary.text() == "Close up to 2026-03-31"
    assert dialog.holds.text() == "Up to 2026-03-31: 1 invoice (100.00), 1 payment (40.00)"
    assert dialog.verdict.text() == "4 things are still open. Look at them first, or close all the same."
    assert dialog_of(dialog, "close_month_requests_count").text() == "1 · 50.00"
    dialog.accept_form()
    qtbot.waitUntil(lambda: len(asked) == 1)
    idle(real_desk, qtbot)
    assert asked == ["1 order is invoiced for more than it is worth. Close the month all the same?"]
    assert the_company().closed_until is None
    assert dialog.isVisible()
    dialog.accept_form()
    qtbot.waitUntil(lambda: the_company().closed_until == LAST)
    idle(real_desk, qtbot)


def test_another_day_is_looked_at_and_a_day_that_is_not_over_is_refused_at_its_field(real_desk, window, qtbot) -> None:
    close_the_month(real_desk, window)
    dialog = dialog_of(window, "close_month_dialog")
    qtbot.waitUntil(lambda: dialog.check is not None)
    assert dialog.verdict.text() == "Nothing stands against it."
    dialog.until.set_value(real_desk.actor.today() + timedelta(days=1))
    qtbot.waitUntil(lambda: dialog.check is not None and dialog.check.until == dialog.until.value())
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["until"].error != "")
    assert the_company().closed_until is None
    dialog.reject()


def test_what_stands_against_it_is_shown_in_its_list(real_desk, window, qtbot, march) -> None:
    close_the_month(real_desk, window)
    dialog = dialog_of(window, "close_month_dialog")
    qtbot.waitUntil(lambda: dialog.check is not None)
    dialog_of(dialog, "close_month_drafts_show").click()
    idle(real_desk, qtbot)
    page = window.current_page()
    qtbot.waitUntil(lambda: list(page.table.ids) == march[2:])
    assert page.objectName() == "orders_page"
    assert window.findChild(QWidget, "close_month_dialog") is None


def test_the_report_lists_nothing_when_every_number_follows_the_last(real_desk, window, qtbot, march) -> None:
    show_gaps(real_desk, window)
    dialog = dialog_of(window, "number_gaps_dialog")
    qtbot.waitUntil(lambda: dialog.report is not None)
    assert dialog.verdict.text() == "Every number follows the one before it. Nothing is missing."
    assert not dialog.wrong.isVisible()
    assert "Invoices · Credit notes" in dialog.series.text()
    dialog.accept()


def test_the_report_names_what_is_missing_and_tells_what_was_explained(
    book: TestBook, real_desk, window, qtbot, march
) -> None:
    record_printed_numbers(book.owner, {"credit_note": 2}, "restored from a backup")

    def jump(work: Work) -> None:
        work.draw("invoice", work.today)

    book.prepare(jump)
    issue_invoice(book.owner, [march[1]])
    show_gaps(real_desk, window)
    dialog = dialog_of(window, "number_gaps_dialog")
    qtbot.waitUntil(lambda: dialog.report is not None)
    assert [f.code for f in dialog.report.wrong] == ["number_missing"]
    assert dialog.wrong.isVisible()
    assert "INV-2026-0002" in dialog.report.wrong[0].sentence
    assert [(g.series, g.first, g.last, g.reason) for g in dialog.report.explained] == [
        ("credit_note", 1, 2, "restored from a backup")
    ]
    assert dialog.explained.isVisible()
    dialog.accept()
