"""The steps of a document's life: done, current, still to come; each may carry when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _
from app.views import theme
from app.views.icons import glyph

HEIGHT = 44
BALL = 20


@dataclass(frozen=True)
class Step:
    """One step: its finished text, how far it is, and a second line such as time and person."""

    text: str
    stage: Literal["done", "current", "ahead", "stopped"]
    detail: str = ""


class Stepper(QWidget):
    """Shows steps from left to right; read out as one sentence."""

    def __init__(self, name: str = "stepper", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.switch().switched.connect(self.update)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps."""
        self._steps = tuple(steps)
        words = {"done": _("done"), "current": _("now"), "ahead": _("to come"), "stopped": _("stopped")}
        self.setAccessibleName(", ".join(f"{s.text}: {words[s.stage]} {s.detail}".strip() for s in self._steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120 * max(1, len(self._steps)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80 * max(1, len(self._steps)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._steps)
        body, small = theme.font(13), theme.font(12)
        body_metrics, small_metrics = QFontMetrics(body), QFontMetrics(small)
        for number, step in enumerate(self._steps):
            left = round(number * width)
            fill, ink = {
                "done": (t.ok_soft, t.ok),
                "current": (t.accent, t.on_accent),
                "ahead": (t.surface2, t.text3),
                "stopped": (t.danger_soft, t.danger),
            }[step.stage]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawEllipse(left, 2, BALL, BALL)
            if step.stage in ("done", "stopped"):
                name = "check" if step.stage == "done" else "x"
                picture = glyph(name, ink, 12, self.devicePixelRatioF())
                painter.drawPixmap(left + 4, 6, picture)
            else:
                painter.setPen(QColor(ink))
                painter.setFont(theme.font(12, bold=True))
                painter.drawText(QRect(left, 2, BALL, BALL), Qt.AlignmentFlag.AlignCenter, str(number + 1))
            text_left = left + BALL + 8
            room = round(width) - BALL - 20
            painter.setFont(theme.font(13, bold=step.stage == "current"))
            painter.setPen(QColor(t.text if step.stage != "ahead" else t.text3))
            text = body_metrics.elidedText(step.text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(text_left, 2, room, BALL), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setFont(small)
            painter.setPen(QColor(t.text3))
            detail = small_metrics.elidedText(step.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(text_left, BALL + 4, room, 18), Qt.AlignmentFlag.AlignVCenter, detail)
        painter.end()
