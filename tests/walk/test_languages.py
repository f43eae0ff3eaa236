"""All pages and dialogs in a language of long words, and in Chinese: nothing is cut off, nothing stays in English."""

from __future__ import annotations

import pytest

from tests.walk.conftest import CHINESE, LONG, Walks


@pytest.mark.parametrize("language", [LONG])
def test_long_words_have_room(walks: Walks, language: str) -> None:
    assert walks.faults(language, "cut") == ""


@pytest.mark.parametrize("language", [CHINESE])
def test_nothing_stays_in_english_in_chinese(walks: Walks, language: str) -> None:
    assert walks.faults(language, "foreign") == ""
