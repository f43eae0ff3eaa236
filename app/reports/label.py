"""The shipping label (快递面单), 100 × 150 mm: carrier and barcode, who gets the parcel, who sends it."""

from __future__ import annotations

from app.i18n import translator
from app.models.document import DocumentSnapshot, Mark, Party
from app.money import QUANTITY, show_scaled
from app.reports.bars import drawn_bars, modules_of
from app.reports.marks import mark_word
from app.reports.pdf import PAPERS, Drawing, Line, Page, Slanted, colour
from app.reports.trade import marked
from app.reports.typesetting import Cleaner, Face, faces, fitted, fitting_size, wrap

PAPER = "100x150"
_BLACK, _SOFT, _PALE = colour("#000000"), colour("#3A4450"), colour("#EDF0F4")
_BARS = 46.0


def draw_label(snapshot: DocumentSnapshot, *, paper: str = PAPER, mark: Mark | None = None) -> Drawing:
    """Lay out a label in the snapshot's language. It is always of one size, whatever ``paper`` says."""
    return _Label(marked(snapshot, mark)).drawing()


class _Label:
    def __init__(self, snapshot: DocumentSnapshot) -> None:
        self.label = snapshot
        self._ = translator(snapshot.language)
        self.paper = PAPERS[PAPER]
        self.page = Page(self.paper)
        self.cleaner = Cleaner()
        self.regular, self.bold = faces().regular, faces().bold
        self.left, self.right = self.paper.side, self.paper.right
        self.across = self.right - self.left

    def drawing(self) -> Drawing:
        if self.label.mark in (Mark.VOID, Mark.SAMPLE):
            self.page.slanted = Slanted(self.cleaner.clean(mark_word(self.label.mark, self._)), 76, _PALE)
        y = self._carrier(self.paper.top)
        y = self._barcode(y)
        y = self._receiver(y)
        self._sender(y)
        self._foot()
        title = self.cleaner.clean(f"{self._('Shipping label')} {self.label.number}".strip())
        return Drawing(title, (self.page,), self.cleaner.missing, language=self.label.language)

    def _carrier(self, y: float) -> float:
        carrier = self.cleaner.clean(self.label.carrier)
        size = fitting_size(carrier, self.bold, 20.0, self.across * 0.66, least=11, step=0.5)
        self.page.text(self.left, y + 17, fitted(carrier, self.bold, size, self.across * 0.68), self.bold, size, _BLACK)
        self.page.text(self.right, y + 17, self.label.date, self.regular, 9, _SOFT, "right")
        self._rule(y + 25)
        return y + 25

    def _barcode(self, y: float) -> float:
        """The bars of the carrier's number; those of our own while there is none."""
        shown = self.label.tracking_number or self.label.number
        modules = modules_of(shown)
        if modules:
            # Ten modules stay blank at both sides, so that a scanner sees where the code begins.
            width = min(1.5, self.across / (modules + 20))
            x = self.left + (self.across - modules * width) / 2
            self.page.boxes.extend(drawn_bars(shown, x, y + 10, width, _BARS, _BLACK))
        text = self.cleaner.clean(shown)
        middle = self.left + self.across / 2
        self.page.text(middle, y + _BARS + 24, text, self.bold, 11, _BLACK, "centre")
        self._rule(y + _BARS + 33)
        return y + _BARS + 33

    def _receiver(self, y: float) -> float:
        goes_to = self.label.ship_to or Party(name="")
        end = self.paper.height - 132
        self.page.text(self.left, y + 14, self._("Ship to"), self.regular, 8.5, _SOFT)
        y += 21
        for text, face, size in ((goes_to.name, self.bold, 17.0), (goes_to.phone, self.bold, 15.0)):
            if text:
                y = self._lines(wrap(self.cleaner.clean(text), face, size, self.across)[:2], face, size, y)
        size = 14.0
        address = self.cleaner.clean(goes_to.address)
        lines = wrap(address, self.regular, size, self.across)
        while size > 8 and y + 4 + len(lines) * size * 1.35 > end:
            size -= 0.5
            lines = wrap(address, self.regular, size, self.across)
        self._lines(lines, self.regular, size, y + 4)
        self._rule(end)
        return end

    def _sender(self, y: float) -> float:
        seller = self.label.seller
        self.page.text(self.left, y + 13, self._("Sender"), self.regular, 8.5, _SOFT)
        y += 17
        name = "  ".join(p for p in (seller.name, seller.phone) if p)
        address = " ".join(seller.address.split("\n"))
        for text, face in ((name, self.bold), (address, self.regular)):
            if text:
                y = self._lines(wrap(self.cleaner.clean(text), face, 9, self.across)[:2], face, 9, y)
        self._rule(y + 5)
        return y + 5

    def _foot(self) -> None:
        _, label = self._, self.label
        base = self.paper.height - self.paper.bottom
        goods = "  ".join(
            f"{line.description} × {show_scaled(line.quantity, QUANTITY)}{line.unit}" for line in label.lines
        )
        top = self.paper.height - 56
        shown = wrap(self.cleaner.clean(goods), self.regular, 8.5, self.across)
        if len(shown) > 2:
            shown = [shown[0], fitted(shown[1] + "…", self.regular, 8.5, self.across)]
        self._lines(shown, self.regular, 8.5, top)
        numbers = " · ".join(p for p in (label.order_numbers, label.number) if p)
        self.page.text(self.left, base, self.cleaner.clean(numbers), self.bold, 9, _BLACK)
        if label.notes:
            room = self.across - self.bold.width(numbers, 9) - 12
            note = fitted(self.cleaner.clean(label.notes).replace("\n", " "), self.regular, 8.5, room)
            self.page.text(self.right, base, note, self.regular, 8.5, _SOFT, "right")

    def _lines(self, lines: list[str], face: Face, size: float, y: float) -> float:
        for line in lines:
            self.page.text(self.left, y + size, line, face, size, _BLACK)
            y += size * 1.35
        return y

    def _rule(self, y: float) -> None:
        self.page.lines.append(Line(self.left, y, self.right, y, 0.8, _BLACK))
