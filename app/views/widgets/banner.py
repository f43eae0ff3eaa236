"""A message across a page, with an action; and a toast at the bottom right after something was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.i18n import N_
from app.views import motion, theme
from app.views.icons import glyph
from app.views.texts import Saying, say
from app.views.theme import mark
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.labels import label

Level = Literal["info", "warn", "danger", "ok"]

PICTURES: dict[str, tuple[str, str]] = {
    "info": ("info", "accent"),
    "warn": ("triangle-alert", "warn"),
    "danger": ("circle-alert", "danger"),
    "ok": ("circle-check", "ok"),
}

TOAST_TIME = 5_000
WIDEST = 480
"""Pixels after which the sentence of a toast goes on in a second line."""
RISE = 12
"""Pixels over which a toast slides up into its place."""


class Told(QFrame):
    """A sentence on the ground of its level, with its picture; hidden while there is none. ``row`` takes what else
    belongs to it."""

    def __init__(self, name: str, parent: QWidget | None = None, *, side: int = 18) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._level: Level = "info"
        self._side = side
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 6, 6, 6)
        self.row.setSpacing(8)
        self._picture = QLabel()
        self._picture.setFixedSize(side + 2, side + 2)
        self._text = label("", "", f"{name}_text", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row.addWidget(self._picture)
        self.row.addWidget(self._text, 1)
        theme.switch().switched.connect(self._draw)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    @property
    def level(self) -> Level:
        """How grave what it says is, or said last."""
        return self._level

    def _say(self, level: Level, text: Saying, *also: QWidget) -> None:
        """Show a sentence; its ink is also that of the parts ``also``."""
        self._level = level
        mark(self, banner=level)
        say(self._text.setText, text)
        say(self.setAccessibleName, text)
        for part in (self._text, *also):
            mark(part)
        self._draw()
        self.show()

    def _draw(self) -> None:
        name, role = PICTURES[self._level]
        self._picture.setPixmap(glyph(name, getattr(theme.tokens(), role), self._side, self.devicePixelRatioF()))


class Banner(Told):
    """One message at a time; hidden until ``tell`` is called. ``Esc`` is not needed: it never takes the keyboard."""

    dismissed = Signal()

    def __init__(self, name: str = "banner", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._run: Callable[[], object] | None = None
        self._run_also: Callable[[], object] | None = None
        self._action = button(N_("Show"), f"{name}_action", kind="quiet", run=self._act)
        self._also = button(N_("Show"), f"{name}_also", kind="quiet", run=self._act_also)
        self._close = icon_button("x", N_("Dismiss"), f"{name}_close", run=self.dismiss)
        for part in (self._action, self._also, self._close):
            self.row.addWidget(part)
        self.setMinimumHeight(44)

    def tell(
        self,
        level: Level,
        text: Saying,
        action: Saying = "",
        run: Callable[[], object] | None = None,
        *,
        also: tuple[Saying, Callable[[], object]] | None = None,
        dismissible: bool = True,
    ) -> None:
        """Show a message, with a button or two if there is something to do about it."""
        self._run = run
        self._action.setVisible(bool(action))
        if action:
            say_button(self._action, action)
        self._run_also = also[1] if also is not None else None
        self._also.setVisible(also is not None)
        if also is not None:
            say_button(self._also, also[0])
        self._close.setVisible(dismissible)
        self._say(level, text, self._action, self._also)

    def _act(self) -> None:
        if self._run is not None:
            self._run()

    def _act_also(self) -> None:
        if self._run_also is not None:
            self._run_also()

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()
        self.dismissed.emit()


UNDO = N_("Undo")


class Toast(QFrame):
    """Says for five seconds, at the bottom right of its window, that something was done; may offer to undo it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._run: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        self._row = row
        self._text = label("", "", "toast_text")
        self._undo = button(UNDO, "toast_undo", kind="quiet", run=self._act)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self.setMinimumHeight(40)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, undo: Callable[[], object] | None = None, action: Saying = UNDO) -> None:
        """Show a sentence; it replaces the one before. ``action`` names what ``undo`` does. A locked window tells
        nothing."""
        window = self.parentWidget()
        if window is not None and window.property("locked"):
            return
        self._text.setText(text)
        across = self._text.fontMetrics().horizontalAdvance(text)
        self._text.setWordWrap(across > WIDEST)
        self._text.setFixedWidth(min(across + 4, WIDEST))
        self.setAccessibleName(text)
        self._run = undo
        say_button(self._undo, action)
        self._undo.setVisible(undo is not None)
        self._row.activate()
        self.adjustSize()
        self._move_to_corner()
        end = self.pos()
        self.show()
        self.raise_()
        motion.slide(self, end.y() + RISE, end.y(), lambda y: self.move(self.x(), y))
        # What Qt knows of accessibility is large, and the first toast can wait for it better than the start.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self._timer.start(TOAST_TIME)

    def enterEvent(self, event: QEnterEvent) -> None:
        # Whoever points at it is about to read or press it.
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start(TOAST_TIME)
        super().leaveEvent(event)

    def _act(self) -> None:
        self.hide()
        if self._run is not None:
            self._run()

    def place(self) -> None:
        """Stay at the corner of a window that was made larger or smaller."""
        if self.isVisible():
            self._move_to_corner()

    def _move_to_corner(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.move(window.width() - self.width() - 24, window.height() - self.height() - 48)
