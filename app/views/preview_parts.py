"""Parts of the preview that show changing contents without being made anew: facts, lines, chips, a bar of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.views import theme
from app.views.glance import Level, Mark, Portion
from app.views.texts import tip
from app.views.values import first_capital, local_moment
from app.views.widgets.banner import Told
from app.views.widgets.chip import Chip
from app.views.widgets.labels import label, value_label

if TYPE_CHECKING:
    from app.queries.history import HistoryEntry

BAR = 6
CAPTION = 96
"""Width of the names of facts."""


class Pairs(QWidget):
    """A name and a value per line. ``amounts`` puts the values to the right, as sums stand."""

    def __init__(self, name: str, *, amounts: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._amounts = amounts
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0 if amounts else 1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these; without any the part takes no place."""
        while len(self._rows) < len(pairs):
            self._add()
        for number, (left, right) in enumerate(self._rows):
            used = number < len(pairs)
            left.setVisible(used)
            right.setVisible(used)
            if not used:
                continue
            name, value = pairs[number]
            left.setText(name)
            left.setToolTip(tip(name) if self._amounts else "")
            right.setText(value)
            right.setAccessibleName(f"{name} {value}".strip())
        self.setVisible(bool(pairs))

    def texts(self) -> list[tuple[str, str]]:
        """What is shown."""
        return [(left.text(), right.text()) for left, right in self._rows if not left.isHidden()]

    def _add(self) -> None:
        number = len(self._rows)
        name = self.objectName()
        top = Qt.AlignmentFlag.AlignTop
        if self._amounts:
            left, right = label("", "", f"{name}_{number}_name", wrap=True), value_label("", "", f"{name}_{number}")
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        else:
            left, right = label("", "hint", f"{name}_{number}_name", wrap=True), value_label("", "", f"{name}_{number}")
            left.setFixedWidth(CAPTION)
            left.setContentsMargins(0, 2, 0, 0)
            right.setWordWrap(True)
        self._grid.addWidget(left, number, 0, top)
        self._grid.addWidget(right, number, 1, top)
        self._rows.append((left, right))


class Figures(QWidget):
    """A few figures side by side, a name above each."""

    def __init__(self, name: str, most: int = 3) -> None:
        super().__init__()
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._boxes: list[tuple[QWidget, QLabel, QLabel]] = []
        for number in range(most):
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(1)
            caption = label("", "label", f"{name}_{number}_name")
            value = value_label("", "section", f"{name}_{number}")
            column.addWidget(caption)
            column.addWidget(value)
            row.addWidget(box)
            self._boxes.append((box, caption, value))
        row.addStretch(1)

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        for number, (box, caption, value) in enumerate(self._boxes):
            used = number < len(figures)
            box.setVisible(used)
            if used:
                caption.setText(figures[number][0])
                value.setText(figures[number][1])
                value.setAccessibleName(" ".join(figures[number]))
        self.setVisible(bool(figures))


class Marks(QWidget):
    """Chips that wrap into a second line where one is too short."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._chips: list[Chip] = []
        self._used = 0
        self._marks: tuple[Mark, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these states."""
        if tuple(marks) == self._marks:
            self._place()
            return
        self._marks = tuple(marks)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(m.kind, m.key, f"{self.objectName()}_{i}", self) for i, m in enumerate(marks)]
        for chip, shown in zip(self._chips, marks, strict=True):
            if shown.amount:
                chip.set_state(shown.key, shown.amount)
            chip.show()
        self.setVisible(bool(marks))
        self._place()

    def words(self) -> list[str]:
        """What the chips say."""
        return [chip.word for chip in self._chips]

    def _place(self) -> None:
        x = y = 0
        for chip in self._chips:
            size = chip.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + size.height() + 4
            chip.setGeometry(x, y, size.width(), size.height())
            x += size.width() + 6
        height = y + (self._chips[0].sizeHint().height() if self._chips else 0)
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


class Alert(Told):
    """Why a record wants attention: a sentence on a soft ground."""

    def __init__(self, name: str) -> None:
        super().__init__(name, side=16)
        self.row.setContentsMargins(10, 6, 10, 6)
        self.row.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)

    def tell(self, level: Level, text: str) -> None:
        """Show a sentence."""
        self._say(level, lambda: text)


class PortionBar(QWidget):
    """A bar that is filled as far as a part of a whole goes; its words stand below it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._portion = Portion(0, 0, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.switch().switched.connect(self.update)

    def show_portion(self, portion: Portion | None) -> None:
        """Show how far it is; None takes no place."""
        self.setVisible(portion is not None)
        if portion is not None:
            self._portion = portion
            self.setAccessibleName(portion.text)
            self.setToolTip(portion.text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, BAR + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, 1, self.width(), BAR)
        painter.setBrush(QColor(t.border))
        painter.drawRoundedRect(whole, BAR / 2, BAR / 2)
        if self._portion.part > 0 and self._portion.whole > 0:
            share = min(1.0, self._portion.part / self._portion.whole)
            painter.setBrush(QColor(t.ok if share >= 1 else t.accent))
            painter.drawRoundedRect(QRectF(0, 1, max(BAR, whole.width() * share), BAR), BAR / 2, BAR / 2)
        painter.end()


class LastEntries(QWidget):
    """The newest entries of a record's history, one line each with what changed below."""

    MOST = 3

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._entries: list[tuple[QWidget, QLabel, QLabel]] = []
        for number in range(self.MOST):
            box = QWidget()
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(0)
            head = label("", "", f"{name}_{number}", wrap=True)
            foot = label("", "hint", f"{name}_{number}_when", wrap=True)
            inner.addWidget(head)
            inner.addWidget(foot)
            column.addWidget(box)
            self._entries.append((box, head, foot))

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the newest of these."""
        for number, (box, head, foot) in enumerate(self._entries):
            used = number < len(entries)
            box.setVisible(used)
            if used:
                entry = entries[number]
                title = first_capital(entry.title)
                head.setText(f"{title} – {entry.reason}" if entry.reason else title)
                foot.setText(" · ".join(part for part in (entry.user, local_moment(entry.at)) if part))
        self.setVisible(bool(entries))
