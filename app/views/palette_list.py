"""The list below the box of the quick search: headings and items, painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.i18n import N_
from app.views import theme
from app.views.palette_items import Item
from app.views.texts import say
from app.views.widgets.keycaps import paint_caps

ROW = 36
HEADING = 30
SIDE = 18
Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    """Items below the headings of their groups; a heading is a text of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[str | Item] = []

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these items; each group's heading stands above its first item."""
        self.beginResetModel()
        self.lines = []
        group = ""
        for item in items:
            if item.group != group:
                group = item.group
                self.lines.append(group)
            self.lines.append(item)
        self.endResetModel()

    def item(self, line: int) -> Item | None:
        """The item on a line; None for a heading."""
        found = self.lines[line] if 0 <= line < len(self.lines) else None
        return found if isinstance(found, Item) else None

    def line_of(self, key: str) -> int:
        """Where an item stands, -1 if it is not there."""
        return next((i for i, line in enumerate(self.lines) if isinstance(line, Item) and line.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.item(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.lines[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return line.title if isinstance(line, Item) else line
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, str):
                return line
            return ", ".join(part for part in (line.title, line.subtitle, line.amount, line.keys) if part)
        return None


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model: Any = index.model()
        return QSize(100, ROW if model.item(index.row()) is not None else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        given: Any = option
        model: Any = index.model()
        box: QRect = given.rect
        item = model.item(index.row())
        painter.save()
        if item is None:
            painter.setFont(theme.font(12, bold=True))
            painter.setPen(theme.colour("text3"))
            painter.drawText(box.adjusted(14, 6, -14, 0), Qt.AlignmentFlag.AlignVCenter, model.lines[index.row()])
        else:
            self._paint_item(painter, box, item, given.state)
        painter.restore()

    def _paint_item(self, painter: QPainter, box: QRect, item: Item, state: Any) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(box.adjusted(6, 0, -6, 0)), 6, 6)
        middle = box.center().y() + 1
        if item.picture is not None:
            item.picture.paint(painter, QRect(box.left() + 16, middle - SIDE // 2, SIDE, SIDE))
        left, right = box.left() + 16 + SIDE + 12, box.right() - 16
        if item.keys:
            right = paint_caps(painter, right, middle, item.keys, ground="sel" if chosen else "surface2") - 12
        elif item.amount:
            right = self._text(painter, item.amount, left, right, box, 13, "text2", at_right=True) - 12
        used = self._text(painter, item.title, left, right, box, 13, "text")
        if item.subtitle and right - used > 60:
            self._text(painter, item.subtitle, used + 10, right, box, 12, "text2" if chosen else "text3")

    @staticmethod
    def _text(
        painter: QPainter,
        text: str,
        left: int,
        right: int,
        box: QRect,
        size: int,
        role: str,
        *,
        at_right: bool = False,
    ) -> int:
        font = theme.font(size)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, right - left))
        width = metrics.horizontalAdvance(shown)
        start = right - width if at_right else left
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        place = QRect(start, box.top(), width + 2, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return start if at_right else start + width


class PaletteList(QListView):
    """The list; the box above it keeps the keyboard and moves through it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette_list")
        say(self.setAccessibleName, N_("What was found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.lines = PaletteModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Lines(self))
        theme.switch().switched.connect(self.viewport().update)

    def current_item(self) -> Item | None:
        """The marked item."""
        return self.lines.item(self.currentIndex().row())

    def mark(self, line: int) -> None:
        """Mark the item on this line, or the next one after it."""
        while line < len(self.lines.lines) and self.lines.item(line) is None:
            line += 1
        if self.lines.item(line) is not None:
            self.setCurrentIndex(self.lines.index(line))
            top = 0 if line <= 1 else line
            self.scrollTo(self.lines.index(top))

    def step(self, by: int) -> None:
        """Mark the item so many items further, round the ends."""
        places = [i for i, line in enumerate(self.lines.lines) if isinstance(line, Item)]
        if not places:
            return
        now = self.currentIndex().row()
        at = places.index(now) if now in places else -1
        if abs(by) == 1:
            at = (at + by) % len(places)
        else:
            at = max(0, min(len(places) - 1, at + by))
        self.mark(places[at])

    def wanted_height(self) -> int:
        """How high the list would be with everything in sight."""
        return sum(ROW if isinstance(line, Item) else HEADING for line in self.lines.lines) + 8
