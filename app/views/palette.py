"""The quick search (Ctrl+K): one box over records, pages, views and commands.

Commands, pages and a record of just that number are there at once; records come from beside the window, the kinds that
answer quickest first, each below what is shown already. Up and Down choose, Enter opens, Shift+Enter opens in a
window of its own, Tab goes through the kinds, Esc closes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.queries import palette as finding
from app.queries.palette import MANY, QUICK, Found
from app.queries.words import NOUNS
from app.views import theme
from app.views.icons import glyph
from app.views.palette_items import (
    KIND_TITLES,
    Item,
    command_items,
    fit,
    folded,
    new_items,
    record_item,
    spell,
    unspelled,
    view_items,
)
from app.views.palette_list import PaletteList
from app.views.records import open_record
from app.views.texts import language_switch, say
from app.views.tokens import TOKENS, Scheme
from app.views.widgets.buttons import button
from app.views.widgets.keycaps import readable
from app.views.widgets.labels import label, line

WIDTH = 640
HIGHEST = 520
LATELY = 7
FEW_COMMANDS = 5
READ_KEYS = ("palette.quick", "palette.slow")
_SLOW = tuple(kind for kind in finding.KINDS if kind not in QUICK)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaletteBox(QLineEdit):
    """The box; gives its keys to the palette first, unless an input method is composing."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.composing = False
        self.setObjectName("palette_box")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._palette.wants(event):
            if event.type() == QEvent.Type.KeyPress and not self.composing:
                self._palette.take(event)
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if elsewhere and shiboken6.isValid(self._palette):
            self._palette.leave(give_back=False)


class Palette(QWidget):
    """The quick search over a window; made once for each, shown by ``come``."""

    def __init__(self, host: Any, shell: Any) -> None:
        super().__init__(host)
        self.host, self.shell, self.desk = host, shell, shell.desk
        self.setObjectName("palette")
        say(self.setAccessibleName, N_("Quick search"))
        self._before: QWidget | None = None
        self._kind = ""
        self._exact: list[Found] = []
        self._records: dict[str, list[Found]] = {}
        self._waiting: set[str] = set()
        self._enter: Callable[[], None] | None = None
        self._moved = False
        self._commands: list[Item] = []
        self._build()
        host.resized.connect(self._fit)
        theme.switch().switched.connect(self.update)
        language_switch().switched.connect(self._switched)
        self.hide()

    # Building

    def _build(self) -> None:
        self.panel = QFrame(self)
        self.panel.setObjectName("palette_panel")
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 12, 4)
        top.setSpacing(8)
        self._lens = QLabel()
        self.box = PaletteBox(self)
        say(self.box.setPlaceholderText, N_("Customer, order, number, phone, amount, command…"))
        say(self.box.setAccessibleName, N_("Quick search"))
        self.box.textChanged.connect(self._typed)
        top.addWidget(self._lens)
        top.addWidget(self.box, 1)
        column.addLayout(top)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 8)
        row.setSpacing(2)
        self._kinds = QButtonGroup(self)
        self._kinds.setExclusive(True)
        for number, (kind, title) in enumerate(KIND_TITLES):
            made = button(title, f"palette_{kind or 'all'}", kind="pill", run=lambda kind=kind: self.narrow(kind))
            made.setCheckable(True)
            made.setProperty("compact", "true")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            say(made.setToolTip, lambda number=number: readable(f"Ctrl+{number}"))
            self._kinds.addButton(made, number)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(line())
        self.list = PaletteList()
        self.list.clicked.connect(lambda index: self._open(self.list.lines.item(index.row()), beside=False))
        column.addWidget(self.list, 1)
        self.nothing = label("", "muted", "palette_nothing", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(24, 28, 24, 28)
        column.addWidget(self.nothing)
        column.addWidget(line())
        self.hint = label(
            N_("Enter opens · Shift+Enter in its own window · Tab narrows down · Esc closes"), "hint", "palette_hint"
        )
        self.hint.setContentsMargins(16, 7, 16, 8)
        column.addWidget(self.hint)

    # Coming and going

    def come(self) -> None:
        """Show the quick search, empty, and give it the keyboard; close it if it is there already."""
        if self.isVisible():
            self.leave()
            return
        self._before = QApplication.focusWidget()
        self._commands = self._collect()
        fresh = unspelled(self._commands)
        if fresh:
            self.desk.read(lambda: spell(fresh), lambda _none: None, key="palette.names", owner=self)
        self._lens.setPixmap(glyph("search", theme.tokens().text3, 18, self.devicePixelRatioF()))
        self.setGeometry(self.host.rect())
        self.show()
        self.raise_()
        self.box.clear()
        self.narrow("")
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self, *, give_back: bool = True) -> None:
        """Close, and give the keyboard back to where it was."""
        if not self.isVisible():
            return
        self._enter = None
        self._waiting.clear()
        # Whoever comes next may be somebody else, who sees less.
        self._records, self._exact = {}, []
        for key in READ_KEYS:
            self.desk.background.forget(key)
        self.hide()
        before, self._before = self._before, None
        if give_back and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _switched(self) -> None:
        self.leave()

    def _collect(self) -> list[Item]:
        here = {id(a) for a in self._page().menu_actions() if a is not None} if self._page() is not None else set()
        pages = {f"show_{key.replace('-', '_')}" for key in self.shell.specs}

        def group(action: Any) -> str:
            if id(action) in here:
                return _("On this page")
            return _("Pages") if action.objectName() in pages else _("Commands")

        items = command_items(self.host.titled_commands(), group)
        order = (_("On this page"), _("Pages"), _("Commands"))
        return [*sorted(items, key=lambda item: order.index(item.group)), *view_items(self.shell)]

    def _page(self) -> Any:
        return self.host.current_page()

    # Asking

    def narrow(self, kind: str) -> None:
        """Show one kind only; all of them with nothing."""
        self._kind = kind
        number = next(i for i, (key, _title) in enumerate(KIND_TITLES) if key == kind)
        self._kinds.button(number).setChecked(True)
        self._typed()

    def _typed(self) -> None:
        if not self.isVisible():
            return
        self._moved = False
        self._enter = None
        typed, actor, kind = self.box.text().strip(), self.desk.actor, self._kind
        self._exact = [f for f in finding.exact(actor, typed) if kind in ("", f.kind)] if typed else []
        for key in READ_KEYS:
            self.desk.background.forget(key)
        self._waiting.clear()
        if kind == "commands":
            self._records = {}
        elif kind:
            self._ask("palette.quick", lambda: finding.find(actor, typed, (kind,), MANY))
        elif typed:
            self._ask("palette.quick", lambda: finding.find(actor, typed, QUICK))
            self._ask("palette.slow", lambda: finding.find(actor, typed, _SLOW))
        else:
            lately = self.shell.lately.records()
            self._ask("palette.quick", lambda: finding.again(actor, lately)[:LATELY])
            self._records.pop("palette.slow", None)
        self._show()

    def _ask(self, key: str, call: Callable[[], list[Found]]) -> None:
        self._waiting.add(key)
        self.desk.read(call, lambda found: self._answered(key, found), key=key, owner=self)

    def _answered(self, key: str, found: list[Found]) -> None:
        self._waiting.discard(key)
        self._records[key] = found
        self._show()
        if not self._waiting and self._enter is not None:
            go, self._enter = self._enter, None
            go()

    # Showing

    def _show(self) -> None:
        items = self._items()
        marked = self.list.current_item()
        self.list.lines.show_items(items)
        kept = self.list.lines.line_of(marked.key) if self._moved and marked is not None else -1
        self.list.mark(max(0, kept))
        empty = not items and not self._waiting
        self.nothing.setVisible(empty)
        self.list.setVisible(not empty)
        if empty:
            say(self.nothing.setText, N_("Nothing found. Fewer letters find more; pinyin and its initials work too."))
        self._say_marked()
        self._place()

    def _items(self) -> list[Item]:
        typed = self.box.text().strip()
        known = {(f.kind, f.id) for f in self._exact}
        found = [f for key in READ_KEYS for f in self._records.get(key, ()) if (f.kind, f.id) not in known]
        items = [self._record(f, _("Exactly this number")) for f in self._exact]
        if not typed and not self._kind:
            return [*(self._record(f, _("Opened lately")) for f in found), *self._fitting("")]
        if self._kind in ("", "commands"):
            items += self._fitting(typed)
        items += [self._record(f, _(NOUNS[f.kind])) for f in found]
        if typed and not self._kind:
            customer = next((f for f in found if f.kind == "customers"), None)
            items += new_items(self.shell, typed, customer)
        return items

    def _fitting(self, typed: str) -> list[Item]:
        if not typed:
            return [item for item in self._commands if self._kind or not item.key.startswith("view.")]
        terms = folded(typed).split()
        scored = [(fit(item, terms), place, item) for place, item in enumerate(self._commands)]
        best = sorted((s, p, i) for s, p, i in scored if s is not None)
        chosen = best if self._kind else best[:FEW_COMMANDS]
        groups = list(dict.fromkeys(item.group for _s, _p, item in chosen))
        return sorted((item for _s, _p, item in chosen), key=lambda item: groups.index(item.group))

    def _record(self, found: Found, group: str) -> Item:
        kind = found.kind.removesuffix("s")
        return record_item(found, group, lambda beside: open_record(self.desk, kind, found.id, beside=beside))

    def _say_marked(self) -> None:
        item = self.list.current_item()
        self.box.setAccessibleDescription(f"{item.title}, {item.subtitle}".strip(", ") if item is not None else "")

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether this key press is for the palette rather than for the text of the box."""
        key, plain = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if plain == Qt.KeyboardModifier.ControlModifier:
            return Qt.Key.Key_0 <= key < Qt.Key.Key_0 + len(KIND_TITLES)
        return key in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Backtab,
            Qt.Key.Key_Escape,
            *_ENTER,
        )

    def take(self, event: QKeyEvent) -> None:
        """Do what a key press that the palette wants asks for."""
        key = event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        if key in steps:
            self._moved = True
            self.list.step(steps[Qt.Key(key)])
            self._say_marked()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            kinds = [kind for kind, _title in KIND_TITLES]
            by = 1 if key == Qt.Key.Key_Tab else -1
            self.narrow(kinds[(kinds.index(self._kind) + by) % len(kinds)])
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _ENTER:
            self._enter_pressed(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self.narrow(KIND_TITLES[key - Qt.Key.Key_0][0])

    def _enter_pressed(self, beside: bool) -> None:
        item = self.list.current_item()
        fresh = item is not None and (item.kind == "commands" or self._is_exact(item))
        if self._waiting and not fresh:
            # What is shown belongs to an earlier word: wait for the answers to this one.
            self._enter = lambda: self._open(self.list.current_item(), beside=beside)
            return
        self._open(item, beside=beside)

    def _is_exact(self, item: Item) -> bool:
        return any(item.key == f"{found.kind}.{found.id}" for found in self._exact)

    def _open(self, item: Item | None, *, beside: bool) -> None:
        if item is None:
            return
        self.leave()
        QTimer.singleShot(0, self, lambda: item.run(beside))

    # Place

    def _place(self) -> None:
        width = min(max(WIDTH, self.panel.minimumSizeHint().width()), self.width() - 48)
        top = max(24, min(88, self.height() // 9))
        fixed = self.panel.sizeHint().height() - self.list.sizeHint().height() if self.list.isVisible() else 0
        wanted = fixed + self.list.wanted_height() if self.list.isVisible() else self.panel.sizeHint().height()
        height = min(wanted, HIGHEST, self.height() - top - 24)
        self.panel.setGeometry((self.width() - width) // 2, top, width, height)
        self.update()

    def _fit(self) -> None:
        if self.isVisible():
            self.setGeometry(self.host.rect())
            self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(TOKENS[Scheme.DARK].bg)
        shade.setAlpha(26)
        painter.fillRect(self.rect(), shade)
        box = QRectF(self.panel.geometry()).translated(0, 4)
        for reach in range(16, 0, -2):
            shade.setAlpha(7)
            painter.setBrush(shade)
            painter.drawRoundedRect(box.adjusted(-reach, -reach, reach, reach), 10 + reach, 10 + reach)
        painter.end()
