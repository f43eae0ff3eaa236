"""All pages and dialogs in a language of long words, and in Chinese: nothing is cut off, nothing stays in English."""

from __future__ import annotations

from tests.helpers.pseudo import CODE
from tests.walk.conftest import Walks


def test_long_words_have_room(walks: Walks) -> None:
    assert walks.faults(CODE, "cut") == ""


def test_nothing_stays_in_english_in_chinese(walks: Walks) -> None:
    assert walks.faults("zh_CN", "foreign") == ""
