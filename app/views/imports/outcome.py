"""The steps that tell: what would come in, how far it is, what came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.importing.plan import Question
from app.money import Currency, show
from app.operations.imports import ImportProblem, ImportResult
from app.queries.columns import Column, Kind, Row
from app.queries.words import state_word
from app.views.imports.flow import Flow
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.facts import Facts
from app.views.widgets.form import LabelledField
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

_REFUSED = (
    Column("row", N_("Row"), Kind.COUNT, 70),
    Column("column", N_("Column"), Kind.TEXT, 130),
    Column("value", N_("Value"), Kind.TEXT, 150),
    Column("reason", N_("Why it is not imported"), Kind.TEXT, 420),
)
MOST_SHOWN = 2_000


class Counts(Facts):
    """What an import brings, in numbers."""

    _FACTS = (
        ("orders", N_("New orders")),
        ("lines", N_("Order lines")),
        ("total", N_("Order value")),
        ("imported", N_("Rows taken")),
        ("customers", N_("New customers")),
        ("products", N_("New products")),
        ("payments", N_("Payments")),
        ("refused", N_("Rows refused")),
        ("refunds", N_("Refunds")),
        ("unchanged", N_("Rows known already")),
        ("file_total", N_("Order value in the file")),
        ("rows", N_("Rows of the file")),
    )

    def __init__(self, name: str) -> None:
        super().__init__(name, columns=4)
        for key, title in self._FACTS:
            self.add(key, title)

    def show_counts(self, result: ImportResult, flow: Flow, money: Currency) -> None:
        """Show them."""
        plan = flow.plan
        for key, _title in self._FACTS:
            if key == "total":
                self.show_fact(key, show(result.total, money, symbol=True))
            elif key == "file_total":
                self.show_fact(key, show(plan.total + plan.refused_total, money, symbol=True) if plan else "")
            else:
                self.show_fact(key, f"{getattr(result, key):,}")


class Refused(QWidget):
    """The rows that are not taken, each with its place and reason, and a way to save them."""

    save_asked = Signal()

    def __init__(self, name: str, money: Currency) -> None:
        super().__init__()
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        self.title = label("", "label", f"{name}_title")
        row.addWidget(self.title, 1)
        self.save = button(
            N_("Save refused rows…"), f"{name}_save", icon="file-spreadsheet", run=lambda: self.save_asked.emit()
        )
        row.addWidget(self.save)
        column.addLayout(row)
        self.table = SmallTable(f"{name}_table", N_("Refused rows"), _REFUSED, money, most=20)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.setMinimumHeight(100)
        column.addWidget(self.table, 1)

    def show_problems(self, problems: Sequence[ImportProblem]) -> None:
        """Show them; there may be none."""
        self.setVisible(bool(problems))
        count = len(problems)
        told = ngettext("{n} row is not imported:", "{n} rows are not imported:", count).format(n=f"{count:,}")
        if count > MOST_SHOWN:
            told += " " + _("the first {n} are shown, the saved workbook has all.").format(n=f"{MOST_SHOWN:,}")
        self.title.setText(told)
        self.table.show_rows(
            [Row(at, (p.row, p.column, str(p.value), p.reason)) for at, p in enumerate(problems[:MOST_SHOWN])]
        )


class Warnings(QListWidget):
    """Sentences that a person should know; hidden when there are none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        say(self.setAccessibleName, N_("Remarks"))
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show them."""
        self.clear()
        self.addItems(list(sentences))
        self.setVisible(bool(sentences))
        self.setFixedHeight(min(96, 34 * max(1, len(sentences))))


class CheckStep(QWidget):
    """What the import would do. Questions that only a person can answer come first."""

    answered = Signal()

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
        self.again = button(N_("Check again with these answers"), "import_check_again", run=self._answer)
        column.addWidget(self.again)
        self.counts = Counts("import_counts")
        column.addWidget(self.counts)
        self.warnings = Warnings("import_warnings")
        column.addWidget(self.warnings)
        self.refused = Refused("import_refused", money)
        column.addWidget(self.refused, 1)
        column.addStretch(0)
        self._asked: list[tuple[Question, QComboBox, LabelledField]] = []

    def show_flow(self) -> None:
        """Show the plan and its preview."""
        plan, preview = self._flow.plan, self._flow.preview
        if plan is None or preview is None:
            return
        self._ask(plan.questions)
        if preview.orders:
            told = ngettext("{n} order will come in.", "{n} orders will come in.", preview.orders).format(
                n=f"{preview.orders:,}"
            )
        elif preview.unchanged:
            told = _("Everything in this file is in the book already; nothing will change.")
        else:
            told = _("No order can be imported. The reasons are below.")
        self.headline.setText(told)
        self.counts.show_counts(preview, self._flow, self._money)
        self.warnings.show_sentences([*plan.warnings, *(w for w in preview.warnings if w not in plan.warnings)])
        self.refused.show_problems(preview.problems)

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
            field = LabelledField(
                f"import_question_{number}", (lambda question=question: question.text), choice, reserve=False
            )
            self.questions.addWidget(field)
            self._asked.append((question, choice, field))
        self.again.setVisible(bool(self._asked))

    def _answer(self) -> None:
        some = False
        for question, choice, _field in self._asked:
            key = choice.currentData()
            if key:
                self._flow.answer(question.key, question.field, question.value, str(key))
                some = True
        if some:
            self.answered.emit()

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._asked[0][1] if self._asked else self.refused.table


def answer_word(question: Question, key: str) -> str:
    """An answer in words."""
    if question.key == "day_first":
        return _("Day before month") if key == "day" else _("Month before day")
    word = state_word("state", key)
    return word if word != key else state_word("collection", key)


class ProgressStep(QWidget):
    """How far the import is, and how fast."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_progress_step")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 40, 0, 0)
        column.setSpacing(12)
        self.what = label("", "lead", "import_progress_what")
        self.bar = QProgressBar()
        self.bar.setObjectName("import_progress_bar")
        self.bar.setTextVisible(False)
        say(self.bar.setAccessibleName, N_("Progress of the import"))
        self.rate = label("", "muted", "import_progress_rate")
        self.hint = label(N_("You can go on working in the window meanwhile."), "hint", "import_progress_hint")
        for part in (self.what, self.bar, self.rate, self.hint):
            column.addWidget(part)
        column.addStretch(1)
        self._began = monotonic()
        self._stage = ""

    def begin(self, what: str) -> None:
        """A stage begins."""
        self.what.setText(what)
        self._began, self._stage = monotonic(), what
        self.bar.setRange(0, 0)
        self.rate.setText("")

    def tell(self, what: str, done: int, whole: int) -> None:
        """How much of the stage is done."""
        if what != self._stage:
            self.begin(what)
        if not whole:
            return
        self.bar.setRange(0, whole)
        self.bar.setValue(min(done, whole))
        passed = monotonic() - self._began
        if passed > 0.3 and done:
            rate = done / passed
            self.rate.setText(
                _("{done} of {whole} · {rate} a second · {left} s left").format(
                    done=f"{done:,}",
                    whole=f"{whole:,}",
                    rate=f"{round(rate):,}",
                    left=f"{max(0, round((whole - done) / rate)):,}",
                )
            )

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self


class ResultStep(QWidget):
    """What came in, and how to take it back."""

    def __init__(self, flow: Flow, money: Currency, undo: Callable[[], None], show_orders: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("import_result_step")
        self._flow, self._money = flow, money
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.headline = label("", "lead", "import_result_headline", wrap=True)
        column.addWidget(self.headline)
        self.counts = Counts("import_result_counts")
        column.addWidget(self.counts)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.show_orders = button(N_("Show these orders"), "import_show_orders", run=show_orders)
        self.undo = button(N_("Undo import"), "import_undo", icon="undo-2", run=undo)
        row.addWidget(self.show_orders)
        row.addWidget(self.undo)
        row.addStretch(1)
        column.addLayout(row)
        self.refused = Refused("import_result_refused", money)
        column.addWidget(self.refused, 1)
        column.addStretch(0)

    def show_flow(self) -> None:
        """Show the outcome."""
        result = self._flow.result
        if result is None:
            return
        if result.batch is None:
            told = _("Nothing new was in the file, so nothing was changed.")
        else:
            told = ngettext("{n} order came in.", "{n} orders came in.", result.orders).format(n=f"{result.orders:,}")
            told += " " + _("It is import {batch}.").format(batch=result.batch)
        self.headline.setText(told)
        self.counts.show_counts(result, self._flow, self._money)
        self.undo.setVisible(result.batch is not None)
        self.show_orders.setVisible(result.batch is not None)
        self.refused.show_problems(result.problems)

    def undone(self, orders: int) -> None:
        """The import was taken back."""
        self.headline.setText(
            ngettext(
                "The import was undone; {n} order went.", "The import was undone; {n} orders went.", orders
            ).format(n=f"{orders:,}")
        )
        self.undo.hide()
        self.show_orders.hide()

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.show_orders
