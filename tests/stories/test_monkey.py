"""Somebody who clicks and types at random: nothing fails unseen, and the book stays sound."""

from __future__ import annotations

import os
import random
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTableView,
    QWidget,
)

from app.errors import DaybookError
from app.queries.check import check
from app.views import texts, theme
from app.views.record_view import RecordView
from tests.conftest import THOROUGH
from tests.helpers.book import assert_book_sound
from tests.helpers.scenes import demo_book
from tests.helpers.watchdog import Watchdog, watchdog
from tests.stories.steps import Office, Seat

__all__ = ["watchdog"]

LANGUAGES = ("en", "zh_CN")
ACTIONS = int(os.environ.get("DAYBOOK_ACTIONS", "10000" if THOROUGH else "500"))
"""In each language."""
QUIET_EVERY = 25
"""Actions after which all that runs beside the window may end; in between they get into each other's way."""
KEYS = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Down,
    Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F6,
)  # fmt: skip
HELD = (Qt.KeyboardModifier.NoModifier,) * 6 + (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
TYPED = ("1", "12.50", "-3", "0", "999999999999", "abc", "  ", "2026-02-30", "1/2", "'; --", "<b>x</b>", "=1+1", "A-1")
NEVER = (
    "restore", "take_over", "show_backups", "open_folder", "start_again", "quit", "lock", "switch_person",
    "own_password", "language_menu", "open_book", "new_book", "sample",
)  # fmt: skip
"""What would leave the book, or the window to somebody else."""


class Monkey:
    """Acts at random on what is to be seen, the same way for the same seed."""

    def __init__(self, seat: Seat, seed: int) -> None:
        self.seat, self.qtbot = seat, seat.qtbot
        self.random = random.Random(seed)
        self.done: list[str] = []
        self._waiting = self._acts = 0
        self.answers = QTimer(seat.window)
        self.answers.timeout.connect(self._answer)
        self.answers.start(15)

    def _answer(self) -> None:
        """Answer what waits for an answer and would wait forever: questions, menus."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            entries = [a for a in popup.actions() if a.isEnabled() and not a.isSeparator() and not a.menu()]
            chosen = self.random.choice(entries) if entries and self.random.random() < 0.7 else None
            if chosen is None or chosen.objectName().startswith(NEVER):
                popup.close()
                return
            self.done.append(f"menu {chosen.objectName()}")
            # Not from within this timer: what the entry opens may wait for it.
            place = popup.actionGeometry(chosen).center()
            QTimer.singleShot(0, popup, lambda: self.qtbot.mouseClick(popup, Qt.MouseButton.LeftButton, pos=place))
            return
        if popup is not None:
            popup.close()
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            assert box.objectName() != "crash_dialog"
            buttons = box.buttons()
            if buttons:
                self.random.choice(buttons).click()
            return
        # A dialog that waits for its own end is filled in for a while and then given up.
        self._waiting += 1
        if isinstance(box, QDialog) and self._waiting > 20:
            if self._waiting > 30:
                box.reject()
            else:
                self._type(box)

    def front(self) -> QWidget:
        """Where the next action happens: the dialog in front, or one of the windows."""
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        dialogs = [w for w in shown if isinstance(w, QDialog)]
        if dialogs:
            return dialogs[-1]
        windows = [w for w in shown if w.windowType() == Qt.WindowType.Window and w is not self.seat.window]
        return self.random.choice(windows) if windows and self.random.random() < 0.3 else self.seat.window

    def act(self) -> None:
        """Do one thing."""
        front = self.front()
        choice = self.random.random()
        if choice < 0.45:
            self._click(front)
        elif choice < 0.6:
            self._type(front)
        elif choice < 0.7:
            self._choose(front)
        elif choice < 0.8:
            self._pick_row(front)
        elif choice < 0.83:
            self._pick_rows(front)
        elif choice < 0.89 and front is self.seat.window:
            self._command()
        elif choice < 0.93:
            page = self.random.choice(list(self.seat.window.specs))
            self.done.append(f"page {page}")
            self.seat.window.go_to(page)
        else:
            self._press(front)
        self._waiting = 0
        self.qtbot.wait(1)
        self._acts += 1
        if self._acts % QUIET_EVERY == 0:
            self.seat.wait()

    def _visible(self, front: QWidget, kind: type[QWidget]) -> list[Any]:
        return [
            w for w in front.findChildren(kind) if w.isVisible() and w.isEnabled() and not w.visibleRegion().isEmpty()
        ]

    def _click(self, front: QWidget) -> None:
        found = [b for b in self._visible(front, QAbstractButton) if not b.objectName().startswith(NEVER)]
        if found:
            target = self.random.choice(found)
            self.done.append(f"click {target.objectName()}")
            self.qtbot.mouseClick(target, Qt.MouseButton.LeftButton)

    def _type(self, front: QWidget) -> None:
        found = [f for f in self._visible(front, QLineEdit) if not f.isReadOnly()]
        if found:
            field, text = self.random.choice(found), self.random.choice(TYPED)
            self.done.append(f"type {text} into {field.objectName()}")
            field.setFocus()
            field.selectAll()
            self.qtbot.keyClicks(field, text)

    def _choose(self, front: QWidget) -> None:
        found = [b for b in self._visible(front, QComboBox) if b.count()]
        if found:
            box = self.random.choice(found)
            self.done.append(f"choose in {box.objectName()}")
            box.setCurrentIndex(self.random.randrange(box.count()))
            box.activated.emit(box.currentIndex())

    def _pick_row(self, front: QWidget) -> None:
        found = [v for v in self._visible(front, QTableView) if v.model() is not None and v.model().rowCount()]
        if not found:
            return
        view = self.random.choice(found)
        column = next((i for i in range(view.model().columnCount()) if not view.isColumnHidden(i)), 0)
        index = view.model().index(self.random.randrange(view.model().rowCount()), column)
        view.scrollTo(index)
        place = view.visualRect(index).center()
        self.done.append(f"row {index.row()} of {view.objectName()}")
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        if self.random.random() < 0.5:
            self.qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def _pick_rows(self, front: QWidget) -> None:
        """Select many, for what is done with many at once."""
        found = [v for v in self._visible(front, RecordView) if v.model().rowCount() > 1]
        if found:
            view = self.random.choice(found)
            last = self.random.randrange(1, min(9, view.model().rowCount()))
            self.done.append(f"rows 0 to {last} of {view.objectName()}")
            view.select_ids(view.table.ids[: last + 1])

    def _command(self) -> None:
        """Something of the menu bar, the quick search among it."""
        found = [a for a in self.seat.window.commands() if a.isEnabled() and not a.objectName().startswith(NEVER)]
        action = self.random.choice(found)
        self.done.append(f"command {action.objectName()}")
        QTimer.singleShot(0, self.seat.window, action.trigger)

    def _press(self, front: QWidget) -> None:
        key, held = self.random.choice(KEYS), self.random.choice(HELD)
        target = QApplication.focusWidget() or front
        self.done.append(f"press {key.name} {held.name} in {target.objectName()}")
        self.qtbot.keyClick(target, key, held)

    def stop(self) -> None:
        """Close what is open, without deciding anything."""
        for _round in range(30):
            open_dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
            if not open_dialogs:
                break
            open_dialogs[-1].reject()
            self.qtbot.wait(20)
        self.answers.stop()


@pytest.fixture
def seat(tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """The owner at the window of a demo book."""
    theme.start(qapp, "light")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: "")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_a: True)
    office = Office(demo_book(tmp_path), qtbot, monkeypatch)
    yield office.sit_down("owner")
    office.close()
    texts.set_language("en")


@pytest.mark.parametrize("seed", [int(os.environ.get("DAYBOOK_SEED", "7"))])
@pytest.mark.parametrize("language", LANGUAGES)
def test_random_actions_break_nothing(
    seat: Seat, language: str, seed: int, monkeypatch: pytest.MonkeyPatch, watchdog: Watchdog
) -> None:
    print(f"seed {seed}, {ACTIONS} actions, {language}")
    seat.window.choose_language(language)
    failures: list[BaseException] = []

    def caught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        failures.append(error)

    monkeypatch.setattr(sys, "excepthook", caught)
    seat.desk.background.problem = lambda error: None if isinstance(error, DaybookError) else failures.append(error)
    monkey = Monkey(seat, seed)
    for _step in range(ACTIONS):
        monkey.act()
        assert shiboken6.isValid(seat.window)
        if not seat.window.isVisible():
            seat.window.show()
        if failures:
            break
    monkey.stop()
    seat.wait()
    told = "\n".join("".join(traceback.format_exception(failure)) for failure in failures)
    assert not failures, "\n".join([*monkey.done[-12:], told])
    assert [f for f in check() if f.serious] == []
    assert_book_sound()
