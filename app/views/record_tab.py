"""A page that shows one list: title, search, buttons, views and filters, banner, table, totals, and what to say when
there is nothing.

``RecordTab(desk, LISTS["orders"], commands=[…], open_record=…, needs=Permission.SEE_ORDERS)``. ``add_panel`` puts a
preview right of the table, ``set_foot`` a bar below it. Selected rows stay selected by id whatever is refreshed, and
the list comes back as it was left.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_
from app.models.actor import Permission
from app.queries.columns import Ask, Row, Totals
from app.views.commands import Command, refusal
from app.views.desk import Desk
from app.views.lists import emptiness
from app.views.lists.chosen import Chosen
from app.views.lists.commands import ListCommands
from app.views.lists.filter_bar import FilterBar, Filters
from app.views.lists.head import search_field, title_row
from app.views.lists.menus import copy_action, value_action
from app.views.lists.panel import PanelPlace
from app.views.lists.place import ListPlace
from app.views.lists.tools import ListTools
from app.views.moments import soon
from app.views.page import Page
from app.views.record_header import Sort
from app.views.record_table import Records, RecordTable
from app.views.record_view import RecordView
from app.views.texts import say
from app.views.totals_row import TotalsRow
from app.views.widgets.banner import Banner
from app.views.widgets.empty_state import EmptyState
from app.views.widgets.popup import pop_up

if TYPE_CHECKING:
    from app.views.why import WhyQuestion

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
        self._asked_once = self._counted = False
        self._then: Callable[[], Any] | None = None
        say(self.setAccessibleName, records.title)

        self.table = RecordTable(records, desk, self)
        self.view = RecordView(self.table, desk)
        say(self.view.setAccessibleName, records.title)
        self.acts = ListCommands(desk, commands, self.view.selected_ids, self)
        self.commands, self.command_actions = self.acts.commands, self.acts.actions
        self.command_buttons = self.acts.buttons
        self.view.addActions(self.acts.in_rows)
        self._build(search_hint)
        self._debounce = soon(self, DEBOUNCE, self.ask)
        self._count_selection = soon(self, 0, self._selection_settled)
        if not refusal(desk.actor, needs):
            self.place.restore()
        self._connect(preview)
        self._selection_settled()

    # Building

    def _build(self, search_hint: str) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 18, 24, 16)
        page.setSpacing(12)
        self.search = search_field(search_hint)
        self.title, self.head = title_row(self.records.title, self.search, self.commands.values(), self.command_buttons)
        page.addLayout(self.head)
        self.pills = FilterBar(self.desk, self.records)
        page.addWidget(self.pills)
        self.banner = Banner(f"{self.records.noun.replace('-', '_')}_banner")
        page.addWidget(self.banner)
        self.splitter = PanelPlace(self.records.noun, self.desk.preferences)
        self.splitter.addWidget(self._table_card())
        page.addWidget(self.splitter, 1)
        self._page = page
        self.place = ListPlace(
            self.desk, self.records, self.search, self.pills, self.view, self, remembers=self.remembers_place
        )
        self.tools = ListTools(self.desk, self.pills, self.view, self.place, self)
        self.chosen = Chosen(self.desk, self.view, self)
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

    def _connect(self, preview: Callable[[int], Any] | None) -> None:
        self.search.textChanged.connect(lambda _text: self._debounce.start())
        self.pills.altered.connect(self.ask)
        self.place.ask_wanted.connect(self.ask)
        self.tools.problems_moved.connect(self.ask)
        self.chosen.told.connect(self.status_changed)
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
        return self.place.asked(self.tools.problems)

    def ask(self) -> None:
        """Show what answers to the search, the filter and the order."""
        self._debounce.stop()
        if not self._allowed():
            return
        self._asked_once = True
        ask = self.asked()
        if (ask.search, ask.filters) != (self.table.asked.search, self.table.asked.filters):
            self.totals = None
            self.totals_row.show_totals(None)
        self.place.keep(0)
        self.place.show_altered()
        # What is still being counted of the question before only holds up the rows of this one.
        self._forget_counting()
        self.view.begin_at_top()
        self.table.ask(ask)
        self._read_totals(ask)

    def show_filtered(self, filters: Filters = (), search: str = "", sort: Sort | None = None) -> None:
        """Show the list with a filter (of a pill) and a search, as a jump from another page does."""
        self.place.show_filtered(filters, search, sort)

    def show_view(self, key: str) -> None:
        """Show a view, ready-made or saved (``saved-12``), as its pill does."""
        self.place.choose(key)

    def refresh(self) -> None:
        if not self._allowed():
            return
        if not self._asked_once:
            scroll = self.place.scroll
            self.ask()
            self.view.begin_at(scroll)
            self.place.keep(scroll)
            return
        self._counted = False
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
        if not self._counted:
            pills = [*records.pills, *(view.pill for view in self.pills.views.views)]
            self.desk.read(
                lambda: records.counts(actor, pills), self._counts_read, key=f"counts.{noun}.{id(self)}", owner=self
            )

    def _counts_read(self, counts: dict[str, int]) -> None:
        self._counted = True
        self.pills.show_counts(counts)
        self.status_changed.emit()

    def _totals_read(self, totals: Totals) -> None:
        self.totals = totals
        self.totals_row.show_totals(totals)
        self.status_changed.emit()

    def _changed(self, changes: Any) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if "saved_view" in kinds:
            self._counted = False
            self.place.load_views()
            if not self.isVisible() or not self._asked_once:
                return
            if kinds == {"saved_view"}:
                self._read_totals(self.table.asked)
                return
        super()._changed(changes)

    # Showing

    def _arrived(self) -> None:
        if len(self.table.ids):
            had_keyboard = self.empty.hasFocus() or self.empty.isAncestorOf(self.focusWidget() or self)
            self.view.show()
            if had_keyboard:
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.empty.hide()
            self.totals_row.show()
        else:
            self._say_empty()
            self._show_empty()
        self._count_selection.start()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_empty(self) -> None:
        had_keyboard = self.view.hasFocus()
        self.empty.show()
        if had_keyboard:
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.hide()
        self.totals_row.hide()

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
        emptiness.tell_refused(self.empty, problem.message, self.clear_filters)
        self._show_empty()

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
        ids, row = self.chosen.settle()
        self.acts.settle(len(ids), row)
        self.status_changed.emit()
        self.selection_settled.emit(ids)

    def menu_actions(self) -> Sequence[QAction | None]:
        ordered = self.acts.ordered()
        return [*ordered, *([None] if ordered else []), *self.tools.menu_actions()]

    def numbers(self) -> Sequence[WhyQuestion]:
        from app.views.why import of_list

        return of_list(self)

    def chosen_opener(self) -> Callable[[], Any] | None:
        open_record, chosen = self._open_record, self.view.current_id()
        return None if open_record is None or chosen is None else lambda: open_record(chosen)

    def row_menu(self) -> QMenu:
        """The menu of the selected rows."""
        menu = self.acts.row_menu(self)
        menu.addSeparator()
        if self.desk.shell is not None:
            menu.addAction(self.desk.shell.menus.why)
        if self._open_record is not None and self.desk.shell is not None:
            menu.addAction(self.desk.shell.menus.beside)
        copy_action(menu, self.view)
        value_action(menu, self.desk, self.view, self.pills.add)
        return menu

    def _row_menu(self, where: QPoint) -> None:
        self._selection_settled()
        pop_up(self.row_menu(), where)

    def status_text(self) -> str:
        if not len(self.table.ids):
            return ""
        count = self.totals.count if self.totals is not None else len(self.table.ids)
        narrowed = self.table.asked.filters or self.table.asked.search
        return self.chosen.words(count, self.pills.views.count_of_all() if narrowed else None)
