"""Looking at the pages of a document: thumbnails at the left, pages in any size, and the tools and keys for both."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget

from app.i18n import N_, _
from app.views.commands import action_for
from app.views.page_renderer import Pages, Renderer
from app.views.page_strip import GAP, POINTS, THUMBNAIL, PageArea, PageStrip, Thumbnails
from app.views.texts import Saying, say
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.labels import label

ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PageViewer(QWidget):
    """``tools(title)`` gives the row above it, ``actions_of(dialog)`` its keys."""

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.setObjectName("page_viewer")
        self.renderer = Renderer(pages, self)
        self._fit = "page"
        self.strip = PageStrip(self.renderer)
        self.area = PageArea()
        self.area.setObjectName("page_area")
        self.area.setWidget(self.strip)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.zoom_asked.connect(self.step_zoom)
        self.area.resized.connect(self._refit)
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._tell_page())
        say(self.area.setAccessibleName, N_("Pages of the document"))
        self._thumbs = Thumbnails(self.renderer)
        self.thumbnails = QListView()
        self.thumbnails.setObjectName("thumbnails")
        say(self.thumbnails.setAccessibleName, N_("Pages"))
        self.thumbnails.setModel(self._thumbs)
        self.thumbnails.setIconSize(THUMBNAIL)
        self.thumbnails.setViewMode(QListView.ViewMode.IconMode)
        self.thumbnails.setFlow(QListView.Flow.TopToBottom)
        self.thumbnails.setWrapping(False)
        self.thumbnails.setMovement(QListView.Movement.Static)
        self.thumbnails.setUniformItemSizes(True)
        self.thumbnails.setGridSize(QSize(THUMBNAIL.width() + 44, THUMBNAIL.height() + 36))
        self.thumbnails.setFixedWidth(THUMBNAIL.width() + 56)
        self.thumbnails.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.thumbnails.selectionModel().currentChanged.connect(lambda now, _before: self.go_to(now.row()))
        self.page_label = label("", "muted", "preview_page")
        self.zoom_label = label("", "muted", "preview_zoom")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addWidget(self.area, 1)
        self.setFocusProxy(self.area)
        self.show_pages(pages)

    def tools(self, title: Saying) -> QHBoxLayout:
        """The row above the pages: what it is, where one is, and how large it is shown."""
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(4)
        row.addWidget(label(title, "section", "preview_title"))
        row.addSpacing(12)
        row.addWidget(self.page_label)
        row.addStretch(1)
        row.addWidget(icon_button("zoom-out", N_("Smaller (Ctrl+−)"), "zoom_out", run=lambda: self.step_zoom(-1)))
        self.zoom_label.setMinimumWidth(48)
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.zoom_label)
        row.addWidget(icon_button("zoom-in", N_("Larger (Ctrl++)"), "zoom_in", run=lambda: self.step_zoom(1)))
        row.addSpacing(8)
        row.addWidget(button(N_("Whole page"), "zoom_fit", kind="quiet", run=self.fit))
        row.addWidget(button(N_("Page width"), "zoom_width", kind="quiet", run=self.fit_width))
        row.addWidget(button(lambda: "100 %", "zoom_100", kind="quiet", run=lambda: self.set_zoom(1.0)))
        return row

    def actions_of(self, parent: QWidget) -> list[QAction]:
        """The keys for moving and zooming, working anywhere in ``parent``."""
        made = []
        for name, text, keys, run in (
            ("preview_larger", N_("Larger"), ("Ctrl++", "Ctrl+="), lambda: self.step_zoom(1)),
            ("preview_smaller", N_("Smaller"), ("Ctrl+-",), lambda: self.step_zoom(-1)),
            ("preview_whole", N_("Whole page"), ("Ctrl+0",), self.fit),
            ("preview_100", N_("Size on paper"), ("Ctrl+1",), lambda: self.set_zoom(1.0)),
            ("preview_width", N_("Page width"), ("Ctrl+2",), self.fit_width),
            ("preview_next", N_("Next page"), ("PgDown",), lambda: self.go_to(self.page + 1)),
            ("preview_previous", N_("Page before"), ("PgUp",), lambda: self.go_to(max(0, self.page - 1))),
            ("preview_first", N_("First page"), ("Ctrl+Home",), lambda: self.go_to(0)),
            ("preview_last", N_("Last page"), ("Ctrl+End",), lambda: self.go_to(len(self.renderer.pages) - 1)),
        ):
            action = action_for(name, text, run, parent)
            action.setShortcuts([QKeySequence(each) for each in keys])
            parent.addAction(action)
            made.append(action)
        return made

    # Pages

    def show_pages(self, pages: Pages) -> None:
        """Show these pages instead; one stays on the page where one was."""
        page = self.page
        if pages is not self.renderer.pages:
            self.renderer.show(pages)
        self.strip.show_pages()
        self._thumbs.show_pages()
        self.thumbnails.setVisible(len(pages) > 1)
        self._refit()
        self.go_to(min(page, len(pages) - 1))
        self._tell_page()

    def go_to(self, page: int) -> None:
        """Bring a page into sight."""
        if 0 <= page < len(self.renderer.pages):
            self.area.verticalScrollBar().setValue(self.strip.top_of(page))
            self._tell_page()

    @property
    def page(self) -> int:
        """The page that is looked at, from 0."""
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
        return self.strip.page_at(middle) if len(self.renderer.pages) else 0

    def _tell_page(self) -> None:
        page, count = self.page, len(self.renderer.pages)
        if count:
            say(self.page_label.setText, lambda: _("Page {n} of {all}").format(n=f"{page + 1:,}", all=f"{count:,}"))
        else:
            say(self.page_label.setText, lambda: "")
        self.zoom_label.setText(f"{round(self.strip.zoom * 100)} %")
        if count > 1 and self.thumbnails.currentIndex().row() != page:
            with QSignalBlocker(self.thumbnails.selectionModel()):
                self.thumbnails.setCurrentIndex(self._thumbs.index(page))
            self.thumbnails.viewport().update()

    # Size

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._refit()

    def _refit(self) -> None:
        if self._fit == "page":
            self.fit()
        elif self._fit == "width":
            self.fit_width()

    def _room(self) -> tuple[float, float]:
        """How large a page may be to be seen whole, and to fill the width."""
        width, height = max(self.renderer.pages.sizes, default=(595.0, 842.0))
        room = self.area.viewport().size()
        across = (room.width() - 2 * GAP) / (width * 96 / POINTS)
        down = (room.height() - 2 * GAP) / (height * 96 / POINTS)
        return max(0.1, min(across, down)), max(0.1, across)

    def fit(self) -> None:
        """Show a whole page."""
        self.set_zoom(self._room()[0], fit="page")

    def fit_width(self) -> None:
        """Show pages as wide as there is room."""
        self.set_zoom(self._room()[1], fit="width")

    def set_zoom(self, zoom: float, *, fit: str = "") -> None:
        """Show pages at a size; 1.0 is as large as on paper."""
        self._fit = fit
        if abs(zoom - self.strip.zoom) < 0.001:
            return
        page = self.page
        self.strip.zoom = zoom
        self.strip.lay_out()
        self.go_to(page)
        self._tell_page()

    def step_zoom(self, step: int) -> None:
        """The next larger or smaller size."""
        now = self.strip.zoom
        larger = [z for z in ZOOMS if z > now + 0.01]
        smaller = [z for z in ZOOMS if z < now - 0.01]
        self.set_zoom((larger[0] if larger else ZOOMS[-1]) if step > 0 else (smaller[-1] if smaller else ZOOMS[0]))
