"""Invoices: issued as they are shown, kept as they are printed, credited, voided, asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.models.invoice import Invoice, InvoiceRequest
from app.operations.invoice_requests import request_invoice as ask_for_invoice
from app.operations.invoices import issue_invoice as issue
from app.queries import documents
from app.views import problems
from app.views.exporting import export_to, shown_columns
from app.views.invoices import credit_invoice, issue_invoice, open_invoice, request_invoice, show_requests
from app.views.papers import keep_paper, print_invoices, print_sheets
from app.views.pdf_pages import PdfPages
from app.views.preview_pane import PreviewPane
from app.views.printing import PrintPreview
from tests.helpers.book import a_customer, a_line, an_order, assert_book_sound, cents, every, line_ids, order, pieces
from tests.helpers.desk import dialog_of, idle


def two_orders(actor) -> tuple[int, int]:
    customer = a_customer(actor)
    return an_order(actor, customer, a_line("25", 4)), an_order(actor, customer, a_line("10", 3))


def test_an_invoice_over_two_orders_says_its_number_and_keeps_its_paper(real_desk, window, qtbot) -> None:
    orders = two_orders(real_desk.actor)
    issue_invoice(real_desk, window, orders)
    dialog = dialog_of(window, "issue_invoice_dialog")
    assert dialog.primary.text() == "Issue INV-2026-0001"
    assert dialog.amount == cents("130")
    assert dialog.authority.number.isHidden() or not dialog.authority.number.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    made = every(Invoice)[0]
    assert made.number == "INV-2026-0001"
    assert made.total == cents("130")
    qtbot.waitUntil(lambda: documents.invoice_file(real_desk.actor, made.id) is not None)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None and bool(page.record.has_file))
    assert_book_sound()


def test_part_of_the_lines_and_a_missing_title_stand_at_their_fields(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    issue_invoice(real_desk, window, [first])
    dialog = dialog_of(window, "issue_invoice_dialog")
    line = line_ids(first)[0]
    dialog.lines.fields[line].set_value(pieces(9))
    dialog.buyer.title.setText("")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["title"].error != "")
    dialog.buyer.title.setText("Harbour & Hale")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["lines"].error != "")
    dialog.lines.fields[line].set_value(pieces(1))
    assert dialog.amount == cents("25")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert order(first).invoiced == cents("25")
    idle(real_desk, qtbot)


def test_a_request_is_listed_and_issued(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    window.show_page("invoices")
    request_invoice(real_desk, window, first)
    dialog = dialog_of(window, "request_invoice_dialog")
    assert dialog.amount.value() == cents("100")
    dialog.amount.set_value(cents("40"))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    show_requests(real_desk, window)
    idle(real_desk, qtbot)
    page = window.current_page()
    request = every(InvoiceRequest)[0]
    assert list(page.table.ids) == [request.id]
    assert page.asked().filters == (("state", "requested"),)
    page.view.select_ids([request.id])
    qtbot.waitUntil(page.command_actions["issue_requested"].isEnabled)
    page.command_actions["issue_requested"].trigger()
    issuing = dialog_of(page, "issue_invoice_dialog")
    assert issuing.amount == cents("40")
    with qtbot.waitSignal(issuing.accepted):
        issuing.accept_form()
    idle(real_desk, qtbot)
    assert every(InvoiceRequest)[0].state == "issued"
    assert every(Invoice)[0].total == cents("40")
    assert_book_sound()


def test_a_request_tells_at_a_glance_what_is_asked_for(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    asked = ask_for_invoice(real_desk.actor, first, note="before Friday").value
    show_requests(real_desk, window)
    idle(real_desk, qtbot)
    page = window.current_page()
    page.view.select_ids([asked], current=asked)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    pane = page.findChild(PreviewPane)
    qtbot.waitUntil(lambda: pane.title.text() == order(first).number)
    assert ("Note", "before Friday") in pane.facts.texts()
    assert "To be issued" in pane.marks.words()
    assert page.command_actions["issue_requested"].isEnabled()


def test_an_invoice_is_credited_in_part_and_its_page_shows_it(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    invoice = issue(real_desk.actor, [first]).value
    open_invoice(real_desk, window, invoice)
    idle(real_desk, qtbot)
    page = window.current_page()
    credit_invoice(real_desk, page, invoice)
    dialog = dialog_of(page, "credit_note_dialog")
    assert dialog.primary.text() == "Issue CN-2026-0001"
    assert dialog.total == cents("100")
    dialog.how.choose("amount")
    dialog.amount.set_value(cents("30"))
    dialog.reason.setText("wrong price")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: page.record.credited == cents("30") or not page.isVisible())
    assert order(first).invoiced == cents("70")
    note = every(Invoice)[1]
    assert window.current_page().record_id == note.id
    assert_book_sound()


def test_an_invoice_is_voided_with_a_reason(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    invoice = issue(real_desk.actor, [first]).value
    open_invoice(real_desk, window, invoice)
    idle(real_desk, qtbot)
    page = window.current_page()
    page.start("void_invoice")
    dialog = dialog_of(page, "void_invoice_dialog")
    dialog.reason.setText("wrong buyer")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: page.chip.key == "voided")
    assert "void_invoice" not in page.record.actions


def shown_preview(parent, qtbot, begin) -> PrintPreview:
    """The preview that opens, once its papers are made."""

    def previews() -> list[PrintPreview]:
        return [p for p in parent.findChildren(PrintPreview) if p.isVisible()]

    begin()
    qtbot.waitUntil(lambda: len(previews()) == 1 and not previews()[0].busy)
    return previews()[0]


def words_of(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_a_second_print_of_an_invoice_carries_the_mark_of_a_copy_and_is_noted_so(
    real_desk, window, qtbot, tmp_path
) -> None:
    first, _second = two_orders(real_desk.actor)
    invoice = issue(real_desk.actor, [first]).value
    keep_paper(real_desk.actor, invoice)
    preview = shown_preview(window, qtbot, lambda: print_invoices(real_desk, window, [invoice]))
    assert not preview.panel.mark_copies.isVisible()
    assert "COPY" not in words_of(preview.made.pdf)
    preview.save_to(tmp_path / "one.pdf")
    idle(real_desk, qtbot)
    preview.reject()
    preview = shown_preview(window, qtbot, lambda: print_invoices(real_desk, window, [invoice]))
    assert "COPY" in words_of(preview.made.pdf)
    preview.save_to(tmp_path / "two.pdf")
    idle(real_desk, qtbot)
    preview.reject()
    from app.models.base import connection

    details = [row[0] for row in connection().execute("SELECT detail FROM trail WHERE operation = 'print' ORDER BY id")]
    assert ["copies" in detail for detail in details] == [False, True]


def test_the_very_paper_that_was_kept_is_shown_and_saving_it_is_noted(real_desk, window, qtbot, tmp_path) -> None:
    first, second = two_orders(real_desk.actor)
    ids = [issue(real_desk.actor, [each]).value for each in (first, second)]
    keep_paper(real_desk.actor, ids[0])
    kept = documents.invoice_file(real_desk.actor, ids[0])
    preview = shown_preview(window, qtbot, lambda: print_invoices(real_desk, window, [ids[0]]))
    assert preview.made.pdf == kept
    preview.save_to(tmp_path / "one.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == kept
    idle(real_desk, qtbot)
    preview.reject()
    preview = shown_preview(window, qtbot, lambda: print_invoices(real_desk, window, ids))
    assert len(preview.pages) == 2
    assert [paper.again for paper in preview.made.papers] == [True, False]
    preview.reject()
    preview = shown_preview(window, qtbot, lambda: print_sheets(real_desk, window, [first, second]))
    assert len(preview.pages) == 2
    preview.reject()
    from app.models.base import connection

    entries = [row[0] for row in connection().execute("SELECT operation FROM trail")]
    assert entries.count("print") == 1


def test_an_invoice_is_printed_from_its_preview_beside_the_list(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    invoice = issue(real_desk.actor, [first]).value
    page = window.show_page("invoices")
    qtbot.waitUntil(lambda: len(page.table.ids) == 1)
    page.view.select_ids([invoice], current=invoice)
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    step = page.findChild(QPushButton, "preview_print_invoices_button")
    pane = page.findChild(PreviewPane)
    qtbot.waitUntil(lambda: "INV-2026-0001" in pane.title.text())
    assert step.isEnabled()
    assert pane.steps["credit_invoice"].isEnabled()
    shown_preview(window, qtbot, step.click).reject()


def test_a_list_is_exported_as_it_is_shown(real_desk, window, qtbot, tmp_path: Path, monkeypatch) -> None:
    first, _second = two_orders(real_desk.actor)
    issue(real_desk.actor, [first])
    tab = window.show_page("invoices")
    idle(real_desk, qtbot)
    told: list[object] = []
    monkeypatch.setattr(problems, "show", lambda error, **_where: told.append(error))
    for name in ("invoices.csv", "invoices.xlsx"):
        export_to(real_desk, tab, tmp_path / name, tab.records, tab.asked(), shown_columns(tab))
        qtbot.waitUntil((tmp_path / name).exists)
        idle(real_desk, qtbot)
    text = (tmp_path / "invoices.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].split(",")[1] == "Date"
    assert "INV-2026-0001" in text
    assert "1 row was written" in tab.banner.text
    assert told == []


def test_an_authority_numbers_its_papers_itself(book, real_desk, window, qtbot) -> None:
    book.set_company(country="CN")
    first, _second = two_orders(real_desk.actor)
    issue_invoice(real_desk, window, [first])
    dialog = dialog_of(window, "issue_invoice_dialog")
    dialog.kind.choose("paper_special")
    assert dialog.primary.text() == "Register invoice"
    assert dialog.authority.code.isVisible()
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["tax_number"].error != "")
    dialog.buyer.tax_number.setText("91330100MA2KD1234X")
    dialog.authority.number.setText("123")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["number"].error != "")
    dialog.authority.number.setText("12345678")
    dialog.authority.code.setText("3300204130")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    assert every(Invoice)[0].number == "12345678"
    assert every(Invoice)[0].code == "3300204130"


# The preview


def previewed(dialog, qtbot) -> bytes:
    qtbot.waitUntil(lambda: bool(dialog.preview.bytes))
    return dialog.preview.bytes


def pixels(pdf: bytes) -> list[bytes]:
    pages = PdfPages(pdf)
    try:
        return [bytes(pages.picture(n, 96).constBits()) for n in range(len(pages))]
    finally:
        pages.close()


def test_what_the_preview_shows_is_kept_and_printed_to_the_pixel(real_desk, window, qtbot) -> None:
    issue_invoice(real_desk, window, two_orders(real_desk.actor))
    dialog = dialog_of(window, "issue_invoice_dialog")
    previewed(dialog, qtbot)
    dialog.notes.setText("Thank you")
    before = dialog.preview.bytes
    qtbot.waitUntil(lambda: bool(dialog.preview.bytes) and dialog.preview.bytes != before)
    idle(real_desk, qtbot)
    shown = dialog.preview.bytes
    assert every(Invoice) == [], "a preview issues nothing"
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    made = every(Invoice)[0]
    kept = documents.invoice_file(real_desk.actor, made.id)
    assert kept == shown
    assert pixels(kept) == pixels(shown)
    printing = shown_preview(window, qtbot, lambda: print_invoices(real_desk, window, [made.id]))
    assert printing.made.pdf == shown
    printing.reject()
    assert_book_sound()


def test_a_preview_of_nothing_says_what_is_missing(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    issue_invoice(real_desk, window, [first])
    dialog = dialog_of(window, "issue_invoice_dialog")
    previewed(dialog, qtbot)
    dialog.buyer.title.setText("")
    qtbot.waitUntil(lambda: "Fill in the title" in dialog.preview.reason.text())
    assert dialog.preview.bytes == b""
    assert dialog.isVisible()


def test_a_number_that_somebody_took_meanwhile_is_said(real_desk, window, qtbot) -> None:
    first, second = two_orders(real_desk.actor)
    issue_invoice(real_desk, window, [first])
    dialog = dialog_of(window, "issue_invoice_dialog")
    previewed(dialog, qtbot)
    assert dialog.primary.text() == "Issue INV-2026-0001"
    assert "cannot be changed" in dialog.findChild(QLabel, "issue_invoice_consequence").text()
    issue(real_desk.actor, [second])
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    told = window.toast.findChild(QLabel, "toast_text").text()
    assert told == ("The invoice was issued. Somebody took INV-2026-0001 meanwhile, so its number is INV-2026-0002.")


def test_a_credit_note_is_previewed_too(real_desk, window, qtbot) -> None:
    first, _second = two_orders(real_desk.actor)
    invoice = issue(real_desk.actor, [first]).value
    credit_invoice(real_desk, window, invoice)
    dialog = dialog_of(window, "credit_note_dialog")
    qtbot.waitUntil(lambda: bool(dialog.preview.reason.text()))
    dialog.reason.setText("wrong price")
    shown = previewed(dialog, qtbot)
    idle(real_desk, qtbot)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    note = every(Invoice)[1]
    assert documents.invoice_file(real_desk.actor, note.id) == shown
