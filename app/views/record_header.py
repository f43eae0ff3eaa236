"""The header of a list: captions where the values stand, the currency once, arrows of up to three sort keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app.i18n import _
from app.queries.columns import Column, Kind
from app.queries.filters import Filter
from app.queries.pins import Pin
from app.views import theme
from app.views.icons import glyph, pixel_ratio
from app.views.painting import MARGIN, chip_width
from app.views.tokens import has_chip
from app.views.values import RIGHT, word_of

HEIGHT = 40
NARROWEST = 48
ARROW = 14
NUMBER = 8
"""Room for the number of a sort key."""
NARROW_TEXT = 132
"""A column of text gives way to the others down to this width."""
WIDEST_CHIP = 136
MOST_KEYS = 3
"""So many columns at most sort a list."""

Sort = tuple[tuple[str, bool], ...]


class RecordHeader(QHeaderView):
    """Click sorts, Shift+click adds a further key, right click asks for a menu; order and widths by dragging."""

    sort_asked = Signal(object)
    """The order the person wants, as ((key, descending), …)."""
    arranged = Signal()
    """Columns were moved, resized, hidden, shown or reset."""
    menu_asked = Signal(int, QPoint)
    """The menu of a column (by its place among the list's columns) is wanted, at this point of the screen."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        of_column: Mapping[str, Filter] | None = None,
        currency: str = "",
        pins: Sequence[Pin] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("record_header")
        self.columns = columns
        self._states = {k: tuple(key for key, _word in f.values) for k, f in (of_column or {}).items()}
        self._currency = currency
        self._pins = tuple(pins)
        self.sort: Sort = ()
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(NARROWEST)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self._pressed_keys = Qt.KeyboardModifier.NoModifier
        self._quiet = False
        self._own_widths = False
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._tell)
        self.sectionResized.connect(self._resized)

    # Sorting

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_keys = event.modifiers()
        super().mousePressEvent(event)

    def _clicked(self, section: int) -> None:
        column = self.columns[section]
        if column.sortable:
            self.sort_by(column.key, add=bool(self._pressed_keys & Qt.KeyboardModifier.ShiftModifier))

    def sort_by(self, key: str, *, add: bool = False) -> None:
        """Sort by a column; again turns its order around; ``add`` makes it a further key, at most the third."""
        known = dict(self.sort)
        entry = (key, not known[key] if key in known else False)
        if not add:
            self.sort_asked.emit((entry,))
        elif key in known:
            self.sort_asked.emit(tuple(entry if each[0] == key else each for each in self.sort))
        else:
            self.sort_asked.emit((*self.sort[: MOST_KEYS - 1], entry))

    def sort_in(self, key: str, descending: bool) -> None:
        """Sort by a column alone, in this direction."""
        self.sort_asked.emit(((key, descending),))

    def show_sort(self, sort: Sort) -> None:
        """Show by which columns the list is sorted."""
        self.sort = sort
        self.viewport().update()

    # Columns

    def arrangement(self) -> dict[str, object]:
        """Order, widths and hidden columns, as the preferences keep them."""
        order = [self.columns[self.logicalIndex(i)].key for i in range(self.count())]
        hidden = [c.key for i, c in enumerate(self.columns) if self.isSectionHidden(i)]
        last = self._last_shown()
        widths: dict[str, int] = (
            {}
            if not self._own_widths
            else {
                c.key: self.sectionSize(i)
                for i, c in enumerate(self.columns)
                if not self.isSectionHidden(i) and i != last
            }
        )
        return {"order": order, "hidden": hidden, "widths": widths}

    def arrange(self, wanted: dict[str, object] | None = None) -> None:
        """Arrange the columns as remembered; without anything remembered, as the list defines them."""
        found = wanted or {}
        order, hidden, widths = found.get("order"), found.get("hidden"), found.get("widths")
        self._own_widths = bool(widths)
        self._quiet = True
        keys = [c.key for c in self.columns]
        named = [k for k in order if k in keys] if isinstance(order, list) else []
        for position, key in enumerate([*named, *(k for k in keys if k not in named)]):
            self.moveSection(self.visualIndex(keys.index(key)), position)
        for i, column in enumerate(self.columns):
            off = column.key in hidden if isinstance(hidden, list) else not column.shown
            self.setSectionHidden(i, off)
            width = widths.get(column.key) if isinstance(widths, dict) else None
            self.resizeSection(i, max(NARROWEST, width if isinstance(width, int) else column.width))
        if self.hiddenSectionCount() == self.count():
            self.showSection(0)
        self._quiet = False
        self.fit(self.width())
        self.viewport().update()

    def fit(self, room: int) -> None:
        """Make the columns as wide as their words ask for, and texts narrower where ``room`` is short.

        Widths that a person gave by dragging are left alone.
        """
        if self._own_widths:
            return
        shown = [i for i in range(self.count()) if not self.isSectionHidden(i)]
        wanted = {i: self._natural(self.columns[i]) for i in shown}
        missing = sum(wanted.values()) - room
        texts = [i for i in shown if self.columns[i].kind is Kind.TEXT]
        spare = sum(max(0, wanted[i] - NARROW_TEXT) for i in texts)
        if spare and missing > 0:
            taken = min(missing, spare)
            for i in texts:
                wanted[i] -= -(-max(0, wanted[i] - NARROW_TEXT) * taken // spare)
        self._quiet = True
        for i, width in wanted.items():
            self.resizeSection(i, width)
        self._quiet = False

    def caption(self, column: Column) -> str:
        """What stands above a column: its title, with the currency where it holds amounts."""
        money = self._currency and column.kind in (Kind.MONEY, Kind.PRICE)
        return f"{_(column.title)} {self._currency}" if money else _(column.title)

    def _natural(self, column: Column) -> int:
        if column.kind is not Kind.STATE:
            return column.width
        words = [word_of(column.key, key) for key in self._states.get(column.key, ()) if has_chip(key)]
        words += [p.chip(*p.widest) for p in self._pins if p.column == column.key and p.widest is not None]
        caption = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(_(column.title)) + 2 * MARGIN
        widest = max((chip_width(word) for word in words), default=0) + MARGIN + 4
        return max(caption, min(WIDEST_CHIP, widest)) if words else column.width

    def _last_shown(self) -> int:
        for position in range(self.count() - 1, -1, -1):
            logical = self.logicalIndex(position)
            if not self.isSectionHidden(logical):
                return logical
        return -1

    def _tell(self, *_what: int) -> None:
        if not self._quiet:
            self.arranged.emit()

    def _resized(self, section: int, before: int, now: int) -> None:
        # The last column changes with the window, and a hidden one has no width: neither is a person's choice.
        if not self._quiet and before and now and section != self._last_shown():
            self._own_widths = True
            self.arranged.emit()

    def reset_columns(self) -> None:
        """Show the columns as the list defines them."""
        self.arrange()
        self.arranged.emit()

    def show_column(self, section: int, on: bool) -> None:
        """Show or hide a column; the last one that is shown stays."""
        if not on and self.count() - self.hiddenSectionCount() <= 1:
            return
        self.setSectionHidden(section, not on)
        self.fit(self.width())
        self.arranged.emit()

    def place(self, keys: Sequence[str]) -> None:
        """Put the columns in this order, left to right."""
        self._quiet = True
        known = [c.key for c in self.columns]
        for position, key in enumerate(keys):
            self.moveSection(self.visualIndex(known.index(key)), position)
        self._quiet = False
        self.fit(self.width())
        self.viewport().update()
        self.arranged.emit()

    def shown_columns(self) -> list[int]:
        """The columns that are shown, from left to right, by their place among the list's columns."""
        order = [self.logicalIndex(i) for i in range(self.count())]
        return [i for i in order if not self.isSectionHidden(i)]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.logicalIndexAt(event.pos()), event.globalPos())

    # Painting

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        t = theme.tokens()
        column = self.columns[logicalIndex]
        painter.fillRect(rect, QColor(t.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(t.border_strong))
        place = next((i for i, (key, _down) in enumerate(self.sort) if key == column.key), -1)
        painter.setFont(theme.font(12, bold=True))
        painter.setPen(QColor(t.accent if place == 0 else t.text2))
        room = rect.adjusted(MARGIN, 0, -MARGIN, -1)
        metrics = QFontMetrics(painter.font())
        right = column.kind in RIGHT
        numbered = place >= 0 and len(self.sort) > 1
        mark = (ARROW + 2 if place >= 0 else 0) + (NUMBER if numbered else 0)
        whole = self.caption(column)
        said = whole if metrics.horizontalAdvance(whole) <= room.width() - mark else _(column.title)
        text = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room.width() - mark)
        advance = metrics.horizontalAdvance(text)
        align = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        painter.drawText(room, align, text)
        if place >= 0:
            colour = t.accent if place == 0 else t.text2
            name = "arrow-down" if self.sort[place][1] else "arrow-up"
            x = room.right() - advance - mark + 1 if right else room.left() + advance + 3
            picture = glyph(name, colour, ARROW, pixel_ratio(painter))
            painter.drawPixmap(x, rect.center().y() - ARROW // 2, picture)
            if numbered:
                painter.setPen(QColor(colour))
                at = QRect(x + ARROW, rect.top(), NUMBER, rect.height() - 1)
                painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(place + 1))
