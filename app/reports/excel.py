"""Workbooks: lists with real numbers and dates, statistics with a native chart, and the refused rows of an import.

A text never becomes a formula, whatever it begins with. What a workbook cannot hold is named on a sheet of its own and
in the result. Rows are streamed to disk, so that the size of a list does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.i18n import _
from app.money import Currency
from app.queries.columns import Column, Kind, Series
from app.reports.cells import Loss, excel_text, excel_value, number_format
from app.reports.files import Progress, Stop, output, stop_if

MOST_ROWS = 1_048_576
"""Rows of one sheet, head and totals included; longer lists go on in a further sheet."""

TIMES = frozenset({"day", "week", "month", "quarter", "year"})
"""Groupings of a statistic that follow each other in time; all others compare things."""

_STEP = 1000
_FORMULA_SIGNS = frozenset("=+-@\t\r＝＋－＠#")
_RIGHT = frozenset({Kind.MONEY, Kind.QUANTITY, Kind.PRICE, Kind.RATE, Kind.COUNT})


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export: where it is, how many rows it holds, what the format could not hold, and what to tell."""

    path: Path
    renamed: bool
    rows: int
    losses: tuple[Loss, ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A list that becomes one sheet of a workbook; ``titles`` replace those of its columns."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    titles: Sequence[str] = ()


def write_workbook(
    target: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    money: Currency,
    titles: Sequence[str] = (),
    totals: Mapping[str, int] | None = None,
    count: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Exported:
    """Write a list: one row of titles, the rows with values in the order of ``columns``, and the sums of ``totals``.

    ``title`` names the sheet; ``titles`` replace those of the columns; ``count`` is how many rows there will be, for
    ``progress``. Raises FileError when the file cannot be written and Cancelled when ``stop`` answers true; the target
    then stays as it was.
    """
    book = _Book()
    try:
        table = _Sheets(book, title, columns, money, titles)
        table.write(rows, totals, count, progress, stop)
        book.add_notes()
        return book.save(target, table.rows, stop)
    finally:
        book.close()


def write_series(
    target: Path, series: Series, *, money: Currency, lines: bool = False, figure: str = "", stop: Stop | None = None
) -> Exported:
    """Write a statistic: its table with totals, and a native chart of one figure from the cells of that table.

    ``lines`` draws a line with markers instead of bars; ``figure`` is the key of the column to draw, the first one
    otherwise. Raises FileError and Cancelled.
    """
    book = _Book()
    try:
        totals = {
            column.key: value
            for column, value in zip(series.columns, series.total, strict=True)
            if isinstance(value, int) and column.kind in _RIGHT
        }
        table = _Sheets(book, _(series.title), series.columns, money)
        table.write(series.rows, totals, len(series.rows), None, stop)
        if series.rows and len(series.columns) > 1:
            place = figure_place(series, figure)
            below = any(row[place] < 0 for row in series.rows if row[place] is not None)
            table.chart(_(series.title), place, lines=lines, below_zero=below, lying=series.by not in TIMES)
        book.add_notes()
        return book.save(target, table.rows, stop)
    finally:
        book.close()


def write_tables(target: Path, tables: Sequence[Table], *, money: Currency, stop: Stop | None = None) -> Exported:
    """Write several lists, each on a sheet of its own. Raises FileError and Cancelled."""
    book = _Book()
    try:
        count = 0
        for table in tables:
            sheets = _Sheets(book, table.title, table.columns, money, table.titles)
            sheets.write(table.rows, None, len(table.rows), None, stop)
            count += sheets.rows
        book.add_notes()
        return book.save(target, count, stop)
    finally:
        book.close()


def figure_place(series: Series, key: str = "") -> int:
    """Which column of a statistic its chart shows: the one with this key, that of its name, or the first figures."""
    keys = [column.key for column in series.columns]
    for wanted in (key, series.name):
        if wanted in keys[1:]:
            return keys.index(wanted)
    kinds = [column.kind for column in series.columns]
    for kinds_wanted in (frozenset({Kind.MONEY}), _RIGHT):
        for place in range(1, len(kinds)):
            if kinds[place] in kinds_wanted:
                return place
    return 1


class _Book:
    """A workbook being written, with what all its sheets share."""

    def __init__(self) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.workbook: Any = Workbook(write_only=True)
        self.workbook.properties.creator = "Daybook"
        self.losses: list[Loss] = []
        self.head_font = Font(bold=True, color="FF1B2430")
        self.head_fill = PatternFill("solid", fgColor="FFF0F2F5")
        self.head_border = Border(bottom=Side(style="thin", color="FF7E8996"))
        self.total_border = Border(top=Side(style="thin", color="FF7E8996"))
        self.left = Alignment(horizontal="left", vertical="center")
        self.right = Alignment(horizontal="right", vertical="center")
        self._names: set[str] = set()

    def sheet(self, title: str) -> Any:
        """A new sheet with a name that is allowed and not taken."""
        name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", excel_text(title)[0]).strip().strip("'")[:31] or "Sheet"
        unique, number = name, 2
        while unique.casefold() in self._names:
            unique = f"{name[:26]} ({number})"
            number += 1
        self._names.add(unique.casefold())
        return self.workbook.create_sheet(unique)

    def cell(self, sheet: Any, value: Any, **style: Any) -> Any:
        """A styled cell; texts stay texts."""
        from openpyxl.cell import WriteOnlyCell

        text = isinstance(value, str)
        cell = WriteOnlyCell(sheet, "" if text else value)
        if text:
            cell.value = excel_text(value)[0]
            cell.data_type = "s"
        for name, part in style.items():
            setattr(cell, name, part)
        return cell

    def add_notes(self) -> None:
        """Name on a sheet of its own what the workbook could not hold."""
        if not self.losses:
            return
        sheet = self.sheet(_("Notes"))
        for letter, width in zip("ABCD", (10, 24, 48, 60), strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "A2"
        titles = (_("Row"), _("Column"), _("What was lost"), _("Begins with"))
        sheet.append([self.cell(sheet, title, font=self.head_font, fill=self.head_fill) for title in titles])
        for loss in self.losses:
            texts = (loss.column, loss.reason, loss.value)
            sheet.append([loss.row, *(self.cell(sheet, text, quotePrefix=True) for text in texts)])

    def save(self, target: Path, rows: int, stop: Stop | None) -> Exported:
        stop_if(stop)
        with output(target) as done:
            self.workbook.save(done.file)
        return Exported(done.path, done.renamed, rows, tuple(self.losses), done.sentence(target))

    def close(self) -> None:
        """Remove the temporary files of sheets that were not saved."""
        for sheet in self.workbook.worksheets:
            writer = getattr(sheet, "_writer", None)
            if writer is not None:
                with suppress(Exception):
                    sheet.close()
                with suppress(OSError, AttributeError):
                    Path(writer.out).unlink(missing_ok=True)


class _Sheets:
    """One list over as many sheets as it needs."""

    def __init__(
        self, book: _Book, title: str, columns: Sequence[Column], money: Currency, titles: Sequence[str] = ()
    ) -> None:
        self._book = book
        self._title = title
        self._columns = columns
        self._money = money
        self._titles = list(titles) or [_(column.title) for column in columns]
        self._formats = [number_format(column.kind, money) for column in columns]
        self._filled = 0
        self._last_data_row = 1
        self.rows = 0
        self._open()

    def _open(self) -> None:
        from openpyxl.utils import get_column_letter

        book = self._book
        self._sheet = sheet = book.sheet(self._title)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(self._columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = max(6.0, min(80.0, column.width / 7))
        head = []
        for column, title in zip(self._columns, self._titles, strict=True):
            align = book.right if column.kind in _RIGHT else book.left
            head.append(
                book.cell(
                    sheet, title, font=book.head_font, fill=book.head_fill, border=book.head_border, alignment=align
                )
            )
        sheet.append(head)
        self._setters = [self._setter(place) for place in range(len(self._columns))]
        self._filled = 1

    def _setter(self, place: int) -> Callable[[Any], Any]:
        """A function that makes the cells of this column; one styled cell serves for all, as rows go out at once."""
        column, money, sheet = self._columns[place], self._money, self._sheet
        convert = excel_value(column, money)
        formatted = bool(self._formats[place])
        styled = self._book.cell(sheet, None, number_format=self._formats[place] or "General")
        guarded = self._book.cell(sheet, None, quotePrefix=True)

        def text(value: str) -> Any:
            kept, reason = excel_text(value)
            if reason:
                self._book.losses.append(Loss(self.rows + 1, self._titles[place], reason, excel_text(value[:60])[0]))
            if kept[:1] not in _FORMULA_SIGNS:
                return kept
            guarded.value = kept
            guarded.data_type = "s"
            return guarded

        def make(value: Any) -> Any:
            found = convert(value)
            if found is None or found == "":
                return None
            if isinstance(found, str):
                if formatted and column.kind in _RIGHT:
                    reason = _("The number is too long, so it was written as text.")
                    self._book.losses.append(Loss(self.rows + 1, self._titles[place], reason, found))
                return text(found)
            if not formatted:
                return found
            styled.value = found
            return styled

        return make

    def write(
        self,
        rows: Iterable[Sequence[Any]],
        totals: Mapping[str, int] | None,
        count: int,
        progress: Progress | None,
        stop: Stop | None,
    ) -> None:
        """Write all rows and the totals."""
        for row in rows:
            if self._filled >= MOST_ROWS - 1:
                self._end()
                self._open()
            self._sheet.append([make(value) for make, value in zip(self._setters, row, strict=True)])
            self._filled += 1
            self.rows += 1
            if not self.rows % _STEP:
                stop_if(stop)
                if progress is not None:
                    progress(self.rows, count)
        stop_if(stop)
        if progress is not None:
            progress(self.rows, count)
        self._last_data_row = self._filled
        self._end()
        if totals:
            self._totals(totals)

    def _end(self) -> None:
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{self._filled}"

    def _totals(self, totals: Mapping[str, int]) -> None:
        """The sums as values: a figure in an export is the figure of the book, whatever is filtered later."""
        book, sheet = self._book, self._sheet
        cells: list[Any] = []
        for place, column in enumerate(self._columns):
            value: Any = None
            if column.key in totals:
                value = excel_value(column, self._money)(totals[column.key])
            elif place == 0:
                value = _("Total")
            style: dict[str, Any] = {"font": book.head_font, "border": book.total_border}
            if self._formats[place]:
                style["number_format"] = self._formats[place]
            cells.append(book.cell(sheet, value, **style))
        sheet.append(cells)

    def chart(self, title: str, place: int, *, lines: bool, below_zero: bool, lying: bool) -> None:
        """A chart beside the table that reads the table's own cells; ``lying`` bars compare things from the top."""
        from openpyxl.chart import BarChart, LineChart, Reference
        from openpyxl.utils import get_column_letter

        chart: Any = LineChart() if lines else BarChart()
        data = Reference(self._sheet, min_col=place + 1, min_row=1, max_row=self._last_data_row)
        groups = Reference(self._sheet, min_col=1, min_row=2, max_row=self._last_data_row)
        chart.add_data(data, titles_from_data=True)
        chart.set_categories(groups)
        chart.title = excel_text(title)[0]
        chart.legend = None
        chart.height, chart.width = 9.5, 20
        chart.x_axis.delete = False
        chart.y_axis.delete = False
        chart.y_axis.number_format = self._formats[place] or "General"
        line = chart.series[0]
        if lines:
            line.graphicalProperties.line.solidFill = "0B4A99"
            line.graphicalProperties.line.width = 25_400
            line.marker.symbol = "circle"
            line.marker.size = 6
            line.marker.graphicalProperties.solidFill = "0B4A99"
            line.smooth = False
        else:
            line.graphicalProperties.solidFill = "0B4A99"
            chart.gapWidth = 60
            if lying:
                chart.type = "bar"
                chart.x_axis.scaling.orientation = "maxMin"
                chart.height = min(40.0, max(9.5, 0.55 * self.rows))
            if not below_zero:
                chart.y_axis.scaling.min = 0
        self._sheet.add_chart(chart, f"{get_column_letter(len(self._columns) + 2)}2")
