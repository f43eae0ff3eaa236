"""The window: pages at the left, one of them shown, every command in the menu bar, a status line.

``MainWindow(desk, [PageSpec("orders", N_("Orders"), "clipboard-list", factory), …])``: a page is made when it is
first shown (``factory(desk)`` gives a ``Page``). ``add_command("file", action)`` puts a command of the program into a
menu. ``on_close`` is asked before the window closes; it ends the background work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import i18n
from app.views import problems, tab_order, theme, window_place
from app.views.above_pages import AbovePages
from app.views.beside import Besides
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.imports.drops import accept_file, take_file
from app.views.lately import Lately
from app.views.menus import Menus
from app.views.notices import NoticeCentre
from app.views.presence import Presence
from app.views.sidebar import Sidebar
from app.views.status_bar import StatusBar
from app.views.texts import Saying, language_switch, spoken
from app.views.widgets.banner import Banner, Toast
from app.views.window_commands import USUAL, WindowCommands
from app.views.window_pages import PageSpec

SMALLEST = QSize(1100, 680)


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
        self._on_close = on_close
        self.besides = Besides(self)
        self.lately = Lately(desk.preferences)
        self.program: object = None
        self._take_file: Callable[[Path], object] | None = None
        self.setMinimumSize(SMALLEST)
        self.setWindowTitle(f"{book} – Daybook" if book else "Daybook")
        desk.background.problem = lambda error: problems.show(error, parent=self)
        desk.background.question = lambda asked, go_on: go_on(problems.ask(asked, self))

        self.sidebar = Sidebar()
        self.stack = QStackedWidget()
        self.stack.setObjectName("page_stack")
        self.status = StatusBar(desk.background)
        self.toast = Toast(self)
        self.resized.connect(self.toast.place)
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
        self.above = AbovePages()
        self.above.add(self.banner)
        right.addWidget(self.above)
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
        tab_order.bring_behind(self.banner, self.sidebar)

    def refresh(self) -> None:
        """Show the present state of the book on the page that is shown."""
        page = self.current_page()
        if page is not None:
            page.refresh()

    def warn(self, text: Saying) -> None:
        """Say above the pages what the person should know; it stays until it is put away."""
        self.banner.tell("warn", text)

    def take_files(self, take: Callable[[Path], object]) -> None:
        """Give ``take`` the path of a file that is dropped on the window and can be imported."""
        self._take_file = take
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.property("locked") or not accept_file(event):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_file is None or not take_file(event, self._take_file):
            super().dropEvent(event)

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
