"""The page of statistics: days, cards, chart and table. The picture before stays until the new one is ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.models.actor import Permission
from app.money import QUANTITY
from app.queries.columns import Kind, Row
from app.queries.periods import PERIODS
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.page import Page
from app.views.statistics.cards import FigureCards, Legend
from app.views.statistics.exports import Exports
from app.views.statistics.picture import GROUP_TITLES, MEASURES, Measure, Picture, Question, draw_picture
from app.views.statistics.spans import PRESETS, Span, before, span_of
from app.views.texts import language_switch, say
from app.views.values import shown
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.empty_state import EmptyState
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

MANY = 45
"""From this many periods on, a line reads better than bars."""


class StatisticsPage(Page):
    """What the business does, over time and by who and what."""

    watches = frozenset({"order", "payment", "refund", "invoice", "customer", "product", "import_batch", "write_off"})

    def __init__(self, desk: Desk, shell: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, "statistics_page", parent)
        self.setProperty("page", "true")
        say(self.setAccessibleName, N_("Statistics"))
        self.shell = shell
        self.picture: Picture | None = None
        self._preset = desk.preferences.get("statistics.period", "year")
        self._lines: bool | None = None
        self.exports = Exports(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addLayout(self._title_row())
        column.addLayout(self._period_row())
        self.banner = Banner("statistics_banner")
        column.addWidget(self.banner)
        self.cards = FigureCards(desk.currency)
        column.addWidget(self.cards)
        self.empty = EmptyState("statistics_empty")
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._chart_card())
        self.splitter.addWidget(self._table_card())
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self._fill_choices()
        self._choose_preset(self._preset if self._preset in PRESETS else "year", ask=False)
        language_switch().switched.connect(self._language_switched)

    # Building

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(N_("Statistics"), "title", "page_title"))
        self.working = label(N_("Calculating…"), "hint", "statistics_working")
        self.working.hide()
        row.addWidget(self.working)
        row.addStretch(1)
        self.actions_ = {
            "copy_chart": action_for("copy_chart", N_("Copy picture"), self.copy_picture, self, icon_name="copy"),
            "save_pdf": action_for(
                "save_statistics_pdf", N_("Save as PDF…"), self.save_pdf, self, icon_name="file-text", shortcut="Ctrl+P"
            ),
            "save_excel": action_for(
                "save_statistics_excel",
                N_("Save as Excel…"),
                self.save_excel,
                self,
                icon_name="file-spreadsheet",
                shortcut="Ctrl+E",
            ),
        }
        self.export_buttons: dict[str, QPushButton] = {}
        for name, text, icon in (
            ("copy_chart", N_("Copy picture"), "copy"),
            ("save_pdf", N_("PDF"), "file-text"),
            ("save_excel", N_("Excel"), "file-spreadsheet"),
        ):
            made = button(text, f"{name}_button", icon=icon, run=self.actions_[name].trigger)
            self.export_buttons[name] = made
            row.addWidget(made)
        return row

    def _period_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.presets = QButtonGroup(self)
        self.preset_buttons: dict[str, QPushButton] = {}
        for key, title in PRESETS.items():
            pill = button(title, f"period_{key}", kind="pill", run=lambda key=key: self._choose_preset(key))
            pill.setCheckable(True)
            self.presets.addButton(pill)
            self.preset_buttons[key] = pill
            row.addWidget(pill)
        row.addSpacing(10)
        today = self.desk.actor.today
        self.first = DateField("statistics_from", today)
        self.last = DateField("statistics_to", today)
        say(self.first.setAccessibleName, N_("From"))
        say(self.last.setAccessibleName, N_("To"))
        for field in (self.first, self.last):
            field.setFixedWidth(128)
            field.editingFinished.connect(self._dates_typed)
        row.addWidget(self.first)
        row.addWidget(label("–", "muted"))
        row.addWidget(self.last)
        row.addStretch(1)
        self.compare = QCheckBox()
        self.compare.setObjectName("statistics_compare")
        say(self.compare.setText, N_("Compare with before"))
        say(self.compare.setAccessibleName, N_("Compare with the period before"))
        self.compare.setChecked(self.desk.preferences.get("statistics.compare", False))
        self.compare.toggled.connect(self._compare_chosen)
        row.addWidget(self.compare)
        return row

    def _chart_card(self) -> Card:
        card = Card("chart_card", padding=12)
        card.body.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.what, self.by = QComboBox(), QComboBox()
        for field, name, told in (
            (self.what, "statistics_what", N_("What is shown")),
            (self.by, "statistics_by", N_("Grouped by")),
        ):
            field.setObjectName(name)
            say(field.setAccessibleName, told)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(field)
        self.style_group = QButtonGroup(self)
        self.style_buttons = {}
        for key, title in (("bars", N_("Bars")), ("lines", N_("Line"))):
            pill = button(title, f"chart_{key}", kind="pill", run=lambda key=key: self._choose_style(key == "lines"))
            pill.setCheckable(True)
            self.style_group.addButton(pill)
            self.style_buttons[key] = pill
            row.addWidget(pill)
        row.addStretch(1)
        self.legend = Legend()
        row.addWidget(self.legend)
        card.body.addLayout(row)
        self.note = label("", "hint", "chart_note")
        card.body.addWidget(self.note)
        self.chart_place = QVBoxLayout()
        card.body.addLayout(self.chart_place, 1)
        self.chart: Any = None
        self.reading: QLabel = label("", "muted", "chart_reading")
        self.reading.setMinimumHeight(18)
        card.body.addWidget(self.reading)
        card.setMinimumHeight(260)
        return card

    def _table_card(self) -> Card:
        self.table_card = Card("statistics_table_card", padding=1)
        self.table: SmallTable | None = None
        self._table_of: tuple[str, ...] = ()
        self.table_card.setMinimumHeight(110)
        return self.table_card

    # Choosing

    def _fill_choices(self) -> None:
        kept = self.desk.preferences.get("statistics.what", "revenue")
        for key, measure in MEASURES.items():
            self.what.addItem(_(measure.title), key)
        self.what.setCurrentIndex(max(0, self.what.findData(kept)))
        self._fill_groups(self.desk.preferences.get("statistics.by", "month"))
        self.what.currentIndexChanged.connect(self._what_chosen)
        self.by.currentIndexChanged.connect(self._by_chosen)

    @property
    def measure(self) -> Measure:
        """What is looked at."""
        return MEASURES[str(self.what.currentData())]

    def _fill_groups(self, wanted: str) -> None:
        self.by.blockSignals(True)
        self.by.clear()
        for key in self.measure.groups:
            self.by.addItem(_(GROUP_TITLES[key]), key)
        at = self.by.findData(wanted)
        at = at if at >= 0 else self.by.findData("month")
        self.by.setCurrentIndex(max(0, at))
        self.by.blockSignals(False)

    def _language_switched(self) -> None:
        for field, titles in ((self.what, {k: m.title for k, m in MEASURES.items()}), (self.by, GROUP_TITLES)):
            for number in range(field.count()):
                field.setItemText(number, _(titles[str(field.itemData(number))]))
        if self.picture is not None:
            self._show(self.picture)

    def _what_chosen(self, _index: int) -> None:
        self._fill_groups(str(self.by.currentData() or "month"))
        self.refresh()

    def _by_chosen(self, _index: int) -> None:
        self._lines = None
        self.refresh()

    def _choose_style(self, lines: bool) -> None:
        self._lines = lines
        if self.picture is not None:
            self._draw_chart(self.picture)

    def _compare_chosen(self, on: bool) -> None:
        self.desk.preferences.set("statistics.compare", on)
        self.refresh()

    def _choose_preset(self, key: str, *, ask: bool = True) -> None:
        self._preset = key
        self.preset_buttons[key].setChecked(True)
        if key != "custom":
            span = span_of(key, self.desk.actor.today())
            self.first.set_value(span.first)
            self.last.set_value(span.last)
            self.desk.preferences.set("statistics.period", key)
        elif self.first.value() is None:
            span = span_of("year", self.desk.actor.today())
            self.first.set_value(span.first)
            self.last.set_value(span.last)
        if key == "custom" and ask:
            self.first.setFocus(Qt.FocusReason.TabFocusReason)
        if ask:
            self.refresh()

    def _dates_typed(self) -> None:
        try:
            span = self._span()
        except UserError as problem:
            sentence = problem.message
            self.banner.tell("danger", lambda: sentence)
            return
        if self._preset != "custom" and span != span_of(self._preset, self.desk.actor.today()):
            self._preset = "custom"
            self.preset_buttons["custom"].setChecked(True)
        if self.picture is None or self.picture.question.span != span:
            self.refresh()

    def _span(self) -> Span:
        first, last = self.first.value(), self.last.value()
        last = last or self.desk.actor.today()
        first = first or date(last.year, 1, 1)
        if first > last:
            raise UserError(_("The last day lies before the first one. Change one of them."), field="to")
        return Span(first, last)

    def question(self) -> Question:
        """What the page asks now. Raises UserError if the days make no sense."""
        span = self._span()
        return Question(
            str(self.what.currentData()),
            str(self.by.currentData()),
            span,
            before(self._preset, span),
            self.compare.isChecked(),
        )

    # Asking and showing

    def refresh(self) -> None:
        reason = refusal(self.desk.actor, Permission.SEE_STATISTICS)
        if reason:
            self._show_refused(reason)
            return
        try:
            question = self.question()
        except UserError as problem:
            sentence = problem.message
            self.banner.tell("danger", lambda: sentence)
            return
        self.banner.dismiss()
        self.desk.preferences.set("statistics.what", question.measure)
        self.desk.preferences.set("statistics.by", question.by)
        self.working.show()
        actor = self.desk.actor
        self.desk.read(
            lambda: draw_picture(actor, question),
            self._arrived,
            key="statistics.page",
            on_problem=self._failed,
            owner=self,
        )

    def _show_refused(self, reason: str) -> None:
        self.splitter.hide()
        self.cards.hide()
        for field in (*self.preset_buttons.values(), self.first, self.last, self.compare):
            field.setEnabled(False)
        self._enable_exports(False)
        self.empty.tell("shield-x", N_("The statistics are not open to you."), lambda: reason)
        self.empty.show()

    def _failed(self, error: Exception) -> None:
        self.working.hide()
        if isinstance(error, UserError):
            sentence = error.message
            self.banner.tell("danger", lambda: sentence)
        else:
            self.desk.background.problem(error)

    def _arrived(self, picture: Picture) -> None:
        self.working.hide()
        if picture.question.by != (self.picture.question.by if self.picture else ""):
            self._lines = None
        self.picture = picture
        self._show(picture)
        self.status_changed.emit()

    def _show(self, picture: Picture) -> None:
        self.cards.show_figures(picture.cards, picture.question.earlier)
        some = bool(picture.series.rows)
        self.splitter.setVisible(some)
        self.empty.setVisible(not some)
        if some:
            self._draw_chart(picture)
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

    def _enable_exports(self, some: bool) -> None:
        reason = refusal(self.desk.actor, Permission.EXPORT)
        for name, made in self.export_buttons.items():
            on = some and (name == "copy_chart" or not reason)
            made.setEnabled(on)
            self.actions_[name].setEnabled(on)
            made.setToolTip(reason if name != "copy_chart" else "")

    def _factor(self) -> int:
        kind = self.measure.kind
        return self.desk.currency.minor if kind is Kind.MONEY else QUANTITY if kind is Kind.QUANTITY else 1

    def _draw_chart(self, picture: Picture) -> None:
        from app.views.statistics.chart import MOST_BARS, Chart, Drawn

        if self.chart is None:
            self.chart = Chart("statistics_chart")
            self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            self.chart_place.addWidget(self.chart)
            self.chart.cursor_moved.connect(self._read)
        question, rows = picture.question, picture.series.rows
        measure = MEASURES[question.measure]
        factor = self._factor_of(measure)
        if not question.in_time:
            rows = rows[:MOST_BARS]
        lines = self._lines if self._lines is not None else len(rows) > MANY
        for key, pill in self.style_buttons.items():
            pill.setVisible(question.in_time)
            pill.setChecked((key == "lines") == lines)
        values = tuple((row[picture.figure] or 0) / factor for row in rows)
        earlier = tuple((row[picture.before] or 0) / factor for row in rows) if picture.before is not None else None
        drawn = Drawn(
            tuple(str(row[0]) for row in rows),
            values,
            earlier,
            lambda value: shown(measure.kind, round(value * factor), self.desk.currency),
            question.in_time,
            lines and question.in_time,
        )
        self.chart.draw(drawn)
        self.legend.show_names(
            lambda: question.span.text,
            (lambda: _("before: {span}").format(span=question.earlier.text)) if earlier is not None else None,
        )
        say(self.note.setText, lambda: self._title_of(picture, len(rows)))
        say(self.chart.setAccessibleName, lambda: self.summary(picture))
        self.reading.setText(self.summary(picture))

    def _factor_of(self, measure: Measure) -> int:
        kind = measure.kind
        return self.desk.currency.minor if kind is Kind.MONEY else QUANTITY if kind is Kind.QUANTITY else 1

    def _title_of(self, picture: Picture, drawn: int) -> str:
        question = picture.question
        measure = MEASURES[question.measure]
        parts = [f"{_(measure.title)} {_(GROUP_TITLES[question.by])}"]
        if measure.kind is Kind.MONEY:
            parts.append(self.desk.currency.code)
        parts.append(question.span.text)
        if drawn < len(picture.series.rows):
            parts.append(_("the first {n} of {all}; the table has all").format(n=drawn, all=len(picture.series.rows)))
        return " · ".join(parts)

    def summary(self, picture: Picture) -> str:
        """The chart as a sentence."""
        question = picture.question
        measure = MEASURES[question.measure]
        rows = picture.series.rows
        best = max(rows, key=lambda row: row[picture.figure] or 0)
        told = ngettext("{n} value", "{n} values", len(rows)).format(n=len(rows))
        return _("{what}, {span}: {values}; the highest is {key} with {figure}.").format(
            what=f"{_(measure.title)} {_(GROUP_TITLES[question.by])}",
            span=question.span.text,
            values=told,
            key=best[0],
            figure=shown(measure.kind, best[picture.figure] or 0, self.desk.currency),
        )

    def _read(self, at: int) -> None:
        picture = self.picture
        if picture is None or not 0 <= at < len(picture.series.rows):
            return
        kind = MEASURES[picture.question.measure].kind
        row = picture.series.rows[at]
        text = f"{row[0]}: {shown(kind, row[picture.figure] or 0, self.desk.currency)}"
        if picture.before is not None:
            was = shown(kind, row[picture.before] or 0, self.desk.currency)
            text += "   " + _("before: {span}").format(span=was)
        self.reading.setText(text)
        self.chart.setAccessibleDescription(text)

    def _fill_table(self, picture: Picture) -> None:
        keys = tuple(c.key + c.title for c in picture.series.columns)
        if self.table is None or keys != self._table_of:
            made = SmallTable(
                "statistics_table", N_("The figures of the chart"), picture.series.columns, self.desk.currency, most=50
            )
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            made.setMinimumHeight(100)
            made.chosen.connect(self._row_chosen)
            if self.table is not None:
                self.table_card.body.removeWidget(self.table)
                self.table.hide()
                self.table.deleteLater()
            self.table_card.body.addWidget(made)
            self.table, self._table_of = made, keys
        rows = [Row(number, row) for number, row in enumerate(picture.series.rows)]
        total = (_("Total"), *picture.series.total[1:])
        self.table.show_rows([*rows, Row(len(rows), total)])

    def _row_chosen(self, number: int) -> None:
        if self.chart is not None:
            self.chart.move_cursor(number)

    # Taking along

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.chart is not None:
            self.chart.copy()
            self._tell(_("The picture of the chart was copied."))

    def save_excel(self) -> None:
        """Save table and chart as a workbook."""
        if self.picture is not None:
            self.exports.save("xlsx", self.picture, lines=self._shown_as_lines())

    def save_pdf(self) -> None:
        """Save chart and table as a PDF."""
        if self.picture is not None:
            self.exports.save("pdf", self.picture, lines=self._shown_as_lines())

    def _shown_as_lines(self) -> bool:
        return bool(self.chart is not None and self.chart.drawn is not None and self.chart.drawn.lines)

    def _tell(self, text: str) -> None:
        if self.desk.shell is not None:
            self.desk.shell.tell(text)

    # As a page

    def menu_actions(self) -> Sequence[QAction | None]:
        return [self.actions_["save_excel"], self.actions_["save_pdf"], None, self.actions_["copy_chart"]]

    def status_text(self) -> str:
        if self.picture is None:
            return ""
        count = len(self.picture.series.rows)
        return ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}")

    def go_to_search(self) -> None:
        self.what.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.picture is None:
            self.refresh()


assert set(GROUP_TITLES) >= set(PERIODS)
