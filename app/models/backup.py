"""Backups: a copy of the book made by SQLite itself, verified before it gets its name, described by a manifest.

``NAME.daybook-backup`` is a complete book; ``NAME.daybook-backup.json`` says what it must contain. The manifest is put
in place first, so that a backup under its final name always has one.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import uuid as uuids
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw

from app import __version__
from app.errors import BookError
from app.i18n import _
from app.models import audit, files
from app.models.base import connect, moment_from, moment_text
from app.models.faults import explain
from app.models.sniff import Content, sniff
from app.models.version import APPLICATION_ID, SCHEMA_VERSION

log = logging.getLogger(__name__)

EXTENSION = ".daybook-backup"
_NAME = re.compile(
    r".+_v[0-9][\w.+-]*_(\d{4}-\d{2}-\d{2}_\d{4})_seq\d+(?:_before-[a-z]+)?(?:-\d+)?" + re.escape(EXTENSION)
)
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')

_COUNTED = (
    "customer", "product", "sales_order", "order_line", "shipment", "payment", "allocation", "credit", "refund",
    "write_off", "invoice", "invoice_line", "stock_movement", "ledger_line", "trail",
)  # fmt: skip
_SUMMED = {
    "orders": "SELECT coalesce(sum(total), 0) FROM sales_order",
    "outstanding": "SELECT coalesce(sum(outstanding), 0) FROM sales_order",
    "payments": "SELECT coalesce(sum(amount), 0) FROM payment",
    "refunds": "SELECT coalesce(sum(amount), 0) FROM refund WHERE state = 'paid'",
    "invoices": "SELECT coalesce(sum(total), 0) FROM invoice",
}

# Entries that are no reason to back up again.
_OWN_ENTRIES = ("back up", "back up automatically", "sign in")
_WAITING = f"SELECT at FROM trail WHERE id > ? AND operation NOT IN ({', '.join('?' * len(_OWN_ENTRIES))}) LIMIT 1"

# How many of each are kept, besides everything of today and yesterday and the last of every year.
DAYS, WEEKS, MONTHS = 14, 8, 24


@dataclass(frozen=True)
class Manifest:
    """What a backup contains: sums in minor units, ``head`` the number and hash of the last trail entry."""

    app: str
    schema: int
    uuid: str
    name: str
    made_at: str
    counts: Mapping[str, int]
    sums: Mapping[str, int]
    head: tuple[int, str]
    sha256: str = ""
    purpose: str = ""

    @property
    def moment(self) -> datetime:
        """When the backup was made."""
        return moment_from(self.made_at)


@dataclass(frozen=True)
class Saved:
    """A backup on disk with its manifest."""

    path: Path
    manifest: Manifest

    @property
    def day(self) -> date:
        """The date of the backup in the time of this desk."""
        return self.manifest.moment.astimezone().date()


def default_folder(book: Path) -> Path:
    """Where a book's automatic backups lie: a folder beside it."""
    return book.parent / f"{book.stem} backups"


def take(
    book: Path,
    target: Path,
    *,
    key: str | None,
    moment: datetime,
    purpose: str = "",
) -> Saved:
    """Back up ``book`` to ``target``: a folder (a name is made up; see ``backup_name``) or a new file's path.

    The copy is made and verified under another name and gets its own in one step. Raises BookError; then there is no
    new file, and older backups are untouched.
    """
    folder = target if target.is_dir() else target.parent
    scratch = folder / f".{uuids.uuid4().hex}.making"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files.need_space(folder, files.size_of(book) + files.size_of(book.with_name(book.name + "-wal")))
        before, after = _copy(book, scratch, key)
        manifest = describe(scratch, key=key, moment=moment, purpose=purpose)
        if not before <= manifest.head[0] <= after:
            raise BookError(
                _("The backup does not match the book and was thrown away. Check the book, then back up again."),
                code="backup_differs",
            )
        files.sync_file(scratch)
        manifest = Manifest(**{**asdict(manifest), "sha256": _sha256(scratch)})
        path = _free_name(folder, manifest, moment) if target.is_dir() else target
        _write_manifest(manifest, path)
        files.replace(scratch, path)
        files.sync_folder(folder)
    except BookError:
        raise
    except (apsw.Error, OSError) as error:
        raise _failed(error, folder) from error
    finally:
        files.remove(scratch)
    return Saved(path, manifest)


def _copy(book: Path, scratch: Path, key: str | None) -> tuple[int, int]:
    """Copy with a connection of its own; the last entry's number before and after."""
    with closing(connect(str(book), key=key, read_only=True)) as source:
        before = audit.head(source)[0]
        source.execute("PRAGMA query_only = OFF")
        source.execute("VACUUM INTO ?", (str(scratch),))
        return before, audit.head(source)[0]


def describe(path: Path, *, key: str | None, moment: datetime, purpose: str = "") -> Manifest:
    """Check a closed copy of a book thoroughly and say what it contains. Raises BookError if it is damaged."""
    try:
        with closing(connect(str(path), key=key, immutable=True)) as link:
            run = link.execute
            if run("PRAGMA application_id").get != APPLICATION_ID:
                raise BookError(_("{name} is not a backup of Daybook.").format(name=path.name), code="not_a_book")
            version = int(str(run("PRAGMA user_version").get))
            if version > SCHEMA_VERSION:
                raise BookError(
                    _("{name} was made by a newer Daybook. Update Daybook, then restore it.").format(name=path.name),
                    code="newer",
                )
            if run("PRAGMA quick_check(1)").get != "ok" or run("PRAGMA foreign_key_check").fetchone() is not None:
                raise _damaged(path)
            company = run("SELECT uuid, name FROM company WHERE id = 1").fetchone()
            if company is None:
                raise _damaged(path)
            return Manifest(
                app=__version__,
                schema=version,
                uuid=str(company[0]),
                name=str(company[1]),
                made_at=moment_text(moment),
                counts={t: int(str(run(f'SELECT count(*) FROM "{t}"').get)) for t in _COUNTED},
                sums={name: int(str(run(statement).get)) for name, statement in _SUMMED.items()},
                head=audit.head(link),
                purpose=purpose,
            )
    except apsw.NotADBError as error:
        if key is None and sniff(path).content is Content.SECRET:
            raise BookError(
                _("{name} is protected by a password. Enter the password to use it.").format(name=path.name),
                code="needs_password",
            ) from error
        if key is None:
            raise _damaged(path) from error
        raise BookError(
            _("{name} cannot be read with this password.").format(name=path.name), code="wrong_password"
        ) from error
    except (apsw.CorruptError, apsw.SQLError) as error:
        raise _damaged(path) from error


def verify(path: Path, *, key: str | None = None) -> Manifest:
    """Prove that a backup is whole: its bytes, its structure, its counts and sums as the manifest says.

    A backup whose manifest was lost on the way is checked by itself. Raises BookError; nothing is written.
    """
    if not path.is_file():
        raise BookError(_("There is no backup at {path}.").format(path=path), code="no_file")
    stated = read_manifest(path)
    try:
        if stated is not None and stated.sha256 != _sha256(path):
            raise _damaged(path)
        made = stated.moment if stated is not None else datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        found = describe(path, key=key, moment=made)
    except (apsw.Error, OSError) as error:
        told = explain(error)
        raise told or _damaged(path) from error
    if stated is None:
        return found
    same = ("schema", "uuid", "counts", "sums", "head")
    if any(getattr(stated, name) != getattr(found, name) for name in same):
        raise _damaged(path)
    return stated


def read_manifest(path: Path) -> Manifest | None:
    """The manifest of a backup; None if there is none or it makes no sense."""
    try:
        found = json.loads(manifest_path(path).read_text(encoding="utf-8"))
        manifest = Manifest(**{**found, "head": (int(found["head"][0]), str(found["head"][1]))})
        moment_from(manifest.made_at)
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None
    return manifest


def manifest_path(path: Path) -> Path:
    """The manifest beside a backup."""
    return path.with_name(path.name + ".json")


def saved_in(folder: Path, uuid: str = "") -> list[Saved]:
    """The backups in a folder that Daybook named and described, newest first; of one book if ``uuid`` is given."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            if _NAME.fullmatch(path.name) and path.is_file():
                manifest = read_manifest(path)
                if manifest is not None and (not uuid or manifest.uuid == uuid):
                    found.append(Saved(path, manifest))
    return sorted(found, key=lambda s: (s.manifest.made_at, s.path.name), reverse=True)


def newest(book: Path, uuid: str) -> Saved | None:
    """The newest of the automatic backups of a book, as its manifest says."""
    return next(iter(saved_in(default_folder(book), uuid)), None)


def waiting_since(link: apsw.Connection, saved: Saved | None) -> datetime | None:
    """When the first change was made that a backup does not hold (None: no backup); None if it holds all."""
    row = link.execute(_WAITING, (saved.manifest.head[0] if saved is not None else 0, *_OWN_ENTRIES)).fetchone()
    return moment_from(str(row[0])) if row is not None else None


def newest_verified(folder: Path, uuid: str = "", *, key: str | None = None) -> Saved | None:
    """The newest backup in a folder that proves whole."""
    for saved in saved_in(folder, uuid):
        try:
            verify(saved.path, key=key)
        except BookError:
            continue
        return saved
    return None


def expendable(saved: Iterable[Saved], today: date) -> list[Saved]:
    """Which backups of one book may go.

    Kept are all of today and yesterday, the newest of each of 14 days, 8 weeks and 24 months that have one, the last of
    every year, and in any case the newest of all.
    """
    ordered = sorted(saved, key=lambda s: (s.manifest.made_at, s.path.name), reverse=True)
    kept = {s.path for s in ordered[:1]}
    kept |= {s.path for s in ordered if s.day >= today - timedelta(days=1)}
    groups: tuple[tuple[Any, int | None], ...] = (
        (lambda day: day, DAYS),
        (lambda day: tuple(day.isocalendar())[:2], WEEKS),
        (lambda day: (day.year, day.month), MONTHS),
        (lambda day: day.year, None),
    )
    for group, most in groups:
        seen: set[Any] = set()
        for s in ordered:
            period = group(s.day)
            if period in seen:
                continue
            if most is not None and len(seen) >= most:
                break
            seen.add(period)
            kept.add(s.path)
    return [s for s in ordered if s.path not in kept]


def thin(folder: Path, uuid: str, today: date, *, key: str | None = None) -> list[Path]:
    """Remove the expendable backups of one book from a folder; returns what was removed.

    Nothing goes unless the newest backup proves whole; other files and other books are never touched.
    """
    saved = saved_in(folder, uuid)
    going = expendable(saved, today)
    if not going:
        return []
    try:
        verify(saved[0].path, key=key)
    except BookError:
        return []
    gone = []
    for s in going:
        try:
            s.path.unlink()
        except OSError as problem:
            log.info("A backup could not be removed: %s", problem.strerror)
            continue
        with suppress(OSError):
            manifest_path(s.path).unlink()
        gone.append(s.path)
    return gone


def backup_name(manifest: Manifest, moment: datetime) -> str:
    """``Name_v0.1.0_2026-11-21_1800_seq18231.daybook-backup``, in the time of this desk."""
    name = " ".join(_UNFIT.sub(" ", manifest.name).split())[:60].strip(" .") or "Daybook"
    when = moment.astimezone().strftime("%Y-%m-%d_%H%M")
    purpose = f"_{manifest.purpose}" if manifest.purpose else ""
    return f"{name}_v{manifest.app}_{when}_seq{manifest.head[0]}{purpose}{EXTENSION}"


def _free_name(folder: Path, manifest: Manifest, moment: datetime) -> Path:
    name = backup_name(manifest, moment)
    path = folder / name
    number = 2
    while path.exists():
        path = folder / f"{name.removesuffix(EXTENSION)}-{number}{EXTENSION}"
        number += 1
    return path


def _write_manifest(manifest: Manifest, path: Path) -> None:
    final = manifest_path(path)
    scratch = final.with_name(f".{uuids.uuid4().hex}.making")
    try:
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
        scratch.write_text(text, encoding="utf-8")
        files.sync_file(scratch)
        files.replace(scratch, final)
    finally:
        with suppress(OSError):
            scratch.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path) -> BookError:
    return BookError(
        _("The backup {name} is damaged. Choose an older one; this one was not used.").format(name=path.name),
        code="backup_damaged",
    )


def _failed(error: Exception, folder: Path) -> BookError:
    told = explain(error)
    last = next(iter(saved_in(folder)), None)
    if told is not None and told.code == "disk_full":
        words = (
            _(
                "The backup failed: {folder} is full. Your book and your older backups are unchanged. Free some space "
                "or choose another folder."
            )
            if last is None
            else _(
                "The backup failed: {folder} is full. Your last good backup is from {when}. Free some space or choose "
                "another folder."
            )
        )
    elif told is not None and told.code in ("damaged", "not_a_book"):
        return told
    else:
        words = _(
            "The backup failed: nothing could be written to {folder}. Your book and your older backups are "
            "unchanged. Choose another folder."
        )
    when = last.manifest.moment.astimezone().strftime("%Y-%m-%d %H:%M") if last is not None else ""
    return BookError(words.format(folder=folder, when=when), code=told.code if told is not None else "backup_failed")
