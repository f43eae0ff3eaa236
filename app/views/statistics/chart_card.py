"""The card with the chart: what it shows, how, the chart itself, and the value that is read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.i18n import N_, _, ngettext
from app.money import QUANTITY
from app.queries.columns import Kind
from app.views.desk import Desk
from app.views.statistics.cards import Legend
from app.views.statistics.picture import GROUP_TITLES, MEASURES, Measure, Picture
from app.views.texts import follow, say
from app.views.values import shown
from app.views.widgets.buttons import button
from app.views.widgets.labels import Card, label

MANY = 45
"""From this many periods on, a line reads better than bars."""


class ChartCard(Card):
    """Asks what to show and shows it. The library that draws is loaded at the first picture."""

    altered = Signal()
    """Something else is to be shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("chart_card", padding=12)
        self._desk = desk
        self._lines: bool | None = None
        self.picture: Picture | None = None
        self.chart: Any = None
        self.body.setSpacing(6)
        self.what, self.by = QComboBox(), QComboBox()
        self.compare = QCheckBox()
        self.legend = Legend()
        self.body.addLayout(self._choices())
        self.note = label("", "hint", "chart_note")
        self.body.addWidget(self.note)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 1)
        self.reading = label("", "muted", "chart_reading")
        self.reading.setMinimumHeight(18)
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.reading)
        self.setMinimumHeight(230)
        kept = desk.preferences
        for key, measure in MEASURES.items():
            self.what.addItem(_(measure.title), key)
        self.what.setCurrentIndex(max(0, self.what.findData(kept.get("statistics.what", "revenue"))))
        self._fill_groups(kept.get("statistics.by", "month"))
        self.compare.setChecked(kept.get("statistics.compare", False))
        self.what.currentIndexChanged.connect(self._what_chosen)
        self.by.currentIndexChanged.connect(lambda _index: self.altered.emit())
        self.compare.toggled.connect(lambda _on: self.altered.emit())
        follow(self._language_switched)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for field, name, told in (
            (self.what, "statistics_what", N_("What is shown")),
            (self.by, "statistics_by", N_("Grouped by")),
        ):
            field.setObjectName(name)
            say(field.setAccessibleName, told)
            field.setMinimumWidth(150)
            row.addWidget(field)
        self._styles = QButtonGroup(self)
        self.style_pills = {}
        for key, title in (("bars", N_("Bars")), ("lines", N_("Line"))):
            pill = button(title, f"chart_{key}", kind="pill", run=lambda key=key: self._choose_style(key == "lines"))
            pill.setCheckable(True)
            self._styles.addButton(pill)
            self.style_pills[key] = pill
            row.addWidget(pill)
        self.compare.setObjectName("statistics_compare")
        say(self.compare.setText, N_("Compare"))
        say(self.compare.setToolTip, N_("Compare with the period before"))
        say(self.compare.setAccessibleName, N_("Compare with the period before"))
        row.addWidget(self.compare)
        row.addStretch(1)
        row.addWidget(self.legend)
        return row

    # Choosing

    @property
    def measure(self) -> str:
        """The key of what is looked at."""
        return str(self.what.currentData())

    @property
    def group(self) -> str:
        """What it is grouped by."""
        return str(self.by.currentData())

    def choose(self, measure: str, group: str) -> None:
        """Look at something else."""
        self.what.setCurrentIndex(max(0, self.what.findData(measure)))
        self.by.setCurrentIndex(max(0, self.by.findData(group)))

    def _fill_groups(self, wanted: str) -> None:
        self.by.blockSignals(True)
        self.by.clear()
        for key in MEASURES[self.measure].groups:
            self.by.addItem(_(GROUP_TITLES[key]), key)
        at = self.by.findData(wanted)
        self.by.setCurrentIndex(max(0, at if at >= 0 else self.by.findData("month")))
        self.by.blockSignals(False)

    def _what_chosen(self, _index: int) -> None:
        self._fill_groups(self.group)
        self.altered.emit()

    def _choose_style(self, lines: bool) -> None:
        self._lines = lines
        if self.picture is not None:
            self.show_picture(self.picture)

    def _language_switched(self) -> None:
        for field, titles in ((self.what, {k: m.title for k, m in MEASURES.items()}), (self.by, GROUP_TITLES)):
            for number in range(field.count()):
                field.setItemText(number, _(titles[str(field.itemData(number))]))
        if self.picture is not None:
            self.show_picture(self.picture)

    # Showing

    @property
    def lines(self) -> bool:
        """Whether the chart is drawn as a line."""
        return bool(self.chart is not None and self.chart.drawn is not None and self.chart.drawn.lines)

    def show_picture(self, picture: Picture) -> None:
        """Draw the chart of a picture that has rows."""
        from app.views.statistics.chart import Chart, Drawn

        if self.chart is None:
            self.chart = Chart("statistics_chart")
            self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            self._place.addWidget(self.chart)
            self.chart.cursor_moved.connect(self._read)
            self._settled = QTimer(self)
            self._settled.setSingleShot(True)
            self._settled.timeout.connect(self._fit)
            self.chart.room_changed.connect(self._settled.start)
        if self.picture is None or self.picture.question.by != picture.question.by:
            self._lines = None
        self.picture = picture
        question, rows = picture.question, picture.series.rows
        if not question.in_time:
            rows = rows[: self.chart.bars_with_names()]
        lines = self._lines if self._lines is not None else len(rows) > MANY
        for key, pill in self.style_pills.items():
            pill.setVisible(question.in_time)
            pill.setChecked((key == "lines") == lines)
        factor = self._factor(MEASURES[question.measure])
        earlier = tuple((row[picture.before] or 0) / factor for row in rows) if picture.before is not None else None
        self.chart.draw(
            Drawn(
                tuple(str(row[0]) for row in rows),
                tuple((row[picture.figure] or 0) / factor for row in rows),
                earlier,
                question.in_time,
                lines and question.in_time,
            )
        )
        self.legend.show_names(
            lambda: question.span.text,
            (lambda: _("before: {span}").format(span=question.earlier.text)) if earlier is not None else None,
        )
        self.note.setText(self._title(picture, len(rows)))
        told = self.summary(picture)
        self.chart.setAccessibleName(told)
        self.reading.setText(told)

    def _fit(self) -> None:
        """Compare as many things as have room for their names now."""
        if self.picture is None or self.picture.question.in_time or self.chart.drawn is None:
            return
        if len(self.chart.drawn.labels) != min(len(self.picture.series.rows), self.chart.bars_with_names()):
            self.show_picture(self.picture)

    def _factor(self, measure: Measure) -> int:
        kind = measure.kind
        return self._desk.currency.minor if kind is Kind.MONEY else QUANTITY if kind is Kind.QUANTITY else 1

    def _title(self, picture: Picture, drawn: int) -> str:
        question = picture.question
        measure = MEASURES[question.measure]
        parts = [f"{_(measure.title)} {_(GROUP_TITLES[question.by])}"]
        if measure.kind is Kind.MONEY:
            parts.append(self._desk.currency.code)
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
        return _("{what}, {span}: {values}; the highest is {key} with {figure}.").format(
            what=f"{_(measure.title)} {_(GROUP_TITLES[question.by])}",
            span=question.span.text,
            values=ngettext("{n} value", "{n} values", len(rows)).format(n=len(rows)),
            key=best[0],
            figure=shown(measure.kind, best[picture.figure] or 0, self._desk.currency),
        )

    def _read(self, at: int) -> None:
        picture = self.picture
        if picture is None or not 0 <= at < len(picture.series.rows):
            return
        kind = MEASURES[picture.question.measure].kind
        row = picture.series.rows[at]
        text = f"{row[0]}: {shown(kind, row[picture.figure] or 0, self._desk.currency)}"
        if picture.before is not None:
            was = shown(kind, row[picture.before] or 0, self._desk.currency)
            text += "   " + _("before: {span}").format(span=was)
        self.reading.setText(text)
        self.chart.setAccessibleDescription(text)
