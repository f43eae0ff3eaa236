"""The menu bar: every command of the program, the window and the page that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app.i18n import LANGUAGES, N_
from app.models.actor import Permission
from app.views.commands import WITHIN, action_for, refusal
from app.views.texts import say

if TYPE_CHECKING:
    from app.views.main_window import MainWindow

MenuName = Literal["file", "edit", "view", "record", "help"]

TITLES: tuple[tuple[MenuName, str], ...] = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("record", N_("&Record")),
    ("help", N_("&Help")),
)

EVERYWHERE = frozenset(
    {
        "undo",
        "redo",
        "copy",
        "select_all",
        "new_order_anywhere",
        "quick_search",
        "why_number",
        "help",
        "shortcuts",
        "quit",
    }
)
"""What also works in the windows of records."""


class Menus(QObject):
    """The menus of a window. ``pages_end`` is the place in the view menu before which pages are listed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        bar = window.menuBar()
        bar.setObjectName("menu_bar")
        self.by_name: dict[str, QMenu] = {}
        self._below: list[QMenu] = []
        for name, title in TITLES:
            menu = QMenu(bar)
            menu.setObjectName(f"{name}_menu")
            say(menu.setTitle, title)
            bar.addMenu(menu)
            self.by_name[name] = menu
        self._fill_file()
        self._fill_edit()
        self._fill_view()
        self._fill_record()
        self._fill_help()

    def _add(self, menu: MenuName, name: str, text: str, run: Callable[[], Any], **more: Any) -> QAction:
        action = action_for(name, text, run, self.window, **more)
        self.by_name[menu].addAction(action)
        return action

    def _fill_file(self) -> None:
        window = self.window
        self.new_order = self._add(
            "file",
            "new_order_anywhere",
            N_("New order from any page"),
            window.new_order,
            icon_name="circle-plus",
            shortcut="Ctrl+Shift+N",
        )
        say(self.new_order.setStatusTip, lambda: refusal(window.desk.actor, Permission.EDIT_ORDERS))
        self.apply_rights()
        self._file_end = self.by_name["file"].addSeparator()
        leave = self._add("file", "quit", N_("Quit"), self.window.close, icon_name="log-out", shortcut="Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def apply_rights(self) -> None:
        """Offer what whoever is at the desk may do."""
        self.new_order.setEnabled(self.window.desk.actor.may(Permission.EDIT_ORDERS))

    def _fill_edit(self) -> None:
        window = self.window
        self._edit_start = self.by_name["edit"].addSeparator()
        self._add("edit", "copy", N_("Copy"), window.copy_selected, icon_name="copy", shortcut="Ctrl+C")
        self._add("edit", "select_all", N_("Select all"), window.select_everything, shortcut="Ctrl+A")
        self._add(
            "edit", "quick_search", N_("Quick search"), window.quick_search, icon_name="search", shortcut="Ctrl+K"
        )
        self._add("edit", "find", N_("Search this list"), window.search, icon_name="search", shortcut="Ctrl+F")

    def _fill_view(self) -> None:
        window, view = self.window, self.by_name["view"]
        self.pages_end = view.addSeparator()
        self._add("view", "refresh", N_("Refresh"), window.refresh, icon_name="refresh-cw", shortcut="F5")
        self._view_end = view.addSeparator()
        self.sidebar_action = self._add(
            "view", "toggle_sidebar", N_("Show names of pages"), window.toggle_sidebar, shortcut="Ctrl+B"
        )
        self.sidebar_action.setCheckable(True)
        self._add("view", "reset_layout", N_("Reset the window's layout"), window.reset_layout, icon_name="rotate-ccw")
        schemes = [("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark"))]
        self.schemes = self._choices("scheme_menu", N_("Colours"), schemes, window.choose_scheme)
        self.languages = self._choices("language_menu", N_("Language"), list(LANGUAGES.items()), window.choose_language)

    def _fill_record(self) -> None:
        self.beside = action_for(
            "open_beside",
            N_("Open in its own window"),
            self.window.open_chosen_beside,
            self.window,
            icon_name="external-link",
        )
        self.why = action_for(
            "why_number", N_("Why this number?"), self.window.why_number, self.window, icon_name="info"
        )
        self.why.setShortcuts([QKeySequence("Alt+Enter"), QKeySequence("Alt+Return")])
        # The first one is shown: keyboards say Enter.
        self.beside.setShortcuts([QKeySequence("Shift+Enter"), QKeySequence("Shift+Return")])

    def _fill_help(self) -> None:
        window = self.window
        self._add("help", "help", N_("Guide"), window.help, icon_name="book-open", shortcut="F1")
        sheet = self._add("help", "shortcuts", N_("Keys that work here"), window.show_shortcuts, icon_name="keyboard")
        # A question mark typed into a field stays there: fields take plain characters before commands do.
        sheet.setShortcuts([QKeySequence("Ctrl+/"), QKeySequence("?")])
        self._add("help", "report_problem", N_("Report a problem…"), window.report_problem, icon_name="flag")
        about = self._add("help", "about", N_("About Daybook"), window.about, icon_name="info")
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _choices(
        self, name: str, title: str, choices: list[tuple[str, str]], choose: Callable[[str], Any]
    ) -> dict[str, QAction]:
        view = self.by_name["view"]
        menu = QMenu(view)
        menu.setObjectName(name)
        say(menu.setTitle, title)
        group = QActionGroup(menu)
        made = {}
        for key, text in choices:
            action = action_for(f"{name}_{key}", text, lambda key=key: choose(key), menu)
            action.setCheckable(True)
            group.addAction(action)
            menu.addAction(action)
            made[key] = action
        view.addMenu(menu)
        return made

    def show_record(self, actions: Sequence[QAction | None]) -> None:
        """Fill the record menu with the commands of a page; None is a separator."""
        menu = self.by_name["record"]
        menu.clear()
        for below in self._below:
            below.deleteLater()
        self._below.clear()
        opened: dict[str, QMenu] = {}
        for action in actions:
            if action is None:
                menu.addSeparator()
                continue
            within = action.property(WITHIN) or ""
            if within and within not in opened:
                opened[within] = self._menu_below(menu, within)
            opened.get(within, menu).addAction(action)
        menu.menuAction().setVisible(bool(menu.actions()))
        if menu.actions():
            menu.addSeparator()
            menu.addAction(self.why)
            menu.addAction(self.beside)

    def _menu_below(self, menu: QMenu, title: str) -> QMenu:
        below = QMenu(menu)
        below.setObjectName(f"record_menu_{len(self._below)}")
        say(below.setTitle, title)
        menu.addMenu(below)
        self._below.append(below)
        return below

    def add(self, menu: MenuName, action: QAction | None) -> None:
        """Put a command of the program into a menu, before the window's own; None is a separator."""
        where = self.by_name[menu]
        before = {"file": self._file_end, "edit": self._edit_start, "view": self._view_end}.get(menu)
        before = before or (where.actions()[0] if where.actions() else None)
        if action is None:
            separator = QAction(where)
            separator.setSeparator(True)
            action = separator
        if before is None:
            where.addAction(action)
        else:
            where.insertAction(before, action)

    def everywhere(self) -> list[QAction]:
        """The commands that also work in the windows of records."""
        return [action for action in self.commands() if action.objectName() in EVERYWHERE]

    def commands(self) -> list[QAction]:
        """Every command that stands in a menu now."""
        return [action for _title, action in self.titled()]

    def titled(self) -> list[tuple[str, QAction]]:
        """Every command that stands in a menu now, with the title of the menu within a menu that holds it."""
        found: list[tuple[str, QAction]] = []

        def walk(menu: QMenu, title: str) -> None:
            for action in menu.actions():
                below = action.menu()
                if isinstance(below, QMenu):
                    # What can be done with a record is found by its own words only.
                    walk(below, "" if below in self._below else below.title().replace("&", ""))
                elif not action.isSeparator():
                    found.append((title, action))

        for menu in self.by_name.values():
            walk(menu, "")
        return found
