"""The child process: results, errors, death and cancel."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import Cancelled, FileError
from app.i18n import set_language
from app.importing import Options, Step, inspect, read_and_plan
from app.importing.child import run_in_child
from tests.importing.samples import csv_file

ROWS = [
    ["Order ID", "Order Date", "Customer", "Amount"],
    ["A", "2026-01-05", "Ann", "5"],
    ["B", "2026-01-05", "Ann", "many"],
]


def die(progress: Callable[[Step], None]) -> None:
    """End the process as a reader does that runs into a hostile file."""
    progress(Step("reading"))
    os.abort()


def eat(_progress: Callable[[Step], None]) -> int:
    """Want more memory than the child is given."""
    return len(bytearray(3 * 1024**3))


def sleep(_progress: Callable[[Step], None]) -> None:
    """Take far too long."""
    time.sleep(60)


def smuggle(_progress: Callable[[Step], None]) -> object:
    """Send something that is no plan."""
    return Path("/")


def test_a_plan_and_a_look_come_out_of_the_child_whole(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ROWS)
    steps: list[Step] = []
    plan = read_and_plan(path, Options(channel="Shop"), steps.append)
    assert (plan.orders.number, plan.orders.channel, plan.refused, plan.file) == (["A"], ["Shop"], 1, "orders.csv")
    assert plan.rejects[0].raw == ("B", "2026-01-05", "Ann", "many")
    assert len(plan.sha256) == 64
    assert {"reading", "understanding", "sending"} <= {step.stage for step in steps}
    found = inspect(path)
    assert found.rows == 2


def test_an_error_of_the_child_arrives_as_it_was_in_the_language_in_use(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    set_language("en")
    with pytest.raises(FileError) as caught:
        read_and_plan(path)
    assert (caught.value.code, caught.value.message) == ("empty", "a.csv is empty. Choose a file that holds orders.")


def test_a_child_that_dies_becomes_a_plain_sentence() -> None:
    with pytest.raises(FileError) as caught:
        run_in_child(die, (), lambda _step: None, lambda: False)
    assert caught.value.code == "reader_died"


@pytest.mark.skipif(os.name == "nt", reason="the memory of a process is bounded on Unix only")
def test_a_file_that_wants_too_much_memory_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        run_in_child(eat, (), lambda _step: None, lambda: False)
    assert caught.value.code == "too_large"


def test_cancel_ends_the_child_within_a_second() -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled):
        run_in_child(sleep, (), lambda _step: None, lambda: time.monotonic() - began > 0.3)
    assert time.monotonic() - began < 1.3


def test_nothing_but_plain_results_is_taken_from_the_child() -> None:
    with pytest.raises(Exception, match="pathlib"):
        run_in_child(smuggle, (), lambda _step: None, lambda: False)
