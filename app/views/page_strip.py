"""The pages of a document on the screen: one below the other in any size, and as thumbnails."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.i18n import _
from app.views import theme
from app.views.texts import say

POINTS = 72
GAP = 16
KEPT = 12
THUMBNAIL = QSize(96, 128)


class Pages(Protocol):
    """Pages with sizes in points that can be drawn."""

    sizes: list[tuple[float, float]]

    def __len__(self) -> int: ...

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """A page on white."""
        ...


class PageStrip(QWidget):
    """All pages one below the other; draws those in sight and keeps the last few pictures."""

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_strip")
        self._pages = pages
        self.zoom = 1.0
        self._boxes: list[QRect] = []
        self._pictures: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        say(self.setAccessibleName, lambda: _("Pages of the document: {n}").format(n=len(pages)))
        self.lay_out()

    def lay_out(self) -> None:
        """Place the pages at the present zoom."""
        scale = self.zoom * 96 / POINTS
        widest = max((round(w * scale) for w, _h in self._pages.sizes), default=0)
        top = GAP
        self._boxes = []
        for width, height in self._pages.sizes:
            w, h = round(width * scale), round(height * scale)
            self._boxes.append(QRect(GAP + (widest - w) // 2, top, w, h))
            top += h + GAP
        self.setFixedSize(widest + 2 * GAP, top)
        self._pictures.clear()
        self.update()

    def top_of(self, number: int) -> int:
        """Where a page begins."""
        return self._boxes[number].top() - GAP // 2

    def page_at(self, height: int) -> int:
        """Which page lies at a height."""
        return next(
            (i for i, box in enumerate(self._boxes) if box.bottom() + GAP >= height), max(0, len(self._boxes) - 1)
        )

    def _picture(self, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (number, round(self.zoom * ratio * 1000))
        found = self._pictures.get(key)
        if found is None:
            found = QPixmap.fromImage(self._pages.picture(number, 96 * self.zoom * ratio))
            found.setDevicePixelRatio(ratio)
            self._pictures[key] = found
            if len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, box in enumerate(self._boxes):
            if box.intersects(event.rect()):
                painter.fillRect(box.adjusted(-1, -1, 1, 1), QColor(theme.tokens().border_strong))
                painter.drawPixmap(box, self._picture(number))
        painter.end()


class Thumbnails(QAbstractListModel):
    """Small pictures of all pages, drawn when asked for."""

    def __init__(self, pages: Pages, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._icons: dict[int, QIcon] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._pages)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        number = index.row()
        if role == int(Qt.ItemDataRole.DisplayRole):
            return str(number + 1)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return _("Page {n}").format(n=number + 1)
        if role == int(Qt.ItemDataRole.DecorationRole):
            if number not in self._icons:
                width, height = self._pages.sizes[number]
                dots = POINTS * min(THUMBNAIL.width() / width, THUMBNAIL.height() / height)
                self._icons[number] = QIcon(QPixmap.fromImage(self._pages.picture(number, dots)))
            return self._icons[number]
        return None


class PageArea(QScrollArea):
    """Ctrl+wheel zooms; a new size fits the page again if it was fitted."""

    zoom_asked = Signal(int)
    resized = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
