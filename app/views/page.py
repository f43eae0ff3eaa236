"""What the window expects of a page, and how a page stays up to date: at once when visible, else when it is shown
again.

A page overrides ``refresh`` and what it needs of the rest. ``watches`` names the kinds of record it shows; empty
means all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.views import tab_order
from app.views.desk import Desk
from app.views.moments import soon
from app.views.widgets.popup import pop_up

if TYPE_CHECKING:
    from app.views.why import WhyQuestion


class Page(QWidget):
    """One page of the window's stack."""

    status_changed = Signal()
    """What ``status_text`` says is different now."""

    watches: frozenset[str] = frozenset()
    help_topic: str = ""
    """The heading of the guide that F1 opens here, as the English guide's links name it
    (``write-one-without-the-mouse``); nothing for that of the list which the page belongs to."""

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.desk = desk
        self.stale = False
        self._soon = soon(self, 30, self._refresh_now)
        desk.hub.changed.connect(self._changed)

    def refresh(self) -> None:
        """Show the present state of the book."""

    def menu_actions(self) -> Sequence[QAction | None]:
        """The page's commands for the menu bar; None is a separator."""
        return ()

    def status_text(self) -> str:
        """What the status bar says at the left while this page is shown."""
        return ""

    def heading(self) -> str:
        """What a window of its own says in its title."""
        return self.accessibleName()

    def shown_record(self) -> tuple[str, int] | None:
        """The noun of the list and the id of the record that this page shows (``orders``, 12); None for a list."""
        return None

    def chosen_opener(self) -> Callable[[], Any] | None:
        """What opens the chosen row of a list; None if there is none to open."""
        return None

    def go_to_search(self) -> None:
        """Go to the page's search."""

    def numbers(self) -> Sequence[WhyQuestion]:
        """The figures of this page that can be explained, the one that is most asked for first."""
        return ()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A click of the other button beside what has a menu of its own offers to explain the page's figures."""
        menus = getattr(self.desk.shell, "menus", None)
        if menus is None or not self.numbers():
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setObjectName("number_menu")
        menu.addAction(menus.why)
        pop_up(menu, event.globalPos())
        event.accept()

    def typed_steps(self) -> tuple[bool, bool]:
        """Whether the page can take back what was typed into it (``undo``), and do it again (``redo``)."""
        return False, False

    def may_close(self) -> bool:
        """Whether the page of a record may be left now; what was typed must be kept first."""
        return True

    def _back(self) -> None:
        """Leave the page of a record for what it lies over."""
        if self.desk.shell is not None:
            self.desk.shell.close_record(self)

    def _changed(self, changes: Any) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if self.watches and kinds and not (self.watches & kinds):
            return
        if self.isVisible():
            self._soon.start()
        else:
            self.stale = True

    def catch_up(self) -> None:
        """Show at once, and not a moment later, what changed while the page was not to be seen."""
        if self.stale:
            self._soon.stop()
            self._refresh_now()

    def _refresh_now(self) -> None:
        if not self.isVisible():
            self.stale = True
            return
        self.stale = False
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tab_order.arrange(self)
        if self.stale:
            self._soon.start()
