"""Rounding, splitting and showing money."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import currency, divide, plain, scale, show, show_scaled, split, unscale

amounts = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (-4, 10, 0), (15, 10, 2), (-15, 10, -2), (5, -10, -1), (0, 7, 0)],
)
def test_halves_are_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert divide(numerator, denominator) == expected


@given(amounts, st.integers(1, 10**9))
def test_rounding_is_that_of_the_decimal_module(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert abs(divide(numerator, denominator) - exact) <= Fraction(1, 2)
    assert divide(numerator, denominator) == -divide(-numerator, denominator)


@given(st.decimals(-10_000, 10_000, places=7))
def test_scaling_agrees_with_decimal(value: Decimal) -> None:
    assert scale(value, 10_000) == int((value * 10_000).to_integral_value(ROUND_HALF_UP))


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_a_split_loses_nothing_and_lies_near_its_share(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(amount * weight, whole)) < 1
            assert part * amount >= 0


def test_the_remainder_goes_to_the_earlier_part_on_a_tie() -> None:
    assert split(5000, [100, 100, 100]) == [1667, 1667, 1666]
    assert split(1, [1, 1]) == [1, 0]
    assert split(-1, [1, 1]) == [-1, 0]
    assert split(7, [0, 0]) == [7, 0]
    assert split(7, []) == []


def test_currencies_have_their_own_decimals() -> None:
    assert plain(123456, currency("CNY")) == "1234.56"
    assert plain(123456, currency("JPY")) == "123456"
    assert plain(-123456, currency("KWD")) == "-123.456"
    assert show(-5, currency("USD"), symbol=True) == "-$0.05"
    assert show(123456789, currency("CNY"), symbol=True) == "¥1,234,567.89"
    assert currency("XTS").decimals == 2
    assert scale(Decimal("1.005"), currency("USD").minor) == 101


@given(st.integers(-(10**12), 10**12))
def test_an_unscaled_number_is_exact(number: int) -> None:
    assert unscale(number, 10_000) * 10_000 == number


def test_scaled_numbers_are_shown_without_needless_zeros() -> None:
    assert show_scaled(12_500, 10_000) == "1.25"
    assert show_scaled(10_000_000, 10_000) == "1,000"
    assert show_scaled(9_900_000, 1_000_000, least=2) == "9.90"
