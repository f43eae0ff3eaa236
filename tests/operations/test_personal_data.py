"""A person who is erased is gone from every byte of the book, and stays gone after a restore."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from app.errors import BookError, NotAllowed, UserError
from app.models.actor import Role
from app.models.base import connection
from app.models.book import close_book, open_book
from app.models.customer import Customer
from app.models.invoice import Invoice
from app.models.order import Order
from app.operations import personal_data
from app.operations.addresses import AddressInput, add_address
from app.operations.contacts import ContactInput, add_contact
from app.operations.customers import CustomerInput, edit_customer
from app.operations.drafts import keep_draft
from app.operations.follow_ups import add_follow_up
from app.operations.invoices import issue_invoice
from app.operations.maintenance import back_up, restore
from app.operations.merging import merge_customers
from app.operations.payments import record_payment
from app.operations.personal_data import erase_and_rewrite, erase_person
from app.operations.shipments import ship_order
from tests.helpers.book import (
    LOCAL,
    TestBook,
    a_customer,
    a_line,
    an_order,
    assert_book_sound,
    cents,
    new_book,
    order,
    read,
    value,
)

_TOLD_OF = "SELECT count(*) FROM trail_change WHERE private <> '' AND record_id = ? AND record_kind = 'customer'"
NAME, PHONE, STREET, SAID = "Wilhelmina Ondergrond", "0599-770-1234", "17 Quillfeather Lane", "allergic to lilies"
CHINESE = "欧阳若兮"
WORDS = (NAME, PHONE, PHONE.replace("-", ""), STREET, SAID, CHINESE, "ouyangruoxi")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close_book()


def _told(book: TestBook) -> set[str]:
    """Which of the person's words stand anywhere in the files of the book."""
    raw = b"".join(path.read_bytes() for path in sorted(book.path.parent.glob(book.path.name + "*")))
    return {word for word in WORDS if word.encode() in raw or json.dumps(word)[1:-1].encode() in raw}


def _a_person(book: TestBook, name: str = NAME) -> tuple[int, int]:
    """Somebody who bought, paid, was spoken to and written about in every place there is."""
    person = a_customer(book.owner, name, phone=PHONE, address=STREET, note=SAID, customer_kind="person")
    add_contact(book.owner, person, ContactInput(name=name, phone=PHONE))
    add_address(book.owner, person, AddressInput(address=STREET, consignee=name, phone=PHONE))
    add_follow_up(book.owner, person, SAID)
    edit_customer(book.owner, person, CustomerInput(name=name, phone=PHONE, email="w@example.com", note=SAID))
    bought = an_order(
        book.owner, person, a_line("100", note=SAID), consignee=name, ship_phone=PHONE, ship_address=STREET, note=SAID
    )
    ship_order(book.owner, bought)
    record_payment(
        book.owner, order(bought).outstanding, "cash", customer_id=person, parts=[(bought, order(bought).outstanding)]
    )
    keep_draft(book.owner, "orders", None, {"customer": name})
    return person, bought


@pytest.mark.parametrize("name", [NAME, CHINESE])
def test_nothing_of_an_erased_person_is_left_in_the_file(book: TestBook, name: str) -> None:
    person, bought = _a_person(book, name)
    connection().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    assert {name, PHONE, STREET, SAID} <= _told(book)
    before = read(Order, bought)
    erase_and_rewrite(book.owner, person)
    assert _told(book) == set()
    after = read(Order, bought)
    assert (after.number, after.total, after.paid, after.date) == (
        before.number, before.total, before.paid, before.date,
    )  # fmt: skip
    assert read(Customer, person).name == f"Erased customer {person}"
    assert not read(Customer, person).active
    assert_book_sound()


def test_others_keep_what_is_theirs(book: TestBook) -> None:
    person, _bought = _a_person(book)
    other = a_customer(book.owner, "Somebody Else", phone="555 0100", note="prefers mornings")
    add_follow_up(book.owner, other, "called back")
    before = value("SELECT group_concat(name || phone || note) FROM customer WHERE id = ?", other)
    trail = value(_TOLD_OF, other)
    erase_and_rewrite(book.owner, person)
    assert value("SELECT group_concat(name || phone || note) FROM customer WHERE id = ?", other) == before
    assert value("SELECT said FROM follow_up") == "called back"
    assert trail == value(_TOLD_OF, other)


def test_who_was_merged_into_the_person_is_erased_too(book: TestBook) -> None:
    old = a_customer(book.owner, CHINESE, phone=PHONE)
    person, _bought = _a_person(book)
    merge_customers(book.owner, old, person)
    erase_and_rewrite(book.owner, person)
    assert _told(book) == set()
    assert_book_sound()


def test_an_issued_invoice_stays_as_the_law_wants_it(book: TestBook) -> None:
    person, bought = _a_person(book)
    invoice = issue_invoice(book.owner, [bought]).value
    before = read(Invoice, invoice)
    told = erase_and_rewrite(book.owner, person).value
    assert told.invoices == 1
    assert read(Invoice, invoice).snapshot == before.snapshot
    assert NAME in before.snapshot
    assert _told(book) == {word for word in WORDS if word in before.snapshot}
    assert value("SELECT count(*) FROM sales_order WHERE consignee <> '' OR ship_phone <> ''") == 0
    assert_book_sound()


def test_nobody_is_erased_while_money_is_open(book: TestBook) -> None:
    person = a_customer(book.owner, NAME, phone=PHONE)
    an_order(book.owner, person, "100")
    record_payment(book.owner, cents("20"), "cash", customer_id=person)
    with pytest.raises(UserError, match=r"orders that are not ended: 1; .*payments with money left: 1"):
        erase_person(book.owner, person)
    assert read(Customer, person).name == NAME


def test_a_rehearsal_tells_what_would_go_and_leaves_it(book: TestBook) -> None:
    person, _bought = _a_person(book)
    told = erase_person.rehearse(book.owner, person)
    assert (told.records["contact"], told.records["order"], told.records["follow_up"]) == (1, 1, 1)
    assert read(Customer, person).name == NAME


def test_an_erasure_is_no_step_that_can_be_undone(book: TestBook) -> None:
    person, _bought = _a_person(book)
    erase_person(book.owner, person)
    assert value("SELECT count(*) FROM undo_step WHERE images LIKE ?", f"%{PHONE}%") == 0


def test_an_older_backup_is_erased_again_when_it_is_restored(book: TestBook) -> None:
    person, _bought = _a_person(book)
    saved = back_up(book.owner)
    erase_and_rewrite(book.owner, person)
    close_book()
    restore(book.owner, saved, book.path)
    assert _told(book) == set()
    open_book(book.path, place=lambda _path: LOCAL)
    assert read(Customer, person).name == f"Erased customer {person}"
    assert value("SELECT count(*) FROM contact") == 0
    assert_book_sound()


def test_a_list_of_the_erased_outlives_two_restores(book: TestBook) -> None:
    person, _bought = _a_person(book)
    saved = back_up(book.owner)
    erase_and_rewrite(book.owner, person)
    for _ in range(2):
        close_book()
        restore(book.owner, saved, book.path)
        open_book(book.path, place=lambda _path: LOCAL)
    assert read(Customer, person).name == f"Erased customer {person}"


def test_somebody_new_with_the_number_of_an_erased_one_is_left_alone(book: TestBook) -> None:
    saved = back_up(book.owner)
    person = a_customer(book.owner, NAME)
    erase_and_rewrite(book.owner, person)
    close_book()
    restore(book.owner, saved, book.path)
    open_book(book.path, place=lambda _path: LOCAL)
    again = a_customer(book.owner, "Another Person")
    assert again == person
    saved = back_up(book.owner)
    close_book()
    restore(book.owner, saved, book.path)
    open_book(book.path, place=lambda _path: LOCAL)
    assert read(Customer, again).name == "Another Person"


def test_a_file_that_cannot_be_written_anew_is_said_and_tried_again(
    book: TestBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _bought = _a_person(book)

    def full(*_arguments: object, **_named: object) -> None:
        raise apsw.FullError("full")

    with monkeypatch.context() as patch:
        patch.setattr(personal_data, "connect", full)
        with pytest.raises(BookError, match="The data is erased, but the file"):
            erase_and_rewrite(book.owner, person)
    assert read(Customer, person).name == f"Erased customer {person}"
    erase_and_rewrite(book.owner, person)
    assert _told(book) == set()
    assert_book_sound()


def test_only_who_may_erases(book: TestBook) -> None:
    person = a_customer(book.owner, NAME)
    with pytest.raises(NotAllowed, match="personal data"):
        erase_person(book.person(Role.FINANCE), person)
