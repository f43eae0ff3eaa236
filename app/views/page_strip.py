"""The pages of a document on the screen: one below the other in any size, and as thumbnails."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.i18n import _
from app.views import theme
from app.views.page_renderer import Kept, Pages, Renderer
from app.views.texts import say

POINTS = 72
GAP = 16
THUMBNAIL = QSize(96, 128)
MOST_PIXELS = 24_000_000
"""What is kept of drawn pages: about a hundred megabytes."""
MOST_THUMBNAILS = 4_000_000


class PageStrip(QWidget):
    """All pages one below the other. Those in sight are drawn beside the window; until then the paper is blank, or
    shows a picture of another size."""

    def __init__(self, renderer: Renderer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_strip")
        self._renderer = renderer
        self.zoom = 1.0
        self._boxes: list[QRect] = []
        self.pictures = Kept(MOST_PIXELS)
        renderer.drawn.connect(self._drawn)
        self.show_pages()

    @property
    def _pages(self) -> Pages:
        return self._renderer.pages

    def show_pages(self) -> None:
        """Show the renderer's present pages."""
        self.pictures.clear()
        count = len(self._pages)
        say(self.setAccessibleName, lambda: _("Pages of the document: {n}").format(n=count))
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
        self.update()

    def top_of(self, number: int) -> int:
        """Where a page begins."""
        return self._boxes[number].top() - GAP // 2

    def page_at(self, height: int) -> int:
        """Which page lies at a height."""
        return next(
            (i for i, box in enumerate(self._boxes) if box.bottom() + GAP >= height), max(0, len(self._boxes) - 1)
        )

    @property
    def _size(self) -> int:
        return round(96_000 * self.zoom * self.devicePixelRatioF())

    def _drawn(self, number: int, size: int, picture: QImage) -> None:
        if size == self._size:
            self.pictures.put((number, size), QPixmap.fromImage(picture))
            if number < len(self._boxes):
                self.update(self._boxes[number])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._size
        edge, paper = QColor(theme.tokens().border_strong), QColor("white")
        for number, box in enumerate(self._boxes):
            if not box.intersects(event.rect()):
                continue
            painter.fillRect(box.adjusted(-1, -1, 1, 1), edge)
            painter.fillRect(box, paper)
            sharp = self.pictures.get((number, size))
            shown = sharp or self.pictures.any_of(number)
            if shown is not None:
                painter.drawPixmap(box, shown, shown.rect())
            if sharp is None:
                self._renderer.ask(number, size)
        painter.end()


class Thumbnails(QAbstractListModel):
    """Small pictures of all pages, drawn when they come into sight."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self._renderer = renderer
        self._icons = Kept(MOST_THUMBNAILS)
        renderer.drawn.connect(self._drawn)

    @property
    def _pages(self) -> Pages:
        return self._renderer.pages

    def show_pages(self) -> None:
        """Show the renderer's present pages."""
        self.beginResetModel()
        self._icons.clear()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._pages)

    def _size(self, number: int) -> int:
        width, height = self._pages.sizes[number]
        return round(1000 * POINTS * min(THUMBNAIL.width() / width, THUMBNAIL.height() / height))

    def _drawn(self, number: int, size: int, picture: QImage) -> None:
        if number < len(self._pages) and size == self._size(number):
            self._icons.put((number, size), QPixmap.fromImage(picture))
            at = self.index(number)
            self.dataChanged.emit(at, at)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        number = index.row()
        if role == int(Qt.ItemDataRole.DisplayRole):
            return str(number + 1)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return _("Page {n}").format(n=number + 1)
        if role == int(Qt.ItemDataRole.DecorationRole):
            size = self._size(number)
            found = self._icons.get((number, size))
            if found is None:
                self._renderer.ask(number, size)
                found = self._blank(number)
            icon = QIcon(found)
            # Paper stays white when its page is chosen.
            icon.addPixmap(found, QIcon.Mode.Selected)
            return icon
        return None

    def _blank(self, number: int) -> QPixmap:
        width, height = self._pages.sizes[number]
        scale = min(THUMBNAIL.width() / width, THUMBNAIL.height() / height)
        made = QPixmap(max(1, round(width * scale)), max(1, round(height * scale)))
        made.fill(QColor("white"))
        return made


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
