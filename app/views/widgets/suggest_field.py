"""A line of free text that offers what fits while somebody types: words of the office, places, tags.

Nothing is taken by itself: what was typed stands until a choice is marked with Down and taken with Enter or Tab, or
clicked. Alt+Down and F4 show everything that is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from app.i18n import N_
from app.queries.choices import Choice
from app.views.desk import Desk
from app.views.icons import icon
from app.views.moments import soon
from app.views.texts import say
from app.views.widgets.choice_list import EDIT, ChoiceDelegate, ChoiceList

WAIT = 40
NARROWEST = 220
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SuggestField(QLineEdit):
    """Offers ``offer(text)``, asked beside the window. With ``many`` the text is several words with commas between
    them, and the one at the cursor is completed. A ``narrow`` field keeps its room for text and has no arrow."""

    chosen = Signal(object)
    """The ``Choice`` that was taken; the field shows its title already."""

    def __init__(
        self,
        name: str,
        offer: Callable[[str], Sequence[Choice]],
        desk: Desk,
        *,
        many: bool = False,
        narrow: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._offer, self._desk, self._many = offer, desk, many
        self._choices = ChoiceList(self)
        self._completer = QCompleter(self._choices, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(EDIT)
        self._completer.setMaxVisibleItems(9)
        popup = QListView(self)
        popup.setObjectName("suggestions_popup")
        say(popup.setAccessibleName, N_("Suggestions"))
        popup.setMouseTracking(True)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(popup)
        popup.setItemDelegate(ChoiceDelegate(popup))
        self._completer.setWidget(self)
        self._popup = popup
        activated: Any = self._completer.activated
        activated[QModelIndex].connect(self._activated)
        if not narrow:
            self._show_opener(name)
        self._wait = soon(self, WAIT, lambda: self.suggest(self._word()))
        # Never while an input method composes: a composition changes no text before it is committed.
        self.textEdited.connect(lambda _text: self._wait.start())

    def _show_opener(self, name: str) -> None:
        opener = self.addAction(icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setObjectName(f"{name}_opener")
        say(opener.setText, N_("Show choices"))
        say(opener.setToolTip, N_("Show choices (F4)"))
        opener.triggered.connect(lambda: self.suggest("", always=True))
        for inner in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if inner is not self._popup:
                say(inner.setAccessibleName, N_("Show choices"))

    @property
    def offered(self) -> tuple[str, ...]:
        """What the open list offers; nothing while it is closed."""
        return tuple(c.title for c in self._choices.choices) if self._popup.isVisible() else ()

    def _bounds(self) -> tuple[int, int]:
        if not self._many:
            return 0, len(self.text())
        text = self.text().replace("，", ",").replace("、", ",")
        begin = text.rfind(",", 0, self.cursorPosition()) + 1
        end = text.find(",", begin)
        return begin, len(text) if end < 0 else end

    def _word(self) -> str:
        begin, end = self._bounds()
        return self.text()[begin:end].strip()

    def suggest(self, text: str, *, always: bool = False) -> None:
        """Show what fits to a text; ``always`` everything, even where the field is empty."""
        self._wait.stop()
        if not text and not always:
            self._popup.hide()
            return
        offer = self._offer
        self._desk.read(
            lambda: tuple(offer(text)),
            lambda found: self._found(text, found),
            key=f"suggest.{id(self)}",
            owner=self,
        )

    def _found(self, text: str, found: Sequence[Choice]) -> None:
        fitting = [c for c in found if c.title != text]
        self._choices.show(fitting, (), text)
        if not self.hasFocus() or not fitting:
            self._popup.hide()
            return
        self._completer.complete(QRect(QPoint(0, 2), QSize(max(self.width(), NARROWEST), self.height())))
        self._popup.setCurrentIndex(QModelIndex())

    def _activated(self, index: QModelIndex) -> None:
        found = self._choices.choice(index.row()) if index.isValid() else None
        if found is None:
            return
        begin, end = self._bounds()
        before, after = self.text()[:begin], self.text()[end:]
        taken = (" " if before and self._many else "") + found.title
        self.setText(before + taken + after)
        self.setCursorPosition(len(before + taken))
        self._popup.hide()
        self.textEdited.emit(self.text())
        self._wait.stop()
        self.chosen.emit(found)

    def _take_marked(self) -> bool:
        index = self._popup.currentIndex()
        if not self._popup.isVisible() or not index.isValid():
            return False
        self._activated(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and (alt or not self._popup.isVisible())):
            self.suggest("" if alt or key == Qt.Key.Key_F4 else self._word(), always=True)
            return
        shown = self._popup.isVisible()
        if shown and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row = self._popup.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self._popup.setCurrentIndex(self._choices.index(max(0, min(row, self._choices.rowCount() - 1))))
            return
        if key == Qt.Key.Key_Escape and shown:
            self._popup.hide()
            return
        if key in _ENTER and shown and not held & Qt.KeyboardModifier.ControlModifier:
            if not self._take_marked():
                self._popup.hide()
                self.focusNextChild()
            event.accept()
            return
        if key == Qt.Key.Key_Tab and shown:
            self._take_marked()
            self._popup.hide()
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._completer.setWidget(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._wait.stop()
