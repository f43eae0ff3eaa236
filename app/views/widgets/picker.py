"""A field that finds a record while typing, and may offer to create one that isn't there.

``Picker("order_customer", query)`` where ``query(text) -> list[Choice]``, quick (80 ms); with a desk it runs on the
reading thread. ``value()`` is the id of the chosen record or None. Typing after a choice gives the choice up. Enter
takes the choice that is marked, or the first answer of somebody who types faster than the choices appear.
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
from app.views.widgets.choice_list import CREATE, EDIT, KEEP, ChoiceDelegate, ChoiceList

__all__ = ["Choice", "Picker"]

WAIT = 40
"""Milliseconds between a key and the search, so that a quick word is searched once."""
WIDEST = 440
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Picker(QLineEdit):
    """Picks one record by typing part of what it is called.

    ``can_create`` offers to create what was typed, ``free_text`` to keep it as it is.
    """

    value_changed = Signal(object)
    """The id of the chosen record, or None."""
    taken = Signal()
    """A record was chosen by Enter or by the mouse: the keyboard may go on."""
    create_asked = Signal(str)
    """The item "Create …" was chosen."""
    kept = Signal()
    """The item "Keep … as free text" was chosen."""

    def __init__(
        self,
        name: str,
        query: Callable[[str], Sequence[Choice]],
        *,
        can_create: bool = False,
        free_text: bool = False,
        desk: Desk | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMinimumWidth(200)
        self.setClearButtonEnabled(False)
        self._query = query
        self._desk = desk
        self._can_create = can_create
        self._free_text = free_text
        self._chosen: Choice | None = None
        self.kept_as_text = False
        self._asked = ""
        self._choices = ChoiceList(self)
        self._completer = QCompleter(self._choices, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(EDIT)
        self._completer.setMaxVisibleItems(9)
        popup = QListView(self)
        popup.setObjectName("picker_popup")
        say(popup.setAccessibleName, N_("Choices"))
        popup.setMouseTracking(True)
        popup.setUniformItemSizes(False)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(popup)
        popup.setItemDelegate(ChoiceDelegate(popup))
        self._completer.setWidget(self)
        self._popup = popup
        activated: Any = self._completer.activated
        activated[QModelIndex].connect(self._activated)
        self._opener = self.addAction(icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        self._opener.setObjectName(f"{name}_opener")
        say(self._opener.setText, N_("Show choices"))
        say(self._opener.setToolTip, N_("Show choices (F4)"))
        self._opener.triggered.connect(lambda: self.search(""))
        for inner in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if inner is not popup:
                say(inner.setAccessibleName, N_("Show choices"))
        self._wait = soon(self, WAIT, lambda: self.search(self.text()))
        # Never while an input method composes: a composition changes no text before it is committed.
        self.textEdited.connect(self._edited)

    def value(self) -> int | None:
        """The id of the chosen record."""
        return self._chosen.id if self._chosen else None

    @property
    def chosen(self) -> Choice | None:
        """The chosen record."""
        return self._chosen

    def set_value(self, choice: Choice | None) -> None:
        """Choose a record, or none."""
        self._forget_search()
        self._chosen = choice
        self.setText(choice.title if choice else "")
        self.setCursorPosition(0)
        self._popup.hide()
        self.value_changed.emit(self.value())

    def _forget_search(self) -> None:
        self._wait.stop()
        if self._desk is not None:
            self._desk.background.forget(self._key())

    def _key(self) -> str:
        return f"picker.{id(self)}"

    def _edited(self, _text: str) -> None:
        self.kept_as_text = False
        if self._chosen is not None:
            self._chosen = None
            self.value_changed.emit(None)
        self._wait.start()

    def search(self, text: str) -> None:
        """Show what answers to a text; without one the recent records."""
        wanted = self._asked = text.strip()
        if self._desk is None:
            self._found(wanted, self._query(wanted))
        else:
            query = self._query
            self._desk.read(
                lambda: query(wanted), lambda found: self._found(wanted, found), key=self._key(), owner=self
            )

    def _found(self, text: str, choices: Sequence[Choice]) -> None:
        exact = any(c.title.casefold() == text.casefold() for c in choices)
        extras = []
        if text and not exact:
            extras += [KEEP] if self._free_text else []
            extras += [CREATE] if self._can_create else []
        self._choices.show(choices, extras, text)
        if not self.hasFocus() or not self._choices.rowCount():
            self._popup.hide()
            return
        self._completer.complete(QRect(QPoint(0, 2), QSize(max(self.width(), WIDEST), self.height())))
        self._popup.setCurrentIndex(self._choices.index(0))

    def _activated(self, index: QModelIndex) -> None:
        found = self._choices.choice(index.row())
        extra = self._choices.offer(index.row())
        if found is not None:
            self.set_value(found)
            self.taken.emit()
        elif extra == CREATE:
            self.create_asked.emit(self._choices.text)
        elif extra == KEEP:
            self._forget_search()
            self.kept_as_text = True
            self.kept.emit()

    def take_choice(self) -> bool:
        """Choose the first answer to what is typed, for somebody who types faster than the choices appear.

        False if something is chosen already, or nothing answers.
        """
        text = self.text().strip()
        if self._chosen is not None or not text:
            return False
        self._forget_search()
        found = self._query(text)
        if not found:
            return False
        self.set_value(found[0])
        return True

    def take_marked(self) -> bool:
        """Choose the item that is marked in the open list; False if it is closed or answers to an earlier text."""
        index = self._popup.currentIndex()
        answered = not self._wait.isActive() and self._choices.text == self._asked
        if not self._popup.isVisible() or not index.isValid() or not answered:
            self._popup.hide()
            return False
        self._popup.hide()
        self._activated(index)
        return True

    def close_choices(self) -> bool:
        """Close the open list; False if it is closed already."""
        was_open = self._popup.isVisible()
        self._popup.hide()
        return was_open

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        opens = key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and (alt or not self._popup.isVisible()))
        if opens and not self.isReadOnly():
            self.search("" if self._chosen else self.text())
            return
        if key == Qt.Key.Key_Escape and self.close_choices():
            return
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._enter():
            return
        if key == Qt.Key.Key_Tab and self._popup.isVisible():
            # Tab chooses and goes on to the next field; what is not there is left to Enter.
            index = self._popup.currentIndex()
            self._popup.hide()
            found = self._choices.choice(index.row()) if index.isValid() else None
            if found is not None:
                self.set_value(found)
        super().keyPressEvent(event)

    def _enter(self) -> bool:
        if self.take_marked():
            return True
        if self.take_choice():
            self.taken.emit()
            return True
        text = self.text().strip()
        if text and self._chosen is None and self._can_create and not self._free_text:
            self.create_asked.emit(text)
            return True
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._completer.setWidget(self)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self._wait.stop()
        if self._chosen is None and not self._can_create and not self._free_text:
            self.clear()
