"""What people type into amount and date fields."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import currency, show
from app.views.arithmetic import NotUnderstood, calculate, understand_date

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("1,234.50", 123450),
        ("１，２３４．５０", 123450),
        ("￥１２０", 12000),
        ("¥ 12.30", 1230),
        ("17.8元", 1780),
        ("120*3", 36000),
        ("120*3-10%", 32400),
        ("100+13%", 11300),
        ("100-20-10%", 7200),
        ("200*10%", 2000),
        ("(1+2)*3", 900),
        ("10/4", 250),
        ("１２０×３", 36000),
        ("9÷2", 450),
        ("-5", -500),
        ("−5.005", -501),
        ("0.005", 1),
        ("5/3", 167),
        (".5", 50),
        ("12.", 1200),
    ],
)
def test_amounts(text: str, cents: int) -> None:
    assert calculate(text, 100) == cents


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "1,2", "12,34", "1..2", "1/0", "(1", "1)", "1e5", "--", "1 2", "9" * 40, "(" * 200, "NaN"]
)
def test_texts_that_are_no_amounts(text: str) -> None:
    with pytest.raises(NotUnderstood):
        calculate(text, 100)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_what_is_shown_is_read_again(amount: int, code: str) -> None:
    unit = currency(code)
    assert calculate(show(amount, unit), unit.minor) == amount


@given(st.text(max_size=70))
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    for attempt in (lambda: calculate(text, 100), lambda: understand_date(text, TODAY)):
        try:
            attempt()
        except NotUnderstood:
            continue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t", "2026-11-21"),
        ("T", "2026-11-21"),
        ("3", "2026-11-03"),
        ("+5", "2026-11-26"),
        ("-21", "2026-10-31"),
        ("11-21", "2026-11-21"),
        ("21/11", "2026-11-21"),
        ("11/21", "2026-11-21"),
        ("3/4", "2026-04-03"),
        ("3/4/27", "2027-04-03"),
        ("20261121", "2026-11-21"),
        ("2026-1-2", "2026-01-02"),
        ("2026/01/02", "2026-01-02"),
        ("2026.1.2", "2026-01-02"),
        ("2026年3月5日", "2026-03-05"),
        ("3月5日", "2026-03-05"),
        ("２０２６－０３－０５", "2026-03-05"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert understand_date(text, TODAY).isoformat() == expected


def test_month_first_where_people_write_so() -> None:
    assert understand_date("3/4", TODAY, month_first=True) == date(2026, 3, 4)
    assert understand_date("21/11", TODAY, month_first=True) == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["31", "2026-02-30", "13-13", "0", "x", "2026", "99999999"])
def test_texts_that_are_no_dates(text: str) -> None:
    with pytest.raises(NotUnderstood):
        understand_date(text, TODAY)
