"""Many orders or requests are invoiced from their lists: one invoice each, one for each customer, or one over all."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.models.invoice import Invoice, InvoiceFile, InvoiceRequest
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice as issue_now
from app.queries.invoicing import invoiceable
from app.views import problems
from app.views.invoices import credit_invoice, issue_invoice, show_requests
from app.views.invoices.invoice_page import reissue
from app.views.invoices.issuing import IssueDialog
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, order
from tests.helpers.desk import dialog_of, idle


def orders_of(actor, name: str, *worths: int) -> list[int]:
    customer = a_customer(actor, name)
    return [an_order(actor, customer, worth) for worth in worths]


def chosen(window, page, ids: list[int], command: str, qtbot) -> None:
    page.view.select_ids(ids)
    qtbot.waitUntil(page.command_actions[command].isEnabled)
    page.command_actions[command].trigger()


def test_many_orders_are_invoiced_with_one_paper_kept_for_each_customer(real_desk, window, qtbot) -> None:
    alder, birch = orders_of(real_desk.actor, "Alder", 10, 20), orders_of(real_desk.actor, "Birch", 40)
    page = window.show_page("orders")
    qtbot.waitUntil(lambda: len(page.table.ids) == len([*alder, *birch]))
    idle(real_desk, qtbot)
    chosen(window, page, [*alder, *birch], "issue_invoice", qtbot)
    dialog = dialog_of(window, "issue_invoice_batch_dialog")
    idle(real_desk, qtbot)
    assert dialog.headline.text() == "3 of 3 will be invoiced."
    dialog.form.fields["collect"].field.choose("collected")
    qtbot.waitUntil(lambda: dialog.foretold is not None and len(dialog.foretold.made) == 2)
    idle(real_desk, qtbot)
    assert dialog.headline.text() == "3 of 3 will be invoiced. That makes 2 invoices."
    assert every(Invoice) == []
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: len(every(InvoiceFile)) == 2)
    idle(real_desk, qtbot)
    assert [(i.number, i.total) for i in every(Invoice)] == [
        ("INV-2026-0001", cents(30)),
        ("INV-2026-0002", cents(40)),
    ]
    assert_book_sound()


def test_the_orders_of_one_customer_go_on_one_invoice_and_those_of_two_are_refused(
    real_desk, window, qtbot, monkeypatch
) -> None:
    alder, birch = orders_of(real_desk.actor, "Alder", 10, 20, 30), orders_of(real_desk.actor, "Birch", 40)
    page = window.show_page("orders")
    qtbot.waitUntil(lambda: len(page.table.ids) == len([*alder, *birch]))
    idle(real_desk, qtbot)
    told: list[str] = []
    monkeypatch.setattr(problems, "show", lambda error, parent: told.append(error.message))
    chosen(window, page, [*alder, *birch], "issue_one_invoice", qtbot)
    assert told == ["One invoice bills the orders of one customer, and these are of Alder and Birch."]
    chosen(window, page, alder, "issue_one_invoice", qtbot)
    dialog = dialog_of(page, "issue_invoice_dialog")
    assert dialog.amount == cents(60)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    assert [order(o).invoiced for o in alder] == [cents(10), cents(20), cents(30)]
    assert len(every(Invoice)) == 1


def test_several_requests_become_one_invoice_to_their_buyer(real_desk, window, qtbot, monkeypatch) -> None:
    sold = orders_of(real_desk.actor, "Alder", 10, 20, 30)
    asked = [
        request_invoice(real_desk.actor, o, buyer=Buyer(title)).value
        for o, title in zip(sold, ("Alder Ltd", "Alder Ltd", "Somebody"), strict=True)
    ]
    show_requests(real_desk, window)
    idle(real_desk, qtbot)
    page = window.current_page()
    told: list[str] = []
    monkeypatch.setattr(problems, "show", lambda error, parent: told.append(error.message))
    chosen(window, page, asked, "issue_one_invoice", qtbot)
    assert told == ["These requests name different buyers: Alder Ltd and Somebody. Issue them one by one."]
    chosen(window, page, asked[:2], "issue_one_invoice", qtbot)
    dialog = dialog_of(page, "issue_invoice_dialog")
    assert (dialog.amount, dialog.buyer.title.text()) == (cents(30), "Alder Ltd")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    assert [r.state for r in every(InvoiceRequest)] == ["issued", "issued", "requested"]


def test_many_requests_are_met_at_once(real_desk, window, qtbot) -> None:
    sold = orders_of(real_desk.actor, "Alder", 10, 20)
    asked = [request_invoice(real_desk.actor, o).value for o in sold]
    show_requests(real_desk, window)
    idle(real_desk, qtbot)
    page = window.current_page()
    chosen(window, page, asked, "issue_requested", qtbot)
    dialog = dialog_of(window, "issue_requested_batch_dialog")
    idle(real_desk, qtbot)
    assert dialog.headline.text() == "2 of 2 requests will be met."
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: len(every(InvoiceFile)) == 2)
    idle(real_desk, qtbot)
    assert [i.total for i in every(Invoice)] == [cents(10), cents(20)]


def test_a_wrong_invoice_over_three_orders_is_taken_back_and_its_form_comes_again_filled_in(
    real_desk, window, qtbot
) -> None:
    sold = orders_of(real_desk.actor, "Alder", 10, 20, 30)
    buyer = Buyer("Aldr Ltd", tax_number="XA 1", address="Quay 1")
    wrong = issue_now(real_desk.actor, sold, buyer=buyer).value
    request_invoice(real_desk.actor, an_order(real_desk.actor, a_customer(real_desk.actor, "Birch"), 5))
    reissue(real_desk, window, wrong)
    dialog = dialog_of(window, "credit_note_dialog")
    assert (dialog.how.key(), dialog.follows, dialog.total) == ("whole", "issue", cents(60))
    dialog.reason.setText("the title is misspelt")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "issue_invoice_dialog") is not None)
    anew = dialog_of(window, "issue_invoice_dialog")
    assert anew.amount == cents(60)
    assert [f.text() for f in (anew.buyer.title, anew.buyer.tax_number, anew.buyer.address)] == [
        "Aldr Ltd",
        "XA 1",
        "Quay 1",
    ]
    anew.buyer.title.setText("Alder Ltd")
    with qtbot.waitSignal(anew.accepted):
        anew.accept_form()
    idle(real_desk, qtbot)
    assert [(i.document_type, i.title, i.total) for i in every(Invoice)] == [
        ("invoice", "Aldr Ltd", cents(60)),
        ("credit_note", "Aldr Ltd", cents(60)),
        ("invoice", "Alder Ltd", cents(60)),
    ]
    assert [order(o).invoicing for o in sold] == ["invoiced"] * 3
    qtbot.waitUntil(lambda: len(every(InvoiceFile)) == 2)
    assert_book_sound()


def test_leaving_the_new_invoice_for_later_leaves_what_was_asked_for(real_desk, window, qtbot) -> None:
    sold = orders_of(real_desk.actor, "Alder", 10)
    wrong = issue_now(real_desk.actor, sold).value
    reissue(real_desk, window, wrong)
    dialog = dialog_of(window, "credit_note_dialog")
    dialog.reason.setText("wrong")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "issue_invoice_dialog") is not None)
    dialog_of(window, "issue_invoice_dialog").reject()
    idle(real_desk, qtbot)
    assert [(r.state, r.amount) for r in every(InvoiceRequest)] == [("requested", cents(10))]
    assert order(sold[0]).invoicing == "requested"


def test_a_double_click_issues_one_invoice_and_one_credit_note(real_desk, window, qtbot) -> None:
    sold = orders_of(real_desk.actor, "Alder", 10)
    issue_invoice(real_desk, window, sold)
    dialog = dialog_of(window, "issue_invoice_dialog")
    with qtbot.waitSignal(dialog.accepted):
        for _click in range(3):
            dialog.accept_form()
    idle(real_desk, qtbot)
    (made,) = every(Invoice)
    credit_invoice(real_desk, window, made.id)
    note = dialog_of(window, "credit_note_dialog")
    note.how.choose("amount")
    note.amount.set_value(cents(2))
    note.reason.setText("too much")
    with qtbot.waitSignal(note.accepted):
        for _click in range(3):
            note.accept_form()
    idle(real_desk, qtbot)
    assert [i.total for i in every(Invoice)] == [cents(10), cents(2)]
    assert_book_sound()


def test_two_forms_of_the_same_order_issue_one_invoice_and_the_second_says_why(real_desk, window, qtbot) -> None:
    sold = orders_of(real_desk.actor, "Alder", 10)
    forms = [IssueDialog(real_desk, invoiceable(real_desk.actor, sold), (), window) for _window in range(2)]
    for form in forms:
        form.open()
    with qtbot.waitSignal(forms[0].accepted):
        forms[0].accept_form()
    forms[1].buyer.address.setText("Quay 1")
    forms[1].accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(forms[1].banner.isVisible)
    assert forms[1].isVisible()
    assert forms[1].buyer.address.text() == "Quay 1"
    assert len(every(Invoice)) == 1
    forms[1].reject()


def test_the_title_of_an_invoice_over_many_orders_names_some_and_counts_the_others(real_desk, window, qtbot) -> None:
    sold = orders_of(real_desk.actor, "Alder", *range(1, 13))
    issue_invoice(real_desk, window, sold)
    dialog = dialog_of(window, "issue_invoice_dialog")
    numbers = [order(o).number for o in sold]
    assert dialog.windowTitle() == f"Invoice for Alder · {', '.join(numbers[:4])} and 8 more"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    (made,) = every(Invoice)
    assert made.total == cents(sum(range(1, 13)))
