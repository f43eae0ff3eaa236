"""Many orders or requests are invoiced from their lists: one invoice each, one for each customer, or one over all."""

from __future__ import annotations

from app.models.invoice import Invoice, InvoiceFile, InvoiceRequest
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.views import problems
from app.views.invoices import show_requests
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
