"""Printing invoices and order sheets from pages: made beside the window, shown, and noted once printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.errors import FileError, UserError
from app.i18n import N_, _
from app.models.actor import Actor
from app.models.document import DocumentSnapshot, Mark
from app.models.paper_style import PaperStyle, style_of
from app.operations.invoice_files import keep_made_files
from app.operations.outputs import note_print
from app.queries import documents, einvoice, money_details
from app.queries.prints import known_as, printed_before
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.files import look_at, write_file
from app.views.pdf_pages import join_pdfs
from app.views.print_setup import PAPERS, Failure, Made, Paper, Setup, Source
from app.views.printing import PrintPreview
from app.views.texts import Saying

if TYPE_CHECKING:
    from app.reports.pdf import Drawing
    from app.reports.preflight import Finding

_SAME = {
    "invoice": ("invoice", "credit-note"),
    "order": ("order", "quotation"),
    "delivery-note": ("delivery-note",),
    "shipping-label": ("shipping-label",),
    "pick-list": ("pick-list",),
    "receipt": ("receipt",),
    "refund-voucher": ("refund-voucher",),
}
"""The names under which the trail keeps prints of these papers."""
_COPIED = frozenset({"invoice", "receipt", "refund-voucher"})
"""Papers that are handed out once: what is printed again is marked as a copy."""

_STYLES = {"order": "order_sheet"}
"""The styles of these papers, where they are called otherwise."""

Heard = Callable[[Sequence[str]], object]
"""Hears numbers of papers."""

Piece = tuple[DocumentSnapshot, bytes | None]
"""What stands on a paper, and its file where one was kept."""


def print_invoices(desk: Desk, parent: QWidget, invoice_ids: Sequence[int]) -> None:
    """Show invoices and credit notes as they were handed out; several in one file, in the order given."""
    several = len(invoice_ids) > 1
    title = N_("Invoices") if several else N_("Invoice")
    preview_papers(desk, parent, _invoice, list(invoice_ids), title, "invoice", saved=_save_beside)


def print_sheets(desk: Desk, parent: QWidget, order_ids: Sequence[int]) -> None:
    """Show the sheets of orders; several in one file, each with its own page numbers."""
    several = len(order_ids) > 1
    preview_papers(desk, parent, _sheet, list(order_ids), N_("Order sheets") if several else N_("Order sheet"), "order")


def keep_paper(actor: Actor, invoice_id: int) -> Any:
    """Make the files of an issued document and keep them, the second step of issuing; what the operation gives back.

    Safe to repeat: a paper that is kept already stays as it is.
    """
    from app.reports.issued import issued_files

    if documents.invoice_file(actor, invoice_id) is not None:
        return None
    snapshot = documents.invoice_document(actor, invoice_id)
    return keep_made_files(actor, invoice_id, issued_files(snapshot, electronic=einvoice.electronic()))


def preview_papers(
    desk: Desk,
    parent: QWidget,
    piece: Callable[[Actor, int], Piece],
    ids: list[int],
    title: Saying,
    kind: str,
    *,
    papers: Sequence[tuple[str, str]] = PAPERS,
    plain: Callable[[Actor, int], Piece] | None = None,
    saved: Callable[[Desk, PrintPreview, Sequence[int], Path], object] | None = None,
    heard: Heard | None = None,
) -> None:
    """Show the papers of these records in one preview. ``kind`` is how the trail calls them.

    ``plain`` makes the paper without prices, where it goes without them too; ``saved`` hears where the PDF was put,
    ``heard`` the numbers of the papers that were printed or saved.
    """
    if not ids:
        return

    def chosen(setup: Setup) -> Callable[[Actor, int], Piece]:
        return piece if plain is None or setup.prices else plain

    source = Source(
        kind,
        len(ids),
        make=lambda actor, setup: make_papers(actor, chosen(setup), ids, setup, kind),
        first=lambda actor, setup: make_papers(actor, chosen(setup), ids[:1], setup, kind),
        note=lambda made, numbers, setup: _note(desk, parent, kind, made, numbers, setup, heard),
        marks_copies=kind in _COPIED,
        papers=papers,
        offers_prices=plain is not None,
        paper=style_of(_STYLES.get(kind, kind.replace("-", "_"))).paper,
    )
    name = f"{len(ids)}-{kind}.pdf" if len(ids) > 1 else f"{kind}.pdf"
    preview = PrintPreview(desk, title, name, source=source, parent=parent)
    preview.printed.connect(lambda numbers: _tell_printed(desk, numbers))
    if saved is not None:
        preview.saved.connect(lambda path: saved(desk, preview, ids, Path(path)))
    open_dialog(desk, preview)


def _save_beside(desk: Desk, preview: PrintPreview, invoice_ids: Sequence[int], pdf: Path) -> None:
    """Put the electronic invoice of a single one beside its PDF, under the same name."""
    if len(invoice_ids) > 1:
        return

    def found(xml: bytes | None) -> None:
        if xml is None:
            return
        path = pdf.with_suffix(".xml")
        try:
            write_file(path, xml)
        except FileError as problem:
            sentence = problem.message
            preview.banner.tell("danger", lambda: sentence)
            return
        preview.banner.tell(
            "ok",
            lambda: _("Saved: {path}, and the electronic invoice beside it: {other}").format(
                path=pdf.name, other=path.name
            ),
            N_("Open"),
            lambda: look_at(pdf),
        )

    actor = desk.actor
    desk.read(
        lambda: documents.invoice_file(actor, invoice_ids[0], "xml"), found, key=f"xml.{id(preview)}", owner=preview
    )


def _note(
    desk: Desk, owner: QWidget, kind: str, made: Made, numbers: Sequence[str], setup: Setup, heard: Heard | None
) -> None:
    sent = set(numbers)
    kept = [n for p in made.papers if p.number in sent for n in (p.of or (p.number,))]
    copies = [p.number for p in made.papers if p.again and setup.mark_copies and p.number in sent]
    desk.perform(
        lambda actor: note_print(actor, kind, kept, copies),
        on_done=(lambda _done: heard(numbers)) if heard is not None else None,
        owner=owner,
        title=_("Print"),
    )


def _tell_printed(desk: Desk, numbers: Sequence[str]) -> None:
    tell = getattr(desk.shell, "tell", None)
    if tell is not None and numbers:
        what = numbers[0] if len(numbers) == 1 else _("{n} documents").format(n=f"{len(numbers):,}")
        tell(_("Sent to the printer: {what}").format(what=what))


def make_papers(
    actor: Actor, piece: Callable[[Actor, int], Piece], ids: Sequence[int], setup: Setup, kind: str
) -> Made:
    """The papers of these records in one PDF. One that cannot be made is left out and named with its reason.

    Raises UserError when the only one cannot be made, Cancelled as ``actor.progress`` does.
    """
    from app.reports.preflight import refusal

    pieces: list[Piece] = []
    failures: list[Failure] = []
    for done, record in enumerate(ids):
        actor.progress(done, 2 * len(ids))
        try:
            found = piece(actor, record)
            wrong = refusal(found[0])
            if wrong:
                raise UserError(wrong, code="wrong_paper")
            pieces.append(found)
        except UserError as problem:
            if len(ids) == 1:
                raise
            failures.append(Failure(known_as(kind, record), problem.message))
    numbers = [snapshot.number for snapshot, _kept in pieces]
    inside = [tuple(basket.order for basket in snapshot.baskets) for snapshot, _kept in pieces]
    every = [*numbers, *(order for orders in inside for order in orders)]
    known = printed_before(_SAME[kind], every) if every else frozenset()
    before = {n for n, orders in zip(numbers, inside, strict=True) if n in known or known.intersection(orders)}
    copies = frozenset(before) if setup.mark_copies else frozenset()

    def progress(done: int, _whole: int) -> None:
        actor.progress(len(ids) + done, 2 * len(ids))

    pdf, counts, findings = _one_file(pieces, setup.paper, copies, progress)
    papers = tuple(
        Paper(n, count, n in before, orders) for n, count, orders in zip(numbers, counts, inside, strict=True)
    )
    if len(ids) == 1:
        # A single paper shows that it is a draft or void.
        findings = [finding for finding in findings if finding.key not in ("draft", "void")]
    return Made(pdf, papers, failures=tuple(failures), findings=tuple(findings))


def _one_file(
    pieces: Sequence[Piece], paper: str, copies: frozenset[str], progress: Callable[[int, int], object]
) -> tuple[bytes, list[int], list[Finding]]:
    """All papers in one file, how many pages each has, and what is to be looked at. A kept file goes in as it is,
    unless another paper is wanted or the mark of a copy."""
    from app.reports.documents import draw
    from app.reports.pdf import pdf_bytes
    from app.reports.preflight import examine

    def drawn(snapshot: DocumentSnapshot) -> Drawing:
        copy = snapshot.number in copies and snapshot.mark is Mark.NONE
        return draw(snapshot, paper=paper, mark=Mark.COPY if copy else None)

    def as_handed_out(snapshot: DocumentSnapshot, kept: bytes | None) -> bytes | None:
        same = paper == PaperStyle.read(snapshot.style).paper and snapshot.number not in copies
        return kept if same and snapshot.mark is not Mark.SAMPLE else None

    findings: list[Finding] = []
    files = [as_handed_out(snapshot, kept) for snapshot, kept in pieces]
    drawings: list[Drawing | None] = []
    for done, ((snapshot, _kept), file) in enumerate(zip(pieces, files, strict=True)):
        progress(done, len(pieces))
        drawings.append(None if file is not None else drawn(snapshot))
        findings += examine(snapshot, drawings[-1])
    made = [drawing for drawing in drawings if drawing is not None]
    if len(made) == len(drawings):
        return (pdf_bytes(*made) if made else b""), [len(each.pages) for each in made], findings
    parts: list[bytes] = []
    for file, drawing in zip(files, drawings, strict=True):
        if file is not None:
            parts.append(file)
        elif drawing is not None:
            parts.append(pdf_bytes(drawing))
    pdf, counts = join_pdfs(parts, progress) if len(parts) > 1 else (parts[0], join_pdfs(parts)[1])
    return pdf, counts, findings


def _invoice(actor: Actor, invoice_id: int) -> Piece:
    found = money_details.invoice(actor, invoice_id)
    snapshot = documents.invoice_document(actor, invoice_id)
    return snapshot, documents.invoice_file(actor, invoice_id) if found.state == "issued" else None


def _sheet(actor: Actor, order_id: int) -> Piece:
    return documents.order_document(actor, order_id), None
