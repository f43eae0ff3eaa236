"""Pages of records made ready while the window waits for somebody: to open one is then to fill one that stands.

To build a page, to give it the look of its window and to show it takes the time of three pictures each; here each is a
turn of its own, with pauses between them. What was made for other settings, another day or another person is not used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.models.actor import Actor
from app.views.desk import Desk
from app.views.page import Page

if TYPE_CHECKING:
    from app.views.main_window import MainWindow

PAUSE = 120
"""Milliseconds between two turns."""
REST = 600
"""Milliseconds from the taking of a page to the next one of its kind."""
MOMENT = 0.010
"""Seconds that one turn gives its parts their look."""
SETTINGS = frozenset(
    (
        "company",
        "setting",
        "tax_code",
        "tax_rate",
        "payment_method",
        "channel",
        "category",
        "series",
        "user",
        "user_role",
    )
)
"""The kinds of record that pages look at when they are made."""

P = TypeVar("P", bound=Page)
Kind = Callable[..., Page]


@dataclass
class _Spare:
    page: Page
    actor: Actor
    day: date
    unpolished: list[QWidget] | None = None
    """The parts that do not have their look yet; None before the page stands in its window."""


class Spares(QObject):
    """One page ready of each kind (a class of page): ``take(kind)`` gives it away."""

    ready = Signal()
    """One of each kind is ready."""

    def __init__(self, window: MainWindow, makers: dict[Kind, Callable[[Desk], Page]]) -> None:
        super().__init__(window)
        self._window, self._makers = window, makers
        self._kept: dict[Kind, _Spare] = {}
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._turn)
        self._turns.start(PAUSE)
        window.desk.hub.changed.connect(self._changed)

    def take(self, kind: Kind) -> Page | None:
        """The page of this kind that is ready, which belongs to the caller from now on; None if there is none."""
        spare = self._kept.pop(kind, None)
        if spare is None or not shiboken6.isValid(spare.page):
            return None
        self._turns.start(REST)
        if self._fits(spare):
            spare.page.stale = False
            return spare.page
        spare.page.deleteLater()
        return None

    def drop(self) -> None:
        """Throw away what is ready, and make it anew."""
        for spare in self._kept.values():
            if shiboken6.isValid(spare.page):
                spare.page.deleteLater()
        self._kept.clear()
        self._turns.start(REST)

    def stop(self) -> None:
        """Make nothing more."""
        self._turns.stop()

    def _fits(self, spare: _Spare) -> bool:
        actor = self._window.desk.actor
        return spare.actor is actor and spare.day == actor.today()

    def _changed(self, changes: Any) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if not kinds or kinds & SETTINGS:
            self.drop()

    def _turn(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton or QGuiApplication.modalWindow() is not None:
            return
        self._turns.setInterval(PAUSE)
        for kind, make in self._makers.items():
            spare = self._kept.get(kind)
            if spare is None:
                desk = self._window.desk
                self._kept[kind] = _Spare(make(desk), desk.actor, desk.actor.today())
                return
            if spare.unpolished is None:
                spare.page.setParent(self._window.stack)
                spare.page.hide()
                spare.unpolished = spare.page.findChildren(QWidget)
                return
            if spare.unpolished:
                _polish(spare.unpolished)
                return
        self._turns.stop()
        self.ready.emit()


def _polish(parts: list[QWidget]) -> None:
    until = monotonic() + MOMENT
    while parts and monotonic() < until:
        part = parts.pop()
        if shiboken6.isValid(part):
            part.ensurePolished()


def spare_of(desk: Desk, kind: Callable[..., P]) -> P | None:
    """A page of this class that is ready to be filled; None if it has to be made."""
    return cast(P | None, desk.spares.take(kind)) if desk.spares is not None else None
