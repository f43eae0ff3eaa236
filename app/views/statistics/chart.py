"""The chart of one figure: bars from zero, or a line with markers; read by pointer and by keyboard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views import theme
from app.views.statistics.chart_colours import SERIES

MOST_BARS = 15
"""So many things are compared in one chart where there is room; the table has them all."""
FEWEST_BARS = 3
_AROUND = 48
"""Pixels of the height that margins and the axis of the figures take."""
_LABEL = 12
_LONGEST = 260


def _line(metrics: QFontMetrics) -> int:
    """Pixels from one name to the one below; the air that a font keeps around its lines is not needed here."""
    return metrics.tightBoundingRect("国g").height() + 5


@dataclass(frozen=True)
class Drawn:
    """What a chart shows; ``values`` and ``earlier`` in whole units, as drawn."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    earlier: tuple[float, ...] | None
    in_time: bool
    lines: bool


class _LabelAxis(pg.AxisItem):
    """An axis whose ticks are names; as many are written as have room, none is cut."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.labels: Sequence[str] = ()
        self.setStyle(tickLength=0, autoExpandTextSpace=False, hideOverlappingLabels=False)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        if not self.labels or size <= 0:
            return []
        # A view that is turned upside down gives its range the other way round.
        low, high = min(minVal, maxVal), max(minVal, maxVal)
        metrics = QFontMetrics(theme.font(_LABEL))
        if self.orientation == "bottom":
            needed = max(metrics.horizontalAdvance(label) for label in self.labels) + 16
        else:
            needed = _line(metrics)
        each = size / max(1e-9, high - low)
        step = max(1, math.ceil(needed / each))
        first = max(0, math.ceil(low))
        last = min(len(self.labels) - 1, math.floor(high))
        return [(step, [float(at) for at in range(first, last + 1, step)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        metrics = QFontMetrics(theme.font(_LABEL))
        texts = [self.labels[round(v)] if 0 <= round(v) < len(self.labels) else "" for v in values]
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, _LONGEST) for text in texts]


class _FigureAxis(pg.AxisItem):
    """An axis of numbers, grouped by thousands."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=0)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        places = 0 if spacing >= 1 else min(4, math.ceil(-math.log10(spacing)))
        return [f"{value:,.{places}f}" for value in values]


@dataclass(frozen=True)
class _Bare:
    """A plot with its axes and nothing in it."""

    plot: Any
    names: _LabelAxis
    figures: _FigureAxis
    across: bool


class Chart(QWidget):
    """Shows a ``Drawn``; Left and Right, Home and End move the cursor over its values."""

    cursor_moved = Signal(int)
    """The value that is read now; -1 for none."""
    room_changed = Signal()
    """The chart is higher or lower than it was."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drawn: Drawn | None = None
        self.place = -1
        self._stale = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self.plot: Any = None
        self._bare: _Bare | None = None
        self._lines: tuple[Any, ...] = ()
        self._zero: Any = None
        self._mark: Any = None
        theme.switch().switched.connect(self._colour)

    def bars_with_names(self) -> int:
        """How many things have room one below the other, each with its name."""
        fitting = (self.height() - _AROUND) // _line(QFontMetrics(theme.font(_LABEL)))
        return max(FEWEST_BARS, min(MOST_BARS, fitting))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.room_changed.emit()

    def draw(self, drawn: Drawn) -> None:
        """Show these values instead of those before."""
        if drawn == self.drawn and self.plot is not None and not self._stale:
            self.place = -1
            self._mark.hide()
            self.cursor_moved.emit(-1)
            return
        self.drawn = drawn
        self.place = -1
        self._stale = True
        if self.plot is None and self.isVisible():
            self._build()
        else:
            QTimer.singleShot(0, self, self._build_if_seen)
        self.cursor_moved.emit(-1)

    def _build_if_seen(self) -> None:
        if not self._stale or not self.isVisible() or self.drawn is None:
            return
        if self._bare is None:
            # The values come in the next turn: each of the two takes as long as a picture or two.
            self._bare = self._plot_for(self.drawn)
            QTimer.singleShot(0, self, self._build_if_seen)
        else:
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # In a turn of its own, after the page around it has been drawn.
        QTimer.singleShot(0, self, self._build_if_seen)

    # Drawing

    def _build(self) -> None:
        drawn = self.drawn
        assert drawn is not None
        self._stale = False
        across = not drawn.in_time
        bare, self._bare = self._bare, None
        if bare is None or bare.across != across:
            bare = self._plot_for(drawn)
        plot, names, figures = bare.plot, bare.names, bare.figures
        names.labels = drawn.labels
        item = plot.getPlotItem()
        self._axes(names, figures, across)
        self._lines = tuple(self._add(item, drawn, values, place) for place, values in enumerate(self._series(drawn)))
        self._zero = pg.InfiniteLine(0, angle=90 if across else 0)
        self._mark = pg.InfiniteLine(0, angle=0 if across else 90)
        self._mark.hide()
        for line in (self._zero, self._mark):
            item.addItem(line)
        self._ranges(item.getViewBox(), drawn, across)
        plot.scene().sigMouseMoved.connect(self._pointed)
        old, self.plot = self.plot, plot
        if old is not None:
            self._column.replaceWidget(old, plot)
            old.hide()
            old.deleteLater()
        else:
            self._column.addWidget(plot)
        self._colour()
        plot.show()
        if self.place >= 0:
            self._show_cursor()

    def _colour(self) -> None:
        """Give what is drawn the colours of now."""
        drawn = self.drawn
        if self.plot is None or drawn is None:
            return
        t = theme.tokens()
        self.plot.setBackground(QColor(t.surface))
        for place in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(place)
            axis.setTextPen(QColor(t.text2))
            axis.setPen(pg.mkPen(QColor(t.border), width=1))
        self._zero.setPen(pg.mkPen(QColor(t.border_strong), width=1))
        self._mark.setPen(pg.mkPen(QColor(t.text), width=1, style=Qt.PenStyle.DashLine))
        for position, line in enumerate(self._lines):
            colour = QColor(SERIES[theme.scheme()][position])
            if isinstance(line, pg.BarGraphItem):
                inside = QColor(colour)
                inside.setAlpha(255 if position == 0 else 90)
                line.setOpts(pen=pg.mkPen(colour, width=1), brush=pg.mkBrush(inside))
            else:
                style = Qt.PenStyle.SolidLine if position == 0 else Qt.PenStyle.DashLine
                line.setPen(pg.mkPen(colour, width=2, style=style))
                line.setSymbolBrush(pg.mkBrush(colour))

    def _plot_for(self, drawn: Drawn) -> _Bare:
        across = not drawn.in_time
        names = _LabelAxis("left" if across else "bottom")
        figures = _FigureAxis("bottom" if across else "left")
        plot = pg.PlotWidget(
            parent=self,
            axisItems={"left": names if across else figures, "bottom": figures if across else names},
            enableMenu=False,
        )
        plot.hide()
        plot.setObjectName(f"{self.objectName()}_plot")
        plot.setAntialiasing(True)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        item = plot.getPlotItem()
        item.hideButtons()
        item.setContentsMargins(4, 8, 12, 4)
        view = item.getViewBox()
        view.setMouseEnabled(False, False)
        view.invertY(across)
        return _Bare(plot, names, figures, across)

    def _axes(self, names: Any, figures: Any, across: bool) -> None:
        for axis in (names, figures):
            axis.setTickFont(theme.font(_LABEL))
        # Each axis draws the grid across the other's ticks: only that of the figures helps reading.
        figures.setGrid(46)
        figures.setZValue(-200)
        if across and names.labels:
            metrics = QFontMetrics(theme.font(_LABEL))
            widest = max(min(_LONGEST, metrics.horizontalAdvance(label)) for label in names.labels)
            names.setWidth(widest + 16)
        elif not across:
            names.setHeight(QFontMetrics(theme.font(_LABEL)).height() + 12)

    @staticmethod
    def _series(drawn: Drawn) -> list[tuple[float, ...]]:
        return [drawn.values] if drawn.earlier is None else [drawn.values, drawn.earlier]

    @staticmethod
    def _add(item: Any, drawn: Drawn, values: tuple[float, ...], position: int) -> Any:
        places = list(range(len(values)))
        if drawn.in_time and drawn.lines:
            marks = ("o" if position == 0 else "s") if len(values) <= 120 else None
            return item.plot(places, list(values), symbol=marks, symbolSize=7, symbolPen=None)
        both = drawn.earlier is not None
        thick = 0.36 if both else 0.64
        moved = (-0.19 if position == 0 else 0.19) if both else 0.0
        at = [place + moved for place in places]
        if drawn.in_time:
            bars = pg.BarGraphItem(x=at, height=list(values), y0=0, width=thick)
        else:
            bars = pg.BarGraphItem(x0=0, width=list(values), y=at, height=thick)
        item.addItem(bars)
        return bars

    def _ranges(self, view: Any, drawn: Drawn, across: bool) -> None:
        values = [v for series in self._series(drawn) for v in series]
        least, most = min([0.0, *values]), max([0.0, *values])
        if least == most:
            most = 1.0
        room = (most - least) * 0.06
        figures = (least - (room if least < 0 else 0), most + (room if most > 0 else 0))
        places = (-0.6, max(0.6, len(drawn.labels) - 0.4))
        view.disableAutoRange()
        view.setRange(
            xRange=figures if across else places, yRange=places if across else figures, padding=0, disableAutoRange=True
        )

    # Reading values

    def _pointed(self, point: QPointF) -> None:
        if self.drawn is None or self.plot is None:
            return
        item = self.plot.getPlotItem()
        if not item.sceneBoundingRect().contains(point):
            return
        place = item.getViewBox().mapSceneToView(point)
        at = round(place.x() if self.drawn.in_time else place.y())
        if 0 <= at < len(self.drawn.labels):
            self.move_cursor(at)

    def move_cursor(self, at: int) -> None:
        """Read the value at a place."""
        if self.drawn is None or not self.drawn.labels:
            return
        at = max(0, min(len(self.drawn.labels) - 1, at))
        if at != self.place:
            self.place = at
            self._show_cursor()
            self.cursor_moved.emit(at)

    def _show_cursor(self) -> None:
        if self._stale:
            return
        self._mark.setValue(self.place)
        self._mark.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.drawn.labels) - 1 if self.drawn is not None else -1
        steps = {
            Qt.Key.Key_Left: self.place - 1,
            Qt.Key.Key_Up: self.place - 1,
            Qt.Key.Key_Right: self.place + 1,
            Qt.Key.Key_Down: self.place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None or last < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.move_cursor(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.place < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.move_cursor(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme.tokens().accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
            painter.end()

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._stale:
            self._build()
        if self.plot is not None:
            QGuiApplication.clipboard().setPixmap(self.plot.grab())
