"""The reminder of what is overdue (催款函): a letter on paper, and the same as a plain text to be sent along."""

from __future__ import annotations

from collections.abc import Iterator

from app.i18n import translator
from app.models.reminder_letter import TITLES, Letter
from app.money import Currency, currency, show
from app.reports.family import lay_out
from app.reports.languages import Translate, paper_words
from app.reports.pdf import Drawing
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.trade import bank_line, paper_named
from app.reports.words import amount_in_words


def draw_reminder(letter: Letter, *, paper: str = "") -> Drawing:
    """Lay a reminder out in its own language, on the paper of its style unless told."""
    style = letter.look.style
    _ = paper_words(letter.language, style.second)
    unit = currency(letter.currency)
    owing = letter.owing
    named = any(order.invoices for order in owing.reminded)
    columns = [
        PaperColumn(_("Order"), wraps=True),
        PaperColumn(_("Date")),
        *([PaperColumn(_("Invoice"), flexible=True)] if named else []),
        PaperColumn(_("Due date"), flexible=not named),
        PaperColumn(_("Days late"), right=True),
        PaperColumn(_("Order value"), right=True),
        PaperColumn(_("Outstanding"), right=True),
    ]
    rows = tuple(
        (
            Cell(order.number),
            Cell(order.date),
            *([Cell(order.invoices)] if named else []),
            Cell(order.due_date or ""),
            Cell(f"{order.late_days:,}"),
            Cell(show(order.total, unit)),
            Cell(show(order.owed, unit), strong=True),
        )
        for order in owing.reminded
    )
    sheet = Sheet(
        title=_(TITLES[letter.tone]),
        number="",
        seller=letter.seller,
        language=letter.language,
        parties=((_("Customer"), letter.buyer),),
        meta=((_("Date"), owing.day), (_("Please pay by"), letter.pay_by)),
        lead=letter.text,
        columns=tuple(columns),
        rows=rows,
        totals=(Total(_("Overdue in all"), show(owing.total, unit, symbol=True), strong=True),),
        words_label=_("Amount in words"),
        words=amount_in_words(owing.total, letter.currency, letter.language),
        paragraphs=tuple((label, text) for label, text in _paragraphs(letter, unit, _) if text),
        signatures=(_("For the seller: signature, date"),),
        mark=letter.mark,
        logo=letter.logo,
        style=style,
        seal=letter.look.seal,
        payment_qr=letter.look.payment_qr,
    )
    return lay_out(sheet, paper_named(paper or style.paper))


def reminder_text(letter: Letter) -> str:
    """The same as plain text: what is owed, each order on a line, where to pay to."""
    _ = translator(letter.language)
    unit = currency(letter.currency)
    owing = letter.owing
    lines = [_(TITLES[letter.tone]), "", letter.buyer.name, "", letter.text, ""]
    for order in owing.reminded:
        line = _("{order} of {date}, due {due}, {days} days late: {amount}").format(
            order=order.number,
            date=order.date,
            due=order.due_date or "",
            days=order.late_days,
            amount=show(order.owed, unit, symbol=True),
        )
        lines.append(f"- {line}")
    lines += ["", _("Overdue in all: {amount}").format(amount=show(owing.total, unit, symbol=True))]
    told = ((label, text) for label, text in _paragraphs(letter, unit, _) if text)
    lines += [_("{label}: {text}").format(label=label, text=text) for label, text in told]
    lines += ["", letter.seller.name, owing.day]
    return "\n".join(lines) + "\n"


def _paragraphs(letter: Letter, unit: Currency, _: Translate) -> Iterator[tuple[str, str]]:
    owing = letter.owing
    coming = sum(order.owed for order in owing.orders if not order.late_days)
    yield _("Not due"), show(coming, unit, symbol=True) if coming else ""
    yield _("Paid ahead"), show(owing.ahead, unit, symbol=True) if owing.ahead else ""
    yield _("Bank details"), bank_line(letter.seller) if letter.look.style.bank else ""
