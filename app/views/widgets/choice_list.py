"""The list that opens below a picker: each choice with what tells it apart, last what to do with an unknown name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.i18n import _
from app.queries.choices import Choice
from app.views import theme
from app.views.icons import glyph, pixel_ratio

Index = QModelIndex | QPersistentModelIndex
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
CHOICE = int(Qt.ItemDataRole.UserRole)
EXTRA = CHOICE + 1

KEEP = "keep"
CREATE = "create"
TALL, LOW = 44, 34


class ChoiceList(QAbstractListModel):
    """What a picker found for a text, followed by ``extras``: keep the text as it is, create a record of that name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()
        self.extras: tuple[str, ...] = ()
        self.text = ""

    def show(self, choices: Sequence[Choice], extras: Sequence[str], text: str) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self.choices, self.extras, self.text = tuple(choices), tuple(extras), text
        self.endResetModel()

    def choice(self, row: int) -> Choice | None:
        """The choice of a row, None for an extra."""
        return self.choices[row] if row < len(self.choices) else None

    def offer(self, row: int) -> str:
        """``KEEP`` or ``CREATE`` for the rows below the choices, nothing for a choice."""
        return self.extras[row - len(self.choices)] if row >= len(self.choices) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.choices) + len(self.extras)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        row = index.row()
        extra = self.offer(row)
        if role == DISPLAY:
            return self._words(extra) if extra else self.choices[row].title
        if role == EDIT:
            return self.text if extra else self.choices[row].title
        if role == CHOICE:
            return self.choice(row)
        if role == EXTRA:
            return extra
        if role == ACCESSIBLE:
            found = self.choice(row)
            if found is None:
                return self._words(extra)
            parts = (found.title, found.subtitle, found.aside, found.remark)
            return " · ".join(part for part in parts if part)
        return None

    def _words(self, extra: str) -> str:
        if extra == CREATE:
            return _("Create “{name}”").format(name=self.text)
        return _("Keep “{name}” as free text").format(name=self.text)


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a choice on two lines: name and figure, below what tells it apart and what should be noticed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        found = index.data(CHOICE)
        return QSize(240, TALL if found is not None and (found.subtitle or found.remark) else LOW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(box, QColor(t.sel if chosen else t.hover if under else t.surface))
        inner = box.adjusted(10, 0, -10, 0)
        extra = str(index.data(EXTRA) or "")
        if extra:
            picture = glyph("plus" if extra == CREATE else "pencil", t.accent, 16, pixel_ratio(painter))
            painter.drawPixmap(inner.left(), box.center().y() - 8, picture)
            inner.setLeft(inner.left() + 24)
            self._line(painter, inner, str(index.data()), 13, t.accent)
            return
        found: Choice = index.data(CHOICE)
        tall = bool(found.subtitle or found.remark)
        top = QRect(inner.left(), box.top() + (3 if tall else 0), inner.width(), 21 if tall else box.height())
        self._line(painter, self._right(painter, top, found.aside, 13, t.text), found.title, 13, t.text)
        if tall:
            below = QRect(inner.left(), box.top() + 23, inner.width(), 18)
            rest = self._right(painter, below, found.remark, 12, t.warn)
            self._line(painter, rest, found.subtitle, 12, t.text2 if chosen else t.text3)

    @staticmethod
    def _line(painter: QPainter, box: QRect, text: str, size: int, colour: str) -> None:
        font = theme.font(size)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    @staticmethod
    def _right(painter: QPainter, box: QRect, text: str, size: int, colour: str) -> QRect:
        """Draw a text at the right of a box; returns the room that is left for the text before it."""
        if not text:
            return box
        font = theme.font(size)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        width = min(QFontMetrics(font).horizontalAdvance(text) + 2, box.width() // 2)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        return box.adjusted(0, 0, -(width + 12), 0)
