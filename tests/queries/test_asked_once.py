"""What is wanted of many records is asked in one pass: as many statements for thirty as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.errors import NotAllowed, NotFound
from app.models.actor import Actor, Role
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.queries.bureau_requests import bureau_requests
from app.queries.invoicing import invoiceable, orders_of_requests
from app.queries.shipping_papers import pick_list
from app.queries.statements import with_movements
from tests.helpers.asked import asked
from tests.helpers.book import TestBook, a_customer, an_order, close, new_book

MANY = 5


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book."""
    made = new_book(tmp_path, country="CN")
    yield made
    close(made)


def sold_to(actor: Actor, customer: int) -> list[int]:
    return [an_order(actor, customer, "10") for _ in range(MANY)]


def requested(actor: Actor, orders: Sequence[int]) -> list[int]:
    return [request_invoice(actor, order, buyer=Buyer("栖霞岭")).value for order in orders]


def no_more_for_many(ask: Callable[[Sequence[int]], object], ids: Sequence[int]) -> None:
    ask(ids[:1])
    with asked() as for_one:
        ask(ids[:1])
    with asked() as for_all:
        ask(ids)
    assert 0 < len(for_all) == len(for_one)


def test_requests_are_asked_for_in_one_pass(book: TestBook) -> None:
    orders = sold_to(book.owner, a_customer(book.owner, "栖霞岭"))
    wanted = requested(book.owner, orders)
    no_more_for_many(lambda ids: bureau_requests(book.owner, ids), wanted)
    no_more_for_many(lambda ids: orders_of_requests(book.owner, ids), wanted)
    backwards = [wanted[3], wanted[0], wanted[3]]
    assert orders_of_requests(book.owner, backwards) == [orders[3], orders[0]]


def test_orders_to_invoice_and_to_pick_are_asked_for_in_one_pass(book: TestBook) -> None:
    orders = sold_to(book.owner, a_customer(book.owner))
    no_more_for_many(lambda ids: invoiceable(book.owner, ids), orders)
    no_more_for_many(lambda ids: pick_list(book.owner, ids), orders)


def test_who_has_something_to_state_is_asked_for_in_one_pass(book: TestBook) -> None:
    customers = [a_customer(book.owner, f"Customer {n}") for n in range(MANY)]
    for customer in customers[1:]:
        an_order(book.owner, customer, "10")
    day = book.clock.day
    no_more_for_many(lambda ids: with_movements(book.owner, ids, None, day), customers)
    assert with_movements(book.owner, customers[::-1], None, day) == customers[:0:-1]


def test_one_record_of_many_that_is_a_colleagues_or_gone_is_refused(book: TestBook) -> None:
    seller, colleague = book.person(Role.SALES, name="Ada"), book.person(Role.SALES, name="Ben")
    own = sold_to(seller, a_customer(seller, "Alder"))
    foreign = sold_to(colleague, a_customer(colleague, "Birch"))
    mine, theirs = requested(seller, own), requested(colleague, foreign)
    assert orders_of_requests(seller, mine) == own
    with pytest.raises(NotAllowed) as refused:
        orders_of_requests(seller, [*mine, theirs[0]])
    assert refused.value.code == "not_own"
    with pytest.raises(NotFound):
        bureau_requests(seller, [*mine, 999])
    with pytest.raises(NotAllowed):
        invoiceable(seller, [own[0], foreign[0]])


def test_nothing_is_to_state_for_somebody_who_sees_no_money(book: TestBook) -> None:
    customer = a_customer(book.owner)
    an_order(book.owner, customer, "10")
    assert with_movements(book.person(Role.WAREHOUSE), [customer], None, book.clock.day) == []
