"""What somebody meets who uses the keyboard or a screen reader, on every page and in every dialog, whether the words
are long or short."""

from __future__ import annotations

import pytest

from tests.walk.conftest import CHINESE, LONG, Walks, Way

pytestmark = pytest.mark.parametrize("way", [*CHINESE, *LONG])


def test_every_control_has_a_name(walks: Walks, way: Way) -> None:
    assert walks.faults(way, "names") == ""


def test_every_control_has_its_role(walks: Walks, way: Way) -> None:
    assert walks.faults(way, "roles") == ""


def test_every_control_can_be_hit(walks: Walks, way: Way) -> None:
    assert walks.faults(way, "sizes") == ""


def test_tab_goes_as_one_reads(walks: Walks, way: Way) -> None:
    assert walks.faults(way, "turns") == ""
