"""Rows with a problem in front of a list: whether they stand there at all, and whether all of them or only the first.

A list with many of them would begin with nothing else, so the first few stand on top and a button brings the others;
those keep their sign wherever they stand.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.lists.memory import ListMemory
from app.views.record_table import RecordTable
from app.views.texts import say
from app.views.widgets.buttons import button, icon_button, say_button

FOLDED = 5
"""Rows that stand on top while the others are folded away."""


class ProblemsOnTop(QObject):
    """``shown`` is the action that puts them on top, ``whole`` the one that puts all of them there."""

    moved = Signal()
    """Other rows are to stand in front now."""

    def __init__(self, desk: Desk, table: RecordTable, memory: ListMemory, tools: QHBoxLayout, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._table, self._memory = desk, table, memory
        self.count = 0
        self.shown = action_for("problems_on_top", N_("Problems on top"), lambda: None, page)
        self.whole = action_for("all_problems_on_top", N_("All problems on top"), lambda: None, page)
        for action, on in ((self.shown, memory.problems_first), (self.whole, memory.all_problems)):
            action.setCheckable(True)
            action.setChecked(on)
            action.toggled.connect(self._switched)
        self.flag = icon_button("flag", N_("Problems on top"), "problems_button")
        self.flag.setCheckable(True)
        self.flag.setChecked(self.shown.isChecked())
        self.flag.toggled.connect(self.shown.setChecked)
        self.shown.toggled.connect(self.flag.setChecked)
        self.rest = button("", "all_problems_button", kind="quiet", run=self.whole.toggle)
        say(self.rest.setToolTip, self._told)
        self.rest.hide()
        tools.insertWidget(0, self.rest)
        tools.insertWidget(0, self.flag)
        table.arrived.connect(self._count)
        self._show()

    @property
    def first(self) -> bool:
        """Whether rows with a problem stand in front."""
        return self.shown.isChecked()

    @property
    def at_most(self) -> int:
        """How many of them; 0 for all."""
        return 0 if self.whole.isChecked() else FOLDED

    def _switched(self, _on: bool) -> None:
        self._memory.keep_problems_first(self.shown.isChecked())
        self._memory.keep_all_problems(self.whole.isChecked())
        self._show()
        self.moved.emit()

    def _count(self) -> None:
        if not self.first:
            return
        records, actor, ask = self._table.records, self._desk.actor, self._table.asked
        self._desk.read(
            lambda: records.problems(actor, ask),
            self._counted,
            key=f"problems.{records.noun}.{id(self)}",
            on_problem=lambda _problem: None,
            owner=self,
        )

    def _counted(self, count: int) -> None:
        self.count = count
        self._show()

    def _show(self) -> None:
        count, whole = self.count, self.whole.isChecked()
        say_button(self.rest, N_("Show fewer") if whole else lambda: _("Show all {n}").format(n=f"{count:,}"))
        self.rest.setVisible(self.first and count > FOLDED)

    def _told(self) -> str:
        return _("Rows with a problem stand on top: the first {n}, or all of them.").format(n=FOLDED)
