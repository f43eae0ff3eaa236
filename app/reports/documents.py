"""One door to all papers: which function lays out which kind of document, and many of them in one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.models.document import DocumentKind, DocumentSnapshot, Mark
from app.reports.delivery_note import draw_delivery_note
from app.reports.files import Progress, Stop
from app.reports.invoice import draw_invoice
from app.reports.label import draw_label
from app.reports.order_sheet import draw_order_sheet
from app.reports.pdf import Drawing, Written, pdf_bytes, write_pdf
from app.reports.pick_list import draw_pick_list
from app.reports.receipt import draw_receipt
from app.reports.refund_voucher import draw_refund_voucher

_DRAW = {
    DocumentKind.QUOTATION: draw_order_sheet,
    DocumentKind.ORDER_SHEET: draw_order_sheet,
    DocumentKind.INVOICE: draw_invoice,
    DocumentKind.CREDIT_NOTE: draw_invoice,
    DocumentKind.DELIVERY_NOTE: draw_delivery_note,
    DocumentKind.RECEIPT: draw_receipt,
    DocumentKind.REFUND_VOUCHER: draw_refund_voucher,
    DocumentKind.PICK_LIST: draw_pick_list,
    DocumentKind.SHIPPING_LABEL: draw_label,
}


def draw(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> Drawing:
    """Lay out a document of any kind; ``paper`` is one of ``PAPERS``, or empty for that of the document's own style."""
    return _DRAW[snapshot.kind](snapshot, paper=paper, mark=mark)


def document_bytes(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> bytes:
    """The PDF of one document. The same snapshot, paper and mark always give the same bytes."""
    return pdf_bytes(draw(snapshot, paper=paper, mark=mark))


def print_documents(
    target: Path,
    snapshots: Iterable[DocumentSnapshot],
    *,
    paper: str = "",
    mark: Mark | None = None,
    title: str = "",
    count: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Written:
    """Write many documents into one PDF, each with its own page numbers and outline entry.

    Raises FileError and Cancelled as ``write_pdf`` does.
    """
    drawings = (draw(snapshot, paper=paper, mark=mark) for snapshot in snapshots)
    return write_pdf(target, drawings, title=title, count=count, progress=progress, stop=stop)
