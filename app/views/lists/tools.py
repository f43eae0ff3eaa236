"""What every list can do with its columns, order, filters and views: as actions, keys and the buttons at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.lists.column_chooser import ColumnChooser
from app.views.lists.filter_bar import FilterBar
from app.views.lists.finder import Finder
from app.views.lists.menus import header_menu
from app.views.lists.place import ListPlace
from app.views.lists.problems import ProblemsOnTop
from app.views.record_view import RecordView
from app.views.widgets.buttons import button
from app.views.widgets.popup import pop_up

_ACTIONS = (
    ("add_filter", N_("Filter by…"), "list-filter", "Ctrl+Shift+L"),
    ("sort_list", N_("Sort by…"), "arrow-down-wide-narrow", "Ctrl+Shift+O"),
    ("choose_columns", N_("Columns…"), "columns-3", "Ctrl+Shift+H"),
    ("save_view", N_("Save view…"), "save", "Ctrl+Shift+S"),
)


class ListTools(QObject):
    """``actions`` by name, for the menu bar; ``problems`` are the switches of a list that knows problems."""

    problems_moved = Signal()
    """Records with a problem stand in front now, or no longer."""

    def __init__(self, desk: Desk, bar: FilterBar, view: RecordView, place: ListPlace, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._bar, self._view, self._place, self._page = desk, bar, view, place, page
        self.columns_button = button(N_("Columns"), "columns_button", kind="quiet", icon="columns-3", run=self.columns)
        self.save_button = button(N_("Save view"), "save_view_button", kind="quiet", icon="save", run=self.save)
        self.problems: ProblemsOnTop | None = None
        if view.table.records.pins:
            self.problems = ProblemsOnTop(desk, view.table, place.memory, bar.tools, page)
            self.problems.moved.connect(self.problems_moved)
        for tool in (self.columns_button, self.save_button):
            bar.tools.addWidget(tool)
        runs: dict[str, Callable[[], Any]] = {
            "add_filter": bar.find_filter,
            "sort_list": self.sort,
            "choose_columns": self.columns,
            "save_view": self.save,
        }
        self.actions = {
            name: action_for(name, text, runs[name], page, icon_name=picture, shortcut=keys)
            for name, text, picture, keys in _ACTIONS
        }
        view.header.menu_asked.connect(self._header_menu)

    @property
    def problems_first(self) -> bool:
        """Whether records with a problem are to stand in front."""
        return self.problems is not None and self.problems.first

    def menu_actions(self) -> list[QAction | None]:
        """All of them for the menu bar."""
        problems = self.problems
        return [*self.actions.values(), *([problems.shown, problems.whole] if problems is not None else [])]

    def save(self) -> None:
        """Save what is shown, or do something with the saved view that is chosen."""
        self._place.save(self.save_button)

    def columns(self) -> None:
        """Open the chooser of columns."""
        problems = self.problems
        switch = (problems.first, problems.shown.setChecked) if problems is not None else None
        ColumnChooser(self._view, self._page, switch).open_below(self.columns_button)

    def sort(self) -> None:
        """Ask what to sort by."""
        arrows = {key: f"  {'↓' if down else '↑'}{i}" for i, (key, down) in enumerate(self._place.sort, start=1)}
        columns = self._view.table.columns
        entries = [(c.key, _(c.title) + arrows.get(c.key, "")) for c in columns if c.sortable]

        def take(key: str, add: bool) -> None:
            self._view.header.sort_by(key, add=add)

        words = N_("Sort by… (Shift+Enter: then by)")
        finder = Finder(self._desk, "sort_finder", words, entries, take, self._page)
        finder.open_below(self.columns_button)

    def _header_menu(self, number: int, where: QPoint) -> None:
        menu = header_menu(self._page, self._desk, self._view, number, self._bar.ask_for, self.columns)
        pop_up(menu, where)
