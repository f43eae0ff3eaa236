"""Amendments: what a confirmed order may still become, and what it keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.order import Amendment, OrderLine
from app.operations.amendments import amend_order, close_rest, keep_deposit
from app.operations.credits import approve_credit, request_credit
from app.operations.earmarks import earmark_payment
from app.operations.invoices import issue_invoice, void_invoice
from app.operations.order_content import typed_from
from app.operations.order_course import cancel_order
from app.operations.orders import confirm_order, edit_order
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.quotations import return_to_draft
from app.operations.shipments import ship_order
from tests.helpers.book import (
    a_customer,
    a_draft,
    a_line,
    an_order,
    cents,
    every,
    line_ids,
    order,
    pieces,
    read,
)


def test_a_line_that_a_voided_paper_speaks_of_is_struck_out(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100, 50)
    void_invoice(owner, issue_invoice(owner, [sold]).value, "misprint")
    content = typed_from(order(sold), every(OrderLine, "order_id = ?", (sold,)))
    assert amend_order(owner, sold, replace(content, lines=content.lines[:1]), "less").value == 1
    struck = read(OrderLine, line_ids(sold)[1])
    assert (struck.quantity, struck.amount, struck.gross) == (0, 0, 0)
    assert order(sold).worth == cents(100)
    # It is not asked for again, and stays as it is through the next amendment.
    again = typed_from(order(sold), every(OrderLine, "order_id = ?", (sold,)))
    assert len(again.lines) == 1
    amend_order(owner, sold, replace(again, lines=(*again.lines, a_line(7))), "one more")
    assert order(sold).worth == cents(107)
    ship_order(owner, sold)
    close_rest(owner, sold, "that is all")
    assert [a.revision for a in every(Amendment)] == [1, 2, 3]


def test_a_line_in_use_stays(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(100, 2), 50)
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(1)})
    content = typed_from(order(sold), every(OrderLine, "order_id = ?", (sold,)))
    for lines, code in (
        (content.lines[1:], "line_in_use"),
        ((replace(content.lines[0], quantity=pieces("0.5")), content.lines[1]), "below_shipped"),
    ):
        with pytest.raises(UserError) as refused:
            amend_order(owner, sold, replace(content, lines=lines), "less")
        assert refused.value.code == code
    approve_credit(
        owner, request_credit(owner, sold, "allowance", "late", lines=[LinePart(line_ids(sold)[1], 0, cents(40))]).value
    )
    with pytest.raises(UserError) as refused:
        amend_order(
            owner, sold, replace(content, lines=(content.lines[0], replace(content.lines[1], unit_price=1))), "less"
        )
    assert refused.value.code == "below_credited"


def test_a_deposit_is_kept_as_a_fee(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100, 50)
    record_payment(owner, cents(30), "cash", customer, parts=[(sold, cents(30))])
    keep_deposit(owner, sold, "they changed their mind")
    assert (order(sold).worth, order(sold).outstanding) == (cents(30), 0)


def test_money_set_aside_beyond_the_order_stays_free(owner: Actor) -> None:
    customer = a_customer(owner)
    draft = a_draft(owner, customer, 100)
    paid = record_payment(owner, cents(100), "cash", customer).value
    earmark_payment(owner, paid, draft, cents(100))
    content = typed_from(order(draft), every(OrderLine, "order_id = ?", (draft,)))
    edit_order(owner, draft, replace(content, lines=(a_line(60),)))
    confirm_order(owner, draft)
    assert (order(draft).paid, order(draft).outstanding) == (cents(60), 0)


def test_an_order_with_a_past_is_copied_and_not_written_anew(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(100, 2))
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(1)})
    approve_credit(
        owner, request_credit(owner, sold, "return", "no", lines=[LinePart(line_ids(sold)[0], pieces(1))]).value
    )
    cancel_order(owner, sold, "all came back")
    with pytest.raises(UserError) as refused:
        return_to_draft(owner, sold)
    assert refused.value.code == "used"
