"""A list that is opened over another page, such as requests over the list of documents; Esc goes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.i18n import N_
from app.views.record_tab import RecordTab
from app.views.widgets.buttons import icon_button


class ListOver(RecordTab):
    """A list page with a way back."""

    remembers_place = False

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.head.insertWidget(0, icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.search.text():
            self._back()
        else:
            super().keyPressEvent(event)
