"""Registering the numbers that the tax bureau's program gave: a workbook, what each row answers, one act for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.importing.bureau import RED, BureauPlan, read_bureau
from app.models.red_slip import REASONS
from app.money import show
from app.operations.bureau import BureauEntry, BureauOutcome, register_bureau_invoices
from app.operations.bureau_red import RedEntry
from app.queries import bureau
from app.queries.bureau import MATCHED, Answer, BureauMatch
from app.queries.bureau_red import RedAnswer
from app.queries.columns import Column, Kind, Row
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.imports.drops import accept_file, take_file
from app.views.imports.work import Work
from app.views.invoices.bureau_words import WAITING, counted, first_of, stands_at, to_choose
from app.views.texts import say
from app.views.values import first_capital
from app.views.widgets.buttons import button, say_button
from app.views.widgets.form import CANCEL, FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

WIDTH = 1040
_LEFT_OUT = ""
_ROWS = (
    Column("match", N_("What was found"), Kind.TEXT, 128),
    Column("number", N_("Invoice number"), Kind.TEXT, 176),
    Column("date", N_("Date"), Kind.DATE, 96),
    Column("title", N_("Invoice title"), Kind.TEXT, 220),
    Column("total", N_("Total"), Kind.MONEY, 104),
    Column("answer", N_("Belongs to"), Kind.TEXT, 190),
)


class BureauImportDialog(FormDialog):
    """Shows what each row of a workbook answers; a person settles what is open, and all are registered at once."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk, "bureau_import_dialog", N_("Register invoices of the tax bureau"), N_("Register"), width=WIDTH,
            parent=parent,
        )  # fmt: skip
        self.setAcceptDrops(True)
        self.plan: BureauPlan | None = None
        self.matches: tuple[BureauMatch, ...] = ()
        self.chosen: dict[int, str] = {}
        self.outcomes: dict[int, BureauOutcome] = {}
        self._reading: Work | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose = button(N_("Choose a file…"), "bureau_choose", icon="folder-open", run=self.ask)
        self.file = label(
            N_("The workbook of issued invoices that the platform exports. It can be dropped here too."),
            "muted",
            "bureau_file",
            wrap=True,
        )
        row.addWidget(self.choose)
        row.addWidget(self.file, 1)
        self.body.insertLayout(0, row)
        self.counts = label("", "lead", "bureau_counts", wrap=True)
        self.body.insertWidget(1, self.counts)
        self.table = SmallTable("bureau_rows", N_("Invoices of the file"), _ROWS, desk.currency, most=9)
        self.body.insertWidget(2, self.table)
        self.answer = KeyField("bureau_answer")
        self._answer_field = self.form.add("answer", N_("This invoice belongs to"), self.answer, row=0)
        self.told = label("", "muted", "bureau_told", wrap=True)
        self.form.add_widget(self.told, row=1)
        self.answer.key_changed.connect(self._answer_chosen)
        self.table.chosen.connect(lambda _row: self._show_row())
        self._show()
        self.choose.setFocus()

    # The file

    def ask(self) -> None:
        """Ask for the workbook."""
        kinds = _("Tables (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt *.xml *.html)")
        chosen = ask_which(self, _("Choose a file"), self.desk.preferences.folder("bureau"), kinds)
        if chosen is not None:
            self.take_file(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not accept_file(event):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not take_file(event, self.take_file):
            super().dropEvent(event)

    def take_file(self, path: Path) -> None:
        """Read a workbook and look for what its rows answer."""
        if self._busy or not self.choose.isEnabled():
            return
        self.desk.preferences.remember_folder("bureau", path)
        self.banner.dismiss()
        say(self.file.setText, lambda: _("Reading {file}").format(file=path.name))
        self.choose.setEnabled(False)
        self.primary.setEnabled(False)
        minor = self.desk.currency.minor
        work = Work(lambda progress, cancelled: read_bureau(path, minor, progress, cancelled), self)
        self._reading = work
        work.start(self.show_plan, self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._reading = None
        self.choose.setEnabled(True)
        say(self.file.setText, N_("Choose another file, or drop one here."))
        self._problem(error)
        self._show()

    def show_plan(self, plan: BureauPlan) -> None:
        """Look for what the rows of a workbook answer, and show it."""
        self._reading = None
        self.plan = plan
        say(self.file.setText, lambda: plan.file)
        actor = self.desk.actor
        self.desk.read(
            lambda: bureau.match_bureau(actor, plan.rows),
            self._matched,
            key=f"bureau.{id(self)}",
            on_problem=self._not_read,
            owner=self,
        )

    def _matched(self, found: tuple[BureauMatch, ...]) -> None:
        self.choose.setEnabled(True)
        self.outcomes = {}
        self.matches = tuple(sorted(found, key=first_of))
        self.chosen = {
            place: match.answers[0].key for place, match in enumerate(self.matches) if match.state in (MATCHED, RED)
        }
        if self.plan is not None and self.plan.problems:
            first, count = self.plan.problems[0], len(self.plan.problems)
            self.banner.tell(
                "warn",
                lambda: ngettext(
                    "{n} row cannot be read. Row {row}: {reason}", "{n} rows cannot be read. Row {row}: {reason}", count
                ).format(n=f"{count:,}", row=first.row, reason=first.reason),
            )
        self._show()
        if self.matches:
            self.table.selectRow(0)
            self.table.setFocus()

    # What is shown

    def _answer_of(self, place: int) -> Answer | RedAnswer | None:
        key = self.chosen.get(place, _LEFT_OUT)
        return next((answer for answer in self.matches[place].answers if answer.key == key), None)

    def entries(self) -> list[BureauEntry | RedEntry]:
        """What will be registered: the rows that go to something, and those that take something back."""
        found: list[BureauEntry | RedEntry] = []
        for place, match in enumerate(self.matches):
            a = self._answer_of(place)
            if isinstance(a, RedAnswer):
                found.append(RedEntry(match.row, a.number, a.code, a.reason, a.credit_id, a.slip_id))
            elif a is not None:
                found.append(BureauEntry(match.row, a.order_id, a.request_id))
        return found

    def _show(self) -> None:
        rows = []
        for place, match in enumerate(self.matches):
            answer, line = self._answer_of(place), match.row
            word = first_capital(_(stands_at(match, self.outcomes.get(line.row), over=bool(self.outcomes))))
            goes = _goes_to(answer) if answer is not None else ""
            rows.append(Row(place, (word, line.number, line.date or None, line.title, line.total, goes)))
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._answer_field.setVisible(bool(rows) and not self.outcomes)
        self.counts.setVisible(bool(rows))
        count, over = len(self.entries()), bool(self.outcomes)
        if over:
            say_button(self.primary, N_("Close"))
        elif count:
            say_button(
                self.primary,
                lambda: ngettext("Register {n} invoice", "Register {n} invoices", count).format(n=f"{count:,}"),
            )
        else:
            say_button(self.primary, N_("Register"))
        # While another file is read nothing of this one is registered.
        self.primary.setEnabled((bool(count) or over) and self.choose.isEnabled())
        say_button(self.back, CANCEL)
        self.back.setVisible(not over)
        say(self.counts.setText, lambda: counted(self.matches, self.chosen, self.outcomes))
        self._show_row()

    def _words(self, answer: Answer | RedAnswer) -> str:
        if isinstance(answer, RedAnswer):
            why = first_capital(_(REASONS[answer.reason]))
            parts = [answer.number, answer.customer, f"{answer.reason} {why} {answer.credit}".strip()]
            return " · ".join((*parts, _("{left} left").format(left=show(answer.left, self.desk.currency))))
        amount = show(answer.amount, self.desk.currency)
        what = _("{order}, asked for") if answer.request_id is not None else "{order}"
        return f"{what.format(order=answer.order)} · {answer.customer} · {amount}"

    def _show_row(self) -> None:
        place = self.table.current_id()
        if place is None or place >= len(self.matches):
            self.answer.offer([])
            self._answer_field.setEnabled(False)
            say(self.told.setText, "")
            return
        match = self.matches[place]
        self._answer_field.setEnabled(bool(match.answers) and not self.outcomes)
        self.answer.offer(
            [
                (_LEFT_OUT, N_("Nothing: leave it out")),
                *((answer.key, (lambda answer=answer: self._words(answer))) for answer in match.answers),
            ],
        )
        self.answer.blockSignals(True)
        self.answer.choose(self.chosen.get(place, _LEFT_OUT))
        self.answer.blockSignals(False)
        answer = self._answer_of(place)

        def words() -> str:
            if remark := self._remark_on(match.row.row):
                return remark
            told = list(match.told)
            if isinstance(answer, RedAnswer) and (answer.slip or match.row.takes_back.slip):
                told.insert(0, _slip_words(answer, match.row.takes_back.slip))
            if answer is None and match.state in WAITING:
                told.insert(0, to_choose(len(match.answers)))
            elif answer is not None:
                told.insert(0, _("Because of: {reasons}.").format(reasons=", ".join(answer.why)))
            return " ".join(told)

        say(self.told.setText, words)

    def _answer_chosen(self, key: str) -> None:
        place = self.table.current_id()
        if place is None:
            return
        if key:
            self.chosen[place] = key
        else:
            self.chosen.pop(place, None)
        self._show()

    # Registering

    def accept_form(self) -> None:
        if not self.primary.isEnabled():
            return
        if self.outcomes:
            self.accept()
            return
        entries, file = self.entries(), self.plan.file if self.plan is not None else ""
        self.submit(lambda actor: register_bureau_invoices(actor, entries, file))

    def _done(self, result: Any) -> None:
        self._set_busy(False)
        found: tuple[BureauOutcome, ...] = result.value
        self.done_value = found
        self.outcomes = {done.row: done for done in found}
        self._show()
        remarked = [place for place, match in enumerate(self.matches) if self._remark_on(match.row.row)]
        if remarked:
            self.table.selectRow(remarked[0])
        self.primary.setFocus()

    def _remark_on(self, row: int) -> str:
        done = self.outcomes.get(row)
        return done.reason if done is not None else ""

    def reject(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        super().reject()


def _goes_to(answer: Answer | RedAnswer) -> str:
    return answer.number if isinstance(answer, RedAnswer) else f"{answer.order} · {answer.customer}"


def _slip_words(answer: RedAnswer, named: str) -> str:
    if answer.slip:
        return _("Its slip is {slip}.").format(slip=answer.slip)
    return _("The book holds no slip {slip}, so its number is noted on the red invoice.").format(slip=named)


def register_bureau(desk: Desk, parent: QWidget) -> None:
    """Open the dialog over its window."""
    open_dialog(desk, BureauImportDialog(desk, parent))
