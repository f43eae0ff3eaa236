"""The terms of payment are kept in the settings and chosen when an invoice is issued."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice
from app.models.terms import SETTING, USUAL, Terms, terms_of
from app.money import RATE
from app.operations.company import change_company
from app.queries.book_settings import setting
from app.views.invoices import issue_invoice
from app.views.settings.terms_section import TermsDialog
from tests.helpers.book import a_customer, an_order, every
from tests.helpers.desk import dialog_of, idle, window

__all__ = ["window"]


def kept() -> tuple[Terms, ...]:
    return terms_of(setting(SETTING))


def test_terms_are_added_changed_and_taken_out(page: Any, qtbot: Any) -> None:
    section: Any = page.show_section("terms")
    assert [each.words(str) for each in section.terms] == [each.words(str) for each in USUAL]
    dialog = TermsDialog(section, section.terms, None)
    dialog.days.setValue(30)
    dialog.discount.set_value(2 * RATE)
    dialog.early_days.setValue(40)
    dialog.accept_form()
    idle(page.desk, qtbot)
    assert dialog.form.fields["early_days"].error
    dialog.early_days.setValue(10)
    dialog.accept_form()
    idle(page.desk, qtbot)
    assert kept() == (*USUAL, Terms(30, discount=2 * RATE, early_days=10))
    section.load()
    section.table.setCurrentIndex(section.table.model().index(0, 0))
    qtbot.mouseClick(section.findChild(QPushButton, "remove_terms"), Qt.MouseButton.LeftButton)
    idle(page.desk, qtbot)
    assert kept()[0] == Terms(14)


def test_chosen_terms_give_the_due_date_and_the_words_in_the_language_of_the_paper(
    real_desk: Any, window: Any, qtbot: Any
) -> None:
    change_company(real_desk.actor, {"document_language": "zh_CN"})
    sold = an_order(real_desk.actor, a_customer(real_desk.actor), 100)
    issue_invoice(real_desk, window, [sold])
    dialog = dialog_of(window, "issue_invoice_dialog")
    dialog.terms.choose("4")
    assert dialog.due.text() == "2026-04-30"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    (made,) = every(Invoice)
    assert str(made.due_date) == "2026-04-30"
    assert DocumentSnapshot.from_json(made.snapshot).terms == "月底后 30 天付款"
