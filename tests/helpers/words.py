"""What can be read in a scene, and whether it has the room that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.helpers.scenes import path_of, place, scrolled, seen

SLACK = 2
"""Pixels that rounding may take."""


def texts(root: QWidget) -> Iterator[tuple[QWidget, str, str]]:
    """Every text that the program shows in a scene: the part, where it is said, and what."""
    for part in [root, *seen(root)]:
        if part.toolTip():
            yield part, "tooltip", part.toolTip()
        if isinstance(part, QLabel | QAbstractButton) and part.text():
            yield part, "text", part.text()
        elif isinstance(part, QLineEdit) and part.placeholderText():
            yield part, "placeholder", part.placeholderText()
        elif isinstance(part, QComboBox):
            for number in range(part.count()):
                yield part, "choice", part.itemText(number)
        elif isinstance(part, QGroupBox):
            yield part, "title", part.title()
        elif isinstance(part, QTabBar):
            for number in range(part.count()):
                yield part, "tab", part.tabText(number)
        elif isinstance(part, QHeaderView) and part.model() is not None:
            for number in range(part.count()):
                if part.orientation() == Qt.Orientation.Horizontal and not part.isSectionHidden(number):
                    yield part, "heading", str(part.model().headerData(number, part.orientation()) or "")
        elif isinstance(part, QMenuBar):
            yield from ((part, "menu", text) for text in _entries(part))
        if isinstance(part, QPushButton | QToolButton) and isinstance(part.menu(), QMenu):
            yield from ((part, "menu", text) for text in _entries(part.menu()))
    if root.windowTitle():
        yield root, "window title", root.windowTitle()


def _entries(holder: QMenu | QMenuBar) -> Iterator[str]:
    for action in holder.actions():
        if action.text():
            yield action.text()
        below: Any = action.menu()
        if isinstance(below, QMenu):
            yield from _entries(below)


def needed(part: QWidget) -> QSize | None:
    """How much room a part needs for all of its words; None if it is not a part of words."""
    if isinstance(part, QLabel):
        if not part.text() or part.pixmap().width():
            return None
        inner = part.contentsRect().size()
        own = part.size() - inner
        extra = 2 * part.margin()
        if part.textFormat() == Qt.TextFormat.RichText or Qt.mightBeRichText(part.text()):
            document = QTextDocument()
            document.setDefaultFont(part.font())
            document.setDocumentMargin(0)
            document.setHtml(part.text())
            if part.wordWrap():
                document.setTextWidth(inner.width())
            return QSize(int(document.idealWidth()) + extra, int(document.size().height()) + extra) + own
        metrics = QFontMetrics(part.font())
        if part.wordWrap():
            flags = int(Qt.TextFlag.TextWordWrap)
            box = metrics.boundingRect(0, 0, inner.width() - extra, 10_000, flags, part.text())
            return QSize(box.width() + extra, box.height() + extra) + own
        box = metrics.size(0, part.text())
        return QSize(box.width() + extra, 0) + own
    if isinstance(part, QCheckBox | QRadioButton):
        return QSize(part.sizeHint().width(), 0)
    if isinstance(part, QPushButton | QToolButton):
        if not part.text() or (
            isinstance(part, QToolButton) and part.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        ):
            return None
        shown = part.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        icon = part.iconSize().width() + 4 if not part.icon().isNull() else 0
        return QSize(QFontMetrics(part.font()).horizontalAdvance(shown) + icon + 4, 0)
    if isinstance(part, QComboBox) and not part.isEditable():
        return QSize(QFontMetrics(part.font()).horizontalAdvance(part.currentText()) + 26 + 10, 0)
    return None


def cut_off(part: QWidget) -> str:
    """How a part's words lack room; empty if they have it."""
    wanted = needed(part)
    if wanted is None:
        return ""
    if wanted.width() > part.width() + SLACK:
        return f"needs {wanted.width()} and has {part.width()} across"
    if wanted.height() > part.height() + SLACK:
        return f"needs {wanted.height()} and has {part.height()} in height"
    return ""


def outside(root: QWidget) -> Iterator[str]:
    """What reaches over the edge of the window of a scene."""
    window = root.window()
    if root.isWindow() and (root.width() > 1280 or root.height() > 720):
        yield f"{root.objectName()} is {root.width()} by {root.height()}"
    for part in seen(root):
        if scrolled(part) or isinstance(part.parentWidget(), QAbstractScrollArea):
            continue
        if not window.rect().adjusted(-1, -1, 1, 1).contains(place(part, root)):
            yield f"{path_of(part)} reaches over the edge"
