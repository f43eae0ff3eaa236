"""The step before anything is stored: questions, what would come in beside what the file says, and every row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.importing.plan import Question
from app.money import Currency
from app.queries.words import state_word
from app.views.imports.flow import Flow
from app.views.imports.outcome import Counts, Warnings
from app.views.imports.rows import RowsTable
from app.views.imports.stored import FIRST, columns_of
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import label


class CheckStep(QWidget):
    """What the import would do. Questions that only a person can answer come first; refused rows can be put right."""

    answered = Signal()
    """Check again, with the answers and the cells that were put right."""
    save_asked = Signal()
    altered = Signal()
    """Something was put right or taken back."""

    def __init__(self, flow: Flow, money: Currency) -> None:
        super().__init__()
        self.setObjectName("import_check_step")
        self._flow, self._money = flow, money
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.headline = label("", "lead", "import_check_headline", wrap=True)
        column.addWidget(self.headline)
        self.questions = QVBoxLayout()
        column.addLayout(self.questions)
        self.counts = Counts("import_counts", money)
        column.addWidget(self.counts)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.only = QCheckBox()
        self.only.setObjectName("only_refused")
        self.only.toggled.connect(self._only_refused)
        row.addWidget(self.only)
        self.hint = label("", "hint", "import_rows_hint")
        row.addWidget(self.hint)
        row.addStretch(1)
        self.save = button(
            N_("Save refused rows…"), "import_refused_save", icon="file-spreadsheet", run=lambda: self.save_asked.emit()
        )
        self.again = button(N_("Check again"), "import_check_again", icon="refresh-cw", run=self.check_again)
        row.addWidget(self.save)
        row.addWidget(self.again)
        column.addLayout(row)
        self.rows = RowsTable()
        self.rows.found.fixed.connect(self._fixed)
        column.addWidget(self.rows, 1)
        self.warnings = Warnings("import_warnings")
        column.addWidget(self.warnings)
        self._asked: list[tuple[Question, QComboBox, LabelledField]] = []

    def show_flow(self) -> None:
        """Show the plan and its preview."""
        plan, preview = self._flow.plan, self._flow.preview
        if plan is None or preview is None:
            return
        self._ask(plan.questions)
        self.headline.setText(self._headline(preview.orders, preview.unchanged))
        self.counts.show_counts(preview, self._flow)
        self.warnings.show_sentences([*plan.warnings, *(w for w in preview.warnings if w not in plan.warnings)])
        self.rows.show_rows(columns_of(plan), self._flow.rows)
        refused = len(preview.problems)
        for part in (self.only, self.save):
            part.setVisible(refused > 0)
        if refused:
            say(self.hint.setText, N_("F8 goes to the next problem, Enter puts a cell right."))
        else:
            say(self.hint.setText, lambda: _("The first {n} rows as they will be stored").format(n=FIRST))
        self.only.setChecked(self.rows.found.only_refused)
        say(self.only.setText, lambda: _("Only rows with problems ({n})").format(n=f"{refused:,}"))
        say(self.only.setAccessibleName, N_("Only rows with problems"))
        self._show_pending()

    @staticmethod
    def _headline(orders: int, unchanged: int) -> str:
        if orders:
            told = ngettext("{n} order will come in.", "{n} orders will come in.", orders).format(n=f"{orders:,}")
        elif unchanged:
            return _("Everything in this file is in the book already; nothing will change.")
        else:
            return _("No order can be imported. The reasons are below.")
        return told

    def _only_refused(self, only: bool) -> None:
        if only != self.rows.found.only_refused:
            self.rows.found.show_only_refused(only)
            self.rows.next_problem(from_line=-1)

    # Putting right

    @property
    def pending(self) -> bool:
        """Whether something was answered or put right that has not been checked yet."""
        return bool(self.rows.found.fixes) or any(choice.currentData() for _q, choice, _f in self._asked)

    def _fixed(self) -> None:
        self._show_pending()
        self.altered.emit()

    def _show_pending(self) -> None:
        self.again.setVisible(self.pending or bool(self._asked))
        self.again.setEnabled(self.pending)

    def _ask(self, questions: Sequence[Question]) -> None:
        for _question, _choice, field in self._asked:
            self.questions.removeWidget(field)
            field.deleteLater()
        self._asked = []
        for number, question in enumerate(questions[:6]):
            choice = QComboBox()
            for key in question.answers:
                choice.addItem(answer_word(question, key), key)
            choice.setCurrentIndex(-1)
            choice.setMaximumWidth(320)
            choice.currentIndexChanged.connect(lambda _index: self._fixed())
            field = LabelledField(
                f"import_question_{number}", (lambda question=question: question.text), choice, reserve=False
            )
            self.questions.addWidget(field)
            self._asked.append((question, choice, field))

    def check_again(self) -> None:
        """Take the answers and what was put right, and plan anew."""
        if not self.pending:
            return
        for question, choice, _field in self._asked:
            key = choice.currentData()
            if key:
                self._flow.answer(question.key, question.field, question.value, str(key))
        self._flow.fixes.update(self.rows.found.fixes)
        self.answered.emit()

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._asked[0][1] if self._asked else self.rows


def answer_word(question: Question, key: str) -> str:
    """An answer in words."""
    if question.key == "day_first":
        return _("Day before month") if key == "day" else _("Month before day")
    word = state_word("state", key)
    return word if word != key else state_word("collection", key)
