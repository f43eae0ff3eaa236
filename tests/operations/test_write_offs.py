"""Write-offs: both signs, limits, reversals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import NeedsConfirmation, UserError
from app.models.actor import Actor
from app.models.customer import LedgerLine
from app.models.order import Collection
from app.operations.credits import approve_credit, request_credit
from app.operations.payments import record_payment
from app.operations.refunds import request_refund
from app.operations.write_offs import reverse_write_off, write_off
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, cents, every, order


def test_a_write_off_within_the_limit_asks_nothing_and_is_reversed_by_its_negative(book: TestBook) -> None:
    book.set_company(write_off_limit=100)
    owner = book.owner
    sold = an_order(owner, a_customer(owner), 100)
    small = write_off(owner, sold, 100, "bank fee", "fee").value
    assert (order(sold).written_off, order(sold).outstanding) == (100, cents(99))
    with pytest.raises(NeedsConfirmation) as asked:
        write_off(owner, sold, 101, "bad debt", "bad_debt")
    assert asked.value.key == "above_limit"
    write_off(owner.confirming({"above_limit"}), sold, cents(99), "gone", "bad_debt")
    assert order(sold).collection == Collection.PAID
    book.clock.day += timedelta(days=1)
    reverse_write_off(owner, small, "they paid the fee")
    assert (order(sold).written_off, order(sold).outstanding) == (cents(99), 100)
    assert sum(line.amount for line in every(LedgerLine)) == 100
    with pytest.raises(UserError) as refused:
        reverse_write_off(owner, small, "again")
    assert refused.value.code == "reversed"


def test_what_was_paid_too_much_is_kept_by_a_negative_one(owner: Actor) -> None:
    owner = owner.confirming({"above_limit"})
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    record_payment(owner, cents(100), "cash", customer, parts=[(sold, cents(100))])
    approve_credit(owner, request_credit(owner, sold, "allowance", "late", amount=5).value)
    request_refund(owner, 2, "late", order_id=sold)
    with pytest.raises(UserError) as refused:
        write_off(owner, sold, -4, "nobody wants it")
    assert refused.value.code == "above_outstanding"
    write_off(owner, sold, -3, "nobody wants it")
    assert order(sold).outstanding == -2


def test_never_beyond_what_is_outstanding(owner: Actor) -> None:
    owner = owner.confirming({"above_limit"})
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    for amount in (0, cents("100.01"), -1):
        with pytest.raises(UserError) as refused:
            write_off(owner, sold, amount, "so")
        assert refused.value.code == "above_outstanding"
    with pytest.raises(UserError) as refused:
        write_off(owner, a_draft(owner, customer, 1), 1, "so")
    assert refused.value.code == "state"
    with pytest.raises(UserError) as refused:
        write_off(owner, sold, 1, "so", "mood")
    assert refused.value.code == "write_off_kind"
    with pytest.raises(UserError) as refused:
        write_off(owner, sold, 1, " ")
    assert refused.value.code == "no_reason"
