"""``print``: documents as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from app.commands.desk import open_desk, say, tell
from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor, Permission
from app.models.document import DocumentSnapshot, Mark


def print_command(options: argparse.Namespace) -> int:
    """``daybook print DOCUMENT NUMBER… --pdf OUT``."""
    from app.operations.outputs import note_print
    from app.queries.details import find
    from app.queries.documents import invoice_document, order_document
    from app.queries.receipts import receipt_of_payment
    from app.queries.shipping_papers import delivery_note, pick_list, shipping_label
    from app.reports.documents import print_documents
    from app.reports.files import output
    from app.reports.preflight import examine, wrong_sentence

    makers: dict[str, tuple[str, Callable[[Actor, int], DocumentSnapshot]]] = {
        "order": ("orders", order_document),
        "quotation": ("orders", order_document),
        "invoice": ("invoices", invoice_document),
        "credit-note": ("invoices", invoice_document),
        "receipt": ("payments", receipt_of_payment),
        "delivery-note": ("shipments", delivery_note),
        "shipping-label": ("shipments", shipping_label),
        "pick-list": ("orders", lambda actor, order: pick_list(actor, [order])),
    }
    if options.document not in makers:
        raise UserError(
            _("Daybook does not print “{document}”. It prints: {documents}.").format(
                document=options.document, documents=", ".join(makers)
            ),
            field="document",
            code="document_unknown",
        )
    noun, make = makers[options.document]
    with open_desk(options) as actor:
        target = Path(options.pdf).expanduser()
        ids = [find(noun, number) for number in options.numbers]
        # One list says what to pick for all orders.
        several = options.document == "pick-list"
        snapshots = [pick_list(actor, ids)] if several else [make(actor, record) for record in ids]
        examined = [examine(snapshot) for snapshot in snapshots]
        for snapshot, findings in zip(snapshots, examined, strict=True):
            wrong = wrong_sentence(findings)
            if wrong:
                raise UserError(f"{snapshot.number}: {wrong}", code="wrong_paper")
        kept = (
            [_kept(actor, record, snapshot) for record, snapshot in zip(ids, snapshots, strict=True)]
            if (noun == "invoices")
            else []
        )
        if len(kept) == 1 and kept[0] is not None:
            # A single invoice leaves as the very bytes that were handed out.
            with output(target) as out:
                out.file.write(kept[0])
            path = out.path
            _beside(actor, ids[0], path)
        else:
            path = print_documents(target, snapshots, count=len(snapshots)).path
        # A receipt is asked for by the number of its payment, and known by its own.
        own = options.document == "receipt"
        note_print(actor, options.document, [each.number for each in snapshots] if own else options.numbers)
        for finding in chain.from_iterable(examined):
            tell(f"{finding.number}: {finding.sentence}")
        say(_("Written to {path}.").format(path=path))
    return 0


def _kept(actor: Actor, invoice: int, snapshot: DocumentSnapshot) -> bytes | None:
    """The invoice's file as it was handed out; made and kept now if that was not done yet and this person may."""
    from app.operations.invoice_files import keep_made_files
    from app.queries.documents import invoice_file
    from app.queries.einvoice import electronic
    from app.reports.issued import issued_files

    content = invoice_file(actor, invoice)
    if content is None and snapshot.mark is Mark.NONE and actor.may(Permission.ISSUE_INVOICES):
        files = issued_files(snapshot, electronic=electronic())
        keep_made_files(actor, invoice, files)
        content = files[0].content
    return content if snapshot.mark is Mark.NONE else None


def _beside(actor: Actor, invoice: int, path: Path) -> None:
    """Write the electronic invoice beside its PDF, where one was kept."""
    from app.queries.documents import invoice_file
    from app.reports.files import output

    xml = invoice_file(actor, invoice, "xml")
    if xml is not None:
        with output(path.with_suffix(".xml")) as out:
            out.file.write(xml)
        say(_("The electronic invoice lies beside it: {path}.").format(path=out.path))
