"""The self-test of the frozen program, run from the checkout as it will be run there: in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from app import self_test

ROOT = Path(__file__).resolve().parent.parent


def test_every_part_works() -> None:
    done = subprocess.run([sys.executable, "-m", "app", "--self-test"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [f"{name}: works" for name in self_test.PARTS]


def test_a_broken_part_is_named_and_fails_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path) -> None:
        raise ImportError("no such part")

    monkeypatch.setattr(self_test, "PARTS", {"sound": lambda folder: None, "broken": broken})
    out = StringIO()
    assert self_test.run(out) == 1
    assert "sound: works" in out.getvalue()
    assert "broken: failed" in out.getvalue()
    assert "no such part" in out.getvalue()
