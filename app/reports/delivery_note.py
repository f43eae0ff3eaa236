"""The delivery note (送货单): a ruled form with as many rows on every sheet, filled up with blank ones.

Each sheet adds up its own rows; the last one names the whole, in words too. The same form goes on A4, on A5 across and
on continuous paper cut in two or three.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.models.document import DocumentLine, DocumentSnapshot, Mark
from app.models.paper_style import PaperStyle
from app.money import PRICE, QUANTITY, currency, show, show_scaled
from app.reports.languages import SEAM, stacked
from app.reports.marks import mark_word, put_across
from app.reports.page_maker import INK, RED, SOFT, readable
from app.reports.pdf import Align, Box, Drawing, Line, Page, Paper, Picture, colour, picture_size
from app.reports.trade import chosen_columns, marked, paper_of, words_of
from app.reports.typesetting import Cleaner, Face, faces, fitted, fitting_size, wrap
from app.reports.words import amount_in_words

_ACROSS = Paper("A5", 595.28, 419.53, 34.0, 22.0, 20.0, 0.92)
"""A5 lying: a form is wider than it is high."""


COLUMNS = ("number", "code", "description", "specification", "unit", "quantity", "price", "amount", "note")
"""The columns of a delivery note in their usual order, as styles name them."""
ALWAYS = frozenset({"description", "quantity"})
_SEAL = 107.7
"""The largest side of a seal: 38 mm."""


def draw_delivery_note(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> Drawing:
    """Lay out a delivery note in the snapshot's language; ``mark`` replaces the snapshot's own."""
    form = paper_of(snapshot, paper)
    if form.name == "A5":
        form = _ACROSS
    return _Form(marked(snapshot, mark), form).drawing()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the form: its key and title, its width in points, and what it says of a line."""

    key: str
    title: str
    width: float
    text: Callable[[int, DocumentLine], str]
    align: Align = "left"


class _Form:
    def __init__(self, snapshot: DocumentSnapshot, paper: Paper) -> None:
        self.note, self.paper = snapshot, paper
        self.style = PaperStyle.read(snapshot.style)
        self._ = words_of(snapshot)
        self.cleaner = Cleaner()
        self.cut: list[str] = []
        self.regular, self.bold = faces().regular, faces().bold
        scale = paper.scale * self.style.size / 100
        self.scale = scale
        self.size = 9.0 * scale
        self.left, self.right = paper.side, paper.right
        self.across = self.right - self.left
        self.row = (21 if paper.height > 700 else 19) * scale
        self.head = (25 if self.style.second else 16) * scale
        self.lines = self._head_lines()
        self.top = paper.top + 25 * scale + len(self.lines) * 14 * scale + 4 * scale
        # Below the rows: what this sheet comes to, the whole, the lines to sign on, the foot.
        below = 2 * 17 * scale + 32 * scale + 12 * scale
        room = paper.height - paper.bottom - below - self.top - self.head
        self.count = max(1, int(room / self.row))
        self.columns = self._columns()
        self.ink = readable(colour(self.style.accent))

    def drawing(self) -> Drawing:
        lines = self.note.lines
        sheets = [lines[at : at + self.count] for at in range(0, max(1, len(lines)), self.count)]
        pages = tuple(self._sheet(number, part, len(sheets)) for number, part in enumerate(sheets))
        title = self.cleaner.clean(f"{self._title()} {self.note.number}".strip().replace(SEAM, " "))
        return Drawing(
            title, pages, self.cleaner.missing, language=self.note.language, cut=tuple(dict.fromkeys(self.cut))
        )

    def _title(self) -> str:
        return self.style.title or self._("Delivery note")

    # What the form says

    def _head_lines(self) -> list[tuple[tuple[str, str], ...]]:
        """The lines above the table: pairs of a label and what stands there, side by side."""
        _, note = self._, self.note
        goes_to = note.ship_to or note.buyer
        consignee = "  ".join(p for p in (goes_to.name, goes_to.phone) if p)
        sent = "  ".join(p for p in (note.carrier, note.tracking_number) if p)
        pairs = (
            ((_("Customer"), note.buyer.name), (_("Order"), note.order_numbers), (_("Date"), note.date)),
            ((_("Consignee"), consignee), (_("Your reference"), note.buyer_reference), (_("Carrier"), sent)),
            ((_("Address"), " ".join(goes_to.address.split("\n"))), (_("Notes"), note.notes)),
        )
        return [tuple(pair for pair in line if pair[1] or pair[0] == _("Carrier")) for line in pairs]

    def _columns(self) -> tuple[_Column, ...]:
        _, note = self._, self.note
        money = currency(note.currency)
        # What paper of this width leaves for the name of the goods would be too little beside a full column for each.
        narrow = self.across < 590
        part = self.scale * (0.84 if narrow else 1)
        own = not narrow and any(line.specification for line in note.lines)
        right: Align = "right"
        found = [
            _Column("number", _("No."), 26 * part, lambda n, _line: str(n), "centre"),
            _Column("unit", _("Unit"), 40 * part, lambda _n, line: line.unit, "centre"),
            _Column("quantity", _("Quantity"), 58 * part, lambda _n, line: show_scaled(line.quantity, QUANTITY), right),
            _Column("note", _("Notes"), (58 if narrow else 70) * part, lambda _n, line: line.note),
        ]
        if any(line.code for line in note.lines):
            found.append(_Column("code", _("Code"), 82 * part, lambda _n, line: line.code))
        if own:
            found.append(_Column("specification", _("Specification"), 72 * part, lambda _n, line: line.specification))
        if note.shows_prices:
            found += [
                _Column(
                    "price",
                    _("Unit price"),
                    66 * part,
                    lambda _n, line: show_scaled(line.price, PRICE, least=money.decimals),
                    right,
                ),
                _Column("amount", _("Amount"), 76 * part, lambda _n, line: show(line.amount, money), right),
            ]
        chosen = [each for each in chosen_columns(self.style, COLUMNS, ALWAYS, frozenset()) if each.shown]
        shown = {each.key for each in chosen}
        inline = "specification" not in {column.key for column in found} and "specification" in shown

        def named(_number: int, line: DocumentLine) -> str:
            return f"{line.description}  {line.specification}".strip() if inline else line.description

        kinds = {column.key: column for column in found}
        widths = {each.key: each.width / 100 * self.across for each in chosen if each.width}
        columns = [
            replace(kinds[each.key], width=widths.get(each.key, kinds[each.key].width))
            for each in chosen
            if each.key in kinds
        ]
        taken = sum(column.width for column in columns)
        room = 0.8 * self.across
        if taken > room:
            columns = [replace(column, width=column.width * room / taken) for column in columns]
            taken = room
        keys = [each.key for each in chosen if each.key in kinds or each.key == "description"]
        columns.insert(keys.index("description"), _Column("description", _("Description"), self.across - taken, named))
        return tuple(columns)

    # One sheet

    def _sheet(self, number: int, lines: Sequence[DocumentLine], count: int) -> Page:
        page = Page(self.paper)
        self._across_mark(page)
        self._head(page)
        y = self._table(page, number * self.count, lines)
        y = self._sums(page, y, lines, last=number == count - 1)
        self._signatures(page, y)
        self._foot(page, number, count)
        return page

    def _across_mark(self, page: Page) -> None:
        put_across(page, self.note.mark, self._mark_word(), self.bold, 110 * self.scale, self.paper.height * 0.6)

    def _mark_word(self) -> str:
        return self.cleaner.clean(mark_word(self.note.mark, self._))

    def _head(self, page: Page) -> None:
        _, scale, note, clean = self._, self.scale, self.note, self.cleaner.clean
        y = self.paper.top
        middle = self.left + self.across / 2
        number = clean(note.number)
        base = y + 15 * scale
        title = clean("   ".join(p for p in (note.seller.name, self._title()) if p).replace(SEAM, " "))
        size = fitting_size(title, self.bold, 15.0 * scale, self.across * 0.58, least=9 * scale, step=0.5 * scale)
        page.text(
            middle, base, self._fitted(title, self.bold, size, self.across * 0.6), self.bold, size, self.ink, "centre"
        )
        page.text(self.right, base, number, self.bold, 11 * scale, INK, "right")
        if note.mark is not Mark.NONE:
            word = self._mark_word()
            wide = self.bold.width(word, 8.5 * scale) + 12 * scale
            ink = RED if note.mark is Mark.VOID else SOFT
            page.boxes.append(Box(self.left, y + 3 * scale, wide, 14 * scale, ink, 0.8))
            page.text(self.left + wide / 2, base - 1.5 * scale, word, self.bold, 8.5 * scale, ink, "centre")
        else:
            seller = clean(note.seller.phone)
            page.text(self.left, base, self._fitted(seller, self.regular, self.size, self.across * 0.18), self.regular,
                      self.size, SOFT)  # fmt: skip
        y += 25 * scale
        for line in self.lines:
            y = self._head_line(page, y, line)

    def _head_line(self, page: Page, y: float, pairs: Sequence[tuple[str, str]]) -> float:
        base = y + 10 * self.scale
        shares: tuple[float, ...] = {1: (1.0,), 2: (0.66, 0.34), 3: (0.42, 0.26, 0.32)}[max(1, len(pairs))]
        if len(pairs) == 2:
            # The longer text of two gets more of the line, from where the columns of other lines stand.
            first, second = (self.regular.width(self.cleaner.clean(value).replace("\n", " "), 1) for _l, value in pairs)
            part = max(0.42, min(0.66, first / (first + second))) if first + second else 0.66
            shares = (part, 1 - part)
        x = self.left
        for (label, value), share in zip(pairs, shares, strict=False):
            room = self.across * share - 8 * self.scale
            told = self.cleaner.clean(f"{label}  ")
            page.text(x, base, told, self.regular, self.size, SOFT)
            wide = self.regular.width(told, self.size)
            text = self.cleaner.clean(value).replace("\n", " ")
            size = fitting_size(text, self.regular, self.size, room - wide, least=self.size * 0.75, step=0.25)
            page.text(x + wide, base, self._fitted(text, self.regular, size, room - wide), self.regular, size, INK)
            x += self.across * share
        return y + 14 * self.scale

    def _table(self, page: Page, before: int, lines: Sequence[DocumentLine]) -> float:
        y = self.top
        self._rule(page, y)
        x = self.left
        for column in self.columns:
            middle = x + column.width / 2
            titles = self.cleaner.clean(stacked(column.title)).split("\n")
            base = y + self.head / 2 + self.size * (0.36 - 0.55 * (len(titles) - 1))
            for title in titles:
                size = self.size * 0.92
                while self.regular.width(title, size) > column.width - 2 and size > 3.5:
                    size *= 0.95
                page.text(middle, base, title, self.regular, size, SOFT, "centre")
                base += self.size * 1.1
            x += column.width
        y += self.head
        self._rule(page, y)
        for place in range(self.count):
            if place < len(lines):
                self._row(page, y, before + place + 1, lines[place])
            y += self.row
            self._rule(page, y)
        x = self.left
        for width in (*(column.width for column in self.columns), 0.0):
            page.lines.append(Line(x, self.top, x, y, 0.5, SOFT))
            x += width
        return y

    def _row(self, page: Page, y: float, number: int, line: DocumentLine) -> None:
        x = self.left
        inset = 3 * self.scale
        for column in self.columns:
            text = self.cleaner.clean(column.text(number, line)).replace("\n", " ")
            room = column.width - 2 * inset
            at = {"left": x + inset, "right": x + column.width - inset, "centre": x + column.width / 2}[column.align]
            size, shown = self._fit(text, room)
            leading = size * 1.2
            base = y + self.row / 2 + size * 0.36 - leading * (len(shown) - 1) / 2
            for part in shown:
                page.text(at, base, part, self.regular, size, INK, column.align)
                base += leading
            x += column.width

    def _fit(self, text: str, room: float) -> tuple[float, list[str]]:
        """A text on one line, or on two in smaller letters; what is longer still is cut."""
        for size in (self.size, self.size * 0.92):
            if self.regular.width(text, size) <= room:
                return size, [text]
        size = self.size * 0.8
        lines = wrap(text, self.regular, size, room)
        if len(lines) > 2:
            self.cut.append(text)
            lines = [lines[0], self._fitted("".join(lines[1:]) + "…", self.regular, size, room)]
        return size, lines

    def _sums(self, page: Page, y: float, lines: Sequence[DocumentLine], *, last: bool) -> float:
        _, note = self._, self.note
        whole = note.lines
        money = currency(note.currency)
        self._sum_row(page, y, _("This sheet"), lines, show(sum(line.amount for line in lines), money))
        y += 17 * self.scale
        if not last:
            self._boxed(page, y)
            page.text(
                self.left + 6 * self.scale, y + 12 * self.scale, _("Goes on overleaf"), self.regular, self.size, SOFT
            )
        else:
            self._sum_row(page, y, _("In all"), whole, show(note.gross, money), words=True)
        return y + 17 * self.scale

    def _sum_row(
        self, page: Page, y: float, title: str, lines: Sequence[DocumentLine], amount: str, *, words: bool = False
    ) -> None:
        note, scale = self.note, self.scale
        self._boxed(page, y)
        base = y + 12 * scale
        x = self.left
        for column in self.columns:
            if column.key == "quantity":
                told = show_scaled(sum(line.quantity for line in lines), QUANTITY)
                page.text(x + column.width - 3 * scale, base, told, self.bold, self.size, INK, "right")
            elif column.key == "amount":
                page.text(x + column.width - 3 * scale, base, amount, self.bold, self.size, INK, "right")
            x += column.width
        label = self.cleaner.clean(title)
        page.text(self.left + 6 * scale, base, label, self.bold, self.size, INK)
        if words and note.shows_prices and self.style.words:
            told = amount_in_words(note.gross, note.currency, note.language, yuan=note.yuan, style=self.style)
            text = self.cleaner.clean(f"{self._('Amount in words')}  {told}")
            start = self.left + 6 * scale + self.bold.width(label, self.size) + 14 * scale
            room = self._quantity_at() - start - 4 * scale
            size = fitting_size(text, self.regular, self.size, room, least=self.size * 0.6, step=0.25)
            page.text(start, base, self._fitted(text, self.regular, size, room), self.regular, size, INK)

    def _quantity_at(self) -> float:
        x = self.left
        for column in self.columns:
            if column.key == "quantity":
                return x
            x += column.width
        return self.right

    def _boxed(self, page: Page, y: float) -> None:
        end = y + 17 * self.scale
        self._rule(page, end)
        for x in (self.left, self.right):
            page.lines.append(Line(x, y, x, end, 0.5, SOFT))

    def _signatures(self, page: Page, y: float) -> None:
        _, scale = self._, self.scale
        self._seal(page, y)
        if not self.style.signatures:
            return
        base = y + 22 * scale
        x = self.left
        for label, value, part in (
            (_("Prepared by"), self.note.issued_by, 0.27),
            (_("Delivered by"), "", 0.31),
            (_("Received: signature, date"), "", 0.42),
        ):
            width = self.across * part
            told = self.cleaner.clean(label)
            page.text(x, base, told, self.regular, self.size, SOFT)
            start = x + self.regular.width(told, self.size) + 5 * scale
            end = x + width - 14 * scale
            if value:
                shown = self._fitted(self.cleaner.clean(value), self.regular, self.size, end - start)
                page.text(start, base, shown, self.regular, self.size, INK)
            else:
                page.lines.append(Line(start, base + 2 * scale, end, base + 2 * scale, 0.5, SOFT))
            x += width

    def _seal(self, page: Page, y: float) -> None:
        seal = self.note.seal if self.style.seal else b""
        size = picture_size(seal) if seal else None
        if size is None:
            return
        side = min(_SEAL, self.paper.height * 0.36)
        factor = side / max(size)
        across, down = size[0] * factor, size[1] * factor
        # As low as the paper allows: the sums above stay easy to read.
        middle = min(y + 22 * self.scale, self.paper.height - side / 2 - 4)
        x = self.left + self.across * 0.22 - across / 2
        page.pictures.append(Picture(x, middle - down / 2, across, down, seal, stamped=True))

    def _foot(self, page: Page, number: int, count: int) -> None:
        _ = self._
        base = self.paper.height - self.paper.bottom
        size = self.size * 0.8
        parts = (_("Sheets: 1 our file · 2 customer · 3 signed and returned"), self.style.footer.strip())
        told = self.cleaner.clean("   ".join(part for part in parts if part)).replace("\n", "  ")
        copies = self._fitted(told, self.regular, size, self.across * 0.8)
        page.text(self.left, base, copies, self.regular, size, SOFT)
        place = _("Page {page} of {pages}").format(page=number + 1, pages=count)
        page.text(self.right, base, place, self.regular, size, SOFT, "right")

    def _rule(self, page: Page, y: float) -> None:
        page.lines.append(Line(self.left, y, self.right, y, 0.5, SOFT))

    def _fitted(self, text: str, face: Face, size: float, width: float) -> str:
        return fitted(text, face, size, width, self.cut)
