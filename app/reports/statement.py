"""The statement of a customer's account (对账单): on paper, to be confirmed and sent back, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.i18n import N_
from app.money import PRICE, QUANTITY, Currency, currency, show, show_scaled
from app.queries.columns import Column, Kind
from app.queries.statements import ENTRIES, Goods, Statement, StatementLine, entry_word
from app.reports.excel import Exported, write_workbook
from app.reports.family import lay_out
from app.reports.files import Progress, Stop
from app.reports.languages import Translate, paper_words
from app.reports.pdf import Drawing
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.trade import bank_line, paper_named
from app.reports.words import amount_in_words

COLUMNS = (
    Column("date", N_("Date"), Kind.DATE, 96),
    Column("number", N_("Number"), Kind.NUMBER, 150),
    Column("entry", N_("What happened"), Kind.TEXT, 240),
    Column("charged", N_("Charged"), Kind.MONEY, 120, total=True),
    Column("received", N_("Paid in"), Kind.MONEY, 120, total=True),
    Column("balance", N_("Owed"), Kind.MONEY, 130),
)
"""The columns of a statement on the screen and in a workbook."""


def draw_statement(found: Statement, *, paper: str = "", with_goods: bool = True) -> Drawing:
    """Lay a statement out in the language of the company's papers; ``with_goods`` lists what each order was for."""
    style = found.look.style
    _ = paper_words(found.language, style.second)
    unit = currency(found.currency)
    rows = [
        (Cell(found.first), Cell(""), Cell(_("Owed before"), strong=True), *_empty(2), _figure(found.opening, unit))
    ]
    rows += [_row(line, unit, _, with_goods) for line in found.lines]
    closing = _("Owed on {day}").format(day=found.last)
    sheet = Sheet(
        title=_("Statement of account"),
        number="",
        seller=found.seller,
        language=found.language,
        parties=((_("Customer"), found.buyer),),
        meta=((_("From"), found.first), (_("To"), found.last)),
        columns=(
            PaperColumn(_("Date")),
            PaperColumn(_("Number"), wraps=True),
            PaperColumn(_("What happened"), flexible=True),
            PaperColumn(_("Charged"), right=True),
            PaperColumn(_("Paid in"), right=True),
            PaperColumn(_("Owed"), right=True),
        ),
        rows=tuple(rows),
        totals=(
            Total(_("Owed before"), show(found.opening, unit)),
            Total(_("Charged in the period"), show(found.charged, unit)),
            Total(_("Paid in the period"), show(found.received, unit)),
            Total(closing, show(found.closing, unit, symbol=True), strong=True),
        ),
        words_label=_("Amount in words"),
        words=amount_in_words(found.closing, found.currency, found.language, style=style),
        paragraphs=tuple((label, text) for label, text in _paragraphs(found, unit, _) if text),
        signatures=(_("For the seller: signature, date"), _("For the customer: signature and seal, date")),
        mark=found.mark,
        logo=found.logo,
        style=style,
        seal=found.look.seal,
        payment_qr=found.look.payment_qr,
        running=_running(found, unit),
    )
    return lay_out(sheet, paper_named(paper or style.paper))


def write_statement(
    target: Path,
    found: Statement,
    *,
    with_goods: bool = True,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Exported:
    """Write a statement as a workbook, in the user's language. Raises FileError and Cancelled."""
    unit = currency(found.currency)
    return write_workbook(
        target,
        COLUMNS,
        _sheet_rows(found, with_goods),
        title=found.name,
        money=unit,
        totals={"charged": found.charged, "received": found.received},
        progress=progress,
        stop=stop,
    )


def _sheet_rows(found: Statement, with_goods: bool) -> Iterator[tuple[Any, ...]]:
    from app.i18n import _

    yield found.first, "", _("Owed before"), None, None, found.opening
    for line in found.lines:
        said = said_of(line, found.currency, with_goods)
        yield line.date, line.number, said, line.charged or None, line.received or None, line.balance
    yield found.last, "", _("Owed on {day}").format(day=found.last), None, None, found.closing


def said_of(line: StatementLine, code: str, with_goods: bool) -> str:
    """What a movement was, on one line in the user's language, with the goods of an order where wanted."""
    from app.i18n import _

    said = entry_word(line.entry)
    if not (with_goods and line.goods):
        return said
    return _("{what}: {goods}").format(what=said, goods="; ".join(goods_text(each, code) for each in line.goods))


def goods_text(goods: Goods, code: str) -> str:
    """One line of an order in a few words: what, how much, at which price."""
    unit = currency(code)
    amount = f"{show_scaled(goods.quantity, QUANTITY)} {goods.unit}".rstrip()
    own = "" if goods.specification in goods.description else f" {goods.specification}"
    return f"{goods.description}{own}  {amount} × {show_scaled(goods.price, PRICE, least=unit.decimals)}"


def _running(found: Statement, unit: Currency) -> tuple[str, ...]:
    return tuple(show(owed, unit) for owed in (found.opening, *(line.balance for line in found.lines)))


def _empty(count: int) -> tuple[Cell, ...]:
    return (Cell(""),) * count


def _figure(amount: int, unit: Currency) -> Cell:
    return Cell(show(amount, unit))


def _row(line: StatementLine, unit: Currency, _: Translate, with_goods: bool) -> tuple[Cell, ...]:
    said = _(ENTRIES[line.entry]) if line.entry in ENTRIES else line.entry
    below = "\n".join(goods_text(goods, unit.code) for goods in line.goods) if with_goods else ""
    return (
        Cell(line.date),
        Cell(line.number),
        Cell(said, below),
        Cell(show(line.charged, unit) if line.charged else ""),
        Cell(show(line.received, unit) if line.received else ""),
        _figure(line.balance, unit),
    )


def _paragraphs(found: Statement, unit: Currency, _: Translate) -> Iterator[tuple[str, str]]:
    ageing = found.ageing
    parts = (
        (_("Not due"), ageing.not_due),
        (_("1–30 days"), ageing.days_30),
        (_("31–60 days"), ageing.days_60),
        (_("61–90 days"), ageing.days_90),
        (_("Over 90 days"), ageing.older),
        (_("Paid ahead"), -ageing.ahead),
    )
    yield _("By age"), "     ".join(f"{label} {show(amount, unit)}" for label, amount in parts if amount)
    yield (
        _("Invoices"),
        _("Invoiced {invoiced}     Not invoiced yet {rest}").format(
            invoiced=show(found.invoiced, unit), rest=show(found.not_invoiced, unit)
        ),
    )
    yield _("Bank details"), bank_line(found.seller) if found.look.style.bank else ""
    yield (
        _("Receipt"),
        _("Owed on {day}: {amount}. We have checked the figures above and find them correct.").format(
            day=found.last, amount=show(found.closing, unit, symbol=True)
        ),
    )
