"""The lock beside a book: who holds it, who may take it over and when, with hosts and clocks of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import BookError
from app.models.lock import BookLock, lock_path, read_holder

START = datetime(2026, 3, 10, 9, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


def left_behind(path: Path, host: str, clock: Clock) -> None:
    """A lock file as a computer leaves it that went silent: the note is there, the system's lock is not."""
    lock = BookLock(path, user="王芳", host=host, now=clock)
    lock.take()
    note = lock_path(path).read_bytes()
    lock.release()
    lock_path(path).write_bytes(note)


def refused(lock: BookLock, reason: str = "") -> BookError:
    with pytest.raises(BookError) as caught:
        lock.take(reason=reason)
    assert not lock.held
    return caught.value


def test_the_file_says_who_and_goes_at_the_end(tmp_path: Path) -> None:
    book = tmp_path / "a.daybook"
    lock = BookLock(book, user="王芳", host="FRONT-DESK", now=Clock())
    assert lock.take() is None
    holder = read_holder(lock_path(book))
    assert holder is not None
    assert (holder.user, holder.host, holder.pid) == ("王芳", "FRONT-DESK", os.getpid())
    assert holder.since == START.isoformat()
    lock.release()
    assert os.listdir(tmp_path) == []
    lock.release()


def test_the_same_computer_is_refused_while_the_holder_lives(tmp_path: Path) -> None:
    book = tmp_path / "a.daybook"
    first = BookLock(book, user="王芳", host="A")
    first.take()
    problem = refused(BookLock(book, user="李雷", host="A"))
    assert problem.code == "in_use"
    assert "王芳" in problem.message
    first.release()
    BookLock(book, user="李雷", host="A").take()


def test_a_killed_holder_on_this_computer_frees_the_book_at_once(tmp_path: Path) -> None:
    book = tmp_path / "a.daybook"
    script = (
        "import os, sys; from pathlib import Path; from app.models.lock import BookLock; "
        "BookLock(Path(sys.argv[1]), user='x').take(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(book)], check=False)
    assert lock_path(book).exists()
    lock = BookLock(book, user="y")
    assert lock.take() is None
    lock.release()


@pytest.mark.parametrize(
    ("silent_for", "reason", "outcome"),
    [
        (0, "", "in_use"),
        (119, "", "in_use"),
        (119, "she went home", "in_use"),
        (121, "", "in_use_silent"),
        (121, "   ", "in_use_silent"),
        (121, "she went home", "taken"),
        (86_400, "", "in_use_silent"),
    ],
)
def test_another_computer_is_overruled_only_after_two_minutes_and_with_a_reason(
    tmp_path: Path, silent_for: int, reason: str, outcome: str
) -> None:
    book, clock = tmp_path / "a.daybook", Clock()
    left_behind(book, "FRONT-DESK", clock)
    clock.moment += timedelta(seconds=silent_for)
    lock = BookLock(book, user="李雷", host="BACK-OFFICE", now=clock)
    if outcome == "taken":
        overruled = lock.take(reason=reason)
        assert overruled is not None
        assert (overruled.user, overruled.host) == ("王芳", "FRONT-DESK")
        lock.release()
        return
    problem = refused(lock, reason)
    assert problem.code == outcome
    assert "FRONT-DESK" in problem.message


def test_a_sign_of_life_keeps_others_away(tmp_path: Path) -> None:
    book, clock = tmp_path / "a.daybook", Clock()
    holder = BookLock(book, user="王芳", host="FRONT-DESK", now=clock)
    holder.take()
    clock.moment += timedelta(minutes=5)
    assert holder.beat()
    note = lock_path(book).read_bytes()
    holder.release()
    lock_path(book).write_bytes(note)
    clock.moment += timedelta(seconds=100)
    assert refused(BookLock(book, user="李雷", host="B", now=clock), "reason").code == "in_use"


def test_a_holder_that_was_overruled_notices_and_leaves_the_lock_alone(
    tmp_path: Path, expected_log: list[object]
) -> None:
    book, clock = tmp_path / "a.daybook", Clock()
    sleeper = BookLock(book, user="王芳", host="FRONT-DESK", now=clock)
    sleeper.take()
    # On a shared folder the other computer does not see the lock of this one's system.
    lock_path(book).unlink()
    other = BookLock(book, user="李雷", host="BACK-OFFICE", now=clock)
    other.take()
    assert not sleeper.beat()
    assert sleeper.lost
    assert not sleeper.held
    sleeper.release()
    assert lock_path(book).exists()
    assert other.held
    other.release()


@pytest.mark.parametrize("note", [b"", b"{", b"[1]", b"\x00" * 2048, b'{"host": "A"}'])
def test_an_unreadable_note_without_a_live_holder_is_no_obstacle(tmp_path: Path, note: bytes) -> None:
    book = tmp_path / "a.daybook"
    lock_path(book).write_bytes(note)
    lock = BookLock(book, user="x")
    lock.take()
    lock.release()


def test_many_starts_at_once_give_one_holder(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from app.errors import BookError; "
        "from app.models.lock import BookLock\n"
        "lock = BookLock(Path(sys.argv[1]), user='x')\n"
        "sys.stdin.readline()\n"
        "try:\n    lock.take(); print('taken', flush=True); sys.stdin.readline()\n"
        "except BookError as e:\n    print(e.code, flush=True)\n"
    )
    for _round in range(2):
        starts = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(tmp_path / "a.daybook")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _n in range(4)
        ]
        for start in starts:
            assert start.stdin is not None
            start.stdin.write("\n")
            start.stdin.flush()
        told = []
        for start in starts:
            assert start.stdout is not None
            told.append(start.stdout.readline().strip())
        for start in starts:
            start.communicate("\n")
        assert sorted(told) == ["in_use"] * 3 + ["taken"]
