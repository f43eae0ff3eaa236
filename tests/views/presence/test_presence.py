"""The lock: nothing of the book is in sight, nothing is lost, and whoever unlocks works with their own rights."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QVBoxLayout, QWidget

from app.errors import UserError
from app.models.actor import Actor, Role
from app.operations.company import change_setting
from app.views.customers.dialogs import CustomerDialog
from app.views.main_window import MainWindow
from app.views.orders.editor import open_editor
from app.views.presence import LOCK_SETTING
from tests.helpers.book import TestBook, a_customer, value
from tests.helpers.desk import idle
from tests.views.presence.conftest import HERS, SECRET

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def sign_in(window: MainWindow, password: str, qtbot: Any, name: str = "") -> None:
    card = window.presence.page.card
    assert card is not None
    if name:
        row = next(row for row in range(card.who.count()) if card.who.item(row).text() == name)
        card.who.setCurrentRow(row)
    card.password.setText(password)
    card.try_now()
    qtbot.waitUntil(lambda: not window.presence.locked or bool(card.form.fields["password"].error))
    idle(window.desk, qtbot)


def texts_in_sight(window: MainWindow) -> str:
    shown = [w for w in QApplication.allWidgets() if w.isVisible()]
    return "\n".join(str(getattr(w, "text", str)()) for w in shown if isinstance(w, QLabel)) + window.windowTitle()


def test_ctrl_l_takes_everything_out_of_sight(window: MainWindow, book: TestBook, qtbot: Any) -> None:
    a_customer(book.owner, "Harbour Secrets Ltd")
    window.show_page("customers")
    window.refresh()
    idle(window.desk, qtbot)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.presence.locked
    assert not window.menuBar().isVisible()
    assert not window.stack.isVisible()
    assert window.presence.page.isVisible()


def test_a_picture_of_a_locked_window_is_the_same_whatever_was_shown(
    window: MainWindow, book: TestBook, qtbot: Any
) -> None:
    def picture() -> QImage:
        window.presence.lock()
        card = window.presence.page.card
        assert card is not None
        card.go.setFocus()
        QApplication.processEvents()
        taken = window.grab().toImage()
        sign_in(window, SECRET, qtbot)
        return taken

    window.show_page("orders")
    empty = picture()
    a_customer(book.owner, "Harbour Secrets Ltd")
    window.show_page("customers")
    idle(window.desk, qtbot)
    assert picture() == empty


def test_the_same_person_finds_everything_as_it_was(window: MainWindow, qtbot: Any) -> None:
    window.show_page("customers")
    page: Any = window.current_page()
    page.search.setText("half a na")
    page.search.setFocus()
    window.presence.lock()
    sign_in(window, SECRET, qtbot)
    assert not window.presence.locked
    assert window.current_page() is page
    assert page.search.text() == "half a na"
    assert page.search.hasFocus()
    assert window.menuBar().isVisible()


def test_a_dialog_is_hidden_and_comes_back_with_what_was_typed(window: MainWindow, qtbot: Any) -> None:
    dialog = CustomerDialog(window.desk, name="Gre", parent=window)
    dialog.open()
    window.presence.lock()
    assert not dialog.isVisible()
    sign_in(window, SECRET, qtbot)
    assert dialog.isVisible()
    assert dialog.isModal()
    dialog.reject()


def test_a_question_left_open_gets_its_safe_answer(window: MainWindow, qtbot: Any) -> None:
    box = QMessageBox(QMessageBox.Icon.Question, "Daybook", "Void the invoice?", parent=window)
    box.addButton("Void", QMessageBox.ButtonRole.AcceptRole)
    back = box.addButton("Go back", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(back)
    box.open()
    window.presence.lock()
    assert not box.isVisible()
    assert box.result() == QDialog.DialogCode.Rejected
    sign_in(window, SECRET, qtbot)
    assert not box.isVisible()


def test_windows_of_records_are_hidden_too(window: MainWindow, book: TestBook, qtbot: Any) -> None:
    from app.views.customers.customer_page import CustomerPage

    page = CustomerPage(window.desk, a_customer(book.owner))
    window.open_beside("customers", page)
    idle(window.desk, qtbot)
    beside = page.window()
    window.presence.lock()
    assert not beside.isVisible()
    sign_in(window, SECRET, qtbot)
    assert beside.isVisible()
    beside.close()


def test_what_opens_while_locked_is_shown_after_unlocking(window: MainWindow, qtbot: Any) -> None:
    window.presence.lock()
    late = QDialog(window)
    QVBoxLayout(late).addWidget(QLabel("The import is ready."))
    late.show()
    qtbot.waitUntil(lambda: not late.isVisible())
    sign_in(window, SECRET, qtbot)
    assert late.isVisible()
    late.close()


def test_what_runs_goes_on_and_its_problem_waits(window: MainWindow, qtbot: Any) -> None:
    told: list[str] = []
    usual = window.desk.background.problem
    window.desk.background.problem = lambda error: told.append(str(error))
    go_on = threading.Event()

    def long(_actor: Actor) -> None:
        go_on.wait(5)
        raise UserError("The disk is full.")

    job = window.desk.perform(long)
    window.presence.lock()
    go_on.set()
    qtbot.waitUntil(lambda: job.ended)
    assert told == []
    sign_in(window, SECRET, qtbot)
    qtbot.waitUntil(lambda: told == ["The disk is full."])
    window.desk.background.problem = usual


def test_keys_of_the_window_do_nothing_while_locked(window: MainWindow, qtbot: Any) -> None:
    window.show_page("orders")
    window.presence.lock()
    shown = window.shown
    for key in (Qt.Key.Key_1, Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_Comma):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.shown == shown
    assert window.presence.locked
    assert not window.notices.panel.isVisible()


def test_a_wrong_password_is_refused_and_kept_on_the_trail(window: MainWindow, qtbot: Any) -> None:
    window.presence.lock()
    sign_in(window, "something else", qtbot)
    assert window.presence.locked
    card = window.presence.page.card
    assert card is not None
    assert card.form.fields["password"].error == "The name or the password is not right."
    assert card.password.text() == ""
    assert value("SELECT failed_tries FROM user WHERE id = 1") == 1


def test_somebody_else_finds_the_pages_with_their_own_rights(window: MainWindow, lin: Actor, qtbot: Any) -> None:
    window.show_page("orders")
    page = window.current_page()
    assert page is not None
    new = {a.objectName(): a for a in window.commands()}["new_order"]
    assert new.isEnabled()
    window.presence.lock()
    sign_in(window, HERS, qtbot, "lin")
    assert window.desk.actor.user_id == lin.user_id
    assert window.desk.actor.roles == frozenset({"warehouse"})
    assert window.current_page() is not page
    actions = {a.objectName(): a for a in window.commands()}
    assert not actions["new_order"].isEnabled()
    assert window.status.person.text() == "lin (warehouse)"


def test_a_draft_stays_with_whom_it_belongs_to(window: MainWindow, book: TestBook, lin: Actor, qtbot: Any) -> None:
    a_customer(book.owner)
    open_editor(window.desk)
    idle(window.desk, qtbot)
    assert window.current_page() is not window.page("orders")
    window.presence.lock()
    sign_in(window, HERS, qtbot, "lin")
    assert window.current_page() is window.page(window.shown)
    assert window.desk.actor.user_id == lin.user_id


def test_the_window_locks_itself_after_the_time_that_is_set(
    window: MainWindow, book: TestBook, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_setting(book.owner, LOCK_SETTING, 5)
    window.notices.refresh()
    qtbot.waitUntil(lambda: window.presence.lock_after == 5)
    presence = window.presence
    monkeypatch.setattr(presence, "_touched", presence._touched - 4 * 60)
    presence.look()
    assert not presence.locked
    monkeypatch.setattr(presence, "_touched", presence._touched - 2 * 60)
    presence.look()
    assert presence.locked


def test_typing_and_going_elsewhere_put_the_lock_off(window: MainWindow, qtbot: Any) -> None:
    presence = window.presence
    window.show_page("customers")
    page: Any = window.current_page()
    for touch in (page.search.setFocus, lambda: QTest.keyClicks(page.search, "ab"), window.sidebar.setFocus):
        presence._touched -= 3600
        touch()
        qtbot.wait(20)
        presence.look()
        assert not presence.locked


def test_never_locks_if_that_is_set(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    presence = window.presence
    presence.lock_after = 0
    monkeypatch.setattr(presence, "_touched", presence._touched - 36_000)
    presence.look()
    assert not presence.locked


def test_seeing_as_a_role_shows_its_rights_and_writes_nothing(window: MainWindow, qtbot: Any) -> None:
    refused: list[Exception] = []
    window.show_page("orders")
    window.presence.see_as(Role.WAREHOUSE)
    idle(window.desk, qtbot)
    assert "warehouse" in window.banner.text
    assert not {a.objectName(): a for a in window.commands()}["new_order"].isEnabled()
    customers = value("SELECT count(*) FROM customer")
    window.desk.perform(lambda actor: pytest.fail("it was run"), on_problem=refused.append)
    idle(window.desk, qtbot)
    assert isinstance(refused[0], UserError)
    assert value("SELECT count(*) FROM customer") == customers
    window.presence.see_as(None)
    idle(window.desk, qtbot)
    assert window.desk.actor.roles == frozenset({"owner"})
    assert not window.banner.text


def test_the_person_in_the_status_bar_offers_lock_and_change(window: MainWindow) -> None:
    menu = window.status.person_menu
    assert menu is not None
    names = [action.objectName() for action in menu.actions()]
    assert names == ["lock", "switch_person", "own_password"]
    assert isinstance(window.status.person, QWidget)
