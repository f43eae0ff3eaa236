"""The preview beside a list: the record that is selected at a glance, its note to write in, its next steps.

It follows the list beside the window: what is shown stays until the next record is read. Several selected rows are
shown as a number with their sums.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.errors import DaybookError, NotFound
from app.i18n import N_, _, ngettext
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark
from app.views.moments import soon
from app.views.note_field import NoteField
from app.views.preview_parts import Alert, Figures, LastEntries, Marks, Pairs, PortionBar
from app.views.record_tab import RecordTab
from app.views.selection import Selected, Selection
from app.views.texts import follow, say, tip
from app.views.values import shown
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.labels import label, line
from app.views.widgets.layouts import scroll_area

SOON = 60
"""Milliseconds between two records that are read while somebody runs along the list."""
ALERTS = 4
STEP = 28
"""Height of the buttons of the next steps."""


class PreviewPane(QFrame):
    """The preview of one list."""

    def __init__(self, desk: Desk, tab: RecordTab, at: GlanceAt, selection: Selection) -> None:
        super().__init__()
        noun = tab.records.noun.replace("-", "_")
        self.setObjectName(f"{noun}_preview")
        self.setProperty("card", "true")
        say(self.setAccessibleName, N_("Preview"))
        self._desk, self._tab, self._at, self._selection = desk, tab, at, selection
        self._wanted: int | None = None
        self._shown: int | None = None
        self._record: Any = None
        self._alert_step = ""
        self._soon = soon(self, SOON, self._read_wanted)
        self.stack = QStackedWidget()
        self.stack.setObjectName(f"{noun}_preview_stack")
        self.nothing = label(N_("Select a row to see it here."), "hint", "preview_nothing", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.one = self._one()
        self.several = self._several()
        for part in (self.nothing, self.one, self.several):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.stack)
        selection.told.connect(self._selected)
        desk.hub.changed.connect(self._changed)
        follow(self._language_switched)
        tab.view.preview_asked.connect(lambda _record: self.toggle())

    # Building

    def _one(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.setSpacing(4)
        self.title = label("", "section", "preview_title")
        self.title.setMinimumWidth(40)
        head.addWidget(self.title, 1)
        head.addWidget(icon_button("maximize", N_("Open (Enter)"), "preview_open_button", run=self._open))
        head.addWidget(icon_button("x", N_("Close the preview (Space)"), "preview_close_button", run=self.toggle))
        column.addLayout(head)
        body = QWidget()
        body.setObjectName("scroll_body")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 0, 16, 12)
        inner.setSpacing(10)
        self.subtitle = label("", "muted", "preview_subtitle", wrap=True)
        self.marks = Marks("preview_chips")
        self.alerts = [Alert(f"preview_alert_{number}") for number in range(ALERTS)]
        self.figures = Figures("preview_figures")
        self.portion = PortionBar("preview_portion")
        self.steps: dict[str, QPushButton] = {}
        self.facts = Pairs("preview_facts")
        self.items_title = label("", "label", "preview_items_title")
        self.items = Pairs("preview_items", amounts=True)
        self.more = label("", "hint", "preview_items_more")
        self.entries_title = label(N_("History"), "label", "preview_history_title")
        self.entries = LastEntries("preview_history")
        inner.addWidget(self.subtitle)
        inner.addWidget(self.marks)
        alerts = QVBoxLayout()
        alerts.setSpacing(4)
        for alert in self.alerts:
            alerts.addWidget(alert)
        self.alert_step = button("", "preview_alert_step", icon="flag", run=self._do_alert_step)
        self.alert_step.setFixedHeight(STEP)
        self.alert_step.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        alerts.addWidget(self.alert_step, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addLayout(alerts)
        inner.addWidget(self.figures)
        inner.addWidget(self.portion)
        inner.addLayout(self._step_rows())
        inner.addWidget(self.facts)
        lines = QVBoxLayout()
        lines.setSpacing(6)
        for part in (self.items_title, self.items, self.more):
            lines.addWidget(part)
        inner.addLayout(lines)
        told = QVBoxLayout()
        told.setSpacing(6)
        told.addWidget(self.entries_title)
        told.addWidget(self.entries)
        inner.addLayout(told)
        inner.addStretch(1)
        area = scroll_area(body, "preview_scroll")
        self._area = area
        column.addWidget(area, 1)
        self.note: NoteField | None = None
        if self._at.write_note is not None:
            self.note = NoteField(self._desk, self._tab.records.noun, self._at.write_note)
            self.note.left.connect(self._back)
            self.note.outdated.connect(self._read_again)
            column.addWidget(line())
            foot = QVBoxLayout()
            foot.setContentsMargins(16, 8, 16, 10)
            foot.addWidget(self.note)
            column.addLayout(foot)
        return whole

    def _step_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(6)
        row: QHBoxLayout | None = None
        for name in self._at.steps:
            command = self._tab.commands.get(name)
            if command is None:
                continue
            made = button(
                command.text,
                f"preview_{name}_button",
                icon=command.icon,
                run=self._tab.command_actions[name].trigger,
            )
            made.setFixedHeight(STEP)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if row is None or row.count() == 2:
                row = QHBoxLayout()
                row.setSpacing(6)
                rows.addLayout(row)
            row.addWidget(made, 1)
            self.steps[name] = made
        if row is not None and row.count() == 1 and len(self.steps) > 1:
            row.addStretch(1)
        return rows

    def _several(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(16, 10, 8, 12)
        column.setSpacing(12)
        head = QHBoxLayout()
        self.count = label("", "section", "preview_count")
        head.addWidget(self.count, 1)
        head.addWidget(icon_button("x", N_("Close the preview (Space)"), "preview_close_several", run=self.toggle))
        column.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(12)
        self.states = Marks("preview_states")
        self.sums = Pairs("preview_sums", amounts=True)
        inner.addWidget(self.states)
        inner.addWidget(self.sums)
        column.addLayout(inner)
        column.addStretch(1)
        return whole

    # Following the list

    def toggle(self) -> None:
        """Show the preview, or put it away; the keyboard stays in the list."""
        on = not self._tab.panel_shown
        self._tab.show_panel(on)
        if on:
            self._selected(self._selection.now)
            self._read_wanted()
        if not self._tab.view.hasFocus():
            self._back()

    def write_note(self) -> None:
        """Go to the note of the selected record."""
        if self.note is None:
            return
        if not self._tab.panel_shown:
            self._tab.show_panel(True)
            self._selected(self._selection.now)
        if self._wanted is None:
            return
        if self._wanted != self._shown:
            # What is typed next must land in this note, so nothing is waited for.
            self._arrived((self._wanted, self._at.read(self._desk.actor, self._wanted)))
        self.note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.edit.moveCursor(self.note.edit.textCursor().MoveOperation.End)

    def _target(self, selected: Selected) -> int | None:
        if selected.count == 1:
            return selected.ids[0]
        return self._tab.view.current_id() if selected.count == 0 else None

    def _selected(self, selected: Selected) -> None:
        if not self._tab.panel_shown:
            return
        if selected.count > 1:
            self._wanted = self._shown = None
            self._keep_note()
            self._show_several(selected)
            return
        self._wanted = self._target(selected)
        if self._wanted is None:
            self._shown = None
            self._keep_note()
            self.stack.setCurrentWidget(self.nothing)
        elif self._wanted != self._shown and not self._soon.isActive():
            self._soon.start()

    def _read_wanted(self) -> None:
        wanted = self._wanted
        if wanted is None or not self._tab.panel_shown:
            return
        actor, read = self._desk.actor, self._at.read
        self._desk.read(
            lambda: (wanted, read(actor, wanted)),
            self._arrived,
            key=f"preview.{id(self)}",
            on_problem=self._problem,
            owner=self,
        )

    def _read_again(self) -> None:
        self._wanted = self._shown if self._shown is not None else self._wanted
        self._read_wanted()

    def _arrived(self, found: tuple[int, Any]) -> None:
        record_id, record = found
        if record_id != self._wanted:
            self._soon.start()
            return
        moved = record_id != self._shown
        self._shown, self._record = record_id, record
        self._show(self._at.show(self._desk, record))
        if moved:
            self._area.verticalScrollBar().setValue(0)
        self.stack.setCurrentWidget(self.one)

    def _problem(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._shown = None
            self.stack.setCurrentWidget(self.nothing)
        elif isinstance(error, DaybookError):
            self._shown = None
            say(self.nothing.setText, lambda: str(error))
            self.stack.setCurrentWidget(self.nothing)
        else:
            self._desk.background.problem(error)

    def _changed(self, changes: Any) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if kinds and kinds <= {"editor_draft", "notification"}:
            return
        if self._shown is not None and self.isVisible() and not self._soon.isActive():
            self._wanted = self._shown
            self._soon.start()

    def _language_switched(self) -> None:
        if self._record is not None and self._shown is not None:
            self._show(self._at.show(self._desk, self._record))
        elif self.stack.currentWidget() is self.several:
            self._show_several(self._selection.now)

    # Showing

    def _show(self, glance: Glance) -> None:
        self.title.setText(glance.title)
        self.title.setToolTip(tip(glance.title))
        self.subtitle.setText(glance.subtitle)
        self.subtitle.setVisible(bool(glance.subtitle))
        self.marks.show_marks(glance.marks)
        for number, alert in enumerate(self.alerts):
            if number < len(glance.alerts):
                alert.tell(*glance.alerts[number])
            else:
                alert.hide()
        self._alert_step = glance.alert_step if glance.alert_step in self._tab.commands else ""
        self.alert_step.setVisible(self._alert_step in glance.actions)
        if self._alert_step:
            say_button(self.alert_step, self._tab.commands[self._alert_step].text)
        self.figures.show_figures(glance.figures)
        self.portion.show_portion(glance.portion)
        self.facts.show_pairs([(name, value) for name, value in glance.facts if value])
        self.items_title.setText(glance.items_title)
        self.items_title.setVisible(bool(glance.items))
        self.items.show_pairs(glance.items)
        self.more.setVisible(glance.more > 0)
        if glance.more:
            self.more.setText(ngettext("and {n} more", "and {n} more", glance.more).format(n=glance.more))
        self.entries.show_entries(glance.history)
        self.entries_title.setVisible(bool(glance.history))
        for name, made in self.steps.items():
            action = self._tab.commands[name].action
            made.setEnabled(not action or action in glance.actions)
            made.setToolTip(tip((glance.why_not or {}).get(action, "")))
        if self.note is not None and self._shown is not None:
            why = "" if self._at.note_action in glance.actions else (glance.why_not or {}).get(self._at.note_action, "")
            self.note.setVisible(glance.note is not None)
            if glance.note is not None:
                self.note.show_note(self._shown, glance.note, why)
        say(self.setAccessibleName, lambda: _("Preview of {name}").format(name=glance.title))

    def _do_alert_step(self) -> None:
        self._tab.command_actions[self._alert_step].trigger()

    def _show_several(self, selected: Selected) -> None:
        count = selected.count
        self.count.setText(ngettext("{n} selected", "{n} selected", count).format(n=f"{count:,}"))
        self.states.show_marks([Mark(column.key, key, f"{n:,}") for column, key, n in selected.states])
        currency = self._desk.currency
        self.sums.show_pairs(
            [(_(column.title), shown(column.kind, value, currency, column.key)) for column, value in selected.sums]
        )
        self.stack.setCurrentWidget(self.several)

    # Keys

    def _open(self) -> None:
        if self._shown is not None:
            self._tab.view.open_asked.emit(self._shown)

    def _back(self) -> None:
        self._tab.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_note(self) -> None:
        if self.note is not None:
            self.note.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wanted is None:
            self._selected(self._selection.now)
        elif self._wanted != self._shown:
            self._read_wanted()

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep_note()
        super().hideEvent(event)
