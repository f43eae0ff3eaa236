"""Statements that were handed out are kept with their days, what they came to, and their file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.operations.statements import StatementFile, keep_statements
from app.queries.check import check
from app.queries.reminders import letters
from tests.helpers.book import TestBook, a_customer, a_line, an_order, close, every, new_book, value


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close(made)


def _file(book: TestBook, customer: int, content: bytes, first: date | None = None) -> StatementFile:
    return StatementFile(customer, first, book.clock.day, content)


def test_statements_of_many_are_kept_in_one_step_each_with_its_days_and_what_it_came_to(book: TestBook) -> None:
    first, second = a_customer(book.owner, "First"), a_customer(book.owner, "Second")
    an_order(book.owner, first, a_line("10"))
    begin = book.clock.day - timedelta(days=30)
    made = keep_statements(
        book.owner, [_file(book, first, b"%PDF first", begin), _file(book, second, b"%PDF second")]
    ).value
    (one,), (other,) = letters(first), letters(second)
    owed = value("SELECT outstanding FROM customer WHERE id = ?", first)
    assert (one.id, other.id) == made
    assert (one.letter_kind, one.first_day, one.last_day, one.amount) == (
        "statement", begin.isoformat(), book.clock.day.isoformat(), owed,
    )  # fmt: skip
    assert (other.first_day, other.amount) == (None, 0)
    assert [bytes(each.content) for each in every(KeptPaper)] == [b"%PDF first", b"%PDF second"]
    assert value("SELECT count(DISTINCT trail_id) FROM trail_change WHERE record_kind = 'customer_letter'") == 1
    assert check() == []


def test_the_same_statement_printed_again_is_one_letter_and_another_one_is_another(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first = keep_statements(book.owner, [_file(book, customer, b"%PDF 1")]).value
    assert keep_statements(book.owner, [_file(book, customer, b"%PDF 1")]).value == first
    keep_statements(book.owner, [_file(book, customer, b"%PDF 2")])
    assert len(every(CustomerLetter)) == len(every(KeptPaper)) == 2
