"""The pages of the window: lists, each made when it is first shown, and the records that lie over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app.i18n import _
from app.views.desk import Desk
from app.views.page import Page
from app.views.texts import Saying
from app.views.widgets.banner import UNDO, Toast

if TYPE_CHECKING:
    from app.views.beside import Besides
    from app.views.lately import Lately
    from app.views.menus import Menus
    from app.views.sidebar import Sidebar
    from app.views.status_bar import StatusBar


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


class WindowPages(QMainWindow):
    """What a window shows, and how one comes and goes; ``MainWindow`` puts its parts together."""

    desk: Desk
    specs: dict[str, PageSpec]
    besides: Besides
    lately: Lately
    menus: Menus
    sidebar: Sidebar
    stack: QStackedWidget
    status: StatusBar
    toast: Toast

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Page] = {}
        self._shown = ""
        self._over: list[_Over] = []
        self._left: list[Page] = []

    def page(self, key: str) -> Page:
        """The page with this key, made if it was never shown."""
        if key not in self.pages:
            self.put(key, self.specs[key].factory(self.desk))
        return self.pages[key]

    def put(self, key: str, made: Page) -> None:
        """Keep the page that was made for this key."""
        self.pages[key] = made
        self.stack.addWidget(made)
        made.stale = True
        made.status_changed.connect(lambda: self._page_status(key))

    def make_pages_again(self) -> None:
        """Build the pages anew, each when it is shown next; records over them stay open."""
        old = list(self.pages.values())
        self.pages.clear()
        page = self.current_page()
        if page is not None:
            self._bring(page)
        for each in old:
            self.stack.removeWidget(each)
            each.deleteLater()

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

    def show_list(self, key: str) -> Page | None:
        """Show the page of the list ``key`` itself; None if a record that lies over it wants to stay."""
        page = self.page(key)
        self.show_page(key)
        while self.current_page() is not page:
            if not self.close_record(self.current_page()):
                return None
            self.show_page(key)
        return page

    def _bring(self, page: Page) -> None:
        self.stack.setCurrentWidget(page)
        while self._left:
            self._discard(self._left.pop())
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
                over.page.setFocus(Qt.FocusReason.OtherFocusReason)
                return over.page
        self._over.append(_Over(key, page, self._shown))
        self.stack.addWidget(page)
        page.status_changed.connect(lambda: self._page_status(self._shown))
        self._shown = key
        self._bring(page)
        # The list that hides would hand it to the first button.
        page.setFocus(Qt.FocusReason.OtherFocusReason)
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
        if was_shown:
            self._go_below(over)
        self.stack.removeWidget(over.page)

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
        if self.stack.currentWidget() is over.page:
            # The stack would show any other page until the next one is brought.
            self._left.append(over.page)
        else:
            self._discard(over.page)
        return True

    def _discard(self, page: Page) -> None:
        self.stack.removeWidget(page)
        page.deleteLater()

    def leave_records(self) -> bool:
        """Close every record that is open over a list; False if one wants to stay."""
        closed = all(self._drop(over) for over in list(reversed(self._over)))
        page = self.current_page()
        if self._left and page is not None:
            self._bring(page)
        return closed

    def go_to(self, key: str) -> Page:
        """Show a page and give it the keyboard."""
        page = self.show_page(key)
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return page

    def show_settings(self, part: str) -> Any:
        """Show a part of the settings; gives it, or None where there are no settings or a page over them stays."""
        page: Any = self.show_list("settings") if "settings" in self.specs else None
        return page.show_section(part) if page is not None else None

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

    def tell(self, text: str, undo: Callable[[], object] | None = None, action: Saying = UNDO) -> None:
        """Say at the bottom right of the window that is worked in that something was done, and offer an action."""
        beside = self.besides.active()
        (self.toast if beside is None else beside.toast).tell(text, undo, action)
