"""Terms of payment through the window: said once at the customer, they come with each order, its papers and dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest

from app.models.invoice import Invoice
from app.models.order import Order
from app.models.terms import Terms
from app.operations.company import change_company
from app.queries.invoicing import invoiceable
from app.views.customers import edit_customer, open_customer
from app.views.customers.customer_page import CustomerPage
from app.views.desk import Desk
from app.views.invoices.issuing import IssueDialog
from app.views.orders.editor import OrderEditor, open_editor
from app.views.orders.order_page import OrderPage
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, every, order
from tests.helpers.desk import dialog_of, idle
from tests.views.orders.writing import editor, editor_of, settled
from tests.views.settings.changing import Teller, row_of, shown

__all__ = ["editor"]

MONTH = Terms(30, end_of_month=True)


def give_terms(window: Any, desk: Desk, qtbot: Any, key: str) -> None:
    """Choose terms in the form of the customer."""
    edit_customer(desk, window, 1)
    dialog = dialog_of(window, "customer_dialog")
    assert dialog.terms.itemText(0) == "As usual: Payable at once"
    dialog.terms.choose(key)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(desk, qtbot)


def choose_line(editor: OrderEditor, desk: Desk, qtbot: Any) -> None:
    delegate: Any = editor.view.itemDelegate()
    editor.view.choose_product(0, delegate._products("Lamp")[0])
    settled(editor, desk, qtbot)


def test_a_customer_who_pays_monthly_gets_orders_and_an_invoice_that_say_so(
    editor: OrderEditor, real_desk: Desk, window: Any, qtbot: Any
) -> None:
    give_terms(window, real_desk, qtbot, MONTH.key)
    editor.head.choose_customer(1)
    field = editor.money.fields["payment_terms"]
    assert (editor.head.terms.key(), field.suggested, field.note) == ("30m", True, "From the customer")
    assert editor.head.due.text() == "2026-04-30"
    assert editor.head.fields["due_date"].note == "30 days after the end of the month"
    choose_line(editor, real_desk, qtbot)
    editor.saving.save(confirm=True)
    idle(real_desk, qtbot)
    stored = every(Order)[0]
    assert (stored.payment_terms, stored.due_date) == ("30m", date(2026, 4, 30))
    page = window.current_page()
    assert isinstance(page, OrderPage)
    assert page.facts.values["terms"].text() == "30 days after the end of the month"
    dialog = IssueDialog(real_desk, invoiceable(real_desk.actor, [stored.id]), parent=window)
    assert dialog.terms.itemText(0) == "As ordered: 30 days after the end of the month"
    assert dialog.form.fields["due_date"].note == "Empty: 2026-04-30"
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert every(Invoice)[0].due_date == date(2026, 4, 30)
    open_customer(real_desk, window, 1)
    idle(real_desk, qtbot)
    customer = window.findChild(CustomerPage, "customer_page_1")
    assert customer.facts.values["terms"].text() == "30 days after the end of the month"


def test_the_due_date_follows_other_terms_until_somebody_types_one(
    editor: OrderEditor, real_desk: Desk, qtbot: Any
) -> None:
    change_company(real_desk.actor, {"default_terms": "14"})
    editor.head.choose_customer(1)
    assert editor.money.fields["payment_terms"].note == "As usual"
    assert editor.head.due.text() == "2026-03-24"
    editor.head.terms.choose("30")
    assert editor.head.due.text() == "2026-04-09"
    editor.head.due.setFocus()
    editor.head.due.selectAll()
    QTest.keyClicks(editor.head.due, "2026-03-20")
    editor.head.terms.choose("30m")
    assert editor.head.due.text() == "2026-03-20"
    choose_line(editor, real_desk, qtbot)
    content = editor.saving.content()
    assert (content.payment_terms, content.due_date) == ("30m", date(2026, 3, 20))


def test_a_due_date_goes_with_the_terms_that_are_taken_out_again(
    editor: OrderEditor, real_desk: Desk, qtbot: Any
) -> None:
    change_company(real_desk.actor, {"default_terms": "14"})
    editor.head.choose_customer(1)
    editor.head.terms.choose("30")
    assert editor.head.due.text() == "2026-04-09"
    editor.head.terms.choose("")
    assert (editor.head.due.text(), editor.head.fields["due_date"].note) == ("", "Empty: by the terms")
    choose_line(editor, real_desk, qtbot)
    editor.saving.save(confirm=True)
    idle(real_desk, qtbot)
    stored = every(Order)[0]
    assert (stored.payment_terms, stored.due_date) == ("14", date(2026, 3, 24))


def test_an_amendment_says_that_terms_stay_unless_others_are_chosen(
    editor: OrderEditor, real_desk: Desk, window: Any, qtbot: Any
) -> None:
    made = an_order(real_desk.actor, 1, 10, payment_terms="30")
    assert editor.head.terms.itemText(0) == "As usual"
    open_editor(real_desk, made, amend=True)
    idle(real_desk, qtbot)
    amending = editor_of(window)
    assert (amending.head.terms.key(), amending.head.terms.itemText(0)) == ("30", "As agreed so far")
    editor.turn_into_amendment()
    assert editor.head.terms.itemText(0) == "As agreed so far"


@pytest.mark.parametrize(("due", "then"), [(None, date(2026, 4, 9)), (date(2026, 3, 12), date(2026, 3, 12))])
def test_an_order_that_is_opened_again_shows_its_terms_and_moves_only_what_came_from_them(
    editor: OrderEditor, real_desk: Desk, window: Any, qtbot: Any, due: date | None, then: date
) -> None:
    draft = a_draft(real_desk.actor, 1, 10, payment_terms="75m", due_date=due)
    open_editor(real_desk, draft)
    idle(real_desk, qtbot)
    again = editor_of(window)
    assert again.head.terms.key() == "75m", "also terms that the office no longer offers"
    again.head.terms.choose("30")
    again.saving.save(confirm=False)
    idle(real_desk, qtbot)
    assert (order(draft).payment_terms, order(draft).due_date) == ("30", then)


def test_a_due_date_that_was_typed_beside_new_terms_comes_back_with_what_was_kept(
    editor: OrderEditor, real_desk: Desk, window: Any, qtbot: Any
) -> None:
    draft = a_draft(real_desk.actor, 1, 10, payment_terms="14")
    open_editor(real_desk, draft)
    idle(real_desk, qtbot)
    again = editor_of(window)
    stored = again.content.snapshot()
    again.head.terms.choose("30")
    again.head.due.setFocus()
    again.head.due.selectAll()
    QTest.keyClicks(again.head.due, "2026-03-24")
    typed = again.content.snapshot()
    again.content.show_snapshot(stored)
    assert (again.head.terms.key(), again.head.due.text()) == ("14", "2026-03-24")
    again.content.show_snapshot(typed)
    assert (again.head.terms.key(), again.head.due.text()) == ("30", "2026-03-24"), "it was agreed, whatever the terms"
    assert again.saving.content().due_date == date(2026, 3, 24)


def test_terms_that_two_people_changed_are_both_said_in_words(
    editor: OrderEditor, real_desk: Desk, window: Any, qtbot: Any
) -> None:
    draft = a_draft(real_desk.actor, 1, 10)
    open_editor(real_desk, draft)
    idle(real_desk, qtbot)
    again = editor_of(window)
    words = [again.watch.words(("money", "payment_terms"), key)[1] for key in ("75m", "30", "")]
    assert words == ["75 days after the end of the month", "Net 30 days", "As usual"]


def test_taking_back_brings_terms_and_due_date_back_together(editor: OrderEditor, real_desk: Desk, qtbot: Any) -> None:
    change_company(real_desk.actor, {"default_terms": "14"})
    editor.head.choose_customer(1)
    settled(editor, real_desk, qtbot)
    editor.head.terms.setFocus()
    editor.head.terms.choose("30m")
    assert editor.head.due.text() == "2026-04-30"
    editor.undo()
    assert (editor.head.terms.key(), editor.head.due.text()) == ("14", "2026-03-24")
    editor.redo()
    assert (editor.head.terms.key(), editor.head.due.text()) == ("30m", "2026-04-30")


def test_the_usual_terms_are_chosen_in_the_settings(book: TestBook, real_desk: Desk, qtbot: Any) -> None:
    real_desk.shell = Teller()
    page = shown(real_desk, qtbot)
    qtbot.addWidget(page)
    field: Any = row_of(page, "terms", "default_terms", qtbot).field
    assert field.currentText() == "Payable at once"
    field.setCurrentIndex(field.findData("30m"))
    field.activated.emit(field.currentIndex())
    idle(real_desk, qtbot)
    made = a_draft(real_desk.actor, a_customer(real_desk.actor, "Willow"), 10)
    assert order(made).due_date == date(2026, 4, 30)
    idle(real_desk, qtbot)
