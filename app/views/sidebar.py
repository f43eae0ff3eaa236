"""The vertical list of pages at the left: text and picture, or pictures only; settings at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.views import theme
from app.views.icons import icon
from app.views.texts import Saying, say, spoken

WIDE = 184
NARROW = 56


class _Entry(QPushButton):
    """One page's entry, with a number of things to do there."""

    def __init__(self, key: str, title: Saying, picture: str, keys: str) -> None:
        super().__init__()
        self.setObjectName(f"go_to_{key.replace('-', '_')}")
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIcon(icon(picture))
        self.setIconSize(QSize(18, 18))
        self._title = title
        self._keys = keys
        self._narrow = False
        self.count = 0
        say(self.setAccessibleName, title)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        say(self.setText, (lambda: "") if narrow else (lambda: "  " + spoken(self._title)))
        say(self.setToolTip, lambda: f"{spoken(self._title)} ({self._keys})" if self._keys else spoken(self._title))
        theme.mark(self, collapsed="true" if narrow else "false")

    def set_count(self, count: int) -> None:
        self.count = count
        self.setAccessibleDescription(_("{n} waiting").format(n=count) if count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count:
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._narrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.danger))
            painter.drawEllipse(self.width() - 14, 6, 8, 8)
        else:
            painter.setFont(theme.font(12))
            painter.setPen(QColor(t.text2))
            box = self.rect().adjusted(0, 0, -12, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{self.count:,}")
        painter.end()


class Sidebar(QFrame):
    """Pages to choose from. Up and Down move, the choice is made at once."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        say(self.setAccessibleName, N_("Pages"))
        self.narrow = False
        self.entries: dict[str, _Entry] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._places = 0
        self.setFixedWidth(WIDE)

    def add(self, key: str, title: Saying, picture: str, keys: str = "", *, at_bottom: bool = False) -> None:
        """Add a page."""
        entry = _Entry(key, title, picture, keys)
        self.entries[key] = entry
        self._group.addButton(entry)
        if at_bottom:
            self._column.addWidget(entry)
        else:
            self._column.insertWidget(self._places, entry)
            self._places += 1
        entry.clicked.connect(lambda _checked=False: self.chosen.emit(key))

    def show_chosen(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self.entries:
            self.entries[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page; none for 0."""
        if key in self.entries:
            self.entries[key].set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Show pictures only."""
        self.narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        for entry in self.entries.values():
            entry.set_narrow(narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entries = list(self.entries.values())
        focused = next((i for i, e in enumerate(entries) if e.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if focused >= 0 and step and 0 <= focused + step < len(entries):
            entries[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
            entries[focused + step].click()
            return
        super().keyPressEvent(event)
