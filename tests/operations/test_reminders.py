"""Reminders: what they name, what they leave out, in which tone, and what is kept of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Role
from app.models.audit import Trail
from app.models.customer import Customer, FollowUp
from app.models.reminding import Owing
from app.operations.batches import hold_orders
from app.operations.credits import request_credit
from app.operations.history import undo
from app.operations.payments import record_payment
from app.operations.reminders import remind_customer, remind_customers
from app.queries.reminders import letter, owing
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, close, every, new_book, read, value


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    made.set_company(default_terms_days=10)
    yield made
    close(made)


def _late(book: TestBook, customer: int, worth: str = "80", days: int = 5) -> int:
    """An order that is so many days overdue now."""
    order = an_order(book.owner, customer, a_line(worth))
    book.clock.day += timedelta(days=10 + days)
    return order


def _owing(book: TestBook, customer: int) -> Owing:
    return owing(book.owner, customer)


def test_a_reminder_is_a_follow_up_that_comes_back_when_the_money_should_be_there(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = _late(book, customer)
    made = remind_customer(book.owner, customer).value
    kept = read(FollowUp, made)
    assert (kept.reminder, kept.date, kept.done) == ("friendly", book.clock.day, 0)
    assert kept.next_date == book.clock.day + timedelta(days=10)
    assert read(Customer, customer).next_follow_up == kept.next_date
    number = value("SELECT number FROM sales_order WHERE id = ?", order)
    assert number in kept.said
    entry = every(Trail)[-1]
    assert entry.operation == "remind customer"
    assert json.loads(entry.detail)["tone"] == "friendly"
    assert json.loads(entry.detail)["orders"] == [number]


def test_the_tone_rises_with_each_reminder_and_stays_at_the_last(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer)
    seen = []
    for _turn in range(4):
        seen.append(_owing(book, customer).tone)
        remind_customer(book.owner, customer)
        assert _owing(book, customer).tone == seen[-1]
        book.clock.day += timedelta(days=10)
    assert seen == ["friendly", "firm", "final", "final"]


def test_the_tone_begins_anew_when_everything_was_paid_that_was_due_at_the_last_one(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = _late(book, customer)
    remind_customer(book.owner, customer, "firm")
    amount = int(value("SELECT outstanding FROM sales_order WHERE id = ?", order))
    record_payment(book.owner, amount, "cash", customer_id=customer, parts=[(order, amount)])
    _late(book, customer)
    assert _owing(book, customer).tone == "friendly"


def test_orders_in_dispute_and_orders_not_yet_due_are_left_out(book: TestBook) -> None:
    customer = a_customer(book.owner)
    held, returning, late = (an_order(book.owner, customer, a_line(worth)) for worth in ("10", "20", "40"))
    book.clock.day += timedelta(days=15)
    young = an_order(book.owner, customer, a_line("80"))
    hold_orders(book.owner, [held], "They say it is the wrong colour")
    request_credit(book.owner, returning, "allowance", "scratched", amount=cents("5"))
    found = _owing(book, customer)
    assert [o.order_id for o in found.reminded] == [late]
    assert {o.order_id: o.left_out for o in found.left_out} == {held: "held", returning: "returning"}
    assert found.total == value("SELECT outstanding FROM sales_order WHERE id = ?", late)
    assert young in [o.order_id for o in found.orders]


def test_who_owes_nothing_overdue_or_is_in_dispute_is_not_reminded(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, a_line("10"))
    with pytest.raises(UserError, match="Nothing is overdue"):
        remind_customer(book.owner, customer)
    book.clock.day += timedelta(days=15)
    hold_orders(book.owner, [order], "Wrong colour")
    with pytest.raises(UserError, match="in dispute"):
        remind_customer(book.owner, customer)
    assert not every(FollowUp)


def test_many_are_reminded_each_in_the_tone_that_is_next_and_the_others_named(book: TestBook) -> None:
    first, second, nothing = (a_customer(book.owner, name) for name in ("First", "Second", "Nothing"))
    an_order(book.owner, first, a_line("10"))
    an_order(book.owner, second, a_line("10"))
    book.clock.day += timedelta(days=15)
    remind_customer(book.owner, second)
    book.clock.day += timedelta(days=2)
    foretold = remind_customers.rehearse(book.owner, [first, second, nothing])
    assert foretold.done == (first,)
    assert {each.id: each.group for each in foretold.refused} == {
        second: "reminded lately",
        nothing: "nothing overdue",
    }
    book.clock.day += timedelta(days=7)
    assert remind_customers(book.owner, [first, second, nothing]).value == foretold.__class__(
        (first, second), tuple(f.id for f in every(FollowUp)[1:]), {}, foretold.refused[1:]
    )
    assert [f.reminder for f in every(FollowUp)] == ["friendly", "friendly", "firm"]
    undo(book.owner)
    assert [f.reminder for f in every(FollowUp)] == ["friendly"]


def test_finance_reminds_everybody_and_sales_only_their_own_customers(book: TestBook) -> None:
    finance, seller = book.person(Role.FINANCE), book.person(Role.SALES)
    own, other = a_customer(seller, "Own"), a_customer(book.owner, "Other")
    for customer in (own, other):
        an_order(book.owner, customer, a_line("10"))
    book.clock.day += timedelta(days=15)
    remind_customer(finance, other)
    book.clock.day += timedelta(days=15)
    remind_customer(seller, own)
    with pytest.raises(NotAllowed):
        remind_customer(book.person(Role.WAREHOUSE), own)


def test_a_letter_asks_for_what_is_overdue_by_the_day_that_the_follow_up_plans(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer, days=5)
    found = letter(book.owner, customer)
    made = remind_customer(book.owner, customer).value
    assert found.pay_by == str(read(FollowUp, made).next_date)
    assert found.pay_by in found.text
    assert "{" not in found.text
    assert letter(book.owner, customer).tone == "friendly"
