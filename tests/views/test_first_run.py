"""The first start makes a book in four steps; a book that can't be opened has every way out that fits."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app import i18n
from app.errors import BookError
from app.models.book import close_book, open_book
from app.models.company import the_company
from app.operations import maintenance
from app.preferences import Preferences
from app.views.book_problem import BookProblem
from app.views.first_run import FirstRun
from app.views.imports.drops import START_IMPORT
from tests.helpers.book import close, new_book


@pytest.fixture
def steps(styled: QApplication, qtbot: Any, tmp_path: Path) -> FirstRun:
    dialog = FirstRun(tmp_path / "books" / "daybook.daybook", Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def made(steps: FirstRun, qtbot: Any) -> Path:
    qtbot.waitUntil(lambda: steps.made is not None, timeout=20_000)
    assert steps.made is not None
    return steps.made


def test_four_steps_by_keyboard_make_a_book(steps: FirstRun, qtbot: Any) -> None:
    qtbot.keyClick(steps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(steps.name, "Larch & Son")
    steps.country.set_value("DE")
    assert steps.currency.currentData() == "EUR"
    for _step in range(3):
        qtbot.keyClick(steps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    path = made(steps, qtbot)
    open_book(path)
    company = the_company()
    assert (company.name, company.country, company.currency) == ("Larch & Son", "DE", "EUR")
    close_book()


def test_back_keeps_what_was_typed_and_an_empty_name_is_refused_at_its_field(steps: FirstRun) -> None:
    steps.go_on()
    steps.go_on()
    assert steps.form.fields["name"].error == "The business needs a name."
    steps.name.setText("Larch")
    steps.go_on()
    steps.back.click()
    assert steps.stack.currentIndex() == 1
    assert steps.name.text() == "Larch"


def test_a_language_is_used_at_once(steps: FirstRun) -> None:
    next(b for b in steps.languages.buttons() if b.objectName() == "language_zh_cn").click()
    assert i18n.language() == "zh_CN"


def test_a_name_that_is_taken_is_said_at_the_field(steps: FirstRun) -> None:
    steps.path.parent.mkdir()
    steps.path.touch()
    steps.go_on()
    steps.name.setText("Larch")
    steps.go_on()
    steps.go_on()
    assert steps.stack.currentIndex() == 2
    assert "already a file" in steps.place_form.fields["path"].error


def test_an_import_is_kept_for_the_window(styled: QApplication, qtbot: Any, tmp_path: Path) -> None:
    preferences = Preferences()
    steps = FirstRun(tmp_path / "daybook.daybook", preferences)
    qtbot.addWidget(steps)
    steps.name.setText("Larch")
    steps.go_to(3)
    steps.beginnings.button(1).setChecked(True)
    steps.go_on()
    made(steps, qtbot)
    assert preferences.get(START_IMPORT, False)


def problem(code: str, path: Path, qtbot: Any) -> BookProblem:
    dialog = BookProblem(BookError("It is so.", code=code), path)
    qtbot.addWidget(dialog)
    return dialog


def offers(dialog: BookProblem) -> set[str]:
    return {b.objectName() for b in dialog.findChildren(QPushButton)} - {
        "book_problem_quit",
        "book_problem_banner_action",
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("newer", {"choose_book"}),
        ("in_use", {"open_read_only", "try_again", "choose_book"}),
        ("in_use_silent", {"take_over", "open_read_only", "choose_book"}),
        ("network", {"copy_here", "open_read_only", "choose_book"}),
    ],
)
def test_each_reason_has_its_ways_out(
    styled: QApplication, qtbot: Any, tmp_path: Path, code: str, expected: set[str]
) -> None:
    assert offers(problem(code, tmp_path / "book.daybook", qtbot)) == expected


def test_taking_over_needs_a_reason(styled: QApplication, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "book.daybook"
    dialog = problem("in_use_silent", path, qtbot)
    dialog.findChild(QPushButton, "take_over").click()
    assert dialog.answer is None
    dialog.reason.setText("the other computer is broken")
    dialog.findChild(QPushButton, "take_over").click()
    assert dialog.answer == (path, False, "the other computer is broken")


def test_a_damaged_book_is_put_right_from_its_backup(styled: QApplication, qtbot: Any, tmp_path: Path) -> None:
    book = new_book(tmp_path)
    saved = maintenance.back_up(book.owner)
    close(book)
    content = bytearray(book.path.read_bytes())
    content[100:8_000] = bytes(7_900)
    book.path.write_bytes(content)
    dialog = problem("damaged", book.path, qtbot)
    assert dialog.list.count() == 1
    dialog.findChild(QPushButton, "open_backup").click()
    assert dialog.answer == (saved, True, "")
    dialog = problem("damaged", book.path, qtbot)
    dialog.findChild(QPushButton, "restore_backup").click()
    assert dialog.answer == (book.path, False, "")
    open_book(book.path)
    close_book()


def test_a_book_on_the_network_is_copied(styled: QApplication, qtbot: Any, tmp_path: Path) -> None:
    book = new_book(tmp_path)
    close(book)
    far = tmp_path / "far"
    far.mkdir()
    path = Path(shutil.copy(book.path, far / "shop.daybook"))
    dialog = problem("network", path, qtbot)
    dialog.findChild(QPushButton, "copy_here").click()
    assert dialog.answer is not None
    assert dialog.answer[0].read_bytes() == path.read_bytes()
    assert dialog.answer[0].parent != far
