"""The statement of account on paper and as a workbook: its figures, its parts, its language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.operations.payments import record_payment
from app.queries.statements import Goods, Statement, statement
from app.reports.pdf import pdf_bytes
from app.reports.statement import draw_statement, goods_text, write_statement
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, close, each, new_book, pieces
from tests.reports.reading import pages_of


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(
        tmp_path, country="CN", name="落叶松商行", prices_include_tax=True,
        bank_name="工商银行杭州分行", bank_account="1202 0203 0990 0123 456",
    )  # fmt: skip
    yield made
    close(made)


def _found(book: TestBook) -> Statement:
    customer = a_customer(book.owner, "海港贸易有限公司")
    book.clock.day = date(2026, 1, 20)
    first = an_order(book.owner, customer, a_line("100", 2, description="台灯", unit="盏"), date=date(2026, 1, 20))
    book.clock.day = date(2026, 3, 10)
    record_payment(book.owner, cents("150"), "cash", customer_id=customer, parts=[(first, cents("150"))])
    an_order(book.owner, customer, a_line("30", 3, description="灯泡", unit="只"))
    return statement(book.owner, customer, date(2026, 2, 1), date(2026, 3, 31))


def test_a_chinese_statement_has_its_usual_parts(book: TestBook) -> None:
    page = "\n".join(pages_of(pdf_bytes(draw_statement(_found(book)))))
    for part in ("对账单", "期初欠款", "应收", "已收", "200.00", "150.00", "140.00", "壹佰肆拾元整", "灯泡",
                 "工商银行杭州分行", "已开票", "未开票", "以上数据核对无误", "客户"):  # fmt: skip
        assert part in page, part
    # What happened before the period is in the amount owed before it only.
    assert "台灯" not in page


def test_goods_stand_there_with_what_specifies_them() -> None:
    pen = Goods("钢笔", pieces(7), "支", each("12.3"), cents("86.10"), "0.5 mm")
    assert goods_text(pen, "CNY") == "钢笔 0.5 mm  7 支 × 12.30"
    assert goods_text(replace(pen, description="钢笔 0.5 mm"), "CNY") == "钢笔 0.5 mm  7 支 × 12.30"
    assert goods_text(replace(pen, specification=""), "CNY") == "钢笔  7 支 × 12.30"


def test_a_summary_names_no_goods(book: TestBook) -> None:
    page = "\n".join(pages_of(pdf_bytes(draw_statement(_found(book), with_goods=False))))
    assert "灯泡" not in page
    assert "90.00" in page


def test_an_english_statement_is_english_throughout(book: TestBook) -> None:
    found = replace(_found(book), language="en")
    page = "\n".join(pages_of(pdf_bytes(draw_statement(found, with_goods=False))))
    for part in ("Statement of account", "Owed before", "Charged", "Paid in", "1–30 days", "Not invoiced yet"):
        assert part in page, part


def test_the_workbook_adds_up_with_the_statement(book: TestBook, tmp_path: Path) -> None:
    found = _found(book)
    written = write_statement(tmp_path / "statement.xlsx", found)
    rows = list(load_workbook(written.path).active.iter_rows(values_only=True))
    assert rows[1][5] == 200
    assert [row[3:6] for row in rows[2:4]] == [(None, 150, 50), (90, None, 140)]
    assert rows[4][5] == 140
    assert "灯泡" in str(rows[3][2])
