"""Which columns the table of a paper has, in which order and how wide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.models.paper_style import ColumnChoice
from app.views.texts import follow, say
from app.views.widgets.buttons import icon_button
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CountField

TITLES: dict[str, str] = {
    "number": N_("No."),
    "picture": N_("Picture"),
    "code": N_("Code"),
    "description": N_("Description"),
    "specification": N_("Specification"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "price": N_("Unit price"),
    "discount": N_("Discount"),
    "tax": N_("Tax"),
    "amount": N_("Amount"),
    "note": N_("Notes"),
}
WIDEST = 60
ROWS = 11
_SETTLED = 400


class ColumnEditor(QWidget):
    """A list of columns to tick and to move, and the width of the one that is chosen."""

    changed = Signal(tuple)
    """The columns as they are wanted now: ``ColumnChoice`` values."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_columns_editor")
        self._choices: list[ColumnChoice] = []
        self._always: frozenset[str] = frozenset()
        self._filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.list = QListWidget()
        self.list.setObjectName("paper_columns")
        say(self.list.setAccessibleName, N_("Columns of the paper"))
        self.list.setFixedHeight(ROWS * 28 + 4)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentRowChanged.connect(lambda _row: self._show_width())
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.up = icon_button("arrow-up", N_("Move to the left (Alt+Up)"), "column_up", run=lambda: self.shift(-1))
        self.down = icon_button(
            "arrow-down", N_("Move to the right (Alt+Down)"), "column_down", run=lambda: self.shift(1)
        )
        row.addWidget(self.up, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.down, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.width_field = CountField("column_width", 0, WIDEST)
        self.width_field.setSuffix(" %")
        say(self.width_field.setSpecialValueText, N_("as needed"))
        self.width_field.setFixedWidth(128)
        row.addWidget(LabelledField("column_width", N_("Part of the width"), self.width_field, reserve=False))
        column.addLayout(row)
        column.addWidget(
            label(
                N_("A column without contents is left out by itself. What a paper is about cannot be hidden."),
                "hint",
                "columns_hint",
                wrap=True,
            )
        )
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED)
        self._settled.timeout.connect(self._widened)
        self.width_field.valueChanged.connect(lambda _value: None if self._filling else self._settled.start())
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._mover(step))
        follow(self._fill)

    def _mover(self, step: int) -> Callable[[], None]:
        return lambda: self.shift(step)

    def show_columns(self, choices: Sequence[ColumnChoice], always: frozenset[str]) -> None:
        """Show these columns; those in ``always`` cannot be hidden."""
        if list(choices) == self._choices and always == self._always:
            return
        self._choices, self._always = list(choices), always
        self._fill()

    def _fill(self) -> None:
        self._filling = True
        row = max(0, self.list.currentRow())
        self.list.clear()
        for choice in self._choices:
            item = QListWidgetItem(_(TITLES[choice.key]))
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
            if choice.key in self._always:
                flags &= ~Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            item.setCheckState(Qt.CheckState.Checked if choice.shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._filling = False
        self._show_width()

    def _show_width(self) -> None:
        row = self.list.currentRow()
        known = 0 <= row < len(self._choices)
        self.up.setEnabled(known and row > 0)
        self.down.setEnabled(known and row < len(self._choices) - 1)
        self.width_field.setEnabled(known)
        before, self._filling = self._filling, True
        self.width_field.setValue(self._choices[row].width if known else 0)
        self._filling = before

    def _ticked(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if self._filling or not 0 <= row < len(self._choices):
            return
        old = self._choices[row]
        shown = item.checkState() == Qt.CheckState.Checked
        if shown != old.shown:
            self._choices[row] = ColumnChoice(old.key, shown, old.width)
            self.changed.emit(tuple(self._choices))

    def _widened(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._choices) and self._choices[row].width != self.width_field.value():
            old = self._choices[row]
            self._choices[row] = ColumnChoice(old.key, old.shown, self.width_field.value())
            self.changed.emit(tuple(self._choices))

    def shift(self, step: int) -> None:
        """Move the chosen column among the others."""
        row = self.list.currentRow()
        to = row + step
        if not (0 <= row < len(self._choices) and 0 <= to < len(self._choices)):
            return
        self._choices.insert(to, self._choices.pop(row))
        self._fill()
        self.list.setCurrentRow(to)
        self.changed.emit(tuple(self._choices))
