"""The statement of a customer's account: chosen days, what moved in them, what is owed; on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor, Permission
from app.money import show
from app.queries import statements
from app.queries.columns import Row
from app.queries.periods import named, start_of
from app.queries.statements import Statement
from app.reports.files import plain_name
from app.views.acting import open_dialog
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.files import ask_where
from app.views.page import Page
from app.views.records import open_record
from app.views.texts import follow, say, tip
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.choices import check_box
from app.views.widgets.date_field import DateField
from app.views.widgets.figures import FiguresCard
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.operations import outputs
    from app.reports import statement as paper
    from app.views.print_setup import Made, Setup
    from app.views.why import WhyQuestion
else:
    outputs, paper = Later("app.operations.outputs"), Later("app.reports.statement")

PERIODS: tuple[tuple[str, str], ...] = (
    ("this_month", N_("This month")),
    ("last_month", N_("Last month")),
    ("this_quarter", N_("This quarter")),
    ("this_year", N_("This year")),
    ("last_year", N_("Last year")),
    ("all", N_("All time")),
    ("custom", N_("Custom")),
)
_AGES: tuple[tuple[str, str], ...] = (
    ("not_due", N_("Not due")),
    ("days_30", N_("1–30 days")),
    ("days_60", N_("31–60 days")),
    ("days_90", N_("61–90 days")),
    ("older", N_("Over 90 days")),
    ("ahead", N_("Paid ahead")),
    ("invoiced", N_("Invoiced")),
    ("not_invoiced", N_("Not invoiced yet")),
)
_FIGURES: tuple[tuple[str, str], ...] = (
    ("opening", N_("Owed before")),
    ("charged", N_("Charged")),
    ("received", N_("Paid in")),
    ("closing", N_("Owed")),
)
_REMEMBERED, _GOODS = "statement.period", "statement.goods"


def days_of(period: str, today: date) -> tuple[date | None, date]:
    """The first and the last day of a period; no first day for all time. A running period ends today."""
    if period == "this_quarter":
        return start_of(today, "quarter"), today
    found = named(period, today)
    return (found[0], min(found[1], today)) if found is not None else (None, today)


class StatementPage(Page):
    """The statement of one customer."""

    watches = frozenset({"customer", "order", "payment", "allocation", "refund", "credit", "write_off", "invoice"})
    help_topic = "statement-of-account"

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__(desk, f"statement_page_{customer_id}")
        self.setProperty("page", "true")
        self.customer_id = customer_id
        self.found: Statement | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.banner = Banner("statement_banner")
        column.addWidget(self.banner)
        column.addLayout(self._choices())
        self.figures = FiguresCard("statement_figures", _FIGURES)
        column.addWidget(self.figures)
        self.table = SmallTable("statement_table", N_("Statement of account"), paper.COLUMNS, desk.currency, most=9)
        self.table.opens_with(self._open_row)
        self.table_card = Card("statement_card")
        self.table_card.add_table(self.table)
        self.nothing = label(N_("Nothing moved in these days."), "muted", "statement_nothing")
        self.table_card.body.addWidget(self.nothing)
        column.addWidget(self.table_card)
        self.ages = FiguresCard("statement_ages", _AGES)
        column.addWidget(self.ages)
        column.addStretch(1)
        follow(self._show)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))
        self.title = label("", "title", "statement_title")
        self.title.setMinimumWidth(40)
        row.addWidget(self.title)
        row.addStretch(1)
        self.commands = {
            "export_statement": action_for(
                "export_statement", N_("Export…"), self.export, self, icon_name="download", shortcut="Ctrl+E"
            ),
            "print_statement": action_for(
                "print_statement", N_("Print…"), self.print, self, icon_name="printer", shortcut="Ctrl+P"
            ),
        }
        why = refusal(self.desk.actor, Permission.EXPORT)
        self.commands["export_statement"].setEnabled(not why)
        export = button(N_("Export…"), "export_statement_button", icon="download", run=self.export)
        export.setEnabled(not why)
        export.setToolTip(tip(why))
        row.addWidget(export)
        row.addWidget(button(N_("Print…"), "print_statement_button", kind="primary", icon="printer", run=self.print))
        return row

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        preferences, today = self.desk.preferences, self.desk.actor.today
        kept = str(preferences.get(_REMEMBERED, "this_year"))
        self.period = KeyField("statement_period", PERIODS, kept if kept in dict(PERIODS) else "this_year")
        say(self.period.setAccessibleName, N_("Period"))
        self.first, self.last = DateField("statement_from", today), DateField("statement_to", today)
        say(self.first.setAccessibleName, N_("From"))
        say(self.last.setAccessibleName, N_("To"))
        for field in (self.first, self.last):
            field.setFixedWidth(136)
            field.editingFinished.connect(self._typed)
        self.goods = check_box(N_("Name the goods"), "statement_goods", checked=bool(preferences.get(_GOODS, True)))
        self.goods.toggled.connect(self._goods_switched)
        row.addWidget(self.period)
        row.addSpacing(8)
        row.addWidget(self.first)
        row.addWidget(label("–", "muted"))
        row.addWidget(self.last)
        row.addSpacing(16)
        row.addWidget(self.goods)
        row.addStretch(1)
        self.period.key_changed.connect(self._period_chosen)
        self._days: tuple[date | None, date] = days_of(self.period.key(), today())
        return row

    # Reading

    def _period_chosen(self, key: str) -> None:
        if key == "custom":
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.desk.preferences.set(_REMEMBERED, key)
        self._days = days_of(key, self.desk.actor.today())
        self.refresh()

    def _typed(self) -> None:
        try:
            first, last = self.first.value(), self.last.value() or self.desk.actor.today()
            if first is not None and first > last:
                raise UserError(_("The last day lies before the first one. Change one of them."))
        except UserError as problem:
            self.banner.tell("warn", lambda problem=problem: problem.message)
            return
        if self.found is not None and (first, last) == self._shown_days():
            return
        self.banner.dismiss()
        self.period.blockSignals(True)
        self.period.choose("custom")
        self.period.blockSignals(False)
        self._days = (first, last)
        self.refresh()

    def _shown_days(self) -> tuple[date, date]:
        assert self.found is not None
        return date.fromisoformat(self.found.first), date.fromisoformat(self.found.last)

    def _goods_switched(self, on: bool) -> None:
        self.desk.preferences.set(_GOODS, on)
        self._show()

    def refresh(self) -> None:
        actor, customer, days = self.desk.actor, self.customer_id, self._days
        self.desk.read(
            lambda: statements.statement(actor, customer, *days),
            self._read,
            key=f"statement.{id(self)}",
            owner=self,
            on_problem=self._problem,
        )

    def _problem(self, error: Exception) -> None:
        self.desk.tell_refusal(self.banner, error)

    def _read(self, found: Statement) -> None:
        self.found = found
        first, last = self._shown_days()
        self.first.set_value(first)
        self.last.set_value(last)
        self._show()

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        currency = self.desk.currency
        say(self.title.setText, lambda: _("Statement of {name}").format(name=found.name))
        say(self.setAccessibleName, lambda: _("Statement of {name}").format(name=found.name))
        for key in ("opening", "charged", "received", "closing"):
            self.figures.show_figure(key, show(getattr(found, key), currency))
        ageing = found.ageing
        for key, _title in _AGES[:5]:
            amount = getattr(ageing, key)
            self.ages.show_figure(key, show(amount, currency) if amount else None)
        self.ages.show_figure("ahead", show(-ageing.ahead, currency) if ageing.ahead else None)
        self.ages.show_figure("invoiced", show(found.invoiced, currency))
        self.ages.show_figure("not_invoiced", show(found.not_invoiced, currency))
        self.table.show_rows(self._rows(found))
        self.table.setVisible(bool(found.lines))
        self.nothing.setVisible(not found.lines)
        self.status_changed.emit()

    def _rows(self, found: Statement) -> list[Row]:
        rows = []
        for line in found.lines:
            said = paper.said_of(line, found.currency, self.goods.isChecked())
            values = (line.date, line.number, said, line.charged or None, line.received or None, line.balance)
            rows.append(Row(line.id, values))
        return rows

    def _open_row(self, line_id: int, beside: bool) -> None:
        lines = self.found.lines if self.found is not None else ()
        order = next((line.order_id for line in lines if line.id == line_id), None)
        if order is not None:
            open_record(self.desk, "order", order, beside=beside)

    # Paper and workbook

    def print(self) -> None:
        """Show the paper, to be printed or saved."""
        from app.views.print_setup import Source
        from app.views.printing import PrintPreview
        from app.views.receivables.made_statements import MadeStatements

        found = self.found
        if found is None:
            return
        with_goods = self.goods.isChecked()
        number = f"{found.name} {found.first} – {found.last}"

        def make(_actor: Actor, setup: Setup) -> Made:
            return made_paper(found, number, setup.paper, with_goods)

        def note(paper_made: Made, numbers: Sequence[str], _setup: Setup) -> None:
            if numbers:
                made = MadeStatements((date.fromisoformat(found.first), date.fromisoformat(found.last)))
                made.says(found.customer_id, found.closing)
                made.made(found.customer_id, number, paper_made.pdf)
                told = made.marks([number])
                self.desk.perform(lambda actor: outputs.note_print(actor, "statement", told), title=_("Print"))
                made.keep(self.desk, [number])

        preview = PrintPreview(
            self.desk,
            N_("Statement of account"),
            f"{file_name(found)}.pdf",
            source=Source("statement", 1, make=make, first=make, note=note),
            parent=self,
        )
        open_dialog(self.desk, preview)

    def export(self) -> None:
        """Write the statement to a workbook and offer to open it."""
        from app.views.exporting import exported

        found = self.found
        if found is None or refusal(self.desk.actor, Permission.EXPORT):
            return
        folder = self.desk.preferences.folder("exports")
        path = ask_where(self, _("Export"), folder / f"{file_name(found)}.xlsx", _("Excel workbook (*.xlsx)"))
        if path is None:
            return
        with_goods = self.goods.isChecked()

        def done(written: Any) -> None:
            rows = int(written.rows)
            self.desk.perform(
                lambda actor: outputs.note_export(actor, "statement", f"#{found.customer_id} {path.suffix}", rows),
                title=_("Export"),
            )
            exported(self.desk, self, written)

        self.desk.work(
            lambda actor: paper.write_statement(path, found, with_goods=with_goods, progress=actor.progress),
            on_done=done,
            owner=self,
            title=_("Export"),
        )

    # The page

    def numbers(self) -> Sequence[WhyQuestion]:
        from app.views.why import of_record

        return of_record(self.desk, "customer", self.customer_id)

    def menu_actions(self) -> Sequence[QAction | None]:
        return list(self.commands.values())

    def heading(self) -> str:
        return self.title.text()

    def status_text(self) -> str:
        return self.title.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)


def made_paper(found: Statement, number: str, paper_name: str, with_goods: bool) -> Made:
    """The paper of a statement for the preview, with what its fonts cannot print."""
    from app.reports.pdf import pdf_bytes
    from app.reports.typesetting import missing_glyphs, missing_sentence
    from app.views.print_setup import Made, Paper

    drawing = paper.draw_statement(found, paper=paper_name, with_goods=with_goods)
    remark = missing_sentence(
        missing_glyphs([found.name, *(g.description for line in found.lines for g in line.goods)])
    )
    return Made(pdf_bytes(drawing), (Paper(number, len(drawing.pages)),), remark)


def file_name(found: Statement) -> str:
    """What the file of a statement is called."""
    return f"{plain_name(found.name)}-{found.first}-{found.last}"


def open_statement(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Show a customer's statement over the list of customers."""
    if desk.shell is not None:
        desk.shell.open_record("customers", StatementPage(desk, customer_id))
