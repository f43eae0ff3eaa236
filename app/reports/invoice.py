"""The invoice and the credit note.

In a Chinese book the fiscal invoice is made on the tax bureau's platform; our own paper about it is a record of what
was registered, says so, and is never titled 发票.
"""

from __future__ import annotations

from app.models.document import DocumentKind, DocumentSnapshot, Mark
from app.reports.family import lay_out
from app.reports.pdf import Drawing
from app.reports.trade import bank_details, marked, paper_of, salesperson, trade_sheet, words_of


def draw_invoice(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> Drawing:
    """Lay out an invoice or credit note in the snapshot's language; ``mark`` replaces the snapshot's own."""
    snapshot = marked(snapshot, mark)
    _ = words_of(snapshot)
    credit = snapshot.kind is DocumentKind.CREDIT_NOTE
    chinese = snapshot.seller.country == "CN"
    subtitle = snapshot.invoice_kind
    if chinese:
        title = _("Credit record") if credit else _("Invoicing record")
        note = _("A record of the registered invoice, not a tax invoice")
        subtitle = f"{snapshot.invoice_kind}\n{note}" if snapshot.invoice_kind else note
    else:
        title = _("Credit note") if credit else _("Invoice")
    page = paper_of(snapshot, paper)
    sheet = trade_sheet(
        snapshot,
        page,
        title=title,
        subtitle=subtitle,
        buyer_label=_("Credit to") if credit else _("Bill to"),
        meta=(
            (_("Date"), snapshot.date),
            (_("Invoice code"), snapshot.invoice_code),
            (_("Corrects invoice"), snapshot.corrects),
            (_("Reason"), snapshot.reason),
            (_("Delivery date"), snapshot.delivery_date),
            (_("Due date"), snapshot.due_date),
            (_("Orders"), snapshot.order_numbers),
            (_("Your reference"), snapshot.buyer_reference),
            (_("Salesperson"), salesperson(snapshot)),
            (_("Issued by"), snapshot.issued_by),
        ),
        paragraphs=(
            (_("Terms"), snapshot.terms),
            (_("Bank details"), "" if credit else bank_details(snapshot)),
            (_("Notes"), snapshot.notes),
        ),
    )
    return lay_out(sheet, page)
