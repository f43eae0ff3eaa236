"""A disk that fills up: a plain sentence, data as before, and work goes on once there is room again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Runs with a tiny disk of its own, mounted where only this process sees it.
SCRIPT = """
import os, subprocess, sys
from pathlib import Path

disk = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], check=True)

from app.errors import BookError
from app.models import backup, files
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.models.location import Location, Place
from app.operations.customers import CustomerInput, add_customer
from app.operations.maintenance import back_up
from app.queries.check import check
from tests.faults.child import LOCAL, owner
from tests.helpers.book import an_order, value
from app.operations.payments import record_payment

files.look_ahead = False
book = disk / "a.daybook"
create_book(book, name="Full", owner="owner", country="US", location=LOCAL)
open_book(book, window=True, place=lambda _path: LOCAL)
actor = owner()
customer = add_customer(actor, CustomerInput(name="A")).value
room = os.statvfs(disk)
(disk / "filler").write_bytes(b"x" * (room.f_bavail * room.f_frsize - 1_500_000))

orders, problems = 0, []
for n in range(3000):
    try:
        an_order(actor, customer, "5.00", note="x" * 2000)
        orders += 1
    except BookError as problem:
        problems.append(problem)
        if len(problems) == 3:
            break
assert len(problems) == 3 and orders > 3, (orders, problems)
assert {p.code for p in problems} == {"disk_full"}, problems
assert "The disk is full" in problems[0].message
try:
    back_up(actor)
    raise AssertionError("a backup on a full disk")
except BookError as problem:
    assert problem.code == "disk_full", (problem.code, problem.message, problem.__cause__)
    assert "backup failed" in problem.message
assert backup.saved_in(backup.default_folder(book)) == []
assert value("SELECT count(*) FROM sales_order WHERE state = 'confirmed'") == orders
assert [f for f in check() if f.serious] == []

(disk / "filler").unlink()
record_payment(actor, 500, "cash", customer, parts=[(1, 500)])
assert an_order(actor, customer, "5.00") > orders
back_up(actor)
assert [f for f in check() if f.serious] == []
close_book()
opened = open_book(book, window=True, place=lambda _path: LOCAL)
assert [f for f in check() if f.serious] == []
close_book()
print("sound", orders)
"""


def _own_mounts() -> list[str] | None:
    """The command under which a process may mount; None where there is none."""
    if sys.platform != "linux":
        return None
    for command in (["unshare", "-m"], ["unshare", "-rm"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except OSError:
            return None
    return None


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    command = _own_mounts()
    if command is None:
        pytest.skip("this system lets nobody mount a small disk for a test")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        [*command, sys.executable, "-c", SCRIPT, str(disk)],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    if "permission denied" in done.stderr.lower() and "mount" in done.stderr:
        pytest.skip("this system lets nobody mount a small disk for a test")
    assert done.stdout.startswith("sound"), done.stderr


def test_too_large_a_file_is_a_full_disk_too(tmp_path: Path) -> None:
    """Where the disk has room but the user's share of it is used up."""
    if sys.platform == "win32":
        pytest.skip("Windows has no limit on the size of a process's files")
    script = """
import resource, signal, sys
from pathlib import Path
from app.errors import BookError
from app.models import files
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.operations.customers import CustomerInput, add_customer
from app.queries.check import check
from tests.faults.child import LOCAL, owner
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
files.look_ahead = False
book = Path(sys.argv[1])
create_book(book, name="Full", owner="owner", location=LOCAL)
open_book(book, place=lambda _path: LOCAL)
actor = owner()
resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, resource.RLIM_INFINITY))
made = 0
try:
    while True:
        add_customer(actor, CustomerInput(name="A", note="x" * 5000))
        made += 1
except BookError as problem:
    assert problem.code in ("disk_full", "disk_error"), problem.code
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
add_customer(actor, CustomerInput(name="B"))
assert [f for f in check() if f.serious] == []
close_book()
print("sound", made)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.daybook")],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.stdout.startswith("sound"), done.stderr
