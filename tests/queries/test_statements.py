"""A statement is the customer's account: it adds up with the ledger on every day, and with the orders today."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.models.actor import Role
from app.models.customer import Customer
from app.operations.payments import record_payment
from app.queries.statements import ENTRIES, Statement, statement
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, close, every, new_book, read, value
from tests.helpers.trade import Trade


def _account(customer: int, day: str) -> int:
    return int(
        value("SELECT coalesce(sum(amount), 0) FROM ledger_line WHERE customer_id = ? AND date <= ?", customer, day)
    )


def _adds_up(found: Statement) -> None:
    ageing = found.ageing
    owed = (ageing.not_due, ageing.days_30, ageing.days_60, ageing.days_90, ageing.older)
    assert found.closing == found.opening + found.charged - found.received
    assert found.closing == sum(owed) + ageing.ahead
    assert all(amount >= 0 for amount in owed)
    assert found.closing == (found.lines[-1].balance if found.lines else found.opening)
    assert {line.entry for line in found.lines} <= set(ENTRIES)


@pytest.mark.parametrize("seed", range(8))
def test_a_statement_of_any_day_equals_the_account_of_that_day(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(40):
        trade.step()
    today = book.clock.day
    for customer in every(Customer):
        whole = statement(book.owner, customer.id, None, today)
        dates = sorted({date.fromisoformat(line.date) for line in whole.lines} | {today})
        for day in dates:
            until = statement(book.owner, customer.id, None, day)
            after = statement(book.owner, customer.id, day + timedelta(days=1), today)
            _adds_up(until)
            assert until.closing == _account(customer.id, day.isoformat())
            if day < today:
                _adds_up(after)
                assert after.opening == until.closing
                assert after.closing == whole.closing
                assert (*until.lines, *after.lines) == whole.lines
    close(book)


@pytest.mark.parametrize("seed", range(8))
def test_todays_statement_equals_what_the_orders_owe(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(40):
        trade.step()
    for customer in every(Customer):
        found = statement(book.owner, customer.id, None, book.clock.day)
        worth = value("SELECT coalesce(sum(worth), 0) FROM sales_order WHERE customer_id = ?", customer.id)
        billed = value(
            "SELECT coalesce(sum(invoiced), 0) FROM sales_order WHERE customer_id = ?",
            customer.id,
        )
        assert found.closing == customer.outstanding - customer.balance
        assert found.closing - found.ageing.ahead == customer.debt
        assert found.invoiced == billed
        assert found.not_invoiced == worth - billed
    close(book)


@pytest.fixture
def book(tmp_path: Path) -> TestBook:
    made = new_book(tmp_path, country="CN")
    made.set_company(default_terms="30")
    return made


def test_money_stands_under_received_and_goods_under_charged(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, a_line("50", 2, description="Lamp"))
    record_payment(book.owner, cents("30"), "cash", customer_id=customer, parts=[(order, cents("30"))])
    found = statement(book.owner, customer, None, book.clock.day)
    total = read(Customer, customer).outstanding + cents("30")
    assert [(line.charged, line.received, line.balance) for line in found.lines] == [
        (total, 0, total),
        (0, cents("30"), total - cents("30")),
    ]
    assert [goods.description for goods in found.lines[0].goods] == ["Lamp"]
    assert not found.lines[1].goods


@pytest.mark.parametrize(
    ("days", "bucket"), [(30, "not_due"), (31, "days_30"), (60, "days_30"), (61, "days_60"), (91, "days_90"),
                         (121, "older")]
)  # fmt: skip
def test_what_is_owed_is_told_by_how_long_it_is_overdue(book: TestBook, days: int, bucket: str) -> None:
    customer = a_customer(book.owner)
    an_order(book.owner, customer, "100")
    owed = read(Customer, customer).outstanding
    found = statement(book.owner, customer, None, book.clock.day + timedelta(days=days))
    assert getattr(found.ageing, bucket) == owed == found.closing


def test_only_who_sees_money_sees_a_statement(book: TestBook) -> None:
    customer = a_customer(book.owner)
    worker = book.person(Role.WAREHOUSE)
    with pytest.raises(NotAllowed):
        statement(worker, customer, None, book.clock.day)
