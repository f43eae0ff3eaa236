"""What the page of a customer says of its trade: what it buys, was invoiced and given back, how satisfied it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.models.actor import Role
from app.operations.follow_ups import add_follow_up, finish_follow_up
from app.operations.order_course import complete_order, rate_order
from app.operations.payments import record_payment
from app.queries.customer_details import customer
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, close, each, new_book, pieces


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book with nothing in it yet."""
    made = new_book(tmp_path)
    yield made
    close(made)


def test_the_products_of_most_orders_come_first_with_their_last_price(book: TestBook) -> None:
    buyer, other = a_customer(book.owner), a_customer(book.owner, "Willow")
    lamp, desk = a_product(book.owner, "Lamp"), a_product(book.owner, "Desk")
    an_order(book.owner, buyer, a_line(10, 2, product_id=lamp), a_line(90, product_id=desk), date=date(2026, 3, 1))
    an_order(book.owner, buyer, a_line(12, 3, product_id=lamp), date=date(2026, 3, 5))
    an_order(book.owner, other, a_line(11, 7, product_id=desk))
    found = customer(book.owner, buyer).products
    assert [(p.name, p.orders, p.quantity, p.last_price, p.last_date) for p in found] == [
        ("Lamp", 2, pieces(5), each(12), "2026-03-05"),
        ("Desk", 1, pieces(1), each(90), "2026-03-01"),
    ]


def test_satisfaction_is_the_mean_of_the_scores_that_were_given(book: TestBook) -> None:
    buyer = a_customer(book.owner)
    assert (customer(book.owner, buyer).satisfaction, customer(book.owner, buyer).ratings) == (None, 0)
    for score in (5, 4, 4):
        made = an_order(book.owner, buyer, 10)
        complete_order(book.owner, made, "done")
        rate_order(book.owner, made, score)
    an_order(book.owner, buyer, 10)
    found = customer(book.owner, buyer)
    assert (found.satisfaction, found.ratings) == (433, 3)


def test_what_is_planned_stands_before_what_was_said(book: TestBook) -> None:
    buyer = a_customer(book.owner)
    done = add_follow_up(book.owner, buyer, "done", next_date=date(2026, 3, 11)).value
    finish_follow_up(book.owner, done)
    add_follow_up(book.owner, buyer, "later", next_date=date(2026, 4, 1))
    add_follow_up(book.owner, buyer, "soon", next_date=date(2026, 3, 12))
    add_follow_up(book.owner, buyer, "plain")
    assert [f.said for f in customer(book.owner, buyer).follow_ups] == ["soon", "later", "plain", "done"]


def test_who_may_not_see_money_learns_nothing_of_the_trade(book: TestBook) -> None:
    buyer, lamp = a_customer(book.owner), a_product(book.owner)
    made = an_order(book.owner, buyer, a_line(10, product_id=lamp))
    complete_order(book.owner, made, "done")
    rate_order(book.owner, made, 5)
    found = customer(book.person(Role.WAREHOUSE), buyer)
    assert (found.products, found.refunds, found.invoices, found.satisfaction) == ((), (), (), None)


def test_the_account_names_the_paper_behind_each_movement(book: TestBook) -> None:
    buyer = a_customer(book.owner)
    made = an_order(book.owner, buyer, 100)
    record_payment(book.owner, 4_000, "cash", buyer, parts=((made, 4_000),))
    newest, first = customer(book.owner, buyer).account
    assert (first.about_kind, first.about_id, first.number, first.account) == ("order", made, "SO-2026-0001", 10_000)
    assert (newest.about_kind, newest.amount, newest.account) == ("payment", -4_000, 6_000)
    assert newest.number
