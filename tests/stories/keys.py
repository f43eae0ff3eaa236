"""Somebody who works by keyboard alone; keys that are not characters of a typed value are counted.

Enter, Tab, an arrow or a shortcut (with the keys held for it) count as one each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import i18n
from app.models.actor import Actor
from app.models.book import close_book, open_book
from app.queries.people import actor_of, person_named
from app.views import texts, theme
from tests.helpers.book import LOCAL, make_book
from tests.stories.steps import Office, Seat

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LANGUAGES = ("en", "zh_CN")
_COUNTRIES = {"en": "US", "zh_CN": "CN"}


class Clerk:
    """Types values and presses keys wherever the keyboard is."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.count = seat, 0

    def at(self) -> QWidget:
        """The part that has the keyboard."""
        front = self.seat.front()
        window = front.window()
        window.activateWindow()
        self.seat.qtbot.waitUntil(window.isActiveWindow)
        return window.focusWidget() or front

    def write(self, value: str) -> None:
        """Type a value, letter by letter; these are not counted."""
        for letter in value:
            QTest.keyClicks(self.at(), letter)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, *, wait: bool = True) -> None:
        """One key, with those held meanwhile; then until the window has answered, unless the next comes at once."""
        QTest.keyClick(self.at(), key, held)
        self.count += 1
        if wait:
            self.seat.wait()

    def tab_to(self, name: str) -> None:
        """Go on by Tab until the part of this name has the keyboard."""
        for _step in range(40):
            if self.at().objectName() == name:
                return
            self.press(Qt.Key.Key_Tab, wait=False)
        raise AssertionError(f"Tab does not lead to {name}")

    def call(self, command: str) -> None:
        """Start something by the palette, found by what is typed for it."""
        self.press(Qt.Key.Key_K, CONTROL)
        self.write(command)
        self.seat.qtbot.wait(150)
        self.seat.wait()
        self.press(Qt.Key.Key_Return)

    def open_first(self, page: Qt.Key) -> None:
        """Go to a list by its number and open its first record."""
        self.press(page, CONTROL)
        self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)


@contextmanager
def office_of_one(
    language: str, folder: Path, qtbot: Any, monkeypatch: Any, fill: Callable[[Actor], object]
) -> Iterator[Seat]:
    """The owner at the window of a book in a language, which ``fill`` has put something into."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    theme.start(running, "light")
    texts.set_language(language)
    path = folder / "shop.daybook"
    make_book(path, name="Larch", country=_COUNTRIES[language], language=language)
    open_book(path, place=lambda _path: LOCAL)
    fill(actor_of(person_named("owner")))
    close_book()
    office = Office(path, qtbot, monkeypatch)
    try:
        yield office.sit_down("owner")
    finally:
        office.close()
        texts.set_language("en")
        i18n.set_language("en")
