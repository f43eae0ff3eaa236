"""Parts that are painted rather than built of widgets: chips, cells, the caption of a column."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from app.queries.columns import Column, Kind, Row
from app.views import theme
from app.views.icons import glyph, pixel_ratio
from app.views.tokens import Scheme, chip_style, has_chip
from app.views.values import RIGHT

CHIP_HEIGHT = 21
CHIP_PADDING = 8
CHIP_GLYPH = 12
MARGIN = 11
"""Pixels from a cell's edge to its text, the same in the header."""

NOTHING = frozenset({"0", "0.0", "0.00", "0.000"})
"""Figures that stand back behind those that say something."""

_FLAGS = {
    right: int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
    for right, side in ((False, Qt.AlignmentFlag.AlignLeft), (True, Qt.AlignmentFlag.AlignRight))
}
"""How a text stands in its cell, by whether it stands at the right."""
_SELECTED = int(QStyle.StateFlag.State_Selected.value)


@lru_cache(maxsize=4)
def _metrics(pixels: int, bold: bool) -> QFontMetrics:
    return QFontMetrics(theme.font(pixels, bold=bold))


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=2)
def _cell_font(struck: bool) -> QFont:
    font = theme.font(13)
    font.setStrikeOut(struck)
    return font


@lru_cache(maxsize=8192)
def _fitted(text: str, room: int) -> str:
    return _metrics(13, False).elidedText(text, Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=1)
def _chip_font() -> QFont:
    return theme.font(12)


@lru_cache(maxsize=1024)
def chip_width(word: str) -> int:
    """How wide the chip of a word is."""
    return CHIP_PADDING * 2 + CHIP_GLYPH + 4 + _metrics(12, False).horizontalAdvance(word)


def paint_chip(
    painter: QPainter, left: int, middle: int, widest: int, key: str, word: str, *, outlined: bool = False
) -> None:
    """Draw the chip of state ``key`` from ``left`` around the height ``middle``, at most ``widest`` wide.

    ``outlined`` sets it off against a coloured ground.
    """
    width = min(chip_width(word), widest)
    if width > 0:
        picture = _chip(key, word, width, outlined, theme.scheme(), pixel_ratio(painter))
        painter.drawPixmap(left, middle - CHIP_HEIGHT // 2 - 1, picture)


@lru_cache(maxsize=256)
def _chip(key: str, word: str, width: int, outlined: bool, scheme: Scheme, ratio: float) -> QPixmap:
    """A chip as a picture: drawn anew in each cell they would be a third of the work of painting a list."""
    style = chip_style(key, scheme)
    picture = QPixmap(round(width * ratio), round((CHIP_HEIGHT + 1) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    box = QRectF(0, 0.5, width, CHIP_HEIGHT)
    painter = QPainter(picture)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if outlined:
        edge = QColor(style.foreground)
        edge.setAlpha(90)
        painter.setPen(edge)
        box.adjust(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(style.background))
    painter.drawRoundedRect(box, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
    middle = CHIP_HEIGHT // 2 + 1
    painter.drawPixmap(CHIP_PADDING, middle - CHIP_GLYPH // 2, glyph(style.glyph, style.foreground, CHIP_GLYPH, ratio))
    painter.setPen(_colour(style.foreground))
    painter.setFont(_chip_font())
    text_left = CHIP_PADDING + CHIP_GLYPH + 4
    room = int(box.right()) - CHIP_PADDING - text_left + 2
    text = _metrics(12, False).elidedText(word, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(text_left, int(box.top()), room, CHIP_HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)
    painter.end()
    return picture


class PaintedRows(Protocol):
    """What a model offers so that its cells can be painted."""

    columns: tuple[Column, ...]

    def row(self, number: int) -> Row | None:
        """The record in a line."""
        ...

    def texts(self, number: int) -> tuple[str, ...]:
        """What a line shows, column by column."""
        ...

    def struck(self, number: int) -> bool:
        """Whether the record of a line no longer counts."""
        ...

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        """What Qt asks of a model."""
        ...


class CellDelegate(QStyledItemDelegate):
    """Paints cells of a ``RecordView`` or ``SmallTable``: hover and selection of the row, chips, amounts, hairlines."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.hovered = -1
        self.current = -1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = cast(PaintedRows, index.model())
        t = theme.tokens()
        box: QRect = option.rect
        line, column = index.row(), index.column()
        selected = bool(option.state.value & _SELECTED)
        ground = self.ground(line, selected=selected)
        left, top, width, height = box.x(), box.y(), box.width(), box.height()
        painter.fillRect(left, top, width, height - 1, ground)
        painter.fillRect(left, top + height - 1, width, 1, _colour(t.border))
        if line == self.current and column == self._first_column():
            painter.fillRect(left, top, 3, height - 1, _colour(t.accent))
        self.paint_content(painter, model, line, column, box, selected=selected)

    def ground(self, line: int, *, selected: bool) -> QColor:
        """The colour below a line."""
        t = theme.tokens()
        return _colour(t.sel if selected else t.hover if line == self.hovered else t.surface)

    def paint_content(
        self, painter: QPainter, model: PaintedRows, line: int, column: int, box: QRect, *, selected: bool
    ) -> None:
        """Draw what a cell says into its place, on the ground that is there."""
        text = model.texts(line)[column]
        if not text:
            return
        t = theme.tokens()
        left, top, width, height = box.x(), box.y(), box.width(), box.height()
        kind = model.columns[column].kind
        if kind is Kind.STATE:
            row = model.row(line)
            key = str(row.values[column]) if row is not None else ""
            middle = top + (height - 1) // 2
            for problem in row.problems if row is not None else ():
                if problem.pin.column == model.columns[column].key:
                    room = width - MARGIN - 4
                    paint_chip(painter, left + MARGIN, middle, room, "overdue", problem.chip, outlined=selected)
                    return
            if has_chip(key):
                paint_chip(painter, left + MARGIN, middle, width - MARGIN - 4, key, text, outlined=selected)
                return
        if kind is Kind.NUMBER and (row := model.row(line)) is not None and row.problems and self._homeless(row, model):
            picture = glyph("circle-alert", t.danger, CHIP_GLYPH, pixel_ratio(painter))
            painter.drawPixmap(left + MARGIN, top + (height - 1 - CHIP_GLYPH) // 2, picture)
            left, width = left + CHIP_GLYPH + 4, width - CHIP_GLYPH - 4
        struck = model.struck(line)
        role = "text3" if (struck or (kind in RIGHT and text in NOTHING)) and not selected else "text"
        if kind is Kind.NUMBER and (line == self.hovered):
            role = "accent"
        elif text[0] == "-" and kind in RIGHT:
            role = "danger"
        painter.setFont(_cell_font(struck))
        painter.setPen(_colour(getattr(t, role)))
        room = width - 2 * MARGIN
        painter.drawText(left + MARGIN, top, room, height - 1, _FLAGS[kind in RIGHT], _fitted(text, room))

    def _homeless(self, row: Row, model: PaintedRows) -> bool:
        """Whether a problem's own column is hidden, so that the number has to tell of it."""
        view = self.parent()
        if not isinstance(view, QTableView):
            return False
        keys = [c.key for c in model.columns]
        return any(view.isColumnHidden(keys.index(p.pin.column)) for p in row.problems)

    def _first_column(self) -> int:
        view = self.parent()
        if not isinstance(view, QTableView):
            return 0
        header = view.horizontalHeader()
        for position in range(header.count()):
            logical = header.logicalIndex(position)
            if not header.isSectionHidden(logical):
                return logical
        return 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, 36)
