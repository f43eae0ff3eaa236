"""Amounts in words: stated vectors, and round trips over random amounts."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.paper_style import CAPITALS, PaperStyle
from app.money import CURRENCIES, LARGEST, currency
from app.reports.words import NAMES, amount_in_words, cardinal, chinese, english
from tests.importing.samples import shared_folder

VECTORS = {
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角",
    "1.01": "壹元零壹分",
    "1.20": "壹元贰角",
    "10": "壹拾元整",
    "105.00": "壹佰零伍元整",
    "325.04": "叁佰贰拾伍元零肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "107000.53": "壹拾万柒仟元零伍角叁分",
    "1000054": "壹佰万零伍拾肆元整",
    "100010000": "壹亿零壹万元整",
    "-1": "负壹元整",
}


def fen(text: str) -> int:
    return int(Decimal(text).scaleb(2).to_integral_value())


@pytest.mark.parametrize(("amount", "words"), VECTORS.items())
def test_chinese_vectors(amount: str, words: str) -> None:
    assert chinese(fen(amount)) == words


def test_shared_chinese_vectors() -> None:
    folder = shared_folder()
    if folder is None:
        pytest.skip("the sample files are not on this computer")
    path = folder / "12-invoices" / "rmb_capitals_a.json"
    for amount, words in json.loads(path.read_text(encoding="utf-8"))["vectors"].items():
        assert chinese(fen(amount)) == words


def test_chinese_styles() -> None:
    assert chinese(123_400, yuan="圆") == "壹仟贰佰叁拾肆圆整"
    assert chinese(123_450, after_jiao=True) == "壹仟贰佰叁拾肆元伍角整"
    assert chinese(123_456, after_jiao=True) == "壹仟贰佰叁拾肆元伍角陆分"
    assert chinese(-100, minus="（负数）", yuan="圆", whole="正") == "（负数）壹圆正"


def test_an_office_chooses_how_its_papers_write_amounts() -> None:
    def told(amount: int, **style: object) -> str:
        return amount_in_words(amount, "CNY", "zh_CN", yuan="圆", style=PaperStyle.of(style))

    assert told(123_450) == "壹仟贰佰叁拾肆圆伍角"
    assert told(123_450, capitals="元正", whole_after_jiao=True) == "壹仟贰佰叁拾肆元伍角正"
    assert told(-100, capitals="元整", minus_in_brackets=True) == "（负数）壹元整"
    assert told(100, capitals="carved") == "壹圆整"
    assert amount_in_words(100, "CNY", "en", style=PaperStyle(capitals="元正")) == "One yuan"


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(CAPITALS[1:]), st.booleans(), st.booleans())
def test_every_style_of_capitals_says_the_same_amount(amount: int, capitals: str, jiao: bool, brackets: bool) -> None:
    style = PaperStyle(capitals=capitals, whole_after_jiao=jiao, minus_in_brackets=brackets)
    told = amount_in_words(amount, "CNY", "zh_CN", style=style)
    plain = told.replace("（负数）", "负").replace(capitals[0], "元").replace(capitals[1], "整")
    assert read_chinese(plain) == amount
    assert plain.endswith("整") == (amount % 100 == 0 or (jiao and amount % 10 == 0))


def read_chinese(words: str) -> int:
    """The amount that 大写 states, in fen: a reader of its own, not the writer turned around."""
    sign = -1 if words.startswith("负") else 1
    words = words.lstrip("负").removesuffix("整")
    whole, _, rest = words.rpartition("元")
    total = section = group = digit = 0
    for sign_ in whole:
        if sign_ in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign_)
        elif sign_ in "拾佰仟":
            group += digit * 10 ** ("拾佰仟".index(sign_) + 1)
            digit = 0
        elif sign_ == "万":
            section = (section + group + digit) * 10_000
            group = digit = 0
        else:
            total = (total + section + group + digit) * 100_000_000
            section = group = digit = 0
    amount = (total + section + group + digit) * 100
    for place, name in enumerate("角分"):
        if name in rest:
            digit = "零壹贰叁肆伍陆柒捌玖".index(rest[rest.index(name) - 1])
            amount += digit * 10 ** (1 - place)
    return sign * amount


@given(st.integers(-LARGEST, LARGEST))
def test_chinese_can_be_read_back(amount: int) -> None:
    words = chinese(amount)
    assert read_chinese(words) == amount
    assert "零零" not in words
    assert words.endswith("整") == (amount % 100 == 0)


@given(st.integers(0, 9).map(lambda n: n * 10), st.integers(0, 16))
def test_round_chinese_numbers(digits: int, power: int) -> None:
    for amount in (digits * 10**power, 10**power, 10**power + 1, 10**power * 10 - 1):
        assert read_chinese(chinese(amount)) == amount


SMALL = {name: value for value, name in enumerate(cardinal(n) for n in range(100))}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15,
          "quintillion": 10**18}  # fmt: skip


def read_english(words: str) -> int:
    total = group = 0
    for word in words.split():
        if word == "hundred":
            group *= 100
        elif word in SCALES:
            total += group * SCALES[word]
            group = 0
        else:
            group += SMALL[word]
    return total + group


@given(st.one_of(st.integers(0, 2_000), st.integers(0, LARGEST), st.integers(0, 18).map(lambda n: 10**n)))
def test_english_can_be_read_back(number: int) -> None:
    assert read_english(cardinal(number)) == number


def test_english_amounts() -> None:
    assert english(123_456, currency("USD")) == "One thousand two hundred thirty-four US dollars and 56 cents"
    assert english(100, currency("USD")) == "One US dollar"
    assert english(101, currency("GBP")) == "One pound sterling and 01 penny"
    assert english(-5, currency("EUR")) == "Minus zero euros and 05 cents"
    assert english(1_234, currency("JPY")) == "One thousand two hundred thirty-four yen"
    assert english(1_005, currency("KWD")) == "One Kuwaiti dinar and 005 fils"
    assert english(250, currency("XXX")) == "Two XXX and 50 100ths"


def test_every_currency_has_names() -> None:
    assert set(NAMES) == set(CURRENCIES)
    for code, names in NAMES.items():
        assert names.chinese
        assert bool(names.part) == (currency(code).decimals > 0)


def test_the_language_of_the_document_decides() -> None:
    assert amount_in_words(123_450, "CNY", "zh_CN") == "壹仟贰佰叁拾肆元伍角"
    assert amount_in_words(123_450, "USD", "zh_CN") == "美元壹仟贰佰叁拾肆元伍角"
    assert amount_in_words(5_005, "KWD", "zh_CN") == "科威特第纳尔伍元零伍厘"
    assert amount_in_words(123_450, "CNY", "en") == "One thousand two hundred thirty-four yuan and 50 fen"
