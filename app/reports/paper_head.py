"""The head of a paper's first page: the company, the title, the parties and the dates."""

from __future__ import annotations

from app.models.document import Mark, Party
from app.reports.languages import SEAM
from app.reports.page_maker import FAINT, HAIR, INK, RED, SOFT, PageMaker
from app.reports.pdf import Box, Line, Page, Picture, picture_size
from app.reports.typesetting import fitting_size, wrap


def set_head(maker: PageMaker) -> None:
    """Begin the first page."""
    page = maker.new_page()
    top = maker.y
    below = _company(maker, page, top, maker.across * 0.56)
    title_end = _title(maker, page, top)
    scale = maker.scale
    maker.y = max(below, title_end) + 13 * scale
    page.lines.append(Line(maker.left, maker.y, maker.right, maker.y, 0.5, HAIR))
    maker.y += 15 * scale
    _blocks(maker, page)
    maker.y += 16 * scale
    if maker.sheet.lead:
        _lead(maker)
        maker.y += 15 * scale


def _lead(maker: PageMaker) -> None:
    """The text above the table, over as many pages as it needs."""
    leading = maker.body * 1.6
    for line in wrap(maker.cleaner.clean(maker.sheet.lead), maker.regular, maker.body, maker.across):
        if maker.y + leading > maker.limit:
            maker.next_page()
        maker.y = maker.lines(maker.pages[-1], maker.left, maker.y, [line], maker.regular, maker.body, INK, 1.6)


def _company(maker: PageMaker, page: Page, top: float, width: float) -> float:
    sheet, scale = maker.sheet, maker.scale
    clean = maker.cleaner.clean
    x, y = maker.left, top
    logo = sheet.logo if maker.style.logo else b""
    size = picture_size(logo) if logo else None
    if size is not None:
        factor = min(38 * scale / size[1], 150 * scale / size[0])
        across, down = size[0] * factor, size[1] * factor
        page.pictures.append(Picture(x, y, across, down, logo))
        if across <= 76 * scale:
            # A compact logo stands beside the name, a wide one above it.
            x += across + 12 * scale
            width -= across + 12 * scale
            y -= 2 * scale
        else:
            y += down + 8 * scale
    seller = sheet.seller
    letters = 12.5 * scale
    name = wrap(clean(seller.name), maker.bold, letters, width)
    y = maker.lines(page, x, y, name, maker.bold, letters, INK, 1.3)
    y += 2.5 * scale
    _ = maker.translate
    contact = "   ".join(part for part in (seller.phone, seller.email) if part)
    tax = _("Tax no. {number}").format(number=seller.tax_number) if seller.tax_number else ""
    for part in (seller.address, contact, tax, maker.style.heading.strip()):
        if part:
            lines = wrap(clean(part), maker.regular, maker.small, width)
            y = maker.lines(page, x, y, lines, maker.regular, maker.small, SOFT, 1.45)
    return y


def _title(maker: PageMaker, page: Page, top: float) -> float:
    sheet, scale = maker.sheet, maker.scale
    clean = maker.cleaner.clean
    width = maker.across * 0.42
    title, _seam, second = clean(maker.title).partition(SEAM)
    size = fitting_size(title, maker.bold, 21.0 * scale, width, least=11 * scale, step=0.5 * scale)
    lines = wrap(title, maker.bold, size, width)
    y = maker.lines(page, maker.right, top - 4 * scale, lines, maker.bold, size, maker.strong, 1.3, "right")
    if second:
        below = wrap(second, maker.regular, 11 * scale, width)
        y = maker.lines(page, maker.right, y, below, maker.regular, 11 * scale, maker.strong, 1.4, "right")
    if sheet.number:
        number = wrap(clean(sheet.number), maker.regular, 11 * scale, width)
        y = maker.lines(page, maker.right, y, number, maker.regular, 11 * scale, SOFT, 1.4, "right")
    if sheet.subtitle:
        lines = wrap(clean(sheet.subtitle), maker.regular, maker.small, width)
        y = maker.lines(page, maker.right, y + 1 * scale, lines, maker.regular, maker.small, FAINT, 1.45, "right")
    if sheet.mark is not Mark.NONE:
        y = _stamp(maker, page, y + 5 * scale)
    return y


def _stamp(maker: PageMaker, page: Page, y: float) -> float:
    word = maker.mark_word()
    size = 8.5 * maker.scale
    ink = RED if maker.sheet.mark is Mark.VOID else SOFT
    wide = maker.bold.width(word, size) + 14 * maker.scale
    high = size * 1.75
    page.boxes.append(Box(maker.right - wide, y, wide, high, ink, 0.9))
    page.text(maker.right - wide / 2, y + high / 2 + size * 0.36, word, maker.bold, size, ink, "centre")
    return y + high


def _blocks(maker: PageMaker, page: Page) -> None:
    """The parties in columns from the left, the dates and names as pairs in the last column."""
    sheet, scale = maker.sheet, maker.scale
    gap = 18 * scale
    count = len(sheet.parties)
    meta_width = maker.across * (0.36 if count < 2 else 0.33)
    width = (maker.across - meta_width - gap * count) / max(1, count)
    ends = [maker.y]
    x = maker.left
    for label, party in sheet.parties:
        ends.append(_party(maker, page, x, width, label, party))
        x += width + gap
    ends.append(_meta(maker, page, meta_width))
    maker.y = max(ends)


def _party(maker: PageMaker, page: Page, x: float, width: float, label: str, party: Party) -> float:
    _ = maker.translate
    clean = maker.cleaner.clean
    small = maker.small
    told = maker.label_lines(label, maker.regular, small, width)
    y = maker.lines(page, x, maker.y, told, maker.regular, small, FAINT, 1.5)
    y += 1.5 * maker.scale
    name = wrap(clean(party.name), maker.bold, maker.body, width)
    y = maker.lines(page, x, y, name, maker.bold, maker.body, INK, 1.5)
    tax = _("Tax no. {number}").format(number=party.tax_number) if party.tax_number else ""
    contact = "  ".join(part for part in (party.contact, party.phone) if part)
    for part in (party.address, contact, party.email, tax):
        if part:
            lines = wrap(clean(part), maker.regular, small, width)
            y = maker.lines(page, x, y, lines, maker.regular, small, SOFT, 1.5)
    return y


def _meta(maker: PageMaker, page: Page, width: float) -> float:
    clean = maker.cleaner.clean
    x, y = maker.right - width, maker.y
    for label, value in maker.sheet.meta:
        size = maker.body * 0.94
        spacing = maker.small * 1.5 / size
        title = maker.label_lines(label, maker.regular, maker.small, width * 0.46)
        lines = wrap(clean(value), maker.regular, size, width * 0.52)
        ends = maker.lines(page, x, y, title, maker.regular, maker.small, FAINT, 1.5)
        # Both stand on one base line.
        shift = (maker.small - size) * 0.36
        end = maker.lines(page, maker.right, y + shift, lines, maker.regular, size, INK, spacing, "right")
        y = max(ends, end) + 3.2 * maker.scale
    return y
