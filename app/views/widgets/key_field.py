"""A choice among a few keys, each shown by its words in the language in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from app.views.texts import Saying, follow, spoken


class KeyField(QComboBox):
    """A choice among a few keys, each with its words; ``key()`` is the chosen one."""

    key_changed = Signal(str)

    def __init__(self, name: str, offered: Sequence[tuple[str, Saying]] = (), chosen: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumWidth(140)
        self._offered: list[tuple[str, Saying]] = []
        self.offer(offered, chosen)
        self.currentIndexChanged.connect(lambda _index: self.key_changed.emit(self.key()))
        follow(self._language_switched)

    def offer(self, offered: Sequence[tuple[str, Saying]], chosen: str = "") -> None:
        """Offer these keys; the one chosen before stays, if it is among them."""
        keep = chosen or self.key()
        self._offered = list(offered)
        self.blockSignals(True)
        self.clear()
        for key, text in self._offered:
            self.addItem(spoken(text), key)
        self.setCurrentIndex(max(0, self.findData(keep)) if self._offered else -1)
        self.blockSignals(False)

    def key(self) -> str:
        """The chosen key; nothing if nothing is offered."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose a key."""
        self.setCurrentIndex(self.findData(key))

    def _language_switched(self) -> None:
        for row, (_key, text) in enumerate(self._offered):
            self.setItemText(row, spoken(text))
