"""What a list shows now: its view, search, filters, order and columns; saved as a view, and brought back later."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.queries.columns import Ask
from app.views.desk import Desk
from app.views.lists.filter_bar import FilterBar, Filters
from app.views.lists.memory import ListMemory, Place
from app.views.lists.problems import ProblemsOnTop
from app.views.lists.saving import ViewSaving
from app.views.record_header import Sort
from app.views.record_table import Records
from app.views.record_view import RecordView


class ListPlace(QObject):
    """Keeps the parts of a list's page in step: search field, pills and chips, order, columns.

    ``remembers`` says whether the list comes back as it was left. ``ask_wanted`` asks for the rows anew.
    """

    ask_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        records: Records,
        search: QLineEdit,
        bar: FilterBar,
        view: RecordView,
        page: QWidget,
        *,
        remembers: bool,
    ) -> None:
        super().__init__(page)
        self._desk, self._records, self._remembers = desk, records, remembers
        self._search, self._bar, self._view = search, bar, view
        self.memory = ListMemory(records, desk.preferences)
        self.sort: Sort = self.memory.sort
        self.saving = ViewSaving(desk, records.noun, lambda: bar.views.views, self.definition, self._saved, page)
        bar.view_chosen.connect(self.choose)
        bar.views.menu_asked.connect(self._open_menu)
        view.header.arranged.connect(self.show_altered)
        view.header.sort_asked.connect(self.sort_by)
        if remembers:
            view.verticalScrollBar().valueChanged.connect(self.memory.keep_scroll)

    @property
    def words(self) -> str:
        """What is searched for."""
        return self._search.text().strip()

    def asked(self, problems: ProblemsOnTop | None) -> Ask:
        """What the list is asked for."""
        first, at_most = (problems.first, problems.at_most) if problems is not None else (False, 0)
        return Ask(self.words, self._bar.filters, self.sort, first, at_most)

    def _set_search(self, text: str) -> None:
        # Its signals stay on: the cross in the field follows them. What they start, the next asking stops.
        self._search.setText(text)

    # Going to a view, a filter, an order

    def choose(self, key: str) -> None:
        """Show a view, ready-made or saved, as it was made; what was added to a ready-made one stays."""
        view = self._bar.views.view(key)
        left_saved = self._view.columns_key != self.memory.columns_key()
        if view is not None:
            self._set_search(view.ask.search)
            self._bar.show_view(key, view.ask.filters)
            self.sort = view.ask.sort or self._records.default_sort
            self._desk.preferences.forget(self.memory.columns_key(view.token))
        else:
            if left_saved:
                self._set_search("")
            self._bar.show_view(key, () if left_saved else self._bar.added)
            self.sort = self._bar.pill.ask.sort or self.memory.sort
        self._enter()
        self.ask_wanted.emit()

    def show_filtered(self, filters: Filters, search: str, sort: Sort | None) -> None:
        """Show a filter (of a ready-made view) and a search."""
        self._set_search(search)
        self._bar.choose(filters)
        self.sort = sort or self._bar.pill.ask.sort or self.memory.sort
        self._enter()
        self.ask_wanted.emit()

    def sort_by(self, sort: Sort) -> None:
        """Show another order; that of the whole list is remembered for all its ready-made views."""
        self.sort = sort
        if self._bar.saved is None:
            self.memory.keep_sort(sort)
        self._view.header.show_sort(sort)
        self.ask_wanted.emit()

    def _enter(self) -> None:
        """Show the columns and the order of the chosen view."""
        view = self._bar.saved
        key = self.memory.columns_key(view.token if view is not None else None)
        self._view.use_columns(key, view.columns if view is not None else None)
        self._view.header.show_sort(self.sort)

    # Saved views

    def definition(self) -> dict[str, Any]:
        """What the list shows now, as a saved view keeps it."""
        return {
            "search": self.words,
            "filters": [list(pair) for pair in self._bar.filters],
            "sort": [list(pair) for pair in self.sort],
            "columns": self._view.header.arrangement(),
        }

    @property
    def altered(self) -> bool:
        """Whether a saved view is chosen and the list shows something else than it."""
        view = self._bar.saved
        if view is None:
            return False
        wanted = (view.ask.search, dict(view.ask.filters), view.ask.sort or self._records.default_sort)
        if (self.words, dict(self._bar.filters), self.sort) != wanted:
            return True
        return view.columns is not None and self._view.header.arrangement() != view.columns

    def show_altered(self) -> None:
        """Mark the pill of a saved view that is shown otherwise."""
        self._bar.views.show_altered(self.altered)

    def save(self, button: QPushButton) -> None:
        """Save what is shown: under a new name, or from a saved view with a menu below the button."""
        view = self._bar.saved
        if view is None:
            self.saving.save_new()
        else:
            self.saving.open_menu(view, self.altered, button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _open_menu(self, key: str, where: QPoint) -> None:
        view = self._bar.views.view(key)
        if view is not None:
            self.saving.open_menu(view, key == self._bar.views.key and self.altered, where)

    def _saved(self, view_id: int) -> None:
        self.load_views()
        view = next((v for v in self._bar.views.views if v.id == view_id), None)
        if view is not None:
            self.choose(view.key)

    def load_views(self) -> None:
        """Show the saved views as they are now; if the chosen one is gone, everything is shown."""
        before = self._bar.saved
        self._bar.views.show_views(self._records.views(self._desk.actor))
        if before is not None and self._bar.saved is None:
            self.show_filtered((), "", None)
        self.show_altered()

    # Coming back

    def restore(self) -> None:
        """Show the saved views, and what was shown when the list was left."""
        self._bar.views.show_views(self._records.views(self._desk.actor))
        place = self.memory.place() if self._remembers else Place()
        keys = {p.key: p.key for p in self._bar.pills} | {v.token: v.key for v in self._bar.views.views}
        if place.view in keys:
            self._set_search(place.search)
            self._bar.show_view(keys[place.view], place.added)
            self.sort = place.sort or self.sort
        self._enter()

    @property
    def scroll(self) -> int:
        """How far down the list was when it was left."""
        return self.memory.place().scroll if self._remembers else 0

    def keep(self, scroll: int) -> None:
        """Remember what is shown, and how far down."""
        if self._remembers:
            view = self._bar.saved
            key = view.token if view is not None else self._bar.views.key
            self.memory.keep(Place(key, self._bar.added, self.words, self.sort, scroll))
