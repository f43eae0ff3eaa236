"""The sheet of keys: only what works here, in groups, with the keys drawn as caps; searchable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.views.commands import title_of
from app.views.field_keys import groups_on
from app.views.page import Page
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.keycaps import KeyCaps, readable
from app.views.widgets.labels import label
from app.views.widgets.search_box import search_box

WIDTH = 880
SMALLEST = 460


@dataclass(frozen=True)
class KeyLine:
    """What keys do: the words, and each combination that does it."""

    text: str
    keys: tuple[str, ...]


@dataclass
class KeyPart:
    """A heading with its lines."""

    title: str
    lines: list[KeyLine] = field(default_factory=list)


def keys_here(commands: Sequence[QAction], page: Page | None) -> list[KeyPart]:
    """The keys that work now: those of the page, those of the parts on it, and those of the window."""
    own = {id(action) for action in page.menu_actions() if action is not None} if page is not None else set()
    here, pages, window = KeyPart(_("On this page")), KeyPart(_("Pages")), KeyPart(_("Everywhere"))
    for action in commands:
        keys = _keys(action)
        if keys and action.isEnabled():
            part = here if id(action) in own else pages if action.objectName().startswith("show_") else window
            part.lines.append(KeyLine(title_of(action), keys))
    parts = [here]
    for group in groups_on(page) if page is not None else ():
        lines = [KeyLine(_(text), tuple(keys.split(" "))) for text, keys in group.entries]
        parts.append(KeyPart(_(group.title), lines))
    return [part for part in (*parts, pages, window) if part.lines]


def _keys(action: QAction) -> tuple[str, ...]:
    # Both keys that are called Enter do the same.
    sequences = (QKeySequence(each.toString().replace("Return", "Enter")) for each in action.shortcuts())
    return tuple(dict.fromkeys(readable(each) for each in sequences if not each.isEmpty()))


class ShortcutSheet(QDialog):
    """Shows the keys that work here, in two columns."""

    def __init__(self, parts: Sequence[KeyPart], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_sheet")
        say(self.setWindowTitle, N_("Keys that work here"))
        self.setFixedWidth(WIDTH)
        self.setMinimumHeight(SMALLEST)
        self._lines: list[tuple[str, QWidget]] = []
        self._boxes: list[tuple[QWidget, list[QWidget]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.addWidget(label(N_("Keys that work here"), "section", "shortcut_title"))
        top.addStretch(1)
        self.search = search_box("shortcut_search", N_("Search keys and commands"), width=260)
        self.search.textChanged.connect(self._narrow)
        top.addWidget(self.search)
        column.addLayout(top)
        area = QScrollArea()
        area.setObjectName("shortcut_area")
        area.setWidgetResizable(True)
        say(area.setAccessibleName, N_("Keys that work here"))
        body = QWidget()
        body.setObjectName("scroll_body")
        halves = QHBoxLayout(body)
        halves.setContentsMargins(0, 0, 8, 0)
        halves.setSpacing(40)
        for half in _halves(parts):
            stack = QVBoxLayout()
            stack.setSpacing(20)
            for part in half:
                stack.addWidget(self._part(part))
            stack.addStretch(1)
            halves.addLayout(stack, 1)
        area.setWidget(body)
        column.addWidget(area, 1)
        self.nothing = label(N_("No key or command of this name works here."), "muted", "shortcut_nothing")
        self.nothing.hide()
        column.addWidget(self.nothing)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(N_("Close"), "shortcut_close", run=self.accept))
        column.addLayout(row)
        self.resize(WIDTH, min(640, self.screen().availableGeometry().height() - 120))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _part(self, part: KeyPart) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        heading = label("", "label", "shortcut_group")
        heading.setText(part.title)
        grid.addWidget(heading, 0, 0)
        rows: list[QWidget] = []
        for number, entry in enumerate(part.lines, start=1):
            row = QWidget()
            row.setObjectName("shortcut_line")
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 2, 0, 2)
            across.setSpacing(8)
            words = label("", "", "shortcut_words", wrap=True)
            words.setText(entry.text)
            across.addWidget(words, 1)
            for keys in entry.keys:
                across.addWidget(KeyCaps(keys, "shortcut_keys"))
            row.setAccessibleName(f"{entry.text}: {', '.join(entry.keys)}")
            grid.addWidget(row, number, 0)
            rows.append(row)
            self._lines.append((f"{entry.text} {' '.join(entry.keys)}".casefold(), row))
        self._boxes.append((box, rows))
        return box

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        for text, row in self._lines:
            row.setVisible(all(word in text for word in words))
        for box, rows in self._boxes:
            box.setVisible(any(not row.isHidden() for row in rows))
        self.nothing.setVisible(all(box.isHidden() for box, _rows in self._boxes))


def _halves(parts: Sequence[KeyPart]) -> tuple[list[KeyPart], list[KeyPart]]:
    """The parts in their order, so that both columns are about as long."""
    whole = sum(len(part.lines) + 2 for part in parts)
    best, least = 1, whole
    for cut in range(1, len(parts)):
        left = sum(len(part.lines) + 2 for part in parts[:cut])
        if abs(whole - 2 * left) < least:
            best, least = cut, abs(whole - 2 * left)
    return list(parts[:best]), list(parts[best:])
