"""*Why this number?*: the lines that make a figure, with the sum after each, from any page by one key.

A page says in ``numbers`` which figures it shows and how each is explained; the window lists them, shows the lines of
the chosen one, opens the record behind a line, and takes the lines along on paper or as a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Actor, Permission
from app.models.company import the_company
from app.queries.columns import Column, Kind, Row, Series
from app.queries.why import MOST, NOUNS, Why, column_sum, figures_of, why
from app.queries.why_statistics import explained_columns, why_cell
from app.reports.files import plain_name
from app.views import tab_order
from app.views.acting import open_dialog
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.files import ask_where
from app.views.page import Page
from app.views.records import has_page, open_record
from app.views.texts import Saying, follow, say, spoken, tip
from app.views.values import shown
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label, value_label
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.operations import outputs
    from app.reports import excel, list_report
    from app.views.record_tab import RecordTab
else:
    outputs, excel = Later("app.operations.outputs"), Later("app.reports.excel")
    list_report = Later("app.reports.list_report")

KEY = "Alt+Return"
EVERY_LINE = 1_000_000
"""How many lines are taken along into a workbook."""
ON_PAPER = 5_000
_SUMMED = (Kind.MONEY, Kind.QUANTITY, Kind.COUNT)


@dataclass(frozen=True)
class WhyQuestion:
    """A figure of a page: a key, what it is called, and what explains it with at most so many lines."""

    key: str
    title: Saying
    read: Callable[[Actor, int], Why]


def of_record(desk: Desk, record: str, record_id: int) -> list[WhyQuestion]:
    """The figures of one record, as far as whoever looks may see them."""

    def question(key: str, title: str) -> WhyQuestion:
        return WhyQuestion(key, title, lambda actor, most: why(actor, record, key, record_id, most))

    return [question(key, title) for key, title in figures_of(desk.actor, record)]


def of_list(tab: RecordTab) -> list[WhyQuestion]:
    """The figures of the chosen row of a list, and the sums below its columns."""
    record, chosen = NOUNS.get(tab.records.noun, ""), tab.view.current_id()
    found = of_record(tab.desk, record, chosen) if record and chosen is not None else []
    return [*found, *sums_of(tab)]


def of_statistic(series: Series, row: int | None) -> list[WhyQuestion]:
    """The sums of a row of a statistic, or those of its total (``row`` None)."""

    def question(column: Column) -> WhyQuestion:
        return WhyQuestion(
            column.key, column.title, lambda actor, most: why_cell(actor, series, row, column.key, most=most)
        )

    return [question(column) for column in explained_columns(series)]


def sums_of(tab: RecordTab) -> list[WhyQuestion]:
    """The sums below the columns that a list shows."""
    if not len(tab.table.ids):
        return []
    records, ask, header = tab.records, tab.table.asked, tab.view.header

    def question(column: Column) -> WhyQuestion:
        return WhyQuestion(
            f"sum_{column.key}",
            lambda: _("Sum of “{column}” below the list").format(column=_(column.title)),
            lambda actor, most: column_sum(actor, records, ask, column.key, most),
        )

    return [
        question(column)
        for number, column in enumerate(records.columns)
        if column.total and column.kind in _SUMMED and not header.isSectionHidden(number)
    ]


def ask_why(desk: Desk, page: Page | None, parent: QWidget) -> WhyDialog | None:
    """Explain the figures of a page; says so if it has none."""
    asked = page.numbers() if page is not None else ()
    if not asked:
        if desk.shell is not None:
            desk.shell.tell(_("There is no figure to explain here. Choose a row, or open a record."))
        return None
    dialog = WhyDialog(desk, asked, parent)
    open_dialog(desk, dialog)
    return dialog


class WhyDialog(QDialog):
    """Shows what makes a figure."""

    def __init__(self, desk: Desk, asked: Sequence[WhyQuestion], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("why_dialog")
        say(self.setWindowTitle, N_("Why this number?"))
        self.resize(820, 600)
        self.setMinimumSize(640, 420)
        self.desk = desk
        self.asked = {each.key: each for each in asked}
        self.found: Why | None = None
        self.table: SmallTable | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._head(asked))
        self.banner = Banner("why_banner")
        column.addWidget(self.banner)
        self.place = QVBoxLayout()
        column.addLayout(self.place, 1)
        self.nothing = label(N_("Nothing has been booked, so it is 0."), "muted", "why_nothing")
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        column.addLayout(self._foot())
        for keys, run in (("Ctrl+E", self.export), ("Ctrl+P", self.print), ("Ctrl+Return", self.open_line)):
            QShortcut(QKeySequence(keys), self, run)
        desk.hub.changed.connect(self._changed)
        follow(self.read)
        self.read()

    def _head(self, asked: Sequence[WhyQuestion]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.figure = KeyField("why_figure", [(each.key, each.title) for each in asked], asked[0].key)
        say(self.figure.setAccessibleName, N_("Figure"))
        self.figure.setMinimumWidth(240)
        self.figure.key_changed.connect(lambda _key: self.read())
        self.subject = label("", "muted", "why_subject")
        self.subject.setMinimumWidth(40)
        self.total = value_label("", "section", "why_total")
        row.addWidget(self.figure)
        row.addWidget(self.subject, 1)
        row.addWidget(self.total)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        refused = refusal(self.desk.actor, Permission.EXPORT)
        self.export_button = button(N_("Export…"), "why_export", icon="download", run=self.export)
        self.export_button.setEnabled(not refused)
        self.export_button.setToolTip(tip(refused))
        row.addWidget(self.export_button)
        row.addWidget(button(N_("Print…"), "why_print", icon="printer", run=self.print))
        row.addStretch(1)
        row.addWidget(button(N_("Close"), "why_close", kind="quiet", run=self.reject))
        self.open_button = button(N_("Open this line"), "why_open", kind="primary", run=self.open_line)
        row.addWidget(self.open_button)
        return row

    # Reading

    def read(self) -> None:
        """Read the lines of the chosen figure."""
        question, actor = self.asked[self.figure.key()], self.desk.actor
        self.desk.read(
            lambda: question.read(actor, MOST),
            self.show_why,
            key=f"why.{id(self)}",
            on_problem=lambda error: self.desk.tell_refusal(self.banner, error),
            owner=self,
        )

    def _changed(self, _changes: Any) -> None:
        if self.isVisible():
            self.read()

    def show_why(self, found: Why) -> None:
        """Show these lines."""
        first = self.found is None
        self.found = found
        currency = self.desk.currency
        self.subject.setText(found.subject)
        self.total.setText(shown(found.unit, found.total, currency))
        say(self.total.setAccessibleName, lambda: f"{_(found.title)} {shown(found.unit, found.total, currency)}")
        self._fit_table(found)
        table = self.table
        assert table is not None
        table.show_rows([Row(number, values) for number, values in enumerate(found.rows())])
        table.setVisible(bool(found.lines))
        self.nothing.setVisible(not found.lines)
        self._line_chosen()
        if found.left_out:
            count = found.left_out
            self.banner.tell(
                "info",
                lambda: ngettext(
                    "{n} earlier line is told as one; the workbook lists it.",
                    "{n} earlier lines are told as one; the workbook lists them all.",
                    count,
                ).format(n=f"{count:,}"),
                dismissible=False,
            )
        else:
            self.banner.dismiss()
        if found.lines:
            if table.current_id() is None:
                table.selectRow(len(found.lines) - 1)
            table.scrollTo(table.currentIndex())
            if first:
                table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_table(self, found: Why) -> None:
        if self.table is not None and self.table.small.columns == found.columns:
            return
        made = SmallTable("why_table", N_("What makes the number"), found.columns, self.desk.currency, most=400)
        made.setSizePolicy(made.sizePolicy().horizontalPolicy(), made.sizePolicy().Policy.Expanding)
        made.setMinimumHeight(200)
        made.opens_with(lambda line, beside: self.open_line(line, beside=beside))
        made.chosen.connect(lambda _line: self._line_chosen())
        if self.table is not None:
            self.place.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.place.addWidget(made)
        self.table = made
        tab_order.arrange(self)

    def _line_chosen(self) -> None:
        self.open_button.setEnabled(self._target() is not None)

    def _target(self, line: int | None = None) -> tuple[str, int] | None:
        at = line if line is not None else (self.table.current_id() if self.table is not None else None)
        if self.found is None or at is None or at >= len(self.found.lines):
            return None
        chosen = self.found.lines[at]
        return (chosen.record, chosen.record_id) if has_page(chosen.record) and chosen.record_id else None

    def open_line(self, line: int | None = None, *, beside: bool = False) -> None:
        """Open the record behind a line, the chosen one unless told."""
        target = self._target(line)
        if target is None:
            return
        if not beside:
            self.accept()
        open_record(self.desk, *target, beside=beside)

    # Taking along

    def _name(self) -> str:
        found = self.found
        assert found is not None
        plain = f"{spoken(self.asked[self.figure.key()].title)} {found.subject}"
        return plain_name(plain, " ").strip()

    def export(self) -> None:
        """Write all lines to a workbook and offer to open it."""
        if self.found is None or refusal(self.desk.actor, Permission.EXPORT):
            return
        folder = self.desk.preferences.folder("exports")
        path = ask_where(self, _("Export"), folder / f"{self._name()}.xlsx", _("Excel workbook (*.xlsx)"))
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write all lines to this workbook, beside the window."""
        from app.views.exporting import exported

        question, money = self.asked[self.figure.key()], self.desk.currency

        def write(actor: Actor) -> Any:
            whole = question.read(actor, EVERY_LINE)
            return excel.write_workbook(
                path,
                whole.columns,
                whole.rows(),
                title=whole.subject,
                money=money,
                totals={"amount": whole.total},
                progress=actor.progress,
            )

        def done(written: Any) -> None:
            rows = int(written.rows)
            self.desk.perform(lambda actor: outputs.note_export(actor, "why", path.name, rows), title=_("Export"))
            exported(self.desk, self, written)

        self.desk.work(write, on_done=done, owner=self, title=_("Export"))

    def print(self) -> None:
        """Show the lines on paper, to be printed or saved."""
        from app.reports.pdf import pdf_bytes
        from app.views.print_setup import Made, Paper, Setup, Source
        from app.views.printing import PrintPreview

        if self.found is None:
            return
        question, name, desk = self.asked[self.figure.key()], self._name(), self.desk

        def make(actor: Actor, setup: Setup) -> Made:
            found = question.read(actor, ON_PAPER)
            drawing = list_report.draw_list(
                spoken(question.title),
                found.columns,
                found.rows(),
                money=desk.currency,
                company=the_company().name,
                about=found.subject,
                totals={"amount": found.total},
                paper=setup.paper,
            )
            return Made(pdf_bytes(drawing), (Paper(name, len(drawing.pages)),))

        def note(_made: Made, numbers: Sequence[str], _setup: Setup) -> None:
            desk.perform(lambda actor: outputs.note_print(actor, "why", list(numbers)), title=_("Print"))

        preview = PrintPreview(
            desk,
            N_("Why this number?"),
            f"{name}.pdf",
            source=Source("why", 1, make=make, first=make, note=note),
            parent=self,
        )
        open_dialog(desk, preview)
