"""Words that the office keeps for customers: its own, what is in use, found by pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.operations.company import change_setting
from app.queries.word_lists import WORD_LISTS, words
from tests.helpers.book import TestBook, a_customer, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book with nothing in it yet."""
    made = new_book(tmp_path)
    yield made
    close(made)


def _words(book: TestBook, name: str, typed: str = "") -> list[str]:
    return [c.title for c in words(book.owner, name, typed)]


def test_the_words_of_the_office_come_before_what_is_in_use(book: TestBook) -> None:
    assert _words(book, "grades") == ["A", "B", "C", "D"]
    change_setting(book.owner, "words.grades", ["Gold", "Silver"])
    a_customer(book.owner, grade="Bronze")
    a_customer(book.owner, grade="Gold")
    assert _words(book, "grades") == ["Gold", "Silver", "Bronze"]
    assert _words(book, "grades", "sil") == ["Silver"]


def test_tags_are_offered_one_by_one(book: TestBook) -> None:
    a_customer(book.owner, tags="老客户, 加急")
    a_customer(book.owner, tags="老客户")
    assert _words(book, "tags") == ["老客户", "加急"]
    assert _words(book, "tags", "jj") == ["加急"]
    assert _words(book, "tags", "老") == ["老客户"]


@pytest.mark.parametrize("name", WORD_LISTS)
def test_every_list_can_be_asked_in_an_empty_book(book: TestBook, name: str) -> None:
    assert _words(book, name) == list(WORD_LISTS[name].usual)
