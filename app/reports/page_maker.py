"""Fills the pages of a paper from the top: new pages with their marks, running heads and feet, and lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.languages import SEAM, paper_words, stacked
from app.reports.marks import mark_word, put_across
from app.reports.pdf import Align, Colour, Drawing, Line, Page, Paper, colour
from app.reports.sheet import Sheet
from app.reports.typesetting import Cleaner, Face, faces, fitted, wrap

INK = colour("#1B2430")
SOFT = colour("#4B5766")
FAINT = colour("#5F6B7A")
HAIR = colour("#D9DEE5")
RED = colour("#B3261E")

FOOTER_LINES = 4
"""How many lines an office may put at the foot of every page."""


class PageMaker:
    """The pages of one sheet while they are filled; ``y`` is where the next thing begins, ``limit`` where nothing may
    go beyond, all in points from the top left corner."""

    def __init__(self, sheet: Sheet, paper: Paper) -> None:
        self.sheet = sheet
        self.style = sheet.style
        self.paper = paper
        self.cleaner = Cleaner()
        self.translate = paper_words(sheet.language, sheet.style.second)
        self.regular = faces().regular
        self.bold = faces().bold
        self.accent = colour(sheet.style.accent)
        self.strong = readable(self.accent)
        scale = paper.scale * sheet.style.size / 100
        self.scale = scale
        self.body = 9.0 * scale
        self.small = 7.7 * scale
        self.left = paper.side
        self.right = paper.right
        self.across = paper.right - paper.side
        self.cut: list[str] = []
        self.footer = self._footer_lines()
        self.limit = paper.height - paper.bottom - (19 + 10.4 * len(self.footer)) * scale
        self.pages: list[Page] = []
        self.y = 0.0

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.style.title or self.sheet.title

    def drawing(self) -> Drawing:
        """The finished pages."""
        title = self.cleaner.clean(f"{self.title} {self.sheet.number}".strip().replace(SEAM, " "))
        return Drawing(
            title, tuple(self.pages), self.cleaner.missing, language=self.sheet.language, cut=tuple(self.cut)
        )

    # Pages

    def new_page(self) -> Page:
        """Begin a page, with the mark of the paper across it."""
        page = Page(self.paper)
        put_across(page, self.sheet.mark, self.mark_word(), self.bold, 150 * self.scale, self.paper.width * 0.78)
        self.pages.append(page)
        self.y = self.paper.top
        return page

    def next_page(self) -> Page:
        """A page after the first: a quiet head names the company and the paper."""
        page = self.new_page()
        scale = self.scale
        size = 8.5 * scale
        base = self.y + size
        clean = self.cleaner.clean
        right = clean(f"{self.title}  {self.sheet.number}")
        room = self.across - self.bold.width(right, size) - 20 * scale
        name = self.fitted(clean(self.sheet.seller.name), self.regular, size, min(room, self.across * 0.55))
        page.text(self.left, base, name, self.regular, size, SOFT)
        page.text(self.right, base, right, self.bold, size, INK, "right")
        self.y = base + 7 * scale
        page.lines.append(Line(self.left, self.y, self.right, self.y, 0.5, HAIR))
        self.y += 14 * scale
        return page

    @property
    def next_top(self) -> float:
        """Where the table begins on a page after the first."""
        return self.paper.top + 22 * self.scale + 14 * self.scale

    def make_room(self, height: float) -> None:
        """Begin a new page if ``height`` does not fit on this one."""
        if self.y + height > self.limit and self.y > self.paper.top + 60 * self.scale:
            self.next_page()

    def mark_word(self) -> str:
        """The word of the paper's mark."""
        return self.cleaner.clean(mark_word(self.sheet.mark, self.translate))

    def _footer_lines(self) -> list[str]:
        size = 7.2 * self.scale
        text = self.cleaner.clean(self.style.footer.strip())
        lines = wrap(text, self.regular, size, self.across) if text else []
        if len(lines) > FOOTER_LINES:
            self.cut.append(text)
        return lines[:FOOTER_LINES]

    def set_feet(self) -> None:
        """Number the pages, once all are there."""
        _ = self.translate
        scale = self.scale
        size = 7.2 * scale
        base = self.paper.height - self.paper.bottom
        left = self.cleaner.clean("  ·  ".join(p for p in (self.sheet.seller.name, self.sheet.number) if p))
        left = self.fitted(left, self.regular, size, self.across * 0.7)
        count = len(self.pages)
        rule = base - (14 + 10.4 * len(self.footer)) * scale
        for number, page in enumerate(self.pages, 1):
            page.lines.append(Line(self.left, rule, self.right, rule, 0.5, HAIR))
            for place, line in enumerate(self.footer):
                page.text(self.left, rule + (10.4 * place + 11) * scale, line, self.regular, size, SOFT)
            page.text(self.left, base, left, self.regular, size, FAINT)
            told = _("Page {page} of {pages}").format(page=number, pages=count)
            page.text(self.right, base, told, self.regular, size, FAINT, "right")

    # Setting lines

    def lines(
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

    def label_lines(self, label: str, face: Face, size: float, width: float) -> list[str]:
        """A label within ``width``; one in two languages has each on a line of its own where both find no room."""
        if SEAM in label and face.width(label, size) > width:
            label = stacked(label)
        return wrap(label, face, size, width)

    def fitted(self, text: str, face: Face, size: float, width: float) -> str:
        """A cleaned text on one line; what goes beyond ``width`` is cut, and kept in mind as cut."""
        text = text.replace("\n", " ")
        return fitted(text, face, size, width, self.cut, least="…")


def readable(ink: Colour) -> Colour:
    """This colour for letters, or the usual ink where it would be hard to read on white."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in ink]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if 1.05 / (luminance + 0.05) < 4.5 else ink
