"""What people do at the window of a book, step by step, by mouse and keyboard, and what they then see.

``Office`` is a book and those who work in it; ``office.sit_down("owner")`` opens its window for one of them and gives
their ``Seat``. Only one sits there at a time: whoever sat there before closes the window first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from app.application import make_window
from app.models.base import connection, database
from app.models.book import Opened, close_book, open_book
from app.models.company import the_company
from app.money import currency
from app.preferences import Preferences
from app.queries.people import actor_of, person_named
from app.views.background import Background
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.widgets.chip import Chip
from tests.helpers.book import LOCAL

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


class Office:
    """A book on this computer and the people who work in it."""

    def __init__(self, path: Path, qtbot: Any, monkeypatch: Any) -> None:
        self.path, self.qtbot, self.monkeypatch = path, qtbot, monkeypatch
        self.opened: Opened | None = None
        self.seat: Seat | None = None

    def sit_down(self, name: str) -> Seat:
        """Open the window as this person."""
        self.leave()
        if self.opened is None:
            self.opened = open_book(self.path, place=lambda _path: LOCAL)
        self.seat = Seat(self, name, self.opened)
        return self.seat

    def leave(self) -> None:
        """Close the window of whoever sits there."""
        seat, self.seat = self.seat, None
        if seat is not None:
            seat.leave()

    def close(self) -> None:
        """Close the window and the book."""
        self.leave()
        if self.opened is not None:
            close_book()
            self.opened = None


class Seat:
    """One person at the window."""

    LEFT = LEFT

    def __init__(self, office: Office, name: str, opened: Opened) -> None:
        self.office, self.qtbot = office, office.qtbot
        self.problems: list[Exception] = []
        links: dict[str, Any] = {}

        def release(thread: str) -> None:
            links.pop(thread, None)
            database.close()

        background = Background(
            prepare=lambda thread: links.__setitem__(thread, connection()),
            release=release,
            interrupt=lambda: links["reading"].interrupt() if "reading" in links else None,
        )
        preferences = Preferences()
        self.desk = Desk(actor_of(person_named(name)), background, preferences, currency(the_company().currency))
        self.window: MainWindow = make_window(self.desk, opened)
        background.problem = self.problems.append
        self.window.resize(1280, 800)
        self.window.show()
        self.wait()

    def leave(self) -> None:
        """Close the window; nothing may have gone wrong unseen."""
        self.wait()
        self.window.close()
        self.desk.background.close()
        shiboken6.delete(self.window)
        assert self.problems == []

    # Waiting and looking

    def wait(self) -> None:
        """Until nothing runs beside the window and the page has caught up."""
        background = self.desk.background
        self.qtbot.waitUntil(lambda: not background.busy and not background.reading)
        self.qtbot.wait(60)
        self.qtbot.waitUntil(lambda: not background.busy and not background.reading)

    def sees(self, name: str, inside: QWidget | None = None) -> Any:
        """The shown part of this name, on the page or in the dialog in front."""
        place = inside or self.front()
        found = [w for w in place.findChildren(QWidget, name) if w.isVisible()]
        assert found, f"no {name} is to be seen in {place.objectName()}"
        return found[0]

    def front(self) -> QWidget:
        """The dialog in front, else the page that is shown."""
        dialogs = [d for d in self.window.findChildren(QDialog) if d.isVisible()]
        if dialogs:
            return dialogs[-1]
        page = self.window.current_page()
        assert page is not None
        return page

    def reads(self, name: str) -> str:
        """The words of a part that is shown."""
        shown = self.sees(name)
        return shown.word if isinstance(shown, Chip) else str(shown.text())

    def reads_all(self, place: QWidget | None = None) -> str:
        """All words of labels that are shown on the page, or in a part of it."""
        return "\n".join(w.text() for w in (place or self.front()).findChildren(QLabel) if w.isVisible())

    def told(self) -> str:
        """What was said at the bottom right just now."""
        return str(self.window.toast.findChild(QLabel, "toast_text").text())

    # Hands

    def click(self, name: str) -> None:
        """Click a button that is shown and can be used."""
        target = self.sees(name)
        assert target.isEnabled(), f"{name} cannot be used: {target.toolTip()}"
        self.qtbot.mouseClick(target, LEFT)
        self.wait()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.front(), key, held)
        self.wait()

    def type(self, name: str, text: str) -> None:
        """Write into a field in place of what stands there; anything but ASCII comes from the clipboard."""
        field = self.sees(name)
        assert isinstance(field, QLineEdit)
        self.qtbot.mouseClick(field, LEFT)
        self.qtbot.keyClick(field, Qt.Key.Key_A, CONTROL)
        if text.isascii():
            self.qtbot.keyClicks(field, text)
        else:
            QApplication.clipboard().setText(text)
            self.qtbot.keyClick(field, Qt.Key.Key_V, CONTROL)
        assert field.text() == text

    def choose(self, name: str, key: str) -> None:
        """Choose an entry of a list of choices by its key."""
        box = self.sees(name)
        wanted = box.findData(key)
        assert wanted >= 0, f"{name} does not offer {key}"
        box.setFocus()
        while box.currentIndex() != wanted:
            self.qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)

    def do(self, action: str) -> None:
        """Start what can be done with the record that is shown: its next step, or an entry below "More"."""
        more = [b for b in self.front().findChildren(QPushButton) if b.objectName().endswith("more_button")]
        entries = [a.objectName() for b in more if b.isVisible() for a in b.menu().actions()]
        if action in entries:
            self.choose_in_menu(more[0].objectName(), action)
            return
        shown = [b for b in self.front().findChildren(QPushButton) if b.objectName().endswith("next_button")]
        self.click(shown[0].objectName())

    def choose_in_menu(self, button: str, action: str) -> None:
        """Open the menu of a button and click an entry."""
        made = self.sees(button)
        menu: QMenu = made.menu()
        self._later(lambda: menu.isVisible(), lambda: self._click_entry(menu, action))
        self.qtbot.mouseClick(made, LEFT)
        self.wait()

    def _click_entry(self, menu: QMenu, name: str) -> None:
        found = [a for a in menu.actions() if a.objectName() == name]
        if not found or not found[0].isEnabled():
            menu.close()
            self.problems.append(AssertionError(f"the menu does not offer {name}"))
            return
        self.qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(found[0]).center())

    def command(self, name: str) -> None:
        """Choose a command of the menu bar."""
        found = [a for a in self.window.commands() if isinstance(a, QAction) and a.objectName() == name]
        assert found, f"no menu holds {name}"
        assert found[0].isEnabled(), name
        found[0].trigger()
        self.wait()

    def go_to(self, page: str) -> None:
        """Go to a page by the list at the left; clicked again it leaves the records that are open over the list."""
        for _click in range(4):
            self.qtbot.mouseClick(self.sees(f"go_to_{page}", self.window.sidebar), LEFT)
            self.wait()
            assert self.window.shown == page
            if self.front() is self.window.page(page):
                return
        raise AssertionError(f"the list of {page} does not come")

    def open(self, page: str, number: str) -> None:
        """Search a list and open the one record that is found, by keyboard."""
        self.go_to(page)
        self.type("search_field", number)
        self.qtbot.wait(200)
        self.wait()
        shown: Any = self.front()
        assert len(shown.table.ids) == 1, f"{number}: {len(shown.table.ids)} found"
        self.open_first()

    def open_first(self) -> None:
        """Open the first record of the list that is shown, by a double click."""
        page: Any = self.front()
        view, before = page.view, page.objectName()
        column = next(i for i in range(view.model().columnCount()) if not view.isColumnHidden(i))
        place: QPoint = view.visualRect(view.model().index(0, column)).center()
        self.qtbot.mouseClick(view.viewport(), LEFT, pos=place)
        self.qtbot.mouseDClick(view.viewport(), LEFT, pos=place)
        self.wait()
        assert self.front().objectName() != before

    def accept(self, dialog: str) -> None:
        """Finish a dialog by Ctrl+Enter; it must be satisfied and go."""
        shown = self.sees_dialog(dialog)
        # What a window manager does when the dialog above has gone.
        shown.activateWindow()
        self.qtbot.wait(10)
        self.qtbot.keyClick(shown.focusWidget() or shown, Qt.Key.Key_Return, CONTROL)
        self.wait()
        gone = not shiboken6.isValid(shown) or not shown.isVisible()
        assert gone, f"{dialog} stays: {self.reads_all(shown)}"

    def sees_dialog(self, name: str) -> QDialog:
        """The dialog of this name, which is in front."""
        front = self.front()
        assert isinstance(front, QDialog)
        assert front.objectName() == name, f"{front.objectName()} is in front, not {name}"
        return front

    @contextmanager
    def answering(self, *, yes: bool) -> Iterator[list[str]]:
        """Answer the question that comes up meanwhile; gives what was asked."""
        asked: list[str] = []

        def open_question() -> Any:
            return next(
                (w for w in QApplication.topLevelWidgets() if w.objectName() == "question_dialog" and w.isVisible()),
                None,
            )

        def answer() -> None:
            box = open_question()
            asked.append(box.text())
            self.qtbot.mouseClick(box.findChild(QPushButton, "accept_button" if yes else "go_back_button"), LEFT)

        timer = self._later(lambda: open_question() is not None, answer)
        yield asked
        timer.stop()
        assert asked, "nothing was asked"

    def _later(self, ready: Callable[[], bool], run: Callable[[], None]) -> QTimer:
        timer = QTimer(self.window)

        def look() -> None:
            if ready():
                timer.stop()
                run()

        timer.timeout.connect(look)
        timer.start(20)
        return timer

    # Files

    def will_choose(self, path: Path) -> None:
        """Which file will be chosen when one is asked for."""
        for name in ("getOpenFileName", "getSaveFileName"):
            self.office.monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: (str(path), ""))


def import_workbook(seat: Seat, path: Path) -> None:
    """Bring a workbook in through the steps of the import."""
    seat.command("import_file")
    dialog: Any = seat.sees_dialog("import_dialog")
    seat.will_choose(path)
    seat.click("import_choose")
    seat.qtbot.waitUntil(lambda: dialog.at == 1)
    seat.click("import_next")
    seat.click("import_next")
    seat.qtbot.waitUntil(lambda: dialog.at == 3)
    seat.click("import_next")
    seat.qtbot.waitUntil(lambda: dialog.at == 5)
    seat.wait()
    seat.click("import_show_orders")
    seat.click("import_next")


def pay(seat: Seat, amount: str) -> None:
    """Fill in a payment in cash for the order that is shown; it is still to be accepted."""
    seat.do("record_payment")
    seat.sees_dialog("record_payment_dialog")
    seat.type("payment_amount", amount)
    seat.choose("payment_method", "cash")


def paper(seat: Seat, path: Path) -> str:
    """Save the paper in the preview as a file and give its words."""
    import pypdfium2

    preview: Any = seat.sees_dialog("print_preview")
    seat.qtbot.waitUntil(lambda: not preview.busy)
    seat.will_choose(path)
    seat.click("save_pdf_button")
    document = pypdfium2.PdfDocument(path.read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    seat.front().close()
    seat.wait()
    return text
