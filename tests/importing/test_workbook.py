"""Files are recognised by content and opened safely."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.errors import FileError
from app.importing import archive
from app.importing.limits import Limits
from app.importing.recognise import Format
from app.importing.text import detect_delimiter, detect_encoding, read_rows
from app.importing.workbook import read_workbook
from tests.importing.samples import csv_file, workbook

CHINESE = "订单号,客户,金额\n1,张三有限公司,12.50\n2,李四,13\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
def test_chinese_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CHINESE.encode(encoding))
    rows = read_workbook(path).sheets[0].rows
    assert rows[0] == ["订单号", "客户", "金额"]
    assert rows[1][1] == "张三有限公司"


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1252", "Martín Müller"), ("cp850", "Martín Müller"), ("cp1252", "Zoë Brönte")]
)
def test_western_single_byte_text_is_told_apart(encoding: str, word: str) -> None:
    data = f"name,city\n{word},Köln\nJosé,Malmö\n".encode(encoding)
    assert data.decode(detect_encoding(data)) == data.decode(encoding)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_it_stands_in_quotes_too(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in (["a", "b", "c"], ['"x, y; z"', "1", "2"], ["p", "3", "4"]))
    assert detect_delimiter(text) == mark


def test_records_keep_quotes_line_breaks_and_mac_line_ends() -> None:
    assert read_rows('a,b\r"x\ny","say ""hi"""\r')[0] == [["a", "b"], ["x\ny", 'say "hi"']]
    rows, first, mark = read_rows("sep=;\na;b\n1;2\n")
    assert (rows, first, mark) == ([["a", "b"], ["1", "2"]], 2, ";")


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file() -> None:
    body = "".join(f"{n},some text of the row {n},1\n" for n in range(3000))
    rows, _first, _mark = read_rows('n,t,x\n0,"open,1\n' + body)
    assert len(rows) == 3002


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00\x00", "empty"),
        (b"%PDF-1.7\n%...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n0000", "not_a_table"),
        (b"PK\x03\x04 but nothing behind it", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "old_excel"),
        (b"SQLite format 3\x00" + b"\x10\x00" * 20, "not_a_table"),
        (b"<html><body><p>Sign in</p></body></html>", "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_workbook(path)
    assert caught.value.code == code
    assert "orders.xlsx" in caught.value.message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "missing"), (tmp_path, "folder")):
        with pytest.raises(FileError) as caught:
            read_workbook(path)
        assert caught.value.code == code


def test_a_word_document_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(FileError, match="Word document"):
        read_workbook(path)


def test_a_text_table_named_like_a_workbook_is_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["a", "b"], ["1", "2"]], name="orders.xlsx")
    assert read_workbook(path).format is Format.TEXT


def test_an_html_table_named_like_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    path.write_text(
        "<table><tr><th>Order</th><th>Total</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    )
    assert read_workbook(path).sheets[0].rows == [["Order", "Total"], ["1", "2"], ["", "3"]]


def test_an_xml_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    urn = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{urn}" xmlns:ss="{urn}"><Worksheet ss:Name="S"><Table><Row>'
        '<Cell><Data ss:Type="String">Order</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">2.5</Data></Cell>'
        "</Row></Table></Worksheet></Workbook>"
    )
    sheet = read_workbook(path).sheets[0]
    assert (sheet.name, sheet.rows) == ("S", [["Order", "", 2.5]])


def test_hidden_sheets_are_marked_and_row_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Shown"
    book.active["B3"] = "x"
    book.create_sheet("Hidden")["A1"] = 1
    book["Hidden"].sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    found = read_workbook(path)
    assert [(sheet.name, sheet.hidden) for sheet in found.sheets] == [("Shown", False), ("Hidden", True)]
    shown = found.sheets[0]
    assert [shown.number(i) for i, row in enumerate(shown.rows) if "x" in row] == [3]


def test_error_cells_are_not_read_as_empty(tmp_path: Path) -> None:
    source = workbook(tmp_path, {"S": [["Order", "Amount"], ["1", 5], ["2", "#DIV/0!"]]})
    found = read_workbook(_with_errors(source, tmp_path / "errors.xlsx"))
    assert found.sheets[0].rows[2][1] == "#DIV/0!"


def _with_errors(source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = (
                    content.replace(b'<c r="B3" t="e">', b'<c r="B3" t="s">') if b't="e"' not in content else content
                )
                assert b't="e"' in content
            new.writestr(entry, content)
    return target


def test_entities_and_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = workbook(tmp_path, {"S": [["a"]]})
    hostile = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(hostile, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(entry, content)
    with pytest.raises(FileError) as caught:
        read_workbook(hostile)
    assert caught.value.code == "entities"
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/workbook.xml", "<workbook/>")
        new.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    monkeypatch.setattr(archive, "LIMITS", Limits(inflated=4_000_000))
    with pytest.raises(FileError) as caught:
        read_workbook(bomb)
    assert caught.value.code == "too_large"
    crowd = tmp_path / "crowd.xlsx"
    with zipfile.ZipFile(crowd, "w") as new:
        for n in range(2_001):
            new.writestr(f"xl/x{n}.txt", "")
    with pytest.raises(FileError) as caught:
        read_workbook(crowd)
    assert caught.value.code == "too_many_parts"


def test_a_lonely_far_cell_costs_no_memory(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "Order"
    book.active["XFD1048576"] = "far"
    path = tmp_path / "far.xlsx"
    book.save(path)
    found = read_workbook(path)
    assert found.sheets[0].rows[0] == ["Order"]
