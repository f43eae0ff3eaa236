"""Electronic invoices at the window: what is missing is said before issuing, and the file lies beside the saved PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.models.einvoice_checks import SETTING
from app.operations.company import change_setting
from app.operations.customers import CustomerInput, edit_customer
from app.operations.invoices import issue_invoice as issue
from app.queries.documents import invoice_file
from app.views.invoices import issue_invoice, open_invoice
from app.views.papers import keep_paper, print_invoices
from tests.helpers.book import TestBook, a_customer, a_line, an_order, close, new_book
from tests.helpers.desk import dialog_of, idle
from tests.views.invoices.test_invoices import shown_preview


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A German business that makes electronic invoices."""
    made = new_book(tmp_path, country="DE", name="Birkenau Papier GmbH", tax_number="DE136695976")
    change_setting(made.owner, SETTING, True)
    yield made
    close(made)


def test_what_is_missing_is_said_with_the_way_to_it(real_desk, window, qtbot) -> None:
    actor = real_desk.actor
    customer = a_customer(actor, "Atelier du Canal")
    order = an_order(actor, customer, a_line("25", 4))
    issue_invoice(real_desk, window, [order])
    dialog = dialog_of(window, "issue_invoice_dialog")
    qtbot.waitUntil(lambda: dialog.electronic.isVisible())
    assert "The customer's country is missing." in dialog.electronic.text
    assert dialog.electronic._action.text() == "Customer"
    dialog.electronic._action.click()
    qtbot.waitUntil(lambda: window.current_page().objectName().startswith("customer"))
    assert not dialog.isVisible()
    edit_customer(actor, customer, CustomerInput(name="Atelier du Canal", country="FR"))
    qtbot.waitUntil(lambda: window.findChild(QWidget, "issue_invoice_dialog") is None)
    issue_invoice(real_desk, window, [order])
    dialog = dialog_of(window, "issue_invoice_dialog")
    qtbot.waitUntil(lambda: bool(dialog.preview.bytes))
    assert not dialog.electronic.isVisible()
    assert "with the electronic invoice inside" in dialog.preview.told.text()
    dialog.reject()
    idle(real_desk, qtbot)


def test_the_electronic_invoice_is_saved_beside_its_pdf(real_desk, window, qtbot, tmp_path: Path) -> None:
    actor = real_desk.actor
    order = an_order(actor, a_customer(actor, "Atelier du Canal", country="FR"), a_line("25", 4))
    invoice = issue(actor, [order]).value
    keep_paper(actor, invoice)
    open_invoice(real_desk, window, invoice)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    assert "Kept with its electronic invoice" in [each.text() for each in page.findChildren(QLabel)]
    preview = shown_preview(window, qtbot, lambda: print_invoices(real_desk, window, [invoice]))
    preview.save_to(tmp_path / "one.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "one.xml").exists())
    idle(real_desk, qtbot)
    assert (tmp_path / "one.xml").read_bytes() == invoice_file(actor, invoice, "xml")
    assert (tmp_path / "one.pdf").read_bytes() == invoice_file(actor, invoice)
    assert "one.xml" in preview.banner.text
    preview.reject()
