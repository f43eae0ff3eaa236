"""The pick list (拣货单): what has to be taken from the shelves for one order or many, as one walks past the places.

Over several orders each has a basket: a line says how many go into which, and a second part, for those who pack, says
whose basket it is, with the order's number as bars that the shipping desk reads.
"""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import translator
from app.models.document import Basket, DocumentLine, DocumentSnapshot, Mark
from app.money import QUANTITY, show_scaled
from app.reports.family import lay_out
from app.reports.pdf import Drawing
from app.reports.sheet import Sheet, Total
from app.reports.table import Cell, PaperColumn
from app.reports.trade import marked, paper_named

_TICK = "______"
_NOWHERE = "—"


def draw_pick_list(snapshot: DocumentSnapshot, *, paper: str = "A4", mark: Mark | None = None) -> Drawing:
    """Lay out a pick list in the snapshot's language; ``mark`` replaces the snapshot's own."""
    snapshot = marked(snapshot, mark)
    page = paper_named(paper)
    goods = lay_out(_goods(snapshot), page)
    if not snapshot.baskets:
        return goods
    orders = lay_out(_baskets(snapshot), page)
    return Drawing(
        goods.title,
        (*goods.pages, *orders.pages),
        tuple(dict.fromkeys((*goods.missing, *orders.missing))),
        language=snapshot.language,
        cut=(*goods.cut, *orders.cut),
    )


def _goods(snapshot: DocumentSnapshot) -> Sheet:
    _ = translator(snapshot.language)
    placed = any(line.place for line in snapshot.lines)
    # Those who know the places need no groups to find their way.
    grouped = not placed and any(line.tax_label for line in snapshot.lines)
    coded = any(line.code for line in snapshot.lines)
    columns = [PaperColumn(_("Shelf place"), wraps=True)] if placed else []
    columns.append(PaperColumn(_("No.")))
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
        row = [Cell(line.place or _NOWHERE, strong=True, large=True)] if placed else []
        row.append(Cell(str(number)))
        if grouped:
            row.append(Cell(line.tax_label))
        if coded:
            row.append(Cell(line.code))
        row += [
            Cell(line.description, _below(line, _, placed), clear=bool(line.note)),
            Cell(show_scaled(line.quantity, QUANTITY), _short(line, _), strong=True, large=placed, clear=True),
            Cell(line.unit),
            Cell(_TICK),
        ]
        rows.append(tuple(row))
    whole = show_scaled(sum(line.quantity for line in snapshot.lines), QUANTITY)
    return Sheet(
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
            *((("[3] × 2", _("2 into basket 3")),) if snapshot.baskets else ()),
        ),
        totals=(Total(_("Pieces in all"), whole, strong=True),),
        signatures=(_("Picked by: signature, date"), _("Checked by: signature, date")),
        mark=snapshot.mark,
    )


def _below(line: DocumentLine, _: Callable[[str], str], placed: bool) -> str:
    group = line.tax_label if placed and not line.place else ""
    return "\n".join(part for part in (" · ".join(p for p in (line.specification, group) if p), line.note) if part)


def _short(line: DocumentLine, _: Callable[[str], str]) -> str:
    if line.in_stock is None or line.in_stock >= line.quantity:
        return ""
    return _("{n} in stock").format(n=show_scaled(max(0, line.in_stock), QUANTITY))


def _baskets(snapshot: DocumentSnapshot) -> Sheet:
    _ = translator(snapshot.language)
    carried = any(basket.carrier for basket in snapshot.baskets)
    columns = [
        PaperColumn(_("Basket")),
        PaperColumn(_("Order")),
        PaperColumn(_("Consignee"), flexible=True),
    ]
    if carried:
        columns.append(PaperColumn(_("Carrier"), wraps=True))
    columns += [PaperColumn(_("Quantity"), right=True), PaperColumn(_("Packed"), right=True)]
    return Sheet(
        title=_("Baskets"),
        number=snapshot.number,
        seller=snapshot.seller,
        language=snapshot.language,
        columns=tuple(columns),
        rows=tuple(_basket(basket, carried) for basket in snapshot.baskets),
        meta=((_("Date"), snapshot.date), (_("Orders"), snapshot.order_numbers)),
        signatures=(_("Packed by: signature, date"),),
        mark=snapshot.mark,
    )


def _basket(basket: Basket, carried: bool) -> tuple[Cell, ...]:
    told = "\n".join(part for part in (basket.goods, basket.note) if part)
    cells = [
        Cell(str(basket.number), strong=True, large=True),
        Cell(basket.order, bars=basket.order),
        Cell(basket.consignee, told, strong=True),
    ]
    if carried:
        cells.append(Cell(basket.carrier))
    return (*cells, Cell(show_scaled(basket.quantity, QUANTITY), strong=True), Cell(_TICK))
