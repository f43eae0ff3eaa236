"""The line of a customer's form that says who is there already; it never stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.queries.similar import Similar, similar
from app.views import tab_order, theme
from app.views.desk import Desk
from app.views.icons import glyph
from app.views.moments import soon
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.labels import NoteLabel
from app.views.widgets.layouts import clear

WAIT = 250
"""Milliseconds between a key and the look for others."""
_WORDS = {
    "name": N_("same name"),
    "sound": N_("name sounds the same"),
    "phone": N_("same phone"),
    "tax_number": N_("same tax number"),
}


def told(found: Similar) -> str:
    """What is said of a customer that may be meant."""
    why = " · ".join(_(_WORDS[w]) for w in found.why)
    if found.id is None:
        return _("{person} looks after a customer like this: {why}").format(person=found.owner, why=why)
    who = " · ".join(p for p in (found.name, found.code, found.phone, found.city) if p)
    return f"{who}: {why}"


class SimilarHint(QFrame):
    """Shows at most three customers that may be the one being typed. ``open_asked`` and ``use_asked`` tell which."""

    open_asked = Signal(int)
    use_asked = Signal(int)

    def __init__(self, desk: Desk, *, but: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("similar_customers")
        self.setProperty("banner", "warn")
        say(self.setAccessibleName, N_("Likely the same customer"))
        self._desk, self._but = desk, but
        self._asked: tuple[str, str, str] = ("", "", "")
        self._typed: Callable[[], tuple[str, str, str]] = lambda: ("", "", "")
        self.found: tuple[Similar, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(12, 4, 6, 4)
        self._lines.setSpacing(2)
        self._pictures: list[QLabel] = []
        self._wait = soon(self, WAIT, self._look)
        theme.switch().switched.connect(self._draw)
        self.hide()

    def watch(self, typed: Callable[[], tuple[str, str, str]], *fields: Any) -> None:
        """Look again whenever one of the fields changes; ``typed`` gives name, phone and tax number."""
        self._typed = typed
        for field in fields:
            field.textChanged.connect(lambda _text: self._wait.start())

    def look_now(self) -> None:
        """Look without waiting for a pause."""
        self._wait.stop()
        self._look()

    def _look(self) -> None:
        asked = self._typed()
        if asked == self._asked:
            return
        self._asked = asked
        actor, but = self._desk.actor, self._but
        self._desk.read(
            lambda: similar(actor, *asked, but=but),
            self._show,
            key=f"similar.{id(self)}",
            owner=self,
        )

    def _show(self, found: tuple[Similar, ...]) -> None:
        if found == self.found:
            return
        self.found = found
        clear(self._lines)
        self._pictures = []
        for number, each in enumerate(found):
            self._lines.addWidget(self._line(number, each))
        self._draw()
        self.setVisible(bool(found))
        tab_order.arrange_around(self)

    def _line(self, number: int, each: Similar) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        picture = QLabel(line)
        picture.setFixedSize(18, 18)
        self._pictures.append(picture)
        text = NoteLabel(f"similar_{number}_text")
        theme.mark(text, role="")
        say(text.setText, lambda: told(each))
        say(text.setToolTip, lambda: told(each))
        row.addWidget(picture)
        row.addWidget(text, 1)
        if each.id is not None:
            record = each.id
            row.addWidget(
                button(N_("Open"), f"similar_{number}_open", kind="quiet", run=lambda: self.open_asked.emit(record))
            )
            if self._but is None:
                row.addWidget(
                    button(
                        N_("Use this one"), f"similar_{number}_use", kind="quiet",
                        run=lambda: self.use_asked.emit(record),
                    )
                )  # fmt: skip
        return line

    def _draw(self) -> None:
        for picture in self._pictures:
            picture.setPixmap(glyph("users", theme.tokens().warn, 18, self.devicePixelRatioF()))
