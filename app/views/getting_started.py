"""First steps in a new book: six things above the pages that tick themselves, until they are done or put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.i18n import N_, _
from app.queries.beginning import first_steps
from app.views import theme
from app.views.desk import Desk
from app.views.icons import icon
from app.views.texts import say
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.views.main_window import MainWindow

CHECKLIST = "window.first_steps"
"""The preference that the steps are shown."""

STEPS: dict[str, tuple[str, str, str]] = {
    "customer": (N_("First customer"), "customers", "new_customer"),
    "order": (N_("First order"), "orders", "new_order"),
    "payment": (N_("First payment"), "payments", "record_payment"),
    "invoice": (N_("First invoice"), "orders", ""),
    "backup": (N_("Backup"), "", "back_up"),
    "user": (N_("Second person"), "settings", "people"),
}
"""Title, page and command of each step."""


class GettingStarted(QFrame):
    """One line above the pages. Each step leads to where it is done."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self.setObjectName("getting_started")
        self.setProperty("card", "true")
        say(self.setAccessibleName, N_("First steps"))
        self._window, self._desk = window, desk
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(label(N_("First steps"), "section", "getting_started_title"))
        self.count = label("", "muted", "getting_started_count")
        row.addWidget(self.count)
        row.addSpacing(8)
        self.steps: dict[str, QPushButton] = {}
        steps = FlowLayout(4)
        for key, (title, _page, _command) in STEPS.items():
            made = button(title, f"first_step_{key}", kind="quiet", icon="circle", run=self._runner(key))
            self.steps[key] = made
            steps.addWidget(made)
        row.addLayout(steps, 1)
        row.addWidget(icon_button("x", N_("Hide the first steps"), "hide_first_steps", run=self.put_away))
        self.taken: dict[str, bool] = {}
        self.hide()
        desk.hub.changed.connect(self._look)
        theme.switch().switched.connect(self._draw)
        self._look()

    def _runner(self, key: str) -> Callable[[], None]:
        return lambda: self.begin(key)

    def _look(self, _changes: Any = None) -> None:
        if self._desk.preferences.get(CHECKLIST, False):
            self._desk.read(first_steps, self._show, key="first_steps", owner=self)

    def _show(self, taken: dict[str, bool]) -> None:
        self.taken = taken
        if all(taken.values()):
            self.put_away()
        else:
            self._draw()
            self.show()

    def _draw(self) -> None:
        taken, done = self.taken, sum(self.taken.values())
        say(self.count.setText, lambda: _("{done} of {all}").format(done=done, all=len(taken)))
        for key, shown in self.steps.items():
            over = taken.get(key, False)
            title = STEPS[key][0]
            shown.setIcon(icon("circle-check", "ok") if over else icon("circle", "text3"))
            say_button(shown, title)
            say(
                shown.setAccessibleName,
                (lambda title=title: _("{step}: done").format(step=_(title))) if over else title,
            )
            shown.setEnabled(not over)

    def begin(self, key: str) -> None:
        """Go to where the step is done, and begin it there."""
        _title, page, command = STEPS[key]
        if not page:
            self._trigger(self._window.commands(), command)
        elif page == "settings":
            self._window.show_settings(command)
        else:
            shown = self._window.go_to(page)
            if command:
                self._trigger(shown.menu_actions(), command)

    @staticmethod
    def _trigger(actions: Any, name: str) -> None:
        for action in actions:
            if action is not None and action.objectName() == name and action.isEnabled():
                action.trigger()
                return

    def put_away(self) -> None:
        """Show them no more."""
        self._desk.preferences.set(CHECKLIST, False)
        self.hide()
