"""The page of one record over its list: a heading with its state, how far it is, what comes next, what else can be
done, its cards, its facts, what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.errors import NotFound
from app.i18n import N_, _
from app.views import tab_order, theme
from app.views.commands import WITHIN, action_for, with_keys
from app.views.desk import Desk
from app.views.history_card import HistoryCard
from app.views.icons import glyph
from app.views.page import Page
from app.views.record_actions import RecordAction
from app.views.records import open_record
from app.views.spares import spare_of
from app.views.texts import Saying, follow, say, spoken, tip
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.chip import Chip
from app.views.widgets.facts import PackedFacts
from app.views.widgets.labels import Card, label
from app.views.widgets.layouts import scroll_area
from app.views.widgets.small_table import SmallTable
from app.views.widgets.stepper import Step, Stepper

if TYPE_CHECKING:
    from app.views.why import WhyQuestion

_WIDE = frozenset({"customer", "email", "title", "note", "reason", "decision", "above", "void_reason"})


class RecordPage(Page):
    """A record's page. Subclasses say what to read (``read_record``), build the cards (``cards``) and fill them
    (``show_record``). A record has ``actions``, ``why_not`` and ``history``."""

    chip_kinds: tuple[str, ...] = ("state",)
    """The kinds of state that stand as chips beside the heading."""
    facts_titles: tuple[tuple[str, str], ...] = ()
    locked_offers: tuple[str, ...] = ()
    """What a record that cannot be changed offers instead, in plain sight."""
    leads: tuple[str, ...] = ("customer", "order")
    """The facts that lead to a record of their own (``leads_to``)."""

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
        self.commands: dict[str, QAction] = {}
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
            made.setProperty(WITHIN, each.within)
            self.commands[each.name] = made
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.banner = Banner(f"{name}_banner")
        column.addWidget(self.banner)
        self.stepper = Stepper(f"{name}_stepper")
        self.stepper.asked.connect(self.start)
        self.stepper.hide()
        column.addWidget(self.stepper)
        column.addWidget(self._lock_line())
        column.addWidget(self._body(), 1)
        theme.switch().switched.connect(self._draw_lock)
        follow(self._show)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))
        self.lock = QLabel()
        self.lock.setObjectName(f"{self.name}_lock")
        self.lock.setFixedSize(18, 18)
        self.lock.hide()
        self._draw_lock()
        self.title = label("", "title", f"{self.name}_title")
        self.title.setMinimumWidth(40)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.chips = {kind: Chip(kind, "draft", f"{self.name}_{kind}_chip") for kind in self.chip_kinds}
        self.chip = next(iter(self.chips.values()))
        row.addWidget(self.lock)
        row.addWidget(self.title)
        for chip in self.chips.values():
            chip.hide()
            row.addWidget(chip)
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

    def _lock_line(self) -> QFrame:
        self.lock_line = QFrame()
        self.lock_line.setObjectName(f"{self.name}_lock_line")
        self.lock_line.setProperty("banner", "locked")
        row = QHBoxLayout(self.lock_line)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(4)
        self.lock_text = label("", "muted", f"{self.name}_lock_text", wrap=True)
        row.addWidget(self.lock_text, 1)
        self._offers = {
            name: button(
                self.actions_by_name[name].text,
                f"{name}_offer",
                kind="quiet",
                icon=self.actions_by_name[name].icon,
                run=lambda name=name: self.start(name),
            )
            for name in self.locked_offers
        }
        for offer in self._offers.values():
            row.addWidget(offer)
        self.lock_line.hide()
        return self.lock_line

    def _body(self) -> QScrollArea:
        links = {key: (lambda beside, key=key: self._follow(key, beside)) for key in self.leads}
        self.facts = PackedFacts(f"{self.name}_facts", self.facts_titles, _WIDE, links)
        self.facts_card = Card(f"{self.name}_facts_card")
        self.facts_card.body.addWidget(self.facts)
        self.history = HistoryCard()
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, parts in (
            (left, (*self.cards(), self.history)),
            (right, (self.facts_card, *self.side_cards())),
        ):
            side.setSpacing(12)
            for part in parts:
                side.addWidget(part)
            side.addStretch(1)
        body = QWidget()
        body.setObjectName("scroll_body")
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addLayout(left, 5)
        both.addLayout(right, 2)
        return scroll_area(body, f"{self.name}_scroll")

    # What subclasses say

    def read_record(self) -> Any:
        """The record as it is now; runs beside the window."""
        raise TypeError("a record page says what it reads")

    def cards(self) -> Sequence[QWidget]:
        """The cards at the left, above the history."""
        return ()

    def side_cards(self) -> Sequence[QWidget]:
        """The cards at the right, below the facts."""
        return ()

    def show_record(self, record: Any) -> None:
        """Fill the cards and facts."""

    def title_of(self, record: Any) -> str:
        """What the heading says."""
        return str(record.number)

    def states_of(self, record: Any) -> Mapping[str, str]:
        """The key that each chip shows; an empty one is not shown."""
        return {self.chip_kinds[0]: str(record.state)}

    def locked(self, record: Any) -> str:
        """Why the record cannot be changed any more; empty while it can."""
        return ""

    def steps(self, record: Any) -> tuple[Sequence[Step], Sequence[Step]]:
        """The steps of its life, and its tracks."""
        return (), ()

    def step(self, record: Any) -> str:
        """What comes next: the first of the next steps that is allowed."""
        return next((n for n in self._next_steps if n in record.actions), "")

    def leads_to(self, record: Any, key: str) -> tuple[str, int] | None:
        """The kind and id of the record that a fact leads to."""
        found = getattr(record, f"{key}_id", None)
        return (key, found) if found is not None else None

    # Showing

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these facts by key; an empty one takes no place."""
        self.facts.show_facts(dict(facts))

    def begin(self, record_id: int) -> None:
        """Show this record from now on; only for a page that was made ready without one."""
        self.record_id = record_id
        self.setObjectName(f"{self.name}_page_{record_id}")

    def refresh(self) -> None:
        self.desk.read(
            self.read_record, self._read, key=f"{self.name}.{id(self)}", owner=self, on_problem=self._problem
        )

    def _problem(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._back()
        else:
            self.desk.tell_refusal(self.banner, error)

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
        shown = self.states_of(record)
        for kind, chip in self.chips.items():
            chip.setVisible(bool(shown.get(kind)))
            if shown.get(kind):
                chip.set_state(shown[kind])
        why = self.locked(record)
        self.lock.setVisible(bool(why))
        self.lock.setToolTip(tip(why))
        self.lock.setAccessibleName(why)
        self.lock_text.setText(why)
        self.lock_line.setVisible(bool(why) and any(name in record.actions for name in self._offers))
        for name, offer in self._offers.items():
            offer.setEnabled(name in record.actions)
            offer.setToolTip(tip(record.why_not.get(name, "")))
            offer.setAccessibleDescription(record.why_not.get(name, ""))
        self.show_record(record)
        for key in self.leads:
            self.facts.lead(key, self.leads_to(record, key) is not None)
        entries = record.history
        self.history.show_entries(entries)
        self.history.setVisible(bool(entries))
        self._show_actions(record)
        self._show_steps(record)
        tab_order.arrange(self)
        self.status_changed.emit()

    def _show_steps(self, record: Any) -> None:
        steps, tracks = self.steps(record)
        self.stepper.setVisible(bool(steps))
        coming = self.step(record)
        text = self.actions_by_name[coming].text if coming else ""
        self.stepper.show_steps(
            steps, tracks, with_keys(lambda: _("Next: {what}").format(what=spoken(text)), "Ctrl+Enter") if text else ""
        )

    def _show_actions(self, record: Any) -> None:
        menu = self.more.menu()
        menu.clear()
        for name, action in self.commands.items():
            action.setEnabled(name in record.actions)
            action.setToolTip(tip(record.why_not.get(name, "")))
            if name in self._buttons:
                self._buttons[name].setEnabled(name in record.actions)
                self._buttons[name].setToolTip(tip(record.why_not.get(name, "")))
        step = self.step(record)
        self.next.setVisible(step != "")
        if step:
            say_button(self.next, self.actions_by_name[step].text)
            say(self.next.setToolTip, with_keys(self.actions_by_name[step].text, "Ctrl+Enter"))
        shown = [n for n in self.actions_by_name if n in record.actions and n != step and n not in self._always]
        calm = [n for n in shown if not self.actions_by_name[n].danger]
        for name in calm:
            menu.addAction(self.commands[name])
        if calm and len(calm) < len(shown):
            menu.addSeparator()
        for name in (n for n in shown if self.actions_by_name[n].danger):
            menu.addAction(self.commands[name])
        self.more.setVisible(bool(shown))

    def _draw_lock(self) -> None:
        self.lock.setPixmap(glyph("lock", theme.tokens().text2, 18, self.devicePixelRatioF()))

    # Doing

    def shown_record(self) -> tuple[str, int]:
        return f"{self.name}s", self.record_id

    def numbers(self) -> Sequence[WhyQuestion]:
        from app.views.why import of_record

        return of_record(self.desk, self.name, self.record_id) if self.record is not None else ()

    def menu_actions(self) -> Sequence[QAction | None]:
        return list(self.commands.values())

    def start(self, name: str) -> None:
        """Start something, if it is allowed now."""
        if self.record is not None and name in self.record.actions:
            self.actions_by_name[name].run(self.desk, self, self.record_id)

    def _next(self) -> None:
        if self.record is not None:
            self.start(self.step(self.record))

    def _follow(self, key: str, beside: bool) -> None:
        target = self.leads_to(self.record, key) if self.record is not None else None
        if target is not None:
            open_record(self.desk, *target, beside=beside)

    def opener(self, kind: str) -> Callable[[int, bool], None]:
        """What opens rows of this kind from a table of the page."""
        return lambda record_id, beside: open_record(self.desk, kind, record_id, beside=beside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        else:
            super().keyPressEvent(event)

    def heading(self) -> str:
        return "" if self.record is None else self.title_of(self.record)

    def status_text(self) -> str:
        return "" if self.record is None else f"{self.title_of(self.record)} · {self.record.customer or ''}".strip(" ·")


P = TypeVar("P", bound=RecordPage)


def record_page(desk: Desk, kind: Callable[[Desk, int], P], record_id: int) -> P:
    """The page of a record: one that stands ready, or a new one."""
    spare = spare_of(desk, kind)
    if spare is None:
        return kind(desk, record_id)
    spare.begin(record_id)
    return spare


def section(name: str, title: Saying, part: SmallTable, opens: Callable[[int, bool], object] | None = None) -> Card:
    """A card with a heading around one table, whose rows ``opens`` shows here or beside."""
    card = Card(name, title=title)
    card.add_table(part)
    if opens is not None:
        part.opens_with(opens)
    return card
