"""A page that shows one list: title, search, buttons, views and filters, banner, table, totals, and what to say when
there is nothing.

``RecordTab(desk, LISTS["orders"], commands=[…], open_record=…, needs=Permission.SEE_ORDERS)``. ``add_panel`` puts a
preview right of the table, ``set_foot`` a bar below it. Selected rows stay selected by id whatever is refreshed, and
the list comes back as it was left.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.models.actor import Permission
from app.queries.columns import Ask, Row, Totals
from app.views.commands import Command, action_for, refusal
from app.views.desk import Desk
from app.views.lists import emptiness
from app.views.lists.column_chooser import ColumnChooser
from app.views.lists.commands import ListCommands
from app.views.lists.filter_bar import FilterBar, Filters
from app.views.lists.finder import Finder
from app.views.lists.head import search_field, title_row
from app.views.lists.memory import ListMemory, Place
from app.views.lists.menus import PROBLEMS, copy_action, header_menu, list_actions, value_action
from app.views.lists.panel import PanelPlace
from app.views.lists.saving import ViewSaving
from app.views.page import Page
from app.views.record_header import Sort
from app.views.record_table import Records, RecordTable
from app.views.record_view import RecordView
from app.views.texts import say
from app.views.totals_row import TotalsRow
from app.views.values import shown
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.empty_state import EmptyState

DEBOUNCE = 120
ROWS_AT_ONCE = 2_000


class RecordTab(Page):
    """The page of a list."""

    remembers_place = True
    """Whether view, filters, search and scroll place come back after a restart."""

    selection_settled = Signal(object)
    """Which rows are selected (ids in the order shown), told once after a selection or the rows themselves changed."""

    def __init__(
        self,
        desk: Desk,
        records: Records,
        *,
        commands: Sequence[Command] = (),
        open_record: Callable[[int], Any] | None = None,
        preview: Callable[[int], Any] | None = None,
        needs: Permission | None = None,
        picture: str = "inbox",
        nothing_yet: str = N_("Nothing here yet."),
        nothing_hint: str = "",
        search_hint: str = N_("Search"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, f"{records.noun.replace('-', '_')}_page", parent)
        self.setProperty("page", "true")
        self.records = records
        self.watches = frozenset(getattr(records, "kinds", ()))
        self.totals: Totals | None = None
        self._needs = needs
        self._picture, self._nothing_yet, self._nothing_hint = picture, nothing_yet, nothing_hint
        self._open_record = open_record
        self.memory = ListMemory(records, desk.preferences)
        self._sort: Sort = self.memory.sort
        self._selected: tuple[array[int], Totals] | None = None
        self._asked_once = False
        self._then: Callable[[], Any] | None = None
        say(self.setAccessibleName, records.title)

        self.table = RecordTable(records, desk, self)
        self.view = RecordView(self.table, desk)
        say(self.view.setAccessibleName, records.title)
        self.acts = ListCommands(desk, commands, self.view.selected_ids, self)
        self.commands, self.command_actions = self.acts.commands, self.acts.actions
        self.command_buttons = self.acts.buttons
        self._make_list_actions()
        self._build(search_hint)
        self._timers()
        self._connect(preview)
        self._return()
        self._selection_settled()

    # Building

    def _build(self, search_hint: str) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 18, 24, 16)
        page.setSpacing(12)
        self.search = search_field(search_hint)
        self.title, row = title_row(self.records.title, self.search, self.commands.values(), self.command_buttons)
        page.addLayout(row)
        self.pills = FilterBar(self.desk, self.records)
        self.columns_button = button(N_("Columns"), "columns_button", kind="quiet", icon="columns-3", run=self._columns)
        self.save_button = button(N_("Save view"), "save_view_button", kind="quiet", icon="save", run=self._save_view)
        for tool in (self.columns_button, self.save_button):
            self.pills.tools.addWidget(tool)
        page.addWidget(self.pills)
        self.banner = Banner(f"{self.records.noun.replace('-', '_')}_banner")
        page.addWidget(self.banner)
        self.splitter = PanelPlace(self.records.noun, self.desk.preferences)
        self.splitter.addWidget(self._table_card())
        page.addWidget(self.splitter, 1)
        self._page = page
        self.saving = ViewSaving(
            self.desk, self.records.noun, lambda: self.pills.views.views, self.definition, self._view_saved, self
        )
        self.setFocusProxy(self.view)

    def _table_card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("table_card")
        card.setProperty("card", "true")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.totals_row = TotalsRow(self.view, self.desk)
        self.empty = EmptyState("empty_state")
        self.empty.hide()
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.totals_row)
        return card

    def _make_list_actions(self) -> None:
        runs: dict[str, Callable[[], Any]] = {
            "add_filter": lambda: self.pills.find_filter(),
            "sort_list": self._find_sort,
            "choose_columns": self._columns,
            "save_view": self._save_view,
        }
        self.list_actions = list_actions(self, runs)
        self.problems_action: QAction | None = None
        if self.records.pins:
            self.problems_action = action_for(*PROBLEMS, lambda: None, self)
            self.problems_action.setCheckable(True)
            self.problems_action.setChecked(self.memory.problems_first)
            self.problems_action.toggled.connect(self._put_problems_first)

    def _timers(self) -> None:
        self._debounce = self._timer(DEBOUNCE, self.ask)
        self._count_selection = self._timer(0, self._selection_settled)

    def _timer(self, interval: int, run: Callable[[], Any]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(interval)
        made.timeout.connect(run)
        return made

    def _connect(self, preview: Callable[[int], Any] | None) -> None:
        self.search.textChanged.connect(lambda _text: self._debounce.start())
        self.pills.altered.connect(self.ask)
        self.pills.view_chosen.connect(self._view_chosen)
        self.pills.views.menu_asked.connect(self._view_menu)
        self.view.header.sort_asked.connect(self._sort_asked)
        self.view.header.menu_asked.connect(self._header_menu)
        self.view.header.arranged.connect(self._show_altered)
        self.view.selection_altered.connect(self._count_selection.start)
        self.view.menu_asked.connect(self._row_menu)
        if self._open_record is not None:
            self.view.open_asked.connect(self._open_record)
        if preview is not None:
            self.view.preview_asked.connect(preview)
        self.table.arrived.connect(self._arrived)
        self.table.refused.connect(self._refused)

    # Parts of others

    def add_panel(self, panel: QWidget, *, shown: bool = False) -> None:
        """Put a panel right of the table; its width, and whether it is shown, is remembered for this list."""
        self.splitter.add_panel(panel, shown=shown)

    def show_panel(self, on: bool) -> None:
        """Show or hide the panel."""
        self.splitter.show_panel(on)

    @property
    def panel_shown(self) -> bool:
        """Whether the panel right of the table is shown."""
        return self.splitter.showing

    def set_foot(self, foot: QWidget) -> None:
        """Put a bar below the table card, as wide as the page."""
        self._page.addWidget(foot)

    def selected(self) -> array[int]:
        """The ids of the selected rows, in the order shown."""
        return self.view.selected_ids()

    def read_rows(self, ids: Sequence[int], on_done: Callable[[dict[int, Row]], Any], *, key: str) -> None:
        """Read the rows of these ids beside the window, with the operations that each allows now (``Row.actions``).

        A later call with the same ``key`` makes this one void. Records that are gone meanwhile are missing.
        """
        records, actor, wanted = self.records, self.desk.actor, array("q", ids)

        def read() -> dict[int, Row]:
            found: dict[int, Row] = {}
            for start in range(0, len(wanted), ROWS_AT_ONCE):
                found.update(records.rows(wanted[start : start + ROWS_AT_ONCE], actor))
            return found

        self.desk.read(read, on_done, key=f"{key}.{records.noun}.{id(self)}", owner=self)

    # Asking

    def asked(self) -> Ask:
        """What the page asks for now: search, filter and order."""
        problems = self.problems_action is not None and self.problems_action.isChecked()
        return Ask(self.search.text().strip(), self.pills.filters, self._sort, problems)

    def ask(self) -> None:
        """Show what answers to the search, the filter and the order."""
        self._debounce.stop()
        if not self._allowed():
            return
        self._asked_once = True
        ask = self.asked()
        if (ask.search, ask.filters) != (self.table.asked.search, self.table.asked.filters):
            self.totals_row.show_totals(None)
        self._remember(0)
        self._show_altered()
        # What is still being counted of the question before only holds up the rows of this one.
        self._forget_counting()
        self.view.begin_at_top()
        self.table.ask(ask)
        self._read_totals(ask)

    def show_filtered(self, filters: Filters = (), search: str = "", sort: Sort | None = None) -> None:
        """Show the list with a filter (of a pill) and a search, as a jump from another page does."""
        with QSignalBlocker(self.search):
            self.search.setText(search)
        self.pills.choose(filters)
        self._sort = sort or self.pills.pill.ask.sort or self.memory.sort
        self._enter_view()
        self.ask()

    def show_view(self, key: str) -> None:
        """Show a view, ready-made or saved (``saved-12``), as its pill does."""
        self.pills.views.check(key)
        self._view_chosen(key)

    def refresh(self) -> None:
        if not self._allowed():
            return
        if not self._asked_once:
            scroll = self.memory.place().scroll if self.remembers_place else 0
            self.ask()
            self.view.begin_at(scroll)
            self._remember(scroll)
            return
        self.table.refresh()
        self._read_totals(self.table.asked)

    def _allowed(self) -> bool:
        reason = refusal(self.desk.actor, self._needs)
        if reason:
            self._show_empty()
            needs = self._needs
            emptiness.tell_closed(self.empty, lambda: refusal(self.desk.actor, needs))
            self.search.setEnabled(False)
            self.pills.setEnabled(False)
        return not reason

    def _forget_counting(self) -> None:
        for what in ("totals", "counts"):
            self.desk.background.forget(f"{what}.{self.records.noun}.{id(self)}")

    def _read_totals(self, ask: Ask) -> None:
        actor, noun, records = self.desk.actor, self.records.noun, self.records
        self.desk.read(
            lambda: records.totals(actor, ask),
            self._totals_read,
            key=f"totals.{noun}.{id(self)}",
            on_problem=lambda _problem: None,
            owner=self,
        )
        pills = [*records.pills, *(view.pill for view in self.pills.views.views)]
        self.desk.read(
            lambda: records.counts(actor, pills), self.pills.show_counts, key=f"counts.{noun}.{id(self)}", owner=self
        )

    def _totals_read(self, totals: Totals) -> None:
        self.totals = totals
        self.totals_row.show_totals(totals)
        self.status_changed.emit()

    # Sorting, columns, problems

    def _sort_asked(self, sort: Sort) -> None:
        self._sort = sort
        if self.pills.saved is None:
            self.memory.keep_sort(sort)
        self.view.header.show_sort(sort)
        self.ask()

    def _find_sort(self) -> None:
        arrows = {key: f"  {'↓' if down else '↑'}{i}" for i, (key, down) in enumerate(self._sort, start=1)}
        entries = [(c.key, _(c.title) + arrows.get(c.key, "")) for c in self.records.columns if c.sortable]
        finder = Finder(
            "sort_finder",
            N_("Sort by… (Shift+Enter: then by)"),
            entries,
            lambda key, shift: self.view.header.sort_by(key, add=shift),
            self,
        )
        finder.open_below(self.columns_button)

    def _columns(self) -> None:
        problems = self.problems_action
        switch = (problems.isChecked(), problems.setChecked) if problems is not None else None
        ColumnChooser(self.view, self, switch).open_below(self.columns_button)

    def _put_problems_first(self, on: bool) -> None:
        self.memory.keep_problems_first(on)
        self.ask()

    def _header_menu(self, number: int, where: QPoint) -> None:
        menu = header_menu(
            self, self.desk, self.view, number, self.pills.ask_for, lambda _where: self._columns(), where
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    # Views

    def definition(self) -> dict[str, Any]:
        """What the list shows now, as a saved view keeps it."""
        return {
            "search": self.search.text().strip(),
            "filters": [list(pair) for pair in self.pills.filters],
            "sort": [list(pair) for pair in self._sort],
            "columns": self.view.header.arrangement(),
        }

    def _view_chosen(self, key: str) -> None:
        view = self.pills.views.view(key)
        left_saved = self.view.columns_key != self.memory.columns_key()
        if view is not None:
            self._set_search(view.ask.search)
            self.pills.show_view(key, view.ask.filters)
            self._sort = view.ask.sort or self.records.default_sort
            self.desk.preferences.forget(self.memory.columns_key(view.id))
        else:
            if left_saved:
                self._set_search("")
            self.pills.show_view(key, () if left_saved else self.pills.added)
            self._sort = self.pills.pill.ask.sort or self.memory.sort
        self._enter_view()
        self.ask()

    def _enter_view(self) -> None:
        view = self.pills.saved
        key = self.memory.columns_key(view.id if view is not None else None)
        self.view.use_columns(key, view.columns if view is not None else None)
        self.view.header.show_sort(self._sort)

    def _set_search(self, text: str) -> None:
        with QSignalBlocker(self.search):
            self.search.setText(text)

    def _is_altered(self) -> bool:
        view = self.pills.saved
        if view is None:
            return False
        ask = self.asked()
        wanted = (view.ask.search, dict(view.ask.filters), view.ask.sort or self.records.default_sort)
        if (ask.search, dict(ask.filters), ask.sort) != wanted:
            return True
        return view.columns is not None and self.view.header.arrangement() != view.columns

    def _show_altered(self) -> None:
        self.pills.views.show_altered(self._is_altered())

    def _save_view(self) -> None:
        view = self.pills.saved
        if view is None:
            self.saving.save_new()
        else:
            where = self.save_button.mapToGlobal(QPoint(0, self.save_button.height() + 2))
            self.saving.open_menu(view, self._is_altered(), where)

    def _view_menu(self, key: str, where: QPoint) -> None:
        view = self.pills.views.view(key)
        if view is not None:
            self.saving.open_menu(view, key == self.pills.views.key and self._is_altered(), where)

    def _view_saved(self, view_id: int) -> None:
        self._load_views()
        view = next((v for v in self.pills.views.views if v.id == view_id), None)
        if view is not None:
            self.show_view(view.key)

    def _load_views(self) -> None:
        before = self.pills.saved
        self.pills.views.show_views(self.records.views(self.desk.actor))
        if before is not None and self.pills.saved is None:
            self.show_filtered()
        self._show_altered()

    def _changed(self, changes: Any) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if "saved_view" in kinds:
            self._load_views()
            if not self.isVisible() or not self._asked_once:
                return
            if kinds == {"saved_view"}:
                self._read_totals(self.table.asked)
                return
        super()._changed(changes)

    # Coming back

    def _return(self) -> None:
        """Show what was shown when the list was left."""
        if not refusal(self.desk.actor, self._needs):
            self.pills.views.show_views(self.records.views(self.desk.actor))
        place = self.memory.place() if self.remembers_place else Place()
        keys = [p.key for p in self.pills.pills] + [v.key for v in self.pills.views.views]
        if place.view in keys:
            self._set_search(place.search)
            self.pills.show_view(place.view, place.added)
            self._sort = place.sort or self._sort
        self._enter_view()

    def _remember(self, scroll: int) -> None:
        if self.remembers_place:
            text = self.search.text().strip()
            self.memory.keep(Place(self.pills.views.key, self.pills.added, text, self._sort, scroll))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._asked_once and self.remembers_place:
            self.memory.keep_scroll(self.view.verticalScrollBar().value())

    # Showing

    def _arrived(self) -> None:
        if len(self.table.ids):
            self.empty.hide()
            self.view.show()
            self.totals_row.show()
        else:
            self._show_empty()
            self._say_empty()
        self._count_selection.start()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_empty(self) -> None:
        self.view.hide()
        self.totals_row.hide()
        self.empty.show()

    def _say_empty(self) -> None:
        ask = self.table.asked
        if ask.search or ask.filters:
            emptiness.tell_no_hits(self.empty, ask.search, self.pills.captions, self.clear_filters)
        else:
            primary, second = self.acts.offer("primary"), self.acts.offer("secondary")
            emptiness.tell_nothing_yet(
                self.empty, self._picture, self._nothing_yet, self._nothing_hint, primary, second
            )

    def _refused(self, problem: UserError) -> None:
        self._show_empty()
        emptiness.tell_refused(self.empty, problem.message, self.clear_filters)
        self._count_selection.start()

    def clear_filters(self) -> None:
        """Show everything again."""
        self.show_filtered()
        self.search.setFocus()

    def go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus() and self.search.text():
            self.search.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self._go_to_rows(event.key() != Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _go_to_rows(self, enter: bool) -> None:
        """Go to the first row that answers; Enter once more, while it is being looked for, opens it."""
        if self._debounce.isActive():
            self._then = self.view.go_to_first
            self.ask()
        elif self._then is not None and enter:
            self._then = self.view.open_first
        else:
            self.view.go_to_first()

    # Selection and commands

    def _selection_settled(self) -> None:
        ids = self.view.selected_ids()
        row = self.view.current_row() if len(ids) == 1 else None
        if len(ids) == 1 and (row is None or row.id != ids[0]):
            row = self.records.rows([ids[0]], self.desk.actor).get(ids[0])
        self.acts.settle(len(ids), row)
        self._selected = None
        if len(ids) > 1:
            records, actor = self.records, self.desk.actor
            self.desk.read(
                lambda: records.totals_of(actor, ids),
                lambda totals: self._selected_read(ids, totals),
                key=f"selected.{records.noun}.{id(self)}.sums",
                owner=self,
            )
        self.status_changed.emit()
        self.selection_settled.emit(ids)

    def _selected_read(self, ids: array[int], totals: Totals) -> None:
        self._selected = (ids, totals)
        self.status_changed.emit()

    def menu_actions(self) -> Sequence[QAction | None]:
        own = [*self.list_actions.values(), *([self.problems_action] if self.problems_action is not None else [])]
        ordered = self.acts.ordered()
        return [*ordered, *([None] if ordered else []), *own]

    def chosen_opener(self) -> Callable[[], Any] | None:
        open_record, chosen = self._open_record, self.view.current_id()
        return None if open_record is None or chosen is None else lambda: open_record(chosen)

    def row_menu(self) -> QMenu:
        """The menu of the selected rows."""
        menu = self.acts.row_menu(self)
        menu.addSeparator()
        copy_action(menu, self.view)
        value_action(menu, self.desk, self.view, self.pills.add)
        return menu

    def _row_menu(self, where: QPoint) -> None:
        self._selection_settled()
        menu = self.row_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def status_text(self) -> str:
        if not self.view.isVisible() and not len(self.table.ids):
            return ""
        count = self.totals.count if self.totals is not None else len(self.table.ids)
        whole = self.pills.views.count_of_all()
        if whole is not None and whole > count and (self.table.asked.filters or self.table.asked.search):
            parts = [_("{n} of {m} rows").format(n=f"{count:,}", m=f"{whole:,}")]
        else:
            parts = [ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}")]
        chosen = self.view.selection_count()
        if chosen:
            parts.append(ngettext("{n} selected", "{n} selected", chosen).format(n=f"{chosen:,}"))
            parts += self._selected_sums()
        return " · ".join(parts)

    def _selected_sums(self) -> list[str]:
        if self._selected is None:
            return []
        sums, currency = self._selected[1].sums, self.desk.currency
        columns = [self.records.columns[i] for i in self.view.header.shown_columns()]
        return [f"{_(c.title)} {shown(c.kind, sums[c.key], currency, c.key)}" for c in columns if c.key in sums]
