"""Print preview: shows the very bytes of a PDF, page by page, and prints or saves exactly these.

``PrintPreview(desk, pdf, title, "SO-2026-0412.pdf", kind="order_sheet").open()``. Pages are drawn when they come into
sight. Without a printer the main button saves the PDF. ``printed`` and ``saved`` tell the caller, which records it as
an operation. Printing runs on a thread of its own, with progress and cancel.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QProgressDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import FileError
from app.i18n import N_, _
from app.views import problems
from app.views.desk import Desk
from app.views.files import write_file
from app.views.page_strip import GAP, POINTS, THUMBNAIL, PageArea, PageStrip, Thumbnails
from app.views.print_job import PrintJob, has_printer
from app.views.texts import Saying, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.labels import label

ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfPages:
    """A PDF held in memory and its pages as pictures."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self.bytes = pdf
        self._lock = threading.Lock()
        try:
            self._document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise FileError(
                _("This document cannot be shown: its file is damaged. Make it again."), code="pdf_damaged"
            ) from None
        self.sizes: list[tuple[float, float]] = [self._document.get_page_size(i) for i in range(len(self._document))]

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """Page ``number`` on white. May be called from any thread."""
        with self._lock:
            page = self._document[number]
            bitmap = page.render(scale=dots_per_inch / POINTS, fill_color=(255, 255, 255, 255), prefer_bgrx=True)
            try:
                width, height, stride = bitmap.width, bitmap.height, bitmap.stride
                return QImage(bytes(bitmap.buffer), width, height, stride, QImage.Format.Format_RGB32).copy()
            finally:
                bitmap.close()
                page.close()

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            self._document.close()


def join_pdfs(files: Sequence[bytes]) -> bytes:
    """Several PDFs as one, page after page. May be called from any thread."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for pdf in files:
        part = pypdfium2.PdfDocument(pdf)
        whole.import_pages(part)
        part.close()
    out = BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


class PrintPreview(QDialog):
    """Shows a PDF and prints or saves it."""

    printed = Signal(int)
    """Pages were sent to a printer: how many copies."""
    saved = Signal(str)

    def __init__(
        self,
        desk: Desk,
        pdf: bytes,
        title: Saying,
        file_name: str,
        *,
        kind: str = "document",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("print_preview")
        self._desk = desk
        self._kind = kind
        self._file_name = file_name
        self.pages = PdfPages(pdf)
        self._fitted = True
        self._job: PrintJob | None = None
        say(self.setWindowTitle, title)
        self.resize(880, 720)
        self.setMinimumSize(640, 480)
        self.strip = PageStrip(self.pages)
        self.area = PageArea()
        self.area.setObjectName("page_area")
        self.area.setWidget(self.strip)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.zoom_asked.connect(self._step_zoom)
        self.area.resized.connect(self._refit)
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._tell_page())
        self.thumbnails = QListView()
        self.thumbnails.setObjectName("thumbnails")
        say(self.thumbnails.setAccessibleName, N_("Pages"))
        self.thumbnails.setModel(Thumbnails(self.pages, self))
        self.thumbnails.setIconSize(THUMBNAIL)
        self.thumbnails.setViewMode(QListView.ViewMode.IconMode)
        self.thumbnails.setFlow(QListView.Flow.TopToBottom)
        self.thumbnails.setWrapping(False)
        self.thumbnails.setMovement(QListView.Movement.Static)
        self.thumbnails.setUniformItemSizes(True)
        self.thumbnails.setGridSize(QSize(THUMBNAIL.width() + 32, THUMBNAIL.height() + 36))
        self.thumbnails.setFixedWidth(THUMBNAIL.width() + 56)
        self.thumbnails.selectionModel().currentChanged.connect(lambda now, _before: self.go_to(now.row()))
        self.thumbnails.setVisible(len(self.pages) > 1)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._toolbar(title))
        self.banner = Banner("preview_banner")
        column.addWidget(self.banner)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.thumbnails)
        middle.addWidget(self.area, 1)
        column.addLayout(middle, 1)
        self._tell_page()

    def _toolbar(self, title: Saying) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(label(title, "section", "preview_title"))
        self.page_label = label("", "hint", "preview_page")
        row.addWidget(self.page_label)
        row.addStretch(1)
        row.addWidget(icon_button("zoom-out", N_("Smaller"), "zoom_out", run=lambda: self._step_zoom(-1)))
        row.addWidget(icon_button("zoom-in", N_("Larger"), "zoom_in", run=lambda: self._step_zoom(1)))
        self.fit_button = button(N_("Fit"), "zoom_fit", kind="quiet", run=self.fit)
        self.whole_button = button(lambda: "100 %", "zoom_100", kind="quiet", run=lambda: self.set_zoom(1.0))
        row.addWidget(self.fit_button)
        row.addWidget(self.whole_button)
        printing = has_printer()
        self.save_button = self._main(N_("Save as PDF…"), "save_pdf", "save", self.save, not printing)
        self.print_button = self._main(N_("Print…"), "print", "printer", self.print_pages, printing)
        for made in (self.print_button, self.save_button) if not printing else (self.save_button, self.print_button):
            row.addWidget(made)
        return row

    @staticmethod
    def _main(text: str, name: str, icon: str, run: Callable[[], Any], primary: bool) -> QPushButton:
        made = button(text, f"{name}_button", kind="primary" if primary else "secondary", icon=icon, run=run)
        made.setDefault(primary)
        return made

    def say_remark(self, text: str) -> None:
        """Say above the pages what a person should know before printing; nothing for an empty text."""
        if text:
            self.banner.tell("warn", lambda: text)

    # Looking

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._refit()
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refit(self) -> None:
        if self._fitted:
            self.fit()

    def fit(self) -> None:
        """Show a whole page."""
        width, height = max(self.pages.sizes, default=(595.0, 842.0))
        room = self.area.viewport().size()
        across = (room.width() - 2 * GAP) / (width * 96 / POINTS)
        down = (room.height() - 2 * GAP) / (height * 96 / POINTS)
        self.set_zoom(max(0.1, min(across, down)), fitted=True)

    def set_zoom(self, zoom: float, *, fitted: bool = False) -> None:
        """Show pages at a size; 1.0 is as large as on paper."""
        self._fitted = fitted
        if abs(zoom - self.strip.zoom) < 0.001:
            return
        page = self.strip.page_at(self.area.verticalScrollBar().value() + GAP)
        self.strip.zoom = zoom
        self.strip.lay_out()
        self.go_to(page)
        self._tell_page()

    def _step_zoom(self, step: int) -> None:
        now = self.strip.zoom
        larger = [z for z in ZOOMS if z > now + 0.01]
        smaller = [z for z in ZOOMS if z < now - 0.01]
        self.set_zoom((larger[0] if larger else ZOOMS[-1]) if step > 0 else (smaller[-1] if smaller else ZOOMS[0]))

    def go_to(self, page: int) -> None:
        """Bring a page into sight."""
        if 0 <= page < len(self.pages):
            self.area.verticalScrollBar().setValue(self.strip.top_of(page))

    def _tell_page(self) -> None:
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
        page = self.strip.page_at(middle) + 1 if len(self.pages) else 0
        say(
            self.page_label.setText,
            lambda: _("Page {n} of {all} · {zoom} %").format(
                n=page, all=len(self.pages), zoom=round(self.strip.zoom * 100)
            ),
        )

    # Saving and printing

    def save(self) -> None:
        """Ask for a place and keep the file there."""
        folder = self._desk.preferences.get("printing.folder", str(Path.home()))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as PDF"), str(Path(folder) / self._file_name), _("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Keep the file at ``path``; a problem is shown."""
        try:
            write_file(path, self.pages.bytes)
        except FileError as problem:
            problems.show(problem, parent=self)
            return
        self._desk.preferences.set("printing.folder", str(path.parent))
        self.saved.emit(str(path))

    def print_pages(self) -> None:
        """Ask for a printer and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        kept = self._desk.preferences.get(f"printing.{self._kind}.printer", "")
        if kept and kept in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(kept)
        printer.setDocName(self._file_name)
        printer.setFromTo(1, len(self.pages))
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self.pages))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self._desk.preferences.set(f"printing.{self._kind}.printer", printer.printerName())
        self.print_on(printer)

    def print_on(self, printer: Any) -> None:
        """Print on a chosen printer, beside the window."""
        self._job = PrintJob(self.pages, printer)
        waiting = QProgressDialog(_("Printing"), _("Cancel"), 0, len(self.pages), self)
        waiting.setObjectName("printing_progress")
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setMinimumDuration(300)
        waiting.canceled.connect(self._job.progress.cancel)
        self._job.told.connect(waiting.setValue)
        self._job.over.connect(waiting.reset)
        self._job.over.connect(lambda error: self._print_over(error, max(1, printer.copyCount())))
        self._job.start()

    def _print_over(self, error: object, copies: int) -> None:
        if self._job is not None:
            self._job.wait()
            self._job = None
        if isinstance(error, Exception):
            problems.show(error, parent=self)
        else:
            self.printed.emit(copies)

    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.progress.cancel()
            self._job.wait()
            self._job = None
        super().done(result)
        self.pages.close()
