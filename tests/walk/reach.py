"""What somebody who uses the keyboard or a screen reader would meet in a scene, as faults."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from app.views.widgets.chip import Chip
from tests.helpers.scenes import path_of, place, seen

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QAbstractItemView, QTabBar,
)  # fmt: skip
SMALLEST = 24
"""Pixels of a side that can be hit with a mouse."""
Role = QAccessible.Role
ROLES: tuple[tuple[type[QWidget], frozenset[Role]], ...] = (
    (QCheckBox, frozenset({Role.CheckBox})),
    (QRadioButton, frozenset({Role.RadioButton, Role.CheckBox})),
    (QPushButton, frozenset({Role.Button, Role.ButtonMenu, Role.CheckBox, Role.ButtonDropDown})),
    (QToolButton, frozenset({Role.Button, Role.ButtonMenu, Role.CheckBox, Role.ButtonDropDown})),
    (QLineEdit, frozenset({Role.EditableText})),
    (QComboBox, frozenset({Role.ComboBox})),
    (QAbstractSpinBox, frozenset({Role.SpinBox, Role.EditableText})),
    (QTableView, frozenset({Role.Table})),
    (QTreeView, frozenset({Role.Tree})),
    (QListView, frozenset({Role.List, Role.Table})),
    (QTabBar, frozenset({Role.PageTabList})),
)


def controls(root: QWidget) -> Iterator[QWidget]:
    """What can be used in a scene; the inner parts of fields and lists are theirs."""
    for part in seen(root):
        if not isinstance(part, CONTROLS) or isinstance(part, QHeaderView):
            continue
        above = part.parentWidget()
        if isinstance(above, QComboBox | QAbstractSpinBox | QAbstractItemView) or part.objectName().startswith("qt_"):
            continue
        yield part


def name_of(part: QWidget) -> str:
    """What a screen reader says."""
    found = QAccessible.queryAccessibleInterface(part)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def nameless(root: QWidget) -> Iterator[str]:
    for part in controls(root):
        if not name_of(part):
            yield f"{path_of(part)} ({type(part).__name__}) has no name"
        if isinstance(part, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView) and not part.objectName():
            above = part.parentWidget()
            if not isinstance(above, QLineEdit):
                yield f"{path_of(part)} ({type(part).__name__}) has no object name"
    for chip in seen(root):
        if isinstance(chip, Chip) and (not chip.word or name_of(chip) != chip.word):
            yield f"{path_of(chip)}: the chip says nothing"


def wrong_roles(root: QWidget) -> Iterator[str]:
    for part in controls(root):
        found = QAccessible.queryAccessibleInterface(part)
        allowed = next((roles for kind, roles in ROLES if isinstance(part, kind)), None)
        if found is not None and allowed is not None and found.role() not in allowed:
            yield f"{path_of(part)} ({type(part).__name__}) is a {found.role().name}"


def small_targets(root: QWidget) -> Iterator[str]:
    for part in controls(root):
        if not isinstance(part, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox):
            continue
        if isinstance(part.parentWidget(), QLineEdit):
            continue
        if min(part.width(), part.height()) < SMALLEST:
            yield f"{path_of(part)} is {part.width()} by {part.height()}"


def tab_stops(root: QWidget) -> list[QWidget]:
    """What Tab goes through, from the first on."""
    top = root.window()
    found: list[QWidget] = []
    part = top.nextInFocusChain()
    while part is not top and part is not None:
        policy = part.focusPolicy() & Qt.FocusPolicy.TabFocus
        proxied = part.focusProxy() is not None
        if policy and not proxied and part.isVisible() and part.isEnabled() and not part.visibleRegion().isEmpty():
            found.append(part)
        part = part.nextInFocusChain()
    return found


def seen_place(part: QWidget, root: QWidget) -> QRect:
    """Where what can be seen of a part is; the rest may be scrolled away, below what stands under the scrolled area."""
    visible = part.visibleRegion().boundingRect()
    return visible.translated(place(part, root).topLeft())


def leaps(root: QWidget) -> Iterator[str]:
    """Where Tab goes against the order in which one reads: up without going right, or left on the same line.

    Tab goes round, so that one way back to the beginning is allowed: the longest.
    """
    stops = tab_stops(root)
    found: list[tuple[int, str]] = []
    for before, after in zip(stops, [*stops[1:], *stops[:1]], strict=True):
        one, other = seen_place(before, root), seen_place(after, root)
        if any(name in path_of(after) for name in ("notice_panel", "palette_panel")):
            # It lies over the page, beside what one reads.
            continue
        up = other.bottom() < one.top() and other.left() < one.right()
        same_line = other.top() < one.bottom() and one.top() < other.bottom()
        back = same_line and other.right() < one.left()
        if up or back:
            way = abs(one.top() - other.top()) + abs(one.left() - other.left())
            found.append((way, f"{path_of(before)} -> {path_of(after)} goes {'up' if up else 'left'}"))
    yield from (told for _way, told in sorted(found)[:-1])


RULES = {"names": nameless, "roles": wrong_roles, "sizes": small_targets, "turns": leaps}
"""What is looked for, by the word that a test asks with."""
