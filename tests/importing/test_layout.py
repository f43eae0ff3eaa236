"""The table in a sheet, its columns, and layouts that are no list."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import FileError
from app.importing import Options
from app.importing.fields import TITLES, fields, synonyms
from app.importing.layout import choose_sheet, find_header, read_table
from app.importing.mapping import Mapping, letter, recognise_columns, unique_headers
from app.importing.run import look, make_plan
from app.importing.workbook import Sheet, read_workbook
from tests.importing.samples import csv_file, plan_of, workbook

HEADER = ["Order ID", "Order Date", "Customer", "Product", "Quantity", "Unit price", "Amount"]
ROWS = [
    ["A-1", "2026-01-05", "Ann", "Tea", "2", "5.00", "10.00"],
    ["A-2", "2026-01-06", "Bob", "Cup", "1", "3.50", "3.50"],
]


def test_every_field_has_a_title_a_type_and_names() -> None:
    assert set(fields()) == set(TITLES)
    assert {field.level for field in fields().values()} == {"order", "line"}
    assert all(key in {name for claims in synonyms().values() for name, _weight in claims} for key in fields())


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Order ID", "number"), ("ORDERNUMBER", "number"), ("order_id", "number"), ("订单编号", "number"), (" 订单号 ",
        "number"),
        ("Commande n°", "number"), ("收货地址 ", "ship_address"), ("商品总价(元)", "amount"), ("Qty", "quantity"),
        ("État",
        "status"),
        ("Sales", "amount"), ("\ufeffOrder Date", "date"), ("Customer\nName", "customer_name"), ("QUANTITYORDERED",
        "quantity"),
    ],
)  # fmt: skip
def test_headers_are_matched_without_case_spaces_accents_and_units(header: str, key: str) -> None:
    assert recognise_columns([header]).columns == {0: key}


def test_equal_headers_are_numbered_and_missing_ones_named_by_letter() -> None:
    assert unique_headers(["Sum", " sum ", "", None], 5) == ("Sum", "sum (2)", "C", "D", "E")
    assert [letter(n) for n in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


def test_a_mapping_is_changed_kept_and_read_again() -> None:
    mapping = recognise_columns(HEADER)
    changed = mapping.with_column(6, "order_total").with_column(5, "")
    assert changed.column("order_total") == 6
    assert changed.column("unit_price") is None
    again = Mapping.from_json(changed.to_json())
    assert (again.columns, again.fingerprint) == (changed.columns, mapping.fingerprint)
    assert [h for at, h in enumerate(HEADER) if changed.columns.get(at, "skip") == "skip"] == ["Unit price"]


def test_the_header_is_found_under_title_rows() -> None:
    rows = [["Sales report 2026"], [], ["Printed on", "2026-02-01"], HEADER, *ROWS]
    assert find_header(rows)[0] == 3
    table = read_table(Sheet("S", rows))
    assert (table.header_row, table.numbers) == (4, [5, 6])


def test_rows_of_sums_notes_and_blank_rows_are_no_orders(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ROWS[0],
        [],
        ["小计", "", "", "", "", "", "10.00"],
        ROWS[1],
        ["", "", "", "Grand Total", "3", "", "13.50"],
        ["83 record(s) downloaded"],
    ]
    plan = plan_of(tmp_path, rows)
    assert (plan.rows, plan.imported, plan.left_out, plan.lines_total) == (2, 2, 3, 1350)


def test_a_row_of_descriptions_under_the_header_is_skipped(tmp_path: Path) -> None:
    described = [
        "Platform unique order ID",
        "Date of the order",
        "Name of the buyer",
        "Name of the product",
        "Number of pieces",
        "Price of a piece",
        "Price of all pieces",
    ]
    plan = plan_of(tmp_path, [HEADER, described, *ROWS])
    assert plan.rows == plan.imported == 2


def test_a_whole_text_line_in_one_cell_is_split(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"S": [[",".join(row)] for row in (HEADER, *ROWS)]})
    assert make_plan(path, Options()).lines_total == 1350


def test_the_sheet_with_orders_is_chosen_and_others_like_it_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Notes": [["Hello"], ["World"]], "Orders": [HEADER, *ROWS], "Copy": [HEADER, ROWS[0]]})
    assert choose_sheet(read_workbook(path)).name == "Orders"
    plan = make_plan(path, Options())
    assert plan.sheet == "Orders"
    assert any("Copy" in warning for warning in plan.warnings)
    assert make_plan(path, Options(sheet="Copy")).rows == 1
    with pytest.raises(FileError, match="Notes, Orders, Copy"):
        make_plan(path, Options(sheet="Nowhere"))


def test_cross_tabs_and_tables_on_their_side_are_refused_in_plain_words(tmp_path: Path) -> None:
    cross = [
        ["Segment", "Consumer", "", "Consumer Total", "Corporate", "", "Corporate Total"],
        ["Ship Mode", "First", "Second", "", "First", "Second", ""],
        *[[f"CA-{n}", n * 1.5 if n % 2 else "", "", n, "", 2.5, ""] for n in range(20)],
    ]
    with pytest.raises(FileError) as caught:
        make_plan(workbook(tmp_path, {"S": cross}), Options())
    assert caught.value.code == "cross_tab"
    sideways = [list(column) for column in zip(HEADER, *ROWS, strict=True)]
    with pytest.raises(FileError) as caught:
        make_plan(csv_file(tmp_path, sideways), Options())
    assert caught.value.code == "transposed"
    with pytest.raises(FileError) as caught:
        plan_of(tmp_path, [["Name", "Colour"], ["a", "red"], ["b", "blue"]])
    assert caught.value.code == "no_orders"


def test_a_file_is_looked_at_before_it_is_imported(tmp_path: Path) -> None:
    found = look(csv_file(tmp_path, [["Orders of May"], HEADER, *ROWS]), Options())
    assert (found.header_row, found.rows, found.problem) == (2, 2, "")
    assert found.samples[0][0] == "A-1"
    assert found.mapping.columns[6] == "amount"
    chosen = look(csv_file(tmp_path, [["a", "b"], ["1", "2"]]), Options())
    assert "no orders" in chosen.problem
