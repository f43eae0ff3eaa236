"""The window: pages at the left, one of them shown, every command in the menu bar, a status line.

``MainWindow(desk, [PageSpec("orders", N_("Orders"), "clipboard-list", factory), …])``: a page is made when it is
first shown (``factory(desk)`` gives a ``Page``). ``add_command("file", action)`` puts a command of the program into a
menu. ``on_close`` is asked before the window closes; it ends the background work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import i18n
from app.i18n import _
from app.views import problems, tab_order, theme, window_place
from app.views.beside import Besides
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.lately import Lately
from app.views.menus import Menus
from app.views.notices import NoticeCentre
from app.views.page import Page
from app.views.presence import Presence
from app.views.sidebar import Sidebar
from app.views.status_bar import StatusBar
from app.views.texts import Saying, language_switch, spoken
from app.views.widgets.banner import UNDO, Banner, Toast
from app.views.window_commands import USUAL, WindowCommands

SMALLEST = QSize(1100, 680)


@dataclass(frozen=True)
class PageSpec:
    """A page of the window: key, title (a marked text), icon, and what makes it when it is first shown."""

    key: str
    title: str
    icon: str
    factory: Callable[[Desk], Page]
    at_bottom: bool = False


@dataclass
class _Over:
    """A page over the list ``key``; ``came_from`` is the key of the page that was shown before it."""

    key: str
    page: Page
    came_from: str


class MainWindow(WindowCommands):
    """The one window of an open book."""

    def __init__(
        self,
        desk: Desk,
        pages: Sequence[PageSpec],
        *,
        book: str = "",
        on_close: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.desk = desk
        desk.shell = self
        self.specs = {spec.key: spec for spec in pages}
        self.pages: dict[str, Page] = {}
        self._on_close = on_close
        self._shown = ""
        self._over: list[_Over] = []
        self.besides = Besides(self)
        self.lately = Lately(desk.preferences)
        self.program: object = None
        self.setMinimumSize(SMALLEST)
        self.setWindowTitle(f"{book} – Daybook" if book else "Daybook")
        desk.background.problem = lambda error: problems.show(error, parent=self)
        desk.background.question = lambda asked, go_on: go_on(problems.ask(asked, self))

        self.sidebar = Sidebar()
        self.stack = QStackedWidget()
        self.stack.setObjectName("page_stack")
        self.status = StatusBar(desk.background)
        self.toast = Toast(self)
        shell = QWidget()
        shell.setObjectName("shell")
        outer = QVBoxLayout(shell)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        self.banner = Banner("window_banner")
        self.above = above = QVBoxLayout()
        above.setContentsMargins(24, 12, 24, 0)
        above.addWidget(self.banner)
        right.addLayout(above)
        right.addWidget(self.stack, 1)
        middle.addLayout(right, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        self.setCentralWidget(shell)

        self.menus = Menus(self)
        for number, spec in enumerate(pages, start=1):
            keys = "Ctrl+0" if number == 10 else f"Ctrl+{number}" if number < 10 else ""
            keys = "Ctrl+," if spec.at_bottom else keys
            shown_keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            self.sidebar.add(spec.key, spec.title, spec.icon, shown_keys, at_bottom=spec.at_bottom)
            action = action_for(
                f"show_{spec.key.replace('-', '_')}",
                spec.title,
                lambda key=spec.key: self.go_to(key),
                self,
                icon_name=spec.icon,
                shortcut=keys,
            )
            self.menus.by_name["view"].insertAction(self.menus.pages_end, action)
        self.sidebar.chosen.connect(self.show_page)
        theme.switch().switched.connect(self._scheme_switched)
        language_switch().switched.connect(self._language_switched)
        self.notices = NoticeCentre(self, desk)
        self.presence = Presence(self, desk)
        self._restore()
        tab_order.arrange(self.sidebar)

    # Pages

    def page(self, key: str) -> Page:
        """The page with this key, made if it was never shown."""
        if key not in self.pages:
            made = self.specs[key].factory(self.desk)
            self.pages[key] = made
            self.stack.addWidget(made)
            made.stale = True
            made.status_changed.connect(lambda: self._page_status(key))
        return self.pages[key]

    def make_pages_again(self) -> None:
        """Build the pages anew, as they stand without anything remembered; records over them stay open."""
        for each in self.pages.values():
            self.stack.removeWidget(each)
            each.deleteLater()
        self.pages.clear()
        page = self.current_page()
        if page is not None:
            self._bring(page)

    def show_page(self, key: str) -> Page:
        """Show a page."""
        if key not in self.specs:
            key = next(iter(self.specs))
        while self._shown == key and (over := self._top(key)) is not None:
            if not self._drop(over):
                break
        for each in self._over:
            if each.key == key and self._shown != key:
                each.came_from = key
        self._shown = key
        page = self.current_page()
        assert page is not None
        self._bring(page)
        return page

    def _bring(self, page: Page) -> None:
        self.stack.setCurrentWidget(page)
        self.sidebar.show_chosen(self._shown)
        self.menus.show_record(page.menu_actions())
        self._page_status(self._shown)

    def open_record(self, key: str, page: Page) -> Page:
        """Show the page of one record over the list ``key``; ``close_record`` goes back to where one came from.

        A record that is open already is brought forward instead (its page has the same object name), wherever it is.
        """
        if self.besides.wanted:
            return self.open_beside(key, page)
        self._note(page)
        held = self.besides.holding(page.objectName())
        if held is not None:
            page.deleteLater()
            held.come_forward()
            return held.page
        if self.besides.active() is not None:
            self.activateWindow()
        for over in self._over:
            if over.page.objectName() == page.objectName():
                page.deleteLater()
                self._over.remove(over)
                self._over.append(over)
                over.came_from = self._shown
                self._shown = over.key
                self._bring(over.page)
                return over.page
        self._over.append(_Over(key, page, self._shown))
        self.stack.addWidget(page)
        page.status_changed.connect(lambda: self._page_status(self._shown))
        self._shown = key
        self._bring(page)
        page.refresh()
        return page

    def open_beside(self, key: str, page: Page) -> Page:
        """Show the page of one record in a window of its own; one that is open over a list moves there as it stands."""
        self._note(page)
        name = page.objectName()
        held = self.besides.holding(name)
        over = next((over for over in self._over if over.page.objectName() == name), None)
        if held is None and over is None:
            self.besides.open(key, page)
            page.refresh()
            return page
        opened = held.page if held is not None else over.page if over is not None else page
        if page is not opened:
            page.deleteLater()
        if held is not None:
            held.come_forward()
        elif over is not None:
            self._take_out(over)
            self.besides.open(over.key, over.page)
        return opened

    def _note(self, page: Page) -> None:
        record = page.shown_record()
        if record is not None:
            self.lately.note(*record)

    def _take_out(self, over: _Over) -> None:
        was_shown = over is self._top(self._shown)
        self._over.remove(over)
        self.stack.removeWidget(over.page)
        if was_shown:
            self._go_below(over)

    def open_chosen_beside(self) -> None:
        """Open the chosen row of the list that is shown, or the record that is shown, in a window of its own."""
        over = self._top(self._shown)
        page = self.current_page()
        opener = page.chosen_opener() if page is not None else None
        if opener is not None:
            with self.besides.everything():
                opener()
        elif over is not None:
            self.open_beside(over.key, over.page)
        else:
            self.tell(_("Choose a row first."))

    def close_record(self, page: Page | None = None) -> bool:
        """Leave the record that is shown, or this one; False if there is none or it wants to stay (``may_close``)."""
        beside = self.besides.active() if page is None else self.besides.of(page)
        if beside is not None:
            return beside.leave()
        over = self._top(self._shown) if page is None else next((o for o in self._over if o.page is page), None)
        if over is None:
            return False
        was_shown = over is self._top(self._shown)
        if not self._drop(over):
            return False
        if was_shown:
            self._go_below(over)
        return True

    def _go_below(self, over: _Over) -> None:
        self._shown = over.came_from
        below = self.current_page()
        if below is not None:
            self._bring(below)
            below.setFocus(Qt.FocusReason.OtherFocusReason)

    def _top(self, key: str) -> _Over | None:
        return next((over for over in reversed(self._over) if over.key == key), None)

    def _drop(self, over: _Over) -> bool:
        if not over.page.may_close():
            return False
        self._over.remove(over)
        self.stack.removeWidget(over.page)
        over.page.deleteLater()
        return True

    def leave_records(self) -> bool:
        """Close every record that is open over a list; False if one wants to stay."""
        return all(self._drop(over) for over in list(reversed(self._over)))

    def forget_pages(self) -> None:
        """Make every page anew when it is shown next: somebody else is at the desk."""
        old = list(self.pages.values())
        self.pages.clear()
        if self._shown:
            self.show_page(self._shown)
        for page in old:
            self.stack.removeWidget(page)
            page.deleteLater()

    def go_to(self, key: str) -> Page:
        """Show a page and give it the keyboard."""
        page = self.show_page(key)
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return page

    @property
    def shown(self) -> str:
        """The key of the page that is shown."""
        return self._shown

    def current_page(self) -> Page | None:
        """The page that is shown."""
        over = self._top(self._shown)
        if over is not None:
            return over.page
        return self.page(self._shown) if self._shown else None

    def _page_status(self, key: str) -> None:
        page = self.current_page() if key == self._shown else None
        if page is not None:
            self.status.show_left(page.status_text())

    def refresh(self) -> None:
        """Show the present state of the book on the page that is shown."""
        page = self.current_page()
        if page is not None:
            page.refresh()

    def tell(self, text: str, undo: Callable[[], object] | None = None, action: Saying = UNDO) -> None:
        """Say at the bottom right of the window that is worked in that something was done, and offer an action."""
        beside = self.besides.active()
        (self.toast if beside is None else beside.toast).tell(text, undo, action)

    def warn(self, text: Saying) -> None:
        """Say above the pages what the person should know; it stays until it is put away."""
        self.banner.tell("warn", text)

    def _scheme_switched(self) -> None:
        self.menus.schemes[theme.choice()].setChecked(True)

    def _language_switched(self) -> None:
        self.menus.languages[i18n.language()].setChecked(True)
        self._page_status(self._shown) if self._shown else None
        # Widgets whose widths follow their texts are measured again.
        QTimer.singleShot(0, self, self.updateGeometry)

    def title_of(self, key: str) -> str:
        """What a page is called."""
        return spoken(self.specs[key].title)

    # Coming and going

    def _restore(self) -> None:
        kept = self.desk.preferences
        self.menus.schemes[theme.choice()].setChecked(True)
        self.menus.languages[i18n.language()].setChecked(True)
        window_place.restore(self, kept, "window.geometry", USUAL)
        if kept.get("window.sidebar_narrow", False):
            self.sidebar.set_narrow(True)
        self.menus.sidebar_action.setChecked(not self.sidebar.narrow)
        page = kept.get("window.page", "")
        if self.specs:
            self.show_page(page if page in self.specs else next(iter(self.specs)))

    def remember(self) -> None:
        """Keep where the window stands and what it shows."""
        kept = self.desk.preferences
        window_place.remember(self, kept, "window.geometry")
        kept.set("window.page", self._shown)
        kept.save()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        page = self.current_page()
        if page is not None and self.focusWidget() is None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        stays = next((over for over in self._over if not over.page.may_close()), None)
        if stays is not None or not self.besides.leave_all() or (self._on_close is not None and not self._on_close()):
            event.ignore()
            return
        self.remember()
        event.accept()
