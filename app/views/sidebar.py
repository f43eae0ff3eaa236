"""The vertical list of pages at the left: text and picture, or pictures only; notices and settings at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.views import motion, theme
from app.views.icons import icon
from app.views.texts import Saying, say, spoken

WIDE = 184
NARROW = 56
_MOST = 999


class _Entry(QPushButton):
    """One page's entry, with the number of things to do there; ``words`` say what these are."""

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
        self._urgent = False
        self._words: tuple[str, ...] = ()
        self.count = 0
        self._name()
        self.set_narrow(False)

    def _name(self) -> None:
        def named() -> str:
            told = self._words or ((_("{n} waiting").format(n=self.count),) if self.count else ())
            return _(", ").join((spoken(self._title), *told))

        def tooltip() -> str:
            head = f"{spoken(self._title)} ({self._keys})" if self._keys else spoken(self._title)
            return "\n".join((head, *self._words))

        say(self.setAccessibleName, named)
        say(self.setToolTip, tooltip)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        say(self.setText, (lambda: "") if narrow else (lambda: "  " + spoken(self._title)))
        theme.mark(self, collapsed="true" if narrow else "false")

    def set_count(self, count: int, words: Sequence[str] = (), *, urgent: bool = False) -> None:
        self.count, self._words, self._urgent = count, tuple(words), urgent
        self._name()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count:
            return
        t = theme.tokens()
        most = 9 if self._narrow else _MOST
        told = f"{most}+" if self.count > most else str(self.count)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(12, bold=self._urgent)
        painter.setFont(font)
        across = QFontMetrics(font).horizontalAdvance(told)
        high = 16 if self._narrow else 20
        wide = max(high, across + (8 if self._narrow else 12))
        right = self.width() - (3 if self._narrow else 8)
        top = 1 if self._narrow else (self.height() - high) // 2
        box = QRect(right - wide, top, wide, high)
        if self._urgent or self._narrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.danger_soft if self._urgent else t.surface))
            painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setPen(QColor(t.danger if self._urgent else t.text2))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, told)
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
        self.bell: _Entry | None = None
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

    def add_bell(self, title: Saying, keys: str, run: Callable[[], object]) -> QPushButton:
        """Add the bell of the notices below the pages."""
        self.bell = entry = _Entry("notices", title, "bell", keys)
        entry.setCheckable(False)
        entry.set_narrow(self.narrow)
        # Below the pages and their stretch, above what stands at the bottom.
        self._column.insertWidget(self._places + 1, entry)
        entry.clicked.connect(lambda _checked=False: run())
        return entry

    def show_chosen(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self.entries:
            self.entries[key].setChecked(True)

    def set_count(self, key: str, count: int, words: Sequence[str] = (), *, urgent: bool = False) -> None:
        """Show how many things wait on a page, none for 0; ``words`` say what they are, for tooltip and readers."""
        if key in self.entries:
            self.entries[key].set_count(count, words, urgent=urgent)

    def set_narrow(self, narrow: bool) -> None:
        """Show pictures only, or names too; the edge slides there."""
        if narrow == self.narrow:
            return
        self.narrow = narrow
        if narrow:
            self._show_names(False)
        motion.slide(self, self.width(), NARROW if narrow else WIDE, self._slid)

    def _slid(self, width: int) -> None:
        self.setFixedWidth(width)
        if width == WIDE and not self.narrow:
            self._show_names(True)

    def _show_names(self, names: bool) -> None:
        for entry in (*self.entries.values(), *([self.bell] if self.bell is not None else [])):
            entry.set_narrow(not names)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entries = list(self.entries.values())
        focused = next((i for i, e in enumerate(entries) if e.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if focused >= 0 and step and 0 <= focused + step < len(entries):
            entries[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
            entries[focused + step].click()
            return
        super().keyPressEvent(event)
