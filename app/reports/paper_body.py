"""The table of a paper over its pages, what one page hands on to the next, and the totals below it."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.page_maker import FAINT, HAIR, INK, SOFT, PageMaker
from app.reports.pdf import Line, Page
from app.reports.sheet import Total
from app.reports.table import Table
from app.reports.typesetting import Face, wrap


def set_body(maker: PageMaker) -> None:
    """Set the table on this page and as many more as it needs, and the totals below it."""
    _Body(maker).set()


class _Body:
    def __init__(self, maker: PageMaker) -> None:
        self.maker = maker
        self.sheet = maker.sheet
        self.scale = maker.scale
        self.table = Table(
            self.sheet.columns, self.sheet.rows, maker.across, maker.scale, maker.cleaner, accent=maker.accent
        )
        self.table.split_tall(maker.limit - maker.next_top - self.table.head_height - 2 * self._carried_height())

    def set(self) -> None:
        maker, table = self.maker, self.table
        tail = self._tail_height()
        if maker.y + table.head_height + (table.heights[0] if table.heights else 0) > maker.limit:
            maker.next_page()
        pages = self._broken(tail, 0)
        carried = self._carried_height() if len(pages) > 1 else 0
        if carried:
            pages = self._broken(tail, carried)
        for number, rows in enumerate(pages):
            page = maker.next_page() if number else maker.pages[-1]
            if rows or len(pages) == 1:
                maker.y = table.draw_head(page, maker.left, maker.y)
            if carried and number and rows:
                self._hand_on(page, pages[number - 1], brought=True)
            for row in rows:
                maker.y = table.draw_row(page, maker.left, maker.y, row)
            if carried and number < len(pages) - 1:
                self._hand_on(page, rows, brought=False)
        self._totals()

    def _broken(self, tail: float, carried: float) -> list[list[int]]:
        """The rows of each page; ``carried`` points are kept free for the sum that a page hands on."""
        maker, table = self.maker, self.table
        limit = maker.limit - carried
        start = maker.next_top + table.head_height + carried
        y = maker.y + table.head_height
        pages: list[list[int]] = [[]]
        for row, height in enumerate(table.heights):
            if y + height > limit and pages[-1]:
                pages.append([])
                y = start
            pages[-1].append(row)
            y += height
        if y + tail > maker.limit:
            self._move_some(pages, start, tail)
        if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 1:
            # One row alone above the totals takes another with it.
            pair = [pages[-2][-1], *pages[-1]]
            if start + sum(table.heights[row] for row in pair) + tail <= maker.limit:
                pages[-2].pop()
                pages[-1] = pair
        return pages

    def _move_some(self, pages: list[list[int]], start: float, tail: float) -> None:
        """Move the last rows to a page of their own with the totals, at least two where the page has more."""
        heights = self.table.heights
        last = pages[-1]
        carried = min(2, max(1, len(last) - 1)) if last else 0
        moved = last[len(last) - carried :]
        while moved and len(moved) > 1 and start + sum(heights[row] for row in moved) + tail > self.maker.limit:
            moved = moved[1:]
        if len(moved) == len(last) and len(pages) > 1:
            # This page holds these rows only: a new one would give the totals no more room.
            return
        del last[len(last) - len(moved) :]
        pages.append(moved)

    # Sums from page to page

    def _carried_height(self) -> float:
        return 17 * self.scale if self.sheet.running and self.maker.style.carried else 0

    def _hand_on(self, page: Page, rows: Sequence[int], *, brought: bool) -> None:
        """Say below the last row of a page, or above the first of the next, what the rows so far come to."""
        maker, scale = self.maker, self.scale
        complete = self.table.ends[rows[-1]] if rows else 0
        end = maker.y + self._carried_height()
        if complete:
            _ = maker.translate
            size = 8.2 * scale
            base = maker.y + self._carried_height() / 2 + size * 0.36
            label = maker.cleaner.clean(_("Brought forward") if brought else _("Carried forward"))
            amount = self.sheet.running[complete - 1]
            page.text(maker.right, base, amount, maker.bold, size, INK, "right")
            room = maker.bold.width(amount, size) + 16 * scale
            page.text(maker.right - room, base, label, maker.regular, size, SOFT, "right")
            if brought:
                page.lines.append(Line(maker.left, end, maker.right, end, 0.4, HAIR))
        maker.y = end

    # Totals

    def _words(self) -> str:
        return self.sheet.words if self.maker.style.words else ""

    def _words_lines(self) -> list[str]:
        maker = self.maker
        width = maker.across - self._totals_width() - 24 * self.scale
        return wrap(maker.cleaner.clean(self._words()), maker.regular, maker.body * 0.97, width)

    def _totals_width(self) -> float:
        return max(self.maker.across * 0.42, 170 * self.scale)

    def _total_lines(self, total: Total) -> tuple[float, Face, list[str]]:
        maker = self.maker
        size = (11.0 if total.strong else 8.7) * self.scale
        face = maker.bold if total.strong else maker.regular
        amount = maker.bold.width(total.amount, size)
        room = max(40 * self.scale, self._totals_width() - amount - 24 * self.scale)
        label_size = size * (0.92 if total.strong else 1)
        return size, face, maker.label_lines(maker.cleaner.clean(total.label), face, label_size, room)

    def _total_height(self, total: Total) -> float:
        size, _face, lines = self._total_lines(total)
        return size * 1.5 * len(lines) + (8.4 if total.strong else 2.2) * self.scale

    def _tail_height(self) -> float:
        totals = 8 * self.scale + sum(self._total_height(total) for total in self.sheet.totals)
        words = 0.0
        if self._words():
            words = 10 * self.scale + self.maker.small * 1.5 + len(self._words_lines()) * self.maker.body * 1.5
        return max(totals, words)

    def _totals(self) -> None:
        maker, scale = self.maker, self.scale
        page = maker.pages[-1]
        top = maker.y + 8 * scale
        below = top
        if self._words():
            label, lines = [self.sheet.words_label], self._words_lines()
            y = maker.lines(page, maker.left, top + 2 * scale, label, maker.regular, maker.small, FAINT, 1.5)
            below = maker.lines(page, maker.left, y + scale, lines, maker.regular, maker.body * 0.97, INK, 1.5)
        maker.y = top
        width = self._totals_width()
        for total in self.sheet.totals:
            height = self._total_height(total)
            if maker.y + height > maker.limit:
                page = maker.next_page()
                below = maker.y
            size, face, lines = self._total_lines(total)
            x = maker.right - width
            y = maker.y + (4.2 if total.strong else 1.1) * scale
            if total.strong:
                rule = maker.y + 1.5 * scale
                page.lines.append(Line(x, rule, maker.right, rule, 0.9, maker.accent))
            base = y + size * 0.75 + size * 0.36
            page.text(maker.right, base, total.amount, face, size, maker.strong if total.strong else INK, "right")
            label_size = size * (0.92 if total.strong else 1)
            ink = INK if total.strong else SOFT
            maker.lines(page, x, y, lines, face, label_size, ink, 1.5 * size / label_size)
            maker.y += height
        maker.y = max(maker.y, below) + 8 * scale
