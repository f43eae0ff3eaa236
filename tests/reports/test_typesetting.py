"""Breaking lines: Chinese anywhere but by its rules, Latin words whole, nothing lost."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports import typesetting
from app.reports.typesetting import Cleaner, Faces, faces, wrap

NEVER_FIRST = "。，、；：？！）》】」』"
NEVER_LAST = "（《【「『"
PROSE = st.text(alphabet="订单货款收到请于三日内发出abcdefgh XYZ019-/。，、；：？！（）《》【】「」", max_size=200)


@given(PROSE, st.floats(60, 400))
def test_nothing_is_lost_and_lines_fit(text: str, width: float) -> None:
    face = faces().regular
    lines = wrap(text, face, 9, width)
    assert lines
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert face.width(line, 9) <= width + 1e-6


@given(st.text(alphabet="订单货款收到请于三日内发出。，、；：？！", max_size=120), st.floats(60, 300))
def test_no_line_begins_with_closing_punctuation(text: str, width: float) -> None:
    # More than six marks in a row are wider than the line and must be cut somewhere.
    if any(text[at : at + 4].strip("".join(NEVER_FIRST)) == "" for at in range(len(text) - 3)):
        return
    for line in wrap(text, faces().regular, 9, width)[1:]:
        assert line[0] not in NEVER_FIRST


def test_the_fonts_are_read_once_however_many_threads_ask_for_them_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known = faces()
    read: list[Faces] = []

    @cache
    def slow() -> Faces:
        read.append(Faces(known.regular, known.bold))
        sleep(0.05)
        return read[-1]

    monkeypatch.setattr(typesetting, "_faces", slow)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _n: faces(), range(4)))
    assert len(read) == 1
    assert all(each is read[0] for each in found)


def test_brackets_stay_with_their_contents() -> None:
    text = "通用硒鼓（黑色）可打印约（六千）页《说明》"
    for width in range(40, 200, 3):
        for line in wrap(text, faces().regular, 9, width):
            assert line[-1] not in NEVER_LAST
            assert line[0] not in NEVER_FIRST


def test_latin_words_stay_whole() -> None:
    text = "internationalization of 订单 management software"
    lines = wrap(text, faces().regular, 9, 100)
    assert " ".join(lines).replace("订单", " ").split() == text.replace("订单", " ").split()


def test_a_word_that_is_too_wide_breaks_after_a_sign() -> None:
    lines = wrap("https://example.test/orders/2026/03/SO-2026-0117", faces().regular, 9, 110)
    assert len(lines) > 1
    for line in lines[:-1]:
        assert line[-1] in "/-.:"


def test_a_line_of_one_character() -> None:
    assert wrap("订单号", faces().regular, 9, 2) == ["订", "单", "号"]
    assert wrap("", faces().regular, 9, 100) == [""]


def test_line_ends_are_kept() -> None:
    assert wrap("one\n\nthree", faces().regular, 9, 100) == ["one", "", "three"]


@given(st.text(max_size=300))
def test_every_text_can_be_printed(text: str) -> None:
    cleaner = Cleaner()
    cleaned = cleaner.clean(text)
    face = faces().bold
    for line in wrap(cleaned, face, 9, 80):
        assert face.width(line, 9) >= 0
    known = faces().regular.signs
    assert set(cleaned) <= known
    lost = {missing.character for missing in cleaner.missing}
    if not lost:
        assert "".join(cleaned.split()) == "".join(unicodedata.normalize("NFC", text).split()) or cleaned == text


@pytest.mark.parametrize("text", ["堃镕喆龘", "Dvořák Łódź Çığ Ștefan Őrség", "Ελλάς Київ", "¥ € £ ₹ № ℃ ± ²"])
def test_names_of_people_and_places_are_printable(text: str) -> None:
    cleaner = Cleaner()
    assert cleaner.clean(text) == text
    assert cleaner.missing == ()


def test_both_weights_hold_the_same_characters() -> None:
    assert faces().regular.signs == faces().bold.signs
