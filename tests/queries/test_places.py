"""Products by their place on the shelves: found, narrowed down, and sorted as people walk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.queries.columns import Ask
from app.queries.places import places
from app.queries.products import PRODUCTS
from app.queries.stock import STOCK
from tests.helpers.book import TestBook, a_product, close, new_book

PLACES = {"Lamp": "A-12", "Chair": "A-3", "Table": "", "Pen": "b-1", "Ink": "A-3", "Glue": "东库-2"}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """Goods on shelves, one of them nowhere."""
    made = new_book(tmp_path)
    for name, place in PLACES.items():
        a_product(made.owner, name, code=name.upper(), place=place, stock_kept=True)
    yield made
    close(made)


def names(book: TestBook, ask: Ask) -> list[str]:
    ids = PRODUCTS.ids(book.owner, ask)
    rows = PRODUCTS.rows(ids, book.owner)
    at = [column.key for column in PRODUCTS.columns].index("name")
    return [rows[each].values[at] for each in ids]


def test_lists_are_sorted_as_people_walk_and_what_has_no_place_comes_last(book: TestBook) -> None:
    ask = Ask(sort=(("place", False),))
    assert names(book, ask) == ["Chair", "Ink", "Lamp", "Pen", "Glue", "Table"]
    assert STOCK.ids(book.owner, ask) == PRODUCTS.ids(book.owner, ask)


def test_a_place_is_found_like_a_name(book: TestBook) -> None:
    assert sorted(names(book, Ask(search="a-3"))) == ["Chair", "Ink"]
    assert names(book, Ask(search="chair a-3")) == ["Chair"]
    assert names(book, Ask(search="东库")) == ["Glue"]


def test_a_place_is_found_by_whatever_letters_its_name_is_typed_in(book: TestBook) -> None:
    a_product(book.owner, "Ruler", place="Étage 1")
    assert names(book, Ask(search="東庫")) == ["Glue"], "in traditional characters"
    assert names(book, Ask(search="dongku")) == ["Glue"], "by pinyin"
    assert sorted(names(book, Ask(search="Ａ－３"))) == ["Chair", "Ink"], "in full-width characters"
    assert names(book, Ask(search="étage")) == ["Ruler"]


def test_a_list_is_narrowed_down_to_a_shelf_or_to_what_lies_nowhere(book: TestBook) -> None:
    assert sorted(names(book, Ask(filters=(("place", "~a-"),)))) == ["Chair", "Ink", "Lamp"]
    assert names(book, Ask(filters=(("place", ""),))) == ["Table"]
    assert "Table" not in names(book, Ask(filters=(("place", "*"),)))


def test_places_in_use_are_offered_once_each(book: TestBook) -> None:
    assert places() == ["A-3", "A-12", "b-1", "东库-2"]
