"""A card with the few records that belong to another one: a table, and what can be done with its rows.

Ins adds one, Enter opens the form of the row that has the keyboard; every other act has a button and a key of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from app.money import Currency
from app.queries.columns import Column, Row
from app.views.commands import with_keys
from app.views.texts import Saying, say
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable


@dataclass(frozen=True)
class RowAct:
    """Something to do with a row: ``run(id)``. ``keys`` does it in the table; ``when`` says for which rows it is
    offered."""

    name: str
    text: str
    icon: str
    run: Callable[[int], Any]
    keys: str
    when: Callable[[int], bool] = lambda _row: True


class PartsCard(Card):
    """The table with its heading and buttons. The first act is what Enter does."""

    def __init__(
        self,
        name: str,
        title: Saying,
        columns: Sequence[Column],
        currency: Currency,
        none_yet: str,
        add: tuple[str, Callable[[], Any]],
        acts: Sequence[RowAct],
        *,
        most: int = 5,
    ) -> None:
        super().__init__(name)
        self._acts = tuple(acts)
        self._add = add[1]
        self._allowed = True
        self.table = SmallTable(f"{name}_table", title, columns, currency, most=most)
        self.table.installEventFilter(self)
        self.table.open_asked.connect(lambda row: self._do(self._acts[0], row))
        self.table.chosen.connect(lambda _row: self._show_acts())
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(title, "section", f"{name}_title"))
        head.addStretch(1)
        self.buttons = {
            act.name: icon_button(
                act.icon,
                with_keys(act.text, act.keys),
                f"{name}_{act.name}",
                run=lambda act=act: self._do(act, self.table.current_id()),
            )
            for act in self._acts
        }
        for made in self.buttons.values():
            head.addWidget(made)
        self.add_button = button(add[0], f"{name}_add", kind="quiet", icon="plus", run=add[1])
        say(self.add_button.setToolTip, with_keys(add[0], "Ins"))
        head.addWidget(self.add_button)
        self.body.addLayout(head)
        self.add_table(self.table)
        self.none_yet = label(none_yet, "muted", f"{name}_none", wrap=True)
        self.body.addWidget(self.none_yet)

    def show_rows(self, rows: Sequence[Row], *, allowed: bool) -> None:
        """Show these rows; ``allowed`` says whether this person may change them."""
        self._allowed = allowed
        focused = self.table.hasFocus()
        line = self.table.currentIndex().row()
        self.table.show_rows(rows)
        if focused and rows and self.table.current_id() is None:
            self.table.selectRow(min(line, len(rows) - 1))
        if focused and not rows:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.setVisible(bool(rows))
        self.none_yet.setVisible(not rows)
        self.add_button.setVisible(allowed)
        for made in self.buttons.values():
            made.setVisible(allowed and bool(rows))
        self._show_acts()

    def _show_acts(self) -> None:
        current = self.table.current_id()
        for act in self._acts:
            self.buttons[act.name].setEnabled(current is not None and self._allowed and act.when(current))

    def _do(self, act: RowAct, row: int | None) -> None:
        if row is not None and self._allowed and act.when(row):
            act.run(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if pressed and watched is self.table and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            act = next((a for a in self._acts[1:] if QKeySequence(a.keys) == QKeySequence(event.key())), None)
            adds = event.key() == Qt.Key.Key_Insert and self._allowed
            if plain and (act is not None or adds):
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                elif act is not None:
                    self._do(act, self.table.current_id())
                else:
                    self._add()
                return True
        return super().eventFilter(watched, event)
