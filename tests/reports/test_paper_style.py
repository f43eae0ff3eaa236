"""What an office chooses of a paper's look is what stands on the paper."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from app.models.document import DocumentKind, DocumentSnapshot
from app.models.paper_style import ColumnChoice, PaperStyle, merged
from app.reports.documents import document_bytes, draw
from app.reports.pdf import Page, colour
from tests.reports import samples
from tests.reports.reading import pages_of


def picture(side: int = 64, ink: bytes = b"\xc8\x1e\x1e") -> bytes:
    """A filled square as a PNG."""
    return samples.png(side, (b"\0" + ink * side) * side)


def styled(count: int = 5, **style: Any) -> DocumentSnapshot:
    return samples.english(count, style=PaperStyle(**style).to_text())


def texts(page: Page) -> list[str]:
    return [text.text for text in page.texts]


def heads(page: Page) -> list[str]:
    known = {"No.", "Code", "Description", "Specification", "Quantity", "Unit", "Unit price", "Discount", "Tax"}
    return [text for text in texts(page) if text in known or text == "Amount"]


def test_a_style_comes_back_as_it_was_kept() -> None:
    style = PaperStyle(accent="#1F5FD1", size=110, footer="页脚", columns=(ColumnChoice("code", shown=False),))
    assert PaperStyle.read(style.to_text()) == style
    assert PaperStyle().to_text() == ""


@pytest.mark.parametrize(
    "damaged", ["{", "[]", '{"size":900}', '{"accent":"red"}', '{"columns":[1,["x"]]}', '{"new":1}', '{"logo":"no"}']
)
def test_what_makes_no_sense_in_a_style_stays_as_usual(damaged: str) -> None:
    assert PaperStyle.read(damaged) == PaperStyle()


def test_what_all_papers_share_is_changed_by_what_one_kind_has_of_its_own() -> None:
    shared = {"accent": "#0B6B6F", "size": 110, "seal": True}
    assert merged("receipt", shared, {"size": 90}) == PaperStyle(accent="#0B6B6F", size=90, seal=True)


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
def test_a_fiscal_paper_carries_the_seal_only_where_it_was_chosen_for_it(kind: str) -> None:
    assert not merged(kind, {"seal": True}, {}).seal
    assert merged(kind, {"seal": True}, {"seal": True}).seal


def test_columns_are_hidden_and_come_in_the_order_that_was_chosen() -> None:
    usual = heads(draw(samples.english()).pages[0])
    assert usual == ["No.", "Code", "Description", "Quantity", "Unit", "Unit price", "Discount", "Tax", "Amount"]
    order = ("number", "description", "amount", "code", "specification", "tax", "price", "unit", "quantity", "discount")
    chosen = tuple(ColumnChoice(key, shown=key not in ("code", "discount")) for key in order)
    found = heads(draw(styled(columns=chosen)).pages[0])
    assert found == ["No.", "Description", "Amount", "Specification", "Tax", "Unit price", "Unit", "Quantity"]


def test_a_column_that_came_after_a_choice_was_made_stands_where_it_usually_does() -> None:
    page = draw(styled(columns=(ColumnChoice("number"), ColumnChoice("description"), ColumnChoice("amount")))).pages[0]
    assert heads(page) == heads(draw(samples.english()).pages[0])


def test_a_unit_without_a_column_stands_with_its_quantity() -> None:
    page = draw(styled(columns=(ColumnChoice("unit", shown=False),))).pages[0]
    assert "Unit" not in heads(page)
    assert "40 box" in texts(page)


def test_what_a_paper_is_about_cannot_be_hidden() -> None:
    nothing = tuple(ColumnChoice(key, shown=False) for key in ("description", "quantity", "amount"))
    assert {"Description", "Quantity", "Amount"} <= set(heads(draw(styled(columns=nothing)).pages[0]))


def test_a_column_is_as_wide_as_was_chosen() -> None:
    def code_width(style: tuple[ColumnChoice, ...]) -> float:
        page = draw(styled(columns=style)).pages[0]
        at = {text.text: text.x for text in page.texts}
        return at["Description"] - at["Code"]

    assert code_width((ColumnChoice("code", width=30),)) == pytest.approx(0.3 * (595.28 - 102) + 11, abs=0.2)
    assert code_width(()) < 100


def test_texts_of_the_office_stand_on_the_paper() -> None:
    drawing = draw(styled(40, title="Tax invoice", heading="Member of the guild", footer="Registered in Bristol"))
    first = texts(drawing.pages[0])
    assert "Tax invoice" in first
    assert "Invoice" not in first
    assert "Member of the guild" in first
    assert drawing.title == "Tax invoice INV-2026-0042"
    for page in drawing.pages:
        foot = next(text for text in page.texts if text.text == "Registered in Bristol")
        others = [text.y for text in page.texts if text.y < foot.y]
        assert max(others) < foot.y - 10, "the footer touches what stands above it"


def test_a_footer_that_is_too_long_is_named_as_cut() -> None:
    drawing = draw(styled(footer="\n".join(f"line {number}" for number in range(9))))
    assert len(drawing.cut) == 1
    assert "line 3" in texts(drawing.pages[0])
    assert "line 4" not in texts(drawing.pages[0])


def test_letters_and_colours_follow_the_style() -> None:
    usual, large = draw(styled()).pages[0], draw(styled(size=120, accent="#8A1F5C")).pages[0]
    title = [next(text for text in page.texts if text.text == "Invoice") for page in (usual, large)]
    assert title[1].size == pytest.approx(title[0].size * 1.2)
    assert title[1].colour == colour("#8A1F5C")


def test_a_light_colour_never_makes_letters_hard_to_read() -> None:
    page = draw(styled(accent="#FFE08A")).pages[0]
    assert colour("#FFE08A") not in {text.colour for text in page.texts}
    assert colour("#FFE08A") in {line.colour for line in page.lines}


def test_the_code_to_pay_by_stands_beside_the_texts_and_over_none() -> None:
    style = PaperStyle(payment_qr=True).to_text()
    page = draw(samples.english(style=style, payment_qr=picture())).pages[0]
    code = next(each for each in page.pictures if each.data == picture())
    assert code.across == code.down >= 63
    assert "Scan to pay" in texts(page)
    for text in page.texts:
        wide = text.face.width(text.text, text.size)
        beside = text.x + wide <= code.x + 0.5 or text.x >= code.x + code.across
        above_or_below = text.y <= code.y or text.y - text.size >= code.y + code.down - 1
        assert beside or above_or_below, text.text


def test_the_seal_lies_over_the_line_on_which_the_seller_signs() -> None:
    style = PaperStyle(seal=True).to_text()
    order = samples.english(kind=DocumentKind.ORDER_SHEET, style=style, seal=picture(ink=b"\xd0\x10\x10"))
    page = draw(order).pages[0]
    seal = next(each for each in page.pictures if each.stamped)
    signing = next(text for text in page.texts if text.text == "For the seller: signature, date")
    line = next(each for each in page.lines if each.width == 0.6)
    assert seal.y < line.y1 < seal.y + seal.down
    assert line.x1 <= seal.x + seal.across / 2 <= line.x2
    assert signing.text in pages_of(document_bytes(order))[0], "the seal hides nothing"


def test_a_paper_that_shows_no_seal_has_none_though_one_is_kept() -> None:
    order = samples.english(kind=DocumentKind.ORDER_SHEET, seal=picture())
    assert not [each for each in draw(order).pages[0].pictures if each.stamped]


@pytest.mark.usefixtures("chinese_words")
@pytest.mark.parametrize("paper", ["A4", "A5", "241x140"])
def test_a_paper_in_two_languages_says_every_label_in_both(paper: str) -> None:
    drawing = draw(samples.chinese(style=PaperStyle(second="en").to_text()), paper=paper)
    whole = "\n".join(text for page in drawing.pages for text in texts(page))
    for one, two in (("销售单", "Order sheet"), ("品名", "Description"), ("客户", "Customer"), ("小计", "Subtotal")):
        assert one in whole, one
        assert two in whole, two
    for page in drawing.pages:
        for text in page.texts:
            wide = text.face.width(text.text, text.size)
            assert text.x >= page.paper.side - 0.5
            assert text.x + wide <= page.paper.right + 0.5, text.text


def test_sums_go_on_from_page_to_page() -> None:
    snapshot = samples.english(60)
    pages = draw(snapshot).pages
    for before, after in pairwise(pages):
        carried = texts(before)[texts(before).index("Carried forward") - 1]
        brought = texts(after)[texts(after).index("Brought forward") - 1]
        rows = [text for text in texts(after) if text.isdigit()]
        so_far = sum(line.amount for line in snapshot.lines[: int(rows[0]) - 1])
        assert carried == brought == f"{so_far / 100:,.2f}"
    assert "Carried forward" not in texts(pages[-1])
    assert "Carried forward" not in texts(draw(samples.english(3)).pages[0])


def test_sums_stay_away_where_the_office_wants_none() -> None:
    assert not any("Carried forward" in texts(page) for page in draw(styled(60, carried=False)).pages)


def test_a_document_is_drawn_on_the_paper_of_its_own_style() -> None:
    assert draw(styled(paper="A5")).pages[0].paper.name == "A5"
    assert draw(styled(paper="A5"), paper="A4").pages[0].paper.name == "A4"


def test_goods_stand_in_pictures_only_where_the_office_wants_them() -> None:
    def goods(count: int, **style: Any) -> DocumentSnapshot:
        made = styled(count, **style)
        return replace(made, lines=tuple(replace(line, picture=picture()) for line in made.lines))

    assert not [each for each in draw(goods(5)).pages[0].pictures if each.data == picture()]
    drawing = draw(goods(30, columns=(ColumnChoice("picture"),)))
    shown = [each for page in drawing.pages for each in page.pictures if each.data == picture()]
    assert len(shown) == 30
    for page in drawing.pages:
        for each in page.pictures:
            assert each.y + each.down < page.paper.height - page.paper.bottom
    assert document_bytes(goods(30, columns=(ColumnChoice("picture"),))).count(b"/Subtype /Image") <= 4
