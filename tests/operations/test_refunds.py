"""Refunds: caps and proposals, four eyes, money that leaves, money that comes back."""

from __future__ import annotations

from datetime import timedelta

import apsw
import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.base import writing_connection
from app.models.customer import Customer, LedgerLine
from app.models.payment import Credit, Payment, Refund, RefundState
from app.operations.credits import approve_credit, request_credit
from app.operations.customers import CustomerInput, edit_customer
from app.operations.earmarks import earmark_payment
from app.operations.payments import (
    allocate_payment,
    record_payment,
    release_payment,
    transfer_balance,
    void_payment,
)
from app.operations.refund_vouchers import keep_voucher
from app.operations.refunds import (
    approve_refund,
    pay_refund,
    reject_refund,
    request_refund,
    return_refund,
    withdraw_refund,
)
from app.queries.vouchers import voucher, voucher_file
from tests.helpers.book import TestBook, a_customer, a_draft, an_order, cents, every, order, read


def a_paid_order(actor: Actor, customer: int, amount: int = 100) -> tuple[int, int]:
    """An order that was paid in full, and its payment."""
    sold = an_order(actor, customer, amount)
    paid = record_payment(actor, cents(amount), "cash", customer, parts=[(sold, cents(amount))]).value
    return sold, paid


def an_overpaid_order(actor: Actor, customer: int) -> int:
    """An order of 100, paid, with an allowance of 30 approved."""
    sold, _paid = a_paid_order(actor, customer)
    approve_credit(actor, request_credit(actor, sold, "allowance", "late", amount=cents(30)).value)
    return sold


def test_a_refund_is_promised_then_paid(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_overpaid_order(owner, customer)
    assert order(sold).proposed_refund == cents(30)
    refund = request_refund(owner, cents(30), "late", order_id=sold).value
    assert (order(sold).refund_promised, order(sold).proposed_refund) == (cents(30), 0)
    approve_refund(owner, refund)
    number = pay_refund(owner, refund, "bank_transfer", "REF-1").value
    stored = read(Refund, refund)
    assert (stored.state, stored.number, stored.date) == (RefundState.PAID, number, owner.today())
    now = order(sold)
    assert (now.refunded, now.refund_promised, now.outstanding) == (cents(30), 0, 0)
    assert [line.amount for line in every(LedgerLine, "entry = 'refund'")] == [cents(30)]


def test_more_than_proposed_needs_a_manager_and_a_reason(book: TestBook) -> None:
    owner = book.owner
    sales = book.person(Role.SALES)
    sold, _paid = a_paid_order(owner, a_customer(owner))
    with pytest.raises(UserError) as refused:
        request_refund(owner, cents(10), "goodwill", order_id=sold)
    assert refused.value.field == "above_proposal_reason"
    own = an_order(sales, a_customer(owner, "Own", owner_id=sales.user_id), 100)
    record_payment(owner, cents(100), "cash", order(own).customer_id, parts=[(own, cents(100))])
    with pytest.raises(NotAllowed) as denied:
        request_refund(sales, cents(10), "goodwill", order_id=own, above_proposal_reason="please")
    assert denied.value.code == "above_proposal"
    request_refund(owner, cents(10), "goodwill", order_id=sold, above_proposal_reason="a good customer")
    assert order(sold).refund_promised == cents(10)


def test_never_more_than_was_paid_less_refunded_less_promised(owner: Actor) -> None:
    sold, _paid = a_paid_order(owner, a_customer(owner))
    request_refund(owner, cents(60), "x", order_id=sold, above_proposal_reason="y")
    with pytest.raises(UserError) as refused:
        request_refund(owner, cents("40.01"), "x", order_id=sold, above_proposal_reason="y")
    assert refused.value.code == "above_paid"
    for told in ("$40.00", "$100.00 was paid", "$60.00 is promised"):
        assert told in refused.value.message


def test_from_the_balance_at_most_what_is_free_not_set_aside_and_not_promised(owner: Actor) -> None:
    customer = a_customer(owner)
    paid = record_payment(owner, cents(100), "cash", customer).value
    earmark_payment(owner, paid, a_draft(owner, customer, 40), cents(40))
    refund = request_refund(owner, cents(50), "not needed", payment_id=paid).value
    with pytest.raises(UserError) as refused:
        request_refund(owner, cents("10.01"), "more", payment_id=paid)
    assert refused.value.code == "above_balance"
    for told in ("$10.00", "$100.00 was paid", "$40.00 is set aside", "$50.00 is promised"):
        assert told in refused.value.message
    # What is promised back cannot be used otherwise either.
    with pytest.raises(UserError):
        allocate_payment(owner, paid, [(an_order(owner, customer, 20), cents(20))])
    with pytest.raises(UserError):
        transfer_balance(owner, paid, a_customer(owner, "Third"), cents(20), "paid for them")
    with pytest.raises(UserError):
        void_payment(owner, paid, "no")
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    stored = read(Payment, paid)
    assert (stored.refunded, stored.free) == (cents(50), cents(50))
    assert read(Customer, customer).balance == cents(50)


def test_a_refund_to_the_balance_loosens_the_newest_payment_and_lets_no_money_leave(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    first = record_payment(owner, cents(60), "cash", customer, parts=[(sold, cents(60))]).value
    second = record_payment(owner, cents(40), "cash", customer, parts=[(sold, cents(40))]).value
    approve_credit(owner, request_credit(owner, sold, "allowance", "late", amount=cents(50)).value)
    refund = request_refund(owner, cents(50), "for the next order", order_id=sold, target="balance").value
    approve_refund(owner, refund)
    pay_refund(owner, refund)
    now = order(sold)
    assert (now.paid, now.refunded, now.outstanding, now.refund_promised) == (cents(50), 0, 0, 0)
    assert (read(Payment, second).free, read(Payment, first).free) == (cents(40), cents(10))
    assert read(Customer, customer).balance == cents(50)
    assert every(LedgerLine, "entry = 'refund'") == []
    with pytest.raises(UserError):
        return_refund(owner, refund, "it never left")


def test_what_the_bank_returns_is_money_again(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    sold = an_overpaid_order(owner, customer)
    paid = record_payment(owner, cents(20), "cash", customer).value
    from_order = request_refund(owner, cents(30), "late", order_id=sold).value
    from_balance = request_refund(owner, cents(20), "not needed", payment_id=paid).value
    for refund in (from_order, from_balance):
        approve_refund(owner, refund)
        pay_refund(owner, refund, "cash")
    book.clock.day += timedelta(days=3)
    with pytest.raises(UserError) as refused:
        return_refund(owner, from_order, "account closed", date=book.clock.day - timedelta(days=4))
    assert refused.value.code == "before_refund"
    return_refund(owner, from_order, "account closed")
    return_refund(owner, from_balance, "account closed")
    assert (order(sold).refunded, order(sold).proposed_refund) == (0, cents(30))
    assert read(Payment, paid).free == cents(20)
    assert read(Refund, from_order).returned_on == book.clock.day


def test_rejected_and_withdrawn_refunds_promise_nothing(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    sold = an_overpaid_order(owner, customer)
    sales, other = book.person(Role.SALES), book.person(Role.SALES, name="other")
    with pytest.raises(NotAllowed):
        request_refund(other, cents(30), "late", order_id=sold)
    first = request_refund(owner, cents(30), "late", order_id=sold).value
    manager = book.person(Role.MANAGER)
    reject_refund(manager, first, "no")
    assert order(sold).refund_promised == 0
    second = request_refund(owner, cents(30), "late", order_id=sold).value
    approve_refund(manager, second)
    with pytest.raises(NotAllowed):
        withdraw_refund(sales, second)
    withdraw_refund(owner, second, "they want a voucher")
    assert order(sold).refund_promised == 0
    with pytest.raises(UserError) as refused:
        pay_refund(owner, second, "cash")
    assert "withdrawn" in refused.value.message


def test_who_asked_never_approves_unless_alone(book: TestBook) -> None:
    owner = book.owner
    sold = an_overpaid_order(owner, a_customer(owner))
    refund = request_refund(owner, cents(10), "late", order_id=sold).value
    manager = book.person(Role.MANAGER)
    with pytest.raises(NotAllowed) as refused:
        approve_refund(owner, refund)
    assert refused.value.code == "self_approval"
    approve_refund(manager, refund)


def test_a_promise_keeps_payments_on_the_order(owner: Actor) -> None:
    sold, paid = a_paid_order(owner, a_customer(owner))
    request_refund(owner, cents(60), "x", order_id=sold, above_proposal_reason="y")
    for act in (lambda: void_payment(owner, paid, "no"), lambda: release_payment(owner, paid, sold, cents(50))):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "less_than_refunded"


def test_what_no_refund_may_be(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_overpaid_order(owner, customer)
    paid = record_payment(owner, cents(10), "cash", customer).value
    unknown = record_payment(owner, cents(10), "cash").value
    elsewhere = an_overpaid_order(owner, a_customer(owner, "Other"))
    credit = request_credit(owner, elsewhere, "allowance", "late", amount=100).value
    for arguments, code in (
        ({"amount": 0, "order_id": sold}, "not_positive"),
        ({"amount": -5, "order_id": sold}, "not_positive"),
        ({"amount": 5}, "refund_source"),
        ({"amount": 5, "order_id": sold, "payment_id": paid}, "refund_source"),
        ({"amount": 5, "payment_id": paid, "target": "balance"}, "refund_target"),
        ({"amount": 5, "order_id": sold, "target": "moon"}, "refund_target"),
        ({"amount": 5, "order_id": sold, "credit_id": credit}, "other_credit"),
        ({"amount": 5, "payment_id": paid, "credit_id": credit}, "other_credit"),
        ({"amount": 5, "payment_id": unknown}, "no_balance"),
        ({"amount": 5, "order_id": sold, "reason": ""}, "no_reason"),
    ):
        with pytest.raises(UserError) as refused:
            request_refund(owner, **{"reason": "so", **arguments})
        assert refused.value.code == code, arguments
    assert every(Refund) == []


def test_a_refund_is_paid_by_a_known_method_on_an_open_day(book: TestBook) -> None:
    owner = book.owner
    refund = request_refund(owner, 100, "late", order_id=an_overpaid_order(owner, a_customer(owner))).value
    approve_refund(owner, refund)
    for arguments, code in (
        ({"method": "shells"}, "no_method"),
        ({"method": "bank_transfer"}, "no_reference"),
        ({"method": "cash", "date": book.clock.day + timedelta(days=1)}, "future_date"),
    ):
        with pytest.raises(UserError) as refused:
            pay_refund(owner, refund, **arguments)
        assert refused.value.code == code
    book.set_company(closed_until=book.clock.day)
    with pytest.raises(UserError) as refused:
        pay_refund(owner, refund, "cash")
    assert refused.value.code == "closed_month"


def test_a_paid_refund_freezes_its_voucher(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_overpaid_order(owner, customer)
    credit = every(Credit)[0]
    refund = request_refund(owner, cents(30), "late", order_id=sold, credit_id=credit.id).value
    approve_refund(owner, refund)
    with pytest.raises(UserError) as refused:
        keep_voucher(owner, refund, b"%PDF", "early.pdf")
    assert refused.value.code == "no_voucher"
    number = pay_refund(owner, refund, "bank_transfer", "REF-1").value
    told = voucher(owner, refund)
    assert (told.number, told.gross, told.subtotal, told.corrects) == (number, cents(30), cents(30), credit.number)
    assert (told.method, told.bank_reference, told.reason) == ("Bank transfer", "REF-1", "late")
    edit_customer(owner, customer, CustomerInput(name="Another name"))
    assert voucher(owner, refund).to_json() == told.to_json()
    keep_voucher(owner, refund, b"%PDF", "voucher.pdf")
    assert voucher_file(refund) == b"%PDF"
    return_refund(owner, refund, "account closed")
    assert voucher(owner, refund).mark == "void"


def test_a_frozen_voucher_cannot_be_written_over(owner: Actor) -> None:
    refund = request_refund(owner, cents(30), "late", order_id=an_overpaid_order(owner, a_customer(owner))).value
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    with pytest.raises(apsw.ConstraintError):
        writing_connection().execute("UPDATE refund SET snapshot = '{}'")
