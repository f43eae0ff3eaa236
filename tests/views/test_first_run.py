"""The first start makes a book in four steps; a book that can't be opened has every way out that fits."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton

from app import i18n
from app.application import make_window
from app.demo import make_demo
from app.errors import BookError
from app.models.base import database
from app.models.book import close_book, open_book
from app.models.company import the_company
from app.models.document import Mark
from app.money import currency
from app.operations import maintenance
from app.operations.customers import CustomerInput, add_customer
from app.operations.recovery import reset_password
from app.operations.users import matches
from app.preferences import Preferences
from app.queries import documents
from app.queries.beginning import is_sample
from app.queries.columns import Ask
from app.queries.einvoice import electronic
from app.queries.lists import LISTS
from app.queries.people import actor_of, people
from app.queries.taxpayer import taxpayer
from app.views.background import Background
from app.views.book_problem import BookProblem
from app.views.desk import Desk
from app.views.first_run import BEGIN, PASSWORD, PLACE, FirstRun
from app.views.getting_started import CHECKLIST, GettingStarted
from app.views.imports.drops import START_IMPORT
from app.views.sample import SampleBar, after_sample
from tests.helpers.book import close, new_book


@pytest.fixture
def steps(styled: QApplication, qtbot: Any, tmp_path: Path) -> FirstRun:
    dialog = FirstRun(tmp_path / "books" / "daybook.daybook", Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def made(steps: FirstRun, qtbot: Any) -> Path:
    qtbot.waitUntil(lambda: steps.made is not None)
    assert steps.made is not None
    return steps.made


def ctrl_enter(steps: FirstRun, qtbot: Any) -> None:
    qtbot.keyClick(steps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def at_begin(steps: FirstRun, qtbot: Any) -> Path:
    """Wait for the book; the last question stands."""
    path = made(steps, qtbot)
    qtbot.waitUntil(lambda: steps.stack.currentIndex() == BEGIN)
    return path


def test_four_steps_by_keyboard_make_a_book(steps: FirstRun, qtbot: Any) -> None:
    ctrl_enter(steps, qtbot)
    qtbot.keyClicks(steps.name, "Larch & Son")
    steps.country.set_value("DE")
    assert steps.currency.currentData() == "EUR"
    for _step in range(3):
        ctrl_enter(steps, qtbot)
    path = at_begin(steps, qtbot)
    assert not steps.stepper.isVisible()
    ctrl_enter(steps, qtbot)
    assert steps.result() == QDialog.DialogCode.Accepted
    open_book(path)
    company = the_company()
    assert (company.name, company.country, company.currency) == ("Larch & Son", "DE", "EUR")
    assert not people()[0].password
    close_book()


def test_only_a_chinese_business_is_asked_what_kind_of_taxpayer_it_is(steps: FirstRun, qtbot: Any) -> None:
    steps.go_on()
    steps.name.setText("Larch")
    steps.country.set_value("DE")
    assert not steps.taxpayer.isVisible()
    steps.country.set_value("CN")
    assert steps.taxpayer.isVisible()
    assert not steps.electronic.isVisible()
    steps.taxpayer.choose("small")
    for _step in range(3):
        steps.go_on()
    open_book(at_begin(steps, qtbot))
    assert taxpayer() == "small"
    close_book()


def test_a_password_and_the_sheet_that_resets_it_are_kept_in_the_book(
    steps: FirstRun, qtbot: Any, tmp_path: Path
) -> None:
    steps.go_on()
    steps.name.setText("Larch")
    steps.go_on()
    step = steps.password_step
    assert not step.card.isEnabled()
    qtbot.keyClicks(step.password, "four words in a row")
    qtbot.keyClicks(step.again, "four words in a tow")
    ctrl_enter(steps, qtbot)
    assert step.form.fields["again"].error == "The two passwords are not the same."
    step.again.setText("four words in a row")
    step.save_to(tmp_path / "sheet.pdf")
    assert step.code
    document = pypdfium2.PdfDocument((tmp_path / "sheet.pdf").read_bytes())
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert step.code in words
    assert "Larch" in words
    ctrl_enter(steps, qtbot)
    ctrl_enter(steps, qtbot)
    path = at_begin(steps, qtbot)
    open_book(path)
    owner = people()[0]
    assert matches(owner.password, "four words in a row")
    reset_password(actor_of(owner), step.code, "another four words")
    assert matches(people()[0].password, "another four words")
    close_book()


def test_without_the_sheet_one_is_warned_once(steps: FirstRun, qtbot: Any) -> None:
    steps.name.setText("Larch")
    steps.go_to(PASSWORD)
    steps.password_step.password.setText("four words in a row")
    steps.password_step.again.setText("four words in a row")
    steps.go_on()
    assert steps.stack.currentIndex() == PASSWORD
    assert "nobody can help" in steps.password_step.verdict.text
    steps.go_on()
    assert steps.stack.currentIndex() == PLACE


def test_a_short_password_is_refused_at_its_field(steps: FirstRun, qtbot: Any) -> None:
    steps.go_to(PASSWORD)
    steps.password_step.password.setText("short")
    steps.go_on()
    assert "between 10 and 128" in steps.password_step.form.fields["password"].error


def test_back_keeps_what_was_typed_and_an_empty_name_is_refused_at_its_field(steps: FirstRun) -> None:
    steps.go_on()
    steps.go_on()
    assert steps.form.fields["name"].error == "The business needs a name."
    steps.name.setText("Larch")
    steps.go_on()
    steps.back.click()
    assert steps.stack.currentIndex() == 1
    assert steps.name.text() == "Larch"


def test_a_european_business_is_offered_electronic_invoices(steps: FirstRun, qtbot: Any) -> None:
    steps.go_to(1)
    assert not steps.electronic.isVisible()
    steps.country.set_value("DE")
    assert steps.electronic.isVisible()
    steps.electronic.click()
    steps.name.setText("Birkenau Papier")
    steps.owner.setText("Lena")
    for _step in range(3):
        ctrl_enter(steps, qtbot)
    if steps.made is None:
        ctrl_enter(steps, qtbot)
    open_book(made(steps, qtbot))
    try:
        assert electronic() is True
    finally:
        close_book()


def test_a_language_is_used_at_once(steps: FirstRun) -> None:
    next(b for b in steps.languages.buttons() if b.objectName() == "language_zh_cn").click()
    assert i18n.language() == "zh_CN"


def test_a_name_that_is_taken_is_said_at_the_field(steps: FirstRun) -> None:
    steps.path.parent.mkdir()
    steps.path.touch()
    steps.go_on()
    steps.name.setText("Larch")
    for _step in range(3):
        steps.go_on()
    assert steps.stack.currentIndex() == PLACE
    assert "already a file" in steps.place_form.fields["path"].error


def test_an_import_is_kept_for_the_window(styled: QApplication, qtbot: Any, tmp_path: Path) -> None:
    preferences = Preferences()
    steps = FirstRun(tmp_path / "daybook.daybook", preferences)
    qtbot.addWidget(steps)
    steps.name.setText("Larch")
    steps.go_to(PLACE)
    steps.go_on()
    at_begin(steps, qtbot)
    steps.begin_step.beginnings.button(1).setChecked(True)
    steps.go_on()
    assert preferences.get(START_IMPORT, False)
    assert preferences.get(CHECKLIST, False)


def test_leaving_the_last_question_begins_with_the_empty_book(steps: FirstRun, qtbot: Any) -> None:
    steps.name.setText("Larch")
    steps.go_to(PLACE)
    steps.go_on()
    path = at_begin(steps, qtbot)
    qtbot.keyClick(steps, Qt.Key.Key_Escape)
    assert steps.result() == QDialog.DialogCode.Accepted
    assert steps.made == path


@pytest.fixture
def short_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample business of a few orders."""
    monkeypatch.setattr("app.demo.make_demo", partial(make_demo, orders=6))


def test_the_sample_is_marked_everywhere_and_put_away_with_one_click(
    styled: QApplication, qtbot: Any, tmp_path: Path, short_demo: None
) -> None:
    preferences = Preferences()
    steps = FirstRun(tmp_path / "daybook.daybook", preferences)
    qtbot.addWidget(steps)
    steps.show()
    steps.name.setText("Larch")
    steps.go_to(PLACE)
    steps.go_on()
    own = at_begin(steps, qtbot)
    steps.begin_step.beginnings.button(2).setChecked(True)
    steps.go_on()
    qtbot.waitUntil(lambda: steps.result() == QDialog.DialogCode.Accepted)
    sample = steps.made
    assert sample is not None
    assert sample != own
    opened = open_book(sample)
    background = Background(release=lambda _thread: database.close())
    try:
        desk = Desk(actor_of(people()[0]), background, preferences, currency(the_company().currency))
        assert is_sample()
        order = next(iter(LISTS["orders"].first(desk.actor, Ask(), 1)))
        assert documents.order_document(desk.actor, order).mark is Mark.SAMPLE
        assert documents.invoice_document(
            desk.actor, next(iter(LISTS["invoices"].first(desk.actor, Ask(), 1)))
        ).mark is (Mark.SAMPLE)
        window = make_window(desk, opened)
        window.show()
        bar = window.findChild(SampleBar)
        for page in ("orders", "customers"):
            window.show_page(page)
            assert bar.isVisible()
        bar.findChild(QAbstractButton, "sample_banner_action").click()
        assert not window.isVisible()
        qtbot.waitUntil(lambda: not background.busy and not background.reading)
        shiboken6.delete(window)
    finally:
        background.close()
        close_book()
    assert after_sample(preferences) == own
    assert not sample.exists()
    assert len(list((tmp_path / "Sample").glob("*.daybook"))) == 1
    assert after_sample(preferences) is None
    open_book(own)
    assert the_company().name == "Larch"
    assert not is_sample()
    close_book()


def test_first_steps_tick_themselves_lead_on_and_can_be_put_away(
    styled: QApplication, qtbot: Any, tmp_path: Path
) -> None:
    book = new_book(tmp_path)
    close(book)
    opened = open_book(book.path)
    preferences = Preferences()
    preferences.set(CHECKLIST, True)
    background = Background(release=lambda _thread: database.close())
    desk = Desk(book.owner, background, preferences, currency("USD"))
    window = make_window(desk, opened)
    window.show()
    steps = window.findChild(GettingStarted)
    qtbot.waitUntil(steps.isVisible)
    assert steps.count.text() == "0 of 6"
    desk.perform(lambda actor: add_customer(actor, CustomerInput(name="Harbour")))
    qtbot.waitUntil(lambda: steps.count.text() == "1 of 6")
    assert not steps.steps["customer"].isEnabled()
    qtbot.mouseClick(steps.steps["order"], Qt.MouseButton.LeftButton)
    assert window.shown == "orders"
    steps.findChild(QAbstractButton, "hide_first_steps").click()
    assert steps.isHidden()
    assert not preferences.get(CHECKLIST, True)
    qtbot.waitUntil(lambda: not background.busy and not background.reading)
    shiboken6.delete(window)
    background.close()
    close_book()


def problem(code: str, path: Path, qtbot: Any) -> BookProblem:
    dialog = BookProblem(BookError("It is so.", code=code), path)
    qtbot.addWidget(dialog)
    return dialog


def offers(dialog: BookProblem) -> set[str]:
    return {b.objectName() for b in dialog.findChildren(QPushButton)} - {
        "book_problem_quit",
        "book_problem_banner_action",
        "book_problem_banner_also",
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
