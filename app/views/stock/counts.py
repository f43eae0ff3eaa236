"""Counts that were written elsewhere: pasted as text, or read from a workbook, shown before they are taken over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.errors import DaybookError
from app.i18n import N_, _, ngettext
from app.models.actor import Actor
from app.operations.stock import StockLine
from app.operations.stocktakes import count_products
from app.queries.columns import Column, Kind, Row
from app.queries.stocktakes import ReadCount, read_counts
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.moments import soon
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("row", N_("Row"), Kind.COUNT, 56),
    Column("text", N_("What stands there"), Kind.TEXT, 180),
    Column("name", N_("Product"), Kind.TEXT, 170),
    Column("quantity", N_("Counted"), Kind.QUANTITY, 86),
    Column("problem", N_("Problem"), Kind.TEXT, 260),
)
WAIT = 150
"""Milliseconds after the last key until the text is read."""


class TakeCounts(FormDialog):
    """Takes counts over into a stocktake; rows that say nothing clear are shown and left out."""

    def __init__(self, desk: Desk, stocktake_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, "take_counts", N_("Take over counts"), N_("Take over"), width=880, parent=parent)
        self._stocktake = stocktake_id
        self.found: list[ReadCount] = []
        self.text = QPlainTextEdit()
        self.text.setObjectName("take_counts_text")
        self.text.setFixedHeight(110)
        self.text.setTabChangesFocus(True)
        hint = N_("One product a line: code or name, and the number. Cells copied from a workbook are fine.")
        self.form.add("text", N_("Counts"), self.text, hint=hint)
        row = QHBoxLayout()
        row.addWidget(button(N_("From a workbook…"), "take_counts_file", icon="file-spreadsheet", run=self._choose))
        row.addStretch(1)
        self.body.addLayout(row)
        self.table = SmallTable("take_counts_table", N_("Counts"), _COLUMNS, desk.currency, most=8)
        card = Card("take_counts_card", padding=0)
        card.add_table(self.table)
        self.body.addWidget(card)
        self.told = label("", "muted", "take_counts_told", wrap=True)
        self.body.addWidget(self.told)
        self._soon = soon(self, WAIT, self._read)
        self.text.textChanged.connect(self._soon.start)
        copied = QGuiApplication.clipboard().text()
        if "\t" in copied or "\n" in copied:
            self.text.setPlainText(copied[:200_000])
        self._show([])

    def _read(self) -> None:
        rows = [_cells(line) for line in self.text.toPlainText().splitlines()]
        self.desk.read(lambda: read_counts(rows), self._show, key="take_counts", owner=self)

    def _choose(self) -> None:
        kinds = _("Workbooks and tables (*.xlsx *.xls *.ods *.csv *.txt)")
        path = ask_which(self, _("Counts"), self.desk.preferences.folder("imports"), kinds)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Read the counts of a file instead of what is typed."""

        def read(actor: Actor) -> list[ReadCount]:
            from app.importing.cells import read_cells

            return read_counts(read_cells(path, cancelled=lambda: _stopped(actor)))

        self.desk.work(read, on_done=self._show, on_problem=self._unread, owner=self, title=_("Counts"))

    def _unread(self, error: Exception) -> None:
        if isinstance(error, DaybookError):
            self.banner.tell("danger", lambda: str(error))
        else:
            self.desk.background.problem(error)

    def _show(self, found: list[ReadCount]) -> None:
        self.found = found
        self.table.show_rows(
            [
                Row(c.row, (c.row, c.text, c.product, None if c.problem else c.quantity, c.problem))
                for c in sorted(found, key=lambda c: not c.problem)
            ]
        )
        good, bad = len(self.lines()), sum(bool(c.problem) for c in found)
        say(self.told.setText, lambda: _told(good, bad) if found else _("Nothing to take over yet."))
        self.primary.setEnabled(bool(good))

    def lines(self) -> Sequence[StockLine]:
        """What can be taken over."""
        return [StockLine(c.product_id, c.quantity) for c in self.found if c.product_id is not None and not c.problem]

    def accept_form(self) -> None:
        lines, number = self.lines(), self._stocktake
        if lines:
            self.submit(lambda actor: count_products(actor, number, lines))


def _told(good: int, bad: int) -> str:
    if not bad:
        return ngettext("{n} row can be taken over.", "{n} rows can be taken over.", good).format(n=good)
    return ngettext(
        "{n} row can be taken over, {bad} cannot: they stand first.",
        "{n} rows can be taken over, {bad} cannot: they stand first.",
        good,
    ).format(n=good, bad=bad)


def _cells(line: str) -> list[str]:
    for sign in ("\t", ";", "；", ","):
        if sign in line:
            return line.split(sign)
    # "Lamp 12": the last word is the number.
    head, _space, tail = line.strip().rpartition(" ")
    return [head, tail] if head else [tail]


def _stopped(actor: Actor) -> bool:
    from app.errors import Cancelled

    try:
        actor.progress(0, 0)
    except Cancelled:
        return True
    return False
