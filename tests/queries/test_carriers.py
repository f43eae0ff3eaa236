"""Carriers: the office's own list, a number that names its carrier, and one that looks odd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.operations.company import change_setting
from app.queries.carriers import SETTING, carrier_by_number, carriers, looks_odd, tidy
from tests.helpers.book import TestBook, close, new_book


@pytest.fixture(params=("US", "CN"))
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestBook]:
    """A fresh book of a country."""
    made = new_book(tmp_path, country=str(request.param))
    yield made
    close(made)


def test_a_book_begins_with_the_carriers_of_its_country_and_keeps_its_own(book: TestBook) -> None:
    usual = carriers()
    assert any(name in usual for name in ("UPS", "顺丰速运"))
    change_setting(book.owner, SETTING, ["Parcel van", "顺丰速运"])
    assert carriers() == ("Parcel van", "顺丰速运")
    change_setting(book.owner, SETTING, None)
    assert carriers() == usual


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("SF1390012345678", "顺丰速运"),
        ("sf 1390 0123 45678", "顺丰速运"),
        ("ＳＦ１３９００１２３４５６７８", "顺丰速运"),
        ("YT1234567890123", "圆通速递"),
        ("1Z999AA10123456784", "UPS"),
        ("773210045678901", ""),
        ("", ""),
    ],
)
def test_a_number_names_its_carrier_where_its_letters_do(number: str, carrier: str) -> None:
    assert carrier_by_number(number, ("圆通速递", "顺丰速运", "UPS")) == carrier


def test_only_carriers_on_the_list_are_proposed() -> None:
    assert carrier_by_number("SF1390012345678", ("UPS",)) == ""


@pytest.mark.parametrize(
    ("carrier", "number", "odd"),
    [
        ("顺丰速运", "SF1390012345678", False),
        ("顺丰速运", "YT1234567890123", True),
        ("UPS", "1Z999AA10123456784", False),
        ("UPS Standard", "12", True),
        ("Parcel van", "12", False),
        ("UPS", "", False),
    ],
)
def test_a_number_looks_odd_only_beside_a_carrier_that_is_known(carrier: str, number: str, odd: bool) -> None:
    assert looks_odd(carrier, number) is odd


def test_a_number_is_kept_in_capitals_without_blanks() -> None:
    assert tidy(" sf 139 ０１２ ") == "SF139012"
