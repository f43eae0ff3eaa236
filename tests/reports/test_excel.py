"""Workbooks read back by two readers: figures are figures, texts stay texts, and what is lost is named."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.errors import Cancelled
from app.money import currency
from app.queries.columns import Column, Kind, Series
from app.reports import excel
from app.reports.excel import write_series, write_workbook
from app.reports.rejects import write_rejects
from tests.importing.samples import shared_folder

CNY = currency("CNY")

COLUMNS = (
    Column("number", "Number", Kind.NUMBER, 120),
    Column("date", "Date", Kind.DATE, 90),
    Column("customer", "Customer", Kind.TEXT, 200),
    Column("state", "State", Kind.STATE, 90),
    Column("quantity", "Quantity", Kind.QUANTITY, 90),
    Column("price", "Price", Kind.PRICE, 90),
    Column("rate", "Tax", Kind.RATE, 70),
    Column("total", "Total", Kind.MONEY, 110, total=True),
    Column("lines", "Lines", Kind.COUNT, 60, total=True),
    Column("urgent", "Urgent", Kind.FLAG, 60),
    Column("changed", "Changed", Kind.MOMENT, 140),
)

ROWS = [
    ("SO-2026-0001", "2026-03-05", "苏州青禾文具有限公司", "confirmed", 12_500, 24_900_000, 130_000, 123_456, 5, True,
     "2026-03-05T08:30:00"),
    ("0002", "1899-12-31", "O'Brien & Söhne", "draft", 10_000, 3_333_333, 0, -5, 1, False, None),
    ("SO-3", None, "", "cancelled", None, None, None, None, None, False, "2026-03-05T08:30:00+00:00"),
]  # fmt: skip

# Our own list: what spreadsheets have been made to run.
PAYLOADS = [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.test\",\"x\")", "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1",
    "\r=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", " =1+1", "=", "==", "#N/A", "#REF!", "=DDE(\"a\";\"b\")", "'=1+1",
    "=1+1;2", "%0A=1+1", "{=1+1}", "=_xlfn.FOO()", "_x003D_1+1", "_x000D_", "-", "+", "-12", "1e5", "00123",
]  # fmt: skip


def write(tmp_path: Path, rows: Sequence[Sequence[Any]] = ROWS, **more: Any) -> Path:
    target = tmp_path / "orders.xlsx"
    write_workbook(target, COLUMNS, rows, title="Orders", money=CNY, **more)
    return target


def sheets_of(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]


def test_values_are_real(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path, totals={"total": 123_451, "lines": 6}))["Orders"]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == [column.title for column in COLUMNS]
    first = [cell.value for cell in rows[1]]
    assert first[:9] == [
        "SO-2026-0001", datetime(2026, 3, 5), "苏州青禾文具有限公司", "confirmed", 1.25, 24.9, 0.13, 1234.56, 5
    ]  # fmt: skip
    assert first[9] == "yes"
    assert isinstance(first[10], datetime)
    formats = [cell.number_format for cell in rows[1]]
    assert formats[4:9] == ["#,##0.####", "#,##0.00####", "0.####%", "#,##0.00", "#,##0"]
    assert rows[1][1].number_format == "yyyy-mm-dd"
    second = [cell.value for cell in rows[2]]
    assert second[0] == "0002"
    assert second[1] == "1899-12-31"
    assert second[7] == -0.05
    assert [cell.value for cell in rows[3]][4:9] == [None] * 5
    totals = [cell.value for cell in rows[4]]
    assert totals[0] == "Total"
    assert totals[7:9] == [1234.51, 6]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:K4"
    assert sheet.column_dimensions["C"].width == pytest.approx(200 / 7, abs=0.1)


def test_the_quick_reader_agrees(tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(str(write(tmp_path))).get_sheet_by_name("Orders").to_python()
    assert rows[1][:9] == [
        "SO-2026-0001", date(2026, 3, 5), "苏州青禾文具有限公司", "confirmed", 1.25, 24.9, 0.13, 1234.56, 5
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "format_", "value"), [("JPY", "#,##0", 1234), ("KWD", "#,##0.000", 1.234)])
def test_money_has_the_decimals_of_its_currency(tmp_path: Path, code: str, format_: str, value: float) -> None:
    target = tmp_path / "money.xlsx"
    write_workbook(target, (Column("t", "Total", Kind.MONEY, 80),), [(1234,)], title="x", money=currency(code))
    cell = load_workbook(target).active["A2"]
    assert (cell.value, cell.number_format) == (value, format_)


def payloads() -> list[str]:
    found = list(PAYLOADS)
    folder = shared_folder()
    if folder is not None:
        texts = folder / "09-text-payloads"
        found += (texts / "csv-injection" / "csv-payload.txt").read_text(encoding="utf-8").splitlines()
        found += json.loads((texts / "blns" / "blns.json").read_text(encoding="utf-8"))
    return found


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    texts = [text for text in payloads() if text]
    target = tmp_path / "texts.xlsx"
    done = write_workbook(
        target, (Column("t", "=Title", Kind.TEXT, 80), Column("n", "Number", Kind.NUMBER, 80)),
        [(text, text) for text in texts], title="=1+1", money=CNY,
    )  # fmt: skip
    for sheet in sheets_of(target):
        assert "<f>" not in sheet
        assert "<f " not in sheet
        assert 't="e"' not in sheet
    lost = {loss.row for loss in done.losses}
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    sheet = load_workbook(target).worksheets[0]
    for number, text in enumerate(texts, 1):
        if number in lost:
            continue
        assert sheet.cell(number + 1, 1).data_type == "s"
        assert rows[number - 1][0] == text
        assert rows[number - 1][1] == text


def test_what_a_cell_cannot_hold_is_named(tmp_path: Path) -> None:
    target = tmp_path / "lost.xlsx"
    rows = [("ok",), ("a\x00b\x07c",), ("x" * 40_000,), ("half \ud800 character",), ("two\nlines\tand tab",)]
    done = write_workbook(target, (Column("t", "Note", Kind.TEXT, 80),), rows, title="Notes", money=CNY)
    assert [(loss.row, loss.column) for loss in done.losses] == [(2, "Note"), (3, "Note"), (4, "Note")]
    book = load_workbook(target)
    assert [len(str(cell.value)) for cell in book.worksheets[0]["A"]] == [4, 2, 3, 32_767, 15, 17]
    notes = book.worksheets[1]
    assert notes.title == "Notes (2)"
    assert [cell.value for cell in notes["A"]] == ["Row", 2, 3, 4]
    assert notes["C3"].value == "The text was cut after 32767 characters."


def test_a_figure_of_more_than_15_digits_is_not_falsified(tmp_path: Path) -> None:
    target = tmp_path / "large.xlsx"
    done = write_workbook(
        target, (Column("t", "Total", Kind.MONEY, 80),), [(9_007_199_254_740_993_01,), (999_999_999_999_999,)],
        title="Large", money=CNY,
    )  # fmt: skip
    sheet = load_workbook(target).worksheets[0]
    assert sheet["A2"].value == "9007199254740993.01"
    assert sheet["A3"].value == 9_999_999_999_999.99
    assert [loss.row for loss in done.losses] == [1]


def test_a_list_longer_than_a_sheet_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 12)
    target = tmp_path / "long.xlsx"
    done = write_workbook(
        target, (Column("n", "Count", Kind.COUNT, 80, total=True),), [(n,) for n in range(25)],
        title="List: of/things", money=CNY, totals={"n": 300},
    )  # fmt: skip
    book = load_workbook(target)
    assert done.rows == 25
    assert book.sheetnames == ["List  of things", "List  of things (2)", "List  of things (3)"]
    values = [cell.value for sheet in book for cell in sheet["A"] if isinstance(cell.value, int)]
    assert values == [*range(25), 300]


SERIES = Series(
    name="revenue",
    title="Revenue",
    by="month",
    from_="2026-01-01",
    to="2026-03-31",
    columns=(
        Column("key", "Month", Kind.TEXT, 90),
        Column("orders", "Orders", Kind.COUNT, 80, total=True),
        Column("revenue", "Revenue", Kind.MONEY, 120, total=True),
    ),
    rows=(("2026-01", 3, 100_00), ("2026-02", 4, 250_50), ("2026-03", 1, 99_99)),
    total=(None, 8, 450_49),
)


@pytest.mark.parametrize(("lines", "by", "kind"), [(False, "month", "barChart"), (True, "month", "lineChart"),
                                                   (False, "region", "barChart")])  # fmt: skip
def test_a_statistic_has_a_native_chart(tmp_path: Path, lines: bool, by: str, kind: str) -> None:
    target = tmp_path / "statistic.xlsx"
    write_series(target, replace(SERIES, by=by), money=CNY, lines=lines)
    with zipfile.ZipFile(target) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert f"<{kind}>" in chart or f":{kind}>" in chart
    assert "'Revenue'!$C$2:$C$4" in chart
    assert "'Revenue'!$A$2:$A$4" in chart
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert rows[-1] == ["Total", 8, 450.49]


@dataclass(frozen=True)
class Refused:
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    raw: tuple[Any, ...]


def test_rejects_carry_the_row_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "rejects.xlsx"
    refused = [
        Refused("Orders", 7, "Date", "31.2.2026", "There is no such day.", ("SO-1", "31.2.2026", 12.5, None)),
        Refused("Orders", 9, "", "", "The total row was left out.", ("=A1", date(2026, 1, 2), True, 3, "extra")),
    ]
    done = write_rejects(target, refused, headings=("Number", "Date", "Total"))
    assert done.rows == 2
    rows = list(load_workbook(target)["Rejects"].iter_rows(values_only=True))
    assert rows[0] == ("Sheet", "Row", "Column", "Value", "Reason", "Number", "Date", "Total", "4", "5")
    assert rows[1] == ("Orders", 7, "Date", "31.2.2026", "There is no such day.", "SO-1", "31.2.2026", 12.5, None, None)
    assert rows[2][5:] == ("=A1", datetime(2026, 1, 2), True, 3, "extra")
    assert "<f" not in "".join(sheets_of(target)).replace("<filter", "")


def test_cancelling_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    seen: list[int] = []
    with pytest.raises(Cancelled):
        write(tmp_path, ROWS * 1000, progress=lambda done, count: seen.append(done), stop=lambda: len(seen) > 1)
    assert seen == [1000, 2000]
    assert not list(tmp_path.glob("*.xlsx"))
    assert not list(tmp_path.glob(".*"))
    assert os.listdir(temporary) == []


def test_an_empty_list_is_a_workbook_too(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path, []))["Orders"]
    assert sheet.max_row == 1
