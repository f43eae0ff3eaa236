"""Statements are read as banks and platforms write them, with headings or without."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.cells import cells_of
from app.matching.entry import numbered
from app.matching.statement import read_statement, read_text
from tests.importing.samples import workbook


def test_a_gross_amount_keeps_its_fee_apart() -> None:
    found = read_text("Date,Name,Gross,Fee,Net\n2026-03-16,Ann,100.00,-3.20,96.80").entries[0]
    assert (found.amount, found.fee) == (10_000, 320)


def test_a_net_amount_with_its_fee_becomes_gross() -> None:
    found = read_text("Date,Name,Net,Fee\n2026-03-16,Ann,96.80,3.20").entries[0]
    assert (found.amount, found.fee) == (10_000, 320)


def test_money_that_went_out_is_below_zero_however_it_is_said() -> None:
    texts = (
        "Date,Name,Paid in,Paid out\n2026-03-16,Ann,,5.00",
        "交易时间,收/支,金额,交易对方\n2026-03-16,支出,5.00,安",
        "Buchungstag;Betrag;Verwendungszweck\n16.03.2026;-5,00;Miete",
        "交易时间,借贷标志,交易金额,对方户名\n20260316 101500,借,5.00,安",
    )
    assert [read_text(text).entries[0].amount for text in texts] == [-500] * 4


def test_lines_without_headings_are_read_by_what_they_hold() -> None:
    found = read_text("2026-03-16\t苏州绿茵纺织\t货款\t1,280.50").entries[0]
    assert (found.day, found.party, found.remark, found.amount) == ("2026-03-16", "苏州绿茵纺织", "货款", 128_050)


def test_what_stands_above_the_headings_is_left_out() -> None:
    text = "某某银行账户明细\n账号:1234,户名:本公司\n交易日期,收入,支出,对方户名\n2026-03-16,5.00,,安\n合计,5.00,,"
    found = read_text(text)
    assert len(found.entries) == 1
    assert not found.unread or found.unread[0].row == 5


def test_a_row_that_cannot_be_read_is_named_with_its_number() -> None:
    found = read_text("Date,Name,Amount\n2026-03-16,Ann,5.00\n2026-02-31,Ben,6.00")
    assert [entry.party for entry in found.entries] == ["Ann"]
    assert [(row.row, "2026-02-31" in row.reason) for row in found.unread] == [(3, True)]


def test_day_and_month_are_asked_for_where_nothing_settles_them() -> None:
    with pytest.raises(UserError) as told:
        read_text("Date,Name,Amount\n03/04/2026,Ann,5.00")
    assert told.value.code == "day_first"
    assert read_text("Date,Name,Amount\n03/04/2026,Ann,5.00", day_first=True).entries[0].day == "2026-04-03"


def test_a_text_without_dates_and_amounts_is_refused() -> None:
    with pytest.raises(UserError) as told:
        read_text("Good morning,\nplease find the statement attached.")
    assert told.value.code == "no_statement"


def test_equal_lines_of_one_statement_are_two_and_met_again_they_are_the_same_two() -> None:
    text = "Date,Name,Amount\n2026-03-16,Ann,5.00\n2026-03-16,Ann,5.00\n2026-03-17,Ben,6.00"
    first = [(mark, number) for _entry, mark, number in numbered(read_text(text).entries)]
    again = [(mark, number) for _entry, mark, number in numbered(read_text(text.replace("Ann", " ANN ")).entries)]
    assert len(set(first)) == 3
    assert again == first


def test_a_workbook_of_the_bank_is_read_like_its_text(tmp_path: Path) -> None:
    rows = (
        ("某某银行交易明细",),
        ("交易日期", "收入", "支出", "对方户名", "附言"),
        (datetime(2026, 3, 16, 9, 30), 12800, None, "苏州绿茵纺织有限公司", "货款"),
        (date(2026, 3, 17), None, 88.5, "房东", ""),
        ("合计", 12800, 88.5, "", ""),
    )
    found = read_statement(cells_of(str(workbook(tmp_path, {"明细": rows})))).entries
    assert [(line.day, line.amount, line.party) for line in found] == [
        ("2026-03-16", 1_280_000, "苏州绿茵纺织有限公司"),
        ("2026-03-17", -8_850, "房东"),
    ]
