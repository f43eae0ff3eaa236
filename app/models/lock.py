"""The lock beside an open book: one window at a time, on one computer, and everybody can see whose.

The file ``NAME.lock`` is locked by the operating system, so a program that was killed lets go at once, and says as JSON
who holds it and when it last gave a sign of life. Locks of the operating system do not reach other computers, so a
holder on another host counts as alive until it has been silent for two minutes, and even then only a person may take
over, with a reason.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.errors import BookError
from app.i18n import _
from app.models.faults import explain

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=30)
SILENCE = timedelta(minutes=2)

# The note is always this long, so that one write replaces it whole; the locked byte lies far behind it.
_NOTE_BYTES = 2048
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True)
class Holder:
    """Who has a book open: times are ISO texts in UTC, ``token`` tells one opening from the next."""

    host: str
    user: str
    app: str
    pid: int
    since: str
    heartbeat: str
    token: str = ""

    def last_sign(self) -> datetime:
        """When the holder last said that it is alive; long ago if its note makes no sense."""
        try:
            return datetime.fromisoformat(self.heartbeat)
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    def since_text(self) -> str:
        """When it opened the book, in the time of this desk."""
        try:
            return datetime.fromisoformat(self.since).astimezone().strftime("%Y-%m-%d %H:%M")
        except ValueError:
            return "?"


def utc_now() -> datetime:
    """The moment now; tests put another clock in its place."""
    return datetime.now(UTC)


def lock_path(book: Path) -> Path:
    """The lock file of a book."""
    return book.with_name(book.name + ".lock")


class BookLock:
    """The lock of one book; ``take`` it before anything else touches the file, ``release`` it after the last close.

    ``lost`` turns true when another computer took the book over; nothing may be written from then on.
    """

    def __init__(
        self,
        book: Path,
        *,
        user: str,
        app: str = "Daybook",
        host: str | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.path = lock_path(book)
        self.lost = False
        self._now = now
        moment = now().isoformat()
        self._me = Holder(host or socket.gethostname(), user, app, os.getpid(), moment, moment, token=uuid.uuid4().hex)
        self._file: int | None = None
        self._stop = threading.Event()
        self._beater: threading.Thread | None = None

    @property
    def held(self) -> bool:
        """Whether this program still has the book for itself."""
        return self._file is not None and not self.lost

    def take(self, *, reason: str = "") -> Holder | None:
        """Lock the book. Returns the silent holder on another computer that was overruled with ``reason``, if any.

        Raises BookError ``in_use`` (on this computer, or alive on another), ``in_use_silent`` (another computer that
        has been silent: ask for a reason, then come again), or an error of the disk.
        """
        for _attempt in range(20):
            handle = self._open()
            try:
                if not _lock(handle):
                    raise self._in_use(_read(handle))
                if not self._still_there(handle):
                    os.close(handle)
                    continue
                overruled = self._judge(_read(handle), reason)
                self._file = handle
                self._write()
                return overruled
            except BaseException:
                self._file = None
                with suppress(OSError):
                    os.close(handle)
                raise
        raise BookError(_("The book's lock file changes all the time. Try again in a minute."), code="in_use")

    def keep_alive(self) -> None:
        """Give a sign of life every 30 seconds until ``release``."""
        self._beater = threading.Thread(target=self._beat, name="book lock", daemon=True)
        self._beater.start()

    def beat(self) -> bool:
        """Give one sign of life; False, and ``lost`` from now on, if somebody took the book over meanwhile."""
        if self._file is None or self.lost:
            return False
        try:
            found = read_holder(self.path)
            if found is None or found.token != self._me.token:
                self.lost = True
                log.error("The book was taken over by another computer.")
                return False
            self._write()
        except OSError as problem:
            log.info("No sign of life could be left beside the book: %s", problem.strerror)
        return True

    def release(self) -> None:
        """Let go of the book and remove the lock file. Does nothing if it is not held."""
        self._stop.set()
        if self._beater is not None and self._beater is not threading.current_thread():
            self._beater.join(timeout=2)
        handle, self._file = self._file, None
        if handle is None:
            return
        mine = not self.lost
        if sys.platform == "win32":
            os.close(handle)
        with suppress(OSError):
            if mine:
                self.path.unlink()
        if sys.platform != "win32":
            os.close(handle)

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT.total_seconds()):
            if not self.beat():
                return

    def _open(self) -> int:
        deadline = time.monotonic() + 2
        while True:
            try:
                return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            except PermissionError:
                # On Windows a file that is just being removed by its last holder answers so for a moment.
                if os.name != "nt" or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def _still_there(self, handle: int) -> bool:
        """Whether the locked file is still the one that others see: its last holder may have removed it."""
        if sys.platform == "win32":
            return True
        try:
            seen = os.stat(self.path)
        except FileNotFoundError:
            return False
        own = os.fstat(handle)
        return (seen.st_ino, seen.st_dev) == (own.st_ino, own.st_dev)

    def _judge(self, found: Holder | None, reason: str) -> Holder | None:
        if found is None or found.host == self._me.host:
            return None
        if self._now() - found.last_sign() < SILENCE:
            raise self._in_use(found)
        if not reason.strip():
            raise BookError(
                _(
                    "{user} opened this book on {host} at {since} and has not closed it; that computer has been silent "
                    "since. Open the book for reading only, or take it over and say why."
                ).format(user=found.user, host=found.host, since=found.since_text()),
                code="in_use_silent",
            )
        return found

    def _in_use(self, found: Holder | None) -> BookError:
        if found is None:
            return BookError(
                _("This book is open in another window. Use that window, or close it first."), code="in_use"
            )
        return BookError(
            _(
                "{user} has had this book open on {host} since {since}. Close it there first, or open it here for "
                "reading only."
            ).format(user=found.user, host=found.host, since=found.since_text()),
            code="in_use",
        )

    def _write(self) -> None:
        assert self._file is not None
        me = {**asdict(self._me), "heartbeat": self._now().isoformat()}
        note = json.dumps(me, ensure_ascii=True).encode()[:_NOTE_BYTES].ljust(_NOTE_BYTES)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, note)


def read_holder(path: Path) -> Holder | None:
    """Who says in this lock file to have the book open; None if nobody does."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return _read(handle)
    finally:
        os.close(handle)


def _read(handle: int) -> Holder | None:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        found = json.loads(os.read(handle, _NOTE_BYTES).decode())
        return Holder(**{name: found[name] for name in Holder.__dataclass_fields__})
    except (ValueError, TypeError, KeyError):
        return None


def _lock(handle: int) -> bool:
    """Lock the file for this program; False if another one has it. The system lets go when the program ends."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as problem:
        told = explain(problem)
        if told is None:
            raise
        raise told from problem
    return True
