"""Bring an older book up to this version: a verified backup, then one transaction that holds all steps and the version.

A program that is killed on the way leaves the old book or the new one, never one between.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import apsw

from app import __version__
from app.errors import BookError, DaybookError
from app.i18n import _
from app.models import audit, backup, files
from app.models.actor import Progress, silent
from app.models.base import connect
from app.models.faults import explain
from app.models.migrations import STEPS, Step
from app.models.schema import expected_parts, remake_triggers, schema_parts
from app.models.version import SCHEMA_VERSION

log = logging.getLogger(__name__)

# What no step may change without saying so: how many facts there are and what they add up to.
_PROOF = (
    "SELECT count(*) FROM customer",
    "SELECT count(*) FROM product",
    "SELECT substr(date, 1, 4), count(*), sum(total), sum(paid), sum(outstanding) FROM sales_order GROUP BY 1",
    "SELECT substr(date, 1, 4), count(*), sum(amount) FROM payment GROUP BY 1",
    "SELECT count(*), sum(amount) FROM allocation",
    "SELECT count(*), sum(amount) FROM refund",
    "SELECT substr(date, 1, 4), count(*), sum(total) FROM invoice GROUP BY 1",
    "SELECT count(*), sum(amount) FROM ledger_line",
    "SELECT count(*), sum(quantity) FROM stock_movement",
    "SELECT count(*) FROM trail",
)


def bring_up(
    book: Path,
    *,
    key: str | None,
    moment: datetime,
    steps: Sequence[Step] = STEPS,
    target: int = SCHEMA_VERSION,
    folder: Path | None = None,
    progress: Progress = silent,
) -> backup.Saved:
    """Migrate the book to ``target`` and return the backup that was made before.

    Nobody else may have the book open. Raises BookError ``migration_failed`` (the book is unchanged), ``no_way_up`` (a
    step is missing), or what the backup or the disk says.
    """
    kept = folder if folder is not None else backup.default_folder(book)
    with closing(connect(str(book), key=key)) as link:
        found = int(str(link.execute("PRAGMA user_version").get))
    wanted = [s for s in sorted(steps, key=lambda s: s.version) if found < s.version <= target]
    if [s.version for s in wanted] != list(range(found + 1, target + 1)):
        raise BookError(
            _(
                "This book is from a version of Daybook ({found}) that this one cannot bring up to date. Open it with "
                "an earlier Daybook first."
            ).format(found=found),
            code="no_way_up",
        )
    files.need_space(book.parent, 3 * files.size_of(book))
    kept.mkdir(parents=True, exist_ok=True)
    progress(0, len(wanted) + 1, _("Backing up"))
    saved = backup.take(book, kept, key=key, moment=moment, purpose="before-update")
    backup.verify(saved.path, key=key)
    with closing(connect(str(book), key=key)) as link:
        _run(link, wanted, found, target, key=key, moment=moment, progress=progress)
    return saved


def _run(
    link: apsw.Connection,
    steps: Sequence[Step],
    found: int,
    target: int,
    *,
    key: str | None,
    moment: datetime,
    progress: Progress,
) -> None:
    run = link.execute
    title = ""
    try:
        run("PRAGMA query_only = OFF")
        run("PRAGMA foreign_keys = OFF")
        run("BEGIN IMMEDIATE")
        if int(str(run("PRAGMA user_version").get)) != found:
            raise _Broken("the version changed meanwhile")
        before = [run(statement).fetchall() for statement in _PROOF]
        for number, step in enumerate(steps, 1):
            title = f"{number} ({step.title})"
            progress(number, len(steps) + 1, step.title)
            step.run(link)
        title = _("the final check")
        remake_triggers(link)
        if [run(statement).fetchall() for statement in _PROOF] != before:
            raise _Broken("counts or sums differ")
        if target == SCHEMA_VERSION and schema_parts(link) != expected_parts():
            raise _Broken("tables, indexes or guards are not those of this version")
        if run("PRAGMA foreign_key_check").fetchone() is not None:
            raise _Broken("a reference leads nowhere")
        detail = {"from": found, "to": target, "program": __version__}
        audit.append_entry(link, key=key, at=moment, operation="update book", detail=detail)
        run(f"PRAGMA user_version = {target}")
        run("COMMIT")
    except BaseException as error:
        if not link.get_autocommit():
            with suppress(apsw.Error):
                run("ROLLBACK")
        if not isinstance(error, Exception) or isinstance(error, DaybookError):
            raise
        log.info("The migration failed at %s", title, exc_info=error)
        told = explain(error)
        if told is not None and told.code == "disk_full":
            raise told from error
        raise BookError(
            _(
                "The update of your data failed at step {step}. Your data is unchanged, and the Daybook that you used "
                "before still opens it."
            ).format(step=title),
            code="migration_failed",
        ) from error


class _Broken(Exception):
    """What the steps left behind is not a book of the target version."""
