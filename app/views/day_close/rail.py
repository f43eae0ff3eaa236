"""The steps of closing a day, one below the other: which are done, and how much each of them found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.i18n import N_, _
from app.views.icons import icon
from app.views.texts import say

WIDE = 236


@dataclass(frozen=True)
class StepLine:
    """A line of the rail: what the step is called, how much it found, whether it is done."""

    title: str
    count: int
    done: bool


class Rail(QListWidget):
    """Up and Down go through the steps."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("close_day_steps")
        say(self.setAccessibleName, N_("Steps"))
        self.setFixedWidth(WIDE)
        self.setIconSize(QSize(18, 18))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSpacing(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_steps(self, count: int) -> None:
        """Have so many lines; the one that was chosen stays chosen."""
        at = max(0, self.currentRow())
        self.blockSignals(True)
        self.clear()
        for _line in range(count):
            self.addItem(QListWidgetItem())
        self.setCurrentRow(min(at, count - 1))
        self.blockSignals(False)

    def show_steps(self, lines: Sequence[StepLine]) -> None:
        """Say what the lines say now."""
        for number, line in enumerate(lines):
            item = self.item(number)
            if item is None:
                continue
            item.setText(f"{line.title}  ·  {line.count:,}" if line.count else line.title)
            item.setIcon(icon("circle-check", "ok") if line.done else icon("circle"))
            state = _("done") if line.done else _("still to do")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {state}")
