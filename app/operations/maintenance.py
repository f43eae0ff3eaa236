"""Backups and their restoring. Copying a file is no transaction of the book, so only the note of it is an operation."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from app.errors import BookError, NeedsConfirmation, UserError
from app.i18n import _
from app.models import backup, files, restoring
from app.models.actor import Actor, Permission, not_allowed, silent
from app.models.backup import Manifest, Saved
from app.models.base import connection
from app.models.book import close_book, current, is_open
from app.models.numbering import Series, period_of, render
from app.models.restoring import GAPS, Restored
from app.operations.operation import operation
from app.operations.steps import book_setting, keep_setting, require_reason
from app.operations.work import Work

log = logging.getLogger(__name__)


def back_up(actor: Actor, to: Path | str | None = None, *, confirmed: Iterable[str] = ()) -> Path:
    """Back up the open book to a folder or file (beside the book if not said) and return the new file.

    Asks (key ``overwrite``) before a file is replaced. Raises BookError; then no file was made and none was lost.
    """
    _require(actor)
    book = current()
    target = Path(to).expanduser().resolve() if to is not None else backup.default_folder(book.path)
    if target == book.path:
        raise UserError(
            _("A backup cannot replace the book itself. Choose another file."), field="to", code="same_file"
        )
    if target.is_file() and "overwrite" not in {*confirmed, *actor.confirmed}:
        raise NeedsConfirmation(
            "overwrite",
            _("{path} exists already. Replace it with the new backup?").format(path=target),
            accept=_("Replace"),
        )
    if to is None:
        target.mkdir(parents=True, exist_ok=True)
    saved = backup.take(book.path, target, key=book.key, moment=actor.now())
    if to is None:
        backup.thin(target, book.uuid, actor.today(), key=book.key)
    if book.writable:
        _note_backup(actor, **_facts(saved))
    return saved.path


def back_up_automatically(actor: Actor, *, purpose: str = "", folders: Sequence[Path] = ()) -> Path | None:
    """The backup at close (only if something changed since the last one) and before risky work, and the thinning.

    ``purpose`` is ``before-import`` and the like, and makes a backup in any case. ``folders`` are further places; one
    that cannot be reached is logged and left out. Returns the new file, or None if there was nothing to back up.
    """
    book = current()
    folder = backup.default_folder(book.path)
    if not purpose:
        last = backup.newest(book.path, book.uuid)
        if last is not None and backup.waiting_since(connection(), last) is None:
            return None
    folder.mkdir(parents=True, exist_ok=True)
    saved = backup.take(book.path, folder, key=book.key, moment=actor.now(), purpose=purpose)
    backup.thin(folder, book.uuid, actor.today(), key=book.key)
    for other in folders:
        try:
            backup.take(book.path, other, key=book.key, moment=actor.now(), purpose=purpose)
            backup.thin(other, book.uuid, actor.today(), key=book.key)
        except BookError as problem:
            log.info("No backup was made in a further folder: %s", problem.code)
    if book.writable:
        _note_automatic_backup(actor, **_facts(saved))
    return saved.path


def list_backups(folder: Path | None = None) -> list[Saved]:
    """The backups of the open book, newest first."""
    book = current()
    return backup.saved_in(folder if folder is not None else backup.default_folder(book.path), book.uuid)


def verify_backup(path: Path | str, *, key: str | None = None) -> Manifest:
    """Prove that a backup is whole and say what it contains. Raises BookError; nothing is written."""
    return backup.verify(Path(path).expanduser().resolve(), key=key)


@dataclass(frozen=True)
class Rehearsal:
    """A restore that was tried out: what the restored copy contained, by kind of record, and how long it took."""

    manifest: Manifest
    seconds: float


def rehearse_restore(
    path: Path | str, *, key: str | None = None, progress: Callable[[int, int, str], None] = silent
) -> Rehearsal:
    """Copy a backup to a temporary place, open the copy there and check it in every part; the copy goes afterwards.

    Raises BookError if the backup could not be restored. The book and the backup are not touched.
    """
    source = Path(path).expanduser().resolve()
    began = monotonic()
    progress(0, 2, _("Copying the backup"))
    with TemporaryDirectory(prefix="daybook-restore-") as folder:
        copy = Path(folder) / source.name
        try:
            files.need_space(Path(folder), files.size_of(source))
            shutil.copy2(source, copy)
            # What it must contain goes along, so that the copy is held to it, byte by byte.
            with suppress(FileNotFoundError):
                shutil.copy2(backup.manifest_path(source), folder)
        except OSError as problem:
            raise BookError(
                _("The copy for the test could not be made: {reason}.").format(reason=problem.strerror or problem),
                code="rehearsal_failed",
            ) from problem
        progress(1, 2, _("Checking the copy"))
        found = backup.verify(copy, key=key)
    progress(2, 2, _("Checking the copy"))
    return Rehearsal(found, monotonic() - began)


def restore(
    actor: Actor | None,
    source: Path | str,
    book: Path | str,
    *,
    key: str | None = None,
    book_key: str | None = None,
    confirmed: Iterable[str] = (),
) -> Restored:
    """Put a backup in the place of a book (which is closed, if this process has it open, and stays closed).

    The backup is proved first and the book as it is now is kept: as a verified backup, or, if it is damaged, as it is.
    ``actor`` is None only where the book cannot be opened, so that nobody can sign in. Asks (key ``replace_book``)
    before one business replaces another. Raises BookError; then the book is as it was.
    """
    if actor is not None:
        _require(actor)
    target = Path(book).expanduser().resolve()
    origin = Path(source).expanduser().resolve()
    yes = {*confirmed, *(actor.confirmed if actor is not None else ())}
    plan = restoring.prepare(origin, target, key=key, book_key=book_key)
    if plan.replaces_another and "replace_book" not in yes:
        raise NeedsConfirmation(
            "replace_book",
            _("You are about to replace the book of {old} by the book of {new}. Go on?").format(
                old=plan.replaced_name, new=plan.manifest.name
            ),
            accept=_("Replace the book"),
            details=_("{old}: last entry {old_last}. {new}: backup of {new_last}.").format(
                old=plan.replaced_name,
                old_last=plan.replaced_head[0],
                new=plan.manifest.name,
                new_last=plan.manifest.moment.astimezone().strftime("%Y-%m-%d %H:%M"),
            ),
        )
    if actor is None and plan.readable:
        raise not_allowed(Permission.BACK_UP)
    if is_open() and current().path == target:
        close_book()
    return restoring.carry_out(plan, name=actor.name if actor is not None else "", actor=actor)


def _require(actor: Actor) -> None:
    if not actor.may(Permission.BACK_UP):
        raise not_allowed(Permission.BACK_UP)


def _facts(saved: Saved) -> dict[str, Any]:
    return {"file": saved.path.name, "head": saved.manifest.head, "sha256": saved.manifest.sha256}


@operation("back up", needs=Permission.BACK_UP)
def _note_backup(work: Work, file: str, head: tuple[int, str], sha256: str) -> None:
    work.tell(file=file, entry=head[0], hash=head[1], sha256=sha256)


@operation("back up automatically", needs=Permission.WORK)
def _note_automatic_backup(work: Work, file: str, head: tuple[int, str], sha256: str) -> None:
    work.tell(file=file, entry=head[0], hash=head[1], sha256=sha256)


@operation("note take-over", needs=Permission.WORK)
def note_takeover(work: Work, host: str, user: str, since: str, reason: str) -> None:
    """Keep on the trail that the book was taken over from another computer that had gone silent."""
    work.tell(host=host, user=user, since=since, reason=reason)


@operation("record printed numbers", needs=Permission.BACK_UP)
def record_printed_numbers(work: Work, highest: Mapping[str, int], reason: str) -> None:
    """After a restore: the highest counter of each strict series that is on paper already (this period's).

    The series goes on behind it, and the numbers that the book does not know are kept as an explained gap.
    """
    reason = require_reason(reason)
    gaps: list[dict[str, Any]] = []
    for name, counter in highest.items():
        found = work.find(Series, "name = ?", (name,))
        if not found or not found[0].strict:
            raise UserError(
                _("There is no series {name} without gaps.").format(name=name), field=name, code="no_series"
            )
        series = found[0]
        period = period_of(series.restart, work.today)
        first = series.next_number if series.period == period else 1
        if counter < first:
            continue
        gaps.append({"series": name, "period": period, "first": first, "last": counter, "reason": reason})
        series.period, series.next_number = period, counter + 1
        work.save(series)
        work.tell(**{name: render(series.pattern, work.today, counter)})
    if gaps:
        keep_setting(work, GAPS, [*book_setting(work, GAPS, []), *gaps])


def remove_backup(actor: Actor, saved: Saved) -> None:
    """Remove one backup that a person chose; the newest one stays."""
    _require(actor)
    if saved.path in [s.path for s in list_backups(saved.path.parent)[:1]]:
        raise UserError(_("The newest backup is kept. Make another one first."), code="newest_backup")
    with suppress(FileNotFoundError):
        saved.path.unlink()
    with suppress(OSError):
        backup.manifest_path(saved.path).unlink()
