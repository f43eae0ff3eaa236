"""A customer's balance settles orders, and the same payment is never recorded twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import ChangedMeanwhile, NeedsConfirmation, UserError
from app.models.actor import Actor
from app.models.order_problems import OrderException
from app.models.payment import Payment
from app.operations.balance import use_balance
from app.operations.earmarks import earmark_payment
from app.operations.payments import allocate_payment, record_payment, transfer_balance, void_payment
from app.operations.refunds import request_refund
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, cents, every, order, read, value


def test_the_oldest_payment_is_used_first(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    younger = record_payment(owner, cents(50), "cash", customer).value
    older = record_payment(owner, cents(30), "cash", customer, date=owner.today() - timedelta(days=3)).value
    first, second = an_order(owner, customer, 40), an_order(owner, customer, 60)
    use_balance(owner, customer, [(first, cents(40)), (second, cents(15))])
    assert (order(first).outstanding, order(second).outstanding) == (0, cents(45))
    assert (read(Payment, older).free, read(Payment, younger).free) == (0, cents(25))
    assert value("SELECT balance FROM customer WHERE id = ?", customer) == cents(25)


def test_what_is_set_aside_or_promised_back_is_not_used(owner: Actor) -> None:
    customer = a_customer(owner)
    money = record_payment(owner, cents(100), "cash", customer).value
    earmark_payment(owner, money, a_draft(owner, customer, 40), cents(40))
    request_refund(owner, cents(25), "paid twice", payment_id=money)
    sold = an_order(owner, customer, 100)
    with pytest.raises(UserError) as refused:
        use_balance(owner, customer, [(sold, cents(36))])
    assert refused.value.code == "more_than_free"
    assert "35.00" in refused.value.message
    use_balance(owner, customer, [(sold, cents(35))])
    assert order(sold).outstanding == cents(65)


def test_it_takes_no_more_than_is_due_and_no_order_of_another_customer(owner: Actor) -> None:
    customer = a_customer(owner)
    record_payment(owner, cents(100), "cash", customer)
    sold, strange = an_order(owner, customer, 30), an_order(owner, a_customer(owner, "Hale & Son"), 30)
    for parts, code in (
        ([(sold, cents(31))], "more_than_due"),
        ([(strange, cents(10))], "other_customer"),
        ([], "not_positive"),
        ([(sold, cents(20)), (sold, cents(20))], "more_than_due"),
    ):
        with pytest.raises(UserError) as refused:
            use_balance(owner, customer, parts)
        assert refused.value.code == code
    assert every(Payment)[0].free == cents(100)


def test_a_second_window_that_saw_the_order_unpaid_records_nothing(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    seen = {sold: cents(100)}
    record_payment(owner, cents(40), "cash", customer, parts=[(sold, cents(40))], seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        record_payment(owner, cents(40), "cash", customer, parts=[(sold, cents(40))], seen=seen)
    assert refused.value.field == "parts"
    assert "60.00" in refused.value.message
    assert order(sold).paid == cents(40)


def test_the_same_money_on_account_is_asked_about_before_it_counts_twice(owner: Actor) -> None:
    customer = a_customer(owner)
    first = record_payment(owner, cents(40), "cash", customer).value
    with pytest.raises(NeedsConfirmation) as asked:
        record_payment(owner, cents(40), "cash", customer)
    assert asked.value.key == "likely_twin"
    assert read(Payment, first).number in asked.value.question
    record_payment(owner, cents(40), "card", customer)
    record_payment(owner, cents(40), "cash", a_customer(owner, "Hale & Son"))
    record_payment(owner.confirming({"likely_twin"}), cents(40), "cash", customer)
    assert len(every(Payment)) == 4


def test_unnamed_money_of_the_same_amount_is_ordinary(owner: Actor) -> None:
    for _sale in range(2):
        record_payment(owner, cents(5), "cash")
    assert len(every(Payment)) == 2


def test_money_that_was_handed_on_and_bounced_is_an_exception_where_it_was_used(owner: Actor) -> None:
    payer, friend = a_customer(owner), a_customer(owner, "Hale & Son")
    money = record_payment(owner, cents(50), "cash", payer).value
    handed = transfer_balance(owner, money, friend, cents(30), "paid for a friend").value
    sold = an_order(owner, friend, 30)
    allocate_payment(owner, handed, [(sold, cents(30))])
    with pytest.raises(UserError) as refused:
        void_payment(owner, money, "cheque came back")
    assert refused.value.code == "balance_below_zero"
    void_payment(owner, money, "cheque came back", bounced=True)
    found = every(OrderException, "topic = 'bounced'")
    assert [(each.order_id, each.solved_at) for each in found] == [(sold, None)]
    assert read(Payment, money).number in found[0].reason
