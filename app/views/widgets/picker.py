"""A field that finds a record while typing, and may offer to create one that isn't there.

``Picker("order_customer", query)`` where ``query(text) -> list[Choice]``, quick (80 ms); with a desk and a key it
runs on the reading thread. ``value()`` is the id of the chosen record or None. Typing after a choice gives the choice
up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.i18n import N_, _
from app.queries.choices import Choice
from app.views import theme
from app.views.desk import Desk
from app.views.icons import glyph, icon, pixel_ratio
from app.views.texts import say

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
SUBTITLE = int(Qt.ItemDataRole.UserRole)
CREATES = SUBTITLE + 1
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
Index = QModelIndex | QPersistentModelIndex


class _Choices(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()
        self.create = ""

    def show(self, choices: Sequence[Choice], create: str) -> None:
        self.beginResetModel()
        self.choices, self.create = tuple(choices), create
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.choices) + bool(self.create)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        row = index.row()
        creating = row == len(self.choices)
        if role == DISPLAY:
            return _("Create “{name}”").format(name=self.create) if creating else self.choices[row].title
        if role == EDIT:
            return self.create if creating else self.choices[row].title
        if role == SUBTITLE:
            return "" if creating else self.choices[row].subtitle
        if role == CREATES:
            return creating
        if role == ACCESSIBLE:
            if creating:
                return _("Create “{name}”").format(name=self.create)
            return f"{self.choices[row].title} {self.choices[row].subtitle}".strip()
        return None


class _ChoiceDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, 44 if self._subtitle(index) else 32)

    @staticmethod
    def _subtitle(index: Index) -> str:
        return str(index.data(SUBTITLE) or "")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(box, QColor(t.sel if selected else t.hover if hovered else t.surface))
        creating = bool(index.data(CREATES))
        left = box.left() + 10
        if creating:
            picture = glyph("plus", t.accent, 16, pixel_ratio(painter))
            painter.drawPixmap(left, box.center().y() - 8, picture)
            left += 22
        subtitle = self._subtitle(index)
        room = box.right() - left - 8
        font = theme.font(13)
        painter.setFont(font)
        painter.setPen(QColor(t.accent if creating else t.text))
        text = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        height = 22 if subtitle else box.height()
        painter.drawText(
            QRect(left, box.top() + (2 if subtitle else 0), room, height), Qt.AlignmentFlag.AlignVCenter, text
        )
        if subtitle:
            small = theme.font(12)
            painter.setFont(small)
            painter.setPen(QColor(t.text2 if selected else t.text3))
            text = QFontMetrics(small).elidedText(subtitle, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, box.top() + 22, room, 18), Qt.AlignmentFlag.AlignVCenter, text)


class Picker(QLineEdit):
    """Picks one record by typing part of what it is called."""

    value_changed = Signal(object)
    """The id of the chosen record, or None."""
    create_asked = Signal(str)
    """The last item, "Create …", was chosen."""

    def __init__(
        self,
        name: str,
        query: Callable[[str], Sequence[Choice]],
        *,
        can_create: bool = False,
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
        self._chosen: Choice | None = None
        self._choices = _Choices(self)
        self._completer = QCompleter(self._choices, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(EDIT)
        self._completer.setMaxVisibleItems(8)
        popup = QListView()
        popup.setObjectName("picker_popup")
        say(popup.setAccessibleName, N_("Choices"))
        popup.setItemDelegate(_ChoiceDelegate(popup))
        popup.setMouseTracking(True)
        popup.setUniformItemSizes(False)
        self._completer.setPopup(popup)
        popup.setItemDelegate(_ChoiceDelegate(popup))
        self._completer.setWidget(self)
        self._popup = popup
        activated: Any = self._completer.activated
        activated[QModelIndex].connect(self._activated)
        self._opener = self.addAction(icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        self._opener.setObjectName(f"{name}_opener")
        say(self._opener.setText, N_("Show choices"))
        say(self._opener.setToolTip, N_("Show choices (F4)"))
        self._opener.triggered.connect(lambda: self.search(""))
        for inner in self.findChildren(QWidget):
            say(inner.setAccessibleName, N_("Show choices"))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(40)
        self._wait.timeout.connect(lambda: self.search(self.text()))
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
        self._wait.stop()
        self._chosen = choice
        self.setText(choice.title if choice else "")
        self.setCursorPosition(0)
        self._popup.hide()
        self.value_changed.emit(self.value())

    def _edited(self, _text: str) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.value_changed.emit(None)
        self._wait.start()

    def search(self, text: str) -> None:
        """Show what answers to a text."""
        wanted = text.strip()
        if self._desk is None:
            self._found(wanted, self._query(wanted))
        else:
            query = self._query
            self._desk.read(
                lambda: query(wanted), lambda found: self._found(wanted, found), key=f"picker.{id(self)}", owner=self
            )

    def _found(self, text: str, choices: Sequence[Choice]) -> None:
        exact = any(c.title.casefold() == text.casefold() for c in choices)
        self._choices.show(choices, text if self._can_create and text and not exact else "")
        if not self.hasFocus() or not self._choices.rowCount():
            self._popup.hide()
            return
        self._completer.complete(QRect(QPoint(0, 2), QSize(max(self.width(), 320), self.height())))
        self._popup.setCurrentIndex(self._choices.index(0))

    def _activated(self, index: QModelIndex) -> None:
        row = index.row()
        if row < len(self._choices.choices):
            self.set_value(self._choices.choices[row])
        else:
            self.create_asked.emit(self._choices.create)

    def take_choice(self) -> bool:
        """Choose the first answer to what is typed, for somebody who types faster than the choices appear.

        False if something is chosen already, or nothing answers.
        """
        text = self.text().strip()
        if self._chosen is not None or not text:
            return False
        self._wait.stop()
        found = self._query(text)
        if not found:
            return False
        self.set_value(found[0])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup
        opens = event.key() == Qt.Key.Key_F4 or (
            event.key() == Qt.Key.Key_Down
            and (event.modifiers() & Qt.KeyboardModifier.AltModifier or not popup.isVisible())
        )
        if opens and not self.isReadOnly():
            self.search("" if self._chosen else self.text())
            return
        if popup.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            index = popup.currentIndex()
            if index.isValid():
                self._activated(index)
                popup.hide()
                if event.key() != Qt.Key.Key_Tab:
                    return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._completer.setWidget(self)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self._chosen is None and not self._can_create:
            self.clear()
