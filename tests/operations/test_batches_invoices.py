"""Many invoices in one go: one for each order or one for each customer, each as the single act would issue it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import Cancelled, UserError
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice, InvoiceRequest, RequestState
from app.models.terms import Terms
from app.operations.batches_invoices import issue_invoices, issue_requests
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, assert_book_sound, cents, every, order, value
from tests.helpers.bureau import FIRM


def numbers() -> list[str]:
    return [i.number for i in every(Invoice)]


def test_each_order_gets_its_invoice_and_the_rehearsal_says_so_before(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, worth) for worth in (10, 20, 30)]
    billed = an_order(owner, customer, 5)
    issue_invoice(owner, [billed])
    draft = a_draft(owner, customer, 7)
    chosen = [*sold, billed, draft, sold[0]]
    foretold = issue_invoices.rehearse(owner, chosen)
    assert numbers() == ["INV-2026-0001"]
    assert value("SELECT next_number FROM series WHERE name = 'invoice'") == 2
    done = issue_invoices(owner, chosen).value
    assert done.done == foretold.done == tuple(sold)
    assert {r.id: r.group for r in done.refused} == {billed: "invoiced or asked for already", draft: "draft"}
    assert numbers() == [f"INV-2026-000{n}" for n in range(1, 5)]
    assert [order(o).invoiced for o in sold] == [cents(10), cents(20), cents(30)]
    assert [i.id for i in every(Invoice)][1:] == list(done.made)
    assert_book_sound()


def test_orders_of_a_customer_are_collected_and_one_that_cannot_be_billed_stays_out(owner: Actor) -> None:
    one, other = a_customer(owner, "Alder"), a_customer(owner, "Birch")
    first, second = an_order(owner, one, 10), an_order(owner, one, 20)
    billed = an_order(owner, one, 5)
    issue_invoice(owner, [billed])
    third = an_order(owner, other, 40)
    done = issue_invoices(owner, [first, third, billed, second], collect=True).value
    assert done.done == (first, third, second)
    assert [r.id for r in done.refused] == [billed]
    assert [(i.customer_id, i.total) for i in every(Invoice)[1:]] == [(one, cents(30)), (other, cents(40))]
    assert_book_sound()


def test_what_was_asked_for_is_billed_and_used_up(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    request_invoice(owner, sold, amount=cents(60), buyer=Buyer("Alder Ltd"))
    issue_invoices(owner, [sold])
    assert [(i.total, i.title) for i in every(Invoice)] == [(cents(60), "Alder Ltd")]
    assert [r.state for r in every(InvoiceRequest)] == [RequestState.ISSUED]


def test_requests_of_one_buyer_share_an_invoice(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, worth) for worth in (10, 20, 30)]
    asked = [
        request_invoice(owner, o, buyer=Buyer(title)).value
        for o, title in zip(sold, ("Alder", "Birch", "Alder"), strict=True)
    ]
    done = issue_requests(owner, asked, collect=True).value
    assert done.done == tuple(asked)
    assert [(i.title, i.total) for i in every(Invoice)] == [("Alder", cents(40)), ("Birch", cents(20))]
    again = issue_requests(owner, asked, collect=True).value
    assert again.done == ()
    assert len(every(Invoice)) == 2
    assert_book_sound()


def test_what_the_bureau_numbers_is_left_to_be_registered_alone(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    asked = request_invoice(owner, sold, invoice_kind="digital_normal", buyer=FIRM).value
    for done in (issue_requests(owner, [asked]).value, issue_invoices(owner, [sold]).value):
        assert [r.group for r in done.refused] == ["numbered by the tax bureau"]
    assert every(Invoice) == []


def test_all_invoices_of_a_batch_carry_the_chosen_terms_and_words(owner: Actor) -> None:
    sold = [an_order(owner, a_customer(owner), worth, terms="cash") for worth in (10, 20)]
    issue_invoices(owner, sold[:1], notes="With thanks", terms=Terms(30))
    issue_invoices(owner, sold[1:])
    papers = [DocumentSnapshot.from_json(i.snapshot) for i in every(Invoice)]
    assert [(p.terms, p.due_date, p.notes) for p in papers] == [
        ("Net 30 days", "2026-04-09", "With thanks"),
        ("cash", "2026-03-10", ""),
    ]


def test_a_stop_leaves_nothing_issued_and_no_number_used(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, 10) for _ in range(4)]

    def stop(done: int, whole: int, _words: str = "") -> None:
        if done > whole // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        issue_invoices(replace(owner, progress=stop), sold)
    assert every(Invoice) == []
    assert value("SELECT next_number FROM series WHERE name = 'invoice'") == 1
    with pytest.raises(UserError):
        issue_invoice(owner, [])
