"""A statistic on paper and as a workbook: chart and table from one series, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.i18n import _, language
from app.money import PRICE, QUANTITY, RATE, Currency
from app.queries.columns import Column, Kind, Series
from app.reports.cells import shown_value
from app.reports.chart import Area, draw_columns, draw_rows
from app.reports.excel import TIMES, Exported, figure_place, write_series
from app.reports.files import Stop
from app.reports.pdf import Drawing, Line, Page, Paper, Written, colour, write_pdf
from app.reports.table import Cell, PaperColumn, Table
from app.reports.trade import paper_named
from app.reports.typesetting import Cleaner, faces, wrap

MOST_BARS = 20
"""Things compared in one chart; the table has them all."""

_INK = colour("#1B2430")
_SOFT = colour("#4B5766")
_FAINT = colour("#5F6B7A")
_HAIR = colour("#D9DEE5")


def statistics_workbook(
    target: Path, series: Series, *, money: Currency, lines: bool = False, figure: str = "", stop: Stop | None = None
) -> Exported:
    """The series as a workbook with a native chart. Raises FileError and Cancelled."""
    return write_series(target, series, money=money, lines=lines, figure=figure, stop=stop)


def statistics_pdf(
    target: Path,
    series: Series,
    *,
    money: Currency,
    company: str = "",
    lines: bool = False,
    figure: str = "",
    paper: str = "A4",
    stop: Stop | None = None,
) -> Written:
    """The series as a PDF: a chart of one figure, then the whole table with totals. Raises FileError and Cancelled."""
    drawing = draw_statistics(series, money=money, company=company, lines=lines, figure=figure, paper=paper)
    return write_pdf(target, [drawing], title=drawing.title, stop=stop)


def draw_statistics(
    series: Series,
    *,
    money: Currency,
    company: str = "",
    lines: bool = False,
    figure: str = "",
    paper: str = "A4",
) -> Drawing:
    """Lay out the report in the program's language; many columns turn the paper sideways."""
    page = paper_named(paper)
    if len(series.columns) > 7:
        page = replace(page, width=page.height, height=page.width)
    return FiguresReport(series, money, company).fill(page, lines, figure_place(series, figure))


class FiguresReport:
    """A table with its totals on as many pages as it needs, and before it a chart where ``charted`` says so.

    ``below`` stands under the title, ``wide`` is the place of the column whose texts may wrap.
    """

    def __init__(
        self, series: Series, money: Currency, company: str, *, charted: bool = True, below: str = "", wide: int = 0
    ) -> None:
        self.series = series
        self.money = money
        self.company = company
        self.charted = charted
        self.below = below
        self.wide = wide
        self.cleaner = Cleaner()
        self.regular = faces().regular
        self.bold = faces().bold

    def fill(self, paper: Paper, lines: bool = False, place: int = 0) -> Drawing:
        """Lay it out on this paper."""
        clean = self.cleaner.clean
        across = paper.right - paper.side
        limit = paper.height - paper.bottom - 22 * paper.scale
        title = clean(_(self.series.title))
        first = Page(paper)
        pages = [first]
        y = self._head(first, title, across)
        if self.series.rows and self.charted:
            height = min(210 * paper.scale, (limit - y) * 0.5)
            y = self._chart(first, Area(paper.side, y, across, height), place, lines) + 18 * paper.scale
        table = Table(self._columns(), self._rows(), across, paper.scale, self.cleaner, spread=True)
        table.split_tall(limit - paper.top - table.head_height - 24)
        last = len(table.heights) - 1
        y = table.draw_head(first, paper.side, y)
        page = first
        for row, height in enumerate(table.heights):
            # The totals stay with the row above them.
            needed = height + (table.heights[last] if row == last - 1 else 0)
            if y + needed > limit:
                page = Page(paper)
                pages.append(page)
                page.text(paper.side, paper.top + 8, title, self.bold, 8.5 * paper.scale, _INK)
                y = table.draw_head(page, paper.side, paper.top + 18 * paper.scale)
            if row == last and any(value is not None for value in self.series.total):
                page.lines.append(Line(paper.side, y, paper.right, y, 0.9, _INK))
            y = table.draw_row(page, paper.side, y, row)
        self._feet(pages, paper)
        return Drawing(title, tuple(pages), self.cleaner.missing, language=language())

    def _head(self, page: Page, title: str, across: float) -> float:
        paper = page.paper
        scale = paper.scale
        y = paper.top + 16 * scale
        for line in wrap(title, self.bold, 19 * scale, across):
            page.text(paper.side, y, line, self.bold, 19 * scale, _INK)
            y += 24 * scale
        span = f"{self.series.from_} – {self.series.to}" if self.series.from_ or self.series.to else ""
        told = (self.company, span or self.below, self.money.code)
        below = self.cleaner.clean("   ".join(part for part in told if part))
        page.text(paper.side, y - 5 * scale, below, self.regular, 8.5 * scale, _SOFT)
        y += 9 * scale
        page.lines.append(Line(paper.side, y, paper.right, y, 0.5, _HAIR))
        return y + 18 * scale

    def _chart(self, page: Page, area: Area, place: int, lines: bool) -> float:
        series, clean = self.series, self.cleaner.clean
        column = series.columns[place]
        scale = page.paper.scale
        page.text(area.x, area.y, clean(_(column.title)), self.bold, 8.7 * scale, _INK)
        top = area.y + 12 * scale
        rows = [row for row in series.rows if row[place] is not None]
        in_time = series.by in TIMES
        if not in_time and len(rows) > MOST_BARS:
            note = _("The first {n} of {all}; the table has all.").format(n=MOST_BARS, all=len(rows))
            page.text(area.x + area.across, area.y, note, self.regular, 7.2 * scale, _FAINT, "right")
            rows = rows[:MOST_BARS]
        group = shown_value(series.columns[0], self.money)
        show = shown_value(column, self.money)
        labels = [clean(group(row[0])) for row in rows]
        values = [float(row[place]) for row in rows]
        if in_time:
            draw_columns(
                page,
                Area(area.x, top, area.across, area.down),
                labels,
                [value / self._factor(column) for value in values],
                lambda value: f"{value:,.10g}" if abs(value) < 1e9 else f"{value:,.0f}",
                lines=lines,
            )
            return top + area.down
        height = min(area.down * 1.25, 16 * scale * len(rows))
        draw_rows(page, Area(area.x, top, area.across, height), labels, values, [show(row[place]) for row in rows])
        return top + height

    def _factor(self, column: Column) -> int:
        return {
            Kind.MONEY: self.money.minor,
            Kind.QUANTITY: QUANTITY,
            Kind.PRICE: PRICE,
            Kind.RATE: RATE,
        }.get(column.kind, 1)

    def _columns(self) -> list[PaperColumn]:
        right = {Kind.MONEY, Kind.QUANTITY, Kind.PRICE, Kind.RATE, Kind.COUNT}
        return [
            PaperColumn(_(column.title), right=column.kind in right, flexible=place == self.wide)
            for place, column in enumerate(self.series.columns)
        ]

    def _rows(self) -> list[list[Cell]]:
        shown = [shown_value(column, self.money) for column in self.series.columns]
        rows = [[Cell(make(value)) for make, value in zip(shown, row, strict=True)] for row in self.series.rows]
        if any(value is not None for value in self.series.total):
            total = [
                Cell("" if value is None else make(value), strong=True)
                for make, value in zip(shown, self.series.total, strict=True)
            ]
            if not total[0].text:
                total[0] = Cell(_("Total"), strong=True)
            rows.append(total)
        return rows

    def _feet(self, pages: list[Page], paper: Paper) -> None:
        size = 7.2 * paper.scale
        base = paper.height - paper.bottom
        company = self.cleaner.clean(self.company)
        for number, page in enumerate(pages, 1):
            line = base - 14 * paper.scale
            page.lines.append(Line(paper.side, line, paper.right, line, 0.5, _HAIR))
            page.text(paper.side, base, company, self.regular, size, _FAINT)
            text = self.cleaner.clean(_("Page {page} of {pages}").format(page=number, pages=len(pages)))
            page.text(paper.right, base, text, self.regular, size, _FAINT, "right")
