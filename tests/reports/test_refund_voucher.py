"""The refund voucher on paper: golden texts, its marks, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Mark, Party
from app.reports.documents import document_bytes, draw
from tests.reports.reading import pages_of
from tests.reports.test_documents import check_golden


def a_voucher(language: str = "en") -> DocumentSnapshot:
    """A refund of 226 for two lamps that came back, less than their credit of 300."""
    chinese = language == "zh_CN"
    return DocumentSnapshot(
        kind=DocumentKind.REFUND_VOUCHER,
        number="RF-2026-0007",
        date="2026-03-12",
        seller=Party("苏州青禾文具" if chinese else "Larch & Son", address="平江路 8 号" if chinese else "8 Mill Lane"),
        buyer=Party("海港贸易有限公司" if chinese else "Harbour & Hale", phone="0000 555 018"),
        lines=(
            DocumentLine(
                "台灯" if chinese else "Desk lamp", 20_000, 0, 30_000, code="LA-112", unit="盏" if chinese else "pc"
            ),
        ),
        taxes=(),
        net=22_600,
        tax=0,
        gross=22_600,
        subtotal=30_000,
        currency="CNY" if chinese else "USD",
        language=language,
        order_numbers="SO-2026-0117",
        corrects="CR-2026-0003",
        reason="运输损坏" if chinese else "Damaged on the way",
        requested_by="李明" if chinese else "Li Ming",
        approved_by="王芳" if chinese else "Wang Fang",
        issued_by="陈静" if chinese else "Chen Jing",
        received_on="2026-03-11",
        method="bank_transfer",
        bank_reference="BR-99812",
    )


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_an_english_voucher(paper: str) -> None:
    check_golden(f"refund-voucher-en-{paper}", document_bytes(a_voucher(), paper=paper))


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_chinese_voucher(paper: str) -> None:
    check_golden(f"refund-voucher-zh-{paper}", document_bytes(a_voucher("zh_CN"), paper=paper))


def test_a_chinese_voucher_is_no_fiscal_invoice() -> None:
    assert "发票" not in "".join(pages_of(document_bytes(a_voucher("zh_CN"))))


def test_without_goods_the_reason_is_what_was_given_back_for() -> None:
    plain = replace(a_voucher(), lines=(), subtotal=0, corrects="")
    page = pages_of(document_bytes(plain))[0]
    assert page.count("Damaged on the way") == 1
    assert "Return or allowance" not in page


def test_a_copy_and_a_returned_refund_carry_their_marks() -> None:
    assert "COPY" in pages_of(document_bytes(a_voucher(), mark=Mark.COPY))[0]
    returned = replace(a_voucher(), mark=Mark.VOID)
    assert "VOID" in pages_of(document_bytes(returned, mark=Mark.COPY))[0]


def test_the_same_voucher_gives_the_same_bytes() -> None:
    again = DocumentSnapshot.from_json(a_voucher().to_json())
    assert document_bytes(again) == document_bytes(a_voucher())
    assert draw(a_voucher()).pages
