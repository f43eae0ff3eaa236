"""How papers look is kept for the next ones; what was issued keeps its look."""

from __future__ import annotations

import pytest

from app.errors import UserError
from app.models.document import DocumentSnapshot
from app.models.paper_style import PAYMENT_CODE, SEAL, SHARED, PaperStyle, look_of, picture, stored, style_of
from app.operations.company import change_company
from app.operations.history import undo
from app.operations.invoices import issue_invoice
from app.operations.paper_styles import change_paper_picture, change_paper_style
from app.operations.product_pictures import change_picture
from app.queries.documents import invoice_document, order_document
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order
from tests.reports import samples
from tests.reports.samples import logo


def test_a_style_counts_from_the_next_paper_on(book: TestBook) -> None:
    order = an_order(book.owner, a_customer(book.owner), "120")
    assert order_document(book.owner, order).style == ""
    change_paper_style(book.owner, SHARED, {"accent": "#0B6B6F", "size": 110})
    change_paper_style(book.owner, "order_sheet", {"size": 90, "terms": "Paid before delivery"})
    made = order_document(book.owner, order)
    assert PaperStyle.read(made.style) == PaperStyle(accent="#0B6B6F", size=90, terms="Paid before delivery")
    assert made.terms == "Paid before delivery"


def test_an_issued_invoice_keeps_the_look_that_it_was_issued_with(book: TestBook) -> None:
    change_paper_style(book.owner, "invoice", {"accent": "#0B6B6F", "title": "Rechnung"})
    invoice = issue_invoice(book.owner, [an_order(book.owner, a_customer(book.owner), "120")]).value
    change_paper_style(book.owner, "invoice", {"accent": "#8A1F5C"})
    assert PaperStyle.read(invoice_document(book.owner, invoice).style).title == "Rechnung"
    assert style_of("invoice").accent == "#8A1F5C"


def test_undo_brings_the_look_before_back(book: TestBook) -> None:
    change_paper_style(book.owner, "receipt", {"size": 90})
    change_paper_style(book.owner, "receipt", {"size": 120})
    undo(book.owner)
    assert style_of("receipt").size == 90
    change_paper_style(book.owner, "receipt", {})
    assert stored("receipt") == {}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("letter", {"size": 90}),
        ("invoice", {"size": 500}),
        ("invoice", {"accent": "red"}),
        ("invoice", {"logo": "no"}),
        ("invoice", {"margin": 3}),
        ("invoice", {"columns": ["code"]}),
    ],
)
def test_what_no_paper_can_have_is_refused(book: TestBook, kind: str, values: dict[str, object]) -> None:
    with pytest.raises(UserError):
        change_paper_style(book.owner, kind, values)
    assert stored(kind) == {}


def test_pictures_stand_only_on_papers_that_show_them(book: TestBook) -> None:
    change_paper_picture(book.owner, SEAL, logo())
    change_paper_picture(book.owner, PAYMENT_CODE, logo())
    assert look_of("order_sheet").seal == b""
    change_paper_style(book.owner, SHARED, {"seal": True, "payment_qr": True})
    assert look_of("order_sheet").seal == logo()
    assert look_of("order_sheet").payment_qr == logo()
    assert look_of("invoice").seal == b"", "a fiscal paper carries the seal only where it was chosen for it"
    assert look_of("receipt").payment_qr == b"", "nobody pays after a receipt"


def test_what_is_no_picture_is_refused_and_a_picture_can_be_taken_away(book: TestBook) -> None:
    with pytest.raises(UserError):
        change_paper_picture(book.owner, SEAL, b"text")
    change_paper_picture(book.owner, SEAL, logo())
    change_paper_picture(book.owner, SEAL, b"")
    assert picture(SEAL) == b""


def test_the_footer_of_documents_stands_on_papers_without_one_of_their_own(book: TestBook) -> None:
    change_company(book.owner, {"document_footer": "Registered in Bristol"})
    assert style_of("invoice").footer == "Registered in Bristol"
    change_paper_style(book.owner, "invoice", {"footer": "HRB 123"})
    assert style_of("invoice").footer == "HRB 123"


def test_a_snapshot_of_before_there_were_styles_is_still_read() -> None:
    text = samples.english(1).to_json()
    for gone in ('"style":"",', '"seal":"",', '"payment_qr":"",'):
        assert gone in text
        text = text.replace(gone, "")
    assert DocumentSnapshot.from_json(text) == samples.english(1)


def test_order_sheets_show_what_products_look_like_where_the_office_wants_it(book: TestBook) -> None:
    product = a_product(book.owner)
    change_picture(book.owner, product, logo())
    order = an_order(book.owner, a_customer(book.owner), a_line("120", product_id=product))
    assert order_document(book.owner, order).lines[0].picture == b""
    change_paper_style(book.owner, "order_sheet", {"columns": [["picture", True, 0]]})
    assert order_document(book.owner, order).lines[0].picture == logo()
    text = order_document(book.owner, order).to_json()
    assert DocumentSnapshot.from_json(text).lines[0].picture == logo()
