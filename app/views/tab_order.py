"""The order of Tab: the order in which one reads, whatever was made first.

``arrange(page)`` follows the layouts: what stands first in a row or column gets the keyboard first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QTabWidget, QWidget


def arrange(root: QWidget) -> None:
    """Let Tab go through what ``root`` holds in the order in which one reads it."""
    for before, after in pairwise(_stops(root)):
        QWidget.setTabOrder(before, after)


def bring_behind(part: QWidget, before: QWidget) -> None:
    """Let Tab go on to a part, wherever it was made, from what stands before it."""
    for earlier, later in pairwise([*_stops(before), *_stops(part)]):
        QWidget.setTabOrder(earlier, later)


def arrange_around(part: QWidget) -> None:
    """Put a part in its turn that came or changed while its page or dialog was shown."""
    root, above = part, part.parentWidget()
    while above is not None and not (root.isWindow() or root.property("page")):
        root, above = above, above.parentWidget()
    arrange(root)


def _stops(part: QWidget) -> Iterator[QWidget]:
    """What can have the keyboard, in the order of the layouts; the inside of fields and lists is left alone."""
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None:
        yield part
        if not isinstance(part, QScrollArea):
            return
    for child in _held(part):
        yield from _stops(child)


def _held(part: QWidget) -> Iterator[QWidget]:
    layout = part.layout()
    if isinstance(part, QScrollArea):
        if part.widget() is not None:
            yield part.widget()
    elif isinstance(part, QSplitter | QTabWidget):
        yield from (part.widget(number) for number in range(part.count()))
    elif layout is not None:
        yield from _laid_out(layout)
    else:
        placed = part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        yield from sorted(placed, key=lambda child: (child.y(), child.x()))


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
