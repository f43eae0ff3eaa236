"""Credit notes: in part, as a whole, with a new request; bound to the credit that they name."""

from __future__ import annotations

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.document import DocumentKind, DocumentSnapshot
from app.models.invoice import Invoice, InvoiceLine, InvoiceRequest
from app.models.order import Invoicing, OrderLine
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit, void_credit
from app.operations.invoice_content import Buyer
from app.operations.invoices import issue_invoice
from app.operations.parts import LinePart
from app.operations.shipments import ship_order
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, every, line_ids, order, pieces, read
from tests.helpers.bureau import FIRM

DIGITAL = "2631200000000000000"


def test_a_correction_in_parts_leaves_the_worth_and_adds_up(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line("33.33", 3), "0.05", discount_amount=1, cash_rounding=2)
    invoice = issue_invoice(owner, [sold]).value
    first_line = every(InvoiceLine, "invoice_id = ?", (invoice,))[0]
    worth = order(sold).worth
    notes = [
        credit_invoice(owner, invoice, "correction", "wrong", lines=[LinePart(first_line.id, pieces(1))]).value,
        credit_invoice(owner, invoice, "correction", "wrong", amount=cents(5)).value,
        credit_invoice(owner, invoice, "correction", "wrong").value,
    ]
    stored = [read(Invoice, note) for note in notes]
    assert [note.number for note in stored] == [f"CN-2026-000{n}" for n in (1, 2, 3)]
    assert all(note.total > 0 for note in stored)
    assert sum(note.total for note in stored) == read(Invoice, invoice).total == read(Invoice, invoice).credited
    assert (order(sold).worth, order(sold).invoiced) == (worth, 0)
    assert all((x.invoiced_quantity, x.invoiced_net, x.invoiced_tax) == (0, 0, 0) for x in every(OrderLine))
    snapshot = DocumentSnapshot.from_json(stored[0].snapshot)
    assert snapshot.kind is DocumentKind.CREDIT_NOTE
    assert "INV-2026-0001" in snapshot.corrects
    assert snapshot.gross == stored[0].total
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, invoice, "correction", "once more")
    assert refused.value.code == "above_invoice"
    assert read(Invoice, issue_invoice(owner, [sold]).value).total == worth


def test_a_whole_correction_may_ask_for_the_new_invoice(owner: Actor) -> None:
    customer = a_customer(owner)
    orders = [an_order(owner, customer, 100), an_order(owner, customer, 50)]
    invoice = issue_invoice(owner, orders, buyer=Buyer("Wrong Ltd", tax_number="1", address="Quay 1")).value
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, invoice, "correction", "wrong", amount=1, new_request=True)
    assert refused.value.code == "not_whole"
    credit_invoice(owner, invoice, "correction", "wrong title", new_request=True)
    asked = every(InvoiceRequest)
    assert [(r.order_id, r.amount, r.title, r.address) for r in asked] == [
        (orders[0], cents(100), "Wrong Ltd", "Quay 1"),
        (orders[1], cents(50), "Wrong Ltd", "Quay 1"),
    ]
    assert order(orders[0]).invoicing == Invoicing.REQUESTED


def test_a_return_names_its_credit_and_takes_its_lines(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line("33.33", 3), a_line(10, 2))
    ship_order(owner, sold)
    first, second = line_ids(sold)
    half = issue_invoice(owner, [sold], [LinePart(first, pieces(2)), LinePart(second, pieces(2))]).value
    rest = issue_invoice(owner, [sold]).value
    back = request_credit(owner, sold, "return", "no", lines=[LinePart(first, pieces(3))]).value
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, half, "return", "no", credit_id=back)
    assert refused.value.code == "no_credit"
    approve_credit(owner, back)
    assert order(sold).to_be_credited == 9999
    notes = [credit_invoice(owner, i, "return", "no", credit_id=back).value for i in (half, rest)]
    assert [every(InvoiceLine, "invoice_id = ?", (n,))[0].quantity for n in notes] == [pieces(2), pieces(1)]
    assert order(sold).to_be_credited == 0
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, half, "return", "no", credit_id=back, amount=1)
    assert refused.value.code == "above_invoice"
    with pytest.raises(UserError) as refused:
        void_credit(owner, back, "no")
    assert refused.value.code == "credit_note_names_it"


def test_a_part_of_a_credit_is_taken_of_its_own_lines_and_order(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)
    mine, other = an_order(owner, customer, a_line(113), a_line(109, tax_code_id=2)), an_order(owner, customer, 200)
    invoice = issue_invoice(owner, [mine, other]).value
    first, second = line_ids(mine)
    parts = [LinePart(first, gross=cents("56.50"))]
    credit = request_credit(owner, mine, "allowance", "late", parts).value
    approve_credit(owner, credit)
    note = credit_invoice(owner, invoice, "allowance", "late", credit_id=credit, amount=cents("11.30")).value
    told = every(InvoiceLine, "invoice_id = ?", (note,))
    assert [(x.order_line_id, x.net, x.tax) for x in told] == [(first, cents(10), cents("1.30"))]
    assert (order(mine).to_be_credited, order(other).invoiced) == (cents("45.20"), cents(200))
    row = every(InvoiceLine, "invoice_id = ? AND order_line_id = ?", (invoice, second))[0]
    credit_invoice(owner, invoice, "correction", "wrong", lines=[LinePart(row.id, gross=cents(109))])
    whole = request_credit(owner, mine, "allowance", "more", amount=cents("165.50")).value
    approve_credit(owner, whole)
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, invoice, "allowance", "more", credit_id=whole, amount=cents("101.71"))
    assert refused.value.code == "above_invoice"
    assert order(other).invoiced == cents(200)


def test_reason_and_credit_belong_together(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100)
    invoice = issue_invoice(owner, [sold]).value
    credit = request_credit(owner, sold, "allowance", "late", amount=100).value
    approve_credit(owner, credit)
    for arguments, code in (
        ({"reason_kind": "mood"}, "reason_kind"),
        ({"reason_kind": "allowance"}, "no_credit"),
        ({"reason_kind": "return", "credit_id": credit}, "no_credit"),
        ({"reason_kind": "correction", "credit_id": credit}, "credit_not_wanted"),
        ({"reason_kind": "allowance", "credit_id": credit, "amount": 101}, "above_invoice"),
        ({"reason_kind": "correction", "amount": 0}, "not_positive"),
        ({"reason_kind": "correction", "number": "1"}, "number_not_wanted"),
        ({"reason_kind": "correction", "reason": ""}, "no_reason"),
    ):
        with pytest.raises(UserError) as refused:
            credit_invoice(owner, invoice, **{"reason": "so", **arguments})
        assert refused.value.code == code, arguments
    note = credit_invoice(owner, invoice, "allowance", "late", credit_id=credit).value
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, note, "correction", "no")
    assert refused.value.code == "credit_note"


def test_a_digital_invoice_is_corrected_only_as_a_whole_with_its_own_red_number(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), 100)
    invoice = issue_invoice(owner, [sold], invoice_kind="digital_special", buyer=FIRM, number=DIGITAL + "1").value
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, invoice, "correction", "开票有误", amount=1, number=DIGITAL + "2")
    assert refused.value.code == "whole_only"
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, invoice, "correction", "开票有误")
    assert refused.value.code == "number_form"
    with pytest.raises(UserError) as refused:
        credit_invoice(owner, invoice, "correction", "开票有误", number=DIGITAL + "1")
    assert refused.value.code == "number_taken"
    note = read(Invoice, credit_invoice(owner, invoice, "correction", "开票有误", number=DIGITAL + "2").value)
    assert (note.number, note.total, note.invoice_kind) == (DIGITAL + "2", cents(100), "digital_special")
