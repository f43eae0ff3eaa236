"""The paper on which people count: every product with an empty place for what lies there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.company import the_company
from app.operations.outputs import note_print
from app.queries.columns import Column, Kind
from app.queries.stocktakes import in_order, stocktake
from app.queries.words import state_word
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.print_setup import SHEETS, Made, Paper, Setup, Source
from app.views.printing import PrintPreview

KIND = "count-sheet"
_PLACE = Column("place", N_("Shelf place"), Kind.TEXT, 90)
_COLUMNS = (
    Column("code", N_("Code"), Kind.TEXT, 110),
    Column("name", N_("Product"), Kind.TEXT, 240),
    Column("unit", N_("Unit"), Kind.TEXT, 60),
    Column("expected", N_("In the book"), Kind.QUANTITY, 90),
    Column("counted", N_("Counted"), Kind.QUANTITY, 90),
)


_ORDER = "stocktake.order"


def sorted_by(desk: Desk) -> str:
    """In which order people at this desk count: by ``place`` or by ``code``."""
    return "code" if desk.preferences.get(_ORDER, "place") == "code" else "place"


def sort_by(desk: Desk, order: str) -> None:
    """Keep the order in which people at this desk count."""
    desk.preferences.set(_ORDER, order)


def print_count_sheet(desk: Desk, parent: QWidget, stocktake_id: int, *, expected: bool = True) -> None:
    """Show the sheet of a stocktake; without what is ``expected`` nobody is led to write that down."""

    def make(actor: Actor, setup: Setup) -> Made:
        return count_sheet(actor, desk, stocktake_id, setup, expected=expected)

    def note(_made: Made, numbers: Sequence[str], _setup: Setup) -> None:
        desk.perform(lambda actor: note_print(actor, KIND, list(numbers), []), title=_("Print"))

    source = Source(KIND, 1, make=make, first=make, note=note, marks_copies=False, papers=SHEETS)
    open_dialog(desk, PrintPreview(desk, N_("Count sheet"), "count-sheet.pdf", source=source, parent=parent))


def count_sheet(actor: Actor, desk: Desk, stocktake_id: int, setup: Setup, *, expected: bool) -> Made:
    """The sheet as a PDF."""
    from app.reports.list_report import draw_list
    from app.reports.pdf import pdf_bytes

    found = stocktake(actor, stocktake_id)
    columns = tuple(column for column in _COLUMNS if expected or column.key != "expected")
    if found.placed:
        columns = (_PLACE, *columns)
    rows = []
    for line in in_order(found.lines, sorted_by(desk) if found.placed else "code"):
        quantities = (line.expected, None) if expected else (None,)
        place = (line.place,) if found.placed else ()
        rows.append((*place, line.code, line.name, line.unit, *quantities))
    scope = state_word("stocktake_scope", found.scope)
    about = _("Stocktake of {day}: {scope}").format(day=found.date, scope=scope)
    drawing = draw_list(
        N_("Count sheet"),
        columns,
        rows,
        money=desk.currency,
        company=the_company().name,
        about=about,
        paper=setup.paper,
    )
    name = f"{found.date} {scope}"
    return Made(pdf_bytes(drawing), (Paper(name, len(drawing.pages)),))
