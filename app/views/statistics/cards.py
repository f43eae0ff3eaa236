"""The row of figures above the chart, each with its change against the period before."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.i18n import _
from app.money import Currency
from app.views import theme
from app.views.statistics.chart_colours import SERIES
from app.views.statistics.picture import CARDS, MEASURES
from app.views.statistics.spans import Span
from app.views.texts import Saying, follow, say
from app.views.values import shown
from app.views.widgets.labels import Card, label


class FigureCard(Card):
    """One figure: its title, its value, and how it changed."""

    def __init__(self, key: str, currency: Currency) -> None:
        super().__init__(f"{key}_card", padding=12)
        self._measure = MEASURES[key]
        self._currency = currency
        self._told: tuple[int, int, Span] | None = None
        self.body.setSpacing(2)
        self.body.addWidget(label(self._measure.title, "label", f"{key}_card_title"))
        self.value = label("", "figure", f"{key}_card_value")
        self.value.setText("–")
        self.change = label("", "hint", f"{key}_card_change")
        self.body.addWidget(self.value)
        self.body.addWidget(self.change)
        follow(self._speak)

    def show_figure(self, now: int, earlier: int, span: Span) -> None:
        """Show a figure, and what it was in the days before."""
        self._told = (now, earlier, span)
        self._speak()

    def _speak(self) -> None:
        if self._told is None:
            return
        now, earlier, span = self._told
        text = shown(self._measure.kind, now, self._currency)
        self.value.setText(text)
        # A long amount is written smaller, never cut.
        self.value.setFont(theme.font(24, bold=True))
        small = len(text) > 14
        theme.mark(self.value, role="section" if small else "figure")
        self.change.setText(change_text(now, earlier))
        before = shown(self._measure.kind, earlier, self._currency)
        told = _("{span}: {figure}").format(span=span.text, figure=before)
        self.setToolTip(told)
        self.setAccessibleName(f"{_(self._measure.title)}: {text}. {change_text(now, earlier)}. {told}")


def change_text(now: int, earlier: int) -> str:
    """How a figure changed, in percent where that says something."""
    if now == earlier:
        return _("as before")
    if earlier <= 0 or now < 0:
        return _("nothing before") if earlier == 0 else _("before: less than nothing") if earlier < 0 else _("fell")
    percent = (now - earlier) * 100 / earlier
    if percent > 999:
        return _("more than ten times as much")
    sign = "+" if percent > 0 else "−"
    return _("{change} % than before").format(change=f"{sign}{abs(percent):,.1f}")


class FigureCards(QWidget):
    """All cards and the sentence that says which days are compared."""

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self.setObjectName("statistics_cards")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.cards = {key: FigureCard(key, currency) for key in CARDS}
        for card in self.cards.values():
            row.addWidget(card, 1)

    def show_figures(self, figures: dict[str, tuple[int, int]], earlier: Span) -> None:
        """Show the figures of the days asked for and of those before."""
        for key, (now, before) in figures.items():
            self.cards[key].show_figure(now, before, earlier)


class Legend(QWidget):
    """Which colour is which: a square and a name each."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chart_legend")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._squares: list[QLabel] = []
        self._names: list[QLabel] = []
        for number in range(2):
            square, name = QLabel(), label("", "label", f"chart_legend_{number}")
            square.setFixedSize(QSize(12, 12))
            self._squares.append(square)
            self._names.append(name)
            self._row.addWidget(square)
            self._row.addWidget(name)
            self._row.addSpacing(8)
        theme.switch().switched.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        for number, square in enumerate(self._squares):
            picture = QPixmap(12, 12)
            picture.fill(QColor(SERIES[theme.scheme()][number]))
            square.setPixmap(picture)

    def show_names(self, now: Saying, earlier: Saying | None) -> None:
        """Name the colours, where there are two to tell apart."""
        self.setVisible(earlier is not None)
        say(self._names[0].setText, now)
        for part in (self._squares[1], self._names[1]):
            part.setVisible(earlier is not None)
        if earlier is not None:
            say(self._names[1].setText, earlier)
