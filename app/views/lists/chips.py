"""The filters that narrow a list down, each a chip: a click edits it, its cross or Delete removes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.i18n import N_, _
from app.views import tab_order
from app.views.icons import icon
from app.views.texts import Saying, button_text, say, spoken, tip
from app.views.widgets.buttons import button
from app.views.widgets.flow import FlowLayout

WIDEST = 360


class Chip(QFrame):
    """One filter."""

    edit_asked = Signal()
    remove_asked = Signal()

    def __init__(self, key: str, text: Saying, short: Saying, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = key.replace("-", "_")
        self.setObjectName(f"chip_{name}")
        self.setProperty("chip", "filter")
        self.text = QPushButton()
        self.text.setObjectName(f"filter_{name}")
        self.text.setProperty("kind", "chip")
        self.text.setMaximumWidth(WIDEST)
        self.text.clicked.connect(lambda _checked=False: self.edit_asked.emit())
        say(self.text.setText, lambda: button_text(spoken(short)))
        say(self.text.setAccessibleName, text)
        say(self.text.setToolTip, lambda: tip(spoken(text)))
        self.cross = QPushButton()
        self.cross.setObjectName(f"remove_filter_{name}")
        self.cross.setProperty("kind", "chip")
        self.cross.setProperty("cross", "true")
        self.cross.setIcon(icon("x", "accent"))
        self.cross.setIconSize(QSize(14, 14))
        self.cross.setFixedSize(28, 28)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.clicked.connect(lambda _checked=False: self.remove_asked.emit())
        say(self.cross.setToolTip, N_("Remove this filter (Delete)"))
        say(self.cross.setAccessibleName, lambda: _("Remove the filter {filter}").format(filter=spoken(text)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.text)
        row.addWidget(self.cross)
        self.setFocusProxy(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_asked.emit()
        else:
            super().keyPressEvent(event)


class FilterChips(QWidget):
    """All filters of a list; hidden while there are none."""

    edit_asked = Signal(str, object)
    """This filter (its key) is to be changed, at this chip."""
    remove_asked = Signal(str)
    clear_asked = Signal()

    def __init__(self, words: Callable[[str, str, bool], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_chips")
        say(self.setAccessibleName, N_("Filters"))
        self._words = words
        self._shown: dict[str, Chip] = {}
        self._flow = FlowLayout(6, self)
        self._clear = button(N_("Clear filters"), "clear_filters_button", kind="quiet", run=self.clear_asked.emit)
        self._clear.setParent(self)
        self._flow.addWidget(self._clear)
        self.hide()

    def chip(self, key: str) -> Chip | None:
        """The chip of a filter, if there is one."""
        return self._shown.get(key)

    def show_filters(self, filters: Mapping[str, str]) -> None:
        """Show these filters."""
        had = next((key for key, chip in self._shown.items() if chip.text.hasFocus()), None)
        keys = list(self._shown)
        for chip in self._shown.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._shown = {}
        self._flow.removeWidget(self._clear)
        for key, value in filters.items():
            chip = Chip(
                key,
                lambda key=key, value=value: self._words(key, value, False),
                lambda key=key, value=value: self._words(key, value, True),
                self,
            )
            chip.edit_asked.connect(lambda key=key, chip=chip: self.edit_asked.emit(key, chip))
            chip.remove_asked.connect(lambda key=key: self.remove_asked.emit(key))
            self._flow.addWidget(chip)
            chip.show()
            self._shown[key] = chip
        self._flow.addWidget(self._clear)
        self._clear.setVisible(len(filters) > 1)
        self.setVisible(bool(filters))
        self.updateGeometry()
        tab_order.arrange_around(self)
        if had is not None and self._shown:
            near = [k for k in keys[: keys.index(had) + 1] if k in self._shown]
            self._shown[near[-1] if near else next(iter(self._shown))].setFocus(Qt.FocusReason.OtherFocusReason)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)
