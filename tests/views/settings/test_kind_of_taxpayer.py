"""A Chinese office says of what kind it is: the next order begins with its tax, another one is sold all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from app.models.company import TaxCode, the_company
from app.models.order import OrderLine
from app.models.taxpayer import Taxpayer
from app.operations.taxpayer import change_taxpayer
from app.queries.settling import open_orders
from app.queries.taxpayer import taxpayer
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.orders import new_order
from app.views.orders.lines_model import TAX, DraftLine
from app.views.products.dialogs import ProductDialog
from app.views.settings.settings_page import SettingsPage
from tests.helpers.book import TestBook, a_customer, a_product, close, each, every, new_book
from tests.helpers.desk import idle, shown_window
from tests.views.orders.writing import editor_of, settled
from tests.views.settings.changing import row_of


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book in which nobody has said yet of what kind the company is."""
    made = new_book(tmp_path, country="CN", name="苏州青禾文具")
    yield made
    close(made)


@pytest.fixture
def real_desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk(money="CNY")


@pytest.fixture
def window(real_desk: Desk, qtbot: Any) -> Iterator[MainWindow]:
    yield from shown_window(real_desk, qtbot, "orders", "settings")


def code_id(code: str) -> int:
    return next(tax.id for tax in every(TaxCode) if tax.code == code)


def choose(page: SettingsPage, kind: str, qtbot: Any) -> None:
    field = row_of(page, "company", "taxpayer", qtbot).field
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(kind))
    field.activated.emit(field.currentIndex())
    idle(page.desk, qtbot)


def test_an_office_says_that_it_is_small_scale_and_writes_an_order(
    book: TestBook, real_desk: Desk, window: MainWindow, qtbot: Any
) -> None:
    a_customer(book.owner, "Harbour & Hale")
    a_product(book.owner, "Lamp", list_price=each(101))
    a_product(book.owner, "Ladder", list_price=each(113), tax_code_id=code_id("13"))
    settings: Any = window.show_page("settings")
    idle(real_desk, qtbot)
    choose(settings, Taxpayer.SMALL, qtbot)
    assert taxpayer() == "small"
    assert the_company().default_tax_code_id == code_id("1")
    new_order(real_desk, window)
    idle(real_desk, qtbot)
    editor = editor_of(window)
    editor.head.choose_customer(1)
    assert [tax.id for tax in editor.model.taxes.values()][:3] == [code_id("1"), code_id("3"), code_id("5")]
    for row, name in enumerate(("Lamp", "Ladder")):
        found = editor.view.itemDelegate()._products(name)
        editor.view.choose_product(row, found[0])
    settled(editor, real_desk, qtbot)
    assert editor.notices.text.startswith("Line 2: A small-scale taxpayer charges 3%")
    assert set(editor.model.remarks) == {(1, TAX)}
    assert editor.go.isEnabled(), "it warns and never blocks"
    editor.notices.findChild(object, "editor_notices_choice_1").click()
    settled(editor, real_desk, qtbot)
    assert editor.model.lines[1].tax_code_id == code_id("1")
    assert editor.notices.isHidden()
    editor.model.change(1, tax_code_id=code_id("13"))
    settled(editor, real_desk, qtbot)
    editor.notices.findChild(object, "editor_notices_choice_2").click()
    assert editor.notices.isHidden()
    editor.saving.save(confirm=True)
    idle(real_desk, qtbot)
    assert len(open_orders(book.owner, 1)) == 1
    assert [line.tax_rate for line in every(OrderLine)] == [10_000, 130_000]


def test_many_lines_of_another_tax_are_named_shortly_and_changed_in_one_step(
    book: TestBook, real_desk: Desk, window: MainWindow, qtbot: Any
) -> None:
    change_taxpayer(book.owner, Taxpayer.SMALL)
    new_order(real_desk, window)
    idle(real_desk, qtbot)
    editor = editor_of(window)
    dear = code_id("13")
    editor.model.show_lines(
        [
            DraftLine(description=f"Thing {n}", quantity=10_000, unit_price=1_000_000, tax_code_id=dear)
            for n in range(40)
        ]
    )
    editor.history.begin()
    settled(editor, real_desk, qtbot)
    assert editor.notices.text.startswith("Line 1, 2, 3, 4, 5, 6, 7, 8…: A small-scale taxpayer")
    counted: list[int] = []
    editor.model.altered.connect(lambda: counted.append(1))
    editor.notices.findChild(object, "editor_notices_choice_1").click()
    assert {line.tax_code_id for line in editor.model.lines} == {code_id("1")}
    assert len(counted) == 1, "an order of many lines is added up once"
    editor.undo()
    assert {line.tax_code_id for line in editor.model.lines} == {dear}


def test_the_change_is_taken_back_from_the_settings_with_the_usual_tax(
    real_desk: Desk, window: MainWindow, qtbot: Any
) -> None:
    told: list[Any] = []
    page: Any = window.show_page("settings")
    idle(real_desk, qtbot)
    real_desk.shell.tell = lambda text, back=None, **_more: told.append((text, back))
    assert row_of(page, "company", "taxpayer", qtbot).field.currentData() is None
    choose(page, Taxpayer.SMALL, qtbot)
    assert told[-1][0] == "Kind of taxpayer changed."
    told[-1][1]()
    idle(real_desk, qtbot)
    assert (taxpayer(), the_company().default_tax_code_id) == ("", code_id("13"))
    assert row_of(page, "company", "taxpayer", qtbot).field.currentData() is None


def test_a_usual_tax_of_the_other_kind_is_remarked_upon_beside_the_taxes(
    real_desk: Desk, window: MainWindow, qtbot: Any
) -> None:
    page: Any = window.show_page("settings")
    idle(real_desk, qtbot)
    choose(page, Taxpayer.GENERAL, qtbot)
    field: Any = row_of(page, "taxes", "default_tax_code_id", qtbot).field
    section = page.sections["taxes"]
    assert section.remark.isHidden()
    assert [field.itemData(row) for row in range(3)] == [code_id(code) for code in ("13", "9", "6")]
    field.setCurrentIndex(field.findData(code_id("3")))
    field.activated.emit(field.currentIndex())
    idle(real_desk, qtbot)
    assert the_company().default_tax_code_id == code_id("3")
    # The page looks at the book again a moment after the change.
    qtbot.waitUntil(lambda: "simplified" in section.remark.text())
    assert not section.remark.isHidden()


def test_a_new_product_says_what_stands_against_its_tax(
    real_desk: Desk, window: MainWindow, styled: QApplication, qtbot: Any
) -> None:
    page: Any = window.show_page("settings")
    idle(real_desk, qtbot)
    choose(page, Taxpayer.SMALL, qtbot)
    dialog = ProductDialog(real_desk, parent=window)
    field = dialog.form.fields["tax_code_id"]
    assert field.note == "Empty: as usual"
    dialog.tax.setCurrentIndex(dialog.tax.findData(code_id("9")))
    assert field.note.startswith("A small-scale taxpayer")
    dialog.tax.setCurrentIndex(dialog.tax.findData(code_id("5")))
    assert field.note == "Empty: as usual"
    dialog.reject()
