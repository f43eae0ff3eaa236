"""Opening a book step by step, each with its own sentence when it fails, and closing it again.

One process has one book open. Windows hold the lock beside the book; the command line reads and writes without it,
through the same transactions.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
from peewee import PeeweeException

from app.errors import BookError
from app.i18n import _
from app.later import Later
from app.models import files
from app.models.actor import Progress, silent, utc_now
from app.models.base import check_driver, connect, connection, database
from app.models.faults import cause_of, explain
from app.models.location import Location, Place, locate
from app.models.lock import BookLock, Holder
from app.models.sniff import Content, missing, refuse, sniff
from app.models.unopened import explained, newer
from app.models.version import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from app.models import backup, migrate
else:
    # Needed for a book of an older version only.
    migrate = Later("app.models.migrate")

log = logging.getLogger(__name__)

# What every connection must answer; a driver that ignores one of these is not trusted with money.
_SETTINGS = {"foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "query_only": 1}
_WRITING = {"journal_mode": "wal", "synchronous": 2}


@dataclass
class Opened:
    """The book that is open: what it is, how it was opened, and what its owner should be told."""

    path: Path
    uuid: str
    name: str
    version: int
    read_only: bool = False
    unclean: bool = False
    warnings: list[str] = field(default_factory=list)
    location: Location = field(default_factory=lambda: Location(Place.LOCAL))
    lock: BookLock | None = None
    overruled: Holder | None = None
    reason: str = ""
    migrated_from: int | None = None
    before_update: Path | None = None

    @property
    def key(self) -> str | None:
        """The raw key of an encrypted book."""
        return database.key

    @property
    def writable(self) -> bool:
        """Whether anything may be written: not opened for reading, and not taken over by another computer."""
        return not self.read_only and (self.lock is None or self.lock.held)


_opened: Opened | None = None


def current() -> Opened:
    """The open book. Raises BookError ``no_book`` if there is none."""
    if _opened is None:
        raise BookError(_("No book is open. Open a book first."), code="no_book")
    return _opened


def is_open() -> bool:
    """Whether this process has a book open."""
    return _opened is not None


def open_book(
    path: Path | str,
    *,
    key: str | None = None,
    read_only: bool = False,
    window: bool = False,
    user: str = "",
    reason: str = "",
    now: Callable[[], datetime] = utc_now,
    progress: Progress = silent,
    place: Callable[[Path], Location] = locate,
) -> Opened:
    """Open a book for this process, closing the one before.

    ``window`` takes the lock for as long as the book is open. ``reason`` takes the book over from another computer that
    went silent. ``place`` says where a path lies (tests state their own).
    Raises BookError, whose ``code`` names the failing step: ``old_driver``, ``no_folder``, ``no_file``, ``is_folder``,
    ``is_device``, ``empty``, ``truncated``, ``not_a_book``, ``network``, ``in_use``, ``in_use_silent``, ``newer``,
    ``needs_password``, ``wrong_password``, ``damaged``, ``older_read_only``, ``migration_failed``, or one of
    ``faults.explain``. The file is unchanged then.
    """
    global _opened
    close_book()
    check_driver()
    book = _resolved(path)
    location = place(book)
    warnings = _look_around(book, location, read_only)
    if not read_only and not _may_write(book):
        read_only = True
        warnings.append(
            _(
                "This book can only be read: its file or folder is write-protected. Copy it to another folder to work "
                "in it."
            )
        )
    lock = BookLock(book, user=user, now=now) if window and not read_only else None
    overruled = lock.take(reason=reason) if lock is not None else None
    try:
        opened = _open(book, key, read_only, lock, now, progress)
        opened.location = location
        opened.warnings[:0] = warnings
        opened.overruled, opened.reason = overruled, reason if overruled is not None else ""
    except BaseException as error:
        _drop()
        if lock is not None:
            lock.release()
        if isinstance(error, apsw.Error | PeeweeException | OSError):
            raise explained(cause_of(error), book, key) from error
        raise
    if lock is not None:
        lock.keep_alive()
    _opened = opened
    return opened


def close_book() -> None:
    """Close the open book in all threads, put everything that waits in its journal into it, and let go of the lock."""
    global _opened
    if _opened is None:
        return
    opened, _opened = _opened, None
    try:
        if opened.writable:
            with suppress(apsw.Error, PeeweeException):
                # Looks again at how values are spread where a table has grown: otherwise the way to an answer that was
                # right for a small book is kept for a large one.
                database.writer().execute("PRAGMA analysis_limit = 400; PRAGMA optimize(0x10002)").fetchall()
                connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        database.close_links()
    except apsw.Error as error:
        log.info("The book was not closed cleanly: %s", error)
    finally:
        _drop()
        if opened.lock is not None:
            opened.lock.release()


def require_writable() -> None:
    """Refuse a change to a book that is open for reading, or that another computer took over. Raises BookError."""
    opened = _opened
    if opened is None or opened.writable:
        return
    if opened.read_only:
        raise BookError(
            _(
                "This book is open for reading only, so nothing can be changed. Open it again for writing, or copy it "
                "to another folder."
            ),
            code="read_only",
        )
    raise BookError(
        _("Another computer took this book over, so nothing can be changed here any more. Close the book."),
        code="taken_over",
    )


def check_quickly(stopped: Callable[[], bool] = lambda: False) -> list[str]:
    """What a quick look at the file's structure finds; empty if it is sound.

    It takes seconds with a million orders: for a thread of its own. ``stopped`` makes it give up without a finding.
    """
    link = connection()
    link.set_progress_handler(stopped, 50_000)
    try:
        return [str(row[0]) for row in link.execute("PRAGMA quick_check(20)") if row[0] != "ok"]
    except apsw.InterruptError:
        return []
    finally:
        link.set_progress_handler(None)


def _resolved(path: Path | str) -> Path:
    try:
        book = Path(path).expanduser().resolve()
        if not book.exists():
            raise missing(book)
    except (OSError, RuntimeError, ValueError) as error:
        raise BookError(
            _("{path} is not a path that this computer understands.").format(path=path), code="no_file"
        ) from error
    return book


def _look_around(book: Path, location: Location, read_only: bool) -> list[str]:
    if location.place is Place.NETWORK:
        if not read_only:
            raise BookError(
                _(
                    "This book is on a network drive ({name}), where order data can be damaged. Copy it to this "
                    "computer, or open it for reading only."
                ).format(name=location.name),
                code="network",
            )
        return [_("This book is on a network drive and open for reading only.")]
    if location.place is Place.CLOUD:
        return [
            _(
                "This book is inside a {name} folder. Two computers would overwrite each other's work. Move the book "
                "to a folder of this computer and send backups there instead."
            ).format(name=location.name)
        ]
    return []


def _may_write(book: Path) -> bool:
    """Whether file and folder can be written; tried, because rights alone do not tell."""
    if not os.access(book, os.W_OK):
        return False
    try:
        handle, name = tempfile.mkstemp(prefix=".daybook-", dir=book.parent)
    except PermissionError:
        return False
    except OSError as error:
        told = explain(error)
        return told is None or told.code != "read_only"
    os.close(handle)
    with suppress(OSError):
        os.unlink(name)
    return True


def _journal(book: Path) -> Path:
    return book.with_name(book.name + "-wal")


def _open(
    book: Path,
    key: str | None,
    read_only: bool,
    lock: BookLock | None,
    now: Callable[[], datetime],
    progress: Progress,
) -> Opened:
    pending = files.size_of(_journal(book)) > 0
    version = _look_inside(book, key, pending)
    warnings = []
    migrated_from, saved = None, None
    if version < SCHEMA_VERSION:
        if read_only:
            raise BookError(
                _("This book is from an older Daybook and must be brought up to date once. Open it for writing first."),
                code="older_read_only",
            )
        migrated_from, saved = version, _bring_up(book, key, lock, now, progress)
    immutable = read_only and not pending and not _may_write(book)
    if read_only and pending and not _may_write(book) and not files.size_of(book.with_name(book.name + "-shm")):
        immutable = True
        warnings.append(_("The last changes to this book are not shown: they wait in a file that cannot be read here."))
    database.open_file(str(book), key=key, immutable=immutable, read_only=read_only)
    link = connection()
    _read_back(link, read_only)
    company = link.execute("SELECT uuid, name FROM company WHERE id = 1").fetchone()
    if company is None:
        raise apsw.CorruptError("no company")
    unclean = pending and lock is not None
    if unclean:
        _check_after_crash(link)
    return Opened(
        path=book,
        uuid=str(company[0]),
        name=str(company[1]),
        version=SCHEMA_VERSION,
        read_only=read_only,
        unclean=unclean,
        warnings=warnings,
        lock=lock,
        migrated_from=migrated_from,
        before_update=saved.path if saved is not None else None,
    )


def _look_inside(book: Path, key: str | None, pending: bool) -> int:
    """The book's version, found without writing anything. Raises BookError for what is no book that we can open."""
    found = sniff(book)
    if found.content is Content.SECRET:
        if key is None:
            raise BookError(
                _("This book is protected by a password. Enter the password to open it."), code="needs_password"
            )
    elif found.content is not Content.BOOK and not (found.content is Content.UNKNOWN and key is not None):
        raise refuse(book, found)
    elif found.version > SCHEMA_VERSION:
        raise newer(found.version)
    if found.content is Content.BOOK and not pending:
        return found.version
    with closing(connect(str(book), key=key, immutable=not pending, read_only=True)) as link:
        link.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        if link.execute("PRAGMA application_id").get != APPLICATION_ID:
            raise refuse(book, found)
        version = int(str(link.execute("PRAGMA user_version").get))
    if version > SCHEMA_VERSION:
        raise newer(version)
    return version


def _bring_up(
    book: Path, key: str | None, lock: BookLock | None, now: Callable[[], datetime], progress: Progress
) -> backup.Saved:
    own = BookLock(book, user="", now=now) if lock is None else None
    if own is not None:
        own.take()
    try:
        return migrate.bring_up(book, key=key, moment=now(), progress=progress)
    finally:
        if own is not None:
            own.release()


def _read_back(link: apsw.Connection, read_only: bool) -> None:
    wanted: dict[str, object] = {**_SETTINGS, **({} if read_only else _WRITING)}
    for name, value in wanted.items():
        found = link.execute(f"PRAGMA {name}").get
        if found != value:
            raise BookError(
                _(
                    "The book cannot be opened safely here: its drive or driver refused a setting ({name}). Copy the "
                    "book to a folder of this computer."
                ).format(name=name),
                code="unsafe",
            )


def _check_after_crash(link: apsw.Connection) -> None:
    """The full look at a book that was not closed: SQLite has put its journal in order by now."""
    for statement in ("PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"):
        row = link.execute(statement).fetchone()
        if row is not None and row[0] != "ok":
            raise apsw.CorruptError(str(row[0]))


def _drop() -> None:
    """Forget the file, so that no thread opens it again by accident."""
    with suppress(apsw.Error):
        database.close_links(patience=0)
    database.init(None)
    database.key = None
