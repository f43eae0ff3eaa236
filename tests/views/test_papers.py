"""Many papers in one file: what would be wrong is held back, what was handed out stays as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import UserError
from app.models.document import DocumentSnapshot, Mark
from app.models.paper_style import SHARED, PaperStyle
from app.operations.invoices import issue_invoice
from app.operations.paper_styles import change_paper_style
from app.queries import documents
from app.views import papers
from app.views.papers import keep_paper, make_papers
from app.views.print_setup import Setup
from tests.helpers.book import TestBook, a_customer, an_order
from tests.helpers.desk import book
from tests.reports import samples
from tests.reports.reading import pages_of

__all__ = ["book"]


def piece(wrong: int) -> Any:
    """Papers of which one has totals that do not agree with its lines."""

    def made(_actor: Any, record: int) -> tuple[DocumentSnapshot, None]:
        snapshot = samples.english(2, number=f"SO-{record}")
        return (replace(snapshot, gross=snapshot.gross + 1) if record == wrong else snapshot), None

    return made


@pytest.fixture
def orders(book: TestBook) -> list[int]:
    customer = a_customer(book.owner)
    return [an_order(book.owner, customer, "120") for _n in range(3)]


def test_a_paper_with_wrong_totals_is_held_back_and_the_others_are_made(book: TestBook, orders: list[int]) -> None:
    made = make_papers(book.owner, piece(orders[1]), orders, Setup(), "order")
    assert [paper.number for paper in made.papers] == [f"SO-{orders[0]}", f"SO-{orders[2]}"]
    (failure,) = made.failures
    assert failure.reason.startswith("The totals do not agree")
    assert len(pages_of(made.pdf)) == 2


def test_a_single_wrong_paper_is_refused_in_words(book: TestBook, orders: list[int]) -> None:
    with pytest.raises(UserError) as caught:
        make_papers(book.owner, piece(orders[0]), orders[:1], Setup(), "order")
    assert caught.value.code == "wrong_paper"


def test_drafts_are_named_among_many_and_show_it_alone(book: TestBook, orders: list[int]) -> None:
    def void(_actor: Any, record: int) -> tuple[DocumentSnapshot, None]:
        return samples.english(1, number=f"SO-{record}", mark=Mark.VOID), None

    assert {finding.key for finding in make_papers(book.owner, void, orders, Setup(), "order").findings} == {"void"}
    assert make_papers(book.owner, void, orders[:1], Setup(), "order").findings == ()


def test_an_issued_invoice_leaves_as_the_bytes_that_were_kept(book: TestBook, orders: list[int]) -> None:
    change_paper_style(book.owner, "invoice", {"paper": "A5", "accent": "#0B6B6F"})
    invoice = issue_invoice(book.owner, orders[:1]).value
    keep_paper(book.owner, invoice)
    kept = documents.invoice_file(book.owner, invoice)
    change_paper_style(book.owner, SHARED, {"accent": "#8A1F5C", "paper": "A4"})
    change_paper_style(book.owner, "invoice", {})
    made = make_papers(book.owner, papers._invoice, [invoice], Setup("A5"), "invoice")
    assert made.pdf == kept
    other = make_papers(book.owner, papers._invoice, [invoice], Setup("A4"), "invoice")
    assert other.pdf != kept
    looks = PaperStyle.read(documents.invoice_document(book.owner, invoice).style)
    assert looks.accent == "#0B6B6F", "on another paper it keeps the colour that it was issued with"
