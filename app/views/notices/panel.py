"""The panel of the notices: it lies over the page beside the sidebar, opens by the bell and goes with Esc.

In the list Enter opens, Space is done, L, T and W put off until later today, tomorrow and next week.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _
from app.views import motion, theme
from app.views.commands import action_for
from app.views.notices.rows import ENTRY, NoticeDelegate, NoticeModel
from app.views.texts import say
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.empty_state import EmptyState
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.queries.notices import Group, Notice
    from app.views.main_window import MainWindow
    from app.views.notices.centre import NoticeCentre

WIDTH, HEIGHT = 420, 600
CHOICES = (("later", N_("Later today"), "L"), ("tomorrow", N_("Tomorrow"), "T"), ("week", N_("Next week"), "W"))


class _List(QListView):
    """The notices; its keys work only while it has the keyboard."""

    pressed_key = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = {
            Qt.Key.Key_Return: "open",
            Qt.Key.Key_Enter: "open",
            Qt.Key.Key_Space: "done",
            Qt.Key.Key_Delete: "done",
            Qt.Key.Key_L: "later",
            Qt.Key.Key_T: "tomorrow",
            Qt.Key.Key_W: "week",
        }
        name = names.get(Qt.Key(event.key()))
        if name is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.pressed_key.emit(name)
            return
        super().keyPressEvent(event)


class NoticePanel(QFrame):
    """The list with what can be done about the selected notices."""

    def __init__(self, centre: NoticeCentre, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("notice_panel")
        say(self.setAccessibleName, N_("Notices"))
        self._centre, self._window = centre, window
        self._before: QWidget | None = None
        self.aside = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.model = NoticeModel(centre.desk.currency, self)
        self.list = _List()
        self.list.setObjectName("notice_list")
        say(self.list.setAccessibleName, N_("Notices"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(NoticeDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu_at)
        self.list.pressed_key.connect(self._key)
        self.list.doubleClicked.connect(lambda _index: self.open_chosen())
        self.list.clicked.connect(self._clicked)
        self.empty = EmptyState("notices_empty")
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(self._foot())
        self.list.selectionModel().selectionChanged.connect(lambda *_changed: self._enable())
        centre.altered.connect(self.fill)
        theme.switch().switched.connect(self.list.viewport().update)
        window.resized.connect(self._window_resized)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_went)
        window.stack.currentChanged.connect(lambda _at: self.close_panel())
        self.hide()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 8, 6)
        row.addWidget(label(N_("Notices"), "section", "notices_title"))
        row.addStretch(1)
        self.switch = button("", "notices_aside", kind="link", run=self._switch)
        row.addWidget(self.switch)
        row.addWidget(icon_button("x", N_("Close (Esc)"), "notices_close", run=self.close_panel))
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 10)
        row.setSpacing(8)
        self.open_button = button(N_("Open"), "notice_open", icon="arrow-right", run=self.open_chosen)
        self.done_button = button(N_("Mark done"), "notice_done", icon="check", run=self.finish_chosen)
        self.later_button = button(N_("Later"), "notice_later", icon="clock")
        self.later_menu = QMenu(self)
        self.later_menu.setObjectName("notice_later_menu")
        for key, text, letter in CHOICES:
            action = action_for(f"notice_{key}", text, lambda key=key: self.put_off_chosen(key), self.later_menu)
            # The letter is a key of the list; here it is only shown.
            say(action.setText, lambda text=text, letter=letter: f"{_(text)}\t{letter}")
            self.later_menu.addAction(action)
        self.later_button.setMenu(self.later_menu)
        self.back_button = button(N_("Bring back"), "notice_back", icon="undo-2", run=self.bring_back_chosen)
        for part in (self.open_button, self.done_button, self.later_button, self.back_button):
            row.addWidget(part)
        row.addStretch(1)
        return row

    # Opening and closing

    def toggle(self) -> None:
        """Open the panel and give it the keyboard; or close it."""
        self.close_panel() if self.isVisible() else self.open_panel()

    def open_panel(self) -> None:
        """Show the notices over the page."""
        self._before = self._window.focusWidget()
        self.aside = False
        self._centre.refresh()
        self.fill()
        self._place()
        self.show()
        self.raise_()
        end = self.pos()
        motion.slide(self, end.x() - 24, end.x(), lambda x: self.move(x, end.y()))
        (self.list if self.model.entries else self).setFocus(Qt.FocusReason.PopupFocusReason)
        self._choose_first()

    def close_panel(self) -> None:
        """Take the panel away and give the keyboard back."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if had_focus and self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _place(self) -> None:
        left = self._window.sidebar.width() + 8
        foot = self._window.status.mapTo(self._window, QPoint(0, 0)).y()
        high = min(HEIGHT, foot - 72)
        self.setGeometry(left, foot - high - 8, WIDTH, high)

    def _window_resized(self) -> None:
        if self.isVisible():
            self._place()

    def _focus_went(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes on elsewhere in the window does not need the panel any more."""
        if not self.isVisible() or now is None or now.window() is not self._window:
            return
        if now is not self and not self.isAncestorOf(now) and now is not self._window.sidebar.bell:
            self._before = None
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    # What is shown

    def fill(self) -> None:
        """Show what the centre knows; what was selected stays selected."""
        if not self.isVisible() and self.model.entries and self._before is None:
            self.model.show_groups(())
        chosen = {notice.key for notice in self.chosen()}
        at = self.list.currentIndex().row()
        found = self._centre.found
        put = found.aside if found is not None else ()
        groups = self._aside_groups(put) if self.aside else self._centre.groups()
        self.model.show_groups(groups)
        acts = (self.open_button, self.done_button, self.later_button, self.back_button)
        if not groups and any(part.hasFocus() for part in (self.list, *acts)):
            # What hides gives the keyboard to the page, and the panel would go with it.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setVisible(bool(groups))
        self.empty.setVisible(not groups)
        if not groups:
            self.empty.tell(
                "circle-check",
                N_("Nothing is put aside.") if self.aside else N_("Nothing waits for you."),
                "" if self.aside else N_("What is due, overdue or needs your yes appears here."),
            )
        n = len(put)
        if self.aside:
            say_button(self.switch, N_("Back to the notices"))
        else:
            say_button(self.switch, lambda: _("Put aside: {n}").format(n=n))
        self.switch.setVisible(self.aside or bool(put))
        for part in (self.open_button, self.done_button, self.later_button):
            part.setVisible(bool(groups) and not self.aside)
        self.back_button.setVisible(bool(groups) and self.aside)
        self._reselect(chosen, at)
        self._enable()

    @staticmethod
    def _aside_groups(put: tuple[Notice, ...]) -> tuple[Group, ...]:
        from app.queries.notices import Group

        off = tuple(notice for notice in put if notice.until is not None)
        done = tuple(notice for notice in put if notice.done)
        return tuple(
            Group(topic, title, several, len(several))
            for topic, title, several in (("off", _("Put off"), off), ("done", _("Done"), done))
            if several
        )

    def _reselect(self, chosen: set[tuple[str, str, int | None]], at: int) -> None:
        rows = [row for row, entry in enumerate(self.model.entries) if getattr(entry, "key", None) in chosen]
        if rows:
            self.list.setCurrentIndex(self.model.index(rows[0], 0))
        elif at >= 0 and self.model.entries:
            self.list.setCurrentIndex(self.model.index(min(at, len(self.model.entries) - 1), 0))
        elif self.isVisible():
            self._choose_first()

    def _choose_first(self) -> None:
        first = next((row for row, entry in enumerate(self.model.entries) if not hasattr(entry, "notices")), -1)
        if first >= 0:
            self.list.setCurrentIndex(self.model.index(first, 0))

    def _switch(self) -> None:
        self.aside = not self.aside
        self.fill()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is done with the chosen ones

    def chosen(self) -> list[Notice]:
        """The selected notices; a selected heading stands for all of its own that are shown."""
        found: dict[Any, Notice] = {}
        for index in self.list.selectionModel().selectedIndexes() if self.list.selectionModel() else ():
            entry = index.data(ENTRY)
            for notice in getattr(entry, "notices", (entry,)):
                found[notice.key] = notice
        return list(found.values())

    def _enable(self) -> None:
        some = bool(self.chosen())
        parts: tuple[QPushButton, ...] = (self.open_button, self.done_button, self.later_button, self.back_button)
        for part in parts:
            part.setEnabled(some)

    def open_chosen(self) -> None:
        """Go to the record of the current notice, or to the list of the current heading."""
        entry = self.list.currentIndex().data(ENTRY)
        if entry is None:
            return
        self._before = None
        self.close_panel()
        if hasattr(entry, "notices"):
            self._centre.open_group(entry)
        else:
            self._centre.open(entry)

    def finish_chosen(self) -> None:
        """Call the chosen notices done."""
        if self.chosen() and not self.aside:
            self._centre.finish(self.chosen())

    def put_off_chosen(self, choice: str) -> None:
        """Hide the chosen notices until ``later``, ``tomorrow`` or next ``week``."""
        if self.chosen() and not self.aside:
            self._centre.put_off(self.chosen(), choice)

    def bring_back_chosen(self) -> None:
        """Show the chosen ones again among the others."""
        if self.chosen():
            self._centre.bring_back(self.chosen())

    def _key(self, name: str) -> None:
        runs: dict[str, Callable[[], object]] = {"open": self.open_chosen, "done": self.finish_chosen}
        if self.aside and name == "done":
            self.bring_back_chosen()
        else:
            runs.get(name, lambda: self.put_off_chosen(name))()

    def _clicked(self, index: Any) -> None:
        entry = index.data(ENTRY)
        if hasattr(entry, "notices") and entry.count > len(entry.notices):
            self.open_chosen()

    def _menu_at(self, place: QPoint) -> None:
        if not self.list.indexAt(place).isValid():
            return
        menu = QMenu(self)
        menu.setObjectName("notice_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(action_for("menu_open", N_("Open"), self.open_chosen, menu, icon_name="arrow-right"))
        if self.aside:
            menu.addAction(action_for("menu_back", N_("Bring back"), self.bring_back_chosen, menu, icon_name="undo-2"))
        else:
            menu.addAction(action_for("menu_done", N_("Mark done"), self.finish_chosen, menu, icon_name="check"))
            for key, text, _letter in CHOICES:
                menu.addAction(action_for(f"menu_{key}", text, lambda key=key: self.put_off_chosen(key), menu))
        menu.popup(self.list.viewport().mapToGlobal(place))
