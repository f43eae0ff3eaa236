"""Statements of many customers: which days, which customers have something to state, one file or one for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from app.errors import Cancelled
from app.i18n import N_, _, ngettext
from app.models.actor import Actor
from app.queries.columns import Column, Kind, Row
from app.queries.statements import statement, with_movements
from app.views.acting import open_dialog
from app.views.background import Job
from app.views.customers.statement import PERIODS, days_of
from app.views.desk import Desk
from app.views.files import look_at
from app.views.print_setup import Made, Setup, Source
from app.views.receivables.made_statements import MadeStatements
from app.views.receivables.papers import Drawn, made_papers, write_papers
from app.views.texts import say
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.reports.pdf import Drawing

ONE, EACH = "one", "each"
_FILES = ((ONE, N_("One PDF, to look at and print")), (EACH, N_("A PDF for each customer")))
_FAILED = (
    Column("name", N_("Customer"), Kind.TEXT, 200),
    Column("reason", N_("Why it is left out"), Kind.TEXT, 300),
)
_PERIOD, _GOODS, _KIND = "statements.period", "statements.goods", "statements.files"
_TICK = 100


class StatementsDialog(FormDialog):
    """Asks for the days, says how many customers have something to state, and makes the statements."""

    def __init__(self, desk: Desk, customer_ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "statements_dialog", N_("Statements of account"), N_("Make the statements"), width=640, parent=parent
        )
        self.ids = list(customer_ids)
        self.stated: list[int] = []
        self._job: Job | None = None
        preferences = desk.preferences
        offered = [each for each in PERIODS if each[0] != "custom"]
        kept = str(preferences.get(_PERIOD, "last_month"))
        self.period = KeyField("statements_period", offered, kept if kept in dict(offered) else "last_month")
        self.files = KeyField("statements_files", _FILES, str(preferences.get(_KIND, ONE)))
        self.goods = check_box(N_("Name the goods"), "statements_goods", checked=bool(preferences.get(_GOODS, True)))
        self.quiet = check_box(N_("Also those with nothing to state"), "statements_quiet")
        self.summary = label("", "lead", "statements_summary", wrap=True)
        self.form.add_widget(self.summary, span=2)
        self.form.add("period", N_("Period"), self.period, row=1, column=0)
        self.form.add("files", N_("Files"), self.files, row=1, column=1)
        self.form.add_widget(self.goods, row=2, column=0)
        self.form.add_widget(self.quiet, row=2, column=1)
        self.bar = QProgressBar()
        self.bar.setObjectName("statements_progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        say(self.bar.setAccessibleName, N_("Progress"))
        self.bar.hide()
        self.failures = SmallTable(
            "statements_failed", N_("Statements that are left out"), _FAILED, desk.currency, most=4
        )
        self.failures.hide()
        self.body.addWidget(self.failures)
        self.body.addWidget(self.bar)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK)
        self._clock.timeout.connect(self._tick)
        self.period.key_changed.connect(lambda _key: self.rehearse())
        self.quiet.toggled.connect(lambda _on: self.rehearse())
        self.finished.connect(lambda _result: self._stop())
        self.rehearse()

    @property
    def days(self) -> tuple[date | None, date]:
        """The first and the last day that are stated."""
        return days_of(self.period.key(), self.desk.actor.today())

    # Before

    def rehearse(self) -> None:
        """Find out who has something to state."""
        actor, ids, days, quiet = self.desk.actor, self.ids, self.days, self.quiet.isChecked()
        self.primary.setEnabled(False)
        self.desk.read(
            lambda: list(ids) if quiet else with_movements(actor, ids, *days),
            self._foretold,
            key=f"statements.{id(self)}",
            owner=self,
        )

    def _foretold(self, stated: list[int]) -> None:
        self.stated = stated
        count, whole = len(stated), len(self.ids)
        first, last = self.days
        span = f"{first.isoformat() if first is not None else '…'} – {last.isoformat()}"

        def words() -> str:
            told = ngettext("{n} statement, {days}.", "{n} statements, {days}.", count).format(
                n=f"{count:,}", days=span
            )
            rest = whole - count
            if not rest:
                return told
            return (
                told
                + " "
                + ngettext("{n} customer has nothing to state.", "{n} customers have nothing to state.", rest).format(
                    n=f"{rest:,}"
                )
            )

        say(self.summary.setText, words)
        self.primary.setEnabled(bool(stated))

    # Making

    def accept_form(self) -> None:
        if not self.primary.isEnabled() or not self.stated:
            return
        preferences = self.desk.preferences
        preferences.set(_PERIOD, self.period.key())
        preferences.set(_GOODS, self.goods.isChecked())
        preferences.set(_KIND, self.files.key())
        if self.files.key() == EACH:
            start = str(preferences.folder("printing"))
            folder = QFileDialog.getExistingDirectory(self, _("Folder for the statements"), start)
            if folder:
                self.write_to(Path(folder))
        else:
            self.show_papers()

    def _layout(self, made: MadeStatements) -> Callable[[Actor, str], Drawn]:
        """What lays out the statement of a customer on a paper, as chosen now; ``made`` hears what it says."""
        days, goods = self.days, self.goods.isChecked()

        def of(actor: Actor, paper: str) -> Drawn:
            from app.reports.statement import draw_statement

            def drawn(customer: int) -> tuple[str, Drawing]:
                found = statement(actor, customer, *days)
                made.says(customer, found.closing)
                name = f"{found.name} {found.first} – {found.last}"
                return name, draw_statement(found, paper=paper, with_goods=goods)

            return drawn

        return of

    def show_papers(self) -> None:
        """Show all statements in one preview, to be printed or saved; the dialog is done with it."""
        from app.operations.outputs import note_print
        from app.views.printing import PrintPreview

        desk, ids, made = self.desk, list(self.stated), MadeStatements(self.days)
        drawn = self._layout(made)

        def note(_made: Made, numbers: Sequence[str], _setup: Setup) -> None:
            desk.perform(lambda actor: note_print(actor, "statement", made.marks(numbers)), title=_("Print"))
            made.keep(desk, numbers)

        source = Source(
            "statement",
            len(ids),
            make=lambda actor, setup: made_papers(actor, ids, drawn(actor, setup.paper), made.made),
            first=lambda actor, setup: made_papers(actor, ids[:1], drawn(actor, setup.paper)),
            note=note,
        )
        window = self.parentWidget()
        preview = PrintPreview(
            desk,
            N_("Statements of account"),
            f"{len(ids)}-statements.pdf",
            source=source,
            parent=window.window() if window is not None else None,
        )
        self.accept()
        open_dialog(desk, preview)

    def write_to(self, folder: Path) -> None:
        """Write a file for each customer into this folder, with progress; the other button stops it."""
        self.desk.preferences.set("printing.folder", str(folder))
        ids, kept = list(self.stated), MadeStatements(self.days)
        drawn = self._layout(kept)
        self._set_busy(True)
        self._job = self.desk.work(
            lambda actor: write_papers(actor, ids, drawn(actor, ""), folder, kept.made),
            on_done=lambda made: self._written(made, folder, kept),
            on_problem=self._not_written,
            owner=self,
            title=_("Statements of account"),
        )
        self.bar.setRange(0, len(ids))
        self.bar.setValue(0)
        self.bar.show()
        self._clock.start()

    def _written(self, made: Made, folder: Path, kept: MadeStatements) -> None:
        self._job = None
        self._clock.stop()
        self.bar.hide()
        self._set_busy(False)
        numbers = [paper.number for paper in made.papers]
        if numbers:
            from app.operations.outputs import note_print

            told = kept.marks(numbers)
            self.desk.perform(lambda actor: note_print(actor, "statement", told), title=_("Print"))
            kept.keep(self.desk, numbers)
        count = len(numbers)

        def said() -> str:
            return ngettext("{n} statement was saved.", "{n} statements were saved.", count).format(n=f"{count:,}")

        self.failures.setVisible(bool(made.failures))
        if made.failures:
            self.failures.show_rows([Row(at, (f.number, f.reason)) for at, f in enumerate(made.failures)])
            self.banner.tell("warn", said, N_("Show the folder"), lambda: look_at(folder), dismissible=False)
            return
        if self.desk.shell is not None:
            self.desk.shell.tell(said(), lambda: look_at(folder), N_("Show the folder"))
        self.accept()

    def _not_written(self, problem: Exception) -> None:
        self._job = None
        self._clock.stop()
        self.bar.hide()
        if isinstance(problem, Cancelled):
            self._set_busy(False)
            self.banner.tell("info", N_("Stopped. What was written so far stays in the folder."))
        else:
            self._problem(problem)

    def _tick(self) -> None:
        if self._job is not None:
            self.bar.setValue(self._job.progress.done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()

    def reject(self) -> None:
        if self._job is not None:
            self._stop()
            return
        super().reject()
