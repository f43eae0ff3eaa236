"""What happened to a record, in words: who did what when, with what stood there before and after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.queries.history import HistoryEntry
from app.views.values import first_capital, local_moment
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import Card, label, value_label
from app.views.widgets.layouts import clear

SHOWN = 8
"""Entries that are shown at once; a button shows the rest."""
CHANGES = 8
"""Changed fields that an entry names."""


class HistoryCard(Card):
    """The history of one record, newest first."""

    def __init__(self) -> None:
        super().__init__("history_card", title=N_("History"))
        self._entries: tuple[HistoryEntry, ...] = ()
        self._all = False
        self.entries = QVBoxLayout()
        self.entries.setSpacing(8)
        self.body.addLayout(self.entries)
        self.older = button(N_("Show older entries"), "history_older_button", kind="link", run=self._show_all)
        self.body.addWidget(self.older)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show what happened to a record."""
        self._entries = tuple(entries)
        clear(self.entries)
        shown = self._entries if self._all else self._entries[:SHOWN]
        for number, entry in enumerate(shown):
            self.entries.addWidget(self._entry(number, entry))
        rest = len(self._entries) - len(shown)
        self.older.setVisible(rest > 0)
        if rest > 0:
            say_button(
                self.older,
                lambda: ngettext("Show {n} older entry", "Show {n} older entries", rest).format(n=rest),
            )

    def _show_all(self) -> None:
        self._all = True
        self.show_entries(self._entries)

    @staticmethod
    def _entry(number: int, entry: HistoryEntry) -> QWidget:
        box = QWidget()
        box.setObjectName(f"history_entry_{number}")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        title = first_capital(entry.title)
        column.addWidget(value_label(f"{title}  ·  {entry.user}  ·  {local_moment(entry.at)}"))
        told_anyway = any(change.after == entry.reason for change in entry.changes[:CHANGES])
        details = [entry.reason] if entry.reason and not told_anyway else []
        for change in entry.changes[:CHANGES]:
            value = f"{change.before} → " if change.before else ""
            value += change.after or "–"
            details.append(_("{title}: {value}").format(title=change.title, value=value))
        if details:
            told = label("", "hint", wrap=True)
            told.setText("   ".join(details))
            column.addWidget(told)
        return box
