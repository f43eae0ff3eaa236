"""How far the last good backup lies back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.models.backup import Saved, newest, waiting_since
from app.models.base import connection
from app.models.book import current
from app.queries.book_settings import setting

WARN_AFTER = 3
"""Days without a backup after which a banner says so, unless the book is set otherwise (``WARN_SETTING``)."""
WARN_SETTING = "backup.warn_after"
NOTICE_AFTER, ALARM_AFTER = 7, 14


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
    last = newest(book.path, book.uuid)
    since = waiting_since(connection(), last)
    warn_after = setting(WARN_SETTING, WARN_AFTER)
    practice = connection().execute("SELECT practice FROM company WHERE id = 1").get
    if since is None or practice:
        return BackupState(last, since, 0, warn_after)
    begin = last.day if last is not None else since.astimezone().date()
    return BackupState(last, since, max(0, (today - begin).days), warn_after)
