"""An invoice or credit note at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import show
from app.queries.words import state_word
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark, shortened
from app.views.values import first_capital

if TYPE_CHECKING:
    from app.queries import money_details
    from app.queries.money_details import InvoiceDetail
else:
    money_details = Later("app.queries.money_details")


def show_invoice(desk: Desk, invoice: InvoiceDetail) -> Glance:
    """What of an invoice is worth a glance."""
    currency = desk.currency
    word = state_word("document_type", invoice.document_type)
    lines, more = shortened([(line.description, show(line.net + line.tax, currency)) for line in invoice.lines])
    orders = dict.fromkeys(line.order for line in invoice.lines if line.order)
    figures = [(_("Total"), show(invoice.total, currency))]
    if invoice.tax:
        figures.append((_("Tax amount"), show(invoice.tax, currency)))
    if invoice.credited:
        figures.append((_("Credited"), show(invoice.credited, currency)))
    return Glance(
        title=f"{first_capital(word)} {invoice.number}",
        subtitle=" · ".join((invoice.customer, invoice.date)),
        marks=(Mark("invoice", invoice.state),),
        figures=tuple(figures),
        facts=(
            (_("Made out to"), invoice.title if invoice.title != invoice.customer else ""),
            (_("Tax number"), invoice.tax_number),
            (_("Orders"), ", ".join(orders)),
            (_("Due date"), invoice.due_date or ""),
            (_("Corrects invoice"), invoice.corrects or ""),
            (_("Reason"), invoice.reason),
            (_("Voided because"), invoice.void_reason),
            (_("Issued by"), invoice.issuer or ""),
        ),
        items_title=_("Lines"),
        items=lines,
        more=more,
        history=invoice.history,
        actions=invoice.actions,
        why_not=invoice.why_not,
    )


INVOICE = GlanceAt(
    read=lambda actor, invoice_id: money_details.invoice(actor, invoice_id),
    show=show_invoice,
    steps=("print_invoices", "credit_invoice"),
)
