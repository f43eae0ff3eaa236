"""The pick list (拣货单): what has to be taken from the shelves for one order or many, with room to tick each line."""

from __future__ import annotations

from app.i18n import translator
from app.models.document import DocumentSnapshot, Mark
from app.money import QUANTITY, show_scaled
from app.reports.family import lay_out
from app.reports.pdf import Drawing
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.trade import marked, paper_named


def draw_pick_list(snapshot: DocumentSnapshot, *, paper: str = "A4", mark: Mark | None = None) -> Drawing:
    """Lay out a pick list in the snapshot's language; ``mark`` replaces the snapshot's own."""
    snapshot = marked(snapshot, mark)
    _ = translator(snapshot.language)
    page = paper_named(paper)
    grouped = any(line.tax_label for line in snapshot.lines)
    coded = any(line.code for line in snapshot.lines)
    columns = [PaperColumn(_("No."))]
    if grouped:
        columns.append(PaperColumn(_("Category"), wraps=True))
    if coded:
        columns.append(PaperColumn(_("Code"), wraps=True))
    columns += [
        PaperColumn(_("Description"), flexible=True),
        PaperColumn(_("Quantity"), right=True),
        PaperColumn(_("Unit"), wraps=True),
        PaperColumn(_("Picked"), right=True),
    ]
    rows = []
    for number, line in enumerate(snapshot.lines, 1):
        row = [Cell(str(number))]
        if grouped:
            row.append(Cell(line.tax_label))
        if coded:
            row.append(Cell(line.code))
        below = "\n".join(part for part in (line.specification, line.note) if part)
        row += [
            Cell(line.description, below),
            Cell(show_scaled(line.quantity, QUANTITY), strong=True),
            Cell(line.unit),
            Cell("______"),
        ]
        rows.append(tuple(row))
    whole = show_scaled(sum(line.quantity for line in snapshot.lines), QUANTITY)
    sheet = Sheet(
        title=_("Pick list"),
        number=snapshot.number,
        seller=snapshot.seller,
        language=snapshot.language,
        columns=tuple(columns),
        rows=tuple(rows),
        meta=(
            (_("Date"), snapshot.date),
            (_("Orders"), snapshot.order_numbers),
            (_("Prepared by"), snapshot.issued_by),
        ),
        totals=(Total(_("Pieces in all"), whole, strong=True),),
        signatures=(_("Picked by: signature, date"), _("Checked by: signature, date")),
        mark=snapshot.mark,
    )
    return lay_out(sheet, page)
