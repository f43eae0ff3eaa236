"""Printing the pages of a document as pictures, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from app.errors import FileError
from app.i18n import _
from app.views.background import Progress
from app.views.page_strip import Pages

SHARPEST = 600
"""Dots per inch above which a page prints no better."""


def has_printer() -> bool:
    """Whether a printer is set up on this computer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


class PrintJob(QObject):
    """Prints beside the window; ``over`` carries the error, or None."""

    told = Signal(int)
    over = Signal(object)

    def __init__(self, pages: Pages, printer: Any) -> None:
        super().__init__()
        self.progress = Progress()
        self._pages, self._printer = pages, printer
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        error: Exception | None = None
        try:
            draw_pages(self._pages, self._printer, self._tell)
        except Exception as problem:
            error = problem
        self.over.emit(error)

    def _tell(self, done: int, whole: int, what: str = "") -> None:
        self.told.emit(done)
        self.progress(done, whole, what)


def draw_pages(pages: Pages, printer: Any, progress: Callable[[int, int], Any] = lambda _done, _whole: None) -> None:
    """Print the chosen pages as pictures as sharp as the printer, up to 600 dots per inch, each on its own paper.

    Raises:
        FileError: The printer did not take the pages.
        Cancelled: ``progress`` raised it; the pages already sent are printed.
    """
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize

    first = max(1, printer.fromPage()) - 1
    last = min(printer.toPage() or len(pages), len(pages))
    printer.setFullPage(True)
    painter: QPainter | None = None
    try:
        for number in range(first, last):
            progress(number - first, last - first)
            width, height = pages.sizes[number]
            size = QPageSize(
                QSizeF(min(width, height), max(width, height)),
                QPageSize.Unit.Point,
                "",
                QPageSize.SizeMatchPolicy.FuzzyMatch,
            )
            turned = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
            printer.setPageSize(size)
            printer.setPageOrientation(turned)
            printer.setPageMargins(QMarginsF(0, 0, 0, 0))
            if painter is None:
                painter = QPainter()
                begun = painter.begin(printer)
            else:
                begun = printer.newPage()
            if not begun:
                raise FileError(
                    _("The printer did not take page {n}. Check that it is switched on and try again.").format(
                        n=number + 1
                    ),
                    code="printer_refused",
                )
            dots = min(printer.resolution(), SHARPEST)
            painter.drawImage(QRectF(printer.paperRect(type(printer).Unit.DevicePixel)), pages.picture(number, dots))
    finally:
        if painter is not None and painter.isActive():
            painter.end()
