"""What customers owe, by age: it adds up with the ledger on every day, and with the orders today."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.models.actor import Actor, Role
from app.operations.payments import record_payment
from app.operations.reminders import remind_customer, withdraw_letters
from app.queries.columns import Ask
from app.queries.receivables import BUCKETS, Receivables
from app.queries.rhythm import rhythm
from app.queries.statements import statement
from app.queries.why_receivables import TITLES, why_receivable
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, new_book, value
from tests.helpers.book import close as shut
from tests.helpers.trade import Trade

AGES = tuple(key for key, _title in BUCKETS)


def _rows(viewer: Actor, day: date | None = None, **asked: Any) -> dict[int, dict[str, Any]]:
    """The list as dictionaries by customer, in the order shown."""
    found = Receivables(day)
    ids = found.ids(viewer, Ask(**asked))
    rows = found.rows(ids, viewer)
    keys = [c.key for c in found.columns]
    return {i: dict(zip(keys, rows[i].values, strict=True)) for i in ids}


def _account(day: date) -> int:
    return int(value("SELECT coalesce(sum(amount), 0) FROM ledger_line WHERE date <= ?", day.isoformat()))


@pytest.mark.parametrize("seed", range(6))
def test_on_any_day_the_list_comes_to_the_ledger_of_that_day(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    begin = book.clock.day
    for _ in range(40):
        trade.step()
    day = begin
    while day <= book.clock.day:
        totals = Receivables(day).totals(book.owner, Ask()).sums
        assert totals["account"] == _account(day)
        assert totals["account"] == sum(totals[key] for key in (*AGES, "overpaid", "ahead"))
        assert totals["overdue"] == sum(totals[key] for key in AGES[1:])
        day += timedelta(days=3)
    shut(book)


@pytest.mark.parametrize("seed", range(6))
def test_each_row_says_what_the_statement_of_that_day_says(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(40):
        trade.step()
    for day in (book.clock.day, book.clock.day - timedelta(days=10), book.clock.day - timedelta(days=40)):
        rows = _rows(book.owner, day)
        for customer, row in rows.items():
            ageing = statement(book.owner, customer, None, day).ageing
            assert tuple(row[key] for key in AGES) == tuple(getattr(ageing, key) for key in AGES)
            assert row["overpaid"] + row["ahead"] == ageing.ahead
    shut(book)


@pytest.fixture
def book(tmp_path: Path) -> TestBook:
    made = new_book(tmp_path, country="CN")
    made.set_company(default_terms="30")
    return made


def _paid_after(book: TestBook, customer: int, days: int) -> None:
    """One order that the customer paid so many days later."""
    order = an_order(book.owner, customer, a_line("50"))
    book.clock.day += timedelta(days=days)
    amount = int(value("SELECT outstanding FROM sales_order WHERE id = ?", order))
    record_payment(book.owner, amount, "cash", customer_id=customer, parts=[(order, amount)])


def test_a_day_before_shows_what_was_owed_then_though_it_is_paid_since(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first = book.clock.day
    _paid_after(book, customer, 20)
    assert _rows(book.owner) == {}
    then = _rows(book.owner, first + timedelta(days=3))[customer]
    assert then["account"] == then["not_due"] > 0


def test_the_rhythm_is_the_median_of_settled_orders_and_says_when_money_may_come(book: TestBook) -> None:
    customer = a_customer(book.owner)
    for days in (3, 40, 10):
        _paid_after(book, customer, days)
    ordered = book.clock.day
    an_order(book.owner, customer, a_line("80"))
    book.clock.day += timedelta(days=14)
    row = _rows(book.owner)[customer]
    known = rhythm(customer, book.clock.day)
    assert known is not None
    assert (known.days, known.orders) == (10, 3)
    assert (row["usual_days"], row["waiting_days"]) == (10, 14)
    assert row["expected"] == known.expected(ordered).isoformat() == (ordered + timedelta(days=10)).isoformat()
    assert list(_rows(book.owner, filters=(("unusual", "yes"),))) == [customer]


def test_nothing_is_said_of_a_rhythm_with_fewer_than_three_settled_orders(book: TestBook) -> None:
    customer = a_customer(book.owner)
    for days in (3, 40):
        _paid_after(book, customer, days)
    an_order(book.owner, customer, a_line("80"))
    row = _rows(book.owner)[customer]
    assert rhythm(customer, book.clock.day) is None
    assert (row["usual_days"], row["expected"]) == (None, None)


def test_what_is_overdue_moves_from_one_bucket_to_the_next(book: TestBook) -> None:
    customer = a_customer(book.owner)
    an_order(book.owner, customer, a_line("80"))
    due = book.clock.day + timedelta(days=30)
    seen = []
    for days in (0, 1, 30, 31, 60, 61, 90, 91):
        book.clock.day = due + timedelta(days=days)
        row = _rows(book.owner)[customer]
        seen.append(next(key for key in AGES if row[key]))
        assert row["late_days"] == (days or None)
    assert seen == ["not_due", "days_30", "days_30", "days_60", "days_60", "days_90", "days_90", "older"]


def test_money_paid_ahead_stands_by_itself_and_lowers_the_account(book: TestBook) -> None:
    customer = a_customer(book.owner, credit_limit=cents("20"))
    an_order(book.owner, customer, a_line("80"))
    owed = int(value("SELECT outstanding FROM customer WHERE id = ?", customer))
    record_payment(book.owner, cents("30"), "cash", customer_id=customer, parts=[])
    row = _rows(book.owner)[customer]
    assert (row["not_due"], row["ahead"], row["account"]) == (owed, -cents("30"), owed - cents("30"))
    assert row["room"] == cents("20") - row["account"]
    assert list(_rows(book.owner, filters=(("above_limit", "yes"),))) == [customer]


def test_a_salesperson_sees_the_customers_of_their_own_orders(book: TestBook) -> None:
    seller = book.person(Role.SALES)
    own = a_customer(seller, "Own")
    other = a_customer(book.owner, "Other")
    an_order(seller, own, a_line("10"))
    an_order(book.owner, other, a_line("10"))
    assert list(_rows(seller)) == [own]
    assert set(_rows(book.owner)) == {own, other}


def test_searching_sorting_and_filtering_are_those_of_every_list(book: TestBook) -> None:
    small, large = a_customer(book.owner, "Small"), a_customer(book.owner, "Large")
    an_order(book.owner, small, a_line("10"))
    an_order(book.owner, large, a_line("90"))
    assert list(_rows(book.owner, sort=(("account", True),))) == [large, small]
    assert list(_rows(book.owner, sort=(("name", False),))) == [large, small]
    assert list(_rows(book.owner, search="mal")) == [small]
    assert list(_rows(book.owner, filters=(("account", "50.."),))) == [large]


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_of_a_row_is_made_of_its_orders_and_movements(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(40):
        trade.step()
    book.clock.day += timedelta(days=35)
    told = 0
    for day in (None, book.clock.day - timedelta(days=40)):
        for customer, row in _rows(book.owner, day).items():
            for key in TITLES:
                if key == "ahead" and day is not None:
                    continue
                assert why_receivable(book.owner, key, customer, day).total == row[key], key
                told += bool(row[key])
    assert told > 4
    shut(book)


def test_the_list_says_when_and_in_which_tone_somebody_was_reminded_last(book: TestBook) -> None:
    book.set_company(default_terms="10")
    first, second, young = (a_customer(book.owner, name) for name in ("First", "Second", "Young"))
    for customer in (first, second):
        an_order(book.owner, customer, a_line("10"))
    book.clock.day += timedelta(days=15)
    an_order(book.owner, young, a_line("10"))
    made = remind_customer(book.owner, first, "firm").value
    reminded = book.clock.day
    listed = Receivables()
    keys = [column.key for column in listed.columns]
    on, tone = keys.index("reminded_on"), keys.index("reminder_tone")

    def told(customer: int) -> tuple[object, object]:
        row = listed.rows([customer], book.owner)[customer]
        return row.values[on], row.values[tone]

    def ids(key: str, wanted: str) -> set[int]:
        return set(listed.ids(book.owner, Ask(filters=((key, wanted),))))

    assert (told(first), told(second)) == ((reminded.isoformat(), "firm"), (None, None))
    assert ids("to_remind", "yes") == ids("never_reminded", "yes") == {second}
    assert ids("reminder_tone", "firm") == ids("reminded_on", reminded.isoformat()) == {first}
    book.clock.day += timedelta(days=7)
    assert ids("to_remind", "yes") == {first, second}, "seven days are given unless the book says otherwise"
    assert ids("never_reminded", "yes") == {second}
    then = Receivables(reminded).ids(book.owner, Ask(filters=(("to_remind", "yes"),)))
    assert set(then) == {second}, "on a day before it is who was to be reminded then"
    withdraw_letters(book.owner, [made], "never sent")
    assert told(first) == (None, None)
    yesterday = Receivables(reminded - timedelta(days=1))
    row = yesterday.rows([first], book.owner)[first]
    assert row.values[on] is None, "a day before shows what was known then"
