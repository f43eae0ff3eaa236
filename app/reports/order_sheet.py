"""The order sheet (销售单), and the quotation (报价单) in the same form."""

from __future__ import annotations

from app.models.document import DocumentKind, DocumentSnapshot, Mark
from app.reports.family import lay_out
from app.reports.pdf import Drawing
from app.reports.trade import bank_details, marked, paper_of, salesperson, trade_sheet, words_of


def draw_order_sheet(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> Drawing:
    """Lay out an order sheet or quotation in the snapshot's language; ``mark`` replaces the snapshot's own."""
    snapshot = marked(snapshot, mark)
    _ = words_of(snapshot)
    quotation = snapshot.kind is DocumentKind.QUOTATION
    page = paper_of(snapshot, paper)
    sheet = trade_sheet(
        snapshot,
        page,
        title=_("Quotation") if quotation else _("Order sheet"),
        buyer_label=_("Quoted to") if quotation else _("Customer"),
        meta=(
            (_("Date"), snapshot.date),
            (_("Valid until"), snapshot.expiry_date if quotation else ""),
            (_("Delivery date"), snapshot.delivery_date),
            (_("Due date"), snapshot.due_date),
            (_("Your reference"), snapshot.buyer_reference),
            (_("Salesperson"), salesperson(snapshot)),
        ),
        paragraphs=(
            (_("Terms"), snapshot.terms),
            (_("Bank details"), bank_details(snapshot)),
            (_("Notes"), snapshot.notes),
        ),
        signatures=(_("For the seller: signature, date"), _("For the customer: signature, date")),
    )
    return lay_out(sheet, page)
