"""Delivery notes, labels and pick lists: golden texts, rows that fill the sheet, sums, bars that a scanner reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.models.document import Basket, DocumentKind, DocumentSnapshot, Mark, Party
from app.reports.bars import bars
from app.reports.documents import document_bytes, draw
from app.reports.pdf import Page
from tests.reports import samples
from tests.reports.test_documents import check_golden, texts

GOES_TO = Party(name="陈师傅", phone="138 0000 1234", address="浙江省 杭州市 310007\n西湖区栖霞岭 28 号 1101 室")
FORMS = ("A4", "A5", "241x140", "241x93")


def delivery(
    snapshot: DocumentSnapshot, kind: DocumentKind = DocumentKind.DELIVERY_NOTE, **more: object
) -> DocumentSnapshot:
    """The goods of a sample on their way."""
    values: dict[str, object] = {
        "number": "SH-2026-0042",
        "order_numbers": "SO-2026-0412",
        "carrier": "顺丰速运",
        "tracking_number": "SF1390012345678",
        "gross": sum(line.amount for line in snapshot.lines),
        "ship_to": GOES_TO,
        "issued_by": "王小堃",
        **more,
    }
    changed: Any = replace
    made: DocumentSnapshot = changed(snapshot, kind=kind, **values)
    return made


@pytest.mark.usefixtures("chinese_words")
@pytest.mark.parametrize("paper", FORMS)
def test_delivery_note_on_every_form(paper: str) -> None:
    check_golden(f"delivery-note-zh-{paper}", document_bytes(delivery(samples.chinese(6)), paper=paper))


def test_delivery_note_without_prices_names_no_amount() -> None:
    note = delivery(samples.english(4), shows_prices=False, carrier="UPS", tracking_number="1Z999AA10123456784")
    check_golden("delivery-note-en-plain", document_bytes(note, paper="A5"))
    shown = texts(draw(note, paper="A5").pages[0])
    assert "Amount" not in shown
    assert not any("pounds" in text for text in shown)


@pytest.mark.parametrize("paper", FORMS)
@pytest.mark.parametrize("count", [1, 7, 8, 31, 70])
def test_every_sheet_has_as_many_rows_and_adds_up_its_own(paper: str, count: int) -> None:
    drawing = draw(delivery(samples.english(count)), paper=paper)
    rules = {len([line for line in page.lines if line.y1 == line.y2]) for page in drawing.pages}
    numbers = [text.text for page in drawing.pages for text in page.texts if text.text.isdigit()]
    assert max(rules) - min(rules) <= 2, "only the lines to sign on and the last sums may differ"
    assert set(map(str, range(1, count + 1))) <= set(numbers)
    for number, page in enumerate(drawing.pages, 1):
        shown = texts(page)
        assert "This sheet" in shown
        assert ("In all" in shown) is (number == len(drawing.pages))
        assert ("Goes on overleaf" in shown) is (number < len(drawing.pages))
        for text in page.texts:
            wide = text.face.width(text.text, text.size)
            assert text.x >= page.paper.side - 0.5
            assert text.x + wide <= page.paper.right + 0.5, text.text
            assert text.y <= page.paper.height - page.paper.bottom + 0.1


def test_the_sheets_add_up_to_the_whole() -> None:
    note = delivery(samples.english(20))
    drawing = draw(note, paper="241x93")
    assert len(drawing.pages) == 3
    codes = {line.code for line in note.lines}
    begin = 0
    for page in drawing.pages:
        shown = texts(page)
        end = begin + sum(text in codes for text in shown)
        assert f"{sum(line.amount for line in note.lines[begin:end]) / 100:,.2f}" in shown
        begin = end
    assert begin == len(note.lines)
    assert f"{note.gross / 100:,.2f}" in texts(drawing.pages[-1])


def test_a_voided_delivery_says_so() -> None:
    assert "VOID" in texts(draw(delivery(samples.english(2), mark=Mark.VOID)).pages[0])


@pytest.mark.usefixtures("chinese_words")
def test_label_says_who_gets_the_parcel_and_who_sends_it() -> None:
    label = delivery(samples.chinese(3), DocumentKind.SHIPPING_LABEL)
    check_golden("shipping-label-zh", document_bytes(label))
    (page,) = draw(label, paper="A4").pages
    assert (round(page.paper.width / 72 * 25.4), round(page.paper.height / 72 * 25.4)) == (100, 150)
    assert {"陈师傅", "138 0000 1234", "SF1390012345678"} <= set(texts(page))


def test_label_in_english() -> None:
    label = delivery(samples.english(3), DocumentKind.SHIPPING_LABEL, carrier="UPS", tracking_number="")
    check_golden("shipping-label-en", document_bytes(label))


def test_a_very_long_address_stays_on_the_label() -> None:
    far = replace(GOES_TO, address="一二三四五六七八九十" * 30)
    (page,) = draw(delivery(samples.chinese(3), DocumentKind.SHIPPING_LABEL, ship_to=far)).pages
    assert sum(text.text.count("十") for text in page.texts) >= 30
    assert all(text.y <= page.paper.height - page.paper.bottom + 0.1 for text in page.texts)


def test_the_bars_are_those_of_code_128() -> None:
    # Start B, P, J, J, checksum and stop, as the standard's own example draws them.
    found = bars("PJJ123C")
    modules = found[-1][0] + found[-1][1]
    drawn = "".join("1" if any(at <= place < at + wide for at, wide in found) else "0" for place in range(modules))
    assert drawn.startswith("11010010000" + "11101110110" + "10110111000" + "10110111000")
    assert drawn.endswith("1100011101011")
    assert modules % 11 == 2
    assert bars("顺丰") == ()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.usefixtures("chinese_words")
def test_pick_list_names_what_to_take_for_which_order(language: str) -> None:
    sample = samples.chinese(3) if language == "zh" else samples.english(3)
    parts = "SO-2026-0410 × 2   SO-2026-0412 × 5"
    picked = tuple(
        replace(line, note=parts, tax_label="纸品" if language == "zh" else "Paper") for line in sample.lines
    )
    paper = delivery(
        sample, DocumentKind.PICK_LIST, lines=picked, order_numbers="2", number="SO-2026-0410 – SO-2026-0412"
    )
    check_golden(f"pick-list-{language}", document_bytes(paper))


def placed_list(language: str, **more: object) -> DocumentSnapshot:
    """A pick list over two orders whose goods have places, all but the last."""
    sample = samples.chinese(4) if language == "zh" else samples.english(4)
    places = ("A-03-2", "A-12", "B-1", "")
    lines = tuple(
        replace(line, note="[1] × 2   [2] × 5", tax_label="Paper", place=place, in_stock=30_000)
        for line, place in zip(sample.lines, places, strict=True)
    )
    baskets = (
        Basket(1, "SO-2026-0410", "Ruth Okafor", "UPS", 2, 50_000, "2 × Pen  ·  3 × Folder", "leave with porter"),
        Basket(2, "SO-2026-0412", "陈师傅", "顺丰速运", 1, 20_000, "2 × 笔"),
    )
    number = "SO-2026-0410 – SO-2026-0412"
    return delivery(
        sample, DocumentKind.PICK_LIST, lines=lines, baskets=baskets, order_numbers="2", number=number, **more
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.usefixtures("chinese_words")
def test_pick_list_with_places_and_baskets(language: str) -> None:
    check_golden(f"pick-list-placed-{language}", document_bytes(placed_list(language)))


def test_places_stand_first_and_can_be_read_at_arms_length() -> None:
    page = draw(placed_list("en")).pages[0]
    places = [text for text in page.texts if text.text in ("A-03-2", "A-12", "B-1", "—")]
    assert [text.text for text in places] == ["A-03-2", "A-12", "B-1", "—"]
    for text in places:
        assert text.x == page.paper.side
        assert text.size >= 14
        assert "Bold" in text.face.name
    assert texts(page).count("3 in stock") == 4, "less lies there than these orders want"


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_the_bars_of_each_order_keep_their_width_on_small_paper(paper: str) -> None:
    _goods, page = draw(placed_list("en"), paper=paper).pages
    thin = min(box.across for box in page.boxes)
    assert thin == pytest.approx(0.75)
    rows = sorted({box.y for box in page.boxes})
    assert len(rows) == 2
    assert len([box for box in page.boxes if box.y == rows[0]]) == len(bars("SO-2026-0410"))
    order = next(text for text in page.texts if text.text == "SO-2026-0410")
    assert max(box.x + box.across for box in page.boxes) < page.paper.right
    assert order.y > rows[0] + 21


def test_a_list_of_one_order_has_no_baskets() -> None:
    drawing = draw(replace(placed_list("en"), baskets=()))
    assert len(drawing.pages) == 1
    assert not drawing.pages[0].boxes


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_bars_that_have_no_room_are_left_out_rather_than_run_over_other_words(paper: str) -> None:
    long = "TM-20261122-0000000000000123456789-RETAIL"
    listed = placed_list("en")
    wide = replace(listed, baskets=(replace(listed.baskets[0], order=long), listed.baskets[1]))
    usual, page = draw(listed, paper=paper).pages[1], draw(wide, paper=paper).pages[1]
    assert len(page.boxes) == len(bars("SO-2026-0412")), "those of the other order stay"
    assert "".join(text.text for text in page.texts).count("RETAIL") == 1
    if paper == "A4":
        name = "Ruth Okafor"
        assert sized(page, name) == sized(usual, name), "one long number doesn't make all the letters small"


def sized(page: Page, word: str) -> float:
    return next(text.size for text in page.texts if text.text == word)
