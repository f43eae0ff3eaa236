"""All pages and dialogs in a language of long words, and in Chinese: nothing is cut off, nothing stays in English."""

from __future__ import annotations

import pytest

from tests.walk.conftest import CHINESE, LONG, Walks, Way


@pytest.mark.parametrize("way", LONG)
def test_long_words_have_room(walks: Walks, way: Way) -> None:
    assert walks.faults(way, "cut") == ""


@pytest.mark.parametrize("way", CHINESE)
def test_nothing_stays_in_english_in_chinese(walks: Walks, way: Way) -> None:
    assert walks.faults(way, "foreign") == ""
