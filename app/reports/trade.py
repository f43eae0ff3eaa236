"""What quotations, order sheets, invoices and credit notes have in common: their table, totals, dates and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.i18n import translator
from app.models.document import DocumentLine, DocumentSnapshot, Mark, Party
from app.money import PRICE, QUANTITY, RATE, Currency, currency, show, show_scaled
from app.reports.pdf import PAPERS, Paper
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.words import amount_in_words

Translate = Callable[[str], str]


def paper_named(name: str) -> Paper:
    """The paper of this name; A4 for a name that is not known."""
    return PAPERS.get(name, PAPERS["A4"])


def marked(snapshot: DocumentSnapshot, mark: Mark | None) -> DocumentSnapshot:
    """The snapshot with another mark, for a reprint; a void document stays marked as void, a sample as sample."""
    if mark is None or snapshot.mark in (Mark.VOID, Mark.SAMPLE):
        return snapshot
    return replace(snapshot, mark=mark)


def trade_sheet(
    snapshot: DocumentSnapshot,
    paper: Paper,
    *,
    title: str,
    subtitle: str = "",
    buyer_label: str,
    meta: Sequence[tuple[str, str]],
    paragraphs: Sequence[tuple[str, str]],
    signatures: Sequence[str] = (),
) -> Sheet:
    """The sheet of a trade document; the callers say what differs between its kinds."""
    _ = translator(snapshot.language)
    columns, rows = _table(snapshot, paper, _)
    parties: list[tuple[str, Party]] = [(buyer_label, snapshot.buyer)]
    if snapshot.ship_to is not None and snapshot.ship_to != snapshot.buyer:
        parties.append((_("Ship to"), snapshot.ship_to))
    return Sheet(
        title=title,
        subtitle=subtitle,
        number=snapshot.number,
        seller=snapshot.seller,
        language=snapshot.language,
        parties=tuple(parties),
        meta=tuple((label, value) for label, value in meta if value),
        columns=columns,
        rows=rows,
        totals=_totals(snapshot, _),
        words_label=_("Amount in words"),
        words=amount_in_words(
            snapshot.gross + snapshot.cash_rounding, snapshot.currency, snapshot.language, yuan=snapshot.yuan
        ),
        paragraphs=tuple((label, text) for label, text in paragraphs if text.strip()),
        signatures=tuple(signatures),
        mark=snapshot.mark,
        logo=snapshot.logo,
    )


def bank_details(party: Party) -> str:
    """Bank and account of the seller on one line; empty without an account."""
    return "   ".join(part for part in (party.bank, party.account) if part)


def _table(
    snapshot: DocumentSnapshot, paper: Paper, _: Translate
) -> tuple[tuple[PaperColumn, ...], tuple[tuple[Cell, ...], ...]]:
    narrow = paper.width < 500
    lines = snapshot.lines
    coded = any(line.code for line in lines) and not narrow
    units = any(line.unit for line in lines) and not narrow
    discounts = any(line.discount for line in lines)
    taxed = bool(snapshot.taxes) or any(line.tax_rate or line.tax_label for line in lines)
    including = taxed and snapshot.prices_include_tax
    money = currency(snapshot.currency)

    columns = [PaperColumn(_("No."))]
    if coded:
        columns.append(PaperColumn(_("Code"), wraps=True))
    columns.append(PaperColumn(_("Description"), flexible=True))
    columns.append(PaperColumn(_("Quantity"), right=True))
    if units:
        columns.append(PaperColumn(_("Unit"), wraps=True))
    columns.append(PaperColumn(_("Price incl. tax") if including else _("Unit price"), right=True))
    if discounts:
        columns.append(PaperColumn(_("Discount"), right=True))
    if taxed:
        columns.append(PaperColumn(_("Tax"), right=True))
    columns.append(PaperColumn(_("Amount incl. tax") if including else _("Amount"), right=True))

    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines, 1):
        row = [Cell(str(number))]
        if coded:
            row.append(Cell(line.code))
        row.append(Cell(line.description, _below(line, with_code=narrow)))
        quantity = show_scaled(line.quantity, QUANTITY)
        row.append(Cell(f"{quantity} {line.unit}" if narrow and line.unit else quantity))
        if units:
            row.append(Cell(line.unit))
        row.append(Cell(show_scaled(line.price, PRICE, least=money.decimals)))
        if discounts:
            row.append(Cell(f"{show_scaled(line.discount, RATE)}%" if line.discount else ""))
        if taxed:
            row.append(Cell(line.tax_label or f"{show_scaled(line.tax_rate, RATE)}%"))
        row.append(Cell(show(line.amount, money)))
        rows.append(tuple(row))
    return tuple(columns), tuple(rows)


def _below(line: DocumentLine, *, with_code: bool) -> str:
    first = "  ".join(part for part in (line.code if with_code else "", line.specification) if part)
    return "\n".join(part for part in (first, line.note) if part)


def _totals(snapshot: DocumentSnapshot, _: Translate) -> tuple[Total, ...]:
    money = currency(snapshot.currency)
    rows: list[Total] = []
    if snapshot.discount or snapshot.rounding_off:
        rows.append(Total(_("Subtotal"), show(snapshot.subtotal, money)))
    if snapshot.discount:
        rows.append(Total(_("Discount"), show(-snapshot.discount, money)))
    if snapshot.rounding_off:
        rows.append(Total(_("Rounding-off"), show(-snapshot.rounding_off, money)))
    if snapshot.taxes:
        rows.append(Total(_("Net"), show(snapshot.net, money)))
        several = len(snapshot.taxes) > 1
        for tax in snapshot.taxes:
            label = tax.label or _("Tax {rate}%").format(rate=show_scaled(tax.rate, RATE))
            if several:
                label = _("{tax} on {net}").format(tax=label, net=show(tax.net, money))
            rows.append(Total(label, show(tax.tax, money)))
    if snapshot.cash_rounding:
        rows.append(Total(_("Cash rounding"), show(snapshot.cash_rounding, money)))
    rows.append(Total(_("Total amount"), _whole(snapshot.gross + snapshot.cash_rounding, money), strong=True))
    if snapshot.shows_payments:
        rows.append(Total(_("Paid"), show(snapshot.paid, money)))
        rows.append(Total(_("Outstanding"), _whole(snapshot.outstanding, money), strong=bool(snapshot.outstanding)))
    return tuple(rows)


def _whole(amount: int, money: Currency) -> str:
    """The figure to find at a glance carries its currency: the code where several currencies share a symbol."""
    if money.code in ("CNY", "EUR", "GBP", "INR"):
        return show(amount, money, symbol=True)
    return f"{money.code} {show(amount, money)}"
