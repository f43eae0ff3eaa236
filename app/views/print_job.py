"""Printing the pages of a document as pictures, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from app.errors import FileError
from app.i18n import _
from app.views.page_renderer import Pages
from app.views.progress import Progress

SHARPEST = 600
"""Dots per inch above which a page prints no better."""


def printers() -> list[str]:
    """The names of the printers that are set up on this computer, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != usual)


class PrintJob(QObject):
    """Prints beside the window; ``over`` carries how many pages were sent, and the error or None."""

    told = Signal(int)
    over = Signal(int, object)

    def __init__(self, pages: Pages, printer: Any, first: int = 0) -> None:
        super().__init__()
        self.progress = Progress()
        self.done = 0
        self.first = max(first, max(1, printer.fromPage()) - 1)
        self._pages, self._printer = pages, printer
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Until the thread has ended."""
        self._thread.join()

    def _run(self) -> None:
        error: Exception | None = None
        try:
            draw_pages(self._pages, self._printer, self._tell, self.first)
        except Exception as problem:
            error = problem
        with suppress(RuntimeError):
            self.over.emit(self.done, error)

    def _tell(self, done: int, whole: int, what: str = "") -> None:
        self.done = done
        with suppress(RuntimeError):
            self.told.emit(done)
        self.progress(done, whole, what)


def draw_pages(
    pages: Pages, printer: Any, progress: Callable[[int, int], Any] = lambda _done, _whole: None, first: int = 0
) -> None:
    """Print the pages from ``first`` on as pictures as sharp as the printer, up to 600 dots per inch, each on its own
    paper. ``progress`` is told before each page how many were sent, and once at the end.

    Raises:
        FileError: The printer did not take the pages.
        Cancelled: ``progress`` raised it; the pages already sent are printed.
    """
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize

    first = max(first, max(1, printer.fromPage()) - 1)
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
        progress(max(0, last - first), max(0, last - first))
    finally:
        if painter is not None and painter.isActive():
            painter.end()
