"""Text tables: which encoding, which delimiter, and the rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

from app.errors import FileError
from app.i18n import _
from app.importing.limits import LIMITS

DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")


def detect_encoding(data: bytes) -> str:
    """The encoding of a text by its bytes: marks, zero bytes, UTF-8, then what reads best."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    wide = _wide(data[:4096])
    if wide:
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if (
            error.start >= len(data) - 3
            and error.reason == "unexpected end of data"
            and not data[: error.start].isascii()
        ):
            return "utf-8"
    else:
        return "utf-8"
    sample = b"\n".join(_HIGH.findall(data)[:20_000])
    return "gb18030" if _chinese(data, sample) else _western(data)


def _wide(head: bytes) -> str:
    if head.count(0) < len(head) // 4:
        return ""
    at = [sum(1 for byte in head[i::4] if byte == 0) for i in range(4)]
    most = max(1, len(head) // 8)
    if at[0] >= most and at[1] >= most and at[2] >= most:
        return "utf-32-be"
    if at[1] >= most and at[2] >= most and at[3] >= most:
        return "utf-32-le"
    return "utf-16-be" if at[0] + at[2] > at[1] + at[3] else "utf-16-le"


def _chinese(data: bytes, sample: bytes) -> bool:
    """Do the high bytes come in pairs of common Chinese characters?"""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:
            return False
    pairs = common = high = 0
    for run in _HIGH.findall(sample):
        high += len(run)
        for i in range(0, len(run) - 1, 2):
            lead, trail = run[i], run[i + 1]
            if 0xA1 <= lead <= 0xF7 and trail >= 0xA1:
                pairs += 2
                common += 2 * (0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3))
    return high > 0 and pairs >= 0.6 * high and common >= 0.5 * high


def _western(data: bytes) -> str:
    """The single-byte encoding in which accented letters stand most plausibly among the others."""
    best, best_score = "cp1252", -(10**9)
    context = re.findall(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?", data)[:5000]
    for name in ("cp1252", "cp850", "cp1250", "cp1251", "mac_roman"):
        score = 0
        for piece in context:
            try:
                word = piece.decode(name)
            except UnicodeDecodeError:
                score -= 4
                continue
            for i, c in enumerate(word):
                if c.isascii():
                    continue
                near = word[i - 1 : i] + word[i + 1 : i + 2]
                if not c.isalpha():
                    score -= 2 if near.isalpha() and near else 0
                elif c.islower():
                    score += 2 + (c in "äöüßéèàáíóúñçâêîôû")
                else:
                    score += 1 if not near or not near.islower() else -1
        if score > best_score:
            best, best_score = name, score
    return best


def decode(path: Path, encoding: str = "") -> tuple[str, str]:
    """The text of a file and the encoding it was read in."""
    size = path.stat().st_size
    if size > LIMITS.inflated:
        raise FileError(
            _("{name} is larger than {limit} MB. Split it into smaller files.").format(
                name=path.name, limit=LIMITS.inflated // 2**20
            ),
            code="too_large",
        )
    data = path.read_bytes()
    name = encoding or detect_encoding(data)
    try:
        return data.decode(name), name
    except LookupError as error:
        raise FileError(
            _("There is no text encoding named {name}. Choose another one.").format(name=encoding), code="encoding"
        ) from error
    except UnicodeDecodeError as error:
        if encoding:
            raise FileError(
                _("{name} is not written in the encoding {encoding}. Choose another one.").format(
                    name=path.name, encoding=encoding
                ),
                code="encoding",
            ) from error
        return data.decode(name, errors="replace"), name


def detect_delimiter(text: str) -> str:
    """The character that parts the fields most evenly; a comma where nothing does."""
    sample = text[:65_536]
    best, best_score = ",", 0.0
    for candidate in DELIMITERS:
        if candidate not in sample:
            continue
        widths: Counter[int] = Counter()
        for n, row in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=candidate)):
            if n >= 100:
                break
            if row:
                widths[len(row)] += 1
        if not widths:
            continue
        total = sum(widths.values())
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        if width > 1:
            score = times / total + min(width, 60) / 200
            if score > best_score:
                best, best_score = candidate, score
    return best


def read_rows(text: str, delimiter: str = "") -> tuple[list[list[str]], int, str]:
    """The records of a text table, the row number of the first one, and the delimiter.

    A leading ``sep=`` line is obeyed and left out; zero bytes are dropped. A quotation mark that is never closed is
    taken
    literally, so that it cannot swallow the rest of the file.
    """
    text = text.removeprefix("\ufeff")
    first = 1
    match = re.match(r'"?sep=(.)"?[^\S\n\r]*(\r\n|\n|\r|$)', text, re.IGNORECASE)
    if match:
        delimiter = delimiter or match.group(1)
        text = text[match.end() :]
        first = 2
    if "\x00" in text:
        text = text.replace("\x00", "")
    delimiter = delimiter or detect_delimiter(text)
    csv.field_size_limit(LIMITS.cell_text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        longest = max((len(row[-1]) for row in rows[-50:] if row), default=0)
        if longest > 20_000 and any(cell.count("\n") > 200 for row in rows[-50:] for cell in row):
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise FileError(
            _("The text table cannot be read: {reason}. Save it again from a spreadsheet program.").format(
                reason=str(error)
            ),
            code="damaged",
        ) from error
    return rows, first, delimiter
