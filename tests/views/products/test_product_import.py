"""Products come in from a workbook and go out to one, by keyboard, with everything told before anything is stored."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shiboken6
from PySide6.QtCore import Qt

from app.models.product import Product
from app.views.desk import Desk
from app.views.products.files import write_products
from app.views.products.import_dialog import CHECK, COLUMNS, FILE, RESULT, ProductImportDialog
from tests.helpers.book import a_product, each, every
from tests.helpers.desk import idle

FILE_TEXT = "SKU,商品名称,售价,颜色\nL1,Lamp,10,red\nT1,Torch,cheap,\nC1,Candle,1.25,white\n"


@pytest.fixture
def steps(real_desk: Desk, window: Any, qtbot: Any) -> Iterator[ProductImportDialog]:
    dialog = ProductImportDialog(real_desk, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    yield dialog
    idle(real_desk, qtbot)
    shiboken6.delete(dialog)


def rested(dialog: ProductImportDialog, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not dialog.busy)
    idle(dialog.desk, qtbot)


def a_file(folder: Path, text: str = FILE_TEXT) -> Path:
    path = folder / "products.csv"
    path.write_text(text, encoding="utf-8")
    return path


def press_main(dialog: ProductImportDialog, qtbot: Any) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rested(dialog, qtbot)


def test_a_workbook_comes_in_step_by_step_and_goes_again(real_desk, steps, qtbot, tmp_path) -> None:
    a_product(real_desk.actor, "Lamp", code="L1", list_price=each("9"))
    assert not steps.next.isEnabled()
    steps.take_file(a_file(tmp_path))
    rested(steps, qtbot)
    assert steps.at == COLUMNS
    assert [choice.currentData() for choice in steps.columns.choices] == ["code", "name", "list_price", ""]
    press_main(steps, qtbot)
    assert steps.at == CHECK
    assert steps.check.headline.text() == "2 products will be stored."
    shown = {key: steps.check.counts.values[key].text() for key in ("new", "changed", "same", "refused")}
    assert shown == {"new": "1", "changed": "1", "same": "0", "refused": "1"}
    assert [row.values[0] for row in steps.check.table.small.rows] == [3]
    assert "cheap" in steps.check.table.small.rows[0].values[4]
    assert len(every(Product)) == 1
    steps.save_refused(tmp_path / "refused.xlsx")
    idle(real_desk, qtbot)
    sheet = openpyxl.load_workbook(tmp_path / "refused.xlsx").active
    kept = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[1:3] + row[5:9] for row in kept] == [[3, "售价", "T1", "Torch", "cheap", None]]
    assert "refused.xlsx" in steps.banner.text
    press_main(steps, qtbot)
    assert steps.at == RESULT
    assert {p.code: p.list_price for p in every(Product)} == {"L1": each("10"), "C1": each("1.25")}
    steps.outcome.undo.click()
    rested(steps, qtbot)
    assert {p.code: p.list_price for p in every(Product)} == {"L1": each("9")}
    assert "undone" in steps.outcome.headline.text()


def test_going_back_loses_nothing_and_a_column_gets_another_meaning(real_desk, steps, qtbot, tmp_path) -> None:
    steps.take_file(a_file(tmp_path))
    rested(steps, qtbot)
    choice = steps.columns.choices[3]
    choice.setCurrentIndex(choice.findData("specification"))
    press_main(steps, qtbot)
    assert steps.at == CHECK
    qtbot.keyClick(steps, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert steps.at == COLUMNS
    assert choice.currentData() == "specification"
    choice.setCurrentIndex(choice.findData("name"))
    press_main(steps, qtbot)
    assert steps.at == COLUMNS
    assert "Two columns are imported as “Name”" in steps.banner.text
    choice.setCurrentIndex(choice.findData("specification"))
    press_main(steps, qtbot)
    press_main(steps, qtbot)
    assert {p.code: p.specification for p in every(Product)} == {"L1": "red", "C1": "white"}


def test_a_file_without_products_is_told_and_the_next_one_is_taken(real_desk, steps, qtbot, tmp_path) -> None:
    steps.take_file(a_file(tmp_path, "Date,Amount\n2026-01-01,5\n"))
    rested(steps, qtbot)
    assert steps.at == FILE
    assert "found no products" in steps.banner.text
    steps.take_file(a_file(tmp_path))
    rested(steps, qtbot)
    assert steps.at == COLUMNS


def test_a_file_that_says_nothing_new_has_nothing_to_import(real_desk, steps, qtbot, tmp_path) -> None:
    a_product(real_desk.actor, "Lamp", code="L1", list_price=each("9"))
    steps.take_file(a_file(tmp_path, "Code,Name,Price\nL1,Lamp,9\n"))
    rested(steps, qtbot)
    press_main(steps, qtbot)
    assert "nothing to import" in steps.check.headline.text()
    assert not steps.next.isEnabled()


def test_what_was_written_out_is_read_again_as_the_same(real_desk, window, steps, qtbot, tmp_path) -> None:
    lamp = a_product(real_desk.actor, "Lamp", code="L1", list_price=each("9"), prices=(("A", each("8")),))
    a_product(real_desk.actor, "Torch")
    path = tmp_path / "out.xlsx"
    write_products(real_desk, window, path, [lamp])
    idle(real_desk, qtbot)
    assert openpyxl.load_workbook(path).active.max_row == 2
    write_products(real_desk, window, path, [])
    idle(real_desk, qtbot)
    steps.take_file(path)
    rested(steps, qtbot)
    press_main(steps, qtbot)
    assert steps.check.counts.values["same"].text() == "2"


def test_the_list_offers_both(real_desk, window, qtbot) -> None:
    page = window.show_page("products")
    idle(real_desk, qtbot)
    page.commands["import_products"].run(array("q"))
    dialog = page.findChild(ProductImportDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    assert "export_products" in page.commands
