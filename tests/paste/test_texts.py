"""Texts as people send them become the orders that they mean."""

from __future__ import annotations

import re

import pytest

from app.paste.plain import plain
from tests.paste.late_texts import TEXTS as LATE
from tests.paste.more_texts import TEXTS as MORE
from tests.paste.other_texts import TEXTS as OTHERS
from tests.paste.reading import differences, read
from tests.paste.texts import TEXTS, Text

ALL = (*TEXTS, *MORE, *OTHERS, *LATE)


@pytest.mark.parametrize("text", ALL, ids=lambda t: t.name)
def test_a_text_is_understood(text: Text) -> None:
    assert differences(text) == {}


@pytest.mark.parametrize("text", ALL, ids=lambda t: t.name)
def test_every_value_says_where_it_comes_from(text: Text) -> None:
    draft = read(text.text)
    for value in (draft.consignee, draft.phone, draft.address, draft.note):
        assert bool(value.pieces) == bool(value.text)
    for line in draft.lines:
        said = "".join(text.text[p.start : p.end] for p in line.pieces)
        assert line.words in said


@pytest.mark.parametrize("text", ALL, ids=lambda t: t.name)
def test_what_was_not_used_is_no_part_of_what_was(text: Text) -> None:
    draft = read(text.text)
    used = [p for value in (draft.consignee, draft.phone, draft.address, draft.note) for p in value.pieces]
    used += [p for line in draft.lines for p in line.pieces]
    for rest in draft.unused:
        assert all(rest.end <= piece.start or piece.end <= rest.start for piece in used)


@pytest.mark.parametrize("text", ALL, ids=lambda t: t.name)
def test_a_plain_text_is_as_long_as_the_written_one(text: Text) -> None:
    assert len(plain(text.text)) == len(text.text)


def test_no_text_and_nonsense_are_no_order() -> None:
    for nothing in ("", "   \n ", "!!!", "。。。", "\x00\x01", "😀😀", "(((((", "12345"):
        draft = read(nothing)
        assert not draft.lines
        assert not draft.consignee


def test_a_long_text_is_read_up_to_its_limit() -> None:
    text = "红枣3箱\n" + "。" * 4_000 + "核桃 99袋"
    draft = read(text)
    assert [line.quantity for line in draft.lines] == [3]
    assert text[draft.unused[-1].start : draft.unused[-1].end].endswith("核桃 99袋")


def test_politeness_is_not_called_unused() -> None:
    draft = read("老板您好，麻烦帮我下单：红枣3箱，谢谢啦")
    assert [re.sub(r"\W", "", draft.lines[0].words)] == ["红枣"]
    assert draft.unused == ()


def test_what_means_nothing_here_is_shown_as_unused() -> None:
    text = "红枣3箱。昨晚的球赛真精彩"
    assert [text[p.start : p.end] for p in read(text).unused] == ["昨晚的球赛真精彩"]


def test_a_name_with_which_a_text_begins_is_the_consignee() -> None:
    draft = read("李雷，广州天河区体育东路12号2楼，15912345678，红枣两箱 核桃3袋，周五前送到")
    assert (draft.consignee.text, draft.phone.text, draft.city.text) == ("李雷", "15912345678", "广州市")


def test_who_wants_the_goods_is_named_before_them() -> None:
    draft = read("李姐还要红枣3箱")
    assert draft.consignee.text == "李姐"
    assert draft.consignee.doubt
    assert [line.quantity for line in draft.lines] == [3]
