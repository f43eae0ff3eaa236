"""What a file really is, judged by its content and never by its name."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from app.errors import FileError
from app.i18n import N_, _


class Format(StrEnum):
    """The kinds of file that Daybook reads."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    TEXT = "text"
    HTML = "html"
    XML2003 = "xml2003"


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes of files that hold no orders, and what to call them.
_REFUSED = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"II*\x00", N_("a picture")),
    (b"MM\x00*", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"SQLite format 3\x00", N_("a database")),
    (b"{\\rtf", N_("a text document (RTF)")),
    (b"\x1f\x8b", N_("a packed file (gzip); unpack it first")),
    (b"7z\xbc\xaf", N_("a packed file (7z); unpack it first")),
    (b"Rar!", N_("a packed file (RAR); unpack it first")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
)
_OLD_EXCEL = {b"\x09\x00": "2.1", b"\x09\x02": "3.0", b"\x09\x04": "4.0"}


def refuse(path: Path, what: str) -> FileError:
    """The error for a file that is something else than a table of orders."""
    return FileError(
        _(
            "{name} is {what}, not a workbook or a text table. Choose a file with one order or order line in each row."
        ).format(name=path.name, what=what),
        code="not_a_table",
    )


def damaged(path: Path) -> FileError:
    """The error for a file that is cut off or damaged."""
    return FileError(
        _(
            "{name} is damaged or incomplete and cannot be read. Open it in a spreadsheet program, "
            "save it again and import the copy."
        ).format(name=path.name),
        code="damaged",
    )


def protected(path: Path) -> FileError:
    """The error for a file that opens with a password only."""
    return FileError(
        _("{name} is protected with a password. Save a copy without the password and import that.").format(
            name=path.name
        ),
        code="protected",
    )


def recognise(path: Path) -> Format:
    """The format of a file by its content; a ``FileError`` says what it is when Daybook cannot read it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(65_536)
    except IsADirectoryError as error:
        raise FileError(_("{name} is a folder. Choose a file.").format(name=path.name), code="folder") from error
    except FileNotFoundError as error:
        raise FileError(
            _("There is no file {name}. Check the name and the folder.").format(name=str(path)), code="missing"
        ) from error
    except OSError as error:
        raise FileError(
            _("{name} cannot be opened: {reason}. Close it in other programs or copy it, then try again.").format(
                name=path.name, reason=error.strerror or str(error)
            ),
            code="unreadable",
        ) from error
    if size == 0 or not head.strip(b"\x00\r\n\t "):
        raise FileError(_("{name} is empty. Choose a file that holds orders.").format(name=path.name), code="empty")
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(_OLE2):
        return _compound(path)
    for magic, what in _REFUSED:
        if head.startswith(magic) and not (magic in (b"BM", b"MZ", b"MM\x00*") and _looks_like_text(head)):
            raise refuse(path, _(what))
    if head[:2] in _OLD_EXCEL and head[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00"):
        raise FileError(
            _(
                "{name} was made by Excel {version}, which Daybook cannot read. Save it as .xlsx and import that."
            ).format(name=path.name, version=_OLD_EXCEL[head[:2]]),
            code="old_excel",
        )
    return _text(path, head)


def _looks_like_text(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def _archive(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()]
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error
    if b"opendocument.spreadsheet" in mimetype:
        return Format.ODS
    if any(name.endswith("workbook.bin") for name in names):
        return Format.XLSB
    if any(name.startswith("word/") for name in names):
        raise refuse(path, _("a Word document"))
    if any(name.startswith("ppt/") for name in names):
        raise refuse(path, _("a presentation"))
    if any(name.endswith("workbook.xml") or name.startswith("xl/") for name in names) or "[content_types].xml" in names:
        return Format.XLSX
    if b"opendocument" in mimetype:
        raise refuse(path, _("an OpenDocument file that is no spreadsheet"))
    raise refuse(path, _("a packed file (zip); unpack it first"))


def _compound(path: Path) -> Format:
    data = path.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise protected(path)
    if _filepass(data):
        raise protected(path)
    if holds("Workbook") or holds("Book"):
        return Format.XLS
    if holds("WordDocument"):
        raise refuse(path, _("a Word document"))
    if holds("PowerPoint Document"):
        raise refuse(path, _("a presentation"))
    return Format.XLS


def _filepass(data: bytes) -> bool:
    """Does the workbook's stream declare encryption right after its beginning?"""
    at = data.find(b"\x09\x08\x10\x00\x00\x06")
    for _n in range(4):
        if at < 0 or at + 4 > len(data):
            return False
        record, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if record == 0x2F:
            return True
        at += 4 + length
    return False


def _text(path: Path, head: bytes) -> Format:
    if head[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff") or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Format.TEXT
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and start.startswith(
        (b"<?xml", b"<workbook", b"<ss:workbook", b"<?mso")
    ):
        return Format.XML2003
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body")) or (
        start.startswith(b"<") and b"<table" in head.lower()
    ):
        return Format.HTML
    if start.startswith(b"<?xml"):
        raise refuse(path, _("an XML file of another program"))
    nulls = head.count(0)
    strange = sum(1 for byte in head if byte < 9 or 13 < byte < 27 or 27 < byte < 32) - nulls
    if strange > max(4, len(head) // 50):
        raise refuse(path, _("a file of an unknown kind"))
    return Format.TEXT
