"""The electronic invoice inside the PDF: found by programs, unseen by people, and the same bytes each time."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
from pypdf import PdfReader

from app.models.document import Mark
from app.reports.documents import document_bytes
from app.reports.factur_x import factur_x
from app.reports.issued import issued_files
from app.reports.pdf_attach import attach_xml
from tests.einvoice.papers import STANDARD, Sold, euros, invoice

PAPER = invoice(*[Sold(euros("19.90"), code=STANDARD)] * 60)
PLAIN = document_bytes(PAPER)
XML = factur_x(PAPER)
BOTH = attach_xml(PLAIN, XML, PAPER)


def root() -> Any:
    return PdfReader(io.BytesIO(BOTH)).trailer["/Root"]


def pictures(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    drawn = [page.render(scale=0.5).to_pil().tobytes() for page in document]
    document.close()
    return drawn


def test_people_see_the_same_pages() -> None:
    assert len(pictures(PLAIN)) > 1
    assert pictures(BOTH) == pictures(PLAIN)


def test_the_same_two_files_give_the_same_bytes() -> None:
    assert attach_xml(PLAIN, XML, PAPER) == BOTH


def test_the_file_is_named_as_an_alternative_of_the_document() -> None:
    (described,) = root()["/AF"]
    file = described.get_object()
    assert file["/AFRelationship"] == "/Alternative"
    assert file["/UF"] == "factur-x.xml"
    assert file["/EF"]["/F"].get_object().get_data() == XML
    assert root()["/Names"]["/EmbeddedFiles"]["/Names"][0] == "factur-x.xml"


def test_the_file_takes_little_room() -> None:
    assert len(XML) > 50_000
    assert len(BOTH) < len(PLAIN) + 20_000


def test_what_pdf_a_3_asks_for_is_there() -> None:
    said = root()["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in said
    assert 'fx:ConformanceLevel="EN 16931"' in said
    assert PAPER.seller.name in said
    (intent,) = root()["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert root()["/Lang"] == "en"
    assert BOTH.startswith(b"%PDF-1.7")
    assert b"\n/ID" in BOTH or b"/ID [" in BOTH
    # Each stream ends with a line of its own, as the standard wants it.
    assert BOTH.count(b"endstream") == BOTH.count(b"\nendstream")


def test_every_font_is_embedded() -> None:
    for page in PdfReader(io.BytesIO(BOTH)).pages:
        fonts: Any = page["/Resources"]["/Font"]
        for font in fonts.values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_marked_papers_and_copies_carry_none() -> None:
    assert [file.kind for file in issued_files(PAPER, electronic=True)] == ["pdf", "xml"]
    assert [file.kind for file in issued_files(PAPER, electronic=False)] == ["pdf"]
    for mark in (Mark.VOID, Mark.SAMPLE, Mark.COPY):
        marked = invoice(Sold(euros("1")), mark=mark)
        assert [file.kind for file in issued_files(marked, electronic=True)] == ["pdf"]
