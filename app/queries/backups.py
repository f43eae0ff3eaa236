"""How far the last good backup lies back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.models.backup import Saved, default_folder, saved_in
from app.models.base import connection, moment_from
from app.models.book import current

WARN_AFTER = 3
"""Days without a backup after which a banner says so, unless the book is set otherwise (``WARN_SETTING``)."""
WARN_SETTING = "backup.warn_after"
NOTICE_AFTER, ALARM_AFTER = 7, 14

# Entries that are no reason to back up.
_OWN = ("back up", "back up automatically", "sign in")


@dataclass(frozen=True)
class BackupState:
    """The newest backup beside the book, and since when something waits to be backed up (None: nothing does).

    ``days`` counts from the backup, or from the first change where there is none; 0 if nothing changed since, and in a
    practice book.
    """

    last: Saved | None
    waiting_since: datetime | None
    days: int
    warn_after: int

    @property
    def level(self) -> str:
        """``""``, ``banner``, ``notice`` or ``alarm``: how loudly to say it."""
        if self.days >= ALARM_AFTER:
            return "alarm"
        if self.days >= max(NOTICE_AFTER, self.warn_after):
            return "notice"
        return "banner" if self.days >= self.warn_after else ""


def backup_state(today: date) -> BackupState:
    """How the backups of the open book stand on a day of this desk."""
    book = current()
    last = next(iter(saved_in(default_folder(book.path), book.uuid)), None)
    marks = ", ".join("?" * len(_OWN))
    head = last.manifest.head[0] if last is not None else 0
    row = (
        connection()
        .execute(f"SELECT at FROM trail WHERE id > ? AND operation NOT IN ({marks}) LIMIT 1", (head, *_OWN))
        .fetchone()
    )
    warn_after = _warn_after()
    practice = connection().execute("SELECT practice FROM company WHERE id = 1").get
    if row is None:
        return BackupState(last, None, 0, warn_after)
    since = moment_from(str(row[0]))
    if practice:
        return BackupState(last, since, 0, warn_after)
    begin = last.day if last is not None else since.astimezone().date()
    return BackupState(last, since, max(0, (today - begin).days), warn_after)


def _warn_after() -> int:
    row = connection().execute("SELECT value FROM setting WHERE name = ?", (WARN_SETTING,)).fetchone()
    return int(row[0]) if row is not None and str(row[0]).isdecimal() else WARN_AFTER
