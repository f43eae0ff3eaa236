"""Windows of their own for records and editors, side by side with the main window.

The page is the same as over its list; what can be done with it works here by the same keys. A record is open once:
whoever asks for it again gets the window it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_
from app.views import window_place
from app.views.commands import action_for
from app.views.page import Page
from app.views.texts import say
from app.views.widgets.banner import Toast

if TYPE_CHECKING:
    from app.views.main_window import MainWindow

USUAL = QSize(1000, 720)
SMALLEST = QSize(880, 560)
STEP = 32
"""How far a further window of the same kind stands from the one before."""


class BesideWindow(QWidget):
    """One page in a window of its own."""

    resized = Signal()

    def __init__(self, key: str, page: Page, main: MainWindow) -> None:
        super().__init__(main, Qt.WindowType.Window)
        self.key, self.page, self.main = key, page, main
        self._may_go = False
        self.setObjectName(f"beside_{page.objectName()}")
        self.setMinimumSize(SMALLEST)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        page.show()
        self.toast = Toast(self)
        self.resized.connect(self.toast.place)
        self.place_key = f"window.beside.{type(page).__name__}"
        self._own = [
            action_for("close_beside", N_("Close this window"), self.close, self, shortcut="Ctrl+W"),
            action_for("refresh_beside", N_("Refresh"), page.refresh, self, shortcut="F5"),
            action_for("find_beside", N_("Search this list"), page.go_to_search, self, shortcut="Ctrl+F"),
        ]
        for action in self.commands():
            self.addAction(action)
        page.status_changed.connect(self._say_title)
        self._say_title()

    def commands(self) -> list[QAction]:
        """What can be done in this window: with its page, and what works everywhere."""
        found = [action for action in self.page.menu_actions() if action is not None]
        return found + self._own + self.main.commands_everywhere()

    def titled_commands(self) -> list[tuple[str, QAction]]:
        """The same as the quick search wants them."""
        return [("", action) for action in self.commands()]

    def current_page(self) -> Page:
        """The page."""
        return self.page

    def _say_title(self) -> None:
        known = {id(action) for action in self.actions()}
        for action in self.commands():
            if id(action) not in known:
                self.addAction(action)
        say(self.setWindowTitle, self.page.heading)

    def come_forward(self) -> None:
        """Bring the window before the others and give it the keyboard."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        # Its window may go behind the main one; a child of it otherwise always lies above.
        handle: Any = self.windowHandle()
        if handle is not None:
            handle.setTransientParent(None)
        self.raise_()
        self.activateWindow()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def leave(self) -> bool:
        """Close the window if its page may be left now."""
        if not self.page.may_close():
            return False
        self._may_go = True
        self.close()
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_go and not self.page.may_close():
            event.ignore()
            return
        window_place.remember(self, self.main.desk.preferences, self.place_key)
        self.main.besides.gone(self)
        event.accept()


class Besides(QObject):
    """The windows of their own that are open, in the order in which they were opened."""

    def __init__(self, main: MainWindow) -> None:
        super().__init__(main)
        self._main = main
        self.windows: list[BesideWindow] = []
        self.wanted = False
        """Whether what is opened now shall stand in a window of its own."""

    @contextmanager
    def everything(self) -> Iterator[None]:
        """What is opened meanwhile stands in a window of its own."""
        before, self.wanted = self.wanted, True
        try:
            yield
        finally:
            self.wanted = before

    def holding(self, name: str) -> BesideWindow | None:
        """The window whose page has this object name."""
        return next((each for each in self.windows if each.page.objectName() == name), None)

    def of(self, page: QWidget) -> BesideWindow | None:
        """The window that this page stands in."""
        return next((each for each in self.windows if each.page is page), None)

    def active(self) -> BesideWindow | None:
        """The window that has the keyboard, if it is one of these."""
        return next((each for each in self.windows if each.isActiveWindow()), None)

    def open(self, key: str, page: Page) -> BesideWindow:
        """Put a page into a window of its own and bring it forward."""
        made = BesideWindow(key, page, self._main)
        window_place.restore(made, self._main.desk.preferences, made.place_key, USUAL)
        taken = {each.pos().toTuple() for each in self.windows}
        while made.pos().toTuple() in taken:
            made.move(made.pos() + QPoint(STEP, STEP))
        window_place.bring_into_sight(made)
        self.windows.append(made)
        made.come_forward()
        return made

    def gone(self, window: BesideWindow) -> None:
        """A window was closed."""
        if window in self.windows:
            self.windows.remove(window)

    def leave_all(self) -> bool:
        """Close all that may be left; False, with that window in front, if one wants to stay."""
        for each in list(self.windows):
            if not each.leave():
                each.come_forward()
                return False
        return True
