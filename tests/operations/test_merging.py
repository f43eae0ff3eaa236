"""Two customers who are one: everything goes over, adds up, is found, and goes back exactly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Role
from app.models.base import connection, shape
from app.models.customer import Customer, LedgerLine
from app.models.invoice import Invoice
from app.models.order import Order
from app.models.payment import Payment
from app.models.schema import TABLES
from app.operations.addresses import AddressInput, add_address
from app.operations.invoices import issue_invoice
from app.operations.merging import merge_customers
from app.operations.payments import record_payment
from app.operations.unmerging import undo_merge
from app.queries.columns import Ask
from app.queries.customers import CUSTOMERS
from tests.helpers.book import (
    TestBook,
    a_customer,
    an_order,
    assert_book_sound,
    cents,
    close,
    every,
    new_book,
    read,
    value,
)
from tests.helpers.trade import Trade

# Not facts of the business: who looked when, and how often a record was written.
_ASIDE = frozenset({"trail", "trail_change", "undo_step", "merge"})


def _rows() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for model in TABLES:
        if model.kind in _ASIDE:
            continue
        form = shape(model)
        columns = ", ".join(f'"{c}"' for c in form.columns if c != "version")
        found[model.kind] = list(connection().execute(f'SELECT {columns} FROM "{form.table}" ORDER BY id'))
    return found


@pytest.fixture
def book(tmp_path: Path) -> TestBook:
    return new_book(tmp_path)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_merged_and_undone_is_as_it_was(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN", stock_policy=("kept", "not_kept")[seed % 2])
    trade = Trade(book, seed)
    for _ in range(30):
        trade.step()
    gone, kept = trade.customers
    before = _rows()
    account = value("SELECT sum(amount) FROM ledger_line WHERE customer_id IN (?, ?)", gone, kept)
    merge_customers(book.owner, gone, kept)
    assert_book_sound()
    for model in (Order, Payment, LedgerLine, Invoice):
        assert not every(model, "customer_id = ?", (gone,))
    assert value("SELECT sum(amount) FROM ledger_line WHERE customer_id = ?", kept) == account
    assert (read(Customer, gone).outstanding, read(Customer, gone).orders) == (0, 0)
    undo_merge(book.owner, gone)
    assert _rows() == before
    assert_book_sound()
    close(book)


@pytest.mark.parametrize("seed", range(12))
def test_a_merge_that_was_worked_on_goes_apart_soundly_or_says_why_not(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    for _ in range(20):
        trade.step()
    gone, kept = trade.customers
    merge_customers(book.owner, gone, kept)
    trade.customers = [kept, kept]
    for _ in range(seed):
        trade.step()
    before = _rows()
    refused = ""
    try:
        undo_merge(book.owner, gone)
    except UserError as problem:
        refused = problem.code
    assert refused in ("", "torn", "moved_on")
    assert (_rows() == before) is bool(refused)
    assert_book_sound()
    close(book)


def test_the_old_name_finds_the_one_who_stays(book: TestBook) -> None:
    old, new = a_customer(book.owner, "张三灯具"), a_customer(book.owner, "Zhang Lighting")
    merge_customers(book.owner, old, new)
    for typed in ("张三", "zhangsan"):
        assert list(CUSTOMERS.ids(book.owner, Ask(search=typed))) == [new]
    undo_merge(book.owner, old)
    assert list(CUSTOMERS.ids(book.owner, Ask(search="张三"))) == [old]


def test_papers_that_were_issued_stay_as_they_were(book: TestBook) -> None:
    old, new = a_customer(book.owner, "Old Name"), a_customer(book.owner, "New Name")
    order = an_order(book.owner, old, "100")
    invoice = issue_invoice(book.owner, [order]).value
    before = read(Invoice, invoice)
    merge_customers(book.owner, old, new)
    after = read(Invoice, invoice)
    assert (after.customer_id, after.title, after.snapshot) == (new, before.title, before.snapshot)


def test_one_address_is_the_main_one_before_and_after(book: TestBook) -> None:
    old, new = a_customer(book.owner, "Old"), a_customer(book.owner, "New")
    first = add_address(book.owner, old, AddressInput("1 Quay")).value
    second = add_address(book.owner, new, AddressInput("2 Quay")).value
    merge_customers(book.owner, old, new)
    assert value("SELECT group_concat(id) FROM address WHERE main = 1") == str(second)
    undo_merge(book.owner, old)
    assert value("SELECT group_concat(id) FROM address WHERE main = 1") in (f"{first},{second}", f"{second},{first}")


def test_what_the_one_who_stays_lacks_comes_along_and_goes_back(book: TestBook) -> None:
    old = a_customer(book.owner, "Old", phone="555 0100", email="old@example.com")
    new = a_customer(book.owner, "New", email="new@example.com")
    merge_customers(book.owner, old, new)
    assert (read(Customer, new).phone, read(Customer, new).email) == ("555 0100", "new@example.com")
    undo_merge(book.owner, old)
    assert (read(Customer, new).phone, read(Customer, old).phone) == ("", "555 0100")


def test_a_payment_for_orders_of_both_holds_the_merge_together(book: TestBook) -> None:
    old, new = a_customer(book.owner, "Old"), a_customer(book.owner, "New")
    orders = [an_order(book.owner, old, "100"), an_order(book.owner, new, "50")]
    merge_customers(book.owner, old, new)
    parts = [(order, cents("10")) for order in orders]
    record_payment(book.owner, cents("20"), "cash", customer_id=new, parts=parts)
    with pytest.raises(UserError, match="settles or bills something of both Old and New"):
        undo_merge(book.owner, old)
    assert read(Customer, old).merged_into_id == new


def test_a_payment_for_what_was_moved_goes_back_with_it(book: TestBook) -> None:
    old, new = a_customer(book.owner, "Old"), a_customer(book.owner, "New")
    order = an_order(book.owner, old, "100")
    merge_customers(book.owner, old, new)
    payment = record_payment(book.owner, cents("100"), "cash", customer_id=new, parts=[(order, cents("100"))]).value
    undo_merge(book.owner, old)
    assert read(Payment, payment).customer_id == old
    assert_book_sound()


def test_a_chain_of_merges_goes_apart_from_its_end(book: TestBook) -> None:
    first, second, third = (a_customer(book.owner, name) for name in ("One", "Two", "Three"))
    an_order(book.owner, first, "10")
    before = _rows()
    merge_customers(book.owner, first, second)
    merge_customers(book.owner, second, third)
    assert read(Customer, first).merged_into_id == third
    with pytest.raises(UserError):
        undo_merge(book.owner, first)
    undo_merge(book.owner, second)
    undo_merge(book.owner, first)
    assert _rows() == before


def test_nobody_is_merged_twice_or_into_itself(book: TestBook) -> None:
    old, new = a_customer(book.owner, "Old"), a_customer(book.owner, "New")
    with pytest.raises(UserError, match="two different"):
        merge_customers(book.owner, old, old)
    merge_customers(book.owner, old, new)
    with pytest.raises(UserError, match="merged into another customer already"):
        merge_customers(book.owner, new, old)
    undo_merge(book.owner, old)
    with pytest.raises(UserError, match="is not merged"):
        undo_merge(book.owner, old)


def test_who_may_not_merge_is_told(book: TestBook) -> None:
    old, new = a_customer(book.owner, "Old"), a_customer(book.owner, "New")
    with pytest.raises(NotAllowed, match="merge customers"):
        merge_customers(book.person(Role.SERVICE), old, new)
