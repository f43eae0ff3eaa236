"""Errors of SQLite, of its drivers and of the disk, said as a person can act on them."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import apsw
from peewee import PeeweeException

from app.errors import BookError
from app.i18n import N_, _

_FULL = N_(
    "The disk is full. Your last change was not saved; everything before it is safe. Free some space, then try again."
)
_BUSY = N_(
    "Another program is using the book's file and did not let go of it. Nothing was changed. "
    "Wait a moment, then try again; close backup or virus programs that look at this file."
)
_READ_ONLY = N_(
    "The book can only be read here: its file or folder is write-protected. Nothing was changed. "
    "Remove the protection or copy the book to another folder, then open it again."
)
_DAMAGED = N_("The book's file is damaged. Nothing more is written to it. Close the book and restore the last backup.")
_NOT_A_BOOK = N_(
    "The file is no Daybook book, or its password is wrong. Nothing was changed. Check the password and the file."
)
_DISK = N_(
    "The disk did not answer while the book was read or written. Your last change was not saved; everything before it "
    "is safe. Check the disk and its cable, then try again."
)
_GONE = N_(
    "The book's file cannot be reached any more. Your last change was not saved. "
    "Check that its folder or drive is still there, then open the book again."
)
_MEMORY = N_("The computer has no memory left for this. Nothing was changed. Close other programs, then try again.")
_NUMBER = N_("A number is too large to be stored. Nothing was changed. Enter a smaller number.")
_TEXT = N_(
    "A text contains a character that cannot be stored (half of a damaged symbol). Nothing was changed. "
    "Delete the damaged symbol and type it again."
)

# The stable key and the sentence of each driver error; apsw has one class per SQLite result code.
_BY_CLASS: tuple[tuple[type[BaseException], str, str], ...] = (
    (apsw.FullError, "disk_full", _FULL),
    (apsw.BusyError, "locked", _BUSY),
    (apsw.LockedError, "locked", _BUSY),
    (apsw.ProtocolError, "locked", _BUSY),
    (apsw.ReadOnlyError, "read_only", _READ_ONLY),
    (apsw.PermissionsError, "read_only", _READ_ONLY),
    (apsw.CorruptError, "damaged", _DAMAGED),
    (apsw.NotADBError, "not_a_book", _NOT_A_BOOK),
    (apsw.CantOpenError, "unreachable", _GONE),
    (apsw.TooBigError, "number_too_large", _NUMBER),
    (apsw.NoMemError, "no_memory", _MEMORY),
    (apsw.IOError, "disk_error", _DISK),
)

_BY_ERRNO: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("disk_full", _FULL),
    errno.EDQUOT: ("disk_full", _FULL),
    errno.EFBIG: ("disk_full", _FULL),
    errno.EROFS: ("read_only", _READ_ONLY),
    errno.EACCES: ("read_only", _READ_ONLY),
    errno.EPERM: ("read_only", _READ_ONLY),
    errno.EBUSY: ("locked", _BUSY),
    errno.EIO: ("disk_error", _DISK),
    errno.ENODEV: ("unreachable", _GONE),
    errno.ENXIO: ("unreachable", _GONE),
    errno.ESTALE: ("unreachable", _GONE),
}
# Windows: sharing violation, lock violation, disk full (two codes), write-protected.
_BY_WINERROR: dict[int, tuple[str, str]] = {
    32: ("locked", _BUSY),
    33: ("locked", _BUSY),
    39: ("disk_full", _FULL),
    112: ("disk_full", _FULL),
    19: ("read_only", _READ_ONLY),
}

_TOO_LARGE = ("int too big", "int too large", "too big to convert", "too large to convert")


def explain(error: BaseException) -> BookError | None:
    """The sentence for an error of the disk, the file or the driver; None for everything that is our own fault.

    Looks through what the error wraps, because Peewee wraps the driver's errors and a failed rollback can hide
    "disk is full". An interrupted statement is no fault and gives None.
    """
    for found in _layers(error):
        if isinstance(found, BookError) and found is error:
            return found
        told = _words(found)
        if told is not None:
            code, sentence = told
            return BookError(_(sentence), code=code)
    return None


def cause_of(error: BaseException) -> BaseException:
    """The driver's own error inside what Peewee made of it; the error itself if there is none."""
    return next((found for found in _layers(error) if isinstance(found, apsw.Error)), error)


def _words(error: BaseException) -> tuple[str, str] | None:
    for kind, code, sentence in _BY_CLASS:
        if isinstance(error, kind):
            return code, sentence
    if isinstance(error, MemoryError):
        return "no_memory", _MEMORY
    if isinstance(error, OverflowError) and any(words in str(error) for words in _TOO_LARGE):
        return "number_too_large", _NUMBER
    if isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        return "text_damaged", _TEXT
    if isinstance(error, OSError):
        found = _BY_WINERROR.get(getattr(error, "winerror", None) or 0)
        return found or _BY_ERRNO.get(error.errno or 0)
    return None


# Only these are looked through: a mistake of ours that happened after a handled fault stays a mistake of ours.
_WRAPPERS = (apsw.Error, PeeweeException)


def _layers(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        layer = waiting.pop(0)
        if id(layer) in seen:
            continue
        seen.add(id(layer))
        yield layer
        if isinstance(layer, _WRAPPERS):
            waiting += [a for a in layer.args if isinstance(a, BaseException)]
            wrapped = (getattr(layer, "orig", None), layer.__cause__, layer.__context__)
            waiting += [e for e in wrapped if isinstance(e, BaseException)]
