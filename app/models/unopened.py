"""Why a book could not be opened: a sentence for each case, with what the person can do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from app.errors import BookError
from app.i18n import _
from app.later import Later
from app.models.faults import explain
from app.models.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from app.models import backup
else:
    # Needed for a damaged book only.
    backup = Later("app.models.backup")


def newer(version: int) -> BookError:
    """The sentence for a book of a newer Daybook."""
    return BookError(
        _(
            "This book was last used with a newer Daybook (book version {found}; this one knows {known}). Update "
            "Daybook, then open it again. Nothing was changed."
        ).format(found=version, known=SCHEMA_VERSION),
        code="newer",
    )


def explained(error: BaseException, book: Path, key: str | None) -> BookError:
    """The sentence for what the driver or the drive answered."""
    if isinstance(error, apsw.NotADBError) and key is not None:
        return BookError(
            _("The password does not open this book. Check it and try again; nothing was changed."),
            code="wrong_password",
        )
    if isinstance(error, apsw.CorruptError | apsw.NotADBError | apsw.SQLError | apsw.FormatError):
        return damaged(book, key)
    told = explain(error)
    if told is not None:
        return told
    return BookError(
        _("The book {name} cannot be opened ({reason}). Nothing was changed.").format(name=book.name, reason=error),
        code="unreadable",
    )


def damaged(book: Path, key: str | None = None) -> BookError:
    """The sentence for a damaged book; it names the newest backup that proves whole."""
    last = backup.newest_verified(backup.default_folder(book), key=key)
    if last is None:
        return BookError(
            _(
                "The book {name} is damaged, and there is no good backup of it beside it. Nothing was changed. Look "
                "for a backup in another place and restore it."
            ).format(name=book.name),
            code="damaged",
        )
    return BookError(
        _(
            "The book {name} is damaged. Nothing was changed. The last good backup is from {when}: {backup}. Restore "
            "it."
        ).format(
            name=book.name,
            when=last.manifest.moment.astimezone().strftime("%Y-%m-%d %H:%M"),
            backup=last.path,
        ),
        code="damaged",
    )
