"""What hangs on a record, kind by kind: a heading with its sum and a button that makes another one, and its rows.

``part = RelatedPart(desk, "order_payments", N_("Payments"), columns, icon="wallet")``; ``part.show_rows(rows)`` takes
rows with the kind of record each one opens. Enter opens a row, Shift+Enter in a window of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.queries.columns import Column, Row
from app.views import theme
from app.views.commands import with_keys
from app.views.desk import Desk
from app.views.icons import glyph
from app.views.records import has_page, open_record
from app.views.texts import Saying, say, tip
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import Card, NoteLabel, label, line
from app.views.widgets.small_table import SmallTable


@dataclass(frozen=True)
class RelatedRow:
    """A row and the record that it opens."""

    values: tuple[object, ...]
    kind: str = ""
    record_id: int = 0


class RelatedPart(QWidget):
    """One kind of related record. ``asked`` carries the name of the action of its button."""

    asked = Signal(str)

    def __init__(self, desk: Desk, name: str, title: Saying, columns: Sequence[Column], icon: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_part")
        self._desk, self._icon = desk, icon
        self._opens: dict[int, RelatedRow] = {}
        self._action = ""
        self.picture = QLabel()
        self.picture.setFixedSize(16, 16)
        # In a narrow window the button keeps its words.
        self.told = NoteLabel(f"{name}_told")
        self.make = button("", f"{name}_make_button", kind="quiet", icon="plus", run=self._ask)
        self.make.setProperty("compact", "true")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(label(title, "", f"{name}_title"))
        head.addWidget(self.told, 1)
        head.addWidget(self.make)
        self._name, self._title, self._columns = name, title, columns
        self._table: SmallTable | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        self.last = False
        self._rule = line()
        column.addWidget(self._rule)
        theme.switch().switched.connect(self._draw)
        self._draw()

    @property
    def table(self) -> SmallTable:
        """The table, made when there is first something to show."""
        if self._table is None:
            self._table = SmallTable(f"{self._name}_table", self._title, self._columns, self._desk.currency, most=6)
            self._table.opens_with(self._open)
            # Above the rule, which stays at the end.
            self._column.insertWidget(self._column.count() - 1, self._table)
        return self._table

    def _draw(self) -> None:
        self.picture.setPixmap(glyph(self._icon, theme.tokens().text3, 16, self.devicePixelRatioF()))

    def show_rows(self, rows: Sequence[RelatedRow], told: Saying) -> None:
        """Show these rows, in this order; ``told`` stands beside the heading."""
        self._opens = dict(enumerate(rows, start=1))
        if rows or self._table is not None:
            self.table.show_rows([Row(number, row.values) for number, row in self._opens.items()])
            self.table.setVisible(bool(rows))
        # Below rows there is a line already.
        self._rule.setVisible(not rows and not self.last)
        say(self.told.setText, told)
        say(self.told.setToolTip, told)

    def offer(self, action: str, text: Saying, keys: str = "", why_not: str = "") -> None:
        """Let the button start this action; without an action there is no button, with ``why_not`` it says why."""
        self._action = action
        self.make.setVisible(bool(action))
        self.make.setEnabled(not why_not)
        if action:
            say_button(self.make, text)
            say(self.make.setToolTip, (lambda: tip(why_not)) if why_not else with_keys(text, keys))
            self.make.setAccessibleDescription(why_not)

    def _ask(self) -> None:
        if self._action:
            self.asked.emit(self._action)

    def _open(self, number: int, beside: bool) -> None:
        row = self._opens.get(number)
        if row is not None and has_page(row.kind):
            open_record(self._desk, row.kind, row.record_id, beside=beside)


class RelatedCard(Card):
    """Several kinds below each other."""

    def __init__(self, name: str, parts: Sequence[RelatedPart], asked: Callable[[str], object]) -> None:
        super().__init__(name, padding=12)
        self.body.setSpacing(4)
        self.parts = tuple(parts)
        self.parts[-1].last = True
        for part in self.parts:
            self.body.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
            part.asked.connect(asked)
