"""Undo after a workbook of the tax bureau never takes back something older unseen."""

from __future__ import annotations

from app.importing.bureau import RED, BureauRow
from app.importing.bureau_red import TakenBack
from app.models.invoice import Invoice
from app.operations.bureau import register_bureau_invoices
from app.operations.bureau_red import RedEntry
from app.operations.invoices import issue_invoice
from app.operations.notes import note_order
from tests.helpers.book import a_customer, an_order, cents, every, order
from tests.helpers.bureau import FIRM
from tests.helpers.desk import idle

BLUE, NOTE = "26312000000000000001", "26312000000000000002"


def test_after_a_red_invoice_came_in_its_document_is_opened_instead(shell, real_desk, book, qtbot) -> None:
    book.set_company(country="CN")
    actor = real_desk.actor
    sold = an_order(actor, a_customer(actor), "100")
    issue_invoice(actor, [sold], invoice_kind="digital_special", buyer=FIRM, number=BLUE)
    note_order(actor, sold, "Ring first")
    row = BureauRow(
        2, NOTE, "", "2026-03-10", FIRM.title, FIRM.tax_number, None, None, -cents(100), state=RED,
        takes_back=TakenBack(BLUE),
    )  # fmt: skip
    real_desk.perform(lambda actor: register_bureau_invoices(actor, [RedEntry(row, BLUE, "", "01")]))
    idle(real_desk, qtbot)
    assert [each.number for each in every(Invoice)] == [BLUE, NOTE]
    assert shell.program.steps.undo.text().startswith("Void instead: ")
    shell.program.steps.undo.trigger()
    idle(real_desk, qtbot)
    assert shell.current_page().objectName().startswith("invoice_page_")
    assert order(sold).note == "Ring first"
    assert len(every(Invoice)) == 2
