"""The receipt: golden texts in both languages on every form, one page whatever stands on it, its marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.document import DocumentKind, DocumentSnapshot, Mark, Party
from app.models.paper_style import PaperStyle
from app.reports.documents import document_bytes, draw
from tests.reports import samples
from tests.reports.test_documents import check_golden, texts

FORMS = ("A4", "A5", "241x140", "241x93")


def receipt(*, chinese: bool = False, **more: object) -> DocumentSnapshot:
    """What was paid by a customer of the sample firms."""
    base = samples.chinese(1) if chinese else samples.english(1)
    made = replace(
        base,
        kind=DocumentKind.RECEIPT,
        number="RE-2026-0042",
        date="2026-03-10",
        buyer=Party(name=base.buyer.name),
        lines=(),
        taxes=(),
        net=1_640_902,
        tax=0,
        gross=1_640_902,
        order_numbers="SO-2026-0412",
        reason="订单 SO-2026-0412 货款" if chinese else "Goods and services of order SO-2026-0412",
        method="Bank transfer",
        bank_reference="20260309-77",
        payment_number="RC-2026-0107",
        received_on="2026-03-09",
        issued_by="王小堃" if chinese else "Maya Lin",
        yuan="元",
        mark=Mark.NONE,
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", FORMS)
def test_a_chinese_receipt_on_every_form(paper: str) -> None:
    check_golden(f"receipt-zh-{paper}", document_bytes(receipt(chinese=True), paper=paper))


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_an_english_receipt(paper: str) -> None:
    check_golden(f"receipt-en-{paper}", document_bytes(receipt(), paper=paper))


def test_it_names_what_a_receipt_must_name() -> None:
    shown = texts(draw(receipt(chinese=True), paper="241x93").pages[0])
    for part in (
        "收据", "交款单位", "收款事由", "收款方式", "收款人", "经手人", "收款单位（盖章）", "不作发票使用",
        "壹万陆仟肆佰零玖元零贰分", "¥16,409.02", "银行转账   20260309-77",
    ):  # fmt: skip
        assert part in shown, part


@pytest.mark.parametrize("paper", FORMS)
@pytest.mark.parametrize("name", ["X", "Harbour & Hale Architects of the Old Ropeworks and Sons, Gloucester " * 6])
def test_it_is_one_page_and_nothing_leaves_the_paper(paper: str, name: str) -> None:
    drawing = draw(receipt(buyer=Party(name=name), reason=name, gross=999_999_999_999), paper=paper)
    assert len(drawing.pages) == 1
    page = drawing.pages[0]
    for text in page.texts:
        assert text.x >= page.paper.side - 0.5
        assert text.x + text.face.width(text.text, text.size) <= page.paper.right + 0.5, text.text
        assert text.y <= page.paper.height - page.paper.bottom + 0.1, text.text
    assert bool(drawing.cut) is (len(name) > 1), "what is cut is told before printing"


@pytest.mark.parametrize(("mark", "word"), [(Mark.COPY, "COPY"), (Mark.VOID, "VOID"), (Mark.SAMPLE, "SAMPLE")])
def test_its_mark_stands_on_it(mark: Mark, word: str) -> None:
    page = draw(receipt(), paper="A5", mark=mark).pages[0]
    assert word in texts(page)
    assert (page.slanted is not None) is (mark is not Mark.COPY)
    voided = draw(receipt(mark=Mark.VOID), mark=Mark.COPY).pages[0]
    assert "VOID" in texts(voided), "a void one never becomes a copy"


def test_the_style_of_the_office_is_kept() -> None:
    style = PaperStyle(paper="241x140", title="收款收据", words=False, signatures=False, second="en")
    drawing = draw(receipt(chinese=True, style=style.to_text()))
    shown = texts(drawing.pages[0])
    assert drawing.pages[0].paper.name == "241x140"
    assert "收款收据" in shown
    assert not any("壹万" in text for text in shown)
    assert not any("Handled by" in text for text in shown)
    assert any("Received from" in text for text in shown)
