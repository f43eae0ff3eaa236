"""A digital invoice taken back through the window: its slip first, then the red invoice that names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from app.models.invoice import Invoice
from app.models.red_slip import RedSlip
from app.operations.red_slips import RedSlipInput, record_red_slip
from app.views.invoices import credit_invoice, open_invoice
from tests.helpers.book import TestBook, assert_book_sound, close, every, new_book
from tests.helpers.desk import dialog_of, idle
from tests.views.invoices.test_originals import registered

RED = "26312000000000000009"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book."""
    made = new_book(tmp_path, country="CN", name="苏州青禾文具")
    yield made
    close(made)


def test_a_slip_is_recorded_confirmed_and_used_by_the_red_invoice(real_desk, window, qtbot) -> None:
    invoice = registered(real_desk.actor)
    open_invoice(real_desk, window, invoice)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    assert page.slips.nothing.isVisible()
    page.slips.start()
    dialog = dialog_of(window, "red_slip_dialog")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["number"].error != "")
    dialog.number.setText("33010126031000000001")
    dialog.state.choose("02")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: len(page.slips.found) == 1)
    page.slips.change()
    state = dialog_of(window, "slip_state_dialog")
    state.state.choose("04")
    with qtbot.waitSignal(state.accepted):
        state.accept_form()
    idle(real_desk, qtbot)
    credit_invoice(real_desk, window, invoice)
    note = dialog_of(window, "credit_note_dialog")
    assert note.slip.currentText() == "33010126031000000001"
    note.reason.setText("wrong title")
    note.authority.number.setText(RED)
    with qtbot.waitSignal(note.accepted):
        note.accept_form()
    idle(real_desk, qtbot)
    (red,) = every(Invoice, "document_type = 'credit_note'")
    assert every(RedSlip)[0].credit_note_id == red.id
    assert_book_sound()


def test_a_void_slip_is_named_so_and_an_own_paper_shows_none(real_desk, window, qtbot) -> None:
    invoice = registered(real_desk.actor)
    record_red_slip(real_desk.actor, invoice, RedSlipInput("A1", state="03"))
    open_invoice(real_desk, window, invoice)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    page.slips.change()
    dialog = next(each for each in window.findChildren(QDialog, "slip_state_dialog") if each.isVisible())
    dialog.state.choose("08")
    assert "void" in dialog.told.text()
    dialog.state.choose("04")
    assert dialog.told.text() == ""
    dialog.reject()
