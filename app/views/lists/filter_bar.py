"""What a list is narrowed down to: its views as pills, the filters somebody added as chips, and the way to more."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.queries.columns import Ask
from app.queries.filter_choices import is_typed
from app.queries.filters import Filter, Pill
from app.queries.saved_views import ListView
from app.views.desk import Desk
from app.views.lists.chips import FilterChips
from app.views.lists.finder import Finder
from app.views.lists.view_pills import ViewPills
from app.views.lists.words import filter_words, title_of_filter
from app.views.record_table import Records
from app.views.texts import say
from app.views.widgets.buttons import button

Filters = tuple[tuple[str, str], ...]

ALL = Pill("all", N_("All"), Ask())


class FilterBar(QWidget):
    """``filters`` is what the list is asked for; ``tools`` is the place of further buttons at the right."""

    altered = Signal()
    """Other filters are wanted."""
    view_chosen = Signal(str)
    """A view was chosen, perhaps the same again; its filters are not shown yet for a saved one."""

    def __init__(self, desk: Desk, records: Records, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_pills")
        say(self.setAccessibleName, N_("Views and filters"))
        self._desk, self._records = desk, records
        pills = tuple(records.pills)
        self.pills = pills if any(not p.ask.filters for p in pills) else (ALL, *pills)
        self._base = next(p.key for p in self.pills if not p.ask.filters)
        self._added: dict[str, str] = {}
        self.views = ViewPills(self.pills)
        self.views.check(self._base)
        self.views.chosen.connect(self.view_chosen)
        self.add_button = button(N_("Filter"), "add_filter_button", kind="quiet", icon="plus", run=self.find_filter)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        self.tools.addWidget(self.add_button)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.views, 1)
        row.addLayout(self.tools)
        self.chips = FilterChips(self._words)
        self.chips.edit_asked.connect(self.edit)
        self.chips.remove_asked.connect(self.remove)
        self.chips.clear_asked.connect(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.chips)

    # What is asked for

    @property
    def pill(self) -> Pill:
        """The chosen ready-made view; the whole list while a saved one is chosen."""
        return next((p for p in self.pills if p.key == self.views.key), self._pill(self._base))

    def _pill(self, key: str) -> Pill:
        return next(p for p in self.pills if p.key == key)

    @property
    def saved(self) -> ListView | None:
        """The chosen saved view."""
        return self.views.view(self.views.key)

    @property
    def added(self) -> Filters:
        """The filters beside the ready-made view's own; those of a saved view stand among them."""
        return tuple(self._added.items())

    @property
    def filters(self) -> Filters:
        """What to filter by: the view's filters and those added."""
        return (*self.pill.ask.filters, *self.added)

    def captions(self) -> list[str]:
        """The chosen view and the added filters in words."""
        pill = self.pill
        named = [self.views.title(pill.key)] if pill.ask.filters else []
        return named + [self._words(key, value) for key, value in self._added.items()]

    def _words(self, key: str, value: str, short: bool = False) -> str:
        wanted = self._records.narrowing.get(key)
        return filter_words(self._desk, wanted, value, short=short) if wanted is not None else f"{key}: {value}"

    def choose(self, filters: Filters) -> None:
        """Show these filters: the view that has exactly them, or the whole list with them added."""
        known = next((p.key for p in self.pills if p.ask.filters == filters), None)
        self.show_view(known or self._base, () if known is not None else filters)

    def show_view(self, key: str, added: Filters) -> None:
        """Show a view with these filters as chips; nothing is told."""
        self.views.check(key)
        self._added = dict(added)
        self.chips.show_filters(self._added)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each view holds."""
        self.views.show_counts(counts)

    # Adding and removing

    def add(self, key: str, value: str) -> None:
        """Narrow the list down further, or differently by the same filter."""
        self._added[key] = value
        self.chips.show_filters(self._added)
        self.altered.emit()

    def remove(self, key: str) -> None:
        """Take an added filter away."""
        if self._added.pop(key, None) is not None:
            self.chips.show_filters(self._added)
            self.altered.emit()

    def clear(self) -> None:
        """Take all added filters away."""
        if self._added:
            self._added = {}
            self.chips.show_filters(self._added)
            self.altered.emit()

    def offered(self) -> dict[str, str]:
        """What can be filtered by, as keys with their words: the columns first, then what no column shows."""
        actor, records = self._desk.actor, self._records
        found = {}
        for column in records.columns:
            if not records.hides(actor, column.key):
                wanted = records.of_column[column.key]
                found[wanted.key] = title_of_filter(wanted)
        mine = {p.ask.filters[0][0] for p in self.pills if len(p.ask.filters) == 1}
        for key, wanted in records.narrowing.items():
            if key in found or wanted.column or not (wanted.offer in ("flag", "choice") or is_typed(wanted.offer)):
                continue
            title = title_of_filter(wanted)
            if key not in mine or title not in found.values():
                found[key] = _("{title}: yes or no").format(title=title) if title in found.values() else title
        return found

    def find_filter(self) -> None:
        """Ask what to filter by."""
        entries = list(self.offered().items())
        finder = Finder(
            self._desk, "filter_finder", N_("Filter by…"), entries, lambda key, _shift: self.ask_for(key), self
        )
        finder.open_below(self.add_button)

    def ask_for(self, key: str) -> None:
        """Ask for the value of a filter; a plain yes needs no asking."""
        wanted = self._records.narrowing[key]
        if wanted.offer == "flag" and key not in self._added:
            self.add(key, "yes")
        else:
            self._open_editor(wanted, self.add_button)

    def edit(self, key: str, chip: QWidget) -> None:
        """Change the value of a filter that is there."""
        wanted = self._records.narrowing.get(key)
        if wanted is not None:
            self._open_editor(wanted, chip)

    def _open_editor(self, wanted: Filter, below: QWidget) -> None:
        from app.views.lists.filter_editor import FilterEditor

        def take(value: str) -> None:
            self.add(wanted.key, value)

        FilterEditor(self._desk, wanted, self._added.get(wanted.key, ""), take, self).open_below(below)
