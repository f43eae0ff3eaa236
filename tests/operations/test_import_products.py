"""Products by workbook: headings in both languages, what is new, changed, the same and refused, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import FileError, NotAllowed, UserError
from app.i18n import set_language
from app.importing.products import ProductPlan, fields_of, plan_products, read_products
from app.models.actor import Role
from app.models.base import database, shape
from app.models.company import TaxCode
from app.models.product import Category, Product, ProductAlias, ProductPrice
from app.money import currency
from app.operations import import_products as importing
from app.operations.categories import add_category
from app.operations.history import undo
from app.operations.import_products import CHANGED, NEW, REFUSED, SAME, import_products
from app.operations.product_prices import Grades
from app.operations.products import ProductInput, deactivate_product, store_new
from app.operations.work import Work
from app.queries import product_details
from app.queries.product_export import product_table
from app.reports.excel import write_workbook
from tests.helpers.asked import asked
from tests.helpers.book import TestBook, a_product, each, every, pieces


@pytest.fixture(autouse=True)
def english() -> Iterable[None]:
    yield
    set_language("en")


def a_file(folder: Path, *rows: Sequence[Any], name: str = "products.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def plan_of(folder: Path, *rows: Sequence[Any]) -> ProductPlan:
    return plan_products(a_file(folder, *rows), {})


def counts(book: TestBook, plan: ProductPlan, *, keep: bool = True) -> tuple[int, int, int, int]:
    found = import_products(book.owner, plan).value if keep else import_products.rehearse(book.owner, plan)
    new, changed, same, refused = (found.count(state) for state in (NEW, CHANGED, SAME, REFUSED))
    assert new + changed + same + refused == len(found.rows)
    return new, changed, same, refused


def test_headings_are_known_in_both_languages_and_by_what_other_programs_call_them() -> None:
    chinese = (
        "商品编码", "商品名称", "规格型号", "单位", "商品分类", "售价（元）", "最低售价", "成本价",
        "税率", "税收分类编码", "库存预警值", "库位", "别名", "备注", "是否启用", "A级价", "VIP等级价", "颜色",
    )  # fmt: skip
    named = fields_of(chinese)
    assert [named.get(place, "") for place in range(len(chinese))] == [
        "code", "name", "specification", "unit", "category", "list_price", "floor_price", "cost", "tax_code",
        "tax_class", "low_stock", "place", "aliases", "note", "active", "grade:A", "grade:VIP", "",
    ]  # fmt: skip
    english = (
        "SKU",
        "Item name",
        "UoM",
        "Product group",
        "Selling price",
        "Unit cost",
        "Price grade B",
        "Track stock",
        "Bin location",
    )
    named = fields_of(english)
    assert [named.get(place, "") for place in range(len(english))] == [
        "code", "name", "unit", "category", "list_price", "cost", "grade:B", "stock_kept", "place",
    ]  # fmt: skip


def test_a_file_says_what_is_new_changed_the_same_and_refused_before_anything_is_stored(
    book: TestBook, tmp_path: Path
) -> None:
    a_product(book.owner, "Lamp", code="L1", list_price=each("9.5"), cost=each("4"), unit="piece")
    a_product(book.owner, "Torch", code="T1", list_price=each("3"))
    plan = plan_of(
        tmp_path,
        ("Price list 2026",),
        ("Code", "Name", "Price", "Cost", "Unit", "Keep stock"),
        ("L1", "Lamp", 9.5, "", None, ""),
        ("T1", "Big torch", "3.20", "", "box", "yes"),
        ("C1", "Candle", "¥1.25", "0.8", "", "no"),
        ("", "Match", 0.1, None, None, None),
        ("X1", "", 1, None, None, None),
        ("X2", "Bulb", "cheap", None, None, None),
        ("C1", "Candle again", 2, None, None, None),
        ("X3", "Wire", -1, None, None, None),
        ("X4", "Cable", 1, None, None, "perhaps"),
    )
    assert counts(book, plan, keep=False) == (2, 1, 1, 5)
    assert {p.code for p in every(Product)} == {"L1", "T1"}
    found = import_products(book.owner, plan).value
    reasons = {row.row: (row.column, row.reason) for row in found.rows if row.state == REFUSED}
    assert reasons[7] == ("Name", "No product has the code X1, and a new one needs a name.")
    assert reasons[8][0] == "Price"
    assert "Row 5 has the same code" in reasons[9][1]
    assert "below zero" in reasons[10][1]
    assert reasons[11] == ("Keep stock", "“perhaps” is neither yes nor no.")
    changed = next(row for row in found.rows if row.state == CHANGED)
    assert (changed.code, changed.fields) == ("T1", ("name", "unit", "list_price", "stock_kept"))
    products = {p.code: p for p in every(Product)}
    assert (products["T1"].name, products["T1"].list_price) == ("Big torch", each("3.2"))
    assert (products["L1"].cost, products["L1"].unit) == (each("4"), "piece")
    assert products["Match"].list_price == each("0.1")
    assert counts(book, plan)[:3] == (0, 0, 4)


def test_one_undo_takes_the_whole_file_back(book: TestBook, tmp_path: Path) -> None:
    a_product(book.owner, "Lamp", code="L1", list_price=each("9.5"), aliases=("light",))

    def rows() -> list[Any]:
        kinds = (Product, ProductAlias, ProductPrice, Category)
        return [[shape(kind).values(record) for record in every(kind)] for kind in kinds]

    before = rows()
    plan = plan_of(
        tmp_path,
        ("Code", "Name", "Category", "Price", "Price for grade A", "Other names", "Active"),
        ("L1", "Lamp", "Lights > Desk lamps", 10, 8, "night light; lamp stand", "yes"),
        ("T1", "Torch", "Lights", 4, 3.5, "", "no"),
    )
    assert counts(book, plan) == (1, 1, 0, 0)
    torch = product_details.product(book.owner, next(p.id for p in every(Product) if p.code == "T1"))
    assert (torch.category, bool(torch.active), torch.prices[0].price) == ("Lights", False, each("3.5"))
    assert [(c.name, bool(c.parent_id)) for c in every(Category)] == [("Lights", False), ("Desk lamps", True)]
    undo(book.owner)
    assert rows() == before


def test_a_row_that_another_product_stands_against_is_refused_whole(book: TestBook, tmp_path: Path) -> None:
    a_product(book.owner, "Lamp", code="L1", aliases=("light",))
    plan = plan_of(
        tmp_path,
        ("Code", "Name", "Other names", "Category"),
        ("T1", "Torch", "light", "Things"),
        ("T2", "Candle", "wax", "A > B > C"),
    )
    assert counts(book, plan) == (0, 0, 0, 2)
    assert len(every(Product)) == 1
    assert not every(Category)


def test_taxes_are_meant_by_code_name_or_rate(chinese: TestBook, tmp_path: Path) -> None:
    code = every(TaxCode)[0].code
    plan = plan_of(tmp_path, ("商品编码", "名称", "税率"), ("A", "甲", code), ("B", "乙", "13%"), ("C", "丙", 0.13),
                   ("D", "丁", "77%"))  # fmt: skip
    found = import_products(chinese.owner, plan).value
    assert [row.state for row in found.rows] == [NEW, NEW, NEW, REFUSED]
    thirteen = {p.tax_code_id for p in every(Product) if p.code in "BC"}
    assert len(thirteen) == 1
    assert "77%" in found.rows[3].reason


def test_a_file_without_products_is_refused_in_words(tmp_path: Path) -> None:
    for number, rows in enumerate(([("Date", "Amount"), (1, 2)], [("Code", "Price")], [("nothing",)])):
        path = a_file(tmp_path, *rows, name=f"{number}.xlsx")
        with pytest.raises(FileError) as caught:
            plan_products(path, {})
        assert caught.value.code in ("no_products", "no_rows")


def test_a_file_is_read_beside_the_program_and_columns_can_be_chosen(tmp_path: Path) -> None:
    path = a_file(tmp_path, ("Code", "Name", "Colour"), ("L1", "Lamp", "red"))
    plan = read_products(path, {2: "specification"})
    assert plan.columns == [("Code", "code"), ("Name", "name"), ("Colour", "specification")]
    assert plan.rows[0].values == {"code": "L1", "name": "Lamp", "specification": "red"}


def test_only_who_may_import_does(book: TestBook, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ("Code", "Name"), ("L1", "Lamp"))
    with pytest.raises(NotAllowed):
        import_products(book.person(Role.SALES), plan)


def test_a_catalogue_of_some_size_comes_in_whole_and_again_as_the_same(book: TestBook, tmp_path: Path) -> None:
    rows = [(f"P{n:05}", f"Thing {n}", n / 100) for n in range(1_500)]
    plan = plan_of(tmp_path, ("Code", "Name", "Price"), *rows)
    assert counts(book, plan) == (1_500, 0, 0, 0)
    assert counts(book, plan) == (0, 0, 1_500, 0)


def test_the_grades_of_the_book_are_read_once_for_a_whole_file(book: TestBook, tmp_path: Path) -> None:
    a_product(book.owner, "Lamp", code="L1", prices=(("vip", each("7")),))
    rows = [(f"P{n}", f"Thing {n}", n, n + 1) for n in range(5)]
    plan = plan_of(tmp_path, ("Code", "Name", "Price for grade VIP", "Price for grade A"), *rows)
    with asked(database.writer()) as told:
        assert counts(book, plan) == (5, 0, 0, 0)
    assert len([sql for sql in told if "GROUP BY grade" in sql]) == 1
    assert sorted(p.grade for p in every(ProductPrice)) == ["A"] * 5 + ["vip"] * 6


def test_a_grade_of_a_refused_row_is_no_grade_of_the_book(book: TestBook, tmp_path: Path, monkeypatch: Any) -> None:
    refused = []

    def store(work: Work, content: ProductInput, grades: Grades) -> Product:
        stored = store_new(work, content, grades)
        if not refused:
            refused.append(content.code)
            raise UserError("not this one")
        return stored

    monkeypatch.setattr(importing, "store_new", store)
    plan = plan_of(tmp_path, ("Code", "Name", "Price for grade VIP"), ("A", "First", 1), ("B", "Second", 2))
    values = dict(plan.rows[1].values)
    values["grade:vip"] = values.pop("grade:VIP")
    plan = replace(plan, rows=[plan.rows[0], replace(plan.rows[1], values=values)])
    assert counts(book, plan) == (1, 0, 0, 1)
    assert [p.grade for p in every(ProductPrice)] == ["vip"]


# An export comes back unchanged

_TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"), exclude_characters="#>"
    ),
    max_size=12,
).map(str.strip)
_NAME = _TEXT.filter(bool)
_WORD = st.from_regex(r"[A-Za-z0-9红枣茶杯一级]{1,6}", fullmatch=True)
_PRICE = st.integers(0, 10**15).map(lambda n: n) | st.just(0)
_MAYBE = st.none() | _PRICE
_PRODUCT = st.fixed_dictionaries(
    {
        "name": _NAME,
        "code": _NAME,
        "specification": _TEXT,
        "unit": _TEXT,
        "category": st.just("") | _WORD | st.tuples(_WORD, _WORD).map(" > ".join),
        "list_price": _PRICE,
        "floor_price": _MAYBE,
        "cost": _MAYBE,
        "tax_class": _TEXT,
        "stock_kept": st.booleans(),
        "low_stock": st.none() | st.integers(0, 10**12),
        "place": st.just("") | st.from_regex(r"[A-Z东]-[0-9]{1,3}", fullmatch=True),
        "aliases": st.lists(_NAME, max_size=3).map(tuple),
        "prices": st.dictionaries(_WORD, _PRICE, max_size=2).map(lambda d: tuple(d.items())),
        "note": _TEXT,
        "active": st.booleans(),
    }
)
_LANGUAGE = st.sampled_from(("en", "zh_CN"))


@given(products=st.lists(_PRODUCT, min_size=1, max_size=6), written=_LANGUAGE, read=_LANGUAGE)
@settings(max_examples=20, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
def test_an_export_is_read_again_unchanged(
    book: TestBook, tmp_path: Path, products: list[dict[str, Any]], written: str, read: str
) -> None:
    set_language(written)
    for product in products:
        # Names that mean another product already are refused; what the book took is what counts.
        with suppress(UserError):
            made = a_product(book.owner, **{key: said for key, said in product.items() if key != "active"})
            if not product["active"]:
                deactivate_product(book.owner, made)
    stored = len(every(Product))
    table = product_table(book.owner)
    assert len(table.rows) == stored
    path = tmp_path / "out.xlsx"
    write_workbook(path, table.columns, table.rows, title="Products", money=currency("USD"), titles=table.titles)
    if not stored:
        return
    set_language(read)
    plan = plan_products(path, {})
    again = import_products.rehearse(book.owner, plan)
    assert [row for row in again.rows if row.state != SAME] == []
    assert again.count(SAME) == stored


def test_an_export_fills_an_empty_book_with_the_same_products(book: TestBook, tmp_path: Path) -> None:
    add_category(book.owner, "Lights")
    a_product(
        book.owner, "Lamp", code="007", category="Lights > Lamps", list_price=each("9.123456"), floor_price=each("8"),
        cost=each("4.5"), stock_kept=True, low_stock=pieces("2.5"), place="A-03-2", aliases=("night light", "夜灯"),
        prices=(("A", each("7")), ("VIP", each("6.5"))), note="=1+1", unit="piece", specification="12 W",
    )  # fmt: skip
    table = product_table(book.owner)
    path = tmp_path / "out.xlsx"
    write_workbook(path, table.columns, table.rows, title="Products", money=currency("USD"), titles=table.titles)
    undo(book.owner)
    assert not every(Product)
    assert counts(book, plan_products(path, {})) == (1, 0, 0, 0)
    assert product_table(book.owner).rows == table.rows


def test_places_on_shelves_are_taken_as_written_and_dates_that_a_workbook_made_of_them_refused(
    book: TestBook, tmp_path: Path
) -> None:
    a_product(book.owner, "Lamp", code="L1", place="A-3")
    plan = plan_of(
        tmp_path,
        ("Code", "Name", "Shelf place"),
        ("L1", "", "Ａ－３"),
        ("C1", "Candle", 12),
        ("M1", "Match", date(2026, 3, 12)),
        ("W1", "Wire", "x" * 25),
        ("B1", "Bulb", ""),
    )
    found = import_products(book.owner, plan).value
    assert [(row.code, row.state) for row in found.rows] == [
        ("L1", SAME), ("C1", NEW), ("M1", REFUSED), ("W1", REFUSED), ("B1", NEW),
    ]  # fmt: skip
    assert {row.column for row in found.rows if row.state == REFUSED} == {"Shelf place"}
    assert {p.code: p.place for p in every(Product)} == {"L1": "A-3", "C1": "12", "B1": ""}
