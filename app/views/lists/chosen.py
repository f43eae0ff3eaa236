"""What is selected in a list: how many, their sums, and what the status line says of it."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QObject, Signal

from app.i18n import _, ngettext
from app.queries.columns import Row, Totals
from app.views.desk import Desk
from app.views.record_view import RecordView
from app.views.values import shown


class Chosen(QObject):
    """Told of every selection by ``settle``; sums are read beside the window."""

    told = Signal()
    """The sums are there."""

    def __init__(self, desk: Desk, view: RecordView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self.sums: Totals | None = None
        """What several selected rows come to, once it is read."""
        self._count = 0
        self._key = f"sums.{view.table.records.noun}.{id(self)}"

    def settle(self) -> tuple[array[int], Row | None]:
        """The selected ids, and the row if it is one only; its sums are told later if they are several."""
        ids = self._view.selected_ids()
        self.sums, self._count = None, len(ids)
        if len(ids) > 1:
            self._read(ids)
        else:
            self._desk.background.forget(self._key)
        if len(ids) != 1:
            return ids, None
        row = self._view.current_row()
        if row is None or row.id != ids[0]:
            row = self._view.table.records.rows([ids[0]], self._desk.actor).get(ids[0])
        return ids, row

    def _read(self, ids: array[int]) -> None:
        records, actor = self._view.table.records, self._desk.actor
        self._desk.read(lambda: records.totals_of(actor, ids), self._read_done, key=self._key, owner=self)

    def _read_done(self, sums: Totals) -> None:
        self.sums = sums
        self.told.emit()

    def words(self, count: int, whole: int | None) -> str:
        """The status line: rows shown of all there are, how many are selected, their sums."""
        if whole is not None and whole > count:
            parts = [_("{n} of {m} rows").format(n=f"{count:,}", m=f"{whole:,}")]
        else:
            parts = [ngettext("{n} row", "{n} rows", count).format(n=f"{count:,}")]
        chosen = self._count
        if chosen:
            parts.append(ngettext("{n} selected", "{n} selected", chosen).format(n=f"{chosen:,}"))
        if self.sums is not None:
            sums, columns = self.sums.sums, self._view.table.columns
            for column in [columns[i] for i in self._view.header.shown_columns()]:
                if column.key in sums:
                    figure = shown(column.kind, sums[column.key], self._desk.currency, column.key)
                    parts.append(f"{_(column.title)} {figure}")
        return " · ".join(parts)
