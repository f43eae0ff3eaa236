"""What quotations, order sheets, invoices and credit notes have in common: their table, totals, dates and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from app.models.document import DocumentLine, DocumentSnapshot, Mark, Party
from app.models.paper_style import ColumnChoice, PaperStyle
from app.money import PRICE, QUANTITY, RATE, Currency, currency, show, show_scaled
from app.reports.languages import Translate, paper_words
from app.reports.pdf import PAPERS, Paper
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.words import amount_in_words


def paper_named(name: str) -> Paper:
    """The paper of this name; A4 for a name that is not known."""
    return PAPERS.get(name, PAPERS["A4"])


def paper_of(snapshot: DocumentSnapshot, name: str = "") -> Paper:
    """The paper of this name, or without one the paper of the document's own style."""
    return paper_named(name or PaperStyle.read(snapshot.style).paper)


def words_of(snapshot: DocumentSnapshot) -> Translate:
    """What translates the labels of this document into its language, or its two."""
    return paper_words(snapshot.language, PaperStyle.read(snapshot.style).second)


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
    _ = words_of(snapshot)
    style = PaperStyle.read(snapshot.style)
    columns, rows = _table(snapshot, paper, style, _)
    money = currency(snapshot.currency)
    parties: list[tuple[str, Party]] = [(buyer_label, snapshot.buyer)]
    if style.ship_to and snapshot.ship_to is not None and snapshot.ship_to != snapshot.buyer:
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
            snapshot.gross + snapshot.cash_rounding,
            snapshot.currency,
            snapshot.language,
            yuan=snapshot.yuan,
            style=style,
        ),
        paragraphs=tuple((label, text) for label, text in paragraphs if text.strip()),
        signatures=tuple(signatures),
        mark=snapshot.mark,
        logo=snapshot.logo,
        style=style,
        seal=snapshot.seal,
        payment_qr=snapshot.payment_qr,
        running=tuple(show(so_far, money) for so_far in accumulate(line.amount for line in snapshot.lines)),
    )


def bank_details(snapshot: DocumentSnapshot) -> str:
    """Bank and account of the seller on one line; empty without an account, or where the style shows none."""
    return bank_line(snapshot.seller) if PaperStyle.read(snapshot.style).bank else ""


def bank_line(party: Party) -> str:
    """Bank and account on one line."""
    return "   ".join(part for part in (party.bank, party.account) if part)


def salesperson(snapshot: DocumentSnapshot) -> str:
    """Who sold it, where the style names them."""
    return snapshot.salesperson if PaperStyle.read(snapshot.style).salesperson else ""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A column that a trade document may have: how it is set, whether it is shown unless somebody says otherwise, and
    what it says of a line, which is given with its number."""

    column: PaperColumn
    usual: bool
    cell: Callable[[int, DocumentLine], Cell]


COLUMNS = (
    *("number", "picture", "code", "description", "specification"),
    *("quantity", "unit", "price", "discount", "tax", "amount"),
)
"""The columns of a trade document in their usual order, as styles name them."""

HIDDEN = frozenset({"picture", "specification"})
"""Columns that stand there only where somebody wants them. A specification stands below the description else."""

ALWAYS = frozenset({"description", "quantity", "amount"})
"""Without these a trade document says too little."""


def chosen_columns(
    style: PaperStyle,
    usual: Sequence[str] = COLUMNS,
    always: frozenset[str] = ALWAYS,
    hidden: frozenset[str] = HIDDEN,
) -> tuple[ColumnChoice, ...]:
    """The columns in the order of the style, those that it does not name where they usually stand."""
    found = list({each.key: each for each in style.columns if each.key in usual}.values())
    for place, key in enumerate(usual):
        if all(each.key != key for each in found):
            later = usual[place + 1 :]
            before = next((at for at, each in enumerate(found) if each.key in later), len(found))
            found.insert(before, ColumnChoice(key, shown=key not in hidden))
    return tuple(replace(each, shown=True) if each.key in always else each for each in found)


def _table(
    snapshot: DocumentSnapshot, paper: Paper, style: PaperStyle, _: Translate
) -> tuple[tuple[PaperColumn, ...], tuple[tuple[Cell, ...], ...]]:
    kinds = _kinds(snapshot, paper, style, _)
    chosen = [each for each in chosen_columns(style) if each.shown and kinds[each.key].usual]
    columns = tuple(replace(kinds[each.key].column, share=each.width / 100) for each in chosen)
    cells = [kinds[each.key].cell for each in chosen]
    rows = tuple(tuple(cell(number, line) for cell in cells) for number, line in enumerate(snapshot.lines, 1))
    return columns, rows


def _kinds(snapshot: DocumentSnapshot, paper: Paper, style: PaperStyle, _: Translate) -> dict[str, _Kind]:
    narrow = paper.width < 500
    lines = snapshot.lines
    apart = {each.key: each.shown for each in style.columns}
    own_code = not narrow and any(line.code for line in lines)
    own_specification = apart.get("specification", False) and any(line.specification for line in lines)
    units = any(line.unit for line in lines) and not narrow
    own_unit = units and apart.get("unit", True)
    with_code = narrow and apart.get("code", True)
    taxed = bool(snapshot.taxes) or any(line.tax_rate or line.tax_label for line in lines)
    including = taxed and snapshot.prices_include_tax
    money = currency(snapshot.currency)

    def described(_number: int, line: DocumentLine) -> Cell:
        first = (line.code if with_code else "", "" if own_specification else line.specification)
        below = "\n".join(part for part in ("  ".join(part for part in first if part), line.note) if part)
        return Cell(line.description, below)

    def counted(_number: int, line: DocumentLine) -> Cell:
        if _only_amount(line):
            return Cell("")
        quantity = show_scaled(line.quantity, QUANTITY)
        return Cell(quantity if own_unit or not line.unit else f"{quantity} {line.unit}")

    def priced(_number: int, line: DocumentLine) -> Cell:
        return Cell("" if _only_amount(line) else show_scaled(line.price, PRICE, least=money.decimals))

    def united(_number: int, line: DocumentLine) -> Cell:
        return Cell("" if _only_amount(line) else line.unit)

    def reduced(_number: int, line: DocumentLine) -> Cell:
        return Cell(f"{show_scaled(line.discount, RATE)}%" if line.discount else "")

    def taxes(_number: int, line: DocumentLine) -> Cell:
        return Cell(line.tax_label or f"{show_scaled(line.tax_rate, RATE)}%")

    right = {"right": True}
    return {
        "number": _Kind(PaperColumn(_("No.")), True, lambda number, _line: Cell(str(number))),
        "picture": _Kind(
            PaperColumn(""), any(line.picture for line in lines), lambda _n, line: Cell("", picture=line.picture)
        ),
        "code": _Kind(PaperColumn(_("Code"), wraps=True), own_code, lambda _n, line: Cell(line.code)),
        "description": _Kind(PaperColumn(_("Description"), flexible=True), True, described),
        "specification": _Kind(
            PaperColumn(_("Specification"), wraps=True), own_specification, lambda _n, line: Cell(line.specification)
        ),
        "quantity": _Kind(PaperColumn(_("Quantity"), **right), True, counted),
        "unit": _Kind(PaperColumn(_("Unit"), wraps=True), units, united),
        "price": _Kind(PaperColumn(_("Price incl. tax") if including else _("Unit price"), **right), True, priced),
        "discount": _Kind(PaperColumn(_("Discount"), **right), any(line.discount for line in lines), reduced),
        "tax": _Kind(PaperColumn(_("Tax"), **right), taxed, taxes),
        "amount": _Kind(
            PaperColumn(_("Amount incl. tax") if including else _("Amount"), **right),
            True,
            lambda _n, line: Cell(show(line.amount, money)),
        ),
    }


def _only_amount(line: DocumentLine) -> bool:
    # A price that was lowered afterwards: nothing was counted.
    return line.quantity == 0 and line.price == 0 and line.amount != 0


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
