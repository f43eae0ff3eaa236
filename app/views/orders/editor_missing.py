"""What an order still lacks before it can be confirmed, all of it at once, as links to the fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.i18n import N_, ngettext
from app.views import theme
from app.views.icons import glyph
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.labels import label

MOST = 4
"""Links that are shown; what else is missing is counted."""


@dataclass(frozen=True)
class Lack:
    """Something that is missing or wrong: what to do about it, and how to get there."""

    text: str
    go: Callable[[], object]


class MissingStrip(QWidget):
    """One line that is always there: what is missing, or which keys help."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("editor_missing")
        self.lacks: tuple[Lack, ...] = ()
        self._picture = QLabel()
        self._picture.setFixedSize(16, 16)
        self._lead = label("", "hint", "editor_missing_lead")
        self._more = label("", "hint", "editor_missing_more")
        self.links = [
            button("", f"editor_missing_{number + 1}", kind="link", run=lambda number=number: self._go(number))
            for number in range(MOST)
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self._picture, self._lead, *self.links, self._more):
            row.addWidget(part)
        row.addStretch(1)
        self.setFixedHeight(24)
        theme.switch().switched.connect(self._draw)
        self.show_lacks(())

    def _go(self, number: int) -> None:
        if number < len(self.lacks):
            self.lacks[number].go()

    def show_lacks(self, lacks: Sequence[Lack]) -> None:
        """Say what is missing; nothing shows the keys instead."""
        self.lacks = tuple(lacks)
        say(
            self._lead.setText,
            N_("Still missing:")
            if lacks
            else N_("Enter next cell · F6 copies from above · Ctrl+Del takes a line out · Ctrl+Enter confirms"),
        )
        for number, link in enumerate(self.links):
            used = number < len(lacks)
            link.setVisible(used)
            if used:
                link.setText(lacks[number].text)
                link.setAccessibleName(lacks[number].text)
        rest = len(lacks) - MOST
        self._more.setVisible(rest > 0)
        if rest > 0:
            self._more.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest))
        self._draw()

    def _draw(self) -> None:
        name, role = ("circle-alert", "warn") if self.lacks else ("keyboard", "text3")
        self._picture.setPixmap(glyph(name, getattr(theme.tokens(), role), 16, self.devicePixelRatioF()))

    def words(self) -> str:
        """All that is missing, a line each; nothing if the order is ready."""
        return "\n".join(lack.text for lack in self.lacks)
