"""The sheet of a closed day (日结单): its money by method, what came late, what was still open, who signed."""

from __future__ import annotations

from collections.abc import Iterator

from app.i18n import translator
from app.models.day_sheet import DaySheet, MethodCount, StepFound
from app.money import Currency, currency, show
from app.queries.day_close import STEP_TITLES
from app.reports.family import lay_out
from app.reports.languages import Translate, paying_word
from app.reports.pdf import Drawing, pdf_bytes
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.trade import paper_named


def draw_day_sheet(found: DaySheet, *, paper: str = "A4") -> Drawing:
    """Lay the sheet of a closed day out in the language that it was signed in."""
    _ = translator(found.language)
    unit = currency(found.currency)
    sheet = Sheet(
        title=_("Day close"),
        number=found.day,
        seller=found.seller,
        language=found.language,
        meta=tuple(
            (label, value)
            for label, value in (
                (_("Closed day"), found.day),
                (_("Day closed before"), found.since),
                (_("Signed by"), found.signed_by),
                (_("Signed at"), found.signed_at),
            )
            if value
        ),
        columns=(
            PaperColumn(_("Payment method"), flexible=True),
            PaperColumn(_("There before"), right=True),
            PaperColumn(_("Received"), right=True),
            PaperColumn(_("Paid out"), right=True),
            PaperColumn(_("By the book"), right=True),
            PaperColumn(_("Counted amount"), right=True),
            PaperColumn(_("Difference"), right=True),
            PaperColumn(_("Stays"), right=True),
        ),
        rows=tuple(_row(line, unit, _) for line in found.money if _moved(line)),
        totals=(
            Total(_("By the book"), show(found.expected, unit)),
            Total(_("Counted amount"), show(found.counted, unit)),
            Total(_("Difference"), show(found.counted - found.expected, unit, symbol=True), strong=True),
        ),
        paragraphs=tuple(_paragraphs(found, unit, _)),
        signatures=(_("Counted and signed: signature, date"), _("Checked: signature, date")),
        mark=found.mark,
        logo=found.logo,
    )
    return lay_out(sheet, paper_named(paper))


def day_sheet_bytes(found: DaySheet, *, paper: str = "A4") -> bytes:
    """The PDF of a closed day. The same sheet and paper always give the same bytes."""
    return pdf_bytes(draw_day_sheet(found, paper=paper))


def _moved(line: MethodCount) -> bool:
    return any((line.opening, line.received, line.paid_out, line.counted, line.left))


def _row(line: MethodCount, unit: Currency, _: Translate) -> tuple[Cell, ...]:
    moved = (line.opening, line.received, line.paid_out)
    return (
        Cell(paying_word(line.method, _, line.name), line.reason),
        *(Cell(show(amount, unit) if amount else "") for amount in moved),
        Cell(show(line.expected, unit)),
        Cell(show(line.counted, unit)),
        Cell(show(line.difference, unit), strong=bool(line.difference)),
        Cell(show(line.left, unit)),
    )


def _paragraphs(found: DaySheet, unit: Currency, _: Translate) -> Iterator[tuple[str, str]]:
    if found.late:
        yield (
            _("Recorded late"),
            "\n".join(
                "   ".join((each.date, each.number, paying_word(each.method, _, each.name), show(each.amount, unit)))
                for each in found.late
            ),
        )
    for step in found.steps:
        yield _(STEP_TITLES[step.key]), _step(step, unit, _)
    if found.note:
        yield _("Notes"), found.note


def _step(step: StepFound, unit: Currency, _: Translate) -> str:
    if not step.count:
        return _("None")
    told = f"{step.count:,}"
    if step.amount is not None:
        told = f"{told}  ·  {show(step.amount, unit)}"
    lines = [told]
    numbers = [each.number for each in step.things]
    if numbers:
        more = step.count - len(numbers)
        named = "   ".join(numbers)
        lines.append(_("{named} and {n} more").format(named=named, n=f"{more:,}") if more > 0 else named)
    if step.remark:
        lines.append(_("Remark: {text}").format(text=step.remark))
    return "\n".join(lines)
