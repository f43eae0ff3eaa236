"""The first row of a list's page: what it is called, its search, the buttons of its commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtGui import QAction, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton

from app.i18n import N_, _
from app.views import theme
from app.views.commands import Command, with_keys
from app.views.texts import Saying, say
from app.views.widgets.buttons import button
from app.views.widgets.labels import label
from app.views.widgets.search_box import search_box

SEARCH_EDGE = 30
"""Pixels at each end of the search field that its pictures take."""
SEARCH_WIDTH = 300


def search_field(hint: str) -> QLineEdit:
    """The search of a list, which tells its key where there is room."""
    made = search_box("search_field", N_("Search this list"), width=SEARCH_WIDTH)
    keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
    say(made.setPlaceholderText, _placeholder(hint, keys))
    say(made.setToolTip, lambda: f"{_(hint)}  {keys}".strip())
    return made


def _placeholder(hint: str, keys: str) -> Callable[[], str]:
    # Half a key would help nobody.
    def words() -> str:
        whole = f"{_(hint)}  {keys}".strip()
        room = SEARCH_WIDTH - 2 * SEARCH_EDGE
        return whole if QFontMetrics(theme.font(13)).horizontalAdvance(whole) <= room else _(hint)

    return words


def command_button(command: Command, action: QAction) -> QPushButton:
    """The button of a command that stands in the first row."""
    made = button(
        command.text,
        f"{command.name}_button",
        kind="primary" if command.place == "primary" else "secondary",
        icon=command.icon,
        run=action.trigger,
    )
    say(made.setToolTip, with_keys(command.text, command.shortcut))
    return made


def title_row(
    title: Saying, search: QLineEdit, commands: Iterable[Command], buttons: Mapping[str, QPushButton]
) -> tuple[QLabel, QHBoxLayout]:
    """The title, and the row: title at the left, then search, secondary buttons and the primary one."""
    row = QHBoxLayout()
    row.setSpacing(8)
    shown = label(title, "title", "page_title")
    row.addWidget(shown)
    row.addStretch(1)
    row.addWidget(search)
    known = list(commands)
    for wanted in ("secondary", "primary"):
        for command in known:
            if command.place == wanted:
                row.addWidget(buttons[command.name])
    return shown, row
