"""The table of a paper: column widths from their contents, wrapped cells, rows as tall as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.reports.bars import bars_width, drawn_bars, module_for
from app.reports.languages import stacked
from app.reports.pdf import Align, Colour, Line, Page, Picture, colour, picture_size
from app.reports.typesetting import Cleaner, Face, faces, wrap

_INK = colour("#1B2430")
_SOFT = colour("#4B5766")
_HAIR = colour("#D9DEE5")
_STRONG = colour("#1B2430")
_BLACK = colour("#000000")

SIDE = 40.0
"""The side of a picture of goods, in points on A4."""
LARGE = 1.65
"""How much larger a large text is."""
BARS = 21.0
"""The height of bars that a scanner reads, in points; they don't shrink with the paper."""
MODULE = 0.75
"""The width of the thinnest bar in points: 0.26 mm, where there is room for it."""
LEAST_MODULE = 0.54
"""The width below which scanners fail: 0.19 mm."""
BARS_SHARE = 0.4
"""How much of the paper's width bars take at most."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column on paper. ``flexible`` ones wrap in the width that is left; ``wraps`` marks other text that may wrap.

    ``share`` is the part of the width, from 0 to 1, that somebody chose for it; a figure gets at least what it needs.
    """

    title: str
    right: bool = False
    flexible: bool = False
    wraps: bool = False
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and a second one below it in smaller letters; or a picture.

    A ``large`` text is read at arm's length, a ``clear`` second one is as easy to read as the first. ``bars`` is a text
    that a scanner reads, above the others; it is left out where there is no room for it.
    """

    text: str
    below: str = ""
    strong: bool = False
    picture: bytes = b""
    large: bool = False
    clear: bool = False
    bars: str = ""


@dataclass(frozen=True, slots=True)
class _Set:
    """A cell broken into lines."""

    lines: tuple[str, ...]
    below: tuple[str, ...]
    strong: bool
    picture: bytes = b""
    factor: float = 1.0
    clear: bool = False
    bars: str = ""


class Table:
    """Lays rows out once; ``heights`` are those of the rows, which are then drawn wherever pages need them. ``ends``
    says of each how many of the given rows are complete with it."""

    def __init__(
        self,
        columns: Sequence[PaperColumn],
        rows: Sequence[Sequence[Cell]],
        across: float,
        scale: float,
        cleaner: Cleaner,
        *,
        spread: bool = False,
        accent: Colour = _STRONG,
    ) -> None:
        """``spread`` gives width that the flexible column does not need to the figures, as suits a table of figures.
        ``accent`` is the colour of the line below the titles."""
        self._even = spread
        self._accent = accent
        self._columns = columns
        self._across = across
        self._scale = scale
        self._regular = faces().regular
        self._bold = faces().bold
        clean = cleaner.clean
        cells = [
            [replace(c, text=clean(c.text), below=clean(c.below), bars=self._readable(c.bars)) for c in row]
            for row in rows
        ]
        titles = [clean(stacked(column.title)) for column in columns]
        self._gap = 11 * scale
        self._size = 8.7 * scale
        while True:
            self._head_size = self._size * 0.87
            self._below_size = self._size * 0.87
            self._leading = self._size * 1.45
            self._below_leading = self._below_size * 1.45
            widths = self._fit(titles, cells)
            if widths is not None or self._size <= 5.2 * scale:
                break
            self._size *= 0.94
        self._widths = widths if widths is not None else self._squeeze(titles, cells)
        self._padding = 4.4 * scale
        self._titles = [
            tuple(wrap(t, self._regular, self._head_size, w)) for t, w in zip(titles, self._widths, strict=True)
        ]
        self.head_height = max(len(t) for t in self._titles) * self._head_size * 1.4 + 8 * scale
        self._rows = [self._wrapped(row) for row in cells]
        self.ends = list(range(1, len(self._rows) + 1))
        self._measure()

    def _natural(self, titles: Sequence[str], cells: Sequence[Sequence[Cell]]) -> list[float]:
        natural: list[float] = []
        for place, column in enumerate(self._columns):
            width = self._title_width(titles[place])
            for row in cells:
                cell = row[place]
                if cell.picture:
                    width = max(width, SIDE * self._scale)
                if cell.bars:
                    width = max(width, bars_width(cell.bars, self._module(cell.bars)))
                face = self._bold if cell.strong else self._regular
                if cell.text:
                    width = max(width, self._wide(cell.text, face, self._size * _factor(cell)))
                if cell.below and not column.flexible:
                    small = self._size if cell.clear else self._below_size
                    width = max(width, self._wide(cell.below, self._regular, small))
            natural.append(width + 0.1)
        return natural

    def _module(self, text: str) -> float:
        return module_for(text, self._across * BARS_SHARE, least=LEAST_MODULE, most=MODULE)

    def _readable(self, text: str) -> str:
        return text if text and self._module(text) else ""

    def _title_width(self, title: str) -> float:
        """A short title stays on one line; a longer one takes the narrowest width that two lines need."""
        size = self._head_size
        if "\n" in title:
            return self._wide(title, self._regular, size)
        whole = self._regular.width(title, size)
        words = title.split()
        if len(title) <= 12 or len(words) < 2:
            return whole
        halves = (
            max(self._regular.width(" ".join(words[:at]), size), self._regular.width(" ".join(words[at:]), size))
            for at in range(1, len(words))
        )
        return min(halves)

    @staticmethod
    def _wide(text: str, face: Face, size: float) -> float:
        if "\n" not in text:
            return face.width(text, size)
        return max(face.width(line, size) for line in text.split("\n"))

    def _fit(self, titles: Sequence[str], cells: Sequence[Sequence[Cell]]) -> list[float] | None:
        """Column widths, or None when these letters are too large for the columns that cannot wrap."""
        natural = self._natural(titles, cells)
        room = self._across - self._gap * (len(natural) - 1)
        cap = self._across * 0.17
        widths = [
            min(width, cap) if column.wraps and not column.flexible else width
            for width, column in zip(natural, self._columns, strict=True)
        ]
        for place, column in enumerate(self._columns):
            if column.share:
                wanted = column.share * self._across
                widths[place] = wanted if column.wraps or column.flexible else max(natural[place], wanted)
        flexible = [place for place, column in enumerate(self._columns) if column.flexible and not column.share]
        fixed = sum(width for place, width in enumerate(widths) if place not in flexible)
        if not flexible:
            if fixed > room:
                return None
            return self._spread(widths, room)
        share = (room - fixed) / len(flexible)
        if share < self._across * 0.24 / len(flexible):
            return None
        for place in flexible:
            widths[place] = share
        if self._even and len(flexible) == 1 and len(widths) > 1:
            needed = max(natural[flexible[0]], self._across * 0.2)
            more = max(0.0, share - needed) / len(widths)
            widths = [width + more if place not in flexible else needed + more for place, width in enumerate(widths)]
        return widths

    def _spread(self, widths: list[float], room: float) -> list[float]:
        rest = (room - sum(widths)) / len(widths)
        return [width + rest for width in widths]

    def _squeeze(self, titles: Sequence[str], cells: Sequence[Sequence[Cell]]) -> list[float]:
        """The last resort: every column gets its share and wraps, even figures."""
        natural = self._natural(titles, cells)
        room = self._across - self._gap * (len(natural) - 1)
        ceiling = room / len(natural) * 1.6
        wanted = [min(width, ceiling) for width in natural]
        factor = room / sum(wanted)
        return [width * factor for width in wanted]

    def _wrapped(self, row: Sequence[Cell]) -> list[_Set]:
        result: list[_Set] = []
        for cell, width in zip(row, self._widths, strict=True):
            face = self._bold if cell.strong else self._regular
            factor, below_size = _factor(cell), self._size if cell.clear else self._below_size
            lines = tuple(wrap(cell.text, face, self._size * factor, width)) if cell.text else ()
            below = tuple(wrap(cell.below, self._regular, below_size, width)) if cell.below else ()
            result.append(_Set(lines, below, cell.strong, cell.picture, factor, cell.clear, cell.bars))
        return result

    def _measure(self) -> None:
        padding = self._padding * 2
        self.heights = [
            max((self._height(c, _largest(row)) for c in row), default=self._leading) + padding for row in self._rows
        ]

    def _height(self, cell: _Set, largest: float) -> float:
        leading = self._leading
        below = len(cell.below) * (leading if cell.clear else self._below_leading)
        # Beside a larger text the first line stands in the middle of that one.
        lead = leading * (largest - cell.factor) / 2 if not cell.bars else BARS + 3
        text = lead + len(cell.lines) * leading * cell.factor + below
        return max(text, SIDE * self._scale if cell.picture else 0)

    def split_tall(self, most: float) -> None:
        """Break rows that are taller than ``most`` points, a whole page, into several."""
        if not self.heights or max(self.heights) <= most:
            return
        count = max(1, int((most - 2 * self._padding) // self._leading))
        rows: list[list[_Set]] = []
        self.ends = []
        for number, (row, height) in enumerate(zip(self._rows, self.heights, strict=True)):
            if height <= most:
                rows.append(row)
                self.ends.append(number + 1)
                continue
            longest = max(len(c.lines) + len(c.below) for c in row)
            for start in range(0, longest, count):
                rows.append([_part(cell, start, start + count) for cell in row])
                self.ends.append(number + (start + count >= longest))
        self._rows = rows
        self._measure()

    def draw_head(self, page: Page, left: float, y: float) -> float:
        """Draw the column titles; returns where they end."""
        size, scale = self._head_size, self._scale
        rule = y + self.head_height - 1.2 * scale
        most = max(len(lines) for lines in self._titles)
        x = left
        for column, width, lines in zip(self._columns, self._widths, self._titles, strict=True):
            base = y + size + (most - len(lines)) * size * 1.4
            for line in lines:
                if column.right:
                    page.text(x + width, base, line, self._regular, size, _SOFT, "right")
                else:
                    page.text(x, base, line, self._regular, size, _SOFT)
                base += size * 1.4
            x += width + self._gap
        page.lines.append(Line(left, rule, left + self._across, rule, 0.9, self._accent))
        return y + self.head_height

    def draw_row(self, page: Page, left: float, y: float, row: int) -> float:
        """Draw one row; returns where it ends."""
        size = self._size
        middle = y + self._padding + self._leading * _largest(self._rows[row]) / 2
        x = left
        for column, width, cell in zip(self._columns, self._widths, self._rows[row], strict=True):
            align: Align = "right" if column.right else "left"
            at = x + width if column.right else x
            own, leading = size * cell.factor, self._leading * cell.factor
            base = middle + own * 0.36
            if cell.picture:
                self._picture(page, x, y + self._padding, cell.picture)
            if cell.bars:
                module = self._module(cell.bars)
                page.boxes.extend(drawn_bars(cell.bars, x, y + self._padding, module, BARS, _BLACK))
                base = y + self._padding + BARS + 3 + leading / 2 + own * 0.36
            face = self._bold if cell.strong else self._regular
            for line in cell.lines:
                page.text(at, base, line, face, own, _INK, align)
                base += leading
            if cell.below:
                small, ink = (size, _INK) if cell.clear else (self._below_size, _SOFT)
                below = self._leading if cell.clear else self._below_leading
                base += (below - leading) / 2 + (small - own) * 0.36
                for line in cell.below:
                    page.text(at, base, line, self._regular, small, ink, align)
                    base += below
            x += width + self._gap
        end = y + self.heights[row]
        page.lines.append(Line(left, end, left + self._across, end, 0.4, _HAIR))
        return end

    def _picture(self, page: Page, x: float, y: float, data: bytes) -> None:
        size = picture_size(data)
        if size is not None:
            side = SIDE * self._scale
            across, down = size[0] * side / max(size), size[1] * side / max(size)
            page.pictures.append(Picture(x + (side - across) / 2, y + (side - down) / 2, across, down, data))


def _part(cell: _Set, start: int, end: int) -> _Set:
    lines = cell.lines[start:end]
    before = len(cell.lines)
    below = cell.below[max(0, start - before) : max(0, end - before)]
    if not start:
        return replace(cell, lines=lines, below=below)
    return replace(cell, lines=lines, below=below, picture=b"", bars="")


def _factor(cell: Cell) -> float:
    return LARGE if cell.large else 1.0


def _largest(row: Sequence[_Set]) -> float:
    """How much larger the largest first line of a row is."""
    return max((cell.factor for cell in row if cell.lines), default=1.0)
