"""A book with a little trade in three months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.operations.payments import record_payment
from app.views.desk import Desk
from tests.helpers.book import TestBook, a_customer, an_order, order
from tests.helpers.desk import book, make_desk, real_desk

__all__ = ["book", "make_desk", "real_desk"]


@pytest.fixture
def trade(book: TestBook, make_desk: Callable[..., Desk]) -> Desk:
    """A desk over two customers, and orders in January, February and March; one of them is paid."""
    far = a_customer(book.owner, "杭州绿茵园艺", region="浙江")
    near = a_customer(book.owner, "Harbour & Hale", region="Kent")
    for day, customer, price in (
        (date(2026, 1, 5), far, 100),
        (date(2026, 2, 6), near, 250),
        (date(2026, 3, 9), far, 50),
    ):
        book.clock.day = day
        made = an_order(book.owner, customer, price)
    record_payment(book.owner, order(made).total, "cash", order(made).customer_id, parts=[(made, order(made).total)])
    book.clock.day = date(2026, 3, 10)
    return make_desk()
