"""Parts of a page of which one is shown at a time, under a line of names.

``tabs.add("money", N_("Money"), MoneyCards)``: a part is made when it is shown for the first time. Left and Right go
through the names, Ctrl+PgUp and Ctrl+PgDown from anywhere on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from app.views import tab_order
from app.views.texts import Saying, follow, say, spoken


@dataclass
class _Tab:
    key: str
    title: Saying
    make: Callable[[], QWidget]
    part: QWidget | None = None


class Tabs(QWidget):
    """One part at a time; ``shown_part`` tells which was shown, after it was made."""

    shown_part = Signal(str)

    def __init__(self, name: str, title: Saying) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tabs: list[_Tab] = []
        self.bar = QTabBar()
        self.bar.setObjectName(f"{name}_bar")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        say(self.bar.setAccessibleName, title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.bar)
        self.bar.currentChanged.connect(self._show)
        follow(self._name_all)

    def steps_from(self, page: QWidget) -> None:
        """Let Ctrl+PgUp and Ctrl+PgDown go through the parts from anywhere on a page."""
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.go(step))

    def add(self, key: str, title: Saying, make: Callable[[], QWidget]) -> None:
        """Add a part; the first one is made and shown at once."""
        self._tabs.append(_Tab(key, title, make))
        self.bar.addTab(spoken(title))

    def part(self, key: str) -> QWidget | None:
        """A part, if it was made."""
        return next((tab.part for tab in self._tabs if tab.key == key), None)

    @property
    def current(self) -> str:
        """The key of the part that is shown."""
        number = self.bar.currentIndex()
        return self._tabs[number].key if number >= 0 else ""

    def choose(self, key: str) -> None:
        """Show a part."""
        self.bar.setCurrentIndex(next(i for i, tab in enumerate(self._tabs) if tab.key == key))

    def allow(self, key: str, shown: bool) -> None:
        """Offer a part or leave it out."""
        number = next(i for i, tab in enumerate(self._tabs) if tab.key == key)
        self.bar.setTabVisible(number, shown)

    def go(self, step: int) -> None:
        """Show the next part that is offered, or the one before it."""
        count = self.bar.count()
        number = self.bar.currentIndex()
        for _n in range(count):
            number = (number + step) % count
            if self.bar.isTabVisible(number):
                self.bar.setCurrentIndex(number)
                return

    def _show(self, number: int) -> None:
        if not 0 <= number < len(self._tabs):
            return
        chosen = self._tabs[number]
        fresh = chosen.part is None
        if chosen.part is None:
            chosen.part = chosen.make()
            self._column.addWidget(chosen.part)
        for tab in self._tabs:
            if tab.part is not None:
                tab.part.setVisible(tab is chosen)
        self.shown_part.emit(chosen.key)
        if fresh and self.isVisible():
            tab_order.arrange_around(self)

    def _name_all(self) -> None:
        for number, tab in enumerate(self._tabs):
            self.bar.setTabText(number, spoken(tab.title))
