"""What should be known while something is typed: one message at a time, with its choices, never a dialog.

``bar.show_notices([Notice("short.3", "warn", N_("…"), ((N_("Lower"), run),))])``: the next one appears when the first
is solved or put away; a notice that was put away comes back only under another key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.views.texts import Saying, say
from app.views.widgets.banner import Level, Told
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.labels import label

MOST_CHOICES = 2


@dataclass(frozen=True)
class Notice:
    """A message; ``key`` says what it is about and under which figures, ``choices`` what may be done about it."""

    key: str
    level: Level
    text: Saying
    choices: tuple[tuple[Saying, Callable[[], object]], ...] = ()


class NoticeBar(Told):
    """Shows the first notice that was not put away, and how many there are."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._notices: list[Notice] = []
        self._away: set[str] = set()
        self._count = label("", "hint", f"{name}_count")
        self.row.addWidget(self._count)
        self._buttons = [
            button(N_("Show"), f"{name}_choice_{number}", kind="quiet", run=lambda number=number: self._choose(number))
            for number in range(1, MOST_CHOICES + 1)
        ]
        for each in self._buttons:
            self.row.addWidget(each)
        self.row.addWidget(icon_button("x", N_("Dismiss"), f"{name}_close", run=self.put_away))
        self.setMinimumHeight(44)

    @property
    def shown(self) -> Notice | None:
        """The notice that is shown."""
        return next((n for n in self._notices if n.key not in self._away), None)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Say these from now on, the first of them first."""
        self._notices = list(notices)
        self._away &= {n.key for n in notices}
        self._show()

    def put_away(self) -> None:
        """Take the shown message away; it comes back when it says something else."""
        if self.shown is not None:
            self._away.add(self.shown.key)
        self._show()

    def _choose(self, number: int) -> None:
        notice = self.shown
        if notice is not None and number <= len(notice.choices):
            notice.choices[number - 1][1]()

    def _show(self) -> None:
        notice = self.shown
        if notice is None:
            self.hide()
            return
        waiting = [n for n in self._notices if n.key not in self._away]
        self._count.setVisible(len(waiting) > 1)
        say(self._count.setText, lambda: _("1 of {n}").format(n=len(waiting)))
        for number, each in enumerate(self._buttons):
            each.setVisible(number < len(notice.choices))
            if number < len(notice.choices):
                say_button(each, notice.choices[number][0])
        self._say(notice.level, notice.text, self._count)
