"""Tracking numbers from a carrier's program: pasted or opened, shown against the shipments, stored at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.later import Later
from app.queries.columns import Column, Kind, Row
from app.queries.tracking import WORDS, Match, TrackingRow, match_tracking
from app.views import problems
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.imports.work import Work
from app.views.moments import soon
from app.views.texts import follow, say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.importing import child
    from app.importing import tracking as reading
    from app.operations import tracking
else:
    child, reading = Later("app.importing.child"), Later("app.importing.tracking")
    tracking = Later("app.operations.tracking")

WAIT = 200
_COLUMNS = (
    Column("line", N_("Row"), Kind.TEXT, 56),
    Column("order", N_("Order"), Kind.NUMBER, 140),
    Column("carrier", N_("Carrier"), Kind.TEXT, 110),
    Column("tracking_number", N_("Tracking number"), Kind.NUMBER, 170),
    Column("found", N_("What is found"), Kind.TEXT, 260),
)
_ORDER = (Match.UNMATCHED, Match.MATCHED, Match.THERE)


class TrackingDialog(FormDialog):
    """Shows what each row belongs to and stores those that match; ``said`` tells afterwards what was done."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "tracking_dialog", N_("Take over tracking numbers"), N_("Store"), width=880, parent=parent
        )
        self.rows: tuple[TrackingRow, ...] = ()
        self._asked = 0
        self._work: Work | None = None
        self.text = QPlainTextEdit()
        self.text.setObjectName("tracking_text")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(112)
        say(self.text.setPlaceholderText, N_("SO-2026-0412   UPS   1Z999AA10123456784"))
        self.form.add(
            "text",
            N_("Rows with order, carrier and tracking number"),
            self.text,
            hint=N_("Paste them from a workbook or a message; the order of the columns does not matter."),
        )
        row = QHBoxLayout()
        row.addWidget(button(N_("Open a file…"), "tracking_open", icon="folder-open", run=self.open_file))
        self.summary = label("", "lead", "tracking_summary", wrap=True)
        row.addSpacing(12)
        row.addWidget(self.summary, 1)
        self.body.addLayout(row)
        self.table = SmallTable("tracking_table", N_("What is found"), _COLUMNS, desk.currency, most=9)
        self.table.hide()
        self.body.addWidget(self.table)
        self._look_soon = soon(self, WAIT, self.look)
        self.text.textChanged.connect(self._look_soon.start)
        self.finished.connect(lambda _result: self._stop())
        follow(self._show)
        self._show()
        self.text.setFocus()

    # Reading

    def look(self) -> None:
        """Find the shipments of what stands in the field."""
        self.form.clear_problems()
        try:
            rows = reading.rows_of_text(self.text.toPlainText())
        except UserError as problem:
            self._found(self._asked, ())
            self.form.show_problem(UserError(problem.message, field="text", code=problem.code))
            return
        self._match(rows)

    def _match(self, rows: list[tuple[str, ...]]) -> None:
        self._asked += 1
        asked, actor = self._asked, self.desk.actor
        self.desk.read(
            lambda: match_tracking(actor, rows),
            lambda found: self._found(asked, found),
            key=f"tracking.{id(self)}",
            owner=self,
        )

    def _found(self, asked: int, rows: tuple[TrackingRow, ...]) -> None:
        if asked == self._asked:
            self.rows = tuple(sorted(rows, key=lambda row: (_ORDER.index(row.match), row.line)))
            self._show()

    def open_file(self) -> None:
        """Ask for a workbook or text file and take its rows."""
        kinds = _("Workbooks and text files (*.xlsx *.xls *.ods *.csv *.tsv *.txt)")
        chosen = ask_which(self, _("Open a file"), self.desk.preferences.folder("tracking"), kinds)
        if chosen is not None:
            self.read_file(chosen)

    def read_file(self, path: Path) -> None:
        """Take the rows of a file; it is read beside the window."""
        self._stop()
        self.banner.dismiss()
        self.desk.preferences.remember_folder("tracking", path)
        say(self.summary.setText, lambda: _("Reading {name}…").format(name=path.name))
        self._work = Work(
            lambda step, cancelled: child.run_in_child(reading.rows_of_file, (str(path),), step, cancelled), self
        )
        self._work.start(self._file_read, self._file_refused)

    def _file_read(self, rows: list[tuple[str, ...]]) -> None:
        self.text.blockSignals(True)
        self.text.setPlainText("\n".join("\t".join(row) for row in rows))
        self.text.blockSignals(False)
        self._match(rows)

    def _file_refused(self, error: Exception) -> None:
        self._show()
        problems.tell(error, self.banner, parent=self)

    def _stop(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            work.cancel()

    # Showing

    def _count(self, match: Match) -> int:
        return sum(row.match is match for row in self.rows)

    def _show(self) -> None:
        counts = {match: self._count(match) for match in Match}
        matched = counts[Match.MATCHED]

        def words() -> str:
            parts = [f"{counts[match]:,} {_(WORDS[match])}" for match in Match if counts[match]]
            return _(", ").join(parts)

        say(self.summary.setText, words)
        say_button(
            self.primary,
            (
                lambda: (
                    ngettext("Store {n} number", "Store {n} numbers", matched).format(n=f"{matched:,}")
                    if matched
                    else _("Store")
                )
            ),
        )
        self.primary.setEnabled(matched > 0)
        self.table.show_rows(
            [
                Row(row.line, (str(row.line), row.order, row.carrier, row.tracking_number, _said(row)))
                for row in self.rows
            ]
        )
        self.table.setVisible(bool(self.rows))

    # Storing

    @property
    def said(self) -> str:
        """What was done."""
        count = self.done_value or 0
        return ngettext("{n} tracking number was stored.", "{n} tracking numbers were stored.", count).format(
            n=f"{count:,}"
        )

    def accept_form(self) -> None:
        matched = [row for row in self.rows if row.match is Match.MATCHED and row.shipment_id is not None]
        if not matched:
            return
        entries = [(row.shipment_id or 0, row.tracking_number, row.carrier) for row in matched]
        self.submit(lambda actor: tracking.record_tracking(actor, [tracking.TrackingInput(*each) for each in entries]))


def _said(row: TrackingRow) -> str:
    if row.match is Match.UNMATCHED:
        return row.reason
    word = _(WORDS[row.match])
    return f"{word} · {row.shipment}" if row.shipment else word
