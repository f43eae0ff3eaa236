"""The report of the numbers without gaps, over the window; it lists nothing when all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.queries.columns import Column, Kind, Row
from app.queries.words import series_word
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.records import has_page, open_record
from app.views.texts import say
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.queries import number_gaps
    from app.queries.number_gaps import NumberReport
else:
    number_gaps = Later("app.queries.number_gaps")

_WRONG = (Column("what", N_("What is wrong"), Kind.TEXT, 560),)
_EXPLAINED = (
    Column("series", N_("Documents"), Kind.TEXT, 130),
    Column("counters", N_("Counters"), Kind.TEXT, 110),
    Column("period", N_("Period"), Kind.TEXT, 90),
    Column("reason", N_("Reason"), Kind.TEXT, 250),
)


def show_gaps(desk: Desk, parent: QWidget) -> None:
    """Open the report."""
    open_dialog(desk, GapsDialog(desk, parent.window()))


class GapsDialog(FormDialog):
    """What is missing in the series without gaps, and what was explained."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, "number_gaps_dialog", N_("Numbers without gaps"), N_("Close"), width=640, parent=parent)
        self.back.hide()
        self.form.hide()
        self.report: NumberReport | None = None
        self.verdict = label(N_("Looking through the book…"), "lead", "number_gaps_verdict", wrap=True)
        self.body.addWidget(self.verdict)
        self.series = label("", "muted", "number_gaps_series", wrap=True)
        self.body.addWidget(self.series)
        self.wrong = SmallTable("number_gaps_table", N_("What is wrong"), _WRONG, desk.currency, most=8)
        self.wrong.opens_with(self._open)
        self.body.addWidget(self.wrong)
        self.explained_title = label(N_("Explained gaps"), "label", "number_gaps_explained_title")
        self.body.addWidget(self.explained_title)
        self.explained = SmallTable("explained_gaps_table", N_("Explained gaps"), _EXPLAINED, desk.currency, most=6)
        self.body.addWidget(self.explained)
        for part in (self.wrong, self.explained_title, self.explained):
            part.hide()
        desk.read(number_gaps.number_report, self._show, key=f"number_gaps.{id(self)}", owner=self)

    def _show(self, report: NumberReport) -> None:
        self.report = report
        count = len(report.wrong)
        say(
            self.verdict.setText,
            lambda: (
                ngettext("{n} number is not in order.", "{n} numbers are not in order.", count).format(n=f"{count:,}")
                if count
                else _("Every number follows the one before it. Nothing is missing.")
            ),
        )
        say(
            self.series.setText,
            lambda: _("Looked at: {series}.").format(series=" · ".join(series_word(name) for name in report.series)),
        )
        self.wrong.show_rows([Row(i, (found.sentence,)) for i, found in enumerate(report.wrong, 1)])
        self.explained.show_rows(
            [
                Row(
                    i,
                    (
                        series_word(gap.series),
                        str(gap.first) if gap.first == gap.last else f"{gap.first}–{gap.last}",
                        "" if gap.period == "all" else gap.period,
                        gap.reason,
                    ),
                )
                for i, gap in enumerate(report.explained, 1)
            ]
        )
        self.wrong.setVisible(bool(report.wrong))
        self.explained_title.setVisible(bool(report.explained))
        self.explained.setVisible(bool(report.explained))
        self.adjustSize()

    def _open(self, number: int, beside: bool) -> None:
        found = self.report.wrong[number - 1] if self.report is not None else None
        if found is not None and found.id is not None and has_page(found.kind):
            self.accept()
            open_record(self.desk, found.kind, found.id, beside=beside)
