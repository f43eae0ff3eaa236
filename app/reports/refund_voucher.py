"""The refund voucher (退款单): who got how much back, how and why, and what it was given back for."""

from __future__ import annotations

from app.i18n import translator
from app.models.document import DocumentLine, DocumentSnapshot, Mark, Party
from app.models.paper_style import PaperStyle
from app.money import QUANTITY, Currency, currency, show, show_scaled
from app.reports.family import lay_out
from app.reports.languages import paying_word
from app.reports.pdf import Drawing
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.trade import marked, paper_of, words_of
from app.reports.words import amount_in_words


def draw_refund_voucher(snapshot: DocumentSnapshot, *, paper: str = "", mark: Mark | None = None) -> Drawing:
    """Lay out a refund voucher in the snapshot's language; ``mark`` replaces the snapshot's own."""
    found = marked(snapshot, mark)
    _ = words_of(found)
    style = PaperStyle.read(found.style)
    unit = currency(found.currency)
    figure = show(found.gross, unit, symbol=True)
    credited = [Total(_("Return or allowance"), show(found.subtotal, unit))] if found.lines and found.subtotal else []
    sheet = Sheet(
        title=style.title or _("Refund voucher"),
        number=found.number,
        seller=found.seller,
        language=found.language,
        parties=((_("Paid back to"), _plain(found.buyer)),),
        meta=tuple(
            (label, value)
            for label, value in (
                (_("Date"), found.date),
                (_("Paid on"), found.received_on if found.received_on != found.date else ""),
                (_("Order"), found.order_numbers),
                (_("Payment"), found.payment_number),
                (_("Return or allowance"), found.corrects),
                (_("Refund method"), paying_word(found.method, translator(found.language))),
                (_("Reference"), found.bank_reference),
                (_("Requested by"), found.requested_by),
                (_("Approved by"), found.approved_by),
                (_("Paid by"), found.issued_by),
            )
            if value
        ),
        columns=(
            PaperColumn(_("Given back for"), flexible=True),
            PaperColumn(_("Quantity"), right=True),
            PaperColumn(_("Unit")),
            PaperColumn(_("Amount"), right=True),
        ),
        rows=tuple(_row(line, unit) for line in found.lines)
        or ((Cell(found.reason), Cell(""), Cell(""), Cell(show(found.gross, unit))),),
        totals=(*credited, Total(_("Given back"), figure, strong=True)),
        words_label=_("Amount in words"),
        words=amount_in_words(found.gross, found.currency, found.language, yuan=found.yuan, style=style),
        paragraphs=((_("Reason"), found.reason),) if found.lines and found.reason else (),
        signatures=(_("Paid out: signature, date"), _("Payee: signature, date")),
        mark=found.mark,
        logo=found.logo,
        style=style,
        seal=found.seal,
    )
    return lay_out(sheet, paper_of(found, paper))


def _plain(party: Party) -> Party:
    return Party(name=party.name, address=party.address, phone=party.phone, country=party.country)


def _row(line: DocumentLine, unit: Currency) -> tuple[Cell, ...]:
    quantity = show_scaled(line.quantity, QUANTITY) if line.quantity else ""
    return (
        Cell(line.description, line.code),
        Cell(quantity),
        Cell(line.unit if quantity else ""),
        Cell(show(line.amount, unit)),
    )
