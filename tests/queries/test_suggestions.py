"""What may be missing on an order is what this customer usually orders, and what goes with its goods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.operations.products import deactivate_product
from app.queries.suggestions import suggestions
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, close, new_book, pieces


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """An open book with one person."""
    made = new_book(tmp_path)
    yield made
    close(made)


def _goods(book: TestBook, *names: str) -> list[int]:
    return [a_product(book.owner, name) for name in names]


def test_what_a_customer_ordered_twice_is_usual_with_the_last_quantity(book: TestBook) -> None:
    lamp, chair, desk = _goods(book, "Lamp", "Chair", "Desk")
    customer = a_customer(book.owner)
    an_order(book.owner, customer, a_line(5, 2, product_id=lamp), a_line(5, 1, product_id=desk))
    an_order(book.owner, customer, a_line(5, 7, product_id=lamp), a_line(5, 1, product_id=chair))
    found = suggestions(book.owner, customer, ())
    assert [(s.product_id, s.times, s.quantity) for s in found] == [(lamp, 2, pieces(7))]


def test_what_others_bought_together_follows_what_is_usual(book: TestBook) -> None:
    lamp, bulb, desk = _goods(book, "Lamp", "Bulb", "Desk")
    other, customer = a_customer(book.owner, "Other"), a_customer(book.owner, "Own")
    for _time in range(2):
        an_order(book.owner, other, a_line(5, product_id=lamp), a_line(5, product_id=bulb))
        an_order(book.owner, customer, a_line(5, product_id=desk))
    found = suggestions(book.owner, customer, (lamp,))
    assert [(s.product_id, s.times, s.together, s.beside) for s in found] == [(desk, 2, 0, ""), (bulb, 0, 2, "Lamp")]


def test_what_stands_on_the_order_or_is_inactive_is_not_suggested(book: TestBook) -> None:
    lamp, bulb = _goods(book, "Lamp", "Bulb")
    customer = a_customer(book.owner)
    for _time in range(2):
        an_order(book.owner, customer, a_line(5, product_id=lamp), a_line(5, product_id=bulb))
    assert [s.product_id for s in suggestions(book.owner, customer, (lamp,))] == [bulb]
    deactivate_product(book.owner, bulb)
    assert suggestions(book.owner, customer, (lamp,)) == ()


def test_a_new_order_of_a_new_customer_suggests_nothing(book: TestBook) -> None:
    assert suggestions(book.owner, a_customer(book.owner), ()) == ()
    assert suggestions(book.owner, None, ()) == ()
