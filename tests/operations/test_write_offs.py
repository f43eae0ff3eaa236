"""Write-offs: both signs, limits, reversals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import NeedsConfirmation, NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.customer import LedgerLine
from app.models.order import Collection
from app.models.payment import Payment
from app.operations.credits import approve_credit, request_credit
from app.operations.payments import record_payment
from app.operations.refunds import request_refund
from app.operations.write_offs import Difference, reverse_write_off, write_off
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, cents, every, order, read


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


def test_a_payment_writes_off_the_cents_that_are_missing_in_one_go(book: TestBook) -> None:
    book.set_company(write_off_limit=100)
    owner = book.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    part = cents("99.60")
    missing = [Difference(sold, 40, "difference", "rounded by the payer")]
    record_payment(owner, part, "cash", customer, parts=[(sold, part)], differences=missing)
    assert (order(sold).collection, order(sold).written_off) == (Collection.PAID, 40)
    other = an_order(owner, customer, 100)
    too_far = [Difference(other, 140, "difference", "rounded")]
    part = cents("98.60")
    with pytest.raises(NeedsConfirmation) as asked:
        record_payment(owner, part, "cash", customer, parts=[(other, part)], differences=too_far)
    assert asked.value.key == "above_limit"
    assert order(other).paid == 0, "nothing of it is recorded"


def test_a_payment_keeps_the_cents_that_are_too_much(book: TestBook) -> None:
    book.set_company(write_off_limit=100)
    owner = book.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    more = [Difference(sold, -40, "difference", "rounded up")]
    money = record_payment(owner, cents("100.40"), "cash", customer, parts=[(sold, cents(100))], differences=more).value
    assert (order(sold).collection, order(sold).written_off, order(sold).outstanding) == (Collection.PAID, -40, 0)
    assert read(Payment, money).free == 0


def test_a_difference_is_written_off_only_by_who_may_and_on_orders_of_the_payer(book: TestBook) -> None:
    book.set_company(write_off_limit=100)
    owner = book.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    strange = an_order(owner, a_customer(owner, "Hale & Son"), 100)
    with pytest.raises(UserError) as refused:
        record_payment(owner, 100, "cash", customer, differences=[Difference(strange, 40, "difference", "so")])
    assert refused.value.code == "other_customer"
    finance = book.person(Role.FINANCE)
    part = cents("99.60")
    with pytest.raises(NotAllowed):
        record_payment(
            finance, part, "cash", customer, parts=[(sold, part)],
            differences=[Difference(sold, 40, "difference", "so")],
        )  # fmt: skip
    assert not every(Payment)
