"""The steps that tell: what would come in, how far it is, what came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.importing.plan import Step as ImportStep
from app.money import Currency, show
from app.operations.imports import ImportProblem, ImportResult
from app.queries.columns import Column, Kind, Row
from app.views.imports.flow import Flow
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.facts import Facts
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
    """What an import brings, in numbers, beside what the file says of itself."""

    _FACTS = (
        ("orders", N_("New orders")),
        ("changed", N_("Known, with other contents")),
        ("unchanged", N_("Rows known already")),
        ("duplicates", N_("Repeated rows")),
        ("refused", N_("Refused rows")),
        ("rows", N_("Rows of the file")),
        ("customers", N_("New customers")),
        ("products", N_("New products")),
        ("payments", N_("Payments")),
        ("total", N_("Order value")),
        ("file_total", N_("Order value in the file")),
        ("missing", N_("Not imported")),
    )

    def __init__(self, name: str, money: Currency) -> None:
        super().__init__(name, columns=6)
        self._money = money
        for key, title in self._FACTS:
            self.add(key, title)

    def show_counts(self, result: ImportResult, flow: Flow) -> None:
        """Show them."""
        plan = flow.plan
        whole = plan.total + plan.refused_total if plan is not None else result.total
        amounts = {"total": result.total, "file_total": whole, "missing": whole - result.total}
        for key, _title in self._FACTS:
            if key in amounts:
                found = amounts[key]
                self.show_fact(key, show(found, self._money, symbol=True))
            else:
                found = getattr(result, key)
                self.show_fact(key, f"{found:,}")
            # What is nothing steps back, so that the eye falls on what there is.
            mark(self.values[key], role="muted" if not found else "")


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

    def tell_step(self, step: ImportStep) -> None:
        """How far reading is."""
        words = {"understanding": N_("Understanding the rows"), "sending": N_("Collecting the rows")}
        self.tell(_(words.get(step.stage, N_("Reading the file"))), step.done, step.total)

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
        self.counts = Counts("import_result_counts", money)
        column.addWidget(self.counts)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.show_orders = button(N_("Show these orders"), "import_show_orders", run=show_orders)
        self.undo = button(N_("Undo import"), "import_undo", icon="undo-2", run=undo)
        row.addWidget(self.show_orders)
        row.addWidget(self.undo)
        row.addStretch(1)
        column.addLayout(row)
        self.built_on = label("", "hint", "import_built_on", wrap=True)
        column.addWidget(self.built_on)
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
        self.counts.show_counts(result, self._flow)
        self.undo.setVisible(result.batch is not None)
        self.show_orders.setVisible(result.batch is not None)
        self.refused.show_problems(result.problems)

    def tell_built_on(self, found: Sequence[str]) -> None:
        """Say what keeps the import from being undone, if anything does."""
        self.undo.setEnabled(not found)
        if found:
            told = "; ".join(found)
            self.built_on.setText(
                _("It can be undone no more, because it was worked with: {found}.").format(found=told)
            )
        else:
            self.built_on.setText(_("It can be undone as long as nobody works with what it brought."))

    def undone(self, orders: int) -> None:
        """The import was taken back."""
        self.headline.setText(
            ngettext(
                "The import was undone; {n} order went.", "The import was undone; {n} orders went.", orders
            ).format(n=f"{orders:,}")
        )
        self.undo.hide()
        self.show_orders.hide()
        self.built_on.hide()

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.show_orders
