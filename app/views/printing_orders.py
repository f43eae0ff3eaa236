"""Order sheets and quotations: made beside the window, shown as the very PDF that is printed or saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.queries.documents import order_documents
from app.queries.order_details import order
from app.views.desk import Desk
from app.views.printing import PrintPreview


def print_orders(desk: Desk, parent: QWidget, order_ids: Sequence[int]) -> None:
    """Show the sheets of these orders in one preview."""
    ids = list(order_ids)
    if not ids:
        return
    actor = desk.actor

    def make() -> tuple[bytes, str]:
        from app.reports.documents import draw
        from app.reports.pdf import pdf_bytes

        snapshots = order_documents(actor, ids)
        name = order(actor, ids[0]).name if len(ids) == 1 else f"{len(ids)}"
        return pdf_bytes(*(draw(s) for s in snapshots)), name

    def show(made: tuple[bytes, str]) -> None:
        pdf, name = made
        preview = PrintPreview(
            desk, pdf, N_("Order sheet"), f"{name.replace('#', '')}.pdf", kind="order", parent=parent
        )
        preview.open()

    desk.read(make, show, key="print_orders", owner=parent)
