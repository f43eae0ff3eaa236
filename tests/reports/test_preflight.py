"""Before a paper is printed somebody hears what would be wrong on it, what is missing and what is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.document import DocumentKind, DocumentSnapshot, Mark, Party, TaxRow
from app.models.paper_style import PaperStyle
from app.reports.documents import draw
from app.reports.preflight import Finding, examine, wrong_sentence
from tests.reports import samples


def found(snapshot: DocumentSnapshot) -> dict[str, Finding]:
    return {finding.key: finding for finding in examine(snapshot, draw(snapshot))}


@pytest.mark.parametrize("count", [1, 5, 60])
def test_a_paper_in_order_is_not_talked_about(count: int) -> None:
    assert found(samples.english(count)) == {}
    assert found(samples.chinese(count)) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda snapshot: replace(snapshot, gross=snapshot.gross + 1),
        lambda snapshot: replace(snapshot, tax=snapshot.tax - 1),
        lambda snapshot: replace(snapshot, subtotal=snapshot.subtotal + 100),
        lambda snapshot: replace(snapshot, discount=5),
        lambda snapshot: replace(snapshot, lines=snapshot.lines[:-1]),
        lambda snapshot: replace(snapshot, taxes=(TaxRow("S", "", 200_000, snapshot.net, snapshot.tax + 1),)),
    ],
)
@pytest.mark.parametrize("make", [samples.english, samples.chinese])
def test_totals_that_do_not_agree_with_the_lines_stop_the_paper(make, wrong) -> None:
    snapshot = wrong(make())
    assert wrong_sentence(examine(snapshot)).startswith("The totals do not agree")


def test_discount_and_rounding_belong_to_the_totals() -> None:
    snapshot = samples.chinese()
    assert snapshot.rounding_off
    assert not wrong_sentence(examine(snapshot))
    assert wrong_sentence(examine(replace(snapshot, rounding_off=0)))


def test_characters_that_the_font_lacks_are_named() -> None:
    finding = found(samples.english(buyer=Party(name="Café 🎉")))["glyphs"]
    assert "🎉" in finding.sentence
    assert not finding.wrong


def test_a_kept_file_is_looked_through_without_being_drawn_again() -> None:
    keys = [finding.key for finding in examine(samples.english(buyer=Party(name="Café 🎉")))]
    assert keys == ["glyphs"]


def test_texts_that_are_cut_are_named_with_their_beginning() -> None:
    long = "Delivered by the second entrance " * 30
    note = replace(samples.english(2), kind=DocumentKind.DELIVERY_NOTE, notes=long)
    assert found(note)["cut"].sentence.startswith("This text is cut: “Delivered by the second entrance")


def test_tax_numbers_that_an_invoice_lacks_are_named() -> None:
    snapshot = samples.english()
    seller, buyer = replace(snapshot.seller, tax_number=""), replace(snapshot.buyer, tax_number="", country="FR")
    keys = found(replace(snapshot, seller=seller, buyer=buyer))
    assert {"seller_tax", "buyer_tax"} <= set(keys)
    assert keys["seller_tax"].place == "company"
    person = Party(name="欧阳镕喆", country="GB")
    assert "buyer_tax" not in found(replace(snapshot, buyer=person)), "a person has no tax number"
    assert "seller_tax" not in found(replace(snapshot, kind=DocumentKind.ORDER_SHEET, seller=seller))


@pytest.mark.parametrize("name", ["seal", "payment_qr"])
def test_a_picture_that_the_style_wants_and_nobody_gave_is_named(name: str) -> None:
    style = PaperStyle.of({name: True}).to_text()
    assert found(samples.english(style=style))[name].place == "papers"
    assert name not in found(samples.english(style=style, **{name: samples.logo()}))


def test_a_broken_logo_is_named() -> None:
    assert "logo" in found(samples.english(logo=b"no picture"))
    assert "logo" not in found(samples.english(logo=b""))


def test_a_very_long_paper_is_asked_about() -> None:
    assert found(samples.english(700))["pages"].sentence.startswith("It has ")


def test_void_and_draft_papers_are_told_apart_from_plain_ones() -> None:
    assert "void" in found(samples.english(mark=Mark.VOID))
    assert "draft" in found(samples.english(mark=Mark.DRAFT))


def test_the_gravest_comes_first() -> None:
    snapshot = replace(samples.english(logo=b"no picture"), gross=1)
    assert next(iter(examine(snapshot))).key == "totals"
