"""Places on the shelves: kept as written, sorted as a person walks."""

from __future__ import annotations

import random

import pytest

from app.models.shelf import one_place, walking_key


def test_figures_in_places_count_by_their_value() -> None:
    walked = ["A-1", "A-02", "A-3", "A-3-2", "A-03-10", "A-12", "B-1", "C", "东库-2", "东库-11", "西库-1"]
    mixed = list(walked)
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=walking_key) == walked


@pytest.mark.parametrize(("one", "other"), [("A-3", "a-03"), ("A-3-2", "A3/2"), ("B 07", "b.7")])
def test_signs_case_and_leading_noughts_make_no_other_place_to_walk_to(one: str, other: str) -> None:
    assert walking_key(one) == walking_key(other)


def test_a_place_typed_in_full_width_is_kept_as_all_others() -> None:
    assert one_place("  Ａ－０３　２ ") == "A-03 2"
    assert {one_place(text) for text in (" \u3000", "-", "—", " － ")} == {""}
