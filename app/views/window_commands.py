"""What the main window does at a command of its menus, whatever page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent

from app.i18n import _
from app.views import theme, window_place
from app.views.texts import set_language
from app.views.window_pages import WindowPages

if TYPE_CHECKING:
    from app.views.menus import MenuName

USUAL = QSize(1280, 800)
"""The size of the main window at the first start."""


class WindowCommands(WindowPages):
    """The commands of a window of pages."""

    resized = Signal()

    def add_command(self, menu: MenuName, action: QAction | None) -> None:
        """Put a command of the program into a menu, before the window's own; None is a separator."""
        self.menus.add(menu, action)

    def commands(self) -> list[QAction]:
        """Every command that stands in a menu now."""
        return self.menus.commands()

    def titled_commands(self) -> list[tuple[str, QAction]]:
        """Every command of the menus, with the title of the menu below a menu that it stands in."""
        return self.menus.titled()

    def commands_everywhere(self) -> list[QAction]:
        """The commands that also work in windows of their own."""
        return self.menus.everywhere()

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
        set_language(code, in_turns=True)
        self.desk.preferences.set("window.language", code)

    def quick_search(self) -> None:
        """Find a record, page or command by typing, in the window that is worked in."""
        from app.views.palette import Palette

        if self.property("locked"):
            return
        host = self.besides.active() or self
        found = host.findChild(Palette, options=Qt.FindChildOption.FindDirectChildrenOnly)
        (found or Palette(host, self)).come()

    def put_search_away(self) -> None:
        """Close the quick search, as nothing of the book may be seen."""
        from app.views.palette import Palette

        for found in self.findChildren(Palette):
            found.leave(give_back=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def help(self) -> None:
        """Show what the guide says about the page that is worked on."""
        from app.guide import topic_of_page
        from app.views.help_window import show_help

        beside = self.besides.active()
        page = self.current_page() if beside is None else beside.page
        key = self.shown if beside is None else beside.key
        topic = page.help_topic if page is not None else ""
        show_help(beside or self, self.desk.preferences, topic or topic_of_page(key))

    def why_number(self) -> None:
        """Explain the figures of the page that is worked on."""
        from app.views.why import ask_why

        beside = self.besides.active()
        page = self.current_page() if beside is None else beside.page
        ask_why(self.desk, page, beside or self)

    def new_order(self) -> None:
        """Begin a new order, whatever page is shown."""
        from app.views.orders import new_order

        new_order(self.desk, self)

    def show_shortcuts(self) -> None:
        """Show the keys that work in the window that is worked in."""
        from app.views.shortcut_sheet import ShortcutSheet, keys_here

        beside = self.besides.active()
        if beside is None:
            sheet = ShortcutSheet(keys_here(self.commands(), self.current_page()), self)
        else:
            sheet = ShortcutSheet(keys_here(beside.commands(), beside.page), beside)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def about(self) -> None:
        """Say what Daybook is, which version, and under which licences."""
        from app.views.about import show_about

        show_about(self)

    def report_problem(self) -> None:
        """Make a file for whoever looks after Daybook."""
        from app.views.trouble_dialog import report_problem

        report_problem(self.desk, self)

    def reset_layout(self) -> None:
        """Arrange the window and its lists as at the first start; nothing that was typed is lost."""
        self.desk.preferences.forget_layout()
        if self.isMaximized() or self.isFullScreen():
            self.showNormal()
        self.resize(USUAL)
        window_place.bring_into_sight(self)
        self.sidebar.set_narrow(False)
        self.menus.sidebar_action.setChecked(True)
        self.make_pages_again()
        self.tell(_("The window is arranged as at the first start."))
