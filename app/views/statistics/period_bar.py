"""The days that the figures are of: a preset, or two dates."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.views.desk import Desk
from app.views.statistics.spans import PRESETS, Span, span_of
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.labels import label

NARROW = 1010
"""Below this width the presets move together."""
WIDE_DATE, NARROW_DATE = 136, 120
_REMEMBERED = "statistics.period"


class PeriodBar(QWidget):
    """Presets as pills, and the dates they stand for; changed dates are a custom period."""

    altered = Signal()
    """Other days are wanted now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("period_bar")
        self._desk = desk
        self._told: Span | None = None
        kept = desk.preferences.get(_REMEMBERED, "year")
        self.preset = kept if kept in PRESETS and kept != "custom" else "year"
        self._known: Span | None = None
        self._chosen = False
        self._narrow = False
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self.pills: dict[str, QPushButton] = {}
        for key, title in PRESETS.items():
            pill = button(title, f"period_{key}", kind="pill", run=lambda key=key: self.choose(key))
            pill.setCheckable(True)
            self._group.addButton(pill)
            self.pills[key] = pill
            row.addWidget(pill)
        self._lines.addLayout(row)
        self._halves = [row]
        row = QHBoxLayout()
        self._halves.append(row)
        row.setSpacing(2)
        self.first = DateField("statistics_from", desk.actor.today)
        self.last = DateField("statistics_to", desk.actor.today)
        say(self.first.setAccessibleName, N_("From"))
        say(self.last.setAccessibleName, N_("To"))
        for field in (self.first, self.last):
            field.setFixedWidth(WIDE_DATE)
            field.editingFinished.connect(self._typed)
        row.addWidget(self.first)
        row.addSpacing(4)
        row.addWidget(label("–", "muted"))
        row.addSpacing(4)
        row.addWidget(self.last)
        row.addStretch(1)
        self._lines.addLayout(row, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.pills[self.preset].setChecked(True)
        self._show(span_of(self.preset, desk.actor.today()))

    def _show(self, span: Span) -> None:
        self.first.set_value(span.first)
        self.last.set_value(span.last)
        self._told = span

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            for pill in self.pills.values():
                mark(pill, compact="true" if narrow else "false")
                pill.updateGeometry()
            for field in (self.first, self.last):
                field.setFixedWidth(NARROW_DATE if narrow else WIDE_DATE)
        self._break_line()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._break_line)

    def _break_line(self) -> None:
        """Put the dates below where the words of a language are long."""
        wide = sum(half.sizeHint().width() for half in self._halves) + self._lines.spacing()
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if wide <= self.width() else directions.TopToBottom)

    def know(self, days: tuple[str, str] | None) -> None:
        """Take in which days have orders: until a person chooses, a year without any gives way to all time."""
        self._known = Span(*(date.fromisoformat(day) for day in days)) if days else None
        today = self._desk.actor.today()
        if (
            not self._chosen
            and self._known is not None
            and self.preset == "year"
            and self._known.last.year < today.year
        ):
            self.preset = "all"
            self.pills["all"].setChecked(True)
        if self.preset == "all":
            self._show(span_of("all", today, self._known))

    def choose(self, key: str) -> None:
        """Use a preset; ``custom`` goes to the dates."""
        self.preset = key
        self._chosen = True
        self.pills[key].setChecked(True)
        if key == "custom":
            self.first.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._show(span_of(key, self._desk.actor.today(), self._known))
        self._desk.preferences.set(_REMEMBERED, key)
        self.altered.emit()

    def span(self) -> Span:
        """The days. Raises UserError if they make no sense."""
        last = self.last.value() or self._desk.actor.today()
        first = self.first.value() or date(last.year, 1, 1)
        if first > last:
            raise UserError(_("The last day lies before the first one. Change one of them."), field="to", code="period")
        return Span(first, last)

    def _typed(self) -> None:
        try:
            span = self.span()
        except UserError:
            self._told = None
            self.altered.emit()
            return
        if span != self._told:
            self._told = span
            self.preset = "custom"
            self._chosen = True
            self.pills["custom"].setChecked(True)
            self.altered.emit()
