"""Values as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing import convert
from app.importing.dates import ambiguous, clock, moment
from app.importing.values import Bad, Number, identity, number, phone_key, show, text
from app.money import currency
from app.money import show as show_money


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("$1,767.23", 176723),
        ("-$3.00", -300),
        ("¥12", 1200),
        ("￥12.5", 1250),
        ("(12.00)", -1200),
        ("$90,000 ", 9000000),
        ("17.8元", 1780),
        ("１２３．４５", 12345),
        ("12,500", 1250000),
        ("12-", -1200),
        ("−5", -500),
        ("1,00,000.00", 10000000),
        ("RMB 8.80", 880),
        ("1.5万", 1500000),
        ("EUR 10.00", 1000),
        ("1'234.50", 123450),
        (731.9399999999999, 73194),
        (2.675, 268),
        (0.15000000596, 15),
        ("", None),
        ("--", None),
        ("'null", None),
        ("N/A", None),
        ("0", 0),
    ],
)
def test_amounts_as_people_write_them(written: object, minor: int | None) -> None:
    assert convert.money([written], 100, ".", None).values == [minor]


@pytest.mark.parametrize("written", ["abc", "1.2.3", "12 apples 3", "#DIV/0!", "1,2,3.4", float("inf")])
def test_what_is_no_amount_is_refused_with_a_reason(written: object) -> None:
    column = convert.money([written], 100, ".", None)
    assert column.bad
    assert isinstance(column.values[0], Bad)
    assert column.values[0].reason


def test_the_decimal_sign_is_decided_for_the_whole_column() -> None:
    german = ["1.234,56", "100,00", "1.234"]
    assert convert.decimal_sign(german) == ","
    assert convert.money(german, 100, ",", None).values == [123456, 10000, 123400]
    english = ["1,234.56", "100.00", "1,234"]
    assert convert.decimal_sign(english) == "."
    assert convert.money(english, 100, ".", None).values == [123456, 10000, 123400]


def test_amounts_in_another_currency_than_the_book_are_refused() -> None:
    column = convert.money(["$10.00", "10.00", "¥10.00"], 100, ".", frozenset({"CNY"}))
    assert isinstance(column.values[0], Bad)
    assert column.values[1:] == [1000, 1000]


@given(st.integers(-(10**12), 10**12), st.sampled_from(["CNY", "USD", "JPY", "KWD"]), st.booleans())
def test_a_shown_amount_is_read_back(amount: int, code: str, symbol: bool) -> None:
    unit = currency(code)
    shown = show_money(amount, unit, symbol=symbol)
    assert convert.money([shown], unit.minor, ".", None).values == [amount]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
def test_a_double_is_read_as_a_spreadsheet_shows_it(value: Decimal) -> None:
    assert convert.quantities([float(value)], ".").values == [int(value * 10_000)]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(written: str) -> None:
    assert isinstance(number(written), (Number, Bad, type(None)))
    assert isinstance(moment(written, None), (tuple, Bad, type(None)))
    assert isinstance(clock(written), (str, Bad, type(None)))
    assert isinstance(identity(written), (str, Bad))
    assert isinstance(text(written), (str, Bad))


@pytest.mark.parametrize(
    ("written", "day", "time"),
    [
        ("2026-01-05", "2026-01-05", ""),
        ("2026/1/5 9:41", "2026-01-05", "09:41:00"),
        ("2/24/2003 0:00", "2003-02-24", "00:00:00"),
        ("24.02.2003", "2003-02-24", ""),
        ("Aug-02-26", "2026-08-02", ""),
        ("Sep 4, 2026 1:05:07 AM PDT", "2026-09-04", "01:05:07"),
        ("4 Sep 2026", "2026-09-04", ""),
        ("2026年01月05日", "2026-01-05", ""),
        ("2026年1月5日 13时20分", "2026-01-05", "13:20:00"),
        ("2009-01-01T10:50:49-08:00", "2009-01-01", "10:50:49"),
        ("2026-04-10T09:15:00Z", "2026-04-10", "09:15:00"),
        ("2022-01-11 04:32:31 -0500", "2022-01-11", "04:32:31"),
        ("14-07-2010T18:53:56+00:00", "2010-07-14", "18:53:56"),
        ("20260105", "2026-01-05", ""),
        ("１２/２５/2025", "2025-12-25", ""),
        ("08/15/25", "2025-08-15", ""),
        (45662.0, "2025-01-05", ""),
    ],
)
def test_dates_as_people_write_them(written: object, day: str, time: str) -> None:
    found = moment(written, None)
    assert isinstance(found, tuple)
    assert found[:2] == (day, time)


@pytest.mark.parametrize(
    "written", ["2026-02-30", "31.04.2026", "03/04/2026", "yesterday", "1900-01-01", True, 12.0, "99/99/2026"]
)
def test_impossible_and_ambiguous_dates_are_refused(written: object) -> None:
    assert isinstance(moment(written, None), Bad)


def test_day_and_month_are_settled_by_the_column() -> None:
    assert ambiguous(["03/04/2026", "13/04/2026"]) == (True, True)
    assert ambiguous(["03/04/2026", "04/13/2026"]) == (False, True)
    assert ambiguous(["03/04/2026", "05/06/2026"]) == (None, True)
    assert ambiguous(["2026-04-03"]) == (None, False)
    column = convert.moments(["03/04/2026", "13/04/2026"], "Date", None, "date")
    assert column.values == ["2026-04-03", "2026-04-13"]
    unsettled = convert.moments(["03/04/2026", "05/05/2026"], "Date", None, "date")
    assert unsettled.question == "day_first"
    assert convert.moments(["03/04/2026"], "Date", False, "date").values == ["2026-03-04"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (17850.0, "17850"),
        (43319, "43319"),
        ("00123", "00123"),
        ("'98101", "98101"),
        ('="0012"', "0012"),
        ("123-4567890\t", "123-4567890"),
        ("#1001", "#1001"),
        ("69179301234567890123", "69179301234567890123"),
        ("-", ""),
        ("NULL", ""),
    ],
)
def test_codes_stay_text(cell: object, code: str) -> None:
    assert identity(cell) == code


@pytest.mark.parametrize("cell", [6.91793e18, "6.91793E+18", "#REF!"])
def test_codes_destroyed_by_a_spreadsheet_are_refused(cell: object) -> None:
    assert isinstance(identity(cell), Bad)


def test_free_text_keeps_words_that_mean_nothing_elsewhere() -> None:
    assert [text(cell) for cell in ("NA", "None", " 张三 ", "'null", "——", 12.0)] == [
        "NA",
        "None",
        "张三",
        "",
        "",
        "12",
    ]


def test_rates_are_decided_by_the_column() -> None:
    noisy = convert.rates([0.150000005960464, 0.0, 0.25], ".", "Discount", discount=True)
    assert noisy.values == [150_000, 0, 250_000]
    assert noisy.warnings
    assert convert.rates(["15%", "7.5%"], ".", "Discount", discount=True).values == [150_000, 75_000]
    assert convert.rates([13.0, 6.0], ".", "Tax rate").values == [130_000, 60_000]
    money = convert.rates(["$0.50", ""], ".", "Discount Amount", discount=True)
    assert (money.values, money.money_discount) == ([50, None], True)


def test_phones_are_compared_by_their_digits_and_masked_ones_never() -> None:
    assert phone_key("86-139 0000 0001") == phone_key("13900000001") == "13900000001"
    assert phone_key("182********") == ""


def test_cells_are_shown_as_a_spreadsheet_shows_them() -> None:
    assert [show(cell) for cell in (2.0, 0.1 + 0.2, True, None, "x")] == ["2", "0.3", "TRUE", "", "x"]
