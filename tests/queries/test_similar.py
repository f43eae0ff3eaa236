"""Hints at a customer that is there already: by name, sound, phone and tax number, telling nothing secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.models.actor import Role
from app.operations.contacts import ContactInput, add_contact
from app.operations.invoice_titles import InvoiceTitleInput, add_invoice_title
from app.queries.similar import similar
from tests.helpers.book import TestBook, a_customer, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book with nothing in it yet."""
    made = new_book(tmp_path)
    yield made
    close(made)


def _found(book: TestBook, name: str = "", **typed: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.name, s.why) for s in similar(book.owner, name, **typed)]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("苏州绿茵", "name"),
        ("蘇州綠茵", "name"),
        (" 苏州 绿茵 ", "name"),
        ("苏州绿荫", "sound"),
        ("Suzhou Lvyin", "sound"),
        ("suzhoulvyin", "sound"),
    ],
)
def test_a_chinese_name_is_known_however_it_is_written(book: TestBook, typed: str, why: str) -> None:
    a_customer(book.owner, "苏州绿茵")
    a_customer(book.owner, "苏州绿茵园林")
    assert _found(book, typed) == [("苏州绿茵", (why,))]


@pytest.mark.parametrize("typed", ["harbour & hale", "HARBOUR HALE", "Ｈarbour－Hale", "harbourhale"])
def test_another_name_is_known_without_its_signs(book: TestBook, typed: str) -> None:
    a_customer(book.owner, "Harbour & Hale")
    a_customer(book.owner, "Harbour Halle")
    assert _found(book, typed) == [("Harbour & Hale", ("name",))]


@pytest.mark.parametrize("typed", ["138 0013 8000", "+86 13800138000", "138-0013-8000", "0086 13800138000"])
def test_a_phone_is_known_by_its_digits(book: TestBook, typed: str) -> None:
    a_customer(book.owner, "Willow", phone="13800138000")
    a_customer(book.owner, "Poplar", phone="138001380001")
    assert _found(book, phone=typed) == [("Willow", ("phone",))]


def test_the_phone_of_a_contact_counts_too(book: TestBook) -> None:
    customer = a_customer(book.owner, "Willow")
    add_contact(book.owner, customer, ContactInput("Ines", phone="(0512) 6288-0000"))
    assert _found(book, phone="051262880000") == [("Willow", ("phone",))]


def test_a_tax_number_counts_on_the_customer_and_on_its_titles(book: TestBook) -> None:
    a_customer(book.owner, "Willow", tax_number="DE 123456789")
    other = a_customer(book.owner, "Poplar")
    add_invoice_title(book.owner, other, InvoiceTitleInput("Poplar Ltd", tax_number="de123456789"))
    assert _found(book, tax_number="DE123456789") == [("Willow", ("tax_number",)), ("Poplar", ("tax_number",))]


def test_the_likeliest_comes_first_and_all_reasons_are_told(book: TestBook) -> None:
    a_customer(book.owner, "Harbour & Hale")
    a_customer(book.owner, "Harbour & Hale", phone="5550101234")
    assert _found(book, "Harbour & Hale", phone="555 010 1234") == [
        ("Harbour & Hale", ("phone", "name")),
        ("Harbour & Hale", ("name",)),
    ]


def test_the_customer_that_is_being_edited_is_no_duplicate_of_itself(book: TestBook) -> None:
    customer = a_customer(book.owner, "Willow", phone="5550101234")
    assert similar(book.owner, "Willow", "5550101234", but=customer) == ()


def test_short_texts_say_nothing(book: TestBook) -> None:
    a_customer(book.owner, "W", phone="110", tax_number="12")
    assert similar(book.owner, "W", "110", "12") == ()


def test_of_a_colleagues_customer_only_the_colleague_is_told(book: TestBook) -> None:
    manager, sales = book.person(Role.MANAGER), book.person(Role.SALES)
    a_customer(book.owner, "Willow", phone="5550101234", owner_id=manager.user_id)
    (found,) = similar(sales, "Willow", "5550101234")
    assert (found.id, found.name, found.phone, found.code, found.owner) == (None, "", "", "", "manager")
    assert found.why == ("phone", "name")
