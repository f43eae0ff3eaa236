"""The bar below a list while several rows are selected: how many, what they come to, and what can be done with all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from app.i18n import N_, _, ngettext
from app.views.acting import open_dialog, tell
from app.views.batch import Batch
from app.views.desk import Desk
from app.views.moments import soon
from app.views.record_tab import RecordTab
from app.views.selection import Selected, Selection
from app.views.texts import say
from app.views.values import shown
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.operations.batch_steps import Outcome
    from app.views.batch_dialog import BatchDialog

LEAST = 2
"""From this many selected rows on the bar is shown."""


class BatchBar(QFrame):
    """The bar of one list. ``names`` are the commands that stand in it, ``more`` those below *More*."""

    def __init__(
        self, desk: Desk, tab: RecordTab, selection: Selection, names: Sequence[str], more: Sequence[str]
    ) -> None:
        super().__init__()
        self.setObjectName(f"{tab.records.noun.replace('-', '_')}_batch_bar")
        self.setProperty("card", "true")
        say(self.setAccessibleName, N_("Selected rows"))
        self._desk, self._tab = desk, tab
        self._names, self._more = tuple(names), tuple(more)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(4)
        self.count = label("", "", "batch_count")
        self.count.setProperty("role", "section")
        self.sums = label("", "muted", "batch_sums")
        self.sums.setMinimumWidth(0)
        row.addWidget(self.count)
        row.addSpacing(8)
        row.addWidget(self.sums, 1)
        self.buttons: dict[str, QPushButton] = {}
        for name in self._names:
            command = tab.commands[name]
            made = button(
                command.text,
                f"batch_{name}_button",
                kind="quiet",
                icon=command.icon,
                run=tab.command_actions[name].trigger,
            )
            self.buttons[name] = made
            row.addWidget(made)
        self.more = button(N_("More"), "batch_more_button", kind="quiet", icon="ellipsis")
        self.more.setMenu(QMenu(self.more))
        self.more.menu().setObjectName("batch_more_menu")
        self.more.menu().aboutToShow.connect(self._fill_menu)
        row.addWidget(self.more)
        self.clear = icon_button("x", N_("Clear the selection (Esc)"), "batch_clear_button", run=self._clear)
        row.addWidget(self.clear)
        self._fit_soon = soon(self, 0, self._fit)
        selection.told.connect(self._selected)
        tab.view.installEventFilter(self)
        self.hide()

    def _selected(self, selected: Selected) -> None:
        count = selected.count
        on = count >= LEAST
        if on:
            say(
                self.count.setText,
                lambda: ngettext("{n} selected", "{n} selected", count).format(n=f"{count:,}"),
            )
            say(self.sums.setText, lambda: self._sums(selected))
            for name, made in self.buttons.items():
                action = self._tab.command_actions[name]
                made.setEnabled(action.isEnabled())
        self.setVisible(on)
        if on:
            self._fit_soon.start()

    def _sums(self, selected: Selected) -> str:
        currency = self._desk.currency
        # What it is worth and what is left of it stand at the two ends of a list.
        ends = (*selected.sums[:1], *selected.sums[1:][-1:])
        return " · ".join(f"{_(c.title)} {shown(c.kind, value, currency, c.key)}" for c, value in ends)

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        hidden = [name for name in self._names if self.buttons[name].isHidden()]
        for name in hidden:
            menu.addAction(self._tab.command_actions[name])
        if hidden and self._more:
            menu.addSeparator()
        for name in self._more:
            menu.addAction(self._tab.command_actions[name])

    def _fit(self) -> None:
        room = self.width() - 24 - self.count.sizeHint().width() - self.more.sizeHint().width() - 40
        room -= min(self.sums.sizeHint().width() + 12, 320)
        for made in self.buttons.values():
            needed = made.sizeHint().width() + 4
            made.setVisible(room >= needed)
            room -= needed
        self.more.setVisible(bool(self._more) or any(made.isHidden() for made in self.buttons.values()))

    def _clear(self) -> None:
        self._tab.view.clearSelection()
        self._tab.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._clear()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and not self.isHidden()
        ):
            self._clear()
            return True
        return False


def start_batch(desk: Desk, tab: RecordTab, batch: Batch, ids: Sequence[int]) -> BatchDialog:
    """Open the dialog of a batch over these records; what was done is told afterwards."""
    from app.views.batch_dialog import BatchDialog

    dialog = BatchDialog(desk, batch, ids, tab.window())

    def done(_value: Any) -> None:
        outcome = dialog.outcome
        if outcome is None:
            return
        _tell_done(desk, tab, batch, outcome)
        if outcome.refused:
            _tell_left(tab, outcome)

    def show_these(chosen: list[int], group: str) -> None:
        tab.view.select_ids(chosen, current=chosen[0] if chosen else None)
        index = tab.view.currentIndex()
        if index.isValid():
            tab.view.scrollTo(index)
        tab.view.setFocus(Qt.FocusReason.OtherFocusReason)
        count = len(chosen)
        tab.banner.tell("info", lambda: f"{count:,} · {group}")

    dialog.these_asked.connect(show_these)
    open_dialog(desk, dialog, after=done)
    return dialog


def _tell_done(desk: Desk, tab: RecordTab, batch: Batch, outcome: Outcome) -> None:
    """Say what was done, with what takes all of it back at once."""
    back = batch.voided_by
    if batch.after is not None and desk.shell is not None:
        words, act = batch.after(desk, tab, outcome)
        desk.shell.tell(batch.said(len(outcome.done)), act, words)
    elif back is None or not outcome.made or desk.shell is None:
        tell(desk, lambda: batch.said(len(outcome.done)), undo=batch.operation().undoable)
    else:
        desk.shell.tell(
            batch.said(len(outcome.done)), lambda: start_batch(desk, tab, back(), outcome.made), N_("Void…")
        )


def _tell_left(tab: QWidget, outcome: Outcome) -> None:
    """Something changed between the rehearsal and the act: say what stayed as it was."""
    count = len(outcome.refused)
    reasons = " · ".join(outcome.groups)
    banner = getattr(tab, "banner", None)
    if banner is not None:
        banner.tell(
            "warn",
            lambda: ngettext(
                "{n} stayed as it was, because it changed meanwhile: {reasons}",
                "{n} stayed as they were, because they changed meanwhile: {reasons}",
                count,
            ).format(n=f"{count:,}", reasons=reasons),
        )
