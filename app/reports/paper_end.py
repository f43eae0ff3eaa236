"""What follows the totals of a paper: texts, the code to pay by, lines to sign on, and the seal over them."""

from __future__ import annotations

from app.reports.page_maker import FAINT, INK, SOFT, PageMaker
from app.reports.pdf import Line, Picture, picture_size
from app.reports.typesetting import wrap

SIGNATURES = 50.0
"""Height of the lines to sign on, in points on A4."""

CODE = 74.0
"""The side of a payment code, in points on A4: 26 mm, which every phone reads."""

SEAL = 113.4
"""The largest side of a seal: 40 mm, as it is in ink whatever the paper."""


def set_end(maker: PageMaker) -> None:
    """Set all that follows the totals."""
    _paragraphs(maker)
    _signatures(maker)


def _paragraphs(maker: PageMaker) -> None:
    """Labels in a column of their own, texts beside them; the last one stays with the lines to sign on."""
    sheet, scale = maker.sheet, maker.scale
    size = maker.small * 1.04
    leading = size * 1.55
    inset = 84 * scale
    code = _Code(maker)
    code.set()
    signed = sheet.signatures and maker.style.signatures
    last = len(sheet.paragraphs) - 1
    for place, (label, text) in enumerate(sheet.paragraphs):
        cleaned = maker.cleaner.clean(text)
        lines = wrap(cleaned, maker.regular, size, code.right - maker.left - inset)
        kept = min(2, len(lines)) * leading
        if place == last and signed and len(lines) < 8:
            kept = len(lines) * leading + SIGNATURES * scale
        maker.make_room(6 * scale + kept)
        maker.y += 6 * scale
        title = maker.label_lines(label, maker.regular, maker.small, inset - 8 * scale)
        below = maker.lines(maker.pages[-1], maker.left, maker.y, title, maker.regular, maker.small, FAINT, 1.612)
        for line in lines:
            if maker.y + leading > maker.limit:
                maker.next_page()
                below = maker.y
            page = maker.pages[-1]
            maker.y = maker.lines(page, maker.left + inset, maker.y, [line], maker.regular, size, INK, 1.55)
        maker.y = max(maker.y, below)
    code.leave()


class _Code:
    """The payment code at the right of the texts; ``right`` is where these end."""

    def __init__(self, maker: PageMaker) -> None:
        self._maker = maker
        data = maker.sheet.payment_qr if maker.style.payment_qr else b""
        self._data = data if data and picture_size(data) is not None else b""
        self._side = CODE * max(0.86, maker.scale)
        self._end = 0.0
        self._page = 0
        self.right = maker.right - (self._side + 20 * maker.scale if self._data else 0)

    def set(self) -> None:
        """Draw it, on a new page where this one has no room."""
        if not self._data:
            return
        maker, side = self._maker, self._side
        caption = maker.small * 3
        maker.make_room(10 * maker.scale + side + caption)
        page = maker.pages[-1]
        found = picture_size(self._data) or (1, 1)
        factor = side / max(found)
        across, down = found[0] * factor, found[1] * factor
        top = maker.y + 6 * maker.scale
        page.pictures.append(Picture(maker.right - side + (side - across) / 2, top, across, down, self._data))
        _ = maker.translate
        told = maker.label_lines(maker.cleaner.clean(_("Scan to pay")), maker.regular, maker.small, side)
        below = top + down + maker.small * 0.3
        self._end = maker.lines(
            page, maker.right - side / 2, below, told, maker.regular, maker.small, FAINT, 1.35, "centre"
        )
        self._page = len(maker.pages)

    def leave(self) -> None:
        """Go on below it."""
        if self._data and self._page == len(self._maker.pages):
            self._maker.y = max(self._maker.y, self._end)


def _signatures(maker: PageMaker) -> None:
    labels = maker.sheet.signatures if maker.style.signatures else ()
    scale = maker.scale
    seal = maker.sheet.seal if maker.style.seal else b""
    size = picture_size(seal) if seal else None
    if not labels:
        if size is not None:
            # Beside the code to pay by, which must stay readable; over other texts rather than on a page of its own.
            beside = CODE + 26 * scale if maker.sheet.payment_qr and maker.style.payment_qr else 0
            centre = min(maker.y + SEAL / 2, maker.limit - SEAL / 2)
            _seal(maker, seal, size, maker.right - SEAL / 2 - 10 * scale - beside, centre)
            maker.y = max(maker.y, centre + SEAL / 2)
        return
    height = SIGNATURES * scale
    maker.make_room(height)
    page = maker.pages[-1]
    gap = 32 * scale
    # A single line is no longer than one of two.
    width = (maker.across - gap * (max(2, len(labels)) - 1)) / max(2, len(labels))
    y = maker.y + 34 * scale
    for place, label in enumerate(labels):
        x = maker.left + place * (width + gap)
        page.lines.append(Line(x, y, x + width, y, 0.6, SOFT))
        told = maker.fitted(maker.cleaner.clean(label), maker.regular, maker.small, width)
        maker.lines(page, x, y + 3 * scale, [told], maker.regular, maker.small, FAINT, 1.5)
    if size is not None:
        # Over the line on which the seller signs, a little to its right.
        centre = min(y - 6 * scale, maker.limit + 6 * scale - SEAL / 2)
        _seal(maker, seal, size, maker.left + min(width * 0.62, width - SEAL * 0.4), centre)
    maker.y += height


def _seal(maker: PageMaker, seal: bytes, size: tuple[int, int], x: float, y: float) -> None:
    factor = SEAL / max(size)
    across, down = size[0] * factor, size[1] * factor
    maker.pages[-1].pictures.append(Picture(x - across / 2, y - down / 2, across, down, seal, stamped=True))
