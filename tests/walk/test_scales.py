"""The pages on screens of other densities: nothing is cut off, nothing reaches over the edge."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.folders import resource

FEW = ("orders", "editor_three", "statistics")
ALL = (*FEW, "customers_record", "orders_record", "settings", "settings_company", "settings_appearance")


def faults(book: Path, folder: Path, factor: str, scenes: tuple[str, ...]) -> str:
    """What a process of its own finds at this factor."""
    copy = folder / "demo.daybook"
    copy.write_bytes(book.read_bytes())
    surroundings = {**os.environ, "QT_SCALE_FACTOR": factor, "DAYBOOK_DATA_DIR": str(folder / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.walk.at_scale", str(copy), *scenes],
        cwd=resource().parent,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_pages_fit_at_one_and_a_half(walked_book: Path, tmp_path: Path) -> None:
    assert faults(walked_book, tmp_path, "1.5", FEW) == ""


@pytest.mark.thorough
@pytest.mark.parametrize("factor", ["1", "1.25", "1.5", "2"])
def test_every_page_fits_at_every_scale(walked_book: Path, tmp_path: Path, factor: str) -> None:
    assert faults(walked_book, tmp_path, factor, ALL) == ""
