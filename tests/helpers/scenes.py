"""Every page and dialog of the program in turn, over a demo book: what the walks, the long words and the monkey go
through is what ``tests.shots`` draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QWidget

from app.application import make_window
from app.demo import make_demo
from app.models.base import database
from app.models.book import close_book, open_book
from app.models.company import the_company
from app.money import currency
from app.preferences import Preferences
from app.queries.people import actor_of, people
from app.views.background import Background
from app.views.desk import Desk
from tests.shots import dialogs

SIZE = QSize(1280, 720)
QUIET = 0.12
"""Seconds without work beside the window after which a scene stands."""
ORDERS = 60


def demo_book(folder: Path) -> Path:
    """A small demo book of a Chinese business."""
    path = folder / "demo.daybook"
    make_demo(path, orders=ORDERS, language="zh_CN")
    return path


class Stage:
    """The window over a demo book, and every scene in it."""

    def __init__(self, book: Path) -> None:
        self.problems: list[Exception] = []
        opened = open_book(book)
        self.background = Background(release=lambda _thread: database.close())
        self.desk = Desk(actor_of(people()[0]), self.background, Preferences(), currency(the_company().currency))
        self.window: Any = make_window(self.desk, opened)
        self.background.problem = self.problems.append
        self.window.resize(SIZE)
        self.window.show()
        self.pause()

    def pause(self, *, quiet: float = QUIET, at_most: float = 10.0) -> None:
        """Until nothing has run beside the window for so many seconds."""
        started = since = monotonic()
        loop = QEventLoop()
        while monotonic() - since < quiet and monotonic() - started < at_most:
            QTimer.singleShot(10, loop.quit)
            loop.exec()
            if self.background.busy or self.background.reading:
                since = monotonic()

    def scenes(self, wanted: Callable[[str], bool] = lambda _name: True) -> Iterator[tuple[str, QWidget]]:
        """Show one scene after the other: its name, and the window or dialog to look at."""
        for key in list(self.window.specs):
            if wanted(key):
                self.window.show_page(key)
                self.pause()
                yield key, self.window
        # Many scenes begin with a row of the orders.
        self.window.show_page("orders")
        self.pause()
        for name, make in dialogs(self.window, self.desk):
            if not wanted(name):
                continue
            shown = make()
            if isinstance(shown, QDialog):
                shown.show()
            self.pause()
            yield name, shown or self.window
            self.clear(shown)

    def clear(self, shown: QWidget | None) -> None:
        """Close what a scene opened."""
        for dialog in [shown, *self.window.findChildren(QDialog)]:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.hide()
                dialog.deleteLater()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        # What was typed for a scene is not kept; the page goes without being asked.
        for over in list(self.window._over):
            self.window._over.remove(over)
            self.window.stack.removeWidget(over.page)
            over.page.deleteLater()
        self.window.notices.panel.close_panel()
        self.window.banner.dismiss()
        self.window.show_page("orders")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def close(self) -> None:
        """Close window and book."""
        self.pause()
        self.window.hide()
        self.background.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        close_book()


def seen(root: QWidget) -> Iterator[QWidget]:
    """All parts of a scene that can be seen, in no order."""
    for part in root.findChildren(QWidget):
        if part.isVisible() and part.window() is root.window() and not part.visibleRegion().isEmpty():
            yield part


def place(part: QWidget, root: QWidget) -> QRect:
    """Where a part is within the window of a scene."""
    return QRect(part.mapTo(root.window(), QPoint(0, 0)), part.size())


def scrolled(part: QWidget) -> bool:
    """Whether a part lies in what can be scrolled."""
    above = part.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def path_of(part: QWidget) -> str:
    """The names from the part up to the nearest page or dialog, to find it by."""
    names: list[str] = []
    above: QWidget | None = part
    while above is not None and len(names) < 4:
        if above.objectName() or not names:
            names.append(above.objectName() or type(above).__name__)
        if above.isWindow() or above.property("page"):
            break
        above = above.parentWidget()
    return " < ".join(names)
