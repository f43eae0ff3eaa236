"""The commands of a list as actions, buttons and menu entries that follow what is selected."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.queries.columns import Row
from app.views.commands import Command, Place, action_for, refusal, with_keys
from app.views.desk import Desk
from app.views.lists.emptiness import Offer
from app.views.lists.head import command_button
from app.views.texts import say


def makes_sense(command: Command, count: int) -> bool:
    """Whether a command of rows can work on so many of them."""
    return count == 1 or (command.several and count > 1)


class ListCommands(QObject):
    """``actions`` and ``buttons`` by the command's name; ``selected`` gives the ids that a command works on."""

    def __init__(
        self, desk: Desk, commands: Sequence[Command], selected: Callable[[], array[int]], page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._selected = selected
        self.commands = {c.name: c for c in commands}
        self.actions: dict[str, QAction] = {
            c.name: action_for(
                c.name,
                c.text,
                lambda c=c: self._run(c),
                page,
                icon_name=c.icon,
                shortcut=c.shortcut,
            )
            for c in commands
        }
        self.buttons: dict[str, QPushButton] = {
            c.name: command_button(c, self.actions[c.name]) for c in commands if c.place in ("primary", "secondary")
        }

    @property
    def in_rows(self) -> list[QAction]:
        """Those whose key works in the rows only."""
        return [a for a in self.actions.values() if a.shortcutContext() is Qt.ShortcutContext.WidgetShortcut]

    def _run(self, command: Command) -> None:
        """Do it, unless its rows have just gone and the window has not yet noticed."""
        ids = self._selected()
        if command.place != "row" or makes_sense(command, len(ids)):
            command.run(ids)

    def settle(self, count: int, row: Row | None) -> None:
        """Switch the commands on that make sense for so many selected rows; ``row`` is the only one of them."""
        for command in self.commands.values():
            reason = refusal(self._desk.actor, command.needs)
            on = not reason
            if command.place == "row":
                on = on and makes_sense(command, count)
                on = on and (not command.action or row is None or command.action in row.actions)
            self.actions[command.name].setEnabled(on)
            made = self.buttons.get(command.name)
            if made is not None:
                made.setEnabled(on)
                told: Any = (lambda reason=reason: reason) if reason else with_keys(command.text, command.shortcut)
                say(made.setToolTip, told)

    def offer(self, place: Place) -> Offer:
        """The first command of a place, for an empty list; nothing if this person may not."""
        command = next((c for c in self.commands.values() if c.place == place and c.begins), None)
        if command is None or refusal(self._desk.actor, command.needs):
            return None
        return command.text, self.actions[command.name].trigger

    def ordered(self) -> list[QAction | None]:
        """All actions for the menu bar; None is a separator."""
        found: list[QAction | None] = []
        for place in ("primary", "row", "secondary", "menu"):
            here = [c for c in self.commands.values() if c.place == place]
            if here and found:
                found.append(None)
            found += [self.actions[c.name] for c in here]
        return found

    def row_menu(self, parent: QWidget) -> QMenu:
        """The menu of the selected rows; what destroys stands apart."""
        menu = QMenu(parent)
        menu.setObjectName("row_menu")
        rows = [c for c in self.commands.values() if c.place == "row"]
        below: dict[str, QMenu] = {}
        apart = False
        for command in sorted(rows, key=lambda c: c.danger and not c.within):
            if command.within and command.within not in below:
                below[command.within] = found = QMenu(menu)
                found.setObjectName(f"row_menu_{len(below)}")
                say(found.setTitle, command.within)
                menu.addMenu(found)
            if command.danger and not command.within and not apart:
                menu.addSeparator()
                apart = True
            below.get(command.within, menu).addAction(self.actions[command.name])
        return menu
