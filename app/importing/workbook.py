"""Opening a file of tables safely and handing out its sheets as plain rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from app.errors import FileError
from app.i18n import _
from app.importing.archive import Scan, scan, sheet_parts
from app.importing.limits import LIMITS
from app.importing.markup import read_html, read_xml2003
from app.importing.recognise import Format, damaged, protected, recognise
from app.importing.text import decode, read_rows


@dataclass
class Sheet:
    """One sheet: its rows (lists of str, float, int, bool, date, datetime, time or ``""``) as they stand in the file.

    ``first`` is the row number of ``rows[0]``; ``numbers`` replaces it where rows were left out.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    first: int = 1
    numbers: list[int] | None = None
    merged: int = 0

    def number(self, index: int) -> int:
        """The row number that a spreadsheet program shows for ``rows[index]``."""
        return self.numbers[index] if self.numbers is not None else self.first + index

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def filled(self, first: int, places: Collection[int]) -> list[int]:
        """Where in ``rows``, from ``first`` on, something stands in one of these columns."""
        return [n for n in range(first, len(self.rows)) if any(str(cell_of(self.rows[n], p)).strip() for p in places)]


def cell_of(row: Sequence[Any], place: int) -> Any:
    """A cell of a row; an empty text where nothing is in it or the row ends before it."""
    value = row[place] if place < len(row) else ""
    return "" if value is None else value


@dataclass
class Workbook:
    """An opened file: its format, its sheets, and what was noticed on opening (finished sentences)."""

    format: Format
    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""
    warnings: list[str] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet:
        """The sheet with this name; a ``FileError`` names those that there are."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        for sheet in self.sheets:
            if sheet.name.strip().casefold() == name.strip().casefold():
                return sheet
        raise FileError(
            _("There is no sheet named {name}. The file has: {names}.").format(
                name=name, names=", ".join(s.name for s in self.sheets)
            ),
            field="sheet",
            code="no_sheet",
        )


def read_workbook(path: str | Path, *, encoding: str = "", delimiter: str = "", sheets: Sequence[str] = ()) -> Workbook:
    """Open a file by its content and read its sheets (only those named, if any are).

    Raises ``FileError`` with a finished sentence for everything that cannot be read: protected, damaged, too large,
    hostile, of another kind. Run it in a child process: a reader may end the process on a hostile file.
    """
    path = Path(path)
    kind = recognise(path)
    if kind is Format.TEXT:
        text, used = decode(path, encoding)
        rows, first, parted = read_rows(text, delimiter)
        book = Workbook(kind, [Sheet(path.stem, [list(row) for row in rows], first=first)], used, parted)
        if "\ufffd" in text and not encoding:
            book.warnings.append(_("Some characters could not be read as {encoding}.").format(encoding=used))
    elif kind is Format.HTML:
        book = Workbook(kind, [Sheet(name, rows) for name, rows in read_html(path, encoding)])
    elif kind is Format.XML2003:
        book = Workbook(kind, [Sheet(name, rows) for name, rows in read_xml2003(path)])
    else:
        book = _read_binary(path, kind, sheets)
    for sheet in book.sheets:
        _check_size(path, sheet)
    return book


def _check_size(path: Path, sheet: Sheet) -> None:
    if len(sheet.rows) > LIMITS.rows or len(sheet.rows) * sheet.width > LIMITS.cells * 2:
        raise FileError(
            _(
                "The sheet {sheet} of {name} has {rows} rows and {columns} columns, more than "
                "Daybook reads at once. Split it."
            ).format(sheet=sheet.name, name=path.name, rows=f"{len(sheet.rows):,}", columns=sheet.width),
            code="too_large",
        )


def _read_binary(path: Path, kind: Format, wanted: Sequence[str]) -> Workbook:
    noticed = Scan() if kind is Format.XLS else scan(path)
    book: Workbook | None = None
    if not noticed.far:
        book = _calamine(path, kind, wanted, noticed)
    if book is None:
        book = _openpyxl(path, wanted)
    if noticed.unsolved:
        book.warnings.append(
            _(
                "{count} formulas have no stored result and are read as empty. Open the file in a "
                "spreadsheet program and save it."
            ).format(count=noticed.unsolved)
        )
    return book


def _calamine(path: Path, kind: Format, wanted: Sequence[str], noticed: Scan) -> Workbook | None:
    """Read with calamine; nothing when the second reader should try."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as opened:
            sheets = []
            for meta in opened.sheets_metadata:
                if meta.typ is not calamine.SheetTypeEnum.WorkSheet and kind is not Format.ODS:
                    continue
                if wanted and meta.name not in wanted:
                    sheets.append(Sheet(meta.name, [], hidden=meta.visible is not calamine.SheetVisibleEnum.Visible))
                    continue
                source = opened.get_sheet_by_name(meta.name)
                if (source.total_height or 0) * (source.total_width or 0) > LIMITS.cells * 2:
                    return None
                rows = source.to_python(skip_empty_area=False)
                merged = len(source.merged_cell_ranges or ()) if kind in (Format.XLSX, Format.XLS) else 0
                sheets.append(
                    Sheet(meta.name, rows, meta.visible is not calamine.SheetVisibleEnum.Visible, merged=merged)
                )
    except calamine.PasswordError as error:
        raise protected(path) from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError, KeyError) as error:
        if kind is Format.XLSX:
            return None
        raise damaged(path) from error
    if noticed.errors:
        parts = sheet_parts(path)
        if noticed.uncounted or not set(noticed.errors) <= set(parts.values()):
            return None
        for sheet in sheets:
            _put_errors(sheet, noticed.errors.get(parts.get(sheet.name, ""), ()))
    return Workbook(kind, sheets)


def _put_errors(sheet: Sheet, errors: Sequence[tuple[int, int, str]]) -> None:
    for row, column, text in errors:
        while len(sheet.rows) < row and sheet.rows:
            sheet.rows.append([""] * len(sheet.rows[0]))
        if row <= len(sheet.rows):
            cells = sheet.rows[row - 1]
            cells.extend([""] * (column - len(cells)))
            cells[column - 1] = text


def _openpyxl(path: Path, wanted: Sequence[str]) -> Workbook:
    """Read with openpyxl, which is slower but reads some workbooks that calamine cannot, and keeps error cells."""
    import warnings

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not openpyxl.DEFUSEDXML:
        raise FileError(
            _("This installation of Daybook is incomplete (defusedxml). Install it again."), code="incomplete"
        )
    sheets = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = openpyxl.load_workbook(path, read_only=True, data_only=True)
            for source in opened.worksheets:
                sheet = Sheet(source.title, [], hidden=source.sheet_state != "visible", numbers=[])
                sheets.append(sheet)
                if wanted and sheet.name not in wanted:
                    continue
                source.reset_dimensions()
                _collect(path, sheet, source.iter_rows(values_only=True))
            opened.close()
    except (FileError, MemoryError):
        raise
    except (InvalidFileException, Exception) as error:  # the reader raises whatever the defect provokes
        raise damaged(path) from error
    return Workbook(Format.XLSX, sheets)


def _collect(path: Path, sheet: Sheet, source: Any) -> None:
    blank = cells = 0
    assert sheet.numbers is not None
    for number, values in enumerate(source, 1):
        row = list(values)
        while row and row[-1] in (None, ""):
            row.pop()
        if not row:
            blank += 1
            if blank > 1000 and sheet.rows:
                break
            continue
        blank = 0
        cells += len(row)
        if cells > LIMITS.cells // 4:
            raise FileError(
                _(
                    "The sheet {sheet} of {name} is too large to be read. Save the workbook again "
                    "from a spreadsheet program."
                ).format(sheet=sheet.name, name=path.name),
                code="too_large",
            )
        sheet.rows.append([_plain(value) for value in row])
        sheet.numbers.append(number)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value) if abs(value) < 2**53 else str(value)
    return value
