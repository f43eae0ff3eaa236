"""The look that all papers of Daybook share: how a ``Sheet`` is laid out on pages.

A paper has a head with the company and the title, blocks for the parties beside its dates, one table, its totals with
the amount in words, paragraphs, and lines to sign on. Rows are never split unless one alone is taller than a page, the
table's head is repeated, and totals always stand with rows above them.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import translator
from app.models.document import Mark, Party
from app.reports.pdf import Align, Box, Colour, Drawing, Line, Page, Paper, Picture, Slanted, colour, picture_size
from app.reports.sheet import Sheet, Total
from app.reports.table import Table
from app.reports.typesetting import Cleaner, Face, faces, wrap

INK = colour("#1B2430")
SOFT = colour("#4B5766")
FAINT = colour("#5F6B7A")
HAIR = colour("#D9DEE5")
STRONG = colour("#1B2430")
RED = colour("#B3261E")
PALE = colour("#EDF0F4")
PALE_RED = colour("#F9E4E2")

SIGNATURES = 50.0
"""Height of the lines to sign on, in points on A4."""


def lay_out(sheet: Sheet, paper: Paper) -> Drawing:
    """The pages of one paper."""
    return _Composer(sheet, paper).drawing()


class _Composer:
    """Fills pages from the top; ``y`` is where the next thing begins."""

    def __init__(self, sheet: Sheet, paper: Paper) -> None:
        self.sheet = sheet
        self.paper = paper
        self.cleaner = Cleaner()
        self.translate = translator(sheet.language)
        self.regular = faces().regular
        self.bold = faces().bold
        scale = paper.scale
        self.scale = scale
        self.body = 9.0 * scale
        self.small = 7.7 * scale
        self.left = paper.side
        self.right = paper.right
        self.across = paper.right - paper.side
        self.limit = paper.height - paper.bottom - 19 * scale
        self.pages: list[Page] = []
        self.y = 0.0

    def drawing(self) -> Drawing:
        self._first_page()
        self._table()
        self._paragraphs()
        self._signatures()
        self._feet()
        title = f"{self.sheet.title} {self.sheet.number}".strip()
        return Drawing(self.cleaner.clean(title), tuple(self.pages), self.cleaner.missing, language=self.sheet.language)

    # Pages

    def _new_page(self) -> Page:
        page = Page(self.paper)
        mark = self.sheet.mark
        if mark in (Mark.DRAFT, Mark.VOID, Mark.SAMPLE):
            word = self._mark_word()
            size = min(150 * self.scale, self.paper.width * 0.78 * 1000 / self.bold.width(word, 1000))
            page.slanted = Slanted(word, size, PALE_RED if mark is Mark.VOID else PALE)
        self.pages.append(page)
        self.y = self.paper.top
        return page

    def _next_page(self) -> Page:
        """A page after the first: a quiet head names the company and the paper."""
        page = self._new_page()
        scale = self.scale
        size = 8.5 * scale
        base = self.y + size
        clean = self.cleaner.clean
        right = f"{self.sheet.title}  {self.sheet.number}"
        name = self._fitted(clean(self.sheet.seller.name), self.regular, size, self.across * 0.55)
        page.text(self.left, base, name, self.regular, size, SOFT)
        page.text(self.right, base, clean(right), self.bold, size, INK, "right")
        self.y = base + 7 * scale
        page.lines.append(Line(self.left, self.y, self.right, self.y, 0.5, HAIR))
        self.y += 14 * scale
        return page

    def _room(self, height: float) -> None:
        """Begin a new page if ``height`` does not fit on this one."""
        if self.y + height > self.limit and self.y > self.paper.top + 60 * self.scale:
            self._next_page()

    def _mark_word(self) -> str:
        _ = self.translate
        words = {Mark.DRAFT: _("DRAFT"), Mark.VOID: _("VOID"), Mark.COPY: _("COPY"), Mark.SAMPLE: _("SAMPLE")}
        return self.cleaner.clean(words.get(self.sheet.mark, ""))

    def _feet(self) -> None:
        _ = self.translate
        size = 7.2 * self.scale
        base = self.paper.height - self.paper.bottom
        left = self.cleaner.clean("  ·  ".join(p for p in (self.sheet.seller.name, self.sheet.number) if p))
        left = self._fitted(left, self.regular, size, self.across * 0.7)
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            page.lines.append(Line(self.left, base - 14 * self.scale, self.right, base - 14 * self.scale, 0.5, HAIR))
            page.text(self.left, base, left, self.regular, size, FAINT)
            place = _("Page {page} of {pages}").format(page=number, pages=count)
            page.text(self.right, base, place, self.regular, size, FAINT, "right")

    # The head of the first page

    def _first_page(self) -> None:
        page = self._new_page()
        top = self.y
        width = self.across * 0.56
        below = self._company(page, top, width)
        title_end = self._title(page, top)
        scale = self.scale
        self.y = max(below, title_end) + 13 * scale
        page.lines.append(Line(self.left, self.y, self.right, self.y, 0.5, HAIR))
        self.y += 15 * scale
        self._blocks(page)
        self.y += 16 * scale

    def _company(self, page: Page, top: float, width: float) -> float:
        sheet, scale = self.sheet, self.scale
        clean = self.cleaner.clean
        x, y = self.left, top
        size = picture_size(sheet.logo) if sheet.logo else None
        if size is not None:
            factor = min(38 * scale / size[1], 150 * scale / size[0])
            across, down = size[0] * factor, size[1] * factor
            page.pictures.append(Picture(x, y, across, down, sheet.logo))
            if across <= 76 * scale:
                # A compact logo stands beside the name, a wide one above it.
                x += across + 12 * scale
                width -= across + 12 * scale
                y -= 2 * scale
            else:
                y += down + 8 * scale
        seller = sheet.seller
        letters = 12.5 * scale
        name = wrap(clean(seller.name), self.bold, letters, width)
        y = self._lines(page, x, y, name, self.bold, letters, INK, 1.3)
        y += 2.5 * scale
        _ = self.translate
        contact = "   ".join(part for part in (seller.phone, seller.email) if part)
        tax = _("Tax no. {number}").format(number=seller.tax_number) if seller.tax_number else ""
        for part in (seller.address, contact, tax):
            if part:
                lines = wrap(clean(part), self.regular, self.small, width)
                y = self._lines(page, x, y, lines, self.regular, self.small, SOFT, 1.45)
        return y

    def _title(self, page: Page, top: float) -> float:
        sheet, scale = self.sheet, self.scale
        clean = self.cleaner.clean
        width = self.across * 0.42
        title = clean(sheet.title)
        size = 21.0 * scale
        while size > 11 * scale and self.bold.width(title, size) > width:
            size -= 0.5 * scale
        lines = wrap(title, self.bold, size, width)
        y = self._lines(page, self.right, top - 4 * scale, lines, self.bold, size, INK, 1.3, "right")
        if sheet.number:
            number = wrap(clean(sheet.number), self.regular, 11 * scale, width)
            y = self._lines(page, self.right, y, number, self.regular, 11 * scale, SOFT, 1.4, "right")
        if sheet.subtitle:
            lines = wrap(clean(sheet.subtitle), self.regular, self.small, width)
            y = self._lines(page, self.right, y + 1 * scale, lines, self.regular, self.small, FAINT, 1.45, "right")
        if sheet.mark is not Mark.NONE:
            y = self._stamp(page, y + 5 * scale)
        return y

    def _stamp(self, page: Page, y: float) -> float:
        word = self._mark_word()
        size = 8.5 * self.scale
        ink = RED if self.sheet.mark is Mark.VOID else SOFT
        wide = self.bold.width(word, size) + 14 * self.scale
        high = size * 1.75
        page.boxes.append(Box(self.right - wide, y, wide, high, ink, 0.9))
        page.text(self.right - wide / 2, y + high / 2 + size * 0.36, word, self.bold, size, ink, "centre")
        return y + high

    def _blocks(self, page: Page) -> None:
        """The parties in columns from the left, the dates and names as pairs in the last column."""
        sheet, scale = self.sheet, self.scale
        gap = 18 * scale
        count = len(sheet.parties)
        meta_width = self.across * (0.36 if count < 2 else 0.33)
        width = (self.across - meta_width - gap * count) / max(1, count)
        ends = [self.y]
        x = self.left
        for label, party in sheet.parties:
            ends.append(self._party(page, x, self.y, width, label, party))
            x += width + gap
        ends.append(self._meta(page, self.right - meta_width, self.y, meta_width))
        self.y = max(ends)

    def _party(self, page: Page, x: float, y: float, width: float, label: str, party: Party) -> float:
        _ = self.translate
        clean = self.cleaner.clean
        y = self._lines(page, x, y, [label], self.regular, self.small, FAINT, 1.5)
        y += 1.5 * self.scale
        name = wrap(clean(party.name), self.bold, self.body, width)
        y = self._lines(page, x, y, name, self.bold, self.body, INK, 1.5)
        tax = _("Tax no. {number}").format(number=party.tax_number) if party.tax_number else ""
        contact = "  ".join(part for part in (party.contact, party.phone) if part)
        for part in (party.address, contact, party.email, tax):
            if part:
                lines = wrap(clean(part), self.regular, self.small, width)
                y = self._lines(page, x, y, lines, self.regular, self.small, SOFT, 1.5)
        return y

    def _meta(self, page: Page, x: float, y: float, width: float) -> float:
        clean = self.cleaner.clean
        for label, value in self.sheet.meta:
            size = self.body * 0.94
            spacing = self.small * 1.5 / size
            title = wrap(label, self.regular, self.small, width * 0.46)
            lines = wrap(clean(value), self.regular, size, width * 0.52)
            ends = self._lines(page, x, y, title, self.regular, self.small, FAINT, 1.5)
            # Both stand on one base line.
            shift = (self.small - size) * 0.36
            end = self._lines(page, self.right, y + shift, lines, self.regular, size, INK, spacing, "right")
            y = max(ends, end) + 3.2 * self.scale
        return y

    # Table and totals

    def _table(self) -> None:
        table = Table(self.sheet.columns, self.sheet.rows, self.across, self.scale, self.cleaner)
        top = self.paper.top + 22 * self.scale + 14 * self.scale
        table.split_tall(self.limit - top - table.head_height)
        tail = self._tail_height()
        pages: list[list[int]] = [[]]
        y = self.y + table.head_height
        if y + (table.heights[0] if table.heights else 0) > self.limit:
            self._next_page()
            y = self.y + table.head_height
        start = top + table.head_height
        for row, height in enumerate(table.heights):
            if y + height > self.limit:
                pages.append([])
                y = start
            pages[-1].append(row)
            y += height
        if y + tail > self.limit:
            self._carry(pages, table.heights, start, tail)
        if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 1:
            # One row alone above the totals takes another with it.
            pair = [pages[-2][-1], *pages[-1]]
            if start + sum(table.heights[row] for row in pair) + tail <= self.limit:
                pages[-2].pop()
                pages[-1] = pair
        for number, rows in enumerate(pages):
            page = self._next_page() if number else self.pages[-1]
            if rows or len(pages) == 1:
                self.y = table.draw_head(page, self.left, self.y)
            for row in rows:
                self.y = table.draw_row(page, self.left, self.y, row)
        self._totals()

    def _carry(self, pages: list[list[int]], heights: Sequence[float], start: float, tail: float) -> None:
        """Move the last rows to a page of their own with the totals, at least two where the page has more."""
        last = pages[-1]
        carried = min(2, max(1, len(last) - 1)) if last else 0
        moved = last[len(last) - carried :]
        while moved and len(moved) > 1 and start + sum(heights[row] for row in moved) + tail > self.limit:
            moved = moved[1:]
        if len(moved) == len(last) and len(pages) > 1:
            # This page holds these rows only: a new one would give the totals no more room.
            return
        del last[len(last) - len(moved) :]
        pages.append(moved)

    def _words_lines(self) -> list[str]:
        width = self.across - self._totals_width() - 24 * self.scale
        return wrap(self.cleaner.clean(self.sheet.words), self.regular, self.body * 0.97, width)

    def _totals_width(self) -> float:
        return max(self.across * 0.42, 170 * self.scale)

    def _total_lines(self, total: Total) -> tuple[float, Face, list[str]]:
        size = (11.0 if total.strong else 8.7) * self.scale
        face = self.bold if total.strong else self.regular
        amount = self.bold.width(total.amount, size)
        room = max(40 * self.scale, self._totals_width() - amount - 24 * self.scale)
        return size, face, wrap(self.cleaner.clean(total.label), face, size * (0.92 if total.strong else 1), room)

    def _total_height(self, total: Total) -> float:
        size, _face, lines = self._total_lines(total)
        return size * 1.5 * len(lines) + (8.4 if total.strong else 2.2) * self.scale

    def _tail_height(self) -> float:
        totals = 8 * self.scale + sum(self._total_height(total) for total in self.sheet.totals)
        words = 0.0
        if self.sheet.words:
            words = 10 * self.scale + self.small * 1.5 + len(self._words_lines()) * self.body * 1.5
        return max(totals, words)

    def _totals(self) -> None:
        scale = self.scale
        page = self.pages[-1]
        top = self.y + 8 * scale
        below = top
        if self.sheet.words:
            label, lines = [self.sheet.words_label], self._words_lines()
            y = self._lines(page, self.left, top + 2 * scale, label, self.regular, self.small, FAINT, 1.5)
            below = self._lines(page, self.left, y + scale, lines, self.regular, self.body * 0.97, INK, 1.5)
        self.y = top
        width = self._totals_width()
        for total in self.sheet.totals:
            height = self._total_height(total)
            if self.y + height > self.limit:
                page = self._next_page()
                below = self.y
            size, face, lines = self._total_lines(total)
            x = self.right - width
            y = self.y + (4.2 if total.strong else 1.1) * scale
            if total.strong:
                page.lines.append(Line(x, self.y + 1.5 * scale, self.right, self.y + 1.5 * scale, 0.9, STRONG))
            base = y + size * 0.75 + size * 0.36
            page.text(self.right, base, total.amount, face, size, INK, "right")
            label_size = size * (0.92 if total.strong else 1)
            ink = INK if total.strong else SOFT
            self._lines(page, x, y, lines, face, label_size, ink, 1.5 * size / label_size)
            self.y += height
        self.y = max(self.y, below) + 8 * scale

    # What follows the totals

    def _paragraphs(self) -> None:
        """Labels in a column of their own, texts beside them; the last one stays with the lines to sign on."""
        size = self.small * 1.04
        leading = size * 1.55
        inset = 84 * self.scale
        last = len(self.sheet.paragraphs) - 1
        for place, (label, text) in enumerate(self.sheet.paragraphs):
            lines = wrap(self.cleaner.clean(text), self.regular, size, self.across - inset)
            kept = min(2, len(lines)) * leading
            if place == last and self.sheet.signatures and len(lines) < 8:
                kept = len(lines) * leading + SIGNATURES * self.scale
            self._room(6 * self.scale + kept)
            self.y += 6 * self.scale
            title = wrap(label, self.regular, self.small, inset - 8 * self.scale)
            below = self._lines(self.pages[-1], self.left, self.y, title, self.regular, self.small, FAINT, 1.612)
            for line in lines:
                if self.y + leading > self.limit:
                    self._next_page()
                    below = self.y
                page = self.pages[-1]
                self.y = self._lines(page, self.left + inset, self.y, [line], self.regular, size, INK, 1.55)
            self.y = max(self.y, below)

    def _signatures(self) -> None:
        labels = self.sheet.signatures
        if not labels:
            return
        height = SIGNATURES * self.scale
        self._room(height)
        page = self.pages[-1]
        gap = 32 * self.scale
        width = (self.across - gap * (len(labels) - 1)) / len(labels)
        y = self.y + 34 * self.scale
        for place, label in enumerate(labels):
            x = self.left + place * (width + gap)
            page.lines.append(Line(x, y, x + width, y, 0.6, SOFT))
            self._lines(page, x, y + 3 * self.scale, [label], self.regular, self.small, FAINT, 1.5)
        self.y += height

    # Setting lines

    def _lines(
        self,
        page: Page,
        x: float,
        y: float,
        lines: Sequence[str],
        face: Face,
        size: float,
        ink: Colour,
        spacing: float,
        align: Align = "left",
    ) -> float:
        """Set lines below each other from ``y`` on; returns where they end."""
        leading = size * spacing
        base = y + leading / 2 + size * 0.36
        for line in lines:
            page.text(x, base, line, face, size, ink, align)
            base += leading
        return y + leading * len(lines)

    @staticmethod
    def _fitted(text: str, face: Face, size: float, width: float) -> str:
        text = text.replace("\n", " ")
        if face.width(text, size) <= width:
            return text
        while text and face.width(text + "…", size) > width:
            text = text[:-1]
        return text.rstrip() + "…"
