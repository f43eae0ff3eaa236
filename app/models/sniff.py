"""What a file is, from its first bytes: a book, an encrypted book, or something else that people mistake for one.

A book that SQLite has open in this process must never be read by other means, because closing it again would drop
SQLite's locks; so this looks only before the first connection is made.
"""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.errors import BookError
from app.i18n import N_, _
from app.models.faults import explain
from app.models.version import APPLICATION_ID

MAGIC = b"SQLite format 3\x00"
HEADER = 100


class Content(StrEnum):
    """What the first bytes say."""

    BOOK = "book"
    SECRET = "secret"
    EMPTY = "empty"
    OTHER_DATABASE = "other_database"
    TRUNCATED = "truncated"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old_workbook"
    ARCHIVE = "archive"
    PDF = "pdf"
    PICTURE = "picture"
    WEB_PAGE = "web_page"
    TEXT = "text"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sniffed:
    """What a file is; ``version`` is the schema version in a book's header, ``size`` its bytes."""

    content: Content
    size: int
    version: int = 0


_LIKE: dict[Content, str] = {
    Content.OTHER_DATABASE: N_("a database of another program"),
    Content.WORKBOOK: N_("an Excel workbook"),
    Content.OLD_WORKBOOK: N_("an old Excel or Word file"),
    Content.ARCHIVE: N_("a packed archive"),
    Content.PDF: N_("a PDF document"),
    Content.PICTURE: N_("a picture"),
    Content.WEB_PAGE: N_("a web page"),
    Content.TEXT: N_("a text file"),
}

_IMPORTABLE = frozenset({Content.WORKBOOK, Content.OLD_WORKBOOK, Content.TEXT})


def sniff(path: Path) -> Sniffed:
    """What the file is. Raises BookError if there is none, or if it cannot be read."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise BookError(
                _("{path} is a folder. Choose the book's file inside it.").format(path=path), code="is_folder"
            )
        if not stat.S_ISREG(kind):
            raise BookError(
                _("{path} is a device, not a file. Choose a book's file.").format(path=path), code="is_device"
            )
        with path.open("rb") as file:
            first = file.read(4096)
            size = file.seek(0, 2)
    except FileNotFoundError as error:
        raise missing(path) from error
    except OSError as error:
        told = explain(error)
        raise told or BookError(
            _("{path} cannot be read ({reason}).").format(path=path, reason=error.strerror or error), code="unreadable"
        ) from error
    content = _content(first, size)
    if content is Content.BOOK and size < _stated_size(first) and not _pending(path):
        content = Content.TRUNCATED
    version = struct.unpack(">I", first[60:64])[0] if content is Content.BOOK else 0
    return Sniffed(content, size, version)


def missing(path: Path) -> BookError:
    """The sentence for a book that is not where it should be."""
    if not path.parent.is_dir():
        return BookError(
            _("The folder {folder} does not exist. Check the path, or whether its drive is connected.").format(
                folder=path.parent
            ),
            code="no_folder",
        )
    return BookError(
        _("There is no book at {path}. Check the path, or make a new book.").format(path=path), code="no_file"
    )


def refuse(path: Path, found: Sniffed) -> BookError:
    """The sentence for a file that is no book."""
    name = path.name
    if found.content is Content.EMPTY:
        return BookError(
            _("{name} is empty: it holds no book. Restore a backup, or make a new book.").format(name=name),
            code="empty",
        )
    if found.content is Content.TRUNCATED:
        return BookError(
            _("{name} is cut off: most of the book is missing. Restore a backup.").format(name=name), code="truncated"
        )
    like = _LIKE.get(found.content)
    if like is None:
        return BookError(_("{name} is not a Daybook book. Choose another file.").format(name=name), code="not_a_book")
    if found.content in _IMPORTABLE:
        return BookError(
            _(
                "{name} is not a Daybook book; it looks like {like}. Open your book and import this file instead."
            ).format(name=name, like=_(like)),
            code="not_a_book",
        )
    return BookError(
        _("{name} is not a Daybook book; it looks like {like}. Choose another file.").format(name=name, like=_(like)),
        code="not_a_book",
    )


def _content(first: bytes, size: int) -> Content:
    if not first:
        return Content.EMPTY
    if first.startswith(MAGIC):
        return _database(first, size)
    for mark, content in _MARKS:
        if first.startswith(mark):
            return content
    if first.startswith(b"PK\x03\x04"):
        inside = (b"[Content_Types].xml", b"xl/", b"_rels/", b"mimetype")
        return Content.WORKBOOK if any(part in first for part in inside) else Content.ARCHIVE
    if MAGIC.startswith(first):
        return Content.TRUNCATED
    # An encrypted SQLite file leaves its page size and the three fixed bytes behind it in the clear.
    if len(first) >= HEADER and first[21:24] == b"\x40\x20\x20":
        return Content.SECRET
    return _text(first)


_MARKS = (
    (b"%PDF", Content.PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.OLD_WORKBOOK),
    (b"\x89PNG", Content.PICTURE),
    (b"\xff\xd8\xff", Content.PICTURE),
    (b"GIF8", Content.PICTURE),
    (b"\x1f\x8b", Content.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Content.ARCHIVE),
    (b"Rar!", Content.ARCHIVE),
)


def _database(first: bytes, size: int) -> Content:
    if len(first) < HEADER or size < 512:
        return Content.TRUNCATED
    if struct.unpack(">I", first[68:72])[0] != APPLICATION_ID:
        return Content.OTHER_DATABASE
    return Content.BOOK


def _stated_size(first: bytes) -> int:
    """The size that the header states; 0 where it is known to be out of date."""
    if first[24:28] != first[92:96]:
        return 0
    page, pages = struct.unpack(">H", first[16:18])[0], struct.unpack(">I", first[28:32])[0]
    return int(pages * (65536 if page == 1 else page))


def _pending(path: Path) -> bool:
    """Whether pages still wait in the journal beside the book, so that its own size says nothing."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _text(first: bytes) -> Content:
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Content.TEXT
    if b"\x00" in first:
        return Content.UNKNOWN
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return Content.WEB_PAGE
    controls = sum(1 for byte in first if byte < 32 and byte not in b"\t\r\n\x0c\x1b")
    return Content.TEXT if controls == 0 else Content.UNKNOWN
