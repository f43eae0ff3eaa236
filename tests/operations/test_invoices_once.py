"""Nothing is issued twice, what several requests ask for goes on one invoice, and a wrong one is made out anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import ChangedMeanwhile, UserError
from app.models.actor import Actor
from app.models.base import database
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice, InvoiceRequest, RequestState
from app.models.order import Invoicing
from app.operations.credit_notes import credit_invoice
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
    an_order,
    assert_book_sound,
    cents,
    every,
    line_ids,
    order,
    pieces,
    read,
    value,
)
from tests.helpers.bureau import FIRM

DIGITAL = "2631200000000000000"


def paper(invoice_id: int) -> DocumentSnapshot:
    return DocumentSnapshot.from_json(read(Invoice, invoice_id).snapshot)


# Once


def test_two_windows_issue_one_invoice(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(100, 2))
    seen = {sold: order(sold).version}
    half = [LinePart(line_ids(sold)[0], pieces(1))]

    def window(_number: int) -> str:
        try:
            issue_invoice(owner, [sold], half, versions=seen)
        except ChangedMeanwhile as refused:
            return refused.code
        finally:
            database.close()
        return "issued"

    with ThreadPoolExecutor(4) as windows:
        outcomes = sorted(windows.map(window, range(4)))
    assert outcomes == ["changed_meanwhile"] * 3 + ["issued"]
    assert [i.number for i in every(Invoice)] == ["INV-2026-0001"]
    assert value("SELECT next_number FROM series WHERE name = 'invoice'") == 2
    assert_book_sound()


def test_a_second_click_credits_nothing(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100)
    invoice = issue_invoice(owner, [sold]).value
    left = read(Invoice, invoice).total
    credit_invoice(owner, invoice, "correction", "too much", amount=cents(10), left=left)
    with pytest.raises(ChangedMeanwhile) as refused:
        credit_invoice(owner, invoice, "correction", "too much", amount=cents(10), left=left)
    assert "INV-2026-0001" in refused.value.message
    assert read(Invoice, invoice).credited == cents(10)
    assert value("SELECT next_number FROM series WHERE name = 'credit_note'") == 2


def test_a_second_click_asks_for_nothing(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100)
    seen = order(sold).version
    request_invoice(owner, sold, amount=cents(40), version=seen)
    with pytest.raises(ChangedMeanwhile):
        request_invoice(owner, sold, amount=cents(40), version=seen)
    assert order(sold).invoice_requested == cents(40)


def test_a_typed_number_is_used_once_however_it_is_written(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line(100, 2))
    half = [LinePart(line_ids(sold)[0], pieces(1))]
    issue_invoice(owner, [sold], half, invoice_kind="digital_normal", buyer=FIRM, number=DIGITAL + "1")
    again = " ".join(chr(ord(digit) + 0xFEE0) for digit in DIGITAL + "1")
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], half, invoice_kind="digital_normal", buyer=FIRM, number=again)
    assert (refused.value.code, refused.value.field) == ("number_taken", "number")
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], half, invoice_kind="digital_normal", buyer=FIRM, number="12345")
    assert (refused.value.code, refused.value.field) == ("number_form", "number")
    assert len(every(Invoice)) == 1


# Several requests


def test_what_several_requests_ask_for_is_collected_into_one_invoice(owner: Actor) -> None:
    customer = a_customer(owner)
    first, second = an_order(owner, customer, 100), an_order(owner, customer, 50)
    asked = [request_invoice(owner, first, amount=cents(60)).value, request_invoice(owner, second).value]
    invoice = read(Invoice, issue_invoice(owner, [first, second], request_ids=asked).value)
    assert invoice.total == cents(110)
    assert [(r.state, r.invoice_id) for r in every(InvoiceRequest)] == [(RequestState.ISSUED, invoice.id)] * 2
    assert [(order(o).invoiced, order(o).invoice_requested) for o in (first, second)] == [
        (cents(60), 0),
        (cents(50), 0),
    ]
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [first, second], request_ids=asked)
    assert refused.value.code == "state"
    assert_book_sound()


def test_requests_for_different_buyers_need_a_choice(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, 100), an_order(owner, customer, 50)]
    asked = [
        request_invoice(owner, o, buyer=Buyer(title)).value for o, title in zip(sold, ("Alder", "Birch"), strict=True)
    ]
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, sold, request_ids=asked)
    assert (refused.value.code, refused.value.field) == ("other_buyer", "buyer.title")
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, sold, request_ids=asked[:1])
    assert refused.value.code == "other_order"
    invoice = issue_invoice(owner, sold, request_ids=asked, buyer=Buyer("Alder")).value
    assert read(Invoice, invoice).title == "Alder"


def test_an_invoice_over_three_orders_is_taken_back_and_made_out_anew(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, worth) for worth in (100, 50, 25)]
    wrong = issue_invoice(owner, sold, buyer=Buyer("Aldr Ltd", address="Quay 1")).value
    credit_invoice(owner, wrong, "correction", "misspelt", new_request=True, left=cents(175))
    asked = [r.id for r in every(InvoiceRequest, "state = 'requested'")]
    right = issue_invoice(owner, sold, request_ids=asked, buyer=Buyer("Alder Ltd", address="Quay 1")).value
    assert (read(Invoice, right).total, read(Invoice, right).title) == (cents(175), "Alder Ltd")
    assert read(Invoice, wrong).title == "Aldr Ltd"
    assert [order(o).invoicing for o in sold] == [Invoicing.INVOICED] * 3
    assert [order(o).to_be_credited for o in sold] == [0, 0, 0]
    assert_book_sound()


# What stands on it


def test_an_invoice_says_what_was_paid_already_and_its_credit_note_does_not(owner: Actor) -> None:
    customer = a_customer(owner)
    first, second = an_order(owner, customer, a_line(50, 2)), an_order(owner, customer, 80)
    record_payment(owner, cents(70), "cash", customer, parts=[(first, cents(70))])
    half = paper(issue_invoice(owner, [first], [LinePart(line_ids(first)[0], pieces(1))]).value)
    assert (half.shows_payments, half.paid, half.outstanding) == (True, cents(50), 0)
    rest = issue_invoice(owner, [first, second]).value
    assert (paper(rest).paid, paper(rest).outstanding) == (cents(20), cents(110))
    note = paper(credit_invoice(owner, rest, "correction", "wrong").value)
    assert (note.shows_payments, note.paid, note.outstanding) == (False, 0, 0)
    unpaid = paper(issue_invoice(owner, [an_order(owner, customer, 5)]).value)
    assert not unpaid.shows_payments


def test_the_words_about_paying_are_the_orders_unless_told(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, 10, terms="cash on delivery") for _ in range(2)]
    assert paper(issue_invoice(owner, [sold[0]]).value).terms == "cash on delivery"
    told = paper(issue_invoice(owner, [sold[1]], terms=" 2 % within 10 days ").value)
    assert told.terms == "2 % within 10 days"
