"""The place of a product: set on its page, changed for many in a list, taken back with one undo."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.product import Product
from app.operations.history import undo
from app.queries.lists import LISTS
from app.views.batch_dialog import BatchDialog
from app.views.products import open_product
from tests.helpers.book import a_product, read
from tests.helpers.desk import dialog_of, idle

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


def test_the_warehouse_sets_a_place_on_the_page_of_a_product(book, real_desk, window, qtbot) -> None:
    lamp = a_product(book.owner, "Lamp", code="L1", place="A-3")
    a_product(book.owner, "Chair", place="A-12")
    open_product(real_desk, window, lamp)
    page: Any = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None and page.record.place == "A-3")
    assert page.facts.values["place"].text() == "A-3"
    page.commands["place_product"].trigger()
    dialog: Any = dialog_of(page, "place_dialog")
    assert [dialog.place.itemText(n) for n in range(dialog.place.count())] == ["", "A-3", "A-12"]
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.focusWidget() in (dialog.place, dialog.place.lineEdit())
    dialog.place.setCurrentText("x" * 25)
    qtbot.keyClick(dialog.place, ENTER, CONTROL)
    qtbot.waitUntil(lambda: "24" in dialog.form.fields["place"].error)
    dialog.place.setCurrentText("B-07-1")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.place, ENTER, CONTROL)
    qtbot.waitUntil(lambda: page.facts.values["place"].text() == "B-07-1")
    rows = LISTS["products"].rows([lamp], book.person(Role.WAREHOUSE))
    assert "place_product" in rows[lamp].actions
    assert "edit_product" not in rows[lamp].actions


def test_many_products_are_put_in_one_place_and_back(book, real_desk, window, qtbot) -> None:
    lamp, chair = a_product(book.owner, "Lamp", place="A-3"), a_product(book.owner, "Chair")
    page: Any = window.show_page("products")
    qtbot.waitUntil(lambda: len(page.table.ids) == 2)
    idle(real_desk, qtbot)
    page.view.setFocus()
    page.view.selectAll()
    qtbot.waitUntil(page.command_actions["place_product"].isEnabled)
    page.command_actions["place_product"].trigger()
    dialog = page.window().findChild(BatchDialog)
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    idle(real_desk, qtbot)
    dialog.accept_form()
    qtbot.waitUntil(lambda: "dash" in dialog.form.fields["place"].error)
    assert read(Product, lamp).place == "A-3"
    dialog.findChild(object, "batch_place").setCurrentText("-")
    qtbot.waitUntil(lambda: dialog.foretold is not None and dialog.foretold.done == (lamp,))
    dialog.findChild(object, "batch_place").setCurrentText("A-3")
    qtbot.waitUntil(lambda: dialog.foretold is not None and dialog.foretold.done == (chair,))
    idle(real_desk, qtbot)
    qtbot.keyClick(dialog, ENTER, CONTROL)
    qtbot.waitUntil(lambda: read(Product, chair).place == "A-3")
    idle(real_desk, qtbot)
    undo(book.owner)
    assert (read(Product, lamp).place, read(Product, chair).place) == ("A-3", "")
