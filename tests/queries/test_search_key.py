"""Names are found as people type them: simplified or traditional, full-width, pinyin, initials, phone digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.search_key import digits_of, normal, query_terms, search_key


@pytest.mark.parametrize(
    ("parts", "typed"),
    [
        (("张三",), "张"),
        (("张三",), "張三"),
        (("张三",), "zs"),
        (("张三",), "zhangsan"),
        (("张三",), "ZHANG"),
        (("張三豐",), "张三丰"),
        (("上海绿茵贸易有限公司",), "shly"),
        (("上海绿茵贸易有限公司",), "绿茵"),
        (("重庆长安",), "cqca"),
        (("曾国藩",), "zengguofan"),
        (("单雄信",), "sxx"),
        (("ＡＣＭＥ　Ｃｏｒｐ",), "acme corp"),
        (("Acme Corp",), "ａｃｍｅ"),
        (("Müller GmbH",), "MÜLLER"),
        (("张三", "C-001", "138-0013-8000"), "13800138000"),
        (("张三", "C-001", "+86 138 0013 8000"), "8000"),
        (("张三", "C-001", "138-0013-8000"), "c-001"),
        (("ABC贸易",), "abcmy"),
        (("重庆火锅",), "chongqing"),
        (("重慶火鍋",), "cqhg"),
        (("长春一汽",), "ccyq"),
        (("單雄信",), "shanxiongxin"),
        (("曾志伟",), "zzw"),
        (("解晓东",), "xxd"),
        (("解晓东",), "jiexiaodong"),
        (("长孙无忌",), "zhangsun"),
        (("厦门银行",), "xmyh"),
        (("Müller GmbH",), "muller"),
        (("Muller GmbH",), "müller"),
        (("José Łódź",), "jose lodz"),
        (("Crème brûlée",), "CREME BRU\u0302LE\u0301E"),
        (("Smørrebrød",), "smorrebrod"),
    ],
)
def test_found_as_typed(parts: tuple[str, ...], typed: str) -> None:
    key = search_key(*parts)
    assert all(term in key for term in query_terms(typed))


def test_signs_that_are_no_accents_stay() -> None:
    assert normal("가나다 が й") == normal("가나다 が й".upper())
    assert normal("が") != normal("か")


def test_unlike_names_are_not_found() -> None:
    assert "lisi" not in search_key("张三")


def test_sorting_by_the_key_is_sorting_by_pinyin() -> None:
    names = ["赵敏", "Baker", "白芷", "安然", "Zoe", "Anna"]
    assert sorted(names, key=search_key) == ["Anna", "安然", "白芷", "Baker", "赵敏", "Zoe"]


def test_signs_in_a_phone_number_do_not_matter() -> None:
    assert digits_of("138-0013") == "1380013"
    assert digits_of("so-0013") == ""
    assert digits_of("1380013") == ""


def test_nothing_typed_asks_nothing() -> None:
    assert query_terms("  　 ") == ()
    assert search_key("", "") == ""


@given(st.text(max_size=30))
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    key = search_key("张三", text)
    assert all(term in key or digits_of(term) in key for term in query_terms(text))


@given(st.text(max_size=30))
def test_normal_is_stable(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
