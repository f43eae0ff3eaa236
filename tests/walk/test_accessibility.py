"""What somebody meets who uses the keyboard or a screen reader, on every page and in every dialog, whether the words
are long or short."""

from __future__ import annotations

import pytest

from tests.walk.conftest import CHINESE, LONG, Walks

pytestmark = pytest.mark.parametrize("language", [CHINESE, LONG])


def test_every_control_has_a_name(walks: Walks, language: str) -> None:
    assert walks.faults(language, "names") == ""


def test_every_control_has_its_role(walks: Walks, language: str) -> None:
    assert walks.faults(language, "roles") == ""


def test_every_control_can_be_hit(walks: Walks, language: str) -> None:
    assert walks.faults(language, "sizes") == ""


def test_tab_goes_as_one_reads(walks: Walks, language: str) -> None:
    assert walks.faults(language, "turns") == ""
