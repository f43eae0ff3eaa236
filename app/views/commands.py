"""Commands: what a person can do on a page, once, for its buttons, the menu bar, the row menu and the keyboard."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.i18n import _
from app.models.actor import ACTS, Actor, Permission, who_may
from app.views.icons import icon
from app.views.texts import Saying, say, spoken

Place = Literal["primary", "secondary", "row", "menu"]


@dataclass(frozen=True)
class Command:
    """One thing to do. ``run`` gets the ids of the selected rows, in the order shown.

    ``place``: *primary* (the page's one filled button), *secondary* (a button beside it), *row* (needs a selected
    row; in the row menu), *menu* (menu bar only). All of them stand in the menu bar. A ``shortcut`` of a single sign
    works in the rows only, as people type it elsewhere. ``action`` must be among the ``Row.actions`` of the selected
    row; ``several`` allows more than one row. ``needs`` is the right it takes;
    without it the command is off and says who may.
    """

    name: str
    text: str
    run: Callable[[array[int]], Any]
    icon: str = ""
    shortcut: str = ""
    place: Place = "row"
    action: str = ""
    several: bool = False
    needs: Permission | None = None
    danger: bool = False
    """Destroys something: stands apart in menus."""
    within: str = ""
    """The menu below the rows' own in which it stands."""
    begins: bool = True
    """Makes sense in a list that is still empty."""


WITHIN = "within"
"""The property of an action that names, not yet translated, the menu below the record's own in which it stands."""


def action_for(
    name: str,
    text: Saying,
    run: Callable[[], Any],
    parent: QObject,
    *,
    icon_name: str = "",
    shortcut: str | QKeySequence.StandardKey = "",
) -> QAction:
    """An action of a menu whose text follows the language; ``name`` is its object name.

    The key of a single sign works only in the part to which the action is added.
    """
    made = QAction(parent)
    made.setObjectName(name)
    say(made.setText, text)
    if icon_name:
        made.setIcon(icon(icon_name))
    if isinstance(shortcut, QKeySequence.StandardKey):
        made.setShortcuts(shortcut)
    elif shortcut:
        made.setShortcut(QKeySequence(shortcut))
        if len(shortcut) == 1:
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    made.triggered.connect(lambda _checked=False: run())
    return made


def title_of(action: QAction) -> str:
    """What an action is called, without the marks of its key in a menu."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")


def refusal(actor: Actor, needs: Permission | None) -> str:
    """Why this person may not do it; nothing if they may."""
    if needs is None or actor.may(needs):
        return ""
    return _("You may not {act}. Ask someone with one of these roles: {roles}.").format(
        act=_(ACTS[needs]), roles=who_may(needs)
    )


def with_keys(text: Saying, shortcut: str) -> Callable[[], str]:
    """A text followed by its keys, for a tooltip."""

    def together() -> str:
        keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
        return f"{spoken(text)} ({keys})" if keys else spoken(text)

    return together
