"""The steps of a document's life from left to right, and beside them its tracks, such as how far it is paid.

``stepper.show_steps([Step("Draft", "done", when="…", who="…", key="draft"), …], tracks)``. A step that can be taken
now is a button: Enter, Space or a click asks for its ``action`` (signal ``asked``). One that cannot says why in the
line below. The whole is one stop of the Tab key; Left and Right go from step to step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _
from app.views import theme
from app.views.icons import glyph
from app.views.texts import Saying, follow, say, spoken, tip
from app.views.widgets.labels import label
from app.views.widgets.layouts import clear

HEIGHT = 58
LOW = 44
"""The height of a row in which nothing stands in the third line."""
BALL = 20
LEFT = 6
"""Room at the left of a step for its focus ring."""

Stage = Literal["done", "current", "ahead", "stopped"]


@dataclass(frozen=True)
class Step:
    """One step: its finished text, how far it is, when it was reached and by whom.

    ``action`` names what takes this step, ``does`` says it in words; ``why_not`` why it cannot be taken now. A track
    has its name in ``track`` and looks like the chip of its state ``look``.
    """

    text: str
    stage: Stage
    when: str = ""
    who: str = ""
    key: str = ""
    action: str = ""
    does: str = ""
    why_not: str = ""
    track: str = ""
    look: str = ""

    @property
    def open(self) -> bool:
        """Whether this step can be taken now."""
        return self.action != "" and self.why_not == ""

    def told(self) -> str:
        """What the line below says while this step has the keyboard or the mouse."""
        if self.open:
            return _("Enter: {what}").format(what=self.does)
        if self.why_not:
            return _("{step}: {why}").format(step=self.text, why=self.why_not)
        return " · ".join(part for part in (self.track, self.text, self.when, self.who) if part)


class StepButton(QAbstractButton):
    """One step, painted: a ball, its word, when, who."""

    def __init__(self, step: Step, number: int, parent: Stepper) -> None:
        super().__init__(parent)
        self.step, self._number, self._stepper = step, number, parent
        self.setObjectName(f"{parent.objectName()}_{step.key or number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(parent.height_of_row)
        self.setMinimumWidth(64)
        self.setMouseTracking(True)
        if step.open:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = {"done": _("done"), "current": _("now"), "ahead": _("to come"), "stopped": _("stopped")}
        stage = "" if step.track else words[step.stage]
        self.setAccessibleName(" ".join(p for p in (step.track, step.text, stage, step.when, step.who) if p))
        self.setAccessibleDescription(step.told() if step.open or step.why_not else "")
        self.setToolTip(tip(step.told()))
        self.clicked.connect(lambda: parent.take(step))

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def _looks(self) -> tuple[str, str, str]:
        """The fill and ink of the ball, and the name of its picture."""
        t, step = theme.tokens(), self.step
        if step.look:
            chip = theme.chip(step.look)
            return chip.background, chip.foreground, chip.glyph
        return {
            "done": (t.ok_soft, t.ok, "check"),
            "current": (t.accent, t.on_accent, ""),
            "ahead": (t.surface2, t.text3, ""),
            "stopped": (t.danger_soft, t.danger, "x"),
        }[step.stage]

    def paintEvent(self, event: QPaintEvent) -> None:
        t, step = theme.tokens(), self.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if step.open and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sel if self.isDown() else t.hover))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -4, -1), 6, 6)
        fill, ink, picture = self._looks()
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(t.accent), 1.5) if step.open and step.stage == "ahead" else Qt.PenStyle.NoPen)
        painter.drawEllipse(LEFT, 4, BALL, BALL)
        if picture:
            painter.drawPixmap(LEFT + 4, 8, glyph(picture, ink, 12, self._stepper.ratio()))
        else:
            painter.setPen(QColor(ink))
            painter.setFont(theme.font(12, bold=True))
            painter.drawText(QRect(LEFT, 4, BALL, BALL), Qt.AlignmentFlag.AlignCenter, str(self._number))
        left = LEFT + BALL + 6
        room = self.width() - left - 2
        strong = step.stage == "current" and not step.track
        ink = t.accent if step.open and step.stage == "ahead" else t.text3 if step.stage == "ahead" else t.text
        second, third = (step.text, step.when) if step.track else (step.when, step.who)
        first = step.track or step.text
        if step.track:
            third = " · ".join(p for p in (step.when, step.who) if p)
        for top, text, pixels, bold, colour in (
            (4, first, 12 if step.track else 13, strong, t.text2 if step.track else ink),
            (22, second, 13 if step.track else 12, False, ink if step.track else t.text3),
            (39, third, 12, False, t.text3),
        ):
            font = theme.font(pixels, bold=bold)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            metrics = QFontMetrics(font)
            if text == step.when and metrics.horizontalAdvance(text) > room:
                # The day is enough where the hour has no room; the tooltip has both.
                text = text.partition(" ")[0]
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, top, room, BALL), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -5, -2), 6, 6)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._stepper.tell(self.step)
        self._stepper.stop_at(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stepper.tell(None)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._stepper.tell(self.step)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._stepper.tell(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._stepper.go(self, -1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._stepper.go(self, 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._stepper.go(self, -99 if key == Qt.Key.Key_Home else 99)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.NoModifier:
            self._stepper.take(self.step)
        else:
            super().keyPressEvent(event)


class Stepper(QWidget):
    """Shows steps and tracks in one row, and below it what comes next or why a step is not open."""

    asked = Signal(str)
    """A step was taken: the name of its action."""

    def __init__(self, name: str = "stepper", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.steps: tuple[Step, ...] = ()
        self.tracks: tuple[Step, ...] = ()
        self.buttons: list[StepButton] = []
        self._next: Saying = ""
        self._leads = False
        self.height_of_row = LOW
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self.line = label("", "hint", f"{name}_told")
        self.line.setMinimumHeight(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.switch().switched.connect(self.update)
        follow(self._tell_again)

    def ratio(self) -> float:
        """How many dots of the screen a pixel has."""
        return self.devicePixelRatioF()

    def show_steps(self, steps: Sequence[Step], tracks: Sequence[Step] = (), coming: Saying = "") -> None:
        """Show these steps and tracks; ``coming`` says below them what is to be done next."""
        self._next = coming
        if (tuple(steps), tuple(tracks)) == (self.steps, self.tracks):
            self._tell_again()
            return
        held = next((b.step.key for b in self.buttons if b.hasFocus()), "")
        self.steps, self.tracks = tuple(steps), tuple(tracks)
        clear(self._row)
        self.buttons = []
        shown = (*self.steps, *self.tracks)
        self._leads = any(step.action for step in shown)
        self.height_of_row = HEIGHT if any(step.who or step.track for step in shown) or self._leads else LOW
        self.line.setVisible(self._leads)
        for number, step in enumerate(self.steps, start=1):
            self._add(StepButton(step, number, self))
        if self.tracks:
            rule = QFrame(self)
            rule.setProperty("line", "vertical")
            rule.setFixedWidth(1)
            self._row.addWidget(rule)
            self._row.addSpacing(6)
        for step in self.tracks:
            self._add(StepButton(step, 0, self))
        stop = next((b for b in self.buttons if b.step.open), self.buttons[0] if self.buttons else None)
        if stop is not None:
            self.stop_at(stop)
        for button in self.buttons:
            if held and button.step.key == held:
                button.setFocus()
        say(self.setAccessibleName, lambda: ", ".join(b.accessibleName() for b in self.buttons))
        self._tell_again()

    def _add(self, button: StepButton) -> None:
        self.buttons.append(button)
        # A track has the day and the person in one line.
        self._row.addWidget(button, 9 if button.step.track else 8)
        # At once, so that the keyboard can come back to a step that was drawn anew.
        button.show()

    def button(self, key: str) -> StepButton:
        """The step with this key. Raises KeyError if there is none."""
        for each in self.buttons:
            if each.step.key == key:
                return each
        raise KeyError(key)

    def stop_at(self, stop: StepButton) -> None:
        """Let the Tab key come to this step alone."""
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy if self._leads else Qt.FocusPolicy.NoFocus)

    def go(self, start: StepButton, by: int) -> None:
        """Give the keyboard to a step further left or right."""
        place = max(0, min(len(self.buttons) - 1, self.buttons.index(start) + by))
        self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    def tell(self, step: Step | None) -> None:
        """Say below what a step does or why it is not open; without one, what comes next."""
        shown = step.told() if step is not None else spoken(self._next) if self._next else ""
        self.line.setText(shown)

    def _tell_again(self) -> None:
        self.tell(next((b.step for b in self.buttons if b.hasFocus()), None))

    def take(self, step: Step) -> None:
        """Ask for what a step does, or say why it is not open."""
        if step.open:
            self.asked.emit(step.action)
        else:
            self.tell(step)
