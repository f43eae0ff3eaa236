"""What the tests of operations share: a fresh book whose owner works alone, and one with a person of each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.models.actor import Actor, Role
from tests.helpers.book import TestBook, assert_book_sound, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book without taxes; it must be sound when the test is over."""
    made = new_book(tmp_path)
    yield made
    assert_book_sound()
    close(made)


@pytest.fixture
def chinese(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book: prices with 13 % tax, rounded per line."""
    made = new_book(tmp_path, country="CN", name="苏州青禾文具")
    yield made
    assert_book_sound()
    close(made)


@pytest.fixture
def owner(book: TestBook) -> Actor:
    """The owner of the book, alone in it."""
    return book.owner


@dataclass(frozen=True)
class Office:
    """One person of each role."""

    owner: Actor
    sales: Actor
    service: Actor
    warehouse: Actor
    finance: Actor
    manager: Actor


@pytest.fixture
def office(book: TestBook) -> Office:
    """A book in which somebody of each role works."""
    people = {role: book.person(role) for role in Role if role is not Role.OWNER}
    return Office(
        book.owner, *(people[r] for r in (Role.SALES, Role.SERVICE, Role.WAREHOUSE, Role.FINANCE, Role.MANAGER))
    )
