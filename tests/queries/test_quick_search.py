"""The quick search among the records finds what people type, best first, and only what the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.models.actor import Role
from app.operations.customers import CustomerInput, add_customer
from app.operations.payments import record_payment
from app.queries import palette
from app.queries.palette import Found
from tests.helpers.book import TestBook, a_customer, an_order, cents, close, new_book, order


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close(made)


def named(found: list[Found]) -> list[tuple[str, int]]:
    return [(each.kind, each.id) for each in found]


def test_chinese_names_are_found_by_initials_full_pinyin_and_part(book: TestBook) -> None:
    made = a_customer(book.owner, "上海绿茵")
    a_customer(book.owner, "苏州同里花店")
    for typed in ("shly", "shanghailv", "绿茵", "lvyin"):
        assert named(palette.find(book.owner, typed, ("customers",))) == [("customers", made)], typed


def test_a_phone_tail_and_part_of_a_number_find_the_order_too(book: TestBook) -> None:
    customer = add_customer(book.owner, CustomerInput(name="Harbour & Hale", phone="139 1234 5678")).value
    made = an_order(book.owner, customer, 50)
    assert ("customers", customer) in named(palette.find(book.owner, "5678"))
    assert ("orders", made) in named(palette.find(book.owner, "5678"))
    assert ("orders", made) in named(palette.find(book.owner, order(made).number[-3:]))


def test_just_the_number_is_found_at_once_in_any_case(book: TestBook) -> None:
    made = an_order(book.owner, a_customer(book.owner), 50)
    number = order(made).number
    assert [(f.kind, f.id, f.exact) for f in palette.exact(book.owner, f" {number.lower()} ")] == [
        ("orders", made, True)
    ]
    assert palette.exact(book.owner, number[:-1]) == []
    assert palette.exact(book.owner, "") == []


def test_an_amount_finds_orders_and_payments_of_just_that_sum(book: TestBook) -> None:
    customer = a_customer(book.owner)
    made = an_order(book.owner, customer, "1234.50")
    an_order(book.owner, customer, 99)
    paid = record_payment(book.owner, cents("1000"), "cash", customer, parts=[(made, cents("1000"))]).value
    assert ("orders", made) in named(palette.find(book.owner, "1,234.50"))
    assert ("orders", made) in named(palette.find(book.owner, "¥234.5"))
    assert ("payments", paid) in named(palette.find(book.owner, "1000"))
    assert named(palette.find(book.owner, "1,234.51")) == []


def test_the_newest_orders_come_first(book: TestBook) -> None:
    customer = a_customer(book.owner, "Harbour & Hale")
    older, newer = (an_order(book.owner, customer, 50, date=day) for day in (date(2026, 3, 1), date(2026, 3, 9)))
    assert [i for kind, i in named(palette.find(book.owner, "harbour")) if kind == "orders"] == [newer, older]


def test_without_a_word_a_kind_shows_its_recent_ones(book: TestBook) -> None:
    made = an_order(book.owner, a_customer(book.owner), 50)
    assert named(palette.find(book.owner, "", ("orders",))) == [("orders", made)]


def test_what_was_opened_comes_again_in_its_order_as_far_as_it_is_there(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first, second = (an_order(book.owner, customer, amount) for amount in (50, 60))
    wanted = [("orders", second), ("customers", customer), ("orders", 999), ("orders", first), ("nonsense", 1)]
    assert named(palette.again(book.owner, wanted)) == [("orders", second), ("customers", customer), ("orders", first)]


def test_nobody_finds_what_their_lists_do_not_show(book: TestBook) -> None:
    other = book.person(Role.SALES, name="Li")
    mine = add_customer(book.owner, CustomerInput(name="Harbour & Hale", owner_id=book.owner.user_id)).value
    made = an_order(book.owner, mine, 50)
    number = order(made).number
    for typed in ("harbour", number, "50"):
        assert palette.find(other, typed) == []
        assert palette.exact(other, typed) == []
    assert palette.again(other, [("orders", made), ("customers", mine)]) == []
