"""What the tests of queries share: a large book made in bulk, and one in which everything happened once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.models.actor import Actor
from app.models.base import database
from benchmarks.books import make
from tests.helpers.book import TestBook, close
from tests.helpers.year import eventful_book

ORDERS = 1_500


def viewer(user_id: int = 1, *roles: str) -> Actor:
    """Somebody who looks at the large book at the start of 2026; the owner unless said otherwise."""
    return Actor(user_id, "viewer", frozenset(roles or ("owner",)), today=lambda: date(2026, 1, 1))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book of 1,500 orders; the salespeople are the users 2 to 6."""
    path = tmp_path_factory.mktemp("large") / "large.daybook"
    make(path, ORDERS)
    yield path
    database.close()


@pytest.fixture
def eventful(tmp_path: Path) -> Iterator[TestBook]:
    """A small Chinese book in which everything happened once."""
    book = eventful_book(tmp_path)
    yield book
    close(book)
