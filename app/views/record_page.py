"""The page of one record over its list: a heading with its state, what comes next, what else can be done, its cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.errors import DaybookError, NotFound
from app.i18n import N_
from app.queries.history import HistoryEntry
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.orders.order_parts import HistoryCard
from app.views.page import Page
from app.views.texts import Saying, language_switch, say, tip
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.chip import Chip
from app.views.widgets.labels import Card, label, value_label


@dataclass(frozen=True)
class RecordAction:
    """One thing to do with a record: ``name`` is its name among the allowed operations."""

    name: str
    text: str
    icon: str
    run: Callable[[Desk, QWidget, int], Any]
    danger: bool = False
    shortcut: str = ""


_WIDE = frozenset({"customer", "title", "note", "reason", "decision", "above", "void_reason"})


class PackedFacts(QWidget):
    """Facts about a record, a name above a value, two side by side; an empty one takes no place."""

    def __init__(self, name: str, titles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._boxes: dict[str, tuple[QWidget, int]] = {}
        self.values: dict[str, QLabel] = {}
        for key, title in titles:
            self.add(key, title, span=2 if key in _WIDE else 1)

    def add(self, key: str, title: Saying, *, span: int = 1) -> QLabel:
        """A place for a fact, ``span`` columns wide; it is shown once it has a value."""
        name = self.objectName()
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        caption = label(title, "label", f"{name}_{key}_label")
        value = value_label("", "", f"{name}_{key}")
        value.setWordWrap(True)
        caption.setBuddy(value)
        column.addWidget(caption)
        column.addWidget(value)
        box.hide()
        self._boxes[key] = (box, span)
        self.values[key] = value
        return value

    def show_fact(self, key: str, text: str) -> None:
        """Show one value; an empty one takes no place."""
        self.show_facts({**{k: v.text() for k, v in self.values.items()}, key: text})

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Show these values by key, in the order of the titles."""
        place = 0
        for key, (box, span) in self._boxes.items():
            text = facts.get(key, "")
            self._grid.removeWidget(box)
            self.values[key].setText(text)
            box.setVisible(bool(text))
            if not text:
                continue
            place += place % 2 if span == 2 else 0
            self._grid.addWidget(box, place // 2, place % 2, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span


class RecordPage(Page):
    """A record's page. Subclasses say what to read (``read_record``), build the cards (``cards``) and fill them
    (``show_record``)."""

    chip_kind = "state"
    facts_titles: tuple[tuple[str, str], ...] = ()

    def __init__(
        self,
        desk: Desk,
        name: str,
        record_id: int,
        actions: Sequence[RecordAction],
        next_steps: Sequence[str] = (),
        always: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(desk, f"{name}_page_{record_id}")
        self.setProperty("page", "true")
        self.name = name
        self.record_id = record_id
        self.record: Any = None
        self.actions_by_name = {a.name: a for a in actions}
        self._next_steps = tuple(next_steps)
        self._always = always
        self._commands: dict[str, QAction] = {}
        for each in actions:
            made = action_for(
                each.name,
                each.text,
                lambda each=each: self.start(each.name),
                self,
                icon_name=each.icon,
                shortcut=each.shortcut,
            )
            made.setEnabled(False)
            self._commands[each.name] = made
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.banner = Banner(f"{name}_banner")
        column.addWidget(self.banner)
        column.addWidget(self._body(), 1)
        language_switch().switched.connect(self._show)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))
        self.title = label("", "title", f"{self.name}_title")
        self.title.setMinimumWidth(40)
        self.chip = Chip(self.chip_kind, "draft", f"{self.name}_chip")
        self.chip.hide()
        row.addWidget(self.title)
        row.addWidget(self.chip)
        row.addStretch(1)
        self.more = button(N_("More"), f"{self.name}_more_button")
        self.more.setMenu(QMenu(self.more))
        self.more.hide()
        row.addWidget(self.more)
        self._buttons = {
            each.name: button(
                each.text, f"{each.name}_button", icon=each.icon, run=lambda each=each: self.start(each.name)
            )
            for each in self.actions_by_name.values()
            if each.name in self._always
        }
        for shown in self._buttons.values():
            row.addWidget(shown)
        self.next = button(N_("Next step"), f"{self.name}_next_button", kind="primary", run=self._next)
        self.next.hide()
        row.addWidget(self.next)
        return row

    def _body(self) -> QScrollArea:
        self.facts = PackedFacts(f"{self.name}_facts", self.facts_titles)
        self.facts_card = Card(f"{self.name}_facts_card")
        self.facts_card.body.addWidget(self.facts)
        self.history = HistoryCard()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        right.setSpacing(12)
        for card in self.cards():
            left.addWidget(card)
        left.addWidget(self.history)
        left.addStretch(1)
        right.addWidget(self.facts_card)
        right.addStretch(1)
        body = QWidget()
        body.setObjectName("scroll_body")
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addLayout(left, 2)
        both.addLayout(right, 1)
        area = QScrollArea()
        area.setObjectName(f"{self.name}_scroll")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    # What subclasses say

    def read_record(self) -> Any:
        """The record as it is now; runs beside the window."""
        raise TypeError("a record page says what it reads")

    def cards(self) -> Sequence[QWidget]:
        """The cards at the left, above the history."""
        return ()

    def show_record(self, record: Any) -> None:
        """Fill the cards and facts."""

    def title_of(self, record: Any) -> str:
        """What the heading says."""
        return str(record.number)

    def state_of(self, record: Any) -> str:
        """The key that the chip beside the heading shows."""
        return str(record.state)

    # Showing

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these facts by key; an empty one takes no place."""
        self.facts.show_facts(dict(facts))

    def refresh(self) -> None:
        self.desk.read(
            self.read_record, self._read, key=f"{self.name}.{id(self)}", owner=self, on_problem=self._problem
        )

    def _problem(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._back()
        elif isinstance(error, DaybookError):
            self.banner.tell("warn", lambda: str(error), dismissible=False)
        else:
            self.desk.background.problem(error)

    def _read(self, record: Any) -> None:
        self.record = record
        self._show()

    def _show(self) -> None:
        record = self.record
        if record is None:
            return
        self.title.setText(self.title_of(record))
        self.title.setToolTip(tip(self.title_of(record)))
        say(self.setAccessibleName, lambda: self.title_of(record))
        self.chip.set_state(self.state_of(record))
        self.chip.show()
        self.show_record(record)
        entries: Sequence[HistoryEntry] = record.history
        self.history.show_entries(entries)
        self.history.setVisible(bool(entries))
        self._show_actions(record)
        self.status_changed.emit()

    def _show_actions(self, record: Any) -> None:
        menu = self.more.menu()
        menu.clear()
        for name, action in self._commands.items():
            action.setEnabled(name in record.actions)
            action.setToolTip(tip(record.why_not.get(name, "")))
            if name in self._buttons:
                self._buttons[name].setEnabled(name in record.actions)
                self._buttons[name].setToolTip(tip(record.why_not.get(name, "")))
        step = self.step(record)
        self.next.setVisible(step != "")
        if step:
            say_button(self.next, self.actions_by_name[step].text)
        shown = [n for n in self.actions_by_name if n in record.actions and n != step and n not in self._always]
        calm = [n for n in shown if not self.actions_by_name[n].danger]
        for name in calm:
            menu.addAction(self._commands[name])
        if calm and len(calm) < len(shown):
            menu.addSeparator()
        for name in (n for n in shown if self.actions_by_name[n].danger):
            menu.addAction(self._commands[name])
        self.more.setVisible(bool(shown))

    def step(self, record: Any) -> str:
        """What comes next: the first of the next steps that is allowed."""
        return next((n for n in self._next_steps if n in record.actions), "")

    # Doing

    def menu_actions(self) -> Sequence[QAction | None]:
        return list(self._commands.values())

    def start(self, name: str) -> None:
        """Start something, if it is allowed now."""
        if self.record is not None and name in self.record.actions:
            self.actions_by_name[name].run(self.desk, self, self.record_id)

    def _next(self) -> None:
        if self.record is not None:
            self.start(self.step(self.record))

    def _back(self) -> None:
        if self.desk.shell is not None:
            self.desk.shell.close_record(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        else:
            super().keyPressEvent(event)

    def status_text(self) -> str:
        return "" if self.record is None else f"{self.title_of(self.record)} · {self.record.customer or ''}".strip(" ·")


def section(name: str, title: Saying, part: QWidget) -> Card:
    """A card with a heading around one table."""
    card = Card(name, title=title)
    card.body.addWidget(part)
    return card
