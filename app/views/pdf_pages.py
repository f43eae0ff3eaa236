"""PDFs held in memory: their pages as pictures, and several joined into one.

Its library works for one thread at a time, whatever document is meant, so everything here waits for one lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from io import BytesIO

from PySide6.QtGui import QImage

from app.errors import FileError
from app.i18n import _

POINTS = 72
"""Points to an inch, the measure of PDF pages."""

_one_at_a_time = threading.Lock()


class PdfPages:
    """A PDF held in memory and its pages as pictures. May be used from any thread."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self.bytes = pdf
        self._closed = False
        with _one_at_a_time:
            try:
                self._document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError:
                raise FileError(
                    _("This document cannot be shown: its file is damaged. Make it again."), code="pdf_damaged"
                ) from None
            self.sizes: list[tuple[float, float]] = [
                self._document.get_page_size(i) for i in range(len(self._document))
            ]

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """Page ``number`` on white; an empty picture once the document is closed."""
        with _one_at_a_time:
            if self._closed:
                return QImage()
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
        with _one_at_a_time:
            if not self._closed:
                self._closed = True
                self._document.close()


def join_pdfs(
    files: Sequence[bytes], progress: Callable[[int, int], object] = lambda _done, _whole: None
) -> tuple[bytes, list[int]]:
    """Several PDFs as one, page after page, and how many pages each of them has. May be called from any thread."""
    import pypdfium2

    counts: list[int] = []
    with _one_at_a_time:
        whole = pypdfium2.PdfDocument.new()
    try:
        for done, pdf in enumerate(files):
            progress(done, len(files))
            # The lock is let go between two documents, so that pages in sight are drawn meanwhile.
            with _one_at_a_time:
                part = pypdfium2.PdfDocument(pdf)
                counts.append(len(part))
                whole.import_pages(part)
                part.close()
        out = BytesIO()
        with _one_at_a_time:
            whole.save(out)
    finally:
        with _one_at_a_time:
            whole.close()
    return out.getvalue(), counts


def laid_over(pdf: bytes, sheet: bytes) -> tuple[bytes, int]:
    """A PDF with the first page of another one over each of its pages, centred at the upper edge; and how many pages
    it has. May be called from any thread."""
    import pypdfium2

    out = BytesIO()
    with _one_at_a_time:
        whole, over = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(sheet)
        try:
            wide, high = over.get_page_size(0)
            form = over.page_as_xobject(0, whole)
            for page in whole:
                part = form.as_pageobject()
                width, height = page.get_size()
                part.transform(pypdfium2.PdfMatrix().translate((width - wide) / 2, height - high))
                page.insert_obj(part)
                page.gen_content()
                page.close()
            form.close()
            count = len(whole)
            whole.save(out)
        finally:
            over.close()
            whole.close()
    return out.getvalue(), count
