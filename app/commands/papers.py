"""``print``: documents as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.desk import open_desk, say
from app.errors import UserError
from app.i18n import _


def print_command(options: argparse.Namespace) -> int:
    """``daybook print DOCUMENT NUMBER… --pdf OUT``."""
    from app.operations.outputs import note_print
    from app.queries.details import find
    from app.queries.documents import invoice_document, order_document
    from app.reports.documents import print_documents

    makers = {
        "order": ("orders", order_document),
        "quotation": ("orders", order_document),
        "invoice": ("invoices", invoice_document),
        "credit-note": ("invoices", invoice_document),
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
        snapshots = [make(actor, find(noun, number)) for number in options.numbers]
        written = print_documents(Path(options.pdf).expanduser(), snapshots, count=len(snapshots))
        note_print(actor, options.document, options.numbers)
        say(_("Written to {path}.").format(path=written.path))
    return 0
