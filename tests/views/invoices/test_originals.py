"""The original of a tax bureau's invoice: compared when it comes, kept with its hash, opened and saved as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.invoice import InvoiceFile
from app.operations.invoices import issue_invoice
from app.operations.originals import keep_original
from app.operations.red_slips import RedSlipInput, record_red_slip
from app.queries import originals
from app.views.invoices import issue_invoice as issue_over_orders
from app.views.invoices import open_invoice
from app.views.invoices.invoice_page import InvoicePage
from app.views.invoices.originals import keep_one
from tests.helpers.asked import asked
from tests.helpers.book import TestBook, a_customer, an_order, assert_book_sound, close, every, new_book, value
from tests.helpers.bureau import FIRM
from tests.helpers.desk import dialog_of, idle
from tests.importing.test_bureau import NUMBER, XML


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book."""
    made = new_book(tmp_path, country="CN", name="苏州青禾文具")
    yield made
    close(made)


def registered(actor, price: str = "1130") -> int:
    sold = an_order(actor, a_customer(actor, "栖霞岭"), price)
    return issue_invoice(actor, [sold], invoice_kind="digital_special", buyer=FIRM, number=NUMBER).value


def test_an_original_is_compared_kept_and_saved_again_as_it_was(real_desk, window, qtbot, tmp_path) -> None:
    invoice = registered(real_desk.actor)
    path = tmp_path / "26312.xml"
    path.write_text(XML, "utf-8")
    open_invoice(real_desk, window, invoice)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    assert page.originals.isVisible()
    assert page.originals.nothing.isVisible()
    keep_one(real_desk, window, invoice)
    dialog = dialog_of(window, "keep_original_dialog")
    assert not dialog.primary.isEnabled()
    dialog.take_file(path)
    qtbot.waitUntil(lambda: dialog.primary.isEnabled())
    assert [each.same for each in dialog.compared] == [True] * 7
    assert "same as in the book" in dialog.told.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: len(page.originals.found) == 1)
    (kept,) = every(InvoiceFile, "file_kind = 'original-xml'")
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    page.originals.save_to(kept.id, tmp_path / "again.xml")
    idle(real_desk, qtbot)
    assert (tmp_path / "again.xml").read_bytes() == path.read_bytes()
    assert_book_sound()


def test_what_differs_is_named_and_an_unreadable_file_can_be_kept(real_desk, window, qtbot, tmp_path) -> None:
    invoice = registered(real_desk.actor, "1131")
    path = tmp_path / "other.xml"
    path.write_text(XML.replace("2026-03-10", "2026-03-09"), "utf-8")
    keep_one(real_desk, window, invoice)
    dialog = dialog_of(window, "keep_original_dialog")
    dialog.take_file(path)
    qtbot.waitUntil(lambda: dialog.banner.isVisible())
    assert [each.title for each in dialog.compared if not each.same] == ["Date", "Net", "Tax amount", "Total"]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 a scan")
    dialog.take_file(scan)
    qtbot.waitUntil(lambda: "could be read" in dialog.told.text())
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert value("SELECT file_kind FROM invoice_file") == "original-pdf"


def test_originals_and_slips_are_read_beside_the_window(real_desk, window, qtbot) -> None:
    invoice = registered(real_desk.actor)
    keep_original(real_desk.actor, invoice, b"one", "a.xml", "xml")
    open_invoice(real_desk, window, invoice)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    keep_original(real_desk.actor, invoice, b"two", "a.pdf", "pdf")
    record_red_slip(real_desk.actor, invoice, RedSlipInput("1", "seller", "01", "01", real_desk.actor.today(), 113_000))
    with asked() as told:
        page.refresh()
        qtbot.waitUntil(lambda: len(page.originals.found) == 2)
        idle(real_desk, qtbot)
    assert [f.name for f in page.originals.found] == ["a.xml", "a.pdf"]
    assert [s.amount for s in page.slips.found] == [113_000]
    assert not any("invoice_file" in sql or "red_slip" in sql for sql in told)


def test_a_page_that_stood_ready_shows_and_keeps_the_originals_of_its_invoice(
    real_desk, window, qtbot, tmp_path
) -> None:
    invoice = registered(real_desk.actor)
    page = InvoicePage(real_desk, 0)
    page.begin(invoice)
    window.open_record("invoices", page)
    qtbot.waitUntil(lambda: page.record is not None)
    assert page.originals.isVisible()
    page.originals.keep.click()
    dialog = dialog_of(window, "keep_original_dialog")
    path = tmp_path / "26312.xml"
    path.write_text(XML, "utf-8")
    dialog.take_file(path)
    qtbot.waitUntil(lambda: dialog.primary.isEnabled())
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    qtbot.waitUntil(lambda: len(page.originals.found) == 1)
    assert [f.invoice_id for f in every(InvoiceFile)] == [invoice]
    page.slips.start()
    assert dialog_of(window, "red_slip_dialog").invoice_id == invoice


def test_what_is_kept_is_what_was_read_and_compared(real_desk, window, qtbot, tmp_path) -> None:
    invoice = registered(real_desk.actor)
    path = tmp_path / "26312.xml"
    path.write_text(XML, "utf-8")
    read = path.read_bytes()
    keep_one(real_desk, window, invoice)
    dialog = dialog_of(window, "keep_original_dialog")
    dialog.take_file(path)
    qtbot.waitUntil(lambda: dialog.primary.isEnabled())
    path.unlink()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert bytes(every(InvoiceFile)[0].content) == read


def test_a_file_that_went_away_is_told_in_the_dialog(real_desk, window, qtbot, tmp_path) -> None:
    keep_one(real_desk, window, registered(real_desk.actor))
    dialog = dialog_of(window, "keep_original_dialog")
    dialog.take_file(tmp_path / "gone.xml")
    qtbot.waitUntil(lambda: dialog.banner.isVisible())
    assert "gone.xml could not be read" in dialog.banner.text
    dialog.accept_form()
    idle(real_desk, qtbot)
    assert not every(InvoiceFile)


def test_an_original_gives_the_form_its_number_and_is_kept_once_registered(real_desk, window, qtbot, tmp_path) -> None:
    actor = real_desk.actor
    sold = an_order(actor, a_customer(actor, FIRM.title, tax_number=FIRM.tax_number), "1130")
    issue_over_orders(real_desk, window, [sold])
    dialog = dialog_of(window, "issue_invoice_dialog")
    assert not dialog.original.isVisible()
    dialog.kind.choose("digital_special")
    assert dialog.original.isVisible()
    path = tmp_path / "26312.xml"
    path.write_text(XML, "utf-8")
    dialog.original.take_file(path)
    qtbot.waitUntil(lambda: dialog.authority.number.text() == NUMBER)
    assert str(dialog.authority.day.value()) == "2026-03-10"
    assert "all that could be read fits" in dialog.original.told.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: every(InvoiceFile, "file_kind = 'original-xml'") != [])
    assert value("SELECT number FROM invoice") == NUMBER


def test_a_kept_original_never_changes_and_own_papers_have_none(book: TestBook) -> None:
    owner = book.owner
    invoice = registered(owner)
    first = keep_original(owner, invoice, b"one", "a.xml", "xml").value
    assert keep_original(owner, invoice, b"one", "a.xml", "xml").value == first
    with pytest.raises(UserError) as refused:
        keep_original(owner, invoice, b"two", "a.xml", "xml")
    assert refused.value.code == "kept_already"
    with pytest.raises(UserError) as refused:
        keep_original(owner, invoice, b"two", "a.docx", "docx")
    assert refused.value.code == "kind"
    own = issue_invoice(owner, [an_order(owner, a_customer(owner), "5")]).value
    with pytest.raises(UserError) as refused:
        keep_original(owner, own, b"one", "a.xml", "xml")
    assert refused.value.code == "own_paper"
    assert [f.name for f in originals.originals(owner, invoice)] == ["a.xml"]
    assert originals.original_bytes(owner, first) == ("a.xml", b"one")
    assert_book_sound()
