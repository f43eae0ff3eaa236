"""Order sheets and invoices: golden texts, fonts, page rules, marks, and what fonts cannot print."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest

from app.errors import Cancelled
from app.models.document import DocumentKind, DocumentSnapshot, Mark, Party, TaxRow
from app.reports.documents import document_bytes, draw, print_documents
from app.reports.pdf import Page
from app.reports.typesetting import faces, missing_glyphs
from tests.reports import samples
from tests.reports.reading import pages_of

GOLDEN = Path(__file__).parent.parent / "golden" / "documents"


def check_golden(name: str, data: bytes) -> None:
    """Compare a paper's text with the committed one; DAYBOOK_GOLDEN=write renews it, to be read before committing."""
    text = "\n=== page ===\n".join(page.strip() for page in pages_of(data)) + "\n"
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("DAYBOOK_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def texts(page: Page) -> list[str]:
    return [text.text for text in page.texts]


@pytest.mark.parametrize("paper", ["A4", "A5", "Letter"])
def test_english_invoice(paper: str) -> None:
    check_golden(f"invoice-en-{paper}", document_bytes(samples.english(), paper=paper))


def test_long_english_invoice() -> None:
    check_golden("invoice-en-long", document_bytes(samples.english(60)))


@pytest.mark.usefixtures("chinese_words")
@pytest.mark.parametrize("paper", ["A4", "A5", "241x140", "241x280"])
def test_chinese_order_sheet(paper: str) -> None:
    check_golden(f"order-sheet-zh-{paper}", document_bytes(samples.chinese(), paper=paper))


@pytest.mark.usefixtures("chinese_words")
def test_chinese_quotation_and_long_order_sheet() -> None:
    check_golden("order-sheet-zh-long", document_bytes(samples.chinese(52)))
    quotation = samples.chinese(
        kind=DocumentKind.QUOTATION, number="QT-2026-0009", expiry_date="2026-04-30", shows_payments=False
    )
    check_golden("quotation-zh", document_bytes(quotation))


def test_credit_note_names_what_it_corrects() -> None:
    note = samples.english(2, kind=DocumentKind.CREDIT_NOTE, number="CN-2026-0003", corrects="INV-2026-0042",
                           reason="Goods returned", due_date="")  # fmt: skip
    page = pages_of(document_bytes(note))[0]
    assert "Credit note" in page
    assert "INV-2026-0042" in page
    assert "Goods returned" in page


@pytest.mark.usefixtures("chinese_words")
@pytest.mark.parametrize("kind", [DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE])
def test_a_chinese_book_never_titles_its_own_paper_as_a_fiscal_invoice(kind: DocumentKind) -> None:
    drawing = draw(samples.chinese(kind=kind, number="26322000000123456789", shows_payments=False))
    assert "发票" not in drawing.title
    largest = max(drawing.pages[0].texts, key=lambda text: text.size)
    assert largest.text in ("开票登记单", "红字登记单")
    assert "开票信息登记，非税务发票" in texts(drawing.pages[0])


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    once = document_bytes(samples.chinese(52))
    again = document_bytes(DocumentSnapshot.from_json(samples.chinese(52).to_json()))
    assert once == again
    assert b"Helvetica" not in once


def test_fonts_are_embedded_and_subset() -> None:
    data = document_bytes(samples.chinese())
    names = re.findall(rb"/BaseFont /([^\s/]+)", data)
    assert names
    for name in names:
        assert re.fullmatch(rb"[A-Z]{6}\+NotoSansSC-(Regular|Bold)(_\d+)?", name), name
    assert data.count(b"/FontFile2") >= len(set(names))
    assert b"/ToUnicode" in data
    # Far less than the 7.7 MB of one whole font.
    assert len(data) < 120_000


def test_chinese_comes_back_from_the_file() -> None:
    page = pages_of(document_bytes(samples.chinese()))[0].replace("\n", "")
    for text in ("苏州青禾文具有限公司", "欧阳镕喆", "壹万贰仟玖佰肆拾元整", "¥12,940.00", "王小堃"):
        assert text in page


def head_of(page: Page) -> list[str]:
    return [text for text in texts(page) if text in ("Description", "Quantity", "Unit price")]


@pytest.mark.parametrize("paper", ["A4", "A5", "Letter", "241x280", "241x140"])
@pytest.mark.parametrize("count", [*range(1, 24), 37, 60])
def test_pages_keep_their_rules(paper: str, count: int) -> None:
    drawing = draw(samples.english(count), paper=paper)
    numbers: list[str] = []
    for number, page in enumerate(drawing.pages, 1):
        assert f"Page {number} of {len(drawing.pages)}" in texts(page)
        left = page.paper.side
        rows = [text.text for text in page.texts if text.x == left and text.text.isdigit() and text.size > 6]
        numbers += rows
        if rows:
            assert head_of(page) == ["Description", "Quantity", "Unit price"]
        if "Total amount" in texts(page):
            assert len(rows) >= min(2, count), "totals stand with fewer than two rows above them"
        for text in page.texts:
            wide = text.face.width(text.text, text.size)
            assert text.x >= page.paper.side - 0.5
            assert text.x + wide <= page.paper.right + 0.5, text.text
            assert text.y <= page.paper.height - page.paper.bottom + 0.1
    assert numbers == [str(number) for number in range(1, count + 1)]
    assert sum("Total amount" in texts(page) for page in drawing.pages) == 1


def test_an_invoice_of_sixty_pages_is_right_to_its_end() -> None:
    snapshot = samples.english(1310)
    pages = pages_of(document_bytes(snapshot))
    assert len(pages) >= 60
    so_far = list(accumulate(line.amount for line in snapshot.lines))
    last = 0
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "INV-2026-0042" in page
        assert "Description Quantity Unit Unit price" in page
        rows = [int(found) for found in re.findall(r"^(\d+) [A-Z]{3}-", page, re.MULTILINE)]
        assert rows == list(range(last + 1, last + len(rows) + 1))
        for word, row in (("Brought", last), ("Carried", rows[-1])):
            stated = re.search(rf"^{word} forward ([\d,.]+)$", page, re.MULTILINE)
            edge = number in (1, len(pages)) and (word == "Brought") == (number == 1)
            assert (stated is None) == edge
            assert stated is None or stated[1] == f"{so_far[row - 1] / 100:,.2f}"
        last = rows[-1]
    assert last == 1310
    assert f"£{snapshot.gross / 100:,.2f}" in pages[-1]
    assert sum("Total amount" in page for page in pages) == 1


def test_no_row_is_cut_by_a_page_end() -> None:
    drawing = draw(samples.english(60))
    for page in drawing.pages[:-1]:
        lowest = max(line.y1 for line in page.lines if line.width == pytest.approx(0.4))
        foot = page.paper.height - page.paper.bottom - 14
        assert lowest < foot


def test_a_row_taller_than_a_page_goes_on_over_pages() -> None:
    snapshot = samples.english(3)
    words = [f"word{number}" for number in range(2500)]
    long = replace(snapshot.lines[1], description=" ".join(words))
    drawing = draw(replace(snapshot, lines=(snapshot.lines[0], long, snapshot.lines[2])))
    assert len(drawing.pages) > 2
    found = " ".join(text for page in drawing.pages for text in texts(page) if text.startswith("word"))
    assert found.split() == words


def test_enormous_figures_stay_on_the_paper() -> None:
    snapshot = samples.english(2)
    line = replace(snapshot.lines[0], quantity=10**17, price=10**17, amount=9 * 10**17)
    drawing = draw(replace(snapshot, lines=(line,) * 2, gross=9 * 10**17), paper="A5")
    for text in drawing.pages[0].texts:
        assert text.x >= drawing.pages[0].paper.side - 0.5
    assert "£9,000,000,000,000,000.00" in texts(drawing.pages[0])


@pytest.mark.usefixtures("chinese_words")
def test_many_tax_codes_and_no_lines() -> None:
    rows = tuple(TaxRow(f"T{n}", f"税 {n}", n * 10_000, 100, n) for n in range(1, 90))
    drawing = draw(samples.chinese(0, taxes=rows))
    assert len(drawing.pages) >= 2
    assert sum(text.startswith("税 ") for page in drawing.pages for text in texts(page)) == 89


def test_what_the_fonts_lack_is_named_and_shown() -> None:
    buyer = Party(name="Café 🎉 שלום", address="two\u200blines\r\nsecond\tline \ud800", contact="e\u0301toile")
    drawing = draw(samples.english(buyer=buyer, ship_to=None))
    lost = {missing.character: missing for missing in drawing.missing}
    assert set(lost) == {"🎉", "ש", "ל", "ו", "ם", "\u200b", "\ud800"}
    assert lost["🎉"].name == "PARTY POPPER"
    assert "Café □ □□□□" in texts(drawing.pages[0])
    assert "twolines" in texts(drawing.pages[0])
    assert any(text.startswith("étoile") for text in texts(drawing.pages[0]))
    assert missing_glyphs(["堃镕喆龘 ¥€£№ naïve Ελλας"]) == ()


@pytest.mark.parametrize(
    ("mark", "word"), [(Mark.DRAFT, "DRAFT"), (Mark.VOID, "VOID"), (Mark.COPY, "COPY"), (Mark.SAMPLE, "SAMPLE")]
)
def test_marks_stand_on_the_paper(mark: Mark, word: str) -> None:
    drawing = draw(samples.english(40), mark=mark)
    assert word in texts(drawing.pages[0])
    for page in drawing.pages:
        assert (page.slanted is not None) == (mark is not Mark.COPY)


def test_a_void_document_is_never_reprinted_as_a_copy() -> None:
    drawing = draw(samples.english(mark=Mark.VOID), mark=Mark.COPY)
    assert "VOID" in texts(drawing.pages[0])


def test_a_broken_logo_is_left_out() -> None:
    for logo in (b"no picture", b"\x89PNG\r\n\x1a\n broken", samples.logo()[:60]):
        drawing = draw(samples.english(logo=logo))
        assert not drawing.pages[0].pictures
    assert draw(samples.english()).pages[0].pictures


def test_many_documents_in_one_file_count_their_own_pages(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    snapshots = [samples.english(20, number=f"INV-{n}") for n in range(3)]
    written = print_documents(
        tmp_path / "all.pdf", iter(snapshots), count=3, progress=lambda done, count: seen.append((done, count))
    )
    data = written.path.read_bytes()
    pages = pages_of(data)
    assert written.documents == 3
    assert written.pages == len(pages) == 6
    assert all(f"Page {number % 2 + 1} of 2" in page for number, page in enumerate(pages))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert data.count(b"/Title (Invoice INV-") == 3
    assert [path.name for path in tmp_path.iterdir()] == ["all.pdf"]


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "all.pdf"
    target.write_bytes(b"before")
    with pytest.raises(Cancelled):
        print_documents(target, [samples.english()], stop=lambda: True)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_the_fonts_are_read_once() -> None:
    assert faces() is faces()
