"""A category says for its products which of the tax bureau's classes they belong to."""

from __future__ import annotations

from app.models.product import Category
from app.operations.categories import add_category
from app.views.settings.product_sections import ProductSection, TaxClassDialog
from tests.helpers.book import every
from tests.helpers.desk import idle


def test_the_class_of_a_category_is_set_from_the_table_of_categories(real_desk, qtbot) -> None:
    shelf = add_category(real_desk.actor, "文具").value
    section = ProductSection(real_desk)
    qtbot.addWidget(section)
    section.show()
    section.load()
    idle(real_desk, qtbot)
    section.table.selectRow(0)
    section._classify()
    dialog = section.findChild(TaxClassDialog)
    assert dialog is not None
    dialog.tax_class.setText("1060201990000000000")
    dialog.short.setText("*文具*")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    (kept,) = every(Category, "id = ?", (shelf,))
    assert (kept.tax_class, kept.tax_class_name) == ("1060201990000000000", "文具")
    assert section.table.small.texts(0)[1] == "1060201990000000000 文具"
