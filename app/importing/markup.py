"""Tables in HTML files and in the XML spreadsheets of Excel 2003, read with the standard library."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from app.errors import FileError
from app.i18n import _
from app.importing.limits import LIMITS
from app.importing.recognise import damaged
from app.importing.text import decode

_URN = "{urn:schemas-microsoft-com:office:spreadsheet}"


class _Tables(HTMLParser):
    """Collects the rows of every table; spans repeat nothing, they only keep the columns in place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Any]]] = []
        self._open: list[list[list[Any]]] = []
        self._cell: list[str] | None = None
        self._spans: dict[int, int] = {}
        self._width = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        if tag == "table":
            table: list[list[Any]] = []
            self._open.append(table)
            self.tables.append(table)
            self._spans = {}
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
            self._skip_spans()
        elif tag in ("td", "th") and self._open and self._open[-1]:
            self._end_cell()
            given = dict(attrs)
            self._cell = []
            self._width = (_small(given.get("colspan")), _small(given.get("rowspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell, row or table."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text inside a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _skip_spans(self) -> None:
        row = self._open[-1][-1]
        while self._spans.get(len(row), 0) > 0:
            self._spans[len(row)] -= 1
            row.append("")

    def _end_cell(self) -> None:
        if self._cell is None or not self._open or not self._open[-1]:
            self._cell = None
            return
        row = self._open[-1][-1]
        text = "".join(self._cell).strip()
        columns, rows = self._width
        for n in range(columns):
            if rows > 1:
                self._spans[len(row)] = rows - 1
            row.append(text if n == 0 else "")
        self._cell = None
        self._skip_spans()


def _small(value: str | None) -> int:
    return min(int(value), 200) if value and value.isdecimal() and int(value) > 0 else 1


def read_html(path: Path, encoding: str = "") -> list[tuple[str, list[list[Any]]]]:
    """The tables of an HTML file, named Table 1, Table 2, …"""
    if not encoding:
        head = path.read_bytes()[:4096].lower()
        at = head.find(b"charset=")
        if at >= 0:
            name = head[at + 8 :].lstrip(b"\"' ").split(b'"')[0].split(b"'")[0].split(b";")[0].split(b">")[0].strip()
            encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(
                name.decode("ascii", "ignore"), name.decode("ascii", "ignore")
            )
    try:
        text, _used = decode(path, encoding)
    except FileError:
        text, _used = decode(path)
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = [table for table in parser.tables if any(any(row) for row in table)]
    if not tables:
        raise FileError(
            _("{name} is a web page without a table. Choose a workbook or a text table.").format(name=path.name),
            code="not_a_table",
        )
    return [(f"Table {n}", table) for n, table in enumerate(tables, 1)]


def read_xml2003(path: Path) -> list[tuple[str, list[list[Any]]]]:
    """The sheets of an XML spreadsheet of Excel 2003."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    if path.stat().st_size > LIMITS.inflated // 5:
        raise FileError(
            _("{name} is too large for its kind. Save it as .xlsx and import that.").format(name=path.name),
            code="too_large",
        )
    try:
        root = parse(path).getroot()
    except DefusedXmlException as error:
        raise FileError(
            _("{name} holds entity declarations, which no workbook needs, and was not opened.").format(name=path.name),
            code="entities",
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(path) from error
    sheets: list[tuple[str, list[list[Any]]]] = []
    for sheet in root.iter(_URN + "Worksheet"):
        rows: list[list[Any]] = []
        for row in sheet.iter(_URN + "Row"):
            index = _index(row)
            while index and len(rows) < index - 1:
                rows.append([])
            cells: list[Any] = []
            for cell in row.findall(_URN + "Cell"):
                place = _index(cell)
                while place and len(cells) < place - 1:
                    cells.append("")
                cells.append(_cell(cell.find(_URN + "Data")))
                across = cell.get(_URN + "MergeAcross", "")
                cells.extend([""] * (int(across) if across.isdecimal() and int(across) < 1000 else 0))
            rows.append(cells)
        sheets.append((sheet.get(_URN + "Name") or f"Sheet{len(sheets) + 1}", rows))
    return sheets


def _index(node: Any) -> int:
    value = node.get(_URN + "Index", "")
    return int(value) if value.isdecimal() and int(value) <= LIMITS.rows else 0


def _cell(data: Any) -> Any:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(_URN + "Type")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment.date() if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else moment
    if kind == "Boolean":
        return text == "1"
    return text
