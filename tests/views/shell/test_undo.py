"""Undo and redo in the menu say what they take back, and never take money back unseen."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from app.models.customer import Customer
from app.operations.customers import CustomerInput, edit_customer
from app.operations.notes import note_order
from app.operations.payments import record_payment
from app.queries.undo_steps import next_undo
from app.views.desk import Desk
from tests.helpers.book import a_customer, an_order, cents, order, read
from tests.helpers.desk import idle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def perform(desk: Desk, qtbot: Any, call: Any) -> None:
    desk.perform(call)
    idle(desk, qtbot)


@pytest.fixture
def noted(shell, real_desk, qtbot) -> int:
    """An order on which something was noted last."""
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    perform(real_desk, qtbot, lambda actor: note_order(actor, made, "Ring first"))
    return made


def test_undo_and_redo_are_named_after_the_last_operation(shell, real_desk, noted, qtbot) -> None:
    number = order(noted).number
    assert shell.program.steps.undo.text() == f"Undo: note on {number}"
    shell.program.steps.undo.trigger()
    idle(real_desk, qtbot)
    assert order(noted).note == ""
    assert shell.program.steps.redo.text() == f"Redo: note on {number}"
    for key, how in ((Qt.Key.Key_Y, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)):
        QTest.keyClick(shell, key, how)
        idle(real_desk, qtbot)
        assert order(noted).note == "Ring first"
        QTest.keyClick(shell, Qt.Key.Key_Z, CONTROL)
        idle(real_desk, qtbot)
        assert order(noted).note == ""


def test_thirty_steps_are_taken_back_one_after_the_other(shell, real_desk, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Name 0")
    for number in range(1, 31):
        edit_customer(real_desk.actor, customer, CustomerInput(name=f"Name {number}"))
    for number in range(29, -1, -1):
        shell.program.steps.name()
        assert shell.program.steps.undo.text() == f"Undo: {next_undo(real_desk.actor)}"
        shell.program.steps.undo.trigger()
        idle(real_desk, qtbot)
        assert read(Customer, customer).name == f"Name {number}"


def test_in_a_field_undo_takes_back_the_typing_only(shell, real_desk, noted, qtbot) -> None:
    tab = shell.go_to("orders")
    tab.search.setFocus()
    QTest.keyClicks(tab.search, "abc")
    shell.program.steps.name()
    assert shell.program.steps.undo.text() == "Undo typing"
    shell.program.steps.undo.trigger()
    assert tab.search.text() == ""
    assert order(noted).note == "Ring first"
    assert shell.program.steps.redo.text() == "Redo typing"
    shell.program.steps.redo.trigger()
    assert tab.search.text() == "abc"
    QTest.keyClick(tab.search, Qt.Key.Key_Z, CONTROL)
    assert tab.search.text() == ""
    assert order(noted).note == "Ring first"


def test_after_money_was_posted_its_record_is_offered_to_be_voided(shell, real_desk, noted, qtbot) -> None:
    customer = order(noted).customer_id
    perform(real_desk, qtbot, lambda actor: record_payment(actor, cents(20), "cash", customer))
    assert shell.program.steps.undo.text().startswith("Void instead: ")
    assert shell.program.steps.undo.isEnabled()
    shell.program.steps.undo.trigger()
    idle(real_desk, qtbot)
    assert shell.current_page().objectName().startswith("payment_page_")
    assert order(noted).note == "Ring first"
    assert shell.program.steps.undo.text() == f"Undo: note on {order(noted).number}"


def test_an_ampersand_in_a_name_is_no_key_of_the_menu(shell, real_desk, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Harbour & Hale")
    perform(
        real_desk,
        qtbot,
        lambda actor: edit_customer(actor, customer, CustomerInput(name="Harbour & Hale", city="Kiel")),
    )
    assert shell.program.steps.undo.text() == "Undo: edit Harbour && Hale"


def test_both_pairs_of_keys_do_again(shell) -> None:
    keys = shell.program.steps.redo.shortcuts()
    assert keys == [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]
