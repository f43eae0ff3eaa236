"""The lines in the form of a credit: painted, so that many of them are there at once; only their fields are widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.views import tab_order, theme
from app.views.texts import tip
from app.views.widgets.number_fields import NumberField

LINE, TEXT, GAP = 42, 19, 12
"""Pixels of a line, of one of the two texts in it, and between two columns."""
AT_ONCE = 12
"""Fields that are made at once; the others follow in moments, so that the window stays awake."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(eq=False)
class Told:
    """What a line says: its name, what is left of it, what is known or wrong, and what it comes to."""

    title: str
    room: str
    field: NumberField
    note: str = ""
    wrong: bool = False
    figures: tuple[str, ...] = ()


class CreditBody(QWidget):
    """All lines below one another; ``place`` says where the columns end."""

    def __init__(self, name: str, lines: Sequence[Told]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.lines = tuple(lines)
        self._edges: list[int] = []
        self._made = 0
        self.setFixedHeight(max(1, len(self.lines)) * LINE)
        self._rest = QTimer(self)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._make_more)
        self._make_more()

    def _make_more(self) -> None:
        for told in self.lines[self._made : self._made + AT_ONCE]:
            told.field.setParent(self)
            told.field.show()
        self._made = min(self._made + AT_ONCE, len(self.lines))
        self._put_fields()
        if self._made < len(self.lines):
            self._rest.start()
        elif self._rest.isActive():
            self._rest.stop()
            tab_order.arrange_around(self)

    def place(self, edges: Sequence[int]) -> None:
        """Let the columns end at these pixels: what is left, the field, net, tax and gross."""
        if list(edges) != self._edges:
            self._edges = list(edges)
            self._put_fields()
            self.update()

    def _put_fields(self) -> None:
        if not self._edges:
            return
        for place, told in enumerate(self.lines[: self._made]):
            size = told.field.sizeHint()
            width = told.field.maximumWidth()
            top = place * LINE + (LINE - size.height()) // 2
            told.field.setGeometry(self._edges[1] - width, top, width, size.height())

    def remark(self, told: Told, note: str, *, wrong: bool) -> None:
        """Say something else below the name of a line."""
        if (told.note, told.wrong) != (note, wrong):
            told.note, told.wrong = note, wrong
            self.update()

    def event(self, event: QEvent) -> bool:
        """What is cut is said in full by the tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = event.pos().y() // LINE
            if 0 <= place < len(self.lines):
                told = self.lines[place]
                QToolTip.showText(event.globalPos(), tip("\n".join(t for t in (told.title, told.note) if t)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._edges:
            return
        t = theme.tokens()
        painter = QPainter(self)
        seen = event.rect()
        large, small = theme.font(13), theme.font(12)
        for place in range(seen.top() // LINE, min(len(self.lines), seen.bottom() // LINE + 1)):
            told, top = self.lines[place], place * LINE
            painter.setFont(large)
            painter.setPen(QColor(t.text))
            metrics = QFontMetrics(large)
            ends = [self._edges[0], *self._edges[2:]]
            starts = [0, *(end + GAP for end in self._edges[1:-1])]
            for start, end, text in zip(starts, ends, (told.room, *told.figures), strict=False):
                painter.drawText(QRect(start, top, end - start, LINE), _RIGHT, text)
            wide = max(0, self._edges[0] - metrics.horizontalAdvance(told.room) - GAP)
            upper = QRect(0, top + 2, wide, TEXT)
            painter.drawText(upper, _LEFT, metrics.elidedText(told.title, Qt.TextElideMode.ElideRight, wide))
            painter.setFont(small)
            painter.setPen(QColor(t.danger if told.wrong else t.text2))
            below = QFontMetrics(small).elidedText(told.note, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(upper.translated(0, TEXT), _LEFT, below)
        painter.end()
