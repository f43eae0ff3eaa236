"""Hostile texts come in, are kept, shown, printed and exported, and come in again into another book as they were."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.errors import UserError
from app.models.base import connection
from app.money import currency
from app.operations.customers import CustomerInput, add_customer, edit_customer
from app.queries.columns import Ask
from app.queries.documents import order_document
from app.queries.lists import LISTS
from app.reports.delimited import write_csv
from app.reports.documents import draw
from app.reports.excel import write_workbook
from app.reports.pdf import pdf_bytes
from tests.helpers.book import TestBook, assert_book_sound, close, new_book, value
from tests.hostile.payloads import BROKEN, CONTROLS, LONG, PAYLOADS
from tests.hostile.trade import another_book, bring, differences, expected, names, notes, read, table_of
from tests.importing.samples import shared_folder, workbook

SHARED = shared_folder()
WANTED = {f"H-{n:04}": expected(text) for n, text in enumerate(PAYLOADS)}
COLUMNS = tuple(c for c in LISTS["orders"].columns if c.key in ("number", "date", "customer", "total", "note"))


def blns() -> list[str]:
    """The published list of naughty strings, where it is at hand."""
    if SHARED is None:
        return []
    listed: list[str] = json.loads((SHARED / "09-text-payloads" / "blns" / "blns.json").read_text("utf-8"))
    return [text for text in listed if text.strip()]


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[TestBook]:
    """A book into which every payload was imported."""
    book = new_book(tmp_path)
    assert bring(book, table_of(tmp_path, PAYLOADS)) == 0
    yield book
    close(book)


def shown_rows(book: TestBook, noun: str = "orders") -> list[dict[str, Any]]:
    """What a list shows, as stored values by column."""
    records = LISTS[noun]
    ids = records.ids(book.owner, Ask())
    keys = [c.key for c in records.columns]
    found = records.rows(ids, book.owner)
    return [dict(zip(keys, found[one].values, strict=True)) for one in ids]


def exported(book: TestBook, path: Path, **how: Any) -> Any:
    """Write the list of orders to a file, with customer, note and total."""
    rows = [tuple(row[c.key] for c in COLUMNS) for row in shown_rows(book)]
    write = write_csv if path.suffix == ".csv" else write_workbook
    return write(path, COLUMNS, rows, money=currency("USD"), **how)


def test_what_came_in_stands_in_the_book_and_in_its_lists(hostile: TestBook) -> None:
    assert notes() == WANTED
    assert differences((name, WANTED[n]) for n, found in names().items() for name in found) == []
    for noun, key, called in (("orders", "number", "customer"), ("customers", "number", "name")):
        rows = shown_rows(hostile, noun)
        assert len(rows) == len(PAYLOADS)
        assert differences((row[called], WANTED["H" + row[key][1:]]) for row in rows) == []
    assert_book_sound()


def test_every_text_is_found_by_typing_it(hostile: TestBook) -> None:
    for number, text in WANTED.items():
        ids = LISTS["orders"].ids(hostile.owner, Ask(search=number))
        assert len(ids) == 1
        LISTS["customers"].ids(hostile.owner, Ask(search=text[:200]))
        LISTS["customers"].totals(hostile.owner, Ask(search=text[:200]))
    for text in ("DROP TABLE", "O'Brien", "杭州绿茵", "100%", "<script>"):
        assert len(LISTS["customers"].ids(hostile.owner, Ask(search=text))) == 1, text
    assert value("SELECT count(*) FROM customer") == len(PAYLOADS)


def test_a_csv_for_machines_comes_back_equal(hostile: TestBook, tmp_path: Path) -> None:
    done = exported(hostile, tmp_path / "orders.csv", for_machines=True)
    assert done.losses == ()
    close(hostile)
    again = another_book(tmp_path)
    assert bring(again, tmp_path / "orders.csv") == 0
    assert notes() == WANTED
    assert differences((row["customer"], WANTED[row["number"]]) for row in shown_rows(again)) == []
    assert value("SELECT sum(total) FROM sales_order") == 100 * len(PAYLOADS)
    assert_book_sound()


def test_a_csv_for_spreadsheets_runs_nothing_and_keeps_the_text_behind_the_apostrophe(
    hostile: TestBook, tmp_path: Path
) -> None:
    exported(hostile, tmp_path / "orders.csv")
    plan = read(tmp_path / "orders.csv")
    found = dict(zip(plan.orders.number, plan.orders.note, strict=True))
    signs = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    for number, text in WANTED.items():
        assert found[number] in (text, f"'{text}")
        assert not found[number].startswith(signs)


def test_a_workbook_holds_no_formula_and_names_what_it_cannot_hold(hostile: TestBook, tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    done = exported(hostile, path, title="Orders")
    assert_no_formula(path)
    numbers = [row["number"] for row in shown_rows(hostile)]
    lost = {numbers[loss.row - 1] for loss in done.losses}
    cannot = {n for n, text in WANTED.items() if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)}
    cannot |= {n for n, text in WANTED.items() if len(text) > 32_767}
    assert lost == cannot
    assert all(loss.reason and loss.column for loss in done.losses)
    close(hostile)
    another_book(tmp_path)
    plan = read(path)
    found = dict(zip(plan.orders.number, plan.orders.note, strict=True))
    assert differences((found[n], text) for n, text in WANTED.items() if n not in cannot) == []


def test_sheets_of_all_orders_are_printed_and_what_no_font_holds_is_told(hostile: TestBook) -> None:
    import pypdfium2

    ids = [i for (i,) in connection().execute("SELECT id FROM sales_order ORDER BY number")]
    sheets = [draw(order_document(hostile.owner, i)) for i in ids]
    pdf = pdf_bytes(*sheets)
    lacking = {m.character for sheet in sheets for m in sheet.missing}
    assert {"👩", "\x07", "ש"} <= lacking
    assert "永" not in lacking
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert len(text) > 0
    for words in ("订单簿 – 杭州绿茵园艺有限公司", "<b>Bold</b> & <i>italic</i>", "=1+1", "Robert'); DROP TABLE"):
        assert words in text, words


def assert_no_formula(path: Path) -> None:
    """No cell of a workbook holds a formula, whoever reads it."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                assert not re.search(rb"<(\w+:)?f[ >/]", parts.read(name)), name
    for sheet in openpyxl.load_workbook(path):
        for line in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in line)


def test_a_workbook_with_hostile_texts_comes_in_as_it_is(tmp_path: Path) -> None:
    texts = [
        t for t in PAYLOADS if t not in CONTROLS and t not in LONG[-1:] and not t.startswith("=") and "_x" not in t
    ]
    rows = [["Order ID", "Customer ID", "Customer", "Product", "Total", "Note"]]
    rows += [[f"H-{n:04}", f"C-{n:04}", t, "Lamp", "1.00", t] for n, t in enumerate(texts)]
    book = new_book(tmp_path)
    try:
        file = workbook(tmp_path, {"Orders <&>": [[*row[:4], 1, row[5]] if n else row for n, row in enumerate(rows)]})
        assert bring(book, file) == 0
        assert differences((notes()[f"H-{n:04}"], expected(t)) for n, t in enumerate(texts)) == []
        assert differences((names()[f"H-{n:04}"][0], expected(t)) for n, t in enumerate(texts)) == []
    finally:
        close(book)


@pytest.mark.parametrize("text", BROKEN)
def test_what_no_book_can_hold_is_refused_in_words_or_taken_without_it(tmp_path: Path, text: str) -> None:
    book = new_book(tmp_path)
    try:
        customer = add_customer(book.owner, CustomerInput(name="Harbour")).value
        for attempt in (
            lambda: add_customer(book.owner, CustomerInput(name=text)),
            lambda: edit_customer(book.owner, customer, CustomerInput(name="Harbour", note=text)),
        ):
            said = ""
            try:
                attempt()
            except UserError as refused:
                said = refused.message
            assert said == "" or said.endswith(".")
        for name in (n for (n,) in connection().execute("SELECT name || note FROM customer")):
            name.encode("utf-8")
        assert_book_sound()
    finally:
        close(book)


@pytest.mark.skipif(not blns(), reason="the published strings are not on this computer")
def test_the_published_naughty_strings_survive_as_well(tmp_path: Path) -> None:
    texts = blns()
    book = new_book(tmp_path)
    refused = bring(book, table_of(tmp_path, texts))
    kept = notes()
    assert len(kept) == len(texts) - refused
    lost = [texts[n] for n in range(len(texts)) if f"H-{n:04}" not in kept]
    assert all(text.strip().startswith("#") for text in lost), lost
    wanted = {number: expected(texts[int(number[2:])]) for number in kept}
    assert differences((kept[n], wanted[n]) for n in kept if kept[n] or wanted[n].casefold() not in BLANK) == []
    done = exported(book, tmp_path / "again.csv", for_machines=True)
    assert done.losses == ()
    exported(book, tmp_path / "again.xlsx", title="Orders")
    assert_no_formula(tmp_path / "again.xlsx")
    ids = [i for (i,) in connection().execute("SELECT id FROM sales_order ORDER BY number")]
    assert pdf_bytes(*(draw(order_document(book.owner, i)) for i in ids)).startswith(b"%PDF")
    close(book)
    again = another_book(tmp_path)
    bring(again, tmp_path / "again.csv")
    assert notes() == kept
    assert_book_sound()
    close(replace(again))


BLANK = frozenset({"null", "none", "nil", "n/a", "-", "--", "nan", "undefined", "undef"})
