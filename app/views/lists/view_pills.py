"""The views of a list as pills with live counts: ready-made ones, then those that people saved.

Pills that have no room go into the menu of the last one, "More"; the chosen one always stands in the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QSizePolicy, QWidget

from app.i18n import N_, _
from app.queries.filters import Pill
from app.queries.saved_views import ListView
from app.views.texts import button_text, say, tip
from app.views.values import first_capital
from app.views.widgets.buttons import button, say_button
from app.views.widgets.popup import pop_up

SPACING = 4
HEIGHT = 32


class ViewPills(QWidget):
    """One pill is always chosen; arrows go from one to the next."""

    chosen = Signal(str)
    """The view with this key was chosen, perhaps again."""
    menu_asked = Signal(str, QPoint)
    """The menu of a saved view is wanted, at this point of the screen."""

    def __init__(self, pills: Sequence[Pill], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_pills")
        say(self.setAccessibleName, N_("Views"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.pills = tuple(pills)
        self.views: tuple[ListView, ...] = ()
        self._counts: dict[str, int] = {}
        self._altered = False
        self._left: list[str] = []
        self.key = self.pills[0].key
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        for pill in self.pills:
            self._make(pill.key, f"view_{pill.key.replace('-', '_')}")
        self._more = button(self._more_words, "more_views", kind="pill", icon="chevron-down", run=self._open_more)
        self._more.setParent(self)
        self._more.hide()
        self.check(self.key)

    def _make(self, key: str, name: str) -> QPushButton:
        made = button(self._caption(key), name, kind="pill", run=lambda: self._clicked(key), parent=self)
        made.setCheckable(True)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(key, made.mapToGlobal(at)))
        self._group.addButton(made)
        self._buttons[key] = made
        return made

    def _clicked(self, key: str) -> None:
        self.key = key
        self._arrange()
        self.chosen.emit(key)

    # What is shown

    def view(self, key: str) -> ListView | None:
        """The saved view with this key."""
        return next((v for v in self.views if v.key == key), None)

    def title(self, key: str) -> str:
        """What a view is called."""
        pill = next((p for p in self.pills if p.key == key), None)
        if pill is not None:
            return first_capital(_(pill.title))
        view = self.view(key)
        return view.name if view is not None else ""

    def _caption(self, key: str) -> Callable[[], str]:
        def caption() -> str:
            title = button_text(self.title(key))
            if self._altered and key == self.key:
                title += " •"
            count = self._counts.get(key)
            return title if count is None else f"{title}  {count:,}"

        return caption

    def _say(self) -> None:
        for key, made in self._buttons.items():
            say_button(made, self._caption(key))
            view = self.view(key)
            say(made.setAccessibleName, lambda key=key: self._caption(key)().replace("&&", "&"))
            if view is not None:
                say(made.setToolTip, lambda view=view: self._tip(view))
        self._arrange()

    @staticmethod
    def _tip(view: ListView) -> str:
        words = [tip(view.name)]
        if view.shared:
            words.append(_("Everyone sees this view."))
        if view.lost:
            words.append(_("Part of it is not known any more and was left out."))
        return " – ".join(words)

    def show_views(self, views: Sequence[ListView]) -> None:
        """Show these saved views behind the ready-made ones."""
        before = {v.key for v in self.views}
        self.views = tuple(views)
        now = {v.key for v in self.views}
        for key in before - now:
            gone = self._buttons.pop(key)
            self._group.removeButton(gone)
            gone.hide()
            gone.deleteLater()
        for view in self.views:
            if view.key not in self._buttons:
                self._make(view.key, f"view_{view.key.replace('-', '_')}")
        order = [p.key for p in self.pills] + [v.key for v in self.views]
        self._buttons = {key: self._buttons[key] for key in order}
        for first, second in pairwise(order):
            QWidget.setTabOrder(self._buttons[first], self._buttons[second])
        QWidget.setTabOrder(self._buttons[order[-1]], self._more)
        if self.key not in self._buttons:
            self.check(order[0])
        self._say()

    def check(self, key: str) -> None:
        """Mark a view as the chosen one; nothing is told."""
        self.key = key
        self._buttons[key].setChecked(True)
        self._say()

    def show_altered(self, altered: bool) -> None:
        """Mark the chosen view when the list shows something else than was saved."""
        if altered != self._altered:
            self._altered = altered
            self._say()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each view holds."""
        self._counts.update(counts)
        self._say()

    def count_of_all(self) -> int | None:
        """How many records there are without any filter, once they are counted."""
        return next((self._counts.get(p.key) for p in self.pills if not p.ask.filters and not p.ask.search), None)

    # Room

    def sizeHint(self) -> QSize:
        widths = [b.sizeHint().width() for b in self._buttons.values()]
        return QSize(sum(widths) + SPACING * max(0, len(widths) - 1), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height())

    def _height(self) -> int:
        return max([HEIGHT, *(b.sizeHint().height() for b in self._buttons.values())])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        # Measuring a button costs; what nobody sees is arranged when it is shown.
        if not self.isVisible():
            return
        widths = {key: made.sizeHint().width() for key, made in self._buttons.items()}
        shown = self._fitting(widths)
        self._left = [key for key in widths if key not in shown]
        x = 0
        for key, made in self._buttons.items():
            made.setVisible(key in shown)
            # What has no room is placed too: Tab goes by the places.
            made.setGeometry(x, 0, widths[key], self.height())
            if key in shown:
                x += widths[key] + SPACING
        self._more.setVisible(bool(self._left))
        if self._left:
            say_button(self._more, self._more_words)
        self._more.setGeometry(x, 0, self._more.sizeHint().width(), self.height())

    def _fitting(self, widths: Mapping[str, int]) -> set[str]:
        if sum(widths.values()) + SPACING * (len(widths) - 1) <= self.width():
            return set(widths)
        room = self.width() - self._more.sizeHint().width() - SPACING - widths.get(self.key, 0) - SPACING
        shown = {self.key}
        for key, width in widths.items():
            if key == self.key:
                continue
            if width > room:
                break
            shown.add(key)
            room -= width + SPACING
        return shown

    def _more_words(self) -> str:
        return _("More  {n}").format(n=len(self._left))

    def more_menu(self) -> QMenu:
        """The menu of the views that have no room in the row."""
        menu = QMenu(self)
        menu.setObjectName("more_views_menu")
        for key in self._left:
            action = menu.addAction(self._caption(key)())
            action.setObjectName(f"more_{key.replace('-', '_')}")
            action.triggered.connect(lambda _checked=False, key=key: self._taken(key))
        return menu

    def _taken(self, key: str) -> None:
        self.check(key)
        self.chosen.emit(key)

    def _open_more(self) -> None:
        pop_up(self.more_menu(), self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def place_of(self, key: str) -> QPoint:
        """Where the menu of a view belongs on the screen."""
        made = self._buttons[key] if key not in self._left else self._more
        return made.mapToGlobal(QPoint(0, made.height() + 2))
