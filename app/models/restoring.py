"""Putting a backup in the place of a book, so that a kill at any moment leaves the old book or the new one.

The new file is made and proved beside the book; its own trail says that and from where it was restored; then it takes
the book's name in one step. What was there before is kept.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid as uuids
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from app.errors import BookError
from app.i18n import _
from app.models import audit, backup, erasing, files
from app.models.actor import Actor, utc_now
from app.models.base import connect
from app.models.company import Setting
from app.models.faults import explain
from app.models.location import Place, locate
from app.models.lock import BookLock
from app.models.numbering import Series, render

# The setting that keeps explained gaps: a list of series, period, first, last, reason.
GAPS = "number_gaps"


@dataclass(frozen=True)
class Counter:
    """How far a series had counted in a book."""

    id: int
    name: str
    pattern: str
    restart: str
    period: str
    next_number: int
    strict: bool


@dataclass(frozen=True)
class SeriesQuestion:
    """Numbers that the restored book does not know: ``last`` is the last one that the replaced book had given.

    Higher ones may be on paper all the same; the owner is asked, and ``record_printed_numbers`` keeps the answer.
    """

    series: str
    next_number: int
    last: str


@dataclass(frozen=True)
class Plan:
    """What restoring would do: the proved backup, and what is known of the book that it replaces.

    ``fork`` is the last entry that the trails of both have in common, ``erasures`` are the people whom the
    replaced book forgot.
    """

    source: Path
    target: Path
    key: str | None
    book_key: str | None
    manifest: backup.Manifest
    exists: bool = False
    readable: bool = False
    replaced_uuid: str = ""
    replaced_name: str = ""
    replaced_head: tuple[int, str] = (0, audit.GENESIS)
    counters: tuple[Counter, ...] = ()
    fork: int | None = None
    erasures: tuple[erasing.Erasure, ...] = ()

    @property
    def replaces_another(self) -> bool:
        """Whether the book there belongs to another business."""
        return self.readable and self.replaced_uuid != self.manifest.uuid


@dataclass(frozen=True)
class Restored:
    """What restoring did: what was kept of the old book, and which numbers need an answer."""

    path: Path
    manifest: backup.Manifest
    kept: Path | None = None
    questions: tuple[SeriesQuestion, ...] = ()


def prepare(source: Path, target: Path, *, key: str | None, book_key: str | None) -> Plan:
    """Prove the backup and look at the book it would replace; nothing is written. Raises BookError."""
    place = locate(target)
    if place.place is Place.NETWORK:
        raise BookError(
            _("A book cannot be restored to a network drive ({name}). Choose a folder of this computer.").format(
                name=place.name
            ),
            code="network",
        )
    if source == target:
        raise BookError(_("This is the book itself, not a backup of it. Choose a backup."), code="same_file")
    if files.size_of(source.with_name(source.name + "-wal")):
        raise BookError(
            _("{name} is a book that is open. Close it first, or restore one of its backups.").format(name=source.name),
            code="in_use",
        )
    manifest = backup.verify(source, key=key)
    if not target.exists():
        if not target.parent.is_dir():
            raise BookError(
                _("The folder {folder} does not exist. Make it first, or choose another.").format(folder=target.parent),
                code="no_folder",
            )
        return Plan(source, target, key, book_key, manifest)
    plan = Plan(source, target, key, book_key, manifest, exists=True)
    try:
        with closing(connect(str(target), key=book_key, read_only=True)) as link:
            uuid, name = link.execute("SELECT uuid, name FROM company WHERE id = 1").fetchall()[0]
            return Plan(
                source,
                target,
                key,
                book_key,
                manifest,
                exists=True,
                readable=True,
                replaced_uuid=str(uuid),
                replaced_name=str(name),
                replaced_head=audit.head(link),
                counters=_counters(link),
                fork=_fork(link, source, key),
                erasures=erasing.erasures(link),
            )
    except (apsw.Error, IndexError):
        return plan


def _fork(link: apsw.Connection, source: Path, key: str | None) -> int:
    """The last common entry; each entry's hash covers all before it, so halving the distance finds it."""
    with closing(connect(str(source), key=key, immutable=True)) as other:

        def same(entry: int) -> bool:
            statement = "SELECT hash FROM trail WHERE id = ?"
            mine = link.execute(statement, (entry,)).get
            return mine is not None and mine == other.execute(statement, (entry,)).get

        low, high = 0, min(audit.head(link)[0], audit.head(other)[0])
        while low < high:
            middle = (low + high + 1) // 2
            if same(middle):
                low = middle
            else:
                high = middle - 1
        return low


def carry_out(plan: Plan, *, name: str = "", actor: Actor | None = None) -> Restored:
    """Do it. The book must be closed in this process. Raises BookError; then the book is as it was."""
    moment = actor.now() if actor is not None else utc_now()
    target = plan.target
    lock = BookLock(target, user=name)
    scratch = target.with_name(f".{target.name}.{uuids.uuid4().hex}.making")
    try:
        lock.take()
        files.need_space(target.parent, 2 * files.size_of(plan.source) + files.size_of(target))
        kept = _keep(plan, moment) if plan.exists else None
        with closing(connect(str(plan.source), key=plan.key, immutable=True)) as source:
            source.execute("PRAGMA query_only = OFF")
            source.execute("VACUUM INTO ?", (str(scratch),))
        questions = _write_entry(plan, scratch, moment, actor)
        backup.describe(scratch, key=plan.key, moment=moment)
        files.sync_file(scratch)
        kept = _swap(plan, scratch, kept, moment)
    except BookError:
        raise
    except (apsw.Error, OSError) as error:
        told = explain(error)
        raise BookError(
            _("Restoring failed and the book is as it was. {reason}").format(reason=told.message if told else error),
            code=told.code if told is not None else "restore_failed",
        ) from error
    finally:
        files.remove(scratch)
        lock.release()
    return Restored(target, plan.manifest, kept, questions)


def _keep(plan: Plan, moment: datetime) -> Path | None:
    """The safety backup of a book that can be read; None if it is damaged, so that ``_swap`` keeps it as it is."""
    if not plan.readable:
        return None
    folder = backup.default_folder(plan.target)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return backup.take(plan.target, folder, key=plan.book_key, moment=moment, purpose="before-restore").path
    except BookError as problem:
        if problem.code in ("damaged", "backup_damaged", "not_a_book"):
            return None
        raise


def _write_entry(plan: Plan, scratch: Path, moment: datetime, actor: Actor | None) -> tuple[SeriesQuestion, ...]:
    with closing(connect(str(scratch), key=plan.key)) as link:
        run = link.execute
        run("PRAGMA query_only = OFF")
        run("BEGIN IMMEDIATE")
        same = plan.replaced_uuid == plan.manifest.uuid
        gaps, questions, changes = _explain_gaps(link, plan.counters if same else (), moment)
        if gaps:
            changes.append(_keep_gaps(link, gaps))
        # Whom the replaced book forgot is forgotten again, before anybody can read the backup.
        forgotten = erasing.erase_again(link, plan.erasures) if same else []
        changes += forgotten
        user = None
        if actor is not None:
            user = run("SELECT id FROM user WHERE id = ? AND name = ?", (actor.user_id, actor.name)).get
        audit.append_entry(
            link,
            key=plan.key,
            at=moment,
            operation="restore book",
            detail={
                "file": plan.source.name,
                "entry": plan.manifest.head[0],
                "hash": plan.manifest.head[1],
                "replaced_book": plan.replaced_uuid,
                "replaced_entry": plan.replaced_head[0],
                "replaced_hash": plan.replaced_head[1],
                "fork": plan.fork if plan.fork is not None else plan.manifest.head[0],
                "gaps": gaps,
            },
            changes=changes,
            user_id=int(str(user)) if user is not None else None,
            user_name=actor.name if actor is not None else "",
            computer=actor.computer if actor is not None else "",
        )
        run("COMMIT")
        if forgotten:
            run("VACUUM")
    return questions


def _counters(link: apsw.Connection) -> tuple[Counter, ...]:
    rows = link.execute("SELECT id, name, pattern, restart, period, next_number, strict FROM series ORDER BY id")
    return tuple(
        Counter(int(str(i)), str(n), str(p), str(r), str(e), int(str(c)), bool(s)) for i, n, p, r, e, c, s in rows
    )


def _explain_gaps(
    link: apsw.Connection, counters: tuple[Counter, ...], moment: datetime
) -> tuple[list[Mapping[str, Any]], tuple[SeriesQuestion, ...], list[audit.Change]]:
    """Move the series behind the numbers that the replaced book had given; strict ones keep why those are missing."""
    own = {c.name: c for c in _counters(link)}
    day = moment.astimezone().date()
    gaps: list[Mapping[str, Any]] = []
    changes: list[audit.Change] = []
    questions = []
    for there in counters:
        here = own.get(there.name)
        if here is None or there.period < here.period:
            continue
        first = here.next_number if there.period == here.period else 1
        if there.next_number <= first:
            continue
        if there.strict:
            gaps.append(
                {
                    "series": there.name,
                    "period": there.period,
                    "first": first,
                    "last": there.next_number - 1,
                    "reason": "given before a backup was restored",
                }
            )
        link.execute(
            "UPDATE series SET period = ?, next_number = ? WHERE id = ?", (there.period, there.next_number, here.id)
        )
        changes.append(
            audit.Change(
                Series,
                here.id,
                {"period": here.period, "next_number": here.next_number},
                {"period": there.period, "next_number": there.next_number},
            )
        )
    for series in _counters(link):
        if not series.strict:
            continue
        last_number = render(series.pattern, day, series.next_number - 1) if series.next_number > 1 else ""
        questions.append(SeriesQuestion(series.name, series.next_number, last_number))
    return gaps, tuple(questions), changes


def _keep_gaps(link: apsw.Connection, gaps: list[Mapping[str, Any]]) -> audit.Change:
    known = link.execute("SELECT id, value FROM setting WHERE name = ?", (GAPS,)).fetchone()
    content = audit.canonical([*(json.loads(str(known[1])) if known else []), *gaps])
    if known:
        link.execute("UPDATE setting SET value = ? WHERE id = ?", (content, known[0]))
        return audit.Change(Setting, int(str(known[0])), {"value": known[1]}, {"value": content})
    link.execute("INSERT INTO setting(name, value) VALUES (?, ?)", (GAPS, content))
    return audit.Change(Setting, link.last_insert_rowid(), None, {"name": GAPS, "value": content})


def _swap(plan: Plan, scratch: Path, kept: Path | None, moment: datetime) -> Path | None:
    """Give the new file the book's name. A journal that still lies beside a sound book means that somebody writes."""
    target = plan.target
    journals = [target.with_name(target.name + end) for end in ("-wal", "-shm", "-journal")]
    if kept is not None and any(files.size_of(journal) for journal in journals):
        _empty_journal(plan)
        if any(files.size_of(journal) for journal in journals):
            raise BookError(
                _("Another program has the book open. Close it there, then restore again. The book is as it was."),
                code="in_use",
            )
    if plan.exists and kept is None:
        kept = _set_aside(target, journals, moment)
    for journal in journals:
        with suppress(FileNotFoundError):
            journal.unlink()
    files.replace(scratch, target)
    files.sync_folder(target.parent)
    return kept


def _empty_journal(plan: Plan) -> None:
    """Put what waits in the journal into the book; the last one to close it removes the journal."""
    with suppress(apsw.Error), closing(connect(str(plan.target), key=plan.book_key)) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _set_aside(target: Path, journals: list[Path], moment: datetime) -> Path:
    """Keep a damaged book with its journals under another name, without ever leaving its own name empty."""
    aside = target.with_name(f"{target.name}.damaged-{moment.astimezone().strftime('%Y%m%d-%H%M%S')}")
    try:
        os.link(target, aside)
    except OSError:
        shutil.copyfile(target, aside)
    for journal in journals:
        if journal.exists():
            shutil.copyfile(journal, aside.with_name(aside.name + journal.name.removeprefix(target.name)))
    files.sync_folder(target.parent)
    return aside
