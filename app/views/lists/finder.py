"""A small window that finds one of many things by typing: what to filter by, what to sort by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.i18n import N_
from app.models.search_key import search_key
from app.views.desk import Desk
from app.views.texts import Saying, say
from app.views.widgets.popup import Popup

WIDTH = 280
ROWS = 11
KEY = int(Qt.ItemDataRole.UserRole)
FOUND_BY = KEY + 1


class Finder(Popup):
    """Shows ``entries`` as (key, word); typing narrows them down, by pinyin too; Enter takes one.

    ``on_taken`` gets the key, and whether Shift was held.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        title: Saying,
        entries: Sequence[tuple[str, str]],
        on_taken: Callable[[str, bool], None],
        parent: QWidget,
    ) -> None:
        super().__init__(name, parent)
        self._on_taken = on_taken
        self.setFixedWidth(WIDTH)
        say(self.setAccessibleName, title)
        self.search = QLineEdit()
        self.search.setObjectName(f"{name}_search")
        say(self.search.setPlaceholderText, title)
        say(self.search.setAccessibleName, title)
        self.list = QListWidget()
        self.list.setObjectName(f"{name}_list")
        say(self.list.setAccessibleName, N_("Choices"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for key, word in entries:
            item = QListWidgetItem(word)
            item.setData(KEY, key)
            item.setData(FOUND_BY, word.casefold())
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.ensurePolished()
        self.list.setFixedHeight(min(ROWS, max(1, len(entries))) * max(28, self.list.sizeHintForRow(0)) + 4)
        self.list.itemClicked.connect(lambda _item: self.take())
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.search.textChanged.connect(self._narrow)
        words = [word for _key, word in entries]
        # Pinyin takes a large library that is read when it is first wanted, never by the window itself.
        desk.read(lambda: [search_key(word) for word in words], self._spelled, key=f"finder.{id(self)}", owner=self)
        self.search.installEventFilter(self)
        self.setFocusProxy(self.search)
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _spelled(self, keys: list[str]) -> None:
        for row, key in enumerate(keys):
            self.list.item(row).setData(FOUND_BY, f"{self.list.item(row).text().casefold()} {key}")
        self._narrow(self.search.text())

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            hit = wanted in str(item.data(FOUND_BY))
            item.setHidden(not hit)
            if hit and first < 0:
                first = row
        self.list.setCurrentRow(first)

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                return
            row += by

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.take(shifted=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

    def take(self, *, shifted: bool = False) -> None:
        """Take the marked entry."""
        item = self.list.currentItem()
        if self.list.currentRow() < 0 or item.isHidden():
            return
        key = str(item.data(KEY))
        self.close()
        self._on_taken(key, shifted)
