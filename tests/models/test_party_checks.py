"""Tax numbers and phones: what looks wrong is remarked upon, country by country."""

from __future__ import annotations

import pytest

from app.models.party_checks import phone_remark, tax_number_remark, usable_tax_number


@pytest.mark.parametrize(
    "number",
    ["91350100M000100Y43", "91320594 088140947F", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100m000100y43",
     "11010519491231002X", "320500123456789", "12345678901234567890", ""],
)  # fmt: skip
def test_chinese_tax_numbers_that_are_right_get_no_remark(number: str) -> None:
    assert tax_number_remark("CN", number) == ""


@pytest.mark.parametrize(
    "number", ["91350100M000100Y44", "9135021", "11010519491231002Y", "91350100M0O0100Y43", "税号"]
)
def test_chinese_tax_numbers_that_look_wrong_get_one(number: str) -> None:
    assert tax_number_remark("CN", number)


@pytest.mark.parametrize(
    ("country", "number", "right"),
    [
        ("DE", "DE123456789", True),
        ("DE", "123 456 789", True),
        ("DE", "DE12345", False),
        ("GR", "EL123456789", True),
        ("NL", "NL123456789B01", True),
        ("US", "whatever 12", True),
    ],
)
def test_other_countries_are_looked_at_by_their_form(country: str, number: str, right: bool) -> None:
    assert (tax_number_remark(country, number) == "") is right


def test_what_cannot_be_a_tax_number_anywhere_is_unusable() -> None:
    assert usable_tax_number("DE 123.456-7/8")
    assert usable_tax_number("")
    assert not usable_tax_number("1" * 31)
    assert not usable_tax_number("<b>")


@pytest.mark.parametrize(
    "phone",
    ["13800138000", "+86 138 0013 8000", "138-0013-8000", "138-0013-8000-1234", "021-58880000", "(0512) 6288 0000-12",
     "400-820-8820", "95588", "12306", "+44 20 7946 0000", "62880000", ""],
)  # fmt: skip
def test_chinese_phones_that_are_right_get_no_remark(phone: str) -> None:
    assert phone_remark("CN", phone) == ""


@pytest.mark.parametrize("phone", ["1380013800", "138001380001", "12800138000", "0", "phone"])
def test_chinese_phones_that_look_wrong_get_one(phone: str) -> None:
    assert phone_remark("CN", phone)


def test_phones_of_other_countries_are_left_alone() -> None:
    assert phone_remark("DE", "0") == ""
