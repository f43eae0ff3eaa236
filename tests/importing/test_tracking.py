"""Tracking numbers as people paste them or programs write them become rows of cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import FileError
from app.importing.child import run_in_child
from app.importing.tracking import MOST, rows_of_file, rows_of_text
from tests.importing.samples import workbook


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("SO-2026-0001\t顺丰速运\tSF1234567890123", ("SO-2026-0001", "顺丰速运", "SF1234567890123")),
        ("SO-2026-0001,UPS,1Z999AA10123456784", ("SO-2026-0001", "UPS", "1Z999AA10123456784")),
        ("SO-2026-0001，圆通速递，YT1234567890123", ("SO-2026-0001", "圆通速递", "YT1234567890123")),
        ("SO-2026-0001  UPS   1Z999AA10123456784", ("SO-2026-0001", "UPS", "1Z999AA10123456784")),
        ('"SO-2026-0001";"Parcel van";"77-1"', ("SO-2026-0001", "Parcel van", "77-1")),
        ("SO-2026-0001\t\t1Z999AA10123456784", ("SO-2026-0001", "1Z999AA10123456784")),
    ],
)
def test_a_line_is_parted_where_people_part_it(text: str, cells: tuple[str, ...]) -> None:
    assert rows_of_text(f"\n{text}\n\n") == [cells]


def test_far_too_many_lines_are_refused_in_words() -> None:
    with pytest.raises(FileError, match="at most"):
        rows_of_text("SO-1 1Z\n" * (MOST + 1))


def test_a_workbook_keeps_long_numbers_whole(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "Sheet1": [
                ["Order", "Tracking", "Note"],
                ["SO-2026-0001", 773210045678901, ""],
                ["", "", ""],
                ["SO-2", "SF12", 3],
            ]
        },
    )
    rows = run_in_child(rows_of_file, (str(path),), lambda _step: None, lambda: False)
    assert rows == [("Order", "Tracking", "Note"), ("SO-2026-0001", "773210045678901"), ("SO-2", "SF12", "3")]
