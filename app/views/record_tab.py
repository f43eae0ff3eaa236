"""A page that shows one list: title, search, buttons, filters, banner, table, totals, and what to say when there is
nothing.

``RecordTab(desk, LISTS["orders"], commands=[…], open_record=…, needs=Permission.SEE_ORDERS)``. ``add_panel`` puts a
preview right of the table, ``set_foot`` a bar below it. Selected rows stay selected by id whatever is refreshed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.models.actor import Permission
from app.queries.columns import Ask, Row, Totals
from app.views import theme
from app.views.commands import Command, action_for, refusal, with_keys
from app.views.desk import Desk
from app.views.filter_pills import FilterPills, Filters
from app.views.icons import icon
from app.views.list_panel import PanelPlace
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
from app.views.widgets.labels import label

DEBOUNCE = 120
SEARCH_EDGE = 30
"""Pixels at each end of the search field that its pictures take."""
ROWS_AT_ONCE = 2_000
SUMMED = 5_000
"""Sums over a selection are told up to this many rows."""


class RecordTab(Page):
    """The page of a list."""

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
        self.commands = {c.name: c for c in commands}
        self.command_actions: dict[str, QAction] = {}
        self.command_buttons: dict[str, QPushButton] = {}
        self.totals: Totals | None = None
        self._needs = needs
        self._picture, self._nothing_yet, self._nothing_hint = picture, nothing_yet, nothing_hint
        self._preview = preview
        self._open_record = open_record
        self._sort: Sort = self._remembered_sort()
        self._asked_once = False
        say(self.setAccessibleName, records.title)

        self.table = RecordTable(records, desk, self)
        self.view = RecordView(self.table, desk)
        say(self.view.setAccessibleName, records.title)
        self._make_actions()

        page = QVBoxLayout(self)
        page.setContentsMargins(24, 18, 24, 16)
        page.setSpacing(12)
        page.addLayout(self._title_row(search_hint))
        self.pills = FilterPills(records.pills, records.filters)
        self.columns_button = button(N_("Columns"), "columns_button", kind="quiet", icon="columns-3", run=self._columns)
        self.pills.row.addWidget(self.columns_button)
        page.addWidget(self.pills)
        self.banner = Banner(f"{records.noun.replace('-', '_')}_banner")
        page.addWidget(self.banner)
        self.splitter = PanelPlace(records.noun, desk.preferences)
        self.splitter.addWidget(self._table_card())
        page.addWidget(self.splitter, 1)
        self._page = page

        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(DEBOUNCE)
        self._debounce.timeout.connect(self.ask)
        self._count_selection = QTimer(self)
        self._count_selection.setSingleShot(True)
        self._count_selection.setInterval(0)
        self._count_selection.timeout.connect(self._selection_settled)
        self.search.textChanged.connect(lambda _text: self._debounce.start())
        self.pills.altered.connect(self.ask)
        self.view.header.sort_asked.connect(self._sort_asked)
        self.view.selection_altered.connect(self._count_selection.start)
        self.view.menu_asked.connect(self._row_menu)
        if open_record is not None:
            self.view.open_asked.connect(open_record)
        if preview is not None:
            self.view.preview_asked.connect(preview)
        self.table.arrived.connect(self._arrived)
        self.view.header.show_sort(self._sort)
        self.setFocusProxy(self.view)
        self._selection_settled()

    # Building

    def _placeholder(self, hint: str, keys: str) -> str:
        """The hint with its key, if both have room; half a key would help nobody."""
        whole = f"{_(hint)}  {keys}".strip()
        room = self.search.width() - 2 * SEARCH_EDGE
        return whole if QFontMetrics(theme.font(13)).horizontalAdvance(whole) <= room else _(hint)

    def _title_row(self, search_hint: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.title = label(self.records.title, "title", "page_title")
        row.addWidget(self.title)
        row.addStretch(1)
        self.search = QLineEdit()
        self.search.setObjectName("search_field")
        self.search.setFixedWidth(300)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        say(self.search.setPlaceholderText, lambda: self._placeholder(search_hint, keys))
        say(self.search.setToolTip, lambda: f"{_(search_hint)}  {keys}".strip())
        say(self.search.setAccessibleName, N_("Search this list"))
        for inner in self.search.findChildren(QWidget):
            say(inner.setAccessibleName, N_("Search this list"))
        row.addWidget(self.search)
        for wanted in ("secondary", "primary"):
            for command in self.commands.values():
                if command.place != wanted:
                    continue
                made = button(
                    command.text,
                    f"{command.name}_button",
                    kind="primary" if wanted == "primary" else "secondary",
                    icon=command.icon,
                    run=self.command_actions[command.name].trigger,
                )
                say(made.setToolTip, with_keys(command.text, command.shortcut))
                self.command_buttons[command.name] = made
                row.addWidget(made)
        return row

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

    def _make_actions(self) -> None:
        for command in self.commands.values():
            made = action_for(
                command.name,
                command.text,
                lambda command=command: command.run(self.view.selected_ids()),
                self,
                icon_name=command.icon,
                shortcut=command.shortcut,
            )
            self.command_actions[command.name] = made

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

    def _remembered_sort(self) -> Sort:
        kept = self.desk.preferences.get(f"lists.{self.records.noun}.sort", [])
        keys = {c.key for c in self.records.columns}
        found = tuple((str(e[0]), bool(e[1])) for e in kept if isinstance(e, list) and len(e) == 2 and e[0] in keys)
        return found or self.records.default_sort

    def _sort_asked(self, sort: Sort) -> None:
        self._sort = sort
        self.desk.preferences.set(f"lists.{self.records.noun}.sort", [list(pair) for pair in sort])
        self.view.header.show_sort(sort)
        self.view.verticalScrollBar().setValue(0)
        self.ask()

    def asked(self) -> Ask:
        """What the page asks for now: search, filter and order."""
        return Ask(self.search.text().strip(), self.pills.filters, self._sort)

    def ask(self) -> None:
        """Show what answers to the search, the filter and the order."""
        self._debounce.stop()
        if not self._allowed():
            return
        self._asked_once = True
        ask = self.asked()
        if (ask.search, ask.filters) != (self.table.asked.search, self.table.asked.filters):
            self.view.verticalScrollBar().setValue(0)
            self.totals_row.show_totals(None)
        self.table.ask(ask)
        self._read_totals(ask)

    def show_filtered(self, filters: Filters = (), search: str = "", sort: Sort | None = None) -> None:
        """Show the list with a filter (of a pill) and a search, as a jump from another page does."""
        with QSignalBlocker(self.search), QSignalBlocker(self.pills):
            self.search.setText(search)
            self.pills.choose(filters)
        if sort is not None:
            self._sort = sort
            self.view.header.show_sort(sort)
        self.ask()

    def refresh(self) -> None:
        if not self._allowed():
            return
        if not self._asked_once:
            self.ask()
            return
        self.table.refresh()
        self._read_totals(self.table.asked)

    def _allowed(self) -> bool:
        reason = refusal(self.desk.actor, self._needs)
        if reason:
            self._show_empty()
            needs = self._needs
            self.empty.tell("shield-x", N_("This list is not open to you."), lambda: refusal(self.desk.actor, needs))
            self.search.setEnabled(False)
            self.pills.setEnabled(False)
        return not reason

    def _read_totals(self, ask: Ask) -> None:
        actor, noun = self.desk.actor, self.records.noun
        self.desk.read(
            lambda: self.records.totals(actor, ask), self._totals_read, key=f"totals.{noun}.{id(self)}", owner=self
        )
        self.desk.read(
            lambda: self.records.counts(actor), self.pills.show_counts, key=f"counts.{noun}.{id(self)}", owner=self
        )

    def _totals_read(self, totals: Totals) -> None:
        self.totals = totals
        self.totals_row.show_totals(totals)
        self.status_changed.emit()

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

    def _show_empty(self) -> None:
        self.view.hide()
        self.totals_row.hide()
        self.empty.show()

    def _say_empty(self) -> None:
        ask = self.table.asked
        if ask.search or ask.filters:
            search = ask.search

            def hint() -> str:
                names = ([f"“{search}”"] if search else []) + self.pills.captions()
                return _("Shown are only rows with: {filters}").format(filters=" · ".join(names))

            self.empty.tell(
                "search-x", N_("Nothing matches."), hint, secondary=(N_("Clear filters"), self.clear_filters)
            )
            return
        primary = next((c for c in self.commands.values() if c.place == "primary"), None)
        second = next((c for c in self.commands.values() if c.place == "secondary"), None)
        self.empty.tell(
            self._picture,
            self._nothing_yet,
            self._nothing_hint,
            primary=self._offer(primary),
            secondary=self._offer(second),
        )

    def _offer(self, command: Command | None) -> tuple[str, Callable[[], Any]] | None:
        if command is None or refusal(self.desk.actor, command.needs):
            return None
        return command.text, self.command_actions[command.name].trigger

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
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.search.hasFocus():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # Selection and commands

    def _selection_settled(self) -> None:
        count = self.view.selection_count()
        row = self.view.current_row() if count == 1 else None
        if count == 1:
            chosen = self.view.selected_ids()[0]
            if row is None or row.id != chosen:
                row = self.records.rows([chosen], self.desk.actor).get(chosen)
        for command in self.commands.values():
            reason = refusal(self.desk.actor, command.needs)
            on = not reason
            if command.place == "row":
                on = on and (count == 1 or (command.several and count > 1))
                on = on and (not command.action or row is None or command.action in row.actions)
            self.command_actions[command.name].setEnabled(on)
            made = self.command_buttons.get(command.name)
            if made is not None:
                made.setEnabled(on)
                say(
                    made.setToolTip,
                    (lambda reason=reason: reason) if reason else with_keys(command.text, command.shortcut),
                )
        self.status_changed.emit()
        self.selection_settled.emit(self.view.selected_ids())

    def menu_actions(self) -> Sequence[QAction | None]:
        ordered: list[QAction | None] = []
        for place in ("primary", "row", "secondary", "menu"):
            found = [c for c in self.commands.values() if c.place == place]
            if found and ordered:
                ordered.append(None)
            ordered += [self.command_actions[c.name] for c in found]
        return ordered

    def chosen_opener(self) -> Callable[[], Any] | None:
        open_record, chosen = self._open_record, self.view.current_id()
        return None if open_record is None or chosen is None else lambda: open_record(chosen)

    def row_menu(self) -> QMenu:
        """The menu of the selected rows."""
        menu = QMenu(self)
        menu.setObjectName("row_menu")
        rows = [c for c in self.commands.values() if c.place == "row"]
        for command in [c for c in rows if not c.danger]:
            menu.addAction(self.command_actions[command.name])
        if any(c.danger for c in rows):
            menu.addSeparator()
        for command in [c for c in rows if c.danger]:
            menu.addAction(self.command_actions[command.name])
        menu.addSeparator()
        copy = menu.addAction(icon("copy"), _("Copy"))
        copy.setObjectName("copy_rows")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.view.copy)
        return menu

    def _row_menu(self, where: QPoint) -> None:
        self._selection_settled()
        menu = self.row_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _columns(self) -> None:
        corner = self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height() + 2))
        self.view.header.open_chooser(corner)

    def status_text(self) -> str:
        if not self.view.isVisible() and not len(self.table.ids):
            return ""
        count = self.totals.count if self.totals is not None else len(self.table.ids)
        parts = [ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}")]
        chosen = self.view.selection_count()
        if chosen:
            parts.append(ngettext("{n} selected", "{n} selected", chosen).format(n=f"{chosen:,}"))
            if 1 < chosen <= SUMMED:
                parts += self._selected_sums()
        return " · ".join(parts)

    def _selected_sums(self) -> list[str]:
        hidden = self.view.header.isSectionHidden
        summed = [(i, c) for i, c in enumerate(self.records.columns) if c.total and not hidden(i)]
        if not summed:
            return []
        sums = dict.fromkeys((i for i, _c in summed), 0)
        for top, bottom in self.view.ranges():
            for line in range(top, bottom + 1):
                row = self.table.row(line)
                if row is not None:
                    for i in sums:
                        sums[i] += row.values[i] or 0
        return [f"{_(c.title)} {shown(c.kind, sums[i], self.desk.currency, c.key)}" for i, c in summed]
