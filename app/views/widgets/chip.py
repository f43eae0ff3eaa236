"""A status chip as a widget; lists paint theirs with ``painting.paint_chip``."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views import theme
from app.views.painting import CHIP_HEIGHT, chip_width, paint_chip
from app.views.texts import follow
from app.views.values import word_of


class Chip(QWidget):
    """Shows the state ``key`` of the column or document ``kind``; ``amount`` follows the word ("Partly paid
    6,000.00")."""

    def __init__(self, kind: str, key: str, name: str = "state_chip", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._kind = kind
        self._key = key
        self._amount = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self._fit)
        theme.switch().switched.connect(self.update)
        self._fit()

    def set_state(self, key: str, amount: str = "") -> None:
        """Show another state."""
        self._key, self._amount = key, amount
        self._fit()

    @property
    def key(self) -> str:
        """The state that is shown."""
        return self._key

    @property
    def word(self) -> str:
        """What the chip says."""
        return f"{word_of(self._kind, self._key)} {self._amount}".strip()

    def _fit(self) -> None:
        self.setAccessibleName(self.word)
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.word), CHIP_HEIGHT + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        paint_chip(painter, 0, self.height() // 2, self.width(), self._key, self.word)
        painter.end()
