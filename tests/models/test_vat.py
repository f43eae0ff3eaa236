"""What the European standard calls things: numbers, units, accounts, categories."""

from __future__ import annotations

import pytest

from app.models.vat import EU, bic, category, iban, unit_code, vat_number


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        ("DE", "136695976", "DE136695976"),
        ("DE", "de 136 695 976", "DE136695976"),
        ("GR", "094014201", "EL094014201"),
        ("GR", "GR094014201", "EL094014201"),
        ("FR", "FR 83 404 833 048", "FR83404833048"),
        ("AT", "ATU13585627", "ATU13585627"),
        ("DE", "044/123/45678", ""),
        ("DE", "FR83404833048", ""),
        ("GB", "GB 214 5567 89", "GB214556789"),
        ("GB", "214556789", ""),
        ("", "DE136695976", ""),
        ("DE", "", ""),
    ],
)
def test_vat_numbers_carry_their_country(country: str, typed: str, number: str) -> None:
    assert vat_number(country, typed) == number


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("pc", "C62"), ("Stk.", "C62"), ("box", "XBX"), ("箱", "XBX"), ("KG", "KGM"), ("h", "HUR"), ("m²", "MTK"),
        ("KGM", "KGM"), ("", "C62"), ("Kiste", "C62"),
    ],
)  # fmt: skip
def test_units_have_codes_and_unknown_ones_count_as_pieces(unit: str, code: str) -> None:
    assert unit_code(unit) == code


def test_an_account_is_an_iban_only_with_the_right_check_digits() -> None:
    assert iban("IBAN: DE89 3704 0044 0532 0130 00") == "DE89370400440532013000"
    assert iban("DE88 3704 0044 0532 0130 00") == ""
    assert iban("6222 0000 1111 2222 333") == ""


def test_a_bank_code_has_8_or_11_characters() -> None:
    assert bic("coba deff xxx") == "COBADEFFXXX"
    assert bic("COBADEFF") == "COBADEFF"
    assert bic("COBADE") == ""


def test_categories_follow_from_kind_and_rate() -> None:
    assert category("standard", 190_000) == "S"
    assert category("super_reduced", 21_000) == "S"
    assert category("standard", 0) == "Z"
    assert [category(kind, 0) for kind in ("exempt", "reverse_charge", "intra_community", "export", "not_taxable")] == [
        "E", "AE", "K", "G", "O",
    ]  # fmt: skip


def test_the_union_has_27_countries() -> None:
    assert len(EU) == 27
