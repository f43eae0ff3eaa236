"""Statements that were handed out are kept with their days, what they came to, and their file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Role
from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.operations.batches_parties import assign_customers
from app.operations.customers import delete_customer
from app.operations.history import undo
from app.operations.merging import merge_customers
from app.operations.payments import record_payment
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
    closing = int(value("SELECT outstanding FROM customer WHERE id = ?", customer))
    return StatementFile(customer, first, book.clock.day, closing, content)


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


def test_what_a_statement_came_to_is_what_its_file_says_whatever_was_booked_since(book: TestBook) -> None:
    customer = a_customer(book.owner)
    an_order(book.owner, customer, a_line("10"))
    laid_out = _file(book, customer, b"%PDF")
    an_order(book.owner, customer, a_line("90"))
    keep_statements(book.owner, [laid_out])
    assert every(CustomerLetter)[0].amount == laid_out.closing
    assert check() == []


def test_sales_keep_statements_of_customers_in_their_charge_and_in_nobodys(book: TestBook) -> None:
    seller, warehouse = book.person(Role.SALES), book.person(Role.WAREHOUSE)
    own, nobodys, other = a_customer(seller, "Own"), a_customer(book.owner, "Nobody"), a_customer(book.owner, "Other")
    assign_customers(book.owner, [other], book.owner.user_id)
    kept = keep_statements(seller, [_file(book, own, b"%PDF 1"), _file(book, nobodys, b"%PDF 2")]).value
    assert len(kept) == 2
    for person, customer in ((seller, other), (warehouse, own)):
        with pytest.raises(NotAllowed):
            keep_statements(person, [_file(book, customer, b"%PDF 3")])


def test_a_customer_with_a_letter_is_not_deleted_and_neither_is_one_into_whom_another_was_merged(
    book: TestBook,
) -> None:
    told, gone, into = (a_customer(book.owner, name) for name in ("Told", "Gone", "Into"))
    keep_statements(book.owner, [_file(book, told, b"%PDF")])
    merge_customers(book.owner, gone, into)
    for customer in (told, into):
        with pytest.raises(UserError, match="cannot be deleted"):
            delete_customer(book.owner, customer)
    assert check() == []


@pytest.mark.parametrize("since", ["statement", "payment"])
def test_a_customer_who_has_something_that_stays_is_not_taken_away_by_undo(book: TestBook, since: str) -> None:
    customer = a_customer(book.owner)
    if since == "statement":
        keep_statements(book.owner, [_file(book, customer, b"%PDF")])
    else:
        record_payment(book.owner, 500, "cash", customer_id=customer)
    with pytest.raises(UserError, match="cannot be undone any more"):
        undo(book.owner)
    assert value("SELECT count(*) FROM customer WHERE id = ?", customer) == 1
    assert check() == []
