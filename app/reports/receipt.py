"""The receipt (收据): a ruled form that says who paid what for which reason, in words and figures, signed and sealed.

It is as high as what it says: the whole of a form, the upper part of a sheet of A4. It is no tax invoice, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.i18n import translator
from app.models.document import DocumentSnapshot, Mark
from app.models.paper_style import PaperStyle
from app.money import currency, show
from app.reports.languages import SEAM, paying_word
from app.reports.marks import mark_word, put_across
from app.reports.page_maker import FAINT, INK, RED, SOFT, readable
from app.reports.paper_end import SEAL
from app.reports.pdf import Box, Drawing, Line, Page, Paper, Picture, colour, picture_size
from app.reports.trade import marked, paper_of, words_of
from app.reports.typesetting import Cleaner, Face, faces, fitted, fitting_size, wrap
from app.reports.words import amount_in_words

_ACROSS = Paper("A5", 595.28, 419.53, 45.0, 34.0, 28.0, 0.95)
"""A5 lying: a receipt is wider than it is high."""


def draw_receipt(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> Drawing:
    """Lay out a receipt in the snapshot's language; ``mark`` replaces the snapshot's own."""
    form = paper_of(snapshot, paper)
    return _Form(marked(snapshot, mark), _ACROSS if form.name == "A5" else form).drawing()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the form: its label and its text; with ``figure`` an amount stands at its right."""

    label: str
    text: str
    figure: str = ""
    strong: bool = False


class _Form:
    def __init__(self, snapshot: DocumentSnapshot, paper: Paper) -> None:
        self.receipt, self.paper = snapshot, paper
        self.style = PaperStyle.read(snapshot.style)
        self._ = words_of(snapshot)
        self.cleaner = Cleaner()
        self.cut: list[str] = []
        self.regular, self.bold = faces().regular, faces().bold
        self.low = paper.height < 300
        self.scale = paper.scale * self.style.size / 100
        self.size = 10.0 * self.scale
        self.small = 8.0 * self.scale
        self.left, self.right = paper.side, paper.right
        self.across = self.right - self.left
        self.inset = 9 * self.scale
        self.ink = readable(colour(self.style.accent))
        self.page = Page(paper)
        # A form is filled by its rows; on a sheet of A4 they keep a quiet height.
        around = (101 if self.low else 150) * self.scale
        room = (paper.height - paper.top - paper.bottom - around) / 4
        self.row = min(max(room, (25 if self.low else 31) * self.scale), 46 * self.scale)

    def drawing(self) -> Drawing:
        self._across_mark()
        y = self._head()
        y = self._rows(y)
        self._foot(self._signatures(y))
        title = self.cleaner.clean(f"{self._title()} {self.receipt.number}".strip().replace(SEAM, " "))
        cut = tuple(dict.fromkeys(self.cut))
        return Drawing(title, (self.page,), self.cleaner.missing, language=self.receipt.language, cut=cut)

    # What it says

    def _title(self) -> str:
        return self.style.title or self._("Payment receipt")

    def _content(self) -> tuple[_Row, ...]:
        _, receipt = self._, self.receipt
        unit = currency(receipt.currency)
        method = paying_word(receipt.method, translator(receipt.language))
        how = "   ".join(part for part in (method, receipt.bank_reference) if part)
        rows = [_Row(_("Received from"), receipt.buyer.name, strong=True), _Row(_("Payment for"), receipt.reason)]
        figure = show(receipt.gross, unit, symbol=True)
        if self.style.words:
            words = amount_in_words(
                receipt.gross, receipt.currency, receipt.language, yuan=receipt.yuan, style=self.style
            )
            rows.append(_Row(_("Amount in words"), words, figure))
        else:
            rows.append(_Row(_("Amount"), figure, strong=True))
        rows.append(_Row(_("Payment method"), how))
        return tuple(rows)

    # The head

    def _across_mark(self) -> None:
        put_across(self.page, self.receipt.mark, self._mark_word(), self.bold, 110 * self.scale, 260.0)

    def _mark_word(self) -> str:
        return self.cleaner.clean(mark_word(self.receipt.mark, self._))

    def _head(self) -> float:
        receipt, scale, page = self.receipt, self.scale, self.page
        top = self.paper.top
        middle = self.left + self.across / 2
        title = self.cleaner.clean(self._title())
        size = fitting_size(title, self.bold, 19.0 * scale, self.across * 0.36, least=10 * scale, step=0.5 * scale)
        base = top + 17 * scale
        page.text(middle, base, title, self.bold, size, self.ink, "centre")
        side = self.across * 0.3
        below = max(self._company(top, side), base + 8 * scale)
        number = self._fitted(receipt.number, self.bold, 11 * scale, side)
        page.text(self.right, top + 11 * scale, number, self.bold, 11 * scale, INK, "right")
        page.text(self.right, top + 25 * scale, receipt.date, self.regular, self.size, SOFT, "right")
        below = max(below, top + 29 * scale)
        if receipt.mark is not Mark.NONE:
            word = self._mark_word()
            wide = self.bold.width(word, self.small) + 12 * scale
            ink = RED if receipt.mark is Mark.VOID else SOFT
            page.boxes.append(Box(middle - wide / 2, base + 7 * scale, wide, 13 * scale, ink, 0.8))
            page.text(middle, base + 16.4 * scale, word, self.bold, self.small, ink, "centre")
            below = max(below, base + 20 * scale)
        return below + (6 if self.low else 12) * scale

    def _company(self, top: float, room: float) -> float:
        """The name of who received, with what else names it where the paper has the height; where it ends."""
        seller, scale = self.receipt.seller, self.scale
        x, y = self.left, top
        logo = self.receipt.logo
        found = picture_size(logo) if logo else None
        if found is not None:
            factor = min(30 * scale / found[1], 70 * scale / found[0])
            across, down = found[0] * factor, found[1] * factor
            self.page.pictures.append(Picture(x, y, across, down, logo))
            x += across + 8 * scale
            room -= across + 8 * scale
        lines = wrap(self.cleaner.clean(seller.name), self.bold, self.size, room)[:2]
        for line in lines:
            self.page.text(x, y + 10 * scale, line, self.bold, self.size, INK)
            y += 13 * scale
        if not self.low:
            for text in (self.style.heading, seller.phone):
                for line in wrap(self.cleaner.clean(text), self.regular, self.small, room)[:2] if text else ():
                    self.page.text(x, y + 9 * scale, line, self.regular, self.small, SOFT)
                    y += 11 * scale
        return y

    # The form

    def _rows(self, y: float) -> float:
        rows = self._content()
        labels = [self.cleaner.clean(row.label) for row in rows]
        widest = max(self.regular.width(label, self.small) for label in labels)
        column = min(widest + 2 * self.inset, self.across * 0.3)
        top = y
        page = self.page
        page.lines.append(Line(self.left, y, self.right, y, 0.9, INK))
        for row, label in zip(rows, labels, strict=True):
            y = self._row(y, column, label, row)
            last = row is rows[-1]
            page.lines.append(Line(self.left, y, self.right, y, 0.9 if last else 0.5, INK if last else SOFT))
        for x, width in ((self.left, 0.9), (self.left + column, 0.5), (self.right, 0.9)):
            page.lines.append(Line(x, top, x, y, width, INK if width > 0.5 else SOFT))
        return y

    def _row(self, y: float, column: float, label: str, row: _Row) -> float:
        scale, page = self.scale, self.page
        start = self.left + column + self.inset
        end = self.right - self.inset
        figure, size = self.cleaner.clean(row.figure), 13.0 * scale
        if figure:
            wide = self.bold.width(figure, size)
            end -= wide + 2 * self.inset
        face = self.bold if row.strong else self.regular
        letters, lines = self._set(row.text, face, end - start)
        leading = letters * 1.35
        height = max(self.row, leading * len(lines) + 12 * scale)
        middle = y + height / 2
        names = wrap(label.replace(SEAM, "\n"), self.regular, self.small, column - 2 * self.inset)
        self._stack(names, self.left + self.inset, middle, self.regular, self.small, FAINT)
        self._stack(lines, start, middle, face, letters, INK)
        if figure:
            rule = end + self.inset
            page.lines.append(Line(rule, y, rule, y + height, 0.5, SOFT))
            page.text(self.right - self.inset, middle + size * 0.36, figure, self.bold, size, INK, "right")
        return y + height

    def _set(self, text: str, face: Face, room: float) -> tuple[float, Sequence[str]]:
        """A text on one line or two, in smaller letters where it needs them; what is longer still is cut."""
        cleaned = self.cleaner.clean(text)
        size = self.size
        lines = wrap(cleaned, face, size, room)
        for share in (0.92, 0.84, 0.76):
            if len(lines) <= 2:
                break
            size = self.size * share
            lines = wrap(cleaned, face, size, room)
        if len(lines) <= 2:
            return size, lines
        return size, [lines[0], self._fitted(" ".join(lines[1:]), face, size, room)]

    def _stack(
        self, lines: Sequence[str], x: float, middle: float, face: Face, size: float, ink: tuple[float, float, float]
    ) -> None:
        leading = size * 1.35
        base = middle + size * 0.36 - leading * (len(lines) - 1) / 2
        for line in lines:
            self.page.text(x, base, line, face, size, ink)
            base += leading

    # Below it

    def _signatures(self, y: float) -> float:
        _, scale, page = self._, self.scale, self.page
        base = y + (24 if self.low else 48) * scale
        width = self.across / 3
        seal_at = self.right - width + 8 * scale
        if self.style.signatures:
            x = self.left
            for label, value in (
                (_("Received by"), self.receipt.issued_by),
                (_("Handled by"), ""),
                (_("Company seal"), ""),
            ):
                told = self.cleaner.clean(label)
                page.text(x, base, told, self.regular, self.small, FAINT)
                start = x + self.regular.width(told, self.small) + 6 * scale
                end = x + width - (18 * scale if x + width < self.right - 1 else 0)
                if value:
                    shown = self._fitted(self.cleaner.clean(value), self.regular, self.size, end - start)
                    page.text(start, base, shown, self.regular, self.size, INK)
                page.lines.append(Line(start, base + 3 * scale, end, base + 3 * scale, 0.5, SOFT))
                if x + width >= self.right - 1:
                    seal_at = (start + end) / 2
                x += width
        self._seal(seal_at, base)
        return base + 3 * scale

    def _seal(self, x: float, base: float) -> None:
        seal = self.receipt.seal if self.style.seal else b""
        found = picture_size(seal) if seal else None
        if found is None:
            return
        side = min(SEAL, self.paper.height * 0.36)
        factor = side / max(found)
        across, down = found[0] * factor, found[1] * factor
        middle = min(base - 4 * self.scale, self.paper.height - self.paper.bottom - side / 2 + 8)
        left = min(x - across / 2, self.right - across)
        self.page.pictures.append(Picture(left, middle - down / 2, across, down, seal, stamped=True))

    def _foot(self, y: float) -> None:
        _, scale, receipt = self._, self.scale, self.receipt
        base = y + (15 if self.low else 26) * scale
        told = self.cleaner.clean(_("Not valid as a tax invoice"))
        self.page.text(self.left, base, told, self.bold, self.small, SOFT)
        start = self.left + self.bold.width(told, self.small) + 16 * scale
        paid = _("Payment {number} of {day}").format(number=receipt.payment_number, day=receipt.received_on)
        parts = (self.style.footer.strip().replace("\n", "  "), paid if receipt.payment_number else "")
        text = self.cleaner.clean("   ".join(part for part in parts if part))
        shown = self._fitted(text, self.regular, self.small, self.right - start)
        self.page.text(self.right, base, shown, self.regular, self.small, FAINT, "right")

    def _fitted(self, text: str, face: Face, size: float, width: float) -> str:
        return fitted(text, face, size, width, self.cut)
