"""Printing invoices and order sheets from pages: made beside the window, shown, and noted once printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.operations.invoice_files import keep_invoice_file
from app.operations.outputs import note_print
from app.queries import documents, money_details
from app.views.desk import Desk
from app.views.printing import PrintPreview, join_pdfs
from app.views.texts import Saying

Made = tuple[bytes, list[str], str]
"""A PDF, the numbers of the documents in it, and what is to be said before it is printed."""


def print_invoices(desk: Desk, parent: QWidget, invoice_ids: Sequence[int]) -> None:
    """Show invoices and credit notes as they were handed out; several in one file, in the order given."""
    ids = list(invoice_ids)
    several = len(ids) > 1
    _prepare(
        desk,
        parent,
        lambda actor: _invoices(actor, ids),
        N_("Invoices") if several else N_("Invoice"),
        "invoice",
        len(ids),
    )


def print_sheets(desk: Desk, parent: QWidget, order_ids: Sequence[int]) -> None:
    """Show the sheets of orders; several in one file, each with its own page numbers."""
    ids = list(order_ids)
    several = len(ids) > 1
    _prepare(
        desk,
        parent,
        lambda actor: _sheets(actor, ids),
        N_("Order sheets") if several else N_("Order sheet"),
        "order",
        len(ids),
    )


def keep_paper(actor: Actor, invoice_id: int) -> Any:
    """Make the PDF of an issued document and keep it, the second step of issuing; what the operation gives back.

    Safe to repeat: a paper that is kept already stays as it is.
    """
    from app.reports.documents import document_bytes

    if documents.invoice_file(actor, invoice_id) is not None:
        return None
    snapshot = documents.invoice_document(actor, invoice_id)
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in snapshot.number)
    return keep_invoice_file(actor, invoice_id, document_bytes(snapshot), f"{name}.pdf")


def _prepare(desk: Desk, parent: QWidget, make: Callable[[Actor], Made], title: Saying, kind: str, count: int) -> None:
    if not count:
        return

    def show(made: Made) -> None:
        pdf, numbers, remark = made
        name = numbers[0] if len(numbers) == 1 else f"{len(numbers)}-{kind}"
        preview = PrintPreview(desk, pdf, title, f"{name.replace('#', '')}.pdf", kind=kind, parent=parent)
        preview.say_remark(remark)

        def note(_what: Any = None) -> None:
            desk.perform(lambda actor: note_print(actor, kind, numbers), owner=parent, title=_("Print"))

        preview.printed.connect(note)
        preview.saved.connect(note)
        preview.finished.connect(lambda _result: preview.deleteLater())
        preview.open()

    if count == 1:
        desk.read(lambda: make(desk.actor), show, key=f"paper.{id(parent)}", owner=parent)
    else:
        # Many take a while: with progress and cancel, as any other long work.
        desk.perform(make, on_done=show, owner=parent, title=_("Making the papers"))


def _remark(snapshots: Iterable[DocumentSnapshot]) -> str:
    """What cannot be printed of these documents, in words."""
    from app.reports.typesetting import missing_glyphs, missing_sentence

    return missing_sentence(missing_glyphs(snapshot.to_json() for snapshot in snapshots))


def _invoice(actor: Actor, invoice_id: int) -> tuple[bytes, DocumentSnapshot]:
    from app.reports.documents import document_bytes

    found = money_details.invoice(actor, invoice_id)
    snapshot = documents.invoice_document(actor, invoice_id)
    kept = documents.invoice_file(actor, invoice_id) if found.state == "issued" else None
    return kept or document_bytes(snapshot), snapshot


def _invoices(actor: Actor, ids: Sequence[int]) -> Made:
    made: list[tuple[bytes, DocumentSnapshot]] = []
    for done, invoice_id in enumerate(ids):
        actor.progress(done, len(ids))
        made.append(_invoice(actor, invoice_id))
    snapshots = [snapshot for _pdf, snapshot in made]
    pdf = made[0][0] if len(made) == 1 else join_pdfs([pdf for pdf, _snapshot in made])
    return pdf, [snapshot.number for snapshot in snapshots], _remark(snapshots)


def _sheets(actor: Actor, ids: Sequence[int]) -> Made:
    from app.reports.documents import draw
    from app.reports.pdf import pdf_bytes

    drawings, snapshots = [], []
    for done, order_id in enumerate(ids):
        actor.progress(done, len(ids))
        snapshot = documents.order_document(actor, order_id)
        drawings.append(draw(snapshot))
        snapshots.append(snapshot)
    return pdf_bytes(*drawings), [snapshot.number for snapshot in snapshots], _remark(snapshots)
