"""The bold line below a list: how many rows answer, and the sums of its amounts, each below its column."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _, ngettext
from app.queries.columns import Totals
from app.views import theme
from app.views.desk import Desk
from app.views.painting import MARGIN
from app.views.record_view import RecordView
from app.views.texts import follow
from app.views.values import RIGHT, shown

HEIGHT = 36


class TotalsRow(QWidget):
    """Follows the columns of a ``RecordView``."""

    def __init__(self, view: RecordView, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("totals_row")
        self._view = view
        self._desk = desk
        self.totals: Totals | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = view.header
        header.sectionResized.connect(lambda *_what: self.update())
        header.sectionMoved.connect(lambda *_what: self.update())
        header.arranged.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        theme.switch().switched.connect(self.update)
        follow(self._speak)

    def show_totals(self, totals: Totals | None) -> None:
        """Show these sums; None while they are not known."""
        self.totals = totals
        self._speak()

    def texts(self) -> dict[str, str]:
        """The sums as shown, by column."""
        if self.totals is None:
            return {}
        columns = self._view.table.columns
        sums = self.totals.sums
        return {c.key: shown(c.kind, sums[c.key], self._desk.currency, c.key) for c in columns if c.key in sums}

    def places(self) -> dict[str, QRect]:
        """Where the sums stand that are wholly in sight: a part of one would read as another sum."""
        header = self._view.header
        metrics = QFontMetrics(theme.font(13, bold=True))
        texts = self.texts()
        found: dict[str, QRect] = {}
        for number, column in enumerate(self._view.table.columns):
            text = texts.get(column.key)
            if text is None or header.isSectionHidden(number):
                continue
            left = header.sectionViewportPosition(number)
            need = metrics.horizontalAdvance(text) + 1
            start = left + header.sectionSize(number) - MARGIN - need if column.kind in RIGHT else left + MARGIN
            if start >= 0 and start + need <= self.width():
                found[column.key] = QRect(start, 0, need, self.height())
        return found

    def caption(self) -> str:
        """How many rows there are."""
        if self.totals is None:
            return ""
        return ngettext("Total of {n} row", "Total of {n} rows", self.totals.count).format(n=f"{self.totals.count:,}")

    def _speak(self) -> None:
        titles = {c.key: _(c.title) for c in self._view.table.columns}
        self.setAccessibleName(
            ", ".join([self.caption(), *(f"{titles[key]} {text}" for key, text in self.texts().items())])
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(0, -8, self.width(), self.height() + 8, 7, 7)
        painter.setClipRect(self.rect())
        painter.fillPath(shape, QColor(t.surface2))
        painter.fillRect(0, 0, self.width(), 1, QColor(t.border_strong))
        font = theme.font(13, bold=True)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        texts, places = self.texts(), self.places()
        for key, box in places.items():
            painter.setPen(QColor(t.danger if texts[key].startswith("-") else t.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, texts[key])
        painter.setPen(QColor(t.text))
        room = min((box.left() for box in places.values()), default=self.width()) - MARGIN - 12
        caption = metrics.elidedText(self.caption(), Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(QRect(MARGIN, 0, max(0, room), self.height()), Qt.AlignmentFlag.AlignVCenter, caption)
        painter.end()
