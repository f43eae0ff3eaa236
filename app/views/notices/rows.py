"""The rows of the notices: headings of topics, and under each its notices in two lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.i18n import _
from app.money import Currency, show
from app.views import theme
from app.views.icons import glyph, pixel_ratio

if TYPE_CHECKING:
    from app.queries.notices import Group, Notice

Index = QModelIndex | QPersistentModelIndex
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ENTRY = int(Qt.ItemDataRole.UserRole)
HEADING, ROW = 34, 54
_PICTURES = {
    "follow_up": "phone",
    "overdue": "banknote",
    "exception": "triangle-alert",
    "review": "clipboard-check",
    "to_approve": "thumbs-up",
    "credit": "thumbs-up",
    "to_pay": "undo-2",
    "unclaimed": "wallet",
    "requests": "file-text",
    "low_stock": "boxes",
    "backup": "archive",
    "day_close": "calendar-days",
    "security": "shield-check",
    "import": "file-up",
    "run": "circle-check",
}
_ROLES = {"danger": "danger", "warn": "warn", "ok": "ok", "info": "text2"}


class NoticeModel(QAbstractListModel):
    """Headings and notices, one below the other."""

    def __init__(self, currency: Currency, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Group | Notice] = []
        self._currency = currency

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.entries = []
        for group in groups:
            self.entries += [group, *group.notices]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def amount(self, notice: Notice) -> str:
        """The money of a notice as people read it."""
        return "" if notice.amount is None else show(notice.amount, self._currency)

    def detail(self, notice: Notice) -> str:
        """What is said below its title."""
        if notice.until is not None:
            return _("Put off until {when}").format(when=_moment(notice.until))
        return _("Done") if notice.done else notice.detail

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == DISPLAY:
            return entry.title
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return self._told(entry)
        return None

    def _told(self, entry: Any) -> str:
        if hasattr(entry, "notices"):
            return f"{entry.title}, {entry.count}"
        return _(", ").join(part for part in (entry.title, self.amount(entry), self.detail(entry)) if part)


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


class NoticeDelegate(QStyledItemDelegate):
    """Draws headings and notices."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEADING if hasattr(index.data(ENTRY), "notices") else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, model = index.data(ENTRY), index.model()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = theme.tokens()
        box: QRect = option.rect.adjusted(6, 1, -6, -1)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sel))
            painter.drawRoundedRect(box, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        if hasattr(entry, "notices"):
            self._heading(painter, box, entry)
        elif isinstance(model, NoticeModel):
            self._notice(painter, box, entry, model)
        painter.restore()

    def _heading(self, painter: QPainter, box: QRect, group: Group) -> None:
        t = theme.tokens()
        painter.setFont(theme.font(12, bold=True))
        painter.setPen(QColor(t.text2))
        painter.drawText(box.adjusted(10, 4, -60, 0), Qt.AlignmentFlag.AlignVCenter, group.title)
        hidden = group.count - len(group.notices)
        told = f"{group.count:,}"
        if hidden > 0:
            told = _("Show all {n}").format(n=told)
            painter.setPen(QColor(t.accent))
        painter.setFont(theme.font(12))
        painter.drawText(box.adjusted(0, 4, -10, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, told)

    def _notice(self, painter: QPainter, box: QRect, notice: Notice, model: NoticeModel) -> None:
        t = theme.tokens()
        colour = getattr(t, _ROLES.get(notice.level, "text2"))
        name = "circle-alert" if notice.topic == "run" and notice.level == "danger" else _PICTURES[notice.topic]
        painter.drawPixmap(box.left() + 10, box.top() + 9, glyph(name, colour, 18, pixel_ratio(painter)))
        inner = box.adjusted(40, 6, -12, -6)
        amount = model.amount(notice)
        font = theme.font(13)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        painter.setPen(QColor(t.text))
        top = QRect(inner.left(), inner.top(), inner.width(), 20)
        wide = metrics.horizontalAdvance(amount) + 12 if amount else 0
        title = metrics.elidedText(notice.title, Qt.TextElideMode.ElideRight, top.width() - wide)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, title)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, amount)
        small = theme.font(12)
        painter.setFont(small)
        painter.setPen(QColor(t.text2))
        low = QRect(inner.left(), top.bottom() + 1, inner.width(), 18)
        detail = QFontMetrics(small).elidedText(model.detail(notice), Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, detail)
