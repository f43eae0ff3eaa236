"""The header of a list: captions where the values stand, arrows of up to two sort keys, the column chooser."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from app.i18n import _
from app.queries.columns import Column, Kind
from app.queries.filters import Filter
from app.views import theme
from app.views.icons import glyph, icon, pixel_ratio
from app.views.painting import MARGIN, chip_width
from app.views.tokens import has_chip
from app.views.values import RIGHT, word_of

HEIGHT = 40
NARROWEST = 48
ARROW = 14
NARROW_TEXT = 132
"""A column of text gives way to the others down to this width."""
WIDEST_CHIP = 136

Sort = tuple[tuple[str, bool], ...]


class RecordHeader(QHeaderView):
    """Click sorts, Shift+click adds a second key, right click chooses columns; order and widths by dragging."""

    sort_asked = Signal(object)
    """The order the person wants, as ((key, descending), …)."""
    arranged = Signal()
    """Columns were moved, resized, hidden, shown or reset."""

    def __init__(
        self, columns: tuple[Column, ...], filters: Sequence[Filter] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("record_header")
        self.columns = columns
        self._states = {f.key: tuple(key for key, _word in f.values) for f in filters}
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
        """Sort by a column; again turns the order around; ``add`` makes it the second key."""
        known = dict(self.sort)
        descending = not known[key] if key in known else False
        if add and self.sort and self.sort[0][0] != key:
            wanted: Sort = (self.sort[0], (key, descending))
        elif add and self.sort:
            wanted = ((key, descending), *self.sort[1:])
        else:
            wanted = ((key, descending),)
        self.sort_asked.emit(wanted)

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
        if spare and 0 < missing <= spare:
            for i in texts:
                wanted[i] -= -(-max(0, wanted[i] - NARROW_TEXT) * missing // spare)
        self._quiet = True
        for i, width in wanted.items():
            self.resizeSection(i, width)
        self._quiet = False

    def _natural(self, column: Column) -> int:
        if column.kind is not Kind.STATE:
            return column.width
        words = [word_of(column.key, key) for key in self._states.get(column.key, ()) if has_chip(key)]
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

    def chooser(self) -> QMenu:
        """The menu that shows and hides columns."""
        menu = QMenu(self)
        menu.setObjectName("column_menu")
        shown = self.count() - self.hiddenSectionCount()
        for i, column in enumerate(self.columns):
            action = menu.addAction(_(column.title))
            action.setObjectName(f"column_{column.key}")
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(i))
            action.setEnabled(shown > 1 or self.isSectionHidden(i))
            action.toggled.connect(lambda on, i=i: self._show_column(i, on))
        menu.addSeparator()
        reset = menu.addAction(icon("undo-2"), _("Reset columns"))
        reset.setObjectName("reset_columns")
        reset.triggered.connect(self.reset_columns)
        return menu

    def _show_column(self, section: int, on: bool) -> None:
        self.setSectionHidden(section, not on)
        self.fit(self.width())
        self.arranged.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_chooser(event.globalPos())

    def open_chooser(self, where: QPoint) -> None:
        """Open the column chooser at a point of the screen."""
        menu = self.chooser()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

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
        width = room.width() - (ARROW + 2 if place >= 0 else 0)
        text = metrics.elidedText(_(column.title), Qt.TextElideMode.ElideRight, width)
        advance = metrics.horizontalAdvance(text)
        align = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        painter.drawText(room, align, text)
        if place >= 0:
            colour = t.accent if place == 0 else t.text3
            name = "arrow-down" if self.sort[place][1] else "arrow-up"
            x = room.right() - advance - ARROW - 1 if right else room.left() + advance + 3
            picture = glyph(name, colour, ARROW, pixel_ratio(painter))
            painter.drawPixmap(x, rect.center().y() - ARROW // 2, picture)
