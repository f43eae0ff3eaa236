"""The page of statistics: days, cards, chart and table. The picture before stays until the new one is ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.models.actor import Permission
from app.queries.columns import Column, Kind, Row
from app.queries.statistics import days_with_orders
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.page import Page
from app.views.statistics.cards import FigureCards
from app.views.statistics.chart_card import ChartCard
from app.views.statistics.exports import Exports
from app.views.statistics.period_bar import PeriodBar
from app.views.statistics.picture import Picture, Question, draw_picture
from app.views.statistics.spans import before
from app.views.texts import follow, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.empty_state import EmptyState
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.views.why import WhyQuestion


class StatisticsPage(Page):
    """What the business does, over time and by who and what."""

    watches = frozenset({"order", "payment", "refund", "invoice", "customer", "product", "import_batch", "write_off"})

    def __init__(self, desk: Desk, shell: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, "statistics_page", parent)
        self.setProperty("page", "true")
        say(self.setAccessibleName, N_("Statistics"))
        self.shell = shell
        self.picture: Picture | None = None
        self.table: SmallTable | None = None
        self._table_of: tuple[str, ...] = ()
        self.period = PeriodBar(desk)
        self.banner = Banner("statistics_banner")
        self.cards = FigureCards(desk.currency)
        self.chart_card = ChartCard(desk)
        self.table_card = Card("statistics_table_card", padding=1)
        self.table_card.setMinimumHeight(110)
        self.empty = EmptyState("statistics_empty")
        self.exports = Exports(desk, self)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.chart_card)
        self.splitter.addWidget(self.table_card)
        self.splitter.setStretchFactor(0, 4)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([520, 150])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addLayout(self._title_row())
        for part in (self.period, self.banner, self.cards):
            column.addWidget(part)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.setFocusProxy(self.chart_card.what)
        self.period.altered.connect(self.refresh)
        self.chart_card.altered.connect(self.refresh)
        follow(self._language_switched)

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(N_("Statistics"), "title", "page_title"))
        self.working = label(N_("Calculating…"), "hint", "statistics_working")
        self.working.hide()
        row.addWidget(self.working)
        row.addStretch(1)
        self.export_actions: dict[str, QAction] = {}
        self.export_buttons: dict[str, QPushButton] = {}
        for name, text, short, icon, keys, run in (
            ("copy_chart", N_("Copy picture"), N_("Copy picture"), "copy", "", self.copy_picture),
            ("save_pdf", N_("Save as PDF…"), N_("PDF"), "file-text", "Ctrl+P", self.save_pdf),
            ("save_excel", N_("Save as Excel…"), N_("Excel"), "file-spreadsheet", "Ctrl+E", self.save_excel),
        ):
            action = action_for(name, text, run, self, icon_name=icon, shortcut=keys)
            made = button(short, f"{name}_button", icon=icon, run=action.trigger)
            say(made.setAccessibleName, text)
            self.export_actions[name] = action
            self.export_buttons[name] = made
            row.addWidget(made)
        self.receivables = action_for(
            "show_receivables",
            N_("Receivables"),
            self._show_receivables,
            self,
            icon_name="hand-coins",
            shortcut="Ctrl+J",
        )
        self.receivables.setEnabled(self.desk.actor.may(Permission.SEE_MONEY))
        return row

    # Asking

    def question(self) -> Question:
        """What the page asks now. Raises UserError if the days make no sense."""
        span = self.period.span()
        card = self.chart_card
        earlier = before(self.period.preset, span)
        return Question(card.measure, card.group, span, earlier, card.compare.isChecked())

    def refresh(self) -> None:
        reason = refusal(self.desk.actor, Permission.SEE_STATISTICS)
        if reason:
            self._show_refused(reason)
            return
        self.period.know(days_with_orders(self.desk.actor))
        try:
            question = self.question()
        except UserError as problem:
            self._complain(problem)
            return
        # What was saved meanwhile stays to be read.
        if self.banner.level == "danger":
            self.banner.dismiss()
        kept = self.desk.preferences
        kept.set("statistics.what", question.measure)
        kept.set("statistics.by", question.by)
        kept.set("statistics.compare", question.compare)
        self.working.show()
        actor = self.desk.actor
        self.desk.read(
            lambda: draw_picture(actor, question),
            self._arrived,
            key=f"statistics.{id(self)}",
            on_problem=self._failed,
            owner=self,
        )

    def _show_refused(self, reason: str) -> None:
        self.splitter.hide()
        self.cards.hide()
        self.period.setEnabled(False)
        self._enable_exports(False)
        self.empty.tell("shield-x", N_("The statistics are not open to you."), lambda: reason)
        self.empty.show()

    def _complain(self, problem: UserError) -> None:
        sentence = problem.message
        self.banner.tell("danger", lambda: sentence)

    def _failed(self, error: Exception) -> None:
        self.working.hide()
        if isinstance(error, UserError):
            self._complain(error)
        else:
            self.desk.background.problem(error)

    # Showing

    def _arrived(self, picture: Picture) -> None:
        self.working.hide()
        self.picture = picture
        self._show(picture)
        self.status_changed.emit()

    def _show(self, picture: Picture) -> None:
        self.cards.show_figures(picture.cards, picture.question.earlier)
        some = bool(picture.series.rows)
        self.splitter.setVisible(some)
        self.empty.setVisible(not some)
        if some:
            self.chart_card.show_picture(picture)
            self._fill_table(picture)
        else:
            self.empty.tell(
                "chart-column",
                N_("There are no figures for these days."),
                lambda: _("Shown are {span}. Choose a longer period, or confirm the first order.").format(
                    span=picture.question.span.text
                ),
            )
        self._enable_exports(some)

    def _language_switched(self) -> None:
        if self.picture is not None and self.picture.series.rows:
            self._fill_table(self.picture)

    def _enable_exports(self, some: bool) -> None:
        reason = refusal(self.desk.actor, Permission.EXPORT)
        for name, made in self.export_buttons.items():
            on = some and (name == "copy_chart" or not reason)
            made.setEnabled(on)
            self.export_actions[name].setEnabled(on)
            made.setToolTip(reason if name != "copy_chart" else "")

    def _fill_table(self, picture: Picture) -> None:
        columns = [fitted(c, len(picture.series.columns)) for c in picture.series.columns]
        keys = tuple(c.key + c.title for c in columns)
        if self.table is None or keys != self._table_of:
            made = SmallTable("statistics_table", N_("The figures of the chart"), columns, self.desk.currency, most=50)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            made.setMinimumHeight(100)
            made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            made.chosen.connect(self._row_chosen)
            if self.table is not None:
                self.table_card.body.removeWidget(self.table)
                self.table.hide()
                self.table.deleteLater()
            self.table_card.body.addWidget(made)
            self.table, self._table_of = made, keys
        rows = [Row(number, row) for number, row in enumerate(picture.series.rows)]
        self.table.show_rows([*rows, Row(len(rows), (_("Total"), *picture.series.total[1:]))])

    def _row_chosen(self, number: int) -> None:
        chart = self.chart_card.chart
        if chart is not None and self.picture is not None and number < len(self.picture.series.rows):
            chart.move_cursor(number)

    # Taking along

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.chart_card.chart is not None:
            self.chart_card.chart.copy()
            if self.desk.shell is not None:
                self.desk.shell.tell(_("The picture of the chart was copied."))

    def save_excel(self) -> None:
        """Save table and chart as a workbook."""
        if self.picture is not None:
            self.exports.save("xlsx", self.picture, lines=self.chart_card.lines)

    def save_pdf(self) -> None:
        """Save chart and table as a PDF."""
        if self.picture is not None:
            self.exports.save("pdf", self.picture, lines=self.chart_card.lines)

    # As a page

    def menu_actions(self) -> Sequence[QAction | None]:
        found = self.export_actions
        return [found["save_excel"], found["save_pdf"], None, found["copy_chart"], None, self.receivables]

    def _show_receivables(self) -> None:
        from app.views.receivables import show_receivables

        show_receivables(self.desk)

    def numbers(self) -> Sequence[WhyQuestion]:
        from app.views.why import of_statistic

        if self.picture is None or not self.picture.series.rows:
            return ()
        row = self.table.current_id() if self.table is not None else None
        inside = row is not None and row < len(self.picture.series.rows)
        return of_statistic(self.picture.series, row if inside else None)

    def status_text(self) -> str:
        if self.picture is None:
            return ""
        count = len(self.picture.series.rows)
        return ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}")

    def go_to_search(self) -> None:
        self.chart_card.what.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.picture is None:
            self.refresh()


def fitted(column: Column, count: int) -> Column:
    """A column as wide as many of them leave room for."""
    if count <= 7 or column.kind is Kind.TEXT:
        return replace(column, width=140) if column.kind is Kind.TEXT else column
    return replace(column, width=72 if column.kind is Kind.COUNT else 122 if column.key == "average" else 102)
