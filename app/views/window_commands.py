"""What the main window does at a command of its menus, whatever page is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from app import __version__
from app.i18n import _
from app.views import theme
from app.views.shortcut_sheet import ShortcutSheet, keys_here
from app.views.texts import set_language

if TYPE_CHECKING:
    from app.views.beside import Besides
    from app.views.desk import Desk
    from app.views.menus import Menus
    from app.views.page import Page
    from app.views.sidebar import Sidebar


class WindowCommands(QMainWindow):
    """The commands of the main window, which has the parts named here."""

    desk: Desk
    besides: Besides
    menus: Menus
    sidebar: Sidebar

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say that something was done."""
        raise NotImplementedError

    @property
    def shown(self) -> str:
        """The key of the page that is shown."""
        raise NotImplementedError

    def commands(self) -> list[QAction]:
        """Every command that stands in a menu now."""
        raise NotImplementedError

    def current_page(self) -> Page | None:
        """The page that is shown."""
        raise NotImplementedError

    def _focused(self) -> Any:
        return QGuiApplication.focusObject()

    def copy_selected(self) -> None:
        """Copy what is selected in the part that has the keyboard."""
        copy = getattr(self._focused(), "copy", None)
        if callable(copy):
            copy()

    def select_everything(self) -> None:
        """Select all in the part that has the keyboard."""
        choose = getattr(self._focused(), "selectAll", None)
        if callable(choose):
            choose()

    def search(self) -> None:
        """Go to the search of the page."""
        page = self.current_page()
        if page is not None:
            page.go_to_search()

    def toggle_sidebar(self) -> None:
        """Show the pages with their names, or as pictures only."""
        self.sidebar.set_narrow(not self.sidebar.narrow)
        self.menus.sidebar_action.setChecked(not self.sidebar.narrow)
        self.desk.preferences.set("window.sidebar_narrow", self.sidebar.narrow)

    def choose_scheme(self, choice: str) -> None:
        """Use light or dark, or what the system says, and remember it."""
        theme.choose(choice)
        self.desk.preferences.set("window.scheme", choice)
        self.menus.schemes[theme.choice()].setChecked(True)

    def choose_language(self, code: str) -> None:
        """Show everything in another language at once, and remember it."""
        set_language(code)
        self.desk.preferences.set("window.language", code)

    def quick_search(self) -> None:
        """Find a record, page or command by typing, in the window that is worked in."""
        from app.views.palette import Palette

        host = self.besides.active() or self
        found = host.findChild(Palette, options=Qt.FindChildOption.FindDirectChildrenOnly)
        (found or Palette(host, self)).come()

    def help(self) -> None:
        """Show what the guide says about the page that is worked on."""
        from app.guide import topic_of_page
        from app.views.help_window import show_help

        beside = self.besides.active()
        page = self.current_page() if beside is None else beside.page
        key = self.shown if beside is None else beside.key
        topic = page.help_topic if page is not None else ""
        show_help(beside or self, self.desk.preferences, topic or topic_of_page(key))

    def new_order(self) -> None:
        """Begin a new order, whatever page is shown."""
        from app.views.orders import new_order

        new_order(self.desk, self)

    def show_shortcuts(self) -> None:
        """Show the keys that work in the window that is worked in."""
        beside = self.besides.active()
        if beside is None:
            sheet = ShortcutSheet(keys_here(self.commands(), self.current_page()), self)
        else:
            sheet = ShortcutSheet(keys_here(beside.commands(), beside.page), beside)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def tell_version(self) -> None:
        """Say which version this is."""
        self.tell(_("Daybook {version}").format(version=__version__))
