"""Looking into a zipped workbook before a reader opens it: limits, hostile XML, error cells, formulas without a
value."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import FileError
from app.i18n import _
from app.importing.limits import LIMITS
from app.importing.recognise import damaged, protected

_PIECE = 1024 * 1024
_SMALL_SHEET = 8 * 1024 * 1024
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_WITHOUT_RESULT = (b"</f></c>", b"</f><v></v></c>", b"</f><v/></c>")
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_CELL_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


@dataclass
class Scan:
    """What was noticed in the archive.

    ``errors`` part of the archive → (row, column, text) of cells that hold an error, from 1; ``uncounted`` parts with
    error cells that name no place; ``unsolved`` number of formulas without a stored result; ``far`` parts whose used
    range is larger than a reader may allocate.
    """

    errors: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    uncounted: set[str] = field(default_factory=set)
    unsolved: int = 0
    far: set[str] = field(default_factory=set)


def column_number(letters: str | bytes) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for c in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + c - 64
    return number


def scan(path: Path) -> Scan:
    """Check a zipped workbook against the limits and collect what readers do not tell.

    Raises ``FileError`` for archives that unpack to too much, hold entity declarations or are damaged.
    """
    result = Scan()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > LIMITS.entries:
                raise FileError(
                    _("{name} holds {count} parts, more than a workbook needs, and was not opened.").format(
                        name=path.name, count=len(entries)
                    ),
                    code="too_many_parts",
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise protected(path)
            if sum(entry.file_size for entry in entries) > LIMITS.inflated:
                raise _too_large(path)
            total = 0
            for entry in entries:
                name = entry.filename.replace("\\", "/").lstrip("/")
                if name.lower().endswith((".xml", ".rels", ".bin")):
                    total += _part(path, archive, entry, name, total, result)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error
    return result


def _too_large(path: Path) -> FileError:
    return FileError(
        _("{name} unpacks to more than {limit} MB and was not opened. Split it into smaller workbooks.").format(
            name=path.name, limit=LIMITS.inflated // 2**20
        ),
        code="too_large",
    )


def _part(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, before: int, result: Scan) -> int:
    is_sheet = _SHEET.search(name) is not None
    keep = is_sheet and entry.file_size <= _SMALL_SHEET
    kept: list[bytes] = []
    size = last_row = 0
    tail = b""
    has_errors = False
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            if size == 0 and (
                b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or "<!DOCTYPE".encode("utf-16-le") in piece
            ):
                raise FileError(
                    _("{name} holds entity declarations, which no workbook needs, and was not opened.").format(
                        name=path.name
                    ),
                    code="entities",
                )
            size += len(piece)
            if before + size > LIMITS.inflated:
                raise _too_large(path)
            if is_sheet:
                window = tail + piece
                has_errors = has_errors or b't="e"' in window
                if b"<f" in window:
                    result.unsolved += sum(map(window.count, _WITHOUT_RESULT))
                at = piece.rfind(b"<row ")
                if at >= 0 and (match := _ROW.match(piece, at)):
                    last_row = max(last_row, int(match.group(1)))
                tail = piece[-7:]
            if keep:
                kept.append(piece)
    if is_sheet:
        if keep:
            _range(name, b"".join(kept), result)
        elif last_row > LIMITS.rows:
            result.far.add(name)
        if has_errors:
            _errors(name, b"".join(kept) if keep else archive.read(entry), result)
    return size


def _range(name: str, xml: bytes, result: Scan) -> None:
    rows = columns = 0
    lowest = LIMITS.rows
    for letters, row in _REFERENCE.findall(xml):
        if len(letters) == 3 or columns < 100:
            columns = max(columns, column_number(letters))
        number = int(row)
        rows, lowest = max(rows, number), min(lowest, number)
    if max(0, rows - min(lowest, rows) + 1) * columns > LIMITS.cells // 4 or rows > LIMITS.rows:
        result.far.add(name)


def _errors(name: str, xml: bytes, result: Scan) -> None:
    found = result.errors.setdefault(name, [])
    for attributes, content in _ERROR_CELL.findall(xml):
        at, value = _CELL_AT.search(attributes), _VALUE.search(content)
        text = value.group(1).decode("utf-8", "replace") if value else "#ERROR!"
        if at is None:
            result.uncounted.add(name)
            continue
        found.append((int(at.group(2)), column_number(at.group(1)), text))


def sheet_parts(path: Path) -> dict[str, str]:
    """Sheet name → its part in the archive, from the workbook's own lists; empty when these cannot be read."""
    from defusedxml.ElementTree import fromstring

    def local(tag: str) -> str:
        return tag.rsplit("}", 1)[-1]

    try:
        with zipfile.ZipFile(path) as archive:
            targets = {}
            for node in fromstring(archive.read("xl/_rels/workbook.xml.rels")):
                targets[node.get("Id")] = str(node.get("Target", ""))
            parts = {}
            for node in fromstring(archive.read("xl/workbook.xml")).iter():
                if local(node.tag) == "sheet":
                    identity = next((value for key, value in node.attrib.items() if local(key) == "id"), "")
                    target = targets.get(identity, "")
                    parts[node.get("name", "")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
            return parts
    except Exception:  # any defect of these lists only means that errors are read the slow way
        return {}
